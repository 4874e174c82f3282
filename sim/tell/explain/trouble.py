"""What was wrong with an act, whether it was detected or surfaced, or what was left undone; and what followed."""

import math

import numpy as np

from sim.model.instruments import FINDERS
from sim.model.records import (
    BY_SANCTION,
    CAPTURE,
    CENTRAL,
    CONSULT,
    CONTRADICTION,
    CRISIS_LOST,
    LAPSED,
    MISJUDGED,
    OVERREACH,
    PRIVATE_HARM,
    ROGUE,
    SANCTIONED,
    UNAUTHORISED,
    VITAL_LAPSE,
)
from sim.model.rules import counterpart, incidents, ministry, oversight
from sim.tell.explain import law, words
from sim.tell.explain.course import Entry
from sim.tell.explain.decade import Decade


def earlier(decade: Decade, i: int) -> list[int]:
    """The acts with the same counterpart in the same domain concluded before this one, in that order."""
    acts, table, issue = decade.acts, decade.issues, decade.issues[i]
    before = acts[: int(np.flatnonzero(acts == i)[0])]
    return before[(table.counterpart[before] == issue.counterpart) & (table.domain[before] == issue.domain)].tolist()


def promised(decade: Decade, i: int) -> float:
    """The mean standing commitment when the act was concluded: as the week began, and then act by act."""
    tick = decade.settled(i)
    moment = decade.moment(tick)
    w = moment.replace(commitments=moment.commitments.copy())
    for k in earlier(decade, i):
        if decade.settled(k) == tick:
            counterpart.commit(w, k)
    return float(w.commitments["position"][decade.pair(i)])


def contradiction(decade: Decade, i: int) -> str:
    issue, given, country = decade.issues[i], decade.given, decade.country(decade.issues[i].counterpart)
    mean = promised(decade, i)
    before = earlier(decade, i)
    number = len(before)
    acts = [
        f"issue {k} ({decade.how(k, decade.issues[k].channel)}, {decade.day(decade.issues[k].closed)}, "
        f"{signed_from(decade, i, decade.issues[k].agreed)})"
        for k in before[:-4:-1]
    ]
    last = (
        f" The most recent were {words.listed(acts)}."
        if len(acts) > 1
        else f" The most recent was {acts[0]}."
        if acts
        else ""
    )
    net = counterpart.as_promised(decade.world, i)
    excused = (
        f", or {signed_from(decade, i, net)} without what {country} accepts of the local difference,"
        if given.allowance > 0.0
        else ""
    )
    return (
        f"This contradicted existing commitments: those to {country} in {decade.domain(issue.domain)} ({number} so "
        "far) averaged "
        f"{signed_from(decade, i, mean)} and this one is {signed_from(decade, i, issue.agreed)}{excused} (from the "
        f"line, + towards {country}): "
        f"{issue.gap:.2f} sd apart, of which {given.tolerance:g} is tolerated.{last}"
    )


def at_odds(decade: Decade, i: int) -> str:
    """Two departments that say different things in one act."""
    issue, given = decade.issues[i], decade.given
    return (
        f"Its two parts contradicted each other: those of two departments were {abs(issue.rift):.2f} sd apart, which "
        f"counts as {ministry.strain(decade.world, i):.2f}, of which {given.tolerance:g} is tolerated."
    )


def signed_from(decade: Decade, i: int, position: float) -> str:
    """Distance from the line of that day, + towards the counterpart."""
    line = decade.issues[i].line
    return words.signed((position - line) * (1.0 if decade.ideal(i) >= line else -1.0))


def kind(decade: Decade, i: int) -> str:
    """The kind of problem and why the act has it."""
    issue, given, what = decade.issues[i], decade.given, decade.issues[i].incident
    actor = decade.actor(issue.locality)
    if what == CONTRADICTION:
        return contradiction(decade, i) if issue.contradicts else at_odds(decade, i)
    if what == MISJUDGED:
        away = incidents.stray(decade.world, i)
        return (
            f"This was misjudged: {away:.2f} sd from what the line and local conditions called for, of which "
            f"{given.leeway:g} is tolerated."
        )
    if what == OVERREACH:
        by_department = issue.channel in (CENTRAL, CONSULT)
        who = decade.department(decade.world.domains["department"][issue.domain]) if by_department else actor
        beyond = "the line" if by_department else "its mandate"
        return (
            f"{words.upper(who)} went beyond {beyond}: its own wishes moved the text by "
            f"{incidents.own_will(decade.world, i):.2f} sd, of which {given.leeway:g} is tolerated."
        )
    if what == UNAUTHORISED:
        hidden = incidents.hidden_stakes(decade.under(decade.settled(i)))
        stakes = f" Because it had to be hidden, the stakes were {hidden:.2f} times as high." if hidden > 1 else ""
        risk = words.percent(incidents.risk_of_harm(decade.world, issue.channel))
        return f"Nobody had authorised it, and it gave offence, as {risk} of such acts do.{stakes}"
    if what == CAPTURE:
        drift = decade.moment(decade.settled(i)).subnationals["drift"][issue.locality]
        return (
            f"{words.upper(actor)} was captured: rivals had shifted its preferences by {drift:.2f} sd on average ("
            f"{given.capture_threshold:g} or more counts as captured), and its own wishes moved the text by "
            f"{incidents.own_will(decade.world, i):.2f} sd, of which {given.leeway:g} is tolerated."
        )
    if what == PRIVATE_HARM:
        risk = incidents.risk_of_harm(decade.world, issue.channel)
        return f"It did harm, as {words.percent(risk)} of such acts do."
    if what == VITAL_LAPSE:
        return f"A vital issue lapsed (vitality {issue.vitality:.2f}; vital is {given.vital_threshold:g} or more)."
    return "The crisis got out of hand." if what == CRISIS_LOST else ""


def besides(decade: Decade, i: int) -> str:
    """That the act was misjudged too, where another fault names it."""
    away = incidents.stray(decade.world, i)
    if decade.issues[i].incident in (MISJUDGED, CONTRADICTION) or away <= decade.given.leeway:
        return ""
    return f" It was misjudged, too: {away:.2f} sd from what the line and local conditions called for."


def discovery(decade: Decade, i: int) -> Entry:
    """The centre learned of it in time, and what it did."""
    issue = decade.issues[i]
    due = f", before it would have surfaced on {decade.day(issue.surfaces)}" if math.isfinite(issue.surfaces) else ""
    text = f"The centre detected the problem through {FINDERS[issue.found_by].found}{due}."
    if any(event.kind == SANCTIONED for event in decade.events(i)):
        text += f" {sanction(decade, i)}"
    if issue.remedied < math.inf and not decade.within(issue.remedied):
        text += " The oversight desk had not yet corrected it when the run ended."
    elif math.isinf(issue.remedied):
        idle = decade.regime(decade.tick(issue.detected)).desk_rate <= 0.0
        nobody = "corrected such acts at the time" if decade.changes else "corrects such acts under this policy"
        text += f" Nobody {nobody}." if idle else " The oversight desk was too busy to correct it in time."
    return issue.detected, text


def breach(decade: Decade, i: int) -> Entry:
    """An act without a mandate that did no harm came to the centre's notice all the same."""
    issue = decade.issues[i]
    text = (
        f"The centre learned through {FINDERS[issue.found_by].found} that nobody had authorised it; no harm was done."
    )
    sanctioned = any(event.kind == SANCTIONED for event in decade.events(i))
    return issue.detected, f"{text} {sanction(decade, i)}" if sanctioned else text


def sanction(decade: Decade, i: int) -> str:
    issue, tick = decade.issues[i], decade.tick(decade.issues[i].detected)
    who = decade.firm(issue.private) if issue.channel >= ROGUE else decade.actor(issue.locality)
    strictness = decade.regime(tick).sanction
    what = "it was barred" if issue.channel >= ROGUE else "its mandate was suspended"
    stood = f"what was agreed stood (the probability of voiding it was {words.percent(strictness)})"
    voided = "what was agreed was voided" if issue.voided == BY_SANCTION else stood
    return (
        f"{words.upper(who)} was sanctioned (strictness {strictness:.2f}): {what} for "
        f"{words.weeks(oversight.suspension(decade.under(tick)))}, and {voided}."
    )


def surfacing(decade: Decade, i: int) -> Entry:
    issue = decade.issues[i]
    text = (
        f"It surfaced: {words.KIND[issue.incident]}, severity {issue.severity:.2f}. Legitimacy fell by "
        f"{oversight.legitimacy_lost(decade.world, i):.4f}"
    )
    held = not law.voided_before(decade, i, issue.surfaced) and counterpart.delivers(decade.under(decade.settled(i)), i)
    text += f"; {decade.country(issue.counterpart)} saw a commitment broken." if held else "."
    if issue.surfaced < issue.found < math.inf:
        when = f"on {decade.day(issue.found)}" if decade.within(issue.found) else "only after the run had ended"
        text += f" The centre would have detected it through {FINDERS[issue.found_by].found} {when}."
    return issue.surfaced, f"{text} {led_to(decade, i)}"


def led_to(decade: Decade, i: int) -> str:
    """Whether a crisis came of it."""
    chance, children = oversight.chance_of_crisis(decade.world, i), decade.children(i)
    if children:
        return f"It led to a crisis: issue {children[0]} (probability {words.percent(chance)})."
    return f"It did not lead to a crisis (probability of one: {words.percent(chance)})."


def omission(decade: Decade, i: int) -> Entry:
    """What was left undone, and what it cost."""
    issue = decade.issues[i]
    text = (
        f"{kind(decade, i)} Severity {issue.severity:.2f}. Everybody saw it: legitimacy fell by "
        f"{oversight.legitimacy_lost(decade.world, i):.4f}."
    )
    return issue.closed, text if issue.incident == VITAL_LAPSE else f"{text} {led_to(decade, i)}"


def aftermath(decade: Decade, i: int) -> list[Entry]:
    """From the conclusion of the act onwards."""
    issue = decade.issues[i]
    if issue.stage == LAPSED:
        return [omission(decade, i)] if issue.incident > 0 else []
    if issue.incident <= 0:
        return [breach(decade, i)] if decade.within(issue.detected) else []
    told = [(issue.closed, f"{kind(decade, i)}{besides(decade, i)} Severity {issue.severity:.2f}.")]
    if decade.within(issue.detected):
        told.append(discovery(decade, i))
    if decade.within(issue.remedied):
        told.append((issue.remedied, "The oversight desk corrected it quietly."))
    if decade.within(issue.surfaced):
        told.append(surfacing(decade, i))
    elif not decade.within(issue.detected):
        told[0] = (
            issue.closed,
            f"{told[0][1]} It was never detected: the problem was still latent when the run ended.",
        )
    return told
