"""The house style holds whatever the reader's machine says, and leaves nothing behind."""

import hashlib
import os
import subprocess
import sys
from pathlib import Path

import matplotlib
import pytest
from drawn_tables import comparison, sweep
from matplotlib.text import Text

from sim.figures import comparison as comparing
from sim.figures import sweep as sweeping
from sim.figures.names import axis_name, metric_name
from sim.figures.style import SMALL, house, width_of, wrap
from sim.model.units import number, numbers, on_axis

HERE = Path(__file__).parent
KINDS = ("svg", "png")
MAKE = """
import hashlib, io, locale, os, sys
from types import SimpleNamespace as Panel
locale.setlocale(locale.LC_ALL, "")
if "COMMA" in os.environ:  # as a German locale has it, where none is installed
    locale._override_localeconv = {"decimal_point": ",", "thousands_sep": ".", "grouping": [3, 0]}
    assert locale.format_string("%.1f", 1.5) == "1,5"
sys.path.insert(0, sys.argv[1])
import pandas
from drawn_tables import comparison, sweep
from sim.figures.comparison import draw
from sim.figures.known_answers import draw as draw_known
from sim.figures.sweep import draw as draw_sweep
panels = [Panel(title="waiting", x="load", y="weeks", log="y", lines={"theory": ([0.1, 0.9], [1.5, 2500.5])})]
known = pandas.DataFrame({"panel": "waiting", "line": "theory", "x": [0.1, 0.9], "simulated": [1.5, 2400.0],
                          "standard_error": 0.5, "passed": [True, False]})
level, guidance = "delegation.level", "coordination.guidance"
figures = [draw(comparison(3)), draw_sweep(sweep({level: [0, .1, .2]}), [level], ["throughput"]),
           draw_sweep(sweep({level: [0, .1, .2, .3, .4], guidance: range(5)}), [level, guidance], ["throughput"]),
           draw_sweep(sweep({"oversight": ["a", "b"]}), ["oversight"], ["throughput"]), draw_known(panels, known)]
for figure in figures:
    for kind in sys.argv[2:]:
        file = io.BytesIO()
        figure.savefig(file, format=kind)
        print(hashlib.sha256(file.getvalue()).hexdigest())
print("pyplot" if "matplotlib.pyplot" in sys.modules else "no pyplot")
import matplotlib
print(matplotlib.rcParams["font.size"])
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
    return [
        comparing.draw(comparison(3)),
        sweeping.draw(sweep({level: [0, 0.1]}), [level], ["throughput"]),
        sweeping.draw(sweep(grid), [level, guidance], ["throughput"]),
        sweeping.draw(sweep({"oversight": ["a", "b"]}), ["oversight"], ["throughput"]),
    ]


@pytest.mark.slow
def test_no_byte_differs_under_another_timezone_locale_and_matplotlibrc(tmp_path):
    """Planted settings lie where matplotlib looks: in the working folder, under MATPLOTLIBRC and in the home folder."""
    elsewhere, named, home = (tmp_path / name for name in ("elsewhere", "named", "home"))
    for folder in (elsewhere, named, home / ".config/matplotlib"):
        folder.mkdir(parents=True)
        (folder / "matplotlibrc").write_text(PLANTED)
    told = (
        "TZ",
        "LC_ALL",
        "LANG",
        "MATPLOTLIBRC",
        "MPLBACKEND",
        "MPLCONFIGDIR",
        "SOURCE_DATE_EPOCH",
        "XDG_CONFIG_HOME",
    )
    plain = {key: value for key, value in os.environ.items() if key not in told}
    plain |= {"PYTHONPATH": os.pathsep.join(path for path in sys.path if path)}
    here = plain | {"TZ": "UTC", "LC_ALL": "C.UTF-8", "PYTHONHASHSEED": "1"}
    abroad = plain | {
        "TZ": "Asia/Tokyo",
        "LC_ALL": "C",
        "COMMA": "1",
        "PYTHONHASHSEED": "7",
        "HOME": str(home),
        "MATPLOTLIBRC": str(named),
        "MPLBACKEND": "svg",
        "SOURCE_DATE_EPOCH": "86400",
    }
    said = []
    for environment, folder in ((here, tmp_path), (abroad, elsewhere)):
        made = subprocess.run(
            [sys.executable, "-c", MAKE, str(HERE), *KINDS], env=environment, cwd=folder, capture_output=True, text=True
        )
        assert made.returncode == 0, made.stderr
        said.append(made.stdout.split())
    sizes = [lines.pop() for lines in said]
    assert sizes == ["10.0", "30.0"]  # what was planted was read
    assert said[0] == said[1] and said[0][-2:] == ["no", "pyplot"]
    assert len(set(said[0])) == len(said[0]) == 5 * len(KINDS) + 2


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
    assert axis_name("delegation.level") == "share of each open domain delegated (delegation.level)"
    assert axis_name("parameters.growth") == "yearly growth of the agenda, 1/year (parameters.growth)"
    assert axis_name("policy") == "policy" and on_axis("[-1,1]") == "\N{MINUS SIGN}1 to 1"
    assert metric_name("first_act_p90") == "time to the first official offer, 90th pct."
    assert [number(x) for x in (0.0223, 52.876, 1496.5, 999.9, 0, -3.0)] == [
        "0.0223",
        "52.9",
        "1,496",
        "1,000",
        "0",
        "\N{MINUS SIGN}3.00",
    ]
    assert numbers(0.8033, [0.8031]) == ["0.8033", "0.8031"]


def test_the_style_is_the_houses_inside_and_nothing_outside():
    with house():
        assert matplotlib.rcParams["svg.hashsalt"] == "paradiplomacy"
    assert matplotlib.rcParams["svg.hashsalt"] is None
