"""What several test files share: a run in one call, a policy with every lever on, worlds compared bit by bit."""

import functools
import gc
import os
import shutil
import signal
from contextlib import contextmanager, suppress

import numpy as np
import pytest
from affordable import TOY_PRICES, scaled_prices
from hypothesis.internal.conjecture import providers

from sim.figures.style import HouseFigure
from sim.inputs.folder import config_dir
from sim.inputs.scenario import load_scenario
from sim.model import compiled, start, week
from sim.model.policy import GROUPS, Policy
from sim.model.world import TABLES, World
from sim.setup.config import setup_from

# A shell that starts the tests in the background has them ignore Ctrl-C, and nohup a closed terminal; and with them
# whatever they stop.
for ignored, usual in ((signal.SIGINT, signal.default_int_handler), (signal.SIGHUP, signal.SIG_DFL)):
    if signal.getsignal(ignored) == signal.SIG_IGN:
        with suppress(ValueError):  # not in the main thread
            signal.signal(ignored, usual)

# Every lever on at once.
RICH = {
    "delegation.level": 0.5,
    "delegation.office": 4,
    "delegation.cap": 0.9,
    "delegation.min_capacity": 0.05,
    "oversight.preclearance": 0.3,
    "oversight.patrol": 0.3,
    "oversight.patrol_period": 6.5,
    "oversight.inspector": 0.2,
    "oversight.alarm": 0.5,
    "oversight.registry": 0.5,
    "oversight.liaison": 1,
    "oversight.licence": 0.4,
    "oversight.sanction": 0.5,
    "coordination.guidance": 0.5,
    "coordination.sharing": 0.5,
    "coordination.standards": 0.5,
    "coordination.dissent": 0.5,
    "coordination.body": "body",
    "coordination.authority": 0.5,
    "coordination.slots": 5,
    "coordination.escalation": 1,
    "coordination.decision_rights": 0.5,
    "coordination.alignment": 0.5,
    "coordination.joint": 0.5,
    "coordination.exchange": 1,
    "coordination.exercises": 2,
    "coordination.reviews": 0.5,
    "coordination.blame": 0.3,
    "coordination.inclusion": 0.5,
    "coordination.transparency": 0.5,
    "coordination.institutions": 3,
    "investment.training": 0.5,
    "investment.rotation": 0.5,
    "investment.archives": 0.5,
    "investment.grants": 0.02,
}


loaded = functools.cache(load_scenario)  # for the bundled ones, which no test writes to


def make_policy(levers=None, name="centralized") -> Policy:
    """A preset with levers changed, by their full names."""
    made = setup_from(name).policy
    for key, value in (levers or {}).items():
        group, lever = key.split(".")
        assert hasattr(getattr(made, group), lever)
        setattr(getattr(made, group), lever, value)
    return made


def prepare_run(
    scenario="textbook_queue", levers=None, parameters=None, years=10.0, dt=1.0, log=False, policy="centralized"
):
    """A template of a scenario (its name, or loaded) under levers and parameters."""
    if isinstance(scenario, str):
        scenario = loaded(scenario)
    return start.prepare(scenario, make_policy(levers, policy), parameters, years, dt, log)


def run_world(
    scenario="textbook_queue",
    levers=None,
    parameters=None,
    years=10.0,
    dt=1.0,
    seed=1,
    replicate=0,
    log=False,
    policy="centralized",
) -> World:
    """A finished world."""
    return start.finish(start.begin(prepare_run(scenario, levers, parameters, years, dt, log, policy), seed, replicate))


def columns(world):
    """(name, values) of every field of every table; padding between fields is not data, nor is the deck, in which a
    world keeps nothing."""
    for name in TABLES:
        if name == "deck":
            continue
        table = getattr(world, name)
        if table.dtype.names is None:
            yield name, table
        else:
            yield from ((f"{name}.{field}", table[field]) for field in table.dtype.names)


def differences(one, other, but=()) -> list[str]:
    """Fields of two worlds that are not the same bits."""
    return [
        name
        for (name, a), (_, b) in zip(columns(one), columns(other), strict=True)
        if name not in but
        and (a.shape != b.shape or np.ascontiguousarray(a).tobytes() != np.ascontiguousarray(b).tobytes())
    ]


def opened_issues(world):
    """Rows of the issues that opened before the world's end."""
    issues = world.issues[: int(world.federal["rows"][0])]
    return issues[issues["opened"] < float(world.given["weeks"][0])]


def batch_error(values, batches=50):
    """Mean of a correlated series and its standard error by batch means."""
    means = np.array([part.mean() for part in np.array_split(np.asarray(values, float), batches)])
    return float(np.mean(values)), float(means.std(ddof=1) / np.sqrt(batches))


def pytest_configure(config):
    """Examples are the same whichever tests are collected: hypothesis would also try constants that it finds in those
    modules of ours that happen to be loaded."""
    if hasattr(providers, "_get_local_constants"):  # since 6.131
        providers._get_local_constants = lambda: providers._local_constants


def pytest_xdist_auto_num_workers(config):
    """One more than there are cores: some tests wait for processes that they started."""
    return (os.cpu_count() or 1) + 1


def pytest_sessionstart(session):
    """What every worker would have to compile is compiled before they start; then they load it."""
    if getattr(session.config.option, "numprocesses", None) and compiled.is_cold(week.run):
        from sim.agents.model import DiplomacyModel
        from sim.runs.work import warm

        warm()
        DiplomacyModel("toy", years=0.1).run_for(2)


def pytest_collection_finish(session):
    """Thousands of tests live until the end: the garbage collector need not look at them again and again, which takes a
    tenth of the time of the suite."""
    gc.collect()
    gc.freeze()
    gc.set_threshold(20_000, 20, 50)


def pytest_terminal_summary(terminalreporter):
    """Figures that tests found, one a line."""
    for report in terminalreporter.stats.get("passed", []):
        for name, line in report.user_properties:
            if name == "figure":
                terminalreporter.write_line(line)


@contextmanager
def undrawn():
    """Blank pictures of sweeps: to draw one takes ten times as long as the runs. tests/figures looks at pictures."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("sim.figures.sweep.draw", lambda frame, keys, metrics: HouseFigure(1, 1))
        yield


@pytest.fixture(scope="session")
def blank_pictures():
    return undrawn


@pytest.fixture(scope="session")
def simulate():
    return run_world


@pytest.fixture(scope="session")
def prepare():
    return prepare_run


@pytest.fixture(scope="session")
def policy():
    return make_policy


@pytest.fixture(scope="session")
def rich():
    assert set(RICH) | {"delegation.form", "delegation.staff", "delegation.scope"} == {
        f"{group}.{lever}" for group in GROUPS for lever in vars(getattr(Policy(), group))
    }
    return dict(RICH)


@pytest.fixture(scope="session")
def toy_prices():
    return dict(TOY_PRICES)


@pytest.fixture(scope="session")
def prices():
    return scaled_prices


@pytest.fixture(scope="session")
def differ():
    return differences


@pytest.fixture(scope="session")
def fields():
    return columns


@pytest.fixture(scope="session")
def issues_of():
    return opened_issues


@pytest.fixture(scope="session")
def near():
    """Whether an estimate from a correlated series lies within four standard errors of theory; the error must be
    small enough (`within`, relative) for the test to mean something."""

    def near(values, theory, within=0.05, batches=50):
        mean, error = batch_error(values, batches)
        assert error < within * abs(theory), f"standard error {error:.3g} is too large to tell anything"
        assert abs(mean - theory) < 4 * error, f"{mean:.6g} ± {error:.2g}, theory {theory:.6g}"
        return mean, error

    return near


@pytest.fixture
def variant(tmp_path):
    """A copy of a bundled scenario with some of its files rewritten, rows given as lists of cells."""

    def variant(scenario="textbook_queue", **tables):
        folder = shutil.copytree(
            config_dir() / "scenario" / scenario, tmp_path / f"{scenario}_{len(tables)}", dirs_exist_ok=True
        )
        for table, table_rows in tables.items():
            header = (folder / f"{table}.csv").read_text().splitlines()[0]
            lines = [",".join(map(str, cells)) for cells in table_rows]
            (folder / f"{table}.csv").write_text("\n".join([header, *lines]) + "\n")
        return load_scenario(folder)

    return variant
