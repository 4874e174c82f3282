"""Worlds of cases."""

import csv
import io

import hypothesis
import pytest
from relation import loaded

from sim.errors import InputError
from sim.model import start
from sim.scenarios.scenario import config_dir

YEARS = 2.5
CHEAP = {"rotation_fte": 0.01, "training_fte": 0.01}


@pytest.fixture(scope="session")
def template(prepare, prices):
    """A case made ready, with some of it changed; `scenario` replaces the bundled tables."""

    def template(case, settings=None, scenario=None, years=YEARS, dt=None, log=False):
        case = case.but(settings, dt)
        return prepare(
            scenario or loaded(case.scenario),
            case.levers,
            prices(case.scenario) | CHEAP | case.parameters,
            years,
            case.dt,
            log,
        )

    return template


@pytest.fixture(scope="session")
def run(template):
    """A case run to its end. Crises that breed without end are refused by the simulator, so no world of ours."""

    def run(case, *args, replicate=0, **kwargs):
        try:
            return start.finish(start.begin(template(case, *args, **kwargs), case.seed, replicate))
        except InputError as refused:
            if "crises" not in str(refused) and "excitation" not in str(refused):
                raise
            hypothesis.reject()

    return run


@pytest.fixture(scope="session")
def tables():
    """The tables of a bundled scenario: name -> rows, each a dict by column."""

    def tables(scenario):
        folder = config_dir() / "scenario" / scenario
        return {path.stem: list(csv.DictReader(io.StringIO(path.read_text()))) for path in folder.glob("*.csv")}

    return tables


@pytest.fixture
def rewritten(variant):
    """A bundled scenario with whole tables replaced: name -> rows, each a dict by column."""

    def rewritten(scenario, **tables):
        return variant(
            scenario,
            **{name: [[f'"{cell}"' for cell in row.values()] for row in rows] for name, rows in tables.items()},
        )

    return rewritten
