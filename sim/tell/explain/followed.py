"""A policy on its way through one world: what was decided at each look at its path and why, which policy was in force
from when on, and what became of the work that desks had in hand when it changed."""

from collections.abc import Mapping
from itertools import pairwise
from typing import NamedTuple

import numpy as np

from sim.inputs.scenario import Scenario
from sim.model import regime, week
from sim.model.path.course import RULES, Course, Levers, Standing, chance_undone
from sim.model.path.path import Rule
from sim.model.path.readings import Seen
from sim.model.path.words import Moved, moved
from sim.model.records import CONCLUDED, ROUTED
from sim.model.world import World
from sim.setup.config import Setup


class Firing(NamedTuple):
    """A rule that fired, the values that it saw, and what it moved."""

    rule: Rule
    values: np.ndarray
    moved: Moved


class Turn(NamedTuple):
    """A new government: its party, and how likely it was to undo the path; None where it was not to decide that."""

    party: float
    chance: float | None


class Look(NamedTuple):
    """What was decided at one look at the path. causes: as in `sim.model.path.course`, whether they moved anything in
    the end or not. before, after: levers."""

    week: float
    causes: tuple[int, ...]
    before: Levers
    after: Levers
    firings: tuple[Firing, ...]
    turn: Turn | None
    switched: bool


class Era(NamedTuple):
    """A policy in force: since which tick, with which levers, at which cost, and what it decides, by table."""

    tick: int
    week: float
    levers: Levers
    fte: dict[str, float]
    decided: dict[str, np.ndarray]


class Handed(NamedTuple):
    """Work that left a desk as the policy changed. called: back from an actor that may no longer act; in_hand: a team
    was at work on it. left: weeks of work for one team."""

    week: float
    station: int
    called: bool
    in_hand: bool
    left: float


class Watched(Course):
    """A course that keeps a diary of one world. nearest: of each rule, the week and the value at which its reading came
    nearest to being past the bound for long enough. idle: weeks in which it could have fired and had nothing to change.
    """

    def begin(self, world: World) -> Standing:
        self.diary: list[Look] = []
        self.nearest: dict[int, tuple[float, float]] = {}
        self.idle: dict[int, list[float]] = {}
        return super().begin(world)

    def look(self, world: World, standing: Standing) -> World:
        self._turn: Turn | None = None
        self._firings: list[Firing] = []
        self._causes: list[int] = []
        self._asked: list[tuple[Rule, Levers]] = []
        before, known = dict(standing.levers), len(standing.history)
        made = super().look(world, standing)
        switched = len(standing.history) > known
        causes = standing.history[-1].causes if switched else tuple(self._causes)
        if causes or self._turn is not None:
            after = dict(standing.levers)
            now = regime.now_of(made)
            self.diary.append(Look(now, causes, before, after, tuple(self._firings), self._turn, switched))
        return made

    def turn(self, world: World, standing: Standing) -> list[int]:
        governed, undone, chance = standing.party, standing.undone, chance_undone(self.path.turnover, standing.levers)
        found = super().turn(world, standing)
        if standing.party != governed:
            decides = not undone and standing.party != standing.began
            self._turn = Turn(standing.party, chance if decides else None)
        self._causes += found
        return found

    def move(self, standing: Standing, now: float) -> list[int]:
        found = super().move(standing, now)
        self._causes += found
        return found

    def watch(self, seen: Seen, standing: Standing) -> list[int]:
        for rule in self.path.rules:
            self.note_reading(rule, seen)
        found = super().watch(seen, standing)
        stood = [*(then for _, then in self._asked), dict(standing.levers)]
        for (rule, _), (then, after) in zip(self._asked, pairwise(stood), strict=True):
            if RULES + rule.number in found:
                self._firings.append(Firing(rule, values_of(rule, seen), moved(then, after)))
            else:
                self.idle.setdefault(rule.number, []).append(seen.week)
        self._causes += found
        return found

    def aims(self, rule: Rule, seen: Seen, standing: Standing) -> Levers:
        self._asked.append((rule, dict(standing.levers)))
        return super().aims(rule, seen, standing)

    def note_reading(self, rule: Rule, seen: Seen) -> None:
        """Keep the value at which the reading of a rule came nearest to its bound."""
        values = values_of(rule, seen)
        if not len(values) or np.isnan(values).any() or seen.week < rule.since - 1e-9:
            return
        value = float(values.min() if rule.above else values.max())
        best = self.nearest.get(rule.number)
        if best is None or (value > best[1] if rule.above else value < best[1]):
            self.nearest[rule.number] = seen.week, value


def values_of(rule: Rule, seen: Seen) -> np.ndarray:
    """The values that a rule looks at; none where it is a function."""
    return np.empty(0) if rule.calls is not None else seen.lasting(rule.when, rule.lasting, rule.delay)


def course_of(setup: Setup, tables: Scenario, log: bool) -> Course:
    return Course(tables, setup.policy, setup.parameters, setup.run.years, setup.run.dt, log)


def onward(course: Course, world: World, standing: Standing, tick: int) -> World:
    """The world as this tick begins, with the policy that is then in force."""
    last = min(tick, int(world.given["ticks"][0]) - 1)
    while (look := course.next_look(standing)) <= last:
        week.run(world, look)
        world = course.look(world, standing)
    week.run(world, tick)
    return world


def era_of(world: World, standing: Standing) -> Era:
    """The policy that is now in force."""
    decided = {"regime": world.regime.copy()}
    for table, columns in regime.DECIDED.items():
        decided[table] = getattr(world, table)[list(columns)].copy()
    now = regime.now_of(world)
    return Era(int(world.clock["tick"][0]), now, dict(standing.levers), dict(standing.costs[-1][1]), decided)


def under(world: World, era: Era) -> World:
    """The same world, but for all that a policy decides, which is as it was in that era."""
    tables = {"regime": era.decided["regime"]}
    for table, columns in regime.DECIDED.items():
        tables[table] = getattr(world, table).copy()
        for column in columns:
            tables[table][column] = era.decided[table][column]
    return world.replace(**tables)


def in_hand(world: World) -> dict[int, int]:
    """Open issues that a team is at work on, each with its station."""
    stations = np.repeat(np.arange(len(world.stations)), world.stations["servers"])
    busy = [(int(i), int(k)) for i, k in zip(world.teams["issue"], stations, strict=True) if i >= 0]
    return {i: k for i, k in busy if world.issues["stage"][i] < CONCLUDED}


def handed(before: Mapping[int, int], lines: int, made: World) -> dict[int, Handed]:
    """Issues that left a desk as the policy changed. before: what was in hand, as by `in_hand`. lines: of the log until
    then."""
    now, offices = regime.now_of(made), 2 * len(made.departments)
    written = made.events[lines : int(made.federal["events"][0])]
    called = {int(i): offices + int(j) for i, j in written[written["kind"] == ROUTED][["issue", "actor"]].tolist()}
    held = in_hand(made)
    gone = {i: station for i, station in before.items() if i not in held} | called
    return {
        i: Handed(now, station, i in called, i in before, float(made.issues["task"][i])) for i, station in gone.items()
    }
