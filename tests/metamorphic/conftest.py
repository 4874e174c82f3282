"""Worlds of cases."""

import csv
import io

import hypothesis
import pytest
from happening import happening
from relation import loaded

from sim.errors import InputError
from sim.inputs.folder import config_dir
from sim.model import start
from sim.model.given import GIVEN, REGIME

YEARS = 2.5
CHEAP = {"rotation_fte": 0.01, "training_fte": 0.01}
# Fields that state a mechanism's own means and do not act: desks that nobody asks, skill and trust that nothing uses.
OWN = set(
    (
        "series.skill series.readiness subnationals.skill departments.skill departments.readiness "
        "series.legitimacy federal.legitimacy domains.published domains.delegable subnationals.able "
        "subnationals.defence subnationals.aspiration preferences first_preferences series.captured "
        "subnationals.trust series.trust issues.caution subnationals.urge counterparts.mood counterparts.ideal "
        "reputations.credit "
        "subnationals.learnt_official subnationals.learnt_quiet subnationals.learnt_open subnationals.stealth "
        "commitments.ideal texts issues.twin"
    ).split()
)
COURSE = ("issues", "series", "federal", "counterparts", "commitments", "events")


@pytest.fixture(scope="session")
def template(prepare, prices):
    """A case made ready, with some of it changed; `scenario` replaces the bundled tables."""

    def template(case, settings=None, scenario=None, years=YEARS, dt=None, log=False):
        case = case.but(settings, dt)
        place = loaded(case.scenario) if case.happening is None else happening(case.scenario, *case.happening)
        return prepare(
            scenario or place, case.levers, prices(case.scenario) | CHEAP | case.parameters, years, case.dt, log
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
def left_over(run, differ):
    """Fields in which two cases differ, but for what is given and for means that nothing uses."""
    given = {f"given.{name}" for name in GIVEN.names} | {f"regime.{name}" for name in REGIME.names}

    def left_over(one, other, years, desks=True):  # desks: those of mandates that nobody is given count too
        one, other = run(one, years=years, log=True), run(other, years=years, log=True)
        if one.issues.shape != other.issues.shape:  # room to spare for crises that do not come
            n, room = int(one.federal["rows"][0]), 32 * min(len(one.issues), len(other.issues))
            one, other = (w.replace(issues=w.issues[:n], events=w.events[:room]) for w in (one, other))
        left = set(differ(one, other)) - given - OWN
        return left if desks else {field for field in left if field.startswith(COURSE)}

    return left_over


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
