"""One finished world with its log, its names and its dates.

A run does not store its past states. A world is determined by its address, so it is run once more and observed at the
beginning of the week in question. Where the policy changes in the course of the run, each run changes it alike.
"""

from bisect import bisect_right
from collections.abc import Callable, Iterable
from functools import cached_property
from typing import NamedTuple

import numpy as np

from sim.errors import InputError
from sim.inputs.scenario import load_scenario
from sim.model import start, week
from sim.model.path.course import Course, Levers
from sim.model.records import (
    AGREED,
    CONSENT_ASKED,
    CONSENT_GIVEN,
    CONSENT_REFUSED,
    ROUTED,
    SURGE,
    UNSEEN,
    WINDOW_CLOSED,
    single,
)
from sim.model.rules.dated import surge_uid
from sim.model.rules.knowledge import pair, think_alike
from sim.model.world import World
from sim.setup.config import Setup
from sim.tell.explain import followed, words
from sim.tell.explain.followed import Era, Handed, Watched

# The tables that change from week to week and are soon copied.
CHANGING = (
    "clock",
    "regime",
    "federal",
    "departments",
    "subnationals",
    "counterparts",
    "privates",
    "domains",
    "networks",
    "members",
    "commitments",
    "reputations",
    "preferences",
    "dossiers",
    "stations",
    "teams",
)


class Event(NamedTuple):
    """A line of an issue's log: when it happened, and the tick in which it was written."""

    time: float
    kind: int
    actor: int
    value: float
    tick: int


class Decade:
    def __init__(self, setup: Setup, replicate: int):
        if setup.agents:
            raise InputError("agents: a story can be told of the built-in rules only; expected no classes of your own")
        self.setup, self.name, self.replicate = setup, setup.policy.name, replicate
        self.tables = load_scenario(setup.scenario)
        self.course = Watched(self.tables, setup.policy, setup.parameters, setup.run.years, setup.run.dt, log=True)
        self.template = self.course.template
        self.scenario = scenario = self.template.scenario  # with the departments of the policy
        world = start.begin(self.template, setup.run.seed, replicate)
        self.standing = self.course.begin(world)
        self.eras: list[Era] = [followed.era_of(world, self.standing)]  # of the policy, in order of time
        self.handed: dict[int, list[Handed]] = {}  # work that left a desk as the policy changed, by issue
        ticks, marks = int(world.given["ticks"][0]), []
        for tick in range(ticks):  # the log of tick k begins at marks[k]
            week.run(world, tick)
            marks.append(int(world.federal["events"][0]))
            if self.course.next_look(self.standing) <= tick:
                world = self._look(world)
        self.world = start.finish(world)
        self.given, self.federal = map(single, (self.world.given, self.world.federal))
        drawn = self.world.issues[: self.federal.rows]
        self.issues = drawn[drawn["opened"] < self.given.weeks].view(np.recarray)  # caused at the end, so never opened
        self.seen = self.issues.stage != UNSEEN
        self.log = self.world.events[: self.federal.events].view(np.recarray)
        self.ticks = np.searchsorted(marks, np.arange(len(self.log)), side="right") - 1  # in which a line was written
        self._order = np.lexsort((self.log.time, self.log.issue))
        self._sorted = self.log.issue[self._order]
        self._rows = {int(uid): i for i, uid in enumerate(self.issues.uid)}
        self._moments: dict[int, World] = {}
        self._under: dict[int, World] = {}
        names = scenario.subnationals.names
        kinds = scenario.subnationals["kind"]
        self._actors = [f"{name} ({kinds[j]})" if names.count(name) > 1 else name for j, name in enumerate(names)]

    def _look(self, world: World) -> World:
        """Let the policy change if it is time, and note what that did."""
        held, lines, levers = followed.in_hand(world), int(world.federal["events"][0]), dict(self.standing.levers)
        made = self.course.look(world, self.standing)
        if made is not world or levers != self.standing.levers:
            self.eras.append(followed.era_of(made, self.standing))
            for i, one in followed.handed(held, lines, made).items():
                self.handed.setdefault(i, []).append(one)
        return made

    # the policy in force
    @property
    def changes(self) -> bool:
        """Whether the policy changes in the course of the run."""
        return len(self.eras) > 1

    def era(self, tick: int) -> Era:
        return self.eras[bisect_right(self.eras, tick, key=lambda one: one.tick) - 1]

    def levers(self, tick: int) -> Levers:
        return self.era(tick).levers

    def under(self, tick: int) -> World:
        """The finished world, with all that a policy decides as it was in this tick."""
        era = self.era(tick)
        if not self.changes:
            return self.world
        if era.tick not in self._under:
            self._under[era.tick] = followed.under(self.world, era)
        return self._under[era.tick]

    def regime(self, tick: int):
        """The row of the policy in force in this tick."""
        return single(self.under(tick).regime)

    # names
    def domain(self, d: int) -> str:
        return words.lower(self.scenario.domains.names[d])

    def department(self, e: int) -> str:
        return words.named(self.scenario.departments.names[e])

    def country(self, c: int) -> str:
        return words.named(self.scenario.counterparts.names[c])

    def partner(self, i: int) -> str:
        """With whom issue i is: a government, or a city or province of its country."""
        country = self.country(self.issues[i].counterpart)
        return f"a city or province of {country}" if self.issues[i].twin > 0 else country

    def actor(self, j: int) -> str:
        return self._actors[j]

    def firm(self, p: int) -> str:
        return f"the {words.lower(self.scenario.privates.names[p])}"

    def party(self, side: float) -> str:
        return self.scenario.elections["parties"]["plus" if side > 0 else "minus"]

    def how(self, i: int, channel: int) -> str:
        """By whom an issue was handled."""
        issue = self.issues[i]
        firm = self.firm(issue.private) if issue.private >= 0 else ""
        return words.BY[channel].format(actor=self.actor(issue.locality), firm=firm)

    # dates
    def day(self, time: float) -> str:
        return words.date(self.scenario.start, time)

    def stamp(self, time: float) -> str:
        return f"{self.day(time)} [week {int(time + 1e-9)}]"

    def tick(self, time: float) -> int:
        return min(int(time / self.given.dt + 1e-9), int(self.given.ticks) - 1)

    def within(self, time: float) -> bool:
        return 0.0 <= time < self.given.weeks

    # what happened
    def row(self, uid: int) -> int:
        """The row of the issue with this identity, -1 if it never arose here."""
        return self._rows.get(int(uid), -1)

    def events(self, i: int) -> list[Event]:
        """The log of one issue, in order of time."""
        found = []
        for k in self._order[slice(*np.searchsorted(self._sorted, [i, i + 1]))].tolist():
            time, kind, _, actor, value = self.log[k].item()
            found.append(Event(time, kind, actor, value, int(self.ticks[k])))
        return found

    @cached_property
    def given_routes(self) -> np.ndarray:
        """The channel that each issue was first given, before anything was called back; -1 if nobody saw it."""
        found = np.array(self.issues.route, int)
        for i in (i for i, moves in self.handed.items() if any(one.called for one in moves)):
            found[i] = next(event.value for event in self.events(i) if event.kind == ROUTED)
        return found

    def settled(self, i: int) -> int:
        """The tick in which an issue was agreed or lapsed, -1 if neither."""
        return int(self._settled[i])

    @cached_property
    def _settled(self) -> np.ndarray:
        """The tick in which each issue was agreed or lapsed."""
        return self._ticks_of(AGREED, WINDOW_CLOSED, CONSENT_REFUSED)

    def taken(self, i: int) -> int:
        """The tick in which the counterpart agreed to an issue, or in which it lapsed; -1 if neither."""
        signed = int(self._signed[i])
        return signed if signed >= 0 else self.settled(i)

    @cached_property
    def _signed(self) -> np.ndarray:
        """The tick in which what needs consent was signed."""
        return self._ticks_of(CONSENT_ASKED)

    def _ticks_of(self, *kinds: int) -> np.ndarray:
        """The tick of the last line of these kinds on each issue, -1 for none."""
        lines = np.isin(self.log.kind, kinds)
        ticks = np.full(len(self.issues), -1)
        ticks[self.log.issue[lines]] = self.ticks[lines]
        return ticks

    @cached_property
    def acts(self) -> np.ndarray:
        """Rows of all issues on which agreement was reached, in the order in which they came into force. Within a tick
        this is not the order of the dates; the log has it, the last agreement first, and then what was consented to."""
        lines = np.flatnonzero(self.log.kind == AGREED)
        consented = self.log.kind[lines - 1] == CONSENT_GIVEN
        return self.log.issue[lines[np.lexsort((np.where(consented, lines, -lines), consented, self.ticks[lines]))]]

    @cached_property
    def surge(self) -> np.ndarray:
        """The dated surge that each issue came with, -1 for none."""
        found = np.full(len(self.issues), -1)
        for e, event in enumerate(self.world.dated):
            inside = (self.issues.opened >= event["week"]) & (self.issues.opened < event["until"])
            if event["kind"] == SURGE and event["size"] > 0.0:
                uids = [int(surge_uid(event["uid"], k)) for k in range(int(inside.sum()) + 1)]
                found[inside & np.isin(self.issues.uid, uids)] = e
        return found

    def children(self, i: int) -> list[int]:
        return np.flatnonzero(self.issues.parent == i).tolist()

    def pair(self, i: int) -> int:
        """The row of the commitment to an issue's counterpart in its domain."""
        return int(pair(self.world, i))

    def ideal(self, i: int) -> float:
        """The position the counterpart of an issue prefers."""
        return float(self.world.commitments["ideal"][self.pair(i)])

    # what stood when
    def walk(self, ticks: Iterable[int], visit: Callable[[int, World], None]) -> None:
        """Run the same world again and yield its state at the beginning of each of these ticks (`ticks` itself: the
        end)."""
        course = self._again
        world = start.begin(course.template, self.setup.run.seed, self.replicate)
        standing = course.begin(world)
        for tick in sorted(set(ticks)):
            world = followed.onward(course, world, standing, tick)
            visit(tick, world)

    @cached_property
    def _again(self) -> Course:
        """The same course for another run, which keeps no log."""
        return followed.course_of(self.setup, self.tables, log=False)

    def recall(self, ticks: Iterable[int]) -> None:
        """Store these moments for later stories."""
        wanted = {tick for tick in ticks if tick >= 0} - set(self._moments)

        def keep(tick: int, world: World) -> None:
            moment = self.world.replace(**{name: getattr(world, name).copy() for name in CHANGING})
            week.tick_clock(moment, tick)
            think_alike(moment)
            self._moments[tick] = moment

        if wanted:
            self.walk(wanted, keep)

    def moment(self, tick: int) -> World:
        """The state of the world at the beginning of a tick; its issues are as they ended."""
        self.recall([tick])
        return self._moments[tick]

    def as_of(self, tick: int, i: int, **fields) -> World:
        """That moment with issue i alone, in row 0, for a rule to be asked once more; `fields` of it as they were then,
        where they ended otherwise."""
        issue = self.world.issues[i : i + 1].copy()
        for name, value in fields.items():
            issue[name] = value
        return self.moment(tick).replace(issues=issue)
