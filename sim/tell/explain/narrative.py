"""The whole story of one issue, and the same in two sentences."""

import math
from itertools import groupby

from sim.errors import InputError
from sim.model.records import AT_CONSENT, BY_COURT, CONCLUDED, GRAVE, LAPSED, UNSEEN
from sim.tell.explain import handover, law, words
from sim.tell.explain.alone import entry, venture
from sim.tell.explain.bargain import ending, still_open
from sim.tell.explain.course import Entry, official, reason
from sim.tell.explain.decade import Decade
from sim.tell.explain.trouble import aftermath


def check_issue(decade: Decade, i: int) -> int:
    if not 0 <= i < len(decade.issues):
        raise InputError(f"issue {i}: no such issue under {decade.name}; expected 0..{len(decade.issues) - 1}")
    return i


def title(decade: Decade, i: int) -> str:
    issue = decade.issues[i]
    what = "an opportunity in" if issue.opportunity else "on"
    what = "an international crisis in" if issue.crisis == GRAVE else "a crisis in" if issue.crisis > 0 else what
    return f"Issue {i}, {what} {decade.domain(issue.domain)}: {decade.partner(i)} and {decade.actor(issue.locality)}"


def entries(decade: Decade, i: int) -> list[Entry]:
    """Everything that happened to an issue, in order of time."""
    issue = decade.issues[i]
    times = [issue.opened, issue.venture_at, issue.entry_at, issue.tabled]
    decade.recall([*(decade.tick(time) for time in times if decade.within(time)), *(e.tick for e in decade.events(i))])
    told = official(decade, i) + venture(decade, i) + entry(decade, i) + ending(decade, i) + aftermath(decade, i)
    told += law.judgment(decade, i) + handover.laid_back(decade, i)
    return sorted(told, key=lambda one: one[0])


def outcome(decade: Decade, i: int) -> str:
    """What became of it, without the heading."""
    issue = decade.issues[i]
    if issue.stage == UNSEEN:
        return f"nobody who might have acted on it saw it: {reason(decade, i)}."
    if issue.stage == CONCLUDED:
        where = words.place(issue.agreed, issue.line, decade.ideal(i), decade.country(issue.counterpart))
        age = words.weeks(issue.closed - issue.opened)
        text = f"settled on {decade.day(issue.closed)} {decade.how(i, issue.channel)}, {age} after it arose: {where}"
    elif issue.stage == LAPSED:
        age = words.weeks(issue.closed - issue.opened)
        refused = issue.desk == AT_CONSENT
        what = "it was refused consent" if refused else "its window closed unanswered"
        text = f"{what} on {decade.day(issue.closed)}, {age} after it arose"
    else:
        text = "still open when the run ended" + (", signed but without consent" if issue.desk == AT_CONSENT else "")
    return f"{text}; {fate(decade, i)}."


def fate(decade: Decade, i: int) -> str:
    """Its problem and what became of it."""
    issue = decade.issues[i]
    if issue.incident <= 0:
        return "no problem, but a court voided it" if issue.voided == BY_COURT else "no problem"
    text = f"{words.KIND[issue.incident]} of severity {issue.severity:.2f}"
    if issue.stage == LAPSED:
        return text
    if decade.within(issue.surfaced):
        return text if issue.surfaced == issue.closed else f"{text}, which surfaced on {decade.day(issue.surfaced)}"
    if decade.within(issue.remedied):
        return f"{text}, corrected quietly on {decade.day(issue.remedied)}"
    if decade.within(issue.detected):
        return f"{text}, detected on {decade.day(issue.detected)} and not yet corrected"
    return f"{text}, never detected"


def digest(decade: Decade, i: int) -> str:
    return f"{title(decade, i)}. Arose on {decade.day(decade.issues[i].opened)}; {outcome(decade, i)}"


def ancestors(decade: Decade, i: int) -> list[int]:
    """The issues that led to it, the first of them first."""
    chain: list[int] = []
    while decade.issues[i].parent >= 0:
        i = int(decade.issues[i].parent)
        chain.insert(0, i)
    return chain


def descendants(decade: Decade, i: int) -> list[int]:
    """The crises it led to, and those that they led to."""
    found: list[int] = []
    for child in decade.children(i):
        found += [child, *descendants(decade, child)]
    return found


def narrate(decade: Decade, i: int) -> str:
    """Dated entries; before them the issues that led to this one, after them the crises it led to."""
    blocks = [words.paragraph(f"In short: {outcome(decade, i)}")]
    before, after = ancestors(decade, i), descendants(decade, i)
    if before:
        blocks.append("How it came about:")
        blocks += [words.paragraph(digest(decade, k), "    ") for k in before]
    days = groupby(entries(decade, i), key=lambda one: decade.stamp(one[0]))
    blocks += [words.dated(stamp, *(text for _, text in told)) for stamp, told in days]
    if left := still_open(decade, i):
        blocks.append(words.paragraph(left))
    if after:
        blocks.append("What it led to:")
        blocks += [words.paragraph(digest(decade, k), "    ") for k in after]
    return "\n\n".join(blocks)


def legend(decade: Decade, i: int) -> str:
    """How to read the numbers of a story."""
    country = decade.country(decade.issues[i].counterpart)
    line = (
        f"Distances are in standard deviations of national preference (sd). The national line is the centre's "
        f"position at the time; {words.of(country)} preferred position is {abs(decade.ideal(i)):.2f} sd from the "
        "midpoint between the parties."
    )
    return words.paragraph(line)


def weeks_to_answer(decade: Decade, i: int) -> float:
    """From its opening to an agreement; inf without one."""
    issue = decade.issues[i]
    return float(issue.closed - issue.opened) if issue.stage == CONCLUDED else math.inf
