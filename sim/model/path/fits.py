"""Whether all of a path can happen in a run of a given length: no date after its end, no two phases that pull at one
lever, no rule that can never fire or that flips at every review."""

import itertools
import math

from sim.errors import InputError
from sim.model.path.keys import PREFIX
from sim.model.path.path import Path, Rule
from sim.model.path.readings import READINGS
from sim.model.units import quantity


def check_path(path: Path, weeks: float) -> Path:
    """The same, if all of it can happen in a run of so many weeks. Raises InputError."""
    length = quantity(weeks / 52, "years")
    if (path.reform.weeks or path.turnover.undo) and not path.phases and not path.rules:
        raise InputError(
            f"{PREFIX}phases: none, and no rule; expected something that changes, such as {PREFIX}phases.1"
        )
    for kind, number, word, week in (
        *(("phases", one.number, "year", one.week) for one in path.phases),
        *(("rules", one.number, "from", one.since) for one in path.rules),
    ):
        if week >= weeks:
            raise InputError(
                f"{PREFIX}{kind}.{number}.{word}: {week / 52:g}, when the run of {length} is over; "
                "expected an earlier one, or more run.years"
            )
    for one, other in itertools.combinations(sorted(path.phases, key=lambda phase: phase.week), 2):
        both = sorted(one.levers.keys() & other.levers.keys())
        if both and (other.week < one.week + one.weeks or other.week == one.week):
            raise InputError(
                f"{PREFIX}phases.{other.number}: begins in year {other.week / 52:g}, while phase {one.number} still "
                f"moves {both[0]}; expected phases that do not overlap"
            )
    for rule in path.rules:
        check_rule(rule, path, weeks)
    for rule, following in itertools.combinations([rule for rule in path.rules if rule.when], 2):
        upper, lower = (rule, following) if rule.above else (following, rule)
        meet = lower.bound > upper.bound if rule.when == "party" else lower.bound >= upper.bound  # a party is never 0
        at_once = max(rule.lasting, following.lasting) < path.review and meet
        if rule.when == following.when and upper.above > lower.above and at_once and undoes(rule, following):
            side, bound = ("below", upper.bound) if following is lower else ("above", lower.bound)
            raise InputError(
                f"{PREFIX}rules.{following.number}.{side}: undoes rule {rule.number} at once, at every review; "
                f"expected {'less' if following is lower else 'more'} than {bound:g}, or a longer 'for'"
            )
    return path


def check_rule(rule: Rule, path: Path, weeks: float) -> None:
    place = f"{PREFIX}rules.{rule.number}"
    if rule.revert > len(path.rules):
        raise InputError(f"{place}.revert: {rule.revert}; expected the number of a rule, at most {len(path.rules)}")
    last = (math.ceil(weeks / path.review - 1e-9) - 1) * path.review  # the last look before the end
    if last <= 0:
        raise InputError(
            f"{PREFIX}review: {path.review:g} weeks, in a run of {weeks:g}; expected fewer, or nobody looks at rules"
        )
    if rule.since > last:
        raise InputError(
            f"{place}.from: {rule.since / 52:g}, after the last review in year {last / 52:.3g}; expected an earlier one"
        )
    if not rule.when:
        return
    for key, by in rule.step.items():
        if by == 0.0:
            raise InputError(f"{place}.step.{key}: 0; expected a step up or down")
    reading = READINGS[rule.when]
    delay = reading.delay if rule.delay is None else rule.delay
    if (rule.above and rule.bound >= reading.high) or (not rule.above and rule.bound <= reading.low):
        side, end = ("above", reading.high) if rule.above else ("below", reading.low)
        raise InputError(
            f"{place}.{side}: {rule.bound:g} can never be passed, since {rule.when} ({reading.meaning}) ends at "
            f"{end:g}; expected a bound within"
        )
    if (known := max(rule.lasting, reading.first) + delay) > last:
        word = "for" if rule.lasting > reading.first else "when"
        raise InputError(
            f"{place}.{word}: fires in week {known:g} at the earliest, by what is known of {rule.when}, and the "
            f"last review is in week {last:g}; expected a shorter 'for' or 'delay', or more run.years"
        )


def undoes(one: Rule, other: Rule) -> bool:
    """Whether two rules move a lever to and fro."""
    if one.number == other.revert or other.number == one.revert:
        return True
    for key in (one.set.keys() | one.step.keys()) & (other.set.keys() | other.step.keys()):
        if key in one.set and key in other.set:
            apart = one.set[key] != other.set[key]
        elif key in one.step and key in other.step:
            apart = one.step[key] * other.step[key] < 0
        else:  # the one steps from where the other sets it
            apart = True
        if apart:
            return True
    return False
