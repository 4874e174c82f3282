"""A policy in time: what a government means to change, when, and on what signal.

The levers of a policy are its arrangement in week 0. Its path, numbers and words by key, says what becomes of them:

    phases.1.year=2  phases.1.over=1  phases.1.delegation.level=.7
        from year 2 on, within a year (0: at once), to these levers; the others stay as they are
    rules.1.when=backlog  rules.1.above=400  rules.1.for=26  rules.1.step.delegation.level=.1
        once a reading has been above (or below) a bound for so many weeks, as far as the centre knows: `set` levers,
        `step` them, or `revert` what the rule of that number did; at most once in `every` weeks and `most` times, from
        year `from` on. In Python a function may stand in its place (`calls`).
    reform.weeks=26  reform.dip=.1  reform.fte=20  reform.moving=.02
        so long after every change of levers departments work at 1 - dip of their pace, and reform takes so many FTE and
        so large a share of the headcount
    turnover.undo=.5  turnover.keep=oversight+investment  turnover.locked_in=.6  turnover.returns=1
        a government of the other party ends the path with this probability, less what archives and inclusion lock in,
            P(undo) = undo (1 - locked_in archives)(1 - locked_in inclusion)
        and goes back to the levers that the path replaced, but for groups that it keeps; the party that began it may
        take it up again
    review=13
        weeks from one look at readings and ramps to the next

Adaptive pathways: Haasnoot et al. 2013.
"""

from collections.abc import Callable, Mapping
from typing import Any, NamedTuple

from sim.errors import InputError
from sim.model.levers import LEVERS
from sim.model.path.keys import NUMBERED, PREFIX, groups
from sim.model.path.readings import READINGS


class Phase(NamedTuple):
    """number: from 1. week: from when. weeks: within how many. levers: to which, by key."""

    number: int
    week: float
    weeks: float
    levers: dict[str, float | str]


class Rule(NamedTuple):
    """above: whether the reading has to be above the bound. calls: a function in place of reading and levers."""

    number: int
    when: str
    above: bool
    bound: float
    lasting: float
    delay: float | None
    since: float
    every: float
    most: int
    set: dict[str, float | str]
    step: dict[str, float]
    revert: int
    calls: Callable | None


class Reform(NamedTuple):
    weeks: float = 0.0
    dip: float = 0.0
    fte: float = 0.0
    moving: float = 0.0


class Turnover(NamedTuple):
    undo: float = 0.0
    keep: tuple[str, ...] = ()
    locked_in: float = 0.0
    returns: bool = False


class Path(NamedTuple):
    phases: tuple[Phase, ...]
    rules: tuple[Rule, ...]
    reform: Reform
    turnover: Turnover
    review: float


def read_path(said: Mapping[str, Any]) -> Path:
    """What keys and values say together. Raises InputError where something is missing or contradicts itself."""
    parts: dict[tuple[str, int], dict[str, Any]] = {}
    for key, value in said.items():
        found = NUMBERED.fullmatch(key)
        if found:
            parts.setdefault((found[1], int(found[2])), {})[found[3]] = value
    for kind in ("phases", "rules"):
        numbers = sorted(number for one, number in parts if one == kind)
        for expected, number in enumerate(numbers, 1):
            if number != expected:
                raise InputError(f"{PREFIX}{kind}.{expected} is missing; expected {kind} numbered from 1 on")
    reform = Reform(**{key.partition(".")[2]: value for key, value in said.items() if key.startswith("reform.")})
    turned = {key.partition(".")[2]: value for key, value in said.items() if key.startswith("turnover.")}
    turnover = Turnover(**turned | {"keep": groups(turned.get("keep", "none"))})
    return Path(
        tuple(phase_of(number, one) for (kind, number), one in sorted(parts.items()) if kind == "phases"),
        tuple(rule_of(number, one) for (kind, number), one in sorted(parts.items()) if kind == "rules"),
        reform,
        turnover._replace(returns=bool(turnover.returns)),
        float(said.get("review", 13.0)),
    )


def phase_of(number: int, said: dict[str, Any]) -> Phase:
    place = f"{PREFIX}phases.{number}"
    if "year" not in said:
        raise InputError(f"{place}.year is missing; expected the year from which on the phase holds")
    levers = {key: value for key, value in said.items() if key in LEVERS}
    if not levers:
        raise InputError(f"{place}: changes no lever; expected at least one, such as {place}.delegation.level=0.5")
    return Phase(number, said["year"] * 52.0, said.get("over", 0.0) * 52.0, levers)


def rule_of(number: int, said: dict[str, Any]) -> Rule:
    place = f"{PREFIX}rules.{number}"
    bounds = [key for key in ("above", "below") if key in said]
    sets, steps = ({key[len(way) :]: said[key] for key in said if key.startswith(way)} for way in ("set.", "step."))
    does = [name for name, one in (("set", sets), ("step", steps), ("revert", said.get("revert"))) if one]
    if "calls" in said:
        if extra := sorted(key for key in said if key not in ("calls", "from", "every", "most")):
            raise InputError(f"{place}.{extra[0]}: given beside a function; expected one of them")
    elif "when" not in said:
        raise InputError(f"{place}.when is missing; expected one of {', '.join(READINGS)}")
    elif len(bounds) != 1:
        raise InputError(f"{place}: {' and '.join(bounds) or 'no bound'}; expected either above or below")
    elif not does:
        raise InputError(
            f"{place}: does nothing; expected set, step or revert, such as {place}.set.oversight.alarm=0.6"
        )
    if set(sets) & set(steps):
        raise InputError(f"{place}: {sorted(set(sets) & set(steps))[0]} is set and stepped; expected one of them")
    if said.get("revert") == number:
        raise InputError(f"{place}.revert: {number}, the rule itself; expected the number of another")
    return Rule(
        number, said.get("when", ""), "above" in said, said.get(bounds[0], 0.0) if bounds else 0.0,
        said.get("for", 0.0), said.get("delay"), said.get("from", 0.0) * 52.0, said.get("every", 52.0),
        said.get("most", 1000), sets, steps, said.get("revert", 0), said.get("calls"),
    )  # fmt: skip
