"""The house style holds whatever the reader's machine says, and leaves nothing behind."""
import hashlib
import os
import subprocess
import sys
from pathlib import Path

import matplotlib
from drawn_tables import comparison, sweep
from matplotlib.text import Text

from sim.figures import comparison as comparing
from sim.figures import sweep as sweeping
from sim.figures.names import axis_name, metric_name, number, numbers, unit_name
from sim.figures.style import SMALL, house, width_of, wrap

HERE = Path(__file__).parent
MAKE = """
import hashlib, io, sys
sys.path.insert(0, sys.argv[1])
from drawn_tables import comparison, sweep
from sim.figures.comparison import draw
from sim.figures.sweep import draw as draw_sweep
level, guidance = "delegation.level", "coordination.guidance"
figures = [draw(comparison(3)), draw_sweep(sweep({level: [0, .1, .2]}), [level], ["throughput"]),
           draw_sweep(sweep({level: [0, .1, .2, .3, .4], guidance: range(5)}), [level, guidance], ["throughput"]),
           draw_sweep(sweep({"oversight": ["a", "b"]}), ["oversight"], ["throughput"])]
for figure in figures:
    for kind in ("svg", "png"):
        file = io.BytesIO()
        figure.savefig(file, format=kind)
        print(hashlib.sha256(file.getvalue()).hexdigest())
print("pyplot" if "matplotlib.pyplot" in sys.modules else "no pyplot")
"""
PLANTED = """
font.size: 30
font.family: monospace
svg.fonttype: none
svg.hashsalt: other
axes.facecolor: red
axes.grid: True
savefig.bbox: tight
savefig.dpi: 33
figure.constrained_layout.use: True
lines.marker: x
axes.formatter.use_locale: True
text.hinting: force_autohint
date.epoch: 2000-01-01T00:00:00
timezone: Asia/Tokyo
"""


def figures() -> list:
    level, guidance = "delegation.level", "coordination.guidance"
    grid = {level: [0, 0.1, 0.2, 0.3, 0.4], guidance: [0, 0.1, 0.2, 0.3, 0.4]}
    return [comparing.draw(comparison(3)), sweeping.draw(sweep({level: [0, 0.1]}), [level], ["throughput"]),
            sweeping.draw(sweep(grid), [level, guidance], ["throughput"]),
            sweeping.draw(sweep({"oversight": ["a", "b"]}), ["oversight"], ["throughput"])]


def test_no_byte_differs_under_another_timezone_locale_and_matplotlibrc(tmp_path):
    (tmp_path / "matplotlibrc").write_text(PLANTED)
    told = ("TZ", "LC_ALL", "MATPLOTLIBRC", "MPLBACKEND")
    plain = {key: value for key, value in os.environ.items() if key not in told}
    planted = plain | {"MATPLOTLIBRC": str(tmp_path), "TZ": "Asia/Tokyo", "LC_ALL": "C", "PYTHONHASHSEED": "7"}
    said = []
    for environment in (plain | {"TZ": "UTC", "LC_ALL": "C.UTF-8", "PYTHONHASHSEED": "1"}, planted):
        environment["PYTHONPATH"] = os.pathsep.join(path for path in sys.path if path)
        made = subprocess.run([sys.executable, "-c", MAKE, str(HERE)], env=environment, capture_output=True, text=True)
        assert made.returncode == 0, made.stderr
        said.append(made.stdout.split("\n"))
    assert said[0] == said[1] and len(said[0]) == 10
    assert said[0][8] == "no pyplot"


def test_a_figure_saved_twice_is_the_same_file(tmp_path):
    for k, figure in enumerate(figures()):
        hashes = set()
        for turn in range(2):
            path = tmp_path / f"{k}-{turn}.svg"
            figure.savefig(path)
            hashes.add(hashlib.sha256(path.read_bytes()).hexdigest())
        assert len(hashes) == 1
        assert b"<dc:date>" not in path.read_bytes() and b"<text" not in path.read_bytes()


def test_the_readers_settings_are_left_as_they_were():
    matplotlib.rcParams["font.size"] = 17.0
    try:
        before = dict(matplotlib.rcParams)
        for figure in figures():
            figure.canvas.draw()
        assert dict(matplotlib.rcParams) == before
    finally:
        matplotlib.rcdefaults()


def test_no_word_is_smaller_than_can_be_read_in_print():
    for figure in figures():
        assert all(text.get_fontsize() >= SMALL for text in figure.findobj(Text) if text.get_text())


def test_wrapped_lines_fit():
    for text in ("a plain sentence of several words", "a_name_with_underscores_only", "x" * 60):
        lines = wrap(text, 1.0).split("\n")
        assert all(width_of(line) <= 1.0 for line in lines)
        assert "".join(lines).replace(" ", "") == text.replace(" ", "")


def test_names_and_numbers_are_written_for_people():
    assert axis_name("delegation.level") == "share of the agenda delegated (delegation.level)"
    assert axis_name("parameters.growth") == "yearly growth of the agenda, 1/year (parameters.growth)"
    assert axis_name("policy") == "policy" and unit_name("[-1,1]") == "\N{MINUS SIGN}1 to 1"
    assert metric_name("first_act_p90") == "first act, 90th pct."
    assert [number(x) for x in (0.0223, 52.876, 1496.5, 999.9, 0, -3.0)] == \
        ["0.0223", "52.9", "1,496", "1,000", "0", "\N{MINUS SIGN}3.00"]
    assert numbers(0.8033, [0.8031]) == ["0.8033", "0.8031"]


def test_the_style_is_the_houses_inside_and_nothing_outside():
    with house():
        assert matplotlib.rcParams["svg.hashsalt"] == "paradiplomacy"
    assert matplotlib.rcParams["svg.hashsalt"] is None
