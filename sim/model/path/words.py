"""A policy in time, in sentences: what changes when, on what signal, at what cost, and what a new government does."""

from collections.abc import Mapping
from typing import Any

from sim.model.levers import GROUPS, LEVERS
from sim.model.path.path import Phase, Reform, Rule, Turnover, read_path
from sim.model.path.readings import READINGS, Reading
from sim.model.policy import Policy, levers

MOST = 8  # levers in a sentence
Levers = Mapping[str, float | str]  # by key
Moved = dict[str, tuple[float | str, float | str]]  # from what to what


def told(policy: Policy) -> list[str]:
    """A sentence for each phase, rule and cost of its path, in order of time; none for a policy that stays as it is."""
    return [sentence for _, sentence in parts(policy)]


def parts(policy: Policy) -> list[tuple[str, str]]:
    """The same, each with the place of what it tells: phases.1, rules.2, reform."""
    if not policy.path:
        return []
    path, now, found = read_path(policy.path), levers(policy), []
    for phase in sorted(path.phases, key=lambda one: one.week):
        found.append((f"phases.{phase.number}", phase_told(phase, now)))
        now = now | phase.levers
    found += [(f"rules.{rule.number}", rule_told(rule, now)) for rule in path.rules]
    found += [("reform", sentence) for sentence in reform_told(path.reform)]
    return found + [("turnover", sentence) for sentence in turnover_told(path.turnover)]


def ever(policy: Policy, key: str) -> bool:
    """Whether a lever is on at any time, as far as it can be known before."""
    values = [levers(policy)[key], *(value for name, value in policy.path.items() if name.endswith(f".{key}"))]
    return any(value != LEVERS[key].off for value in values)


def phase_told(phase: Phase, now: Mapping[str, Any]) -> str:
    when = "From the start" if phase.week == 0 else f"From year {phase.week / 52:g} on"
    within = f", step by step within {years(phase.weeks)}" if phase.weeks else ""
    return f"{when}{within}: {moves(phase.levers, now)}."


def rule_told(rule: Rule, now: Mapping[str, Any]) -> str:
    """When it fires and what it does; levers it sets are told where they differ from the last phase."""
    since = f" from year {rule.since / 52:g} on" if rule.since else ""
    often = f", at most {every(rule.every)}" + (f", {times(rule.most)} in all" if rule.most < 1000 else "")
    often = ", once" if rule.most == 1 else often
    if rule.calls is not None:
        return f"Rule {rule.number}{since}: a function of its own decides{often}."
    reading = READINGS[rule.when]
    lasting = f" for {weeks(rule.lasting)}" if rule.lasting else ""
    delay = reading.delay if rule.delay is None else rule.delay
    known = f", known {weeks(delay)} later" if delay else ""
    what = [f"what rule {rule.revert} did is taken back"] if rule.revert else []
    what += [moves(rule.set, now)] if rule.set else []
    what += [f"{LEVERS[key].title} {'up' if by > 0 else 'down'} by {abs(by):g}" for key, by in rule.step.items()]
    return f"Rule {rule.number}{since}: once {waits_for(rule)}{lasting}{known}: {'; '.join(what)}{often}."


def reform_told(reform: Reform) -> list[str]:
    if not reform.weeks:
        return []
    costs = [f"departments lose {100 * reform.dip:g}% of their pace"] if reform.dip else []
    costs += [f"{reform.fte:g} FTE are at work on the change"] if reform.fte else []
    costs += [f"{100 * reform.moving:g}% of the headcount is on the move"] if reform.moving else []
    return [f"For {weeks(reform.weeks)} after every change {' and '.join(costs) or 'nothing is lost'}."]


def turnover_told(turnover: Turnover) -> list[str]:
    if not turnover.undo:
        return []
    kept = ", ".join(GROUPS[name].title.lower() for name in turnover.keep)
    but = f", but for {kept}" if kept else ""
    chance = "" if turnover.undo == 1 else f" with a probability of {100 * turnover.undo:g}%"
    locked = (
        f" Full archives, and full co-creation, would each prevent {100 * turnover.locked_in:g}% of that."
        if turnover.locked_in
        else ""
    )
    back = " The party that began it takes it up again when it returns." if turnover.returns else ""
    return [f"A government of the other party undoes it{chance}{but}.{locked}{back}"]


def moves(chosen: Levers, now: Levers) -> str:
    """Levers that differ, from and to, the first of them."""
    found = moved(now, {key: chosen.get(key, value) for key, value in now.items()})
    rest = f" and {len(found) - MOST} more" if len(found) > MOST else ""
    return in_words(dict(list(found.items())[:MOST])) + rest or "nothing changes"


def moved(before: Levers, after: Levers) -> Moved:
    """Levers that differ."""
    return {key: (value, after[key]) for key, value in before.items() if after[key] != value}


def in_words(changed: Moved) -> str:
    """Which levers moved, from what to what."""
    return "; ".join(f"{LEVERS[key].title} from {from_to(key, *values)}" for key, values in changed.items())


def from_to(key: str, old: float | str, new: float | str) -> str:
    """Two values of a lever, the unit of numbers once."""
    before, after = (LEVERS[key].said(value, brief=True) for value in (old, new))
    numbers = before[:1].isdigit() and after[:1].isdigit()
    return f"{before.partition(' ')[0] if numbers else before} to {after}"


def amounts(reading: Reading, *values: float) -> tuple[list[str], str]:
    """Values of a reading, and the unit that is said after the last."""
    if reading.unit == "share":
        return [f"{100 * x:.3g}%" for x in values], ""
    after = {"per year": " a year", "severity/year": " a year", "severity": "", "[0,1]": ""}
    return [f"{x:,.0f}" if abs(x) >= 100 else f"{x:.3g}" for x in values], after.get(reading.unit, f" {reading.unit}")


def waits_for(rule: Rule) -> str:
    """What has to last, to stand after `once`."""
    reading, side = READINGS[rule.when], "above" if rule.above else "below"
    if rule.when == "party":
        return f"the party counted as {'+1' if rule.above else '-1'} has governed"
    (value,), unit = amounts(reading, rule.bound)
    return f"{reading.noun} has been {side} {value}{unit}"


def weeks(n: float) -> str:
    return {1.0: "a week", 13.0: "a quarter", 26.0: "half a year", 52.0: "a year"}.get(n, f"{n:g} weeks")


def every(n: float) -> str:
    return {52.0: "once a year", 13.0: "once a quarter"}.get(n, f"once in {weeks(n)}")


def years(n: float) -> str:
    return "a year" if n == 52 else f"{n / 52:g} years"


def times(n: int) -> str:
    return {1: "once", 2: "twice"}.get(n, f"{n} times")
