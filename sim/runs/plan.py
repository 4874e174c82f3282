"""What is to be run: points in order, each with its address."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property
from typing import NamedTuple

import numpy as np

from sim.errors import InputError
from sim.inputs.in_use import digests
from sim.inputs.scenario import load_scenario
from sim.runs.address import address_of, code_of
from sim.runs.rules import rules_now
from sim.runs.until import Until
from sim.runs.work import NAMES
from sim.setup.config import Setup
from sim.setup.overrides import AGENTS, NO_CLASS
from sim.setup.points import Point, Points, gathered

Run = tuple[int, int]  # the number of a cell and of a replicate
MOST_RUNS = 100_000_000
TOLD = 6  # swept values in a line


class Part(NamedTuple):
    """Part `number` of `of`, counted from 1; 1/1 is the whole."""

    number: int = 1
    of: int = 1

    @property
    def name(self) -> str:
        return f"{self.number}of{self.of}"


WHOLE = Part()


class Federation(NamedTuple):
    """What is told of a scenario whose folder may be gone. digest: of its tables. year: the first. parameters: those
    that it states itself."""

    digest: str
    title: str
    year: int
    parameters: dict[str, float]


@dataclass(frozen=True)
class Plan:
    """points: in the order of the table. addresses: of each. scenarios: by name. keys: what was swept. drawn: outcomes
    to draw. series, log: whether weekly series and event logs are wanted too. rules, measures: the hash of the rules
    that make these runs, and their outcomes. studies: titles of those that were in use. gone: keys of the points that
    the rules of today do not know."""

    points: Points
    addresses: list[str]
    scenarios: dict[str, Federation]
    keys: list[str] = field(default_factory=list)
    drawn: list[str] = field(default_factory=list)
    series: bool = False
    log: bool = False
    until: Until | None = None
    rules: str = field(default_factory=rules_now)
    studies: list[str] = field(default_factory=lambda: list(digests()))
    measures: list[str] = field(default_factory=lambda: list(NAMES))
    gone: tuple[str, ...] = ()

    @cached_property
    def cells(self) -> dict[str, int]:
        """Number of each address, in the order of the points: two points may share one."""
        return {address: number for number, address in enumerate(dict.fromkeys(self.addresses))}

    @cached_property
    def places(self) -> np.ndarray:
        """The cell of each point, (points,)."""
        return np.array([self.cells[address] for address in self.addresses])

    @cached_property
    def firsts(self) -> list[int]:
        """The first point that has it, for each cell."""
        return np.unique(self.places, return_index=True)[1].tolist()

    def setup(self, cell: int) -> Setup:
        """The configuration of a cell."""
        return self.points[self.firsts[cell]].setup

    @cached_property
    def replicates(self) -> np.ndarray:
        """How many each cell needs, (cells,)."""
        most = np.zeros(len(self.cells), np.int64)
        np.maximum.at(most, self.places, self.points.replicates)
        return most

    @cached_property
    def offsets(self) -> np.ndarray:
        """Where the runs of each cell begin in a row of all runs, (cells + 1,)."""
        return np.concatenate([[0], np.cumsum(self.replicates)])

    @property
    def total(self) -> int:
        return int(self.offsets[-1])

    @property
    def digests(self) -> dict[str, str]:
        """Of the scenarios' tables, by name."""
        return {name: one.digest for name, one in self.scenarios.items()}

    @property
    def tables(self) -> set[str]:
        return {"runs"} | {name for name in ("series", "log") if getattr(self, name)}

    @property
    def code(self) -> str:
        """A short name for what is run, under which names."""
        return code_of(*zip(self.addresses, *self.points.listed(("name", "run.replicates")), strict=True))

    @cached_property
    def numbers(self) -> np.ndarray:
        """Which replicate of its cell each run is, (total,)."""
        return np.arange(self.total) - np.repeat(self.offsets[:-1], self.replicates)

    def rows(self) -> np.ndarray:
        """Where the runs of each point stand among all runs, (points, replicates); all points must have as many."""
        return self.offsets[self.places][:, None] + np.arange(self.points[0].setup.run.replicates)

    def label(self, cell: int) -> str:
        """What is particular about a cell, in words: some swept values of the first point that has it."""
        point = self.points[self.firsts[cell]]
        told = [f"{key}={value}" for key, value in point.values.items()] or [point.setup.policy.name]
        return " ".join(told[:TOLD] + (["..."] if len(told) > TOLD else []))

    def missing(self, done: np.ndarray, part: Part = WHOLE) -> Iterator[Run]:
        """Runs that are not done, replicate by replicate, so that a sweep is balanced whenever it stops."""
        for replicate in range(int(self.replicates.max(initial=0))):
            cells = np.flatnonzero(self.replicates > replicate)
            cells = cells[~done[self.offsets[cells] + replicate]]
            cells = cells[(cells + replicate) % part.of == part.number - 1]
            yield from ((cell, replicate) for cell in cells.tolist())

    def owned(self, part: Part) -> np.ndarray:
        """Which runs belong to a part, (total,)."""
        cell = np.repeat(np.arange(len(self.cells)), self.replicates)
        return (cell + self.numbers) % part.of == part.number - 1


def make_plan(points: Sequence[Point], drawn=(), series: bool = False, log: bool = False) -> Plan:
    points = gathered(points)
    scenarios = {name: look_up(name) for name in sorted({*points.listed(["scenario"])[0]})}
    check_agents(points)
    addresses = [address_of(point.setup, scenarios[point.setup.scenario].digest) for point in points]
    return sized(Plan(points, addresses, scenarios, list(points.told), list(drawn), series, log))


def check_agents(points: Points) -> None:
    """Raises InputError where a class of one's own is for nobody in its scenario, or for an agent of another kind."""
    common, sets = points.flat()
    for key in [key for key in (*common, *sets) if key.startswith(AGENTS)]:
        from sim.agents.cast import cast

        for scenario, kind in {*zip(*points.listed(["scenario", key]), strict=True)} - {(None, None)}:
            if kind not in (None, NO_CLASS):
                cast(load_scenario(scenario), {key.removeprefix(AGENTS): kind})


def sized(plan: Plan) -> Plan:
    """The plan, if anybody could keep its runs. Raises InputError."""
    if plan.total > MOST_RUNS:
        raise InputError(
            f"{len(plan.points):,} points with up to {plan.replicates.max():,} replicates are {plan.total:,} runs; "
            f"expected at most {MOST_RUNS:,}"
        )
    return plan


def plan_setups(setups: Iterable[Setup], series: bool = False) -> Plan:
    """Configurations that are no sweep: nothing is said to vary."""
    return make_plan([Point({}, setup) for setup in setups], series=series)


def look_up(name: str) -> Federation:
    scenario = load_scenario(name)
    stated = {"headcount": scenario.centre["headcount"]} | scenario.parameters
    return Federation(scenario.digest, scenario.title, scenario.start.year, stated)


def raised(plan: Plan, replicates: int | None) -> Plan:
    """The same points with more replicates each. Raises InputError if that is fewer than one of them has."""
    if replicates is None:
        return plan
    if "run.replicates" in plan.keys:
        raise InputError("run.replicates: an axis of this sweep; expected it unchanged")
    if plan.until is not None:
        return replace(plan, until=replace(plan.until, most=max(replicates, int(plan.replicates.max()))))
    most = int(plan.replicates.max())
    if replicates < most:
        raise InputError(f"run.replicates: {replicates:,}, but {most:,} are planned; expected at least as many")
    return replace(plan, points=plan.points.with_replicates(replicates))


def with_replicates(point: Point, n: int) -> Point:
    return Point(point.values, replace(point.setup, run=replace(point.setup.run, replicates=n)))
