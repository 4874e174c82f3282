"""A new lever, instrument, parameter or metric is one file: planted in a copy of the package, it is found by everything
that lists, bounds, prices, draws or tells."""

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pandas as pd
import pytest

import sim
from sim.scenarios.shipped import shipped

PLANTED = {
    "levers/hotline.py": """
from sim.model.catalogue import Lever, Parameter, in_proportion

PARAMETERS = (Parameter("hotline_fte", "-", "FTE", 30, 10, 90, "officers who answer the hotline"),)
LEVERS = (
    Lever(
        "oversight.hotline",
        title="hotline for citizens",
        unit="share",
        meaning="share of the public that may call",
        high=0.8,
        price=in_proportion("hotline_fte", "hotline"),
    ),
)
""",
    "instruments/whistle.py": """
import math

from sim.model import draws
from sim.model.catalogue import Instrument, Lever, Parameter, in_proportion
from sim.model.compiled import rule

PARAMETERS = (Parameter("whistle_fte", "-", "FTE", 20, 5, 60, "counsel for whistle-blowers"),)
LEVERS = (
    Lever(
        "oversight.whistle",
        title="protection of whistle-blowers",
        unit="share",
        meaning="share of witnesses who are protected",
        price=in_proportion("whistle_fte", "whistle"),
    ),
)


WHISTLE = draws.purpose("whistle")


@rule
def find(w, i, seen):
    issue = w.issues[i]
    if draws.uniform(w.given[0], WHISTLE, issue.uid, 0, 0) >= w.regime[0].whistle * seen:
        return math.inf
    return issue.closed + 0.125


INSTRUMENT = Instrument(
    "whistle",
    "whistle-blowers",
    "oversight.whistle",
    found="a whistle-blower",
    find=find,
    chance=lambda given, regime: regime.whistle,
    desk=True,
)
""",
    "parameters/weather.py": """
from sim.model.catalogue import Parameter

PARAMETERS = (Parameter("storms", "w", "1/week", 0.1, 0, 0.4, "storms that keep negotiators at home", off=0),)
""",
    "metrics/questions.py": """
from sim.model.catalogue import Metric

METRICS = (Metric("questions", "issues", 0, "questions put to ministers", "two for each matter that was opened"),)


def measure(world):
    return [2.0 * world.federal["opened"][0]]
""",
}
RUN = ["scenario=toy", "run.years=0.25", "run.replicates=2", "run.threads=1"]
# The first act that was detected through the new instrument, told; then how it deters and what its officers add.
DETECTED = """
import sys
import numpy as np
from sim.commands.cli import main
from sim.model import start
from sim.model.instruments import FINDERS
from sim.scenarios.scenario import load_scenario
from sim.setup.columns import chosen_setups

words = ["laissez_faire:oversight.whistle=1", "scenario=toy", "run.years=1"]
setup = chosen_setups(words, ())[0]
template = start.prepare(load_scenario("toy"), setup.policy, setup.parameters, 1.0)
world = start.finish(start.begin(template, setup.run.seed))
number = [one.name for one in FINDERS].index("whistle")
found = np.flatnonzero((world.issues["found_by"] == number) & np.isfinite(world.issues["detected"]))
late = world.issues["detected"][found] - world.issues["closed"][found]
print("found", len(found), late.min(), late.max(), "caught", world.regime["caught_alone"][0])
sys.exit(main(["explain", *words, "--issue", str(found[0])]))
"""
TWO = ["centralized", "centralized:oversight.hotline=0.5", *RUN]
TOLD = """
from sim.model.metrics import measure
from sim.setup.columns import chosen_setups
from sim.tell import document
from sim.web import assumptions, levers
from sim.web.app import panel
from sim.web.words import called

setup = chosen_setups(["centralized:oversight.hotline=0.5", "parameters.storms=0.2"], ())[0]
print(document.lever_table(), document.parameter_table(), document.outcome_table())
print([lever for group in panel.declared() for lever in group["levers"] if lever["key"] == "oversight.hotline"])
print(levers.rows(setup), assumptions.changed(setup), called("questions"))
"""


@pytest.fixture(scope="module")
def copy(tmp_path_factory) -> Path:
    """A copy of the package with the three files in it."""
    here = tmp_path_factory.mktemp("planted")
    shutil.copytree(Path(sim.__file__).parent, here / "sim", ignore=shutil.ignore_patterns("__pycache__"))
    for folder in ("configs", "experiments"):
        (here / folder).symlink_to(shipped(folder))
    for path, text in PLANTED.items():
        (here / "sim" / "model" / path).write_text(text)
    return here


@pytest.fixture(scope="module")
def paradip(copy):
    """What a command prints in that copy, as plain Python: its rules are not compiled for the sake of a test."""
    environment = os.environ | {"PYTHONPATH": str(copy), "NUMBA_DISABLE_JIT": "1", "COLUMNS": "120"}

    def run(*words, code=0) -> str:
        program = words if words[0] == "-c" else ("-m", "sim.commands.cli", *words)
        done = subprocess.run([sys.executable, *program], cwd=copy, env=environment, capture_output=True, text=True)
        assert done.returncode == code, done.stderr
        return done.stdout + done.stderr

    return run


def line_of(text: str, word: str) -> str:
    found = [line for line in text.splitlines() if word in line]
    assert len(found) == 1, f"{word} stands in {len(found)} lines"
    return found[0]


def test_list_shows_each_with_its_words(paradip):
    lever = line_of(paradip("list", "levers"), "oversight.hotline")
    assert all(part in lever for part in ("0 to 0.8", "hotline_fte × hotline", "share of the public that may call"))
    parameters = paradip("list", "parameters")
    assert "officers who answer the hotline" in line_of(parameters, "hotline_fte")
    assert "storms that keep negotiators at home" in line_of(parameters, "storms ")
    assert "two for each matter that was opened" in line_of(paradip("list", "metrics"), "questions")
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


def test_page_report_and_document_tell_it(paradip):
    told = paradip("-c", TOLD)
    assert "| `oversight.hotline` | 0 to 0.8 | 0 | 24 at 0.8 | hotline_fte × hotline |" in told
    assert "| w | `storms` | 1/week | 0.1 | 0 to 0.4 | 0 | storms that keep negotiators at home | assumed |" in told
    assert "| `questions` | questions | issues |  | two for each matter that was opened |" in told
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
    paradip("sweep", "policy=laissez_faire", "oversight.whistle=0,1", *RUN, "--out", "swept")
    assert "oversight.whistle" in (copy / "swept" / "README.md").read_text(encoding="utf-8")
    told = paradip("-c", "from sim.tell import document; print(document.lever_table())")
    assert "| `oversight.whistle` | 0 to 1 | 0 | 20 | whistle_fte × whistle |" in told


def test_what_a_new_instrument_finds_is_told_as_its_own(paradip):
    told = paradip("-c", DETECTED)
    assert "The centre detected the problem through a whistle-blower" in told
    counted = line_of(told, "caught").split()
    assert int(counted[1]) > 3 and float(counted[5]) > 0.9
    assert [float(weeks) for weeks in counted[2:4]] == pytest.approx([0.125, 0.125])
