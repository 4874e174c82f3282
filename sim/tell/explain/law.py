"""What law asked of an act: consent that was asked for, given or refused, and what a court voided."""

import math

from sim.model.records import (
    BY_COURT,
    CLASSES,
    CONCLUDED,
    CONSENT_ASKED,
    CONSENT_GIVEN,
    CONSENT_REFUSED,
    MEMORANDUM,
    VOIDED,
)
from sim.model.rules import counterpart, law
from sim.tell.explain import words
from sim.tell.explain.decade import Decade

Entry = tuple[float, str]


def nature(decade: Decade, i: int) -> str:
    """What it takes by its nature, where that binds anybody."""
    act = int(decade.issues[i].act_class)
    return f" By its nature it took a {CLASSES[act]}." if law.binds(decade.world) and act != MEMORANDUM else ""


def signed_at(decade: Decade, i: int) -> float:
    """When a text that needs consent was signed, inf if none was."""
    return next((event.time for event in decade.events(i) if event.kind == CONSENT_ASKED), math.inf)


def decision(decade: Decade, i: int) -> list[Entry]:
    """Consent to what was signed, given or refused."""
    issue = decade.issues[i]
    found = [event for event in decade.events(i) if event.kind in (CONSENT_GIVEN, CONSENT_REFUSED)]
    if not found:
        return []
    event, country = found[0], decade.country(issue.counterpart)
    how = (
        f"{words.weeks(event.time - signed_at(decade, i))} after the {CLASSES[issue.act_class]} was signed "
        f"(probability {words.percent(event.value)})"
    )
    if event.kind == CONSENT_GIVEN:
        return [(event.time, f"The legislature consented, {how}: it is in force.")]
    text = f"The legislature refused its consent, {how}. {words.upper(country)} saw a commitment broken."
    return [(event.time, text)]


def asked(decade: Decade, i: int) -> str:
    """That what was signed is not yet in force."""
    issue, given = decade.issues[i], decade.given
    return (
        f" The {CLASSES[issue.act_class]} was signed and sent to the legislature for its consent, which takes "
        f"{given.consent_time:g} weeks on average; its window no longer closes."
    )


def judgment(decade: Decade, i: int) -> list[Entry]:
    """A court voided what an actor had agreed on its own."""
    issue = decade.issues[i]
    found = [event for event in decade.events(i) if event.kind == VOIDED]
    if issue.stage != CONCLUDED or not found:
        return []
    time, domain = found[0].time, decade.domain(issue.domain)
    reserved = decade.world.domains["reserved"][issue.domain] > 0
    why = (
        f"the law reserves {domain} for the centre"
        if reserved
        else f"a {CLASSES[issue.act_class]} needs a consent that nobody had asked for"
    )
    text = (
        f"A court voided what had been agreed, since {why} (courts void {words.percent(law.COURTS_VOID)} of such acts)."
    )
    if counterpart.delivers(decade.under(decade.settled(i)), i) and not issue.surfaced < time:
        text += f" {words.upper(decade.country(issue.counterpart))} saw a commitment broken."
    return [(time, text)]


def voided_before(decade: Decade, i: int, time: float) -> bool:
    """Whether what was agreed had been voided by then, by a sanction or a court."""
    voided = int(decade.issues[i].voided)
    return law.voided_at(decade.world, i) < time if voided == BY_COURT else voided > 0


def counts(decade: Decade, chosen=None) -> str:
    """How often consent was asked, given and refused, and how many acts courts voided; "" where nothing was."""
    log = decade.log if chosen is None else decade.log[chosen]
    n = {kind: int((log.kind == kind).sum()) for kind in (CONSENT_ASKED, CONSENT_GIVEN, CONSENT_REFUSED, VOIDED)}
    text = ""
    if n[CONSENT_ASKED]:
        waiting = n[CONSENT_ASKED] - n[CONSENT_GIVEN] - n[CONSENT_REFUSED]
        text = (
            f" {words.many(n[CONSENT_ASKED], 'agreement')} needed consent: {n[CONSENT_GIVEN]:,} received it, "
            f"{n[CONSENT_REFUSED]:,} {'was' if n[CONSENT_REFUSED] == 1 else 'were'} refused, {waiting:,} still waited."
        )
    if n[VOIDED]:
        text += f" Courts voided {words.many(n[VOIDED], 'act')} done without authority."
    return text
