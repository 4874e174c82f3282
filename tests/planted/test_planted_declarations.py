"""A new lever, instrument, parameter or metric is one file of the model: all that lists, bounds, prices, draws or
tells finds it."""

import os
import subprocess
import sys

import pandas as pd
import pytest
from planting import RUN, SHORT, line_of

# The first act that was detected through the new instrument, told; then how it deters and what its officers add.
DETECTED = """
import sys
import numpy as np
from sim.commands.cli import main
from sim.model import start
from sim.model.instruments import FINDERS
from sim.inputs.scenario import load_scenario
from sim.setup.columns import chosen_setups

words = ["laissez_faire:oversight.whistle=1", "scenario=toy", "run.years=0.4"]
setup = chosen_setups(words, ())[0]
template = start.prepare(load_scenario("toy"), setup.policy, setup.parameters, 0.4)
world = start.finish(start.begin(template, setup.run.seed))
number = [one.name for one in FINDERS].index("whistle")
found = np.flatnonzero((world.issues["found_by"] == number) & np.isfinite(world.issues["detected"]))
late = world.issues["detected"][found] - world.issues["closed"][found]
print("found", len(found), late.min(), late.max(), "caught", world.regime["caught_alone"][0])
sys.exit(main(["explain", *words, "--issue", str(found[0])]))
"""
TWO = ["centralized", "centralized:oversight.hotline=0.5", *SHORT]
TOLD = """
from sim.model.metrics import measure
from sim.setup.columns import chosen_setups
from sim.tell import document
from sim.web import assumptions, levers
from sim.web.app import panel
from sim.figures.names import called

setup = chosen_setups(["centralized:oversight.hotline=0.5", "parameters.storms=0.2"], ())[0]
print(document.lever_table(), document.parameter_table(), document.outcome_table())
print([lever for group in panel.declared() for lever in group["levers"] if lever["key"] == "oversight.hotline"])
print(levers.rows(setup), assumptions.changed(setup), called("questions"))
"""


def test_list_shows_each_with_its_words(paradip):
    lever = line_of(paradip("list", "levers"), "oversight.hotline")
    assert all(part in lever for part in ("0 to 0.8", "hotline_fte × hotline", "share of the public that may call"))
    parameters = paradip("list", "parameters")
    assert "officers who answer the hotline" in line_of(parameters, "hotline_fte")
    assert "storms that keep negotiators at home" in line_of(parameters, "storms ")
    assert "two for each issue that was opened" in line_of(paradip("list", "metrics"), "questions")
    assert "oversight.hotline" in paradip("list", "oversight")


def test_config_takes_it_and_limits_bound_it(paradip):
    told = paradip("config", "oversight.hotline=0.5", "parameters.storms=0.2")
    assert "hotline: 0.5" in told and "storms: 0.2" in told
    assert paradip("config", "oversight.hotline=3", code=2).strip() == (
        "paradip: oversight.hotline: '3'; expected a number from 0 to 0.8, the nearest is 0.8"
    )
    assert "did you mean 'parameters.storms'?" in paradip("config", "parameters.storm=1", code=2)


def test_compare_measures_prices_and_draws_it(paradip, copy):
    assert line_of(paradip("compare", *TWO, "--all", "--out", "found"), "questions").split()[1:3] != ["-", "-"]
    table = pd.read_csv(copy / "found" / "comparison.csv").set_index("metric")
    one, other = table.columns[table.columns.str.startswith("centralized")][:2]
    assert table.loc["questions", one] > 0 and table.loc["questions", "group"] == "questions"
    assert table.loc["fte_oversight", [one, other]].tolist() == [0.0, 15.0]
    assert "hotline for citizens 50%" in (copy / "found" / "comparison.svg").read_text(encoding="utf-8")


def test_the_shell_completes_it(paradip):
    for line, word in {
        "run oversight.ho": "oversight.hotline=",
        "run parameters.sto": "parameters.storms=",
        "sweep --metrics goodput,quest": "goodput,questions",
        "compare open_": "open_line",
        "claims h9": "h99",
        "reproduce fig9": "fig99_hotline",
        "report exercise=who_": "exercise=who_is_listening",
    }.items():
        assert paradip("completion", "--line", f"paradip {line}").split() == [word]


def test_page_report_and_document_tell_it(paradip):
    told = paradip("-c", TOLD)
    assert "| `oversight.hotline` | 0 to 0.8 | 0 | 24 at 0.8 | hotline_fte × hotline |" in told
    assert "| w | `storms` | 1/week | 0.1 | 0 to 0.4 | 0 | storms that keep negotiators at home | assumed |" in told
    assert "| `questions` | questions | issues |  | two for each issue that was opened |" in told
    assert "'name': 'Hotline for citizens', 'about': 'share of the public that may call'" in told
    assert "('Hotline for citizens', '50%', '15')" in told and "Questions put to ministers" in told
    assert "('Storms that keep negotiators at home', '0.2', '0.1', '0 to 0.4', '1/week', 'storms')" in told


def test_a_new_instrument_is_listed_priced_and_documented(paradip, copy):
    assert "whistle_fte × whistle" in line_of(paradip("list", "levers"), "oversight.whistle")
    assert "whistle: 0.5" in paradip("config", "oversight.whistle=0.5")
    paradip("compare", "laissez_faire", "laissez_faire:oversight.whistle=0.5", *RUN, "--all", "--out", "watched")
    table = pd.read_csv(copy / "watched" / "comparison.csv").set_index("metric")
    one, other = table.columns[table.columns.str.startswith("laissez_faire")][:2]
    assert table.loc["fte_oversight", other] - table.loc["fte_oversight", one] == 10.0
    assert table.loc["detection_share", one] < table.loc["detection_share", other]
    assert "protection of whistle-blowers 50%" in (copy / "watched" / "comparison.svg").read_text(encoding="utf-8")
    paradip("sweep", "policy=laissez_faire", "oversight.whistle=0,1", *SHORT, "--out", "swept")
    assert "oversight.whistle" in (copy / "swept" / "README.md").read_text(encoding="utf-8")
    told = paradip("-c", "from sim.tell import document; print(document.lever_table())")
    assert "| `oversight.whistle` | 0 to 1 | 0 | 20 | whistle_fte × whistle |" in told


@pytest.mark.slow
def test_what_a_new_instrument_finds_is_told_as_its_own(paradip):
    told = paradip("-c", DETECTED)
    assert "The centre detected the problem through a whistle-blower" in told
    counted = line_of(told, "caught").split()
    assert int(counted[1]) > 3 and float(counted[5]) > 0.9
    assert [float(weeks) for weeks in counted[2:4]] == pytest.approx([0.125, 0.125])


@pytest.mark.slow
def test_compiled_it_finds_the_same(paradip, copy, tmp_path):
    environment = os.environ | {"PYTHONPATH": str(copy), "XDG_CACHE_HOME": str(tmp_path), "COLUMNS": "120"}
    done = subprocess.run([sys.executable, "-c", DETECTED], cwd=copy, env=environment, capture_output=True, text=True)
    assert done.returncode == 0, done.stderr
    assert any(tmp_path.rglob("*.nbc")) and done.stdout == paradip("-c", DETECTED)
