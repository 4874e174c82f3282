"""The rules of a policy in words: what each waits for, what the centre knew when one fired, how near another came."""

from sim.model.path.path import Rule
from sim.model.path.readings import READINGS
from sim.model.path.words import amounts
from sim.tell.explain import words
from sim.tell.explain.decade import Decade
from sim.tell.explain.followed import Firing


def noun(rule: Rule) -> str:
    return READINGS[rule.when].noun


def amount(decade: Decade, rule: Rule, *values: float) -> str:
    """Values of a reading, joined by "and", with its unit."""
    if rule.when == "party":
        return words.listed(map(decade.party, values))
    numbers, unit = amounts(READINGS[rule.when], *values)
    return f"{words.listed(numbers)}{unit}"


def bound(decade: Decade, rule: Rule) -> str:
    return f"{'above' if rule.above else 'below'} {amount(decade, rule, rule.bound)}"


def condition(decade: Decade, rule: Rule) -> str:
    """What a rule waits for, as a clause after "fires once"."""
    if rule.calls is not None:
        return "its function says so"
    if rule.when == "party":
        text = f"{decade.party(1.0 if rule.above else -1.0)} governs"
    else:
        text = f"{noun(rule)} is {bound(decade, rule)}"
    return f"{text} for {rule.lasting:g} weeks" if rule.lasting > 0 else text


def known_later(rule: Rule) -> str:
    """How late the reading is known."""
    delay = READINGS[rule.when].delay if rule.delay is None else rule.delay
    return f", as was known {'a week' if delay == 1 else f'{delay:g} weeks'} later" if delay > 0 else ""


def fired(decade: Decade, firing: Firing) -> str:
    """Why a rule fired: what the centre knew."""
    rule, values = firing.rule, firing.values
    if rule.calls is not None:
        return f"Rule {rule.number} fired: its function said so."
    if rule.when == "party":
        return f"Rule {rule.number} fired, since {decade.party(float(values[-1]))} governed{known_later(rule)}."
    if rule.lasting <= 0:
        stood = f"was {amount(decade, rule, float(values[-1]))}, {bound(decade, rule)}"
        return f"Rule {rule.number} fired, since {noun(rule)} {stood}{known_later(rule)}."
    between = amount(decade, rule, float(values.min()), float(values.max()))
    return (
        f"Rule {rule.number} fired, since {noun(rule)} had been {bound(decade, rule)} for {rule.lasting:g} weeks "
        f"(between {between}){known_later(rule)}."
    )


def silent(decade: Decade, rule: Rule) -> str:
    """A rule that never fired: how near it came, or why it changed nothing."""
    since = f" from {decade.day(rule.since)} on" if rule.since > 0 else ""
    text = f"Rule {rule.number}, which fires once {condition(decade, rule)}{since}, never fired"
    if idle := decade.course.idle.get(rule.number):
        met = f"it was to fire at {words.many(len(idle), 'review')}, first on {decade.day(idle[0])}"
        nothing = "there was nothing to undo" if rule.revert else "the levers were not to be moved further"
        return f"{text}: {met}, but {nothing}."
    best = decade.course.nearest.get(rule.number)
    if best is None:
        return f"{text}: nothing was known of it at any review."
    return f"{text}. {words.upper(nearest(decade, rule, *best))}."


def nearest(decade: Decade, rule: Rule, week: float, value: float) -> str:
    """When a reading came nearest to its bound."""
    if rule.when == "party":
        return f"{decade.party(value)} governed at every review"
    if rule.lasting <= 0:
        return (
            f"{noun(rule)} came nearest at the review of {decade.day(week)}, when it was {amount(decade, rule, value)}"
        )
    side = "at least" if rule.above else "at most"
    return (
        f"{noun(rule)} came nearest at the review of {decade.day(week)}, when it had been {side} "
        f"{amount(decade, rule, value)} for {rule.lasting:g} weeks"
    )
