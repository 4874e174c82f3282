"""A new lever, a new parameter and a new metric are one file each: planted in a copy of the package, they are found by
everything that lists, bounds, prices, draws or tells."""

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
