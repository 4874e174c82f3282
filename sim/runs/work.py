"""What a worker does: runs of several configurations, wherever it is. It writes nothing, so it may be killed at any
moment and its work may be done twice."""

import sys
import threading
import time
from contextlib import ExitStack
from functools import lru_cache
from typing import NamedTuple

import numpy as np

from sim.errors import InputError
from sim.inputs.in_use import hold, studies
from sim.inputs.own_code import told
from sim.inputs.scenario import Scenario, load_scenario
from sim.model import compiled, start, week
from sim.model.metrics import NAMES, counted, measure
from sim.model.path import course
from sim.model.policy import Policy
from sim.runs.ahead import helped
from sim.runs.rules import rules_now
from sim.setup.config import Setup

_kept = threading.local()


class Job(NamedTuple):
    """A chunk of work. cells: configurations by number, each with the digest of its scenario. runs: (cell, replicate),
    those of a cell together. rules: the hash of those that are meant. study: folder of the one in use. metrics: that
    were brought."""

    cells: dict[int, tuple[Setup, str]]
    runs: list[tuple[int, int]]
    rules: str
    series: bool = False
    log: bool = False
    study: str = ""
    metrics: tuple = ()


class Found(NamedTuple):
    """What became of it. runs: (n, 2), cell and replicate. outcomes: (n, metrics). series, logs: a table a run, if they
    were wanted. failures: cell, replicates and what was said. seconds: how long it took."""

    runs: np.ndarray
    outcomes: np.ndarray
    series: list[np.ndarray]
    logs: list[np.ndarray]
    failures: list[tuple[int, list[int], str]]
    seconds: float

    @property
    def nbytes(self) -> int:
        return self.outcomes.nbytes + sum(table.nbytes for table in [*self.series, *self.logs])


class Unfit(InputError):
    """This worker cannot do the job: it has other rules or other tables."""


def one(prepared: course.Prepared, seed: int, replicate: int) -> np.ndarray:
    """Outcomes of one run, (len(METRICS),). Each thread runs all its worlds in the same memory."""
    _kept.world, fte = course.finish(prepared, seed, replicate, getattr(_kept, "world", None))
    return measure(_kept.world, fte)


class Stopped(Exception):
    """A run was broken off."""


def agent_by_agent(setup: Setup, digest: str, replicate: int, stop: threading.Event | None) -> np.ndarray:
    """The same where agents are of classes of one's own: Mesa drives the world. Raises Stopped if `stop` is set."""
    from sim.agents.driven import drive

    fte: dict[str, float] = {}
    for model in drive(setup, scenario_of(setup.scenario, digest), replicate):
        if stop is not None and stop.is_set():
            raise Stopped
        _kept.world, fte = model.world, model.fte
    return measure(_kept.world, fte)


def is_within_a_run() -> bool:
    """Whether this thread is at work on a job."""
    return getattr(_kept, "busy", False)


def warm() -> None:
    """Have the rules ready before work starts: compiled, and said so, if this version is new; as plain Python they
    are."""
    if not compiled.COMPILES:
        return
    with ExitStack() as meanwhile:
        if compiled.is_cold(week.run):
            once = f"not kept: {compiled.WHY}" if compiled.WHY else "once"
            print(f"compiling the rules ({once}, about half a minute) ...", file=sys.stderr, flush=True)
            meanwhile.enter_context(helped())
        template = start.prepare(load_scenario("toy"), Policy(), years=0.1)
        counted(start.finish(start.begin(template, 1, 0)))  # a study's own metrics may be of another country


@lru_cache(maxsize=1)
def ready() -> None:
    """`warm`, once in a process."""
    warm()


@lru_cache(maxsize=64)
def scenario_of(name: str, digest: str) -> Scenario:
    """The scenario, kept as long as its tables are those."""
    scenario = load_scenario(name)
    if scenario.digest != digest:
        raise Unfit(f"scenario {name}: a worker has other tables; expected the same everywhere, throughout the run")
    return scenario


def work(job: Job, stop: threading.Event | None = None) -> Found:
    """Do the runs of a job; what fails is told and the rest goes on. Ends early, with what is done, if `stop` is set.
    Raises Unfit."""
    hold(job.study, job.metrics)
    if job.rules != rules_now():
        raise Unfit("a worker has other rules of the model; expected the same program there as here")
    ready()
    _kept.busy = True
    try:
        return do(job, stop)
    finally:
        _kept.busy = False


def do(job: Job, stop: threading.Event | None) -> Found:
    began = time.perf_counter()
    runs: list[tuple[int, int]] = []
    outcomes, series, logs, failures = [], [], [], []
    cell, template, fault = -1, None, ""
    for number, replicate in job.runs:
        if stop is not None and stop.is_set():
            break
        setup, digest = job.cells[number]
        try:
            if number != cell:
                cell, template = number, None
                template = prepare(setup, digest, job.log)
            if template is None:
                raise InputError(fault)
            if setup.agents:
                found = agent_by_agent(setup, digest, replicate, stop)
            else:
                found = one(template, setup.run.seed, replicate)
        except Unfit:
            raise
        except Stopped:
            break
        except (Exception, SystemExit) as error:  # a policy that raises is a result: it is told, and all others go on
            fault = told(error, studies())
            failures.append((number, [replicate], fault))
            continue
        runs.append((number, replicate))
        outcomes.append(found)
        if job.series:
            series.append(_kept.world.series.copy())
        if job.log:
            logs.append(_kept.world.events[: int(_kept.world.federal["events"][0])].copy())
    if job.log or any(setup.agents for setup, _ in job.cells.values()):
        _kept.world = None  # a log's room is a hundred times that of a world without
    return Found(
        np.array(runs, np.int64).reshape(-1, 2),
        np.array(outcomes).reshape(-1, len(NAMES)),
        series,
        logs,
        failures,
        time.perf_counter() - began,
    )


def prepare(setup: Setup, digest: str, log: bool) -> course.Prepared:
    """What all runs of a configuration begin from."""
    scenario, run = scenario_of(setup.scenario, digest), setup.run
    return course.prepare(scenario, setup.policy, setup.parameters, run.years, run.dt, log)
