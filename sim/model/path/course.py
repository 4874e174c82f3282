"""A path in the course of a decade: on every date when something may change the government looks, decides and switches.

Between two looks the weeks run on as under any policy, so both drivers share this file: `Course.look` is called at the
beginning of a tick, and what it decides is put in force by `sim.model.regime`. In one look, in this order: a new
government undoes the path or takes it up again; phases move their levers; rules fire, one after another; a reform
begins with every change of levers and ends in its time.
"""

import math
from collections.abc import Mapping
from functools import cached_property
from typing import Any, NamedTuple, TypeAlias

from sim.errors import InputError, shown
from sim.model import draws, regime, start, week
from sim.model.levers import LEVERS
from sim.model.limits import LEVERS as LIMITS
from sim.model.limits import check
from sim.model.path.fits import check_path
from sim.model.path.keys import FIXED, PREFIX
from sim.model.path.path import Rule, Turnover, read_path
from sim.model.path.readings import Seen
from sim.model.policy import Policy, levers, with_levers
from sim.model.world import World

UNDOING = draws.purpose("a new government undoes the path")
RULES, UNDONE, RESUMED, SETTLED = 100, 201, 202, 203  # causes of a switch; below RULES phases, then rules, by number
Levers = dict[str, float | str]


class Change(NamedTuple):
    """What changed at one look: the week, why (causes above), and the levers from then on."""

    week: float
    causes: tuple[int, ...]
    levers: Levers


class Standing:
    """How far a path has come in one world."""

    def __init__(self, first: Levers, before: Levers, party: float, done: set[int], fte: dict[str, float]):
        self.levers, self.replaced, self.party, self.began = dict(first), dict(before), party, party
        self.begun: dict[int, Levers] = {}  # levers when a phase began
        self.done = done  # phases that are over
        self.fired: dict[int, list[float]] = {}  # weeks in which each rule fired
        self.before: dict[int, Levers] = {}  # of what a rule moved when it last fired, where it stood
        self.undone = False
        self.settles = float("inf")  # when the reform is over
        self.next = 0  # place among the looks
        self.costs = [(0.0, fte)]
        self.history = [Change(0.0, (), dict(first))]

    def spent(self, weeks: float) -> dict[str, float]:
        """FTE that each lever took, a mean over the weeks that have passed."""
        return regime.mean_cost(self.costs, weeks)


class Course:
    """A policy and its path on one scenario: what a `Template` is for an arrangement that stays. Raises InputError
    where path, length and scenario do not fit together."""

    def __init__(
        self, scenario, policy: Policy, parameters: Mapping[str, float], years: float, dt: float, log: bool = False
    ):
        self.path = check_path(read_path(policy.path), years * 52.0)
        self.policy, self._setting = policy, (dict(parameters), years, dt, log)
        self.scenario, self.dt = scenario, dt
        self._made: dict[tuple, start.Template] = {}
        self._at_once = {one.number for one in self.path.phases if one.week == 0.0 and one.weeks == 0.0}
        self.first = levers(policy)
        for phase in self.path.phases:
            self.first |= phase.levers if phase.number in self._at_once else {}
        self.check_costs()

    def __deepcopy__(self, memo: Any = None) -> "Course":
        return self  # nothing of it belongs to one world

    def check_costs(self) -> None:
        """Raises InputError where the levers of a phase cost more than there is. What rules add is seen as they do."""
        chosen = dict(self.first)
        for phase in sorted(self.path.phases, key=lambda one: one.week):
            chosen |= phase.levers
            try:
                start.bill(self.scenario, with_levers(self.policy, chosen), self._setting[0])
            except InputError as fault:
                raise InputError(f"{PREFIX}phases.{phase.number}: {fault}") from None

    @cached_property
    def template(self) -> start.Template:
        """The arrangement of week 0."""
        return start.prepare(self.scenario, with_levers(self.policy, self.first), *self._setting)

    @cached_property
    def looks(self) -> list[int]:
        """Ticks at whose beginning something may change, but for the end of a reform."""
        path, given, dt = self.path, self.template.world.given[0], self.dt
        weeks: set[float] = set()
        for phase in path.phases:
            weeks |= {phase.week, phase.week + phase.weeks}
            weeks |= {phase.week + k * path.review for k in range(1, int(phase.weeks / path.review) + 1)}
        if path.rules:
            weeks |= {k * path.review for k in range(1, int(given["weeks"] / path.review) + 1)}
        ticks = {regime.tick_of(self.template.world, one) for one in weeks}
        date, between = float(given["first_election"]), float(given["election_interval"])
        while path.turnover.undo > 0.0 and 0.0 < date < given["weeks"]:
            ticks.add(int(date / dt + 1e-9) + 1)
            date = date + between if between > 0.0 else float("inf")
        return sorted(tick for tick in ticks if 0 < tick < given["ticks"])

    def begin(self, world: World) -> Standing:
        """Where the path stands in a world that begins."""
        party = float(world.given["incumbent"][0])
        return Standing(self.first, levers(self.policy), party, set(self._at_once), self.template.fte)

    def next_look(self, standing: Standing) -> int:
        """The tick of the next look; beyond the end if there is none."""
        ahead = self.looks[standing.next] if standing.next < len(self.looks) else 2**31
        settles = 2**31 if standing.settles == float("inf") else regime.tick_of(self.template.world, standing.settles)
        return min(ahead, settles)

    def look(self, world: World, standing: Standing) -> World:
        """Decide what changes at the beginning of the tick that the clock shows, and put it in force; returns the world
        to go on with. Raises InputError where the levers cost more than there is."""
        now, tick = regime.now_of(world), int(world.clock["tick"][0])
        while standing.next < len(self.looks) and self.looks[standing.next] <= tick:
            standing.next += 1
        before, causes = dict(standing.levers), []
        if self.path.turnover.undo > 0.0:
            causes += self.turn(world, standing)
        if not standing.undone:
            causes += self.move(standing, now)
            causes += self.watch(Seen(world.series, tick, self.dt, standing.levers), standing)
        if standing.levers != before and self.path.reform.weeks > 0.0:
            standing.settles = now + self.path.reform.weeks
        elif now >= standing.settles - 1e-9:
            standing.settles = float("inf")
            causes.append(SETTLED)
        if not causes:
            return world
        template = self.arrangement(standing.levers, now < standing.settles < float("inf"))
        made = regime.switch(world, template, causes)
        if made is not world:
            standing.costs.append((now, template.fte))
            standing.history.append(Change(now, tuple(causes), dict(standing.levers)))
        return made

    def turn(self, world: World, standing: Standing) -> list[int]:
        """What a new government does with the path of the other party."""
        path, party = self.path.turnover, float(world.federal["party"][0])
        if party == standing.party:
            return []
        standing.party = party
        if standing.undone:
            if not path.returns or party != standing.began:
                return []
            standing.undone, standing.done, standing.begun, standing.before = False, set(), {}, {}
            return [RESUMED]
        if party == standing.began:
            return []
        number = int(world.federal["election"][0])
        if draws.uniform(world.given[0], UNDOING, number, 0, 0) >= chance_undone(path, standing.levers):
            return []
        standing.undone = True
        standing.levers.update({key: x for key, x in standing.replaced.items() if LEVERS[key].group not in path.keep})
        return [UNDONE]

    def move(self, standing: Standing, now: float) -> list[int]:
        """Levers of the phases that are under way."""
        found = []
        for phase in self.path.phases:
            if phase.number in standing.done or now < phase.week - 1e-9:
                continue
            began = standing.begun.setdefault(phase.number, dict(standing.levers))
            gone = math.floor((now - phase.week) / self.path.review + 1e-9) * self.path.review  # step by step
            share = 1.0 if now >= phase.week + phase.weeks - 1e-9 else gone / phase.weeks
            aims = {key: on_the_way(began[key], aim, share, key) for key, aim in phase.levers.items()}
            if share >= 1.0:
                standing.done.add(phase.number)
            if any(standing.levers[key] != aim for key, aim in aims.items()):
                standing.levers.update(aims)
                found.append(phase.number)
        return found

    def watch(self, seen: Seen, standing: Standing) -> list[int]:
        """Rules that fire."""
        found = []
        under_way = [one for one in self.path.phases if one.number in standing.begun.keys() - standing.done]
        busy = {key for phase in under_way for key in phase.levers}  # a phase has its way until it is over
        for rule in self.path.rules:
            fired = standing.fired.setdefault(rule.number, [])
            rests = fired and seen.week - fired[-1] < rule.every - 1e-9
            if seen.week < rule.since - 1e-9 or len(fired) >= rule.most or rests or not holds(rule, seen):
                continue
            aims = self.aims(rule, seen, standing)
            if rule.revert in standing.before:  # once; what a phase is moving now is left for later
                standing.before[rule.revert] = {
                    key: x for key, x in standing.before[rule.revert].items() if key in busy
                }
            aims = {key: aim for key, aim in aims.items() if standing.levers[key] != aim and key not in busy}
            if aims:
                standing.before.pop(rule.revert, None)
                standing.before[rule.number] = {key: standing.levers[key] for key in aims}
                standing.levers.update(aims)
                fired.append(seen.week)
                found.append(RULES + rule.number)
        return found

    def aims(self, rule: Rule, seen: Seen, standing: Standing) -> Levers:
        """Levers that a rule moves, and where to."""
        if rule.calls is not None:
            return answer(rule, rule.calls(seen))
        steps = {key: stepped(float(standing.levers[key]), by, key) for key, by in rule.step.items()}
        return {**standing.before.get(rule.revert, {}), **rule.set, **steps}

    def arrangement(self, chosen: Levers, reforming: bool) -> start.Template:
        """The template of levers, kept: worlds of one path come to the same ones again and again."""
        key = (*chosen.values(), reforming)
        if key not in self._made:
            if len(self._made) >= 256:
                self._made.clear()
            reform = self.path.reform if reforming else None
            self._made[key] = start.prepare(
                self.scenario, with_levers(self.policy, chosen), *self._setting, reform=reform
            )
        return self._made[key]

    def follow(self, seed: int, replicate: int, used: World | None = None) -> tuple[World, Standing]:
        """A finished world, and how the path went there."""
        world = start.begin(self.template, seed, replicate, used)
        standing = self.begin(world)
        while (tick := self.next_look(standing)) < world.given["ticks"][0]:
            week.run(world, tick)
            world = self.look(world, standing)
        return start.finish(world), standing


Prepared: TypeAlias = start.Template | Course


def prepare(scenario, policy: Policy, parameters, years: float, dt: float, log: bool = False) -> Prepared:
    """What all runs of a policy begin from, whether it changes in time or not. Raises InputError."""
    make = Course if policy.path else start.prepare
    return make(scenario, policy, parameters, years, dt, log)


def finish(prepared: Prepared, seed: int, replicate: int, used: World | None = None) -> tuple[World, dict[str, float]]:
    """A finished world, and what each lever took, in FTE, a mean over its weeks. used: as for `start.begin`."""
    if isinstance(prepared, Course):
        world, standing = prepared.follow(seed, replicate, used)
        return world, standing.spent(regime.now_of(world))
    return start.finish(start.begin(prepared, seed, replicate, used)), prepared.fte


def chance_undone(turnover: Turnover, chosen: Levers) -> float:
    """P(undo) of `sim.model.path.path`."""
    archives, inclusion = float(chosen["investment.archives"]), float(chosen["coordination.inclusion"])
    return turnover.undo * (1.0 - turnover.locked_in * archives) * (1.0 - turnover.locked_in * inclusion)


def holds(rule: Rule, seen: Seen) -> bool:
    """Whether what a rule waits for has lasted long enough."""
    if rule.calls is not None:
        return True
    values = seen.lasting(rule.when, rule.lasting, rule.delay)
    return len(values) > 0 and bool((values > rule.bound).all() if rule.above else (values < rule.bound).all())


def on_the_way(value: float | str, aim: float | str, share: float, key: str) -> float | str:
    """A lever on its way: a number in proportion, whole where it has to be; a choice at once."""
    if isinstance(value, str) or isinstance(aim, str) or share >= 1.0:
        return aim
    return rounded(value + share * (aim - value), key)


def stepped(value: float, by: float, key: str) -> float:
    """A lever one step further, within its limits."""
    one = LEVERS[key]
    return rounded(min(max(value + by, one.low), one.high), key)


def rounded(value: float, key: str) -> float:
    """A whole number where it has to be one, else as many digits as tell a lever: three steps of .1 are .3."""
    return round(value) if LEVERS[key].whole else round(value, 9)


def answer(rule: Rule, said: object) -> Levers:
    """What a function of one's own answered, checked. None, or nothing, changes nothing."""
    place = f"{PREFIX}rules.{rule.number}"
    if said is None:
        return {}
    if not isinstance(said, Mapping):
        raise InputError(f"{place}: the function answered {shown(said)}; expected levers by key, or None")
    for key in said:
        if key not in LEVERS or key in FIXED:
            raise InputError(f"{place}: the function answered {shown(key)}; expected a lever, such as delegation.level")
    return {key: check(f"{place}: {key}", value, LIMITS[key]) for key, value in said.items()}
