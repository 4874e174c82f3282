"""A policy in time, in sentences: what changes when, on what signal, at what cost, and what a new government does."""

from collections.abc import Mapping
from typing import Any

from sim.model.levers import GROUPS, LEVERS
from sim.model.path.path import Phase, Reform, Rule, Turnover, read_path
from sim.model.path.readings import READINGS, Reading
from sim.model.policy import Policy, levers
from sim.model.units import quantity

MOST = 8  # levers in a sentence


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
    often = f", once in {weeks(rule.every)} at most" + (f", {times(rule.most)} in all" if rule.most < 1000 else "")
    often = ", once" if rule.most == 1 else often
    if rule.calls is not None:
        return f"Rule {rule.number}{since}, as a function of its own decides{often}."
    reading = READINGS[rule.when]
    side = "above" if rule.above else "below"
    lasting = f" for {weeks(rule.lasting)}" if rule.lasting else ""
    delay = reading.delay if rule.delay is None else rule.delay
    known = f", known {weeks(delay)} later" if delay else ""
    what = [f"what rule {rule.revert} did is taken back"] if rule.revert else []
    what += [moves(rule.set, now)] if rule.set else []
    what += [f"{LEVERS[key].title} {by:+g}" for key, by in rule.step.items()]
    return (
        f"Rule {rule.number}{since}: once {named(reading)} has been {side} {of(reading, rule.bound)}{lasting}{known}, "
        f"{'; '.join(what)}{often}."
    )


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


def moves(chosen: Mapping[str, Any], now: Mapping[str, Any]) -> str:
    """Levers that differ, from and to."""
    found = [
        f"{LEVERS[key].title} from {LEVERS[key].said(now[key], True)} to {LEVERS[key].said(aim, True)}"
        for key, aim in chosen.items()
        if now[key] != aim
    ]
    rest = f" and {len(found) - MOST} more" if len(found) > MOST else ""
    return "; ".join(found[:MOST]) + rest or "nothing changes"


def named(reading: Reading) -> str:
    """What a rule watches, to stand before `has been`."""
    return {
        "backlog": "the number of open issues",
        "load": "the share of departments' teams that are busy",
        "wait": "the time to agreement in the past year",
        "gravest": "the gravest incident of the past quarter",
        "legitimacy": "the centre's legitimacy",
        "trust": "subnational actors' trust in the centre",
        "allies": "what allies believe of the centre's word",
        "party": "the party in government",
    }.get(reading.name, f"the number of {reading.name} a year")


def of(reading: Reading, bound: float) -> str:
    return quantity(bound, reading.unit) if reading.unit in ("share", "weeks") else f"{bound:g}"


def weeks(n: float) -> str:
    return {1.0: "a week", 13.0: "a quarter", 26.0: "half a year", 52.0: "a year"}.get(n, f"{n:g} weeks")


def years(n: float) -> str:
    return "a year" if n == 52 else f"{n / 52:g} years"


def times(n: int) -> str:
    return {1: "once", 2: "twice"}.get(n, f"{n} times")
