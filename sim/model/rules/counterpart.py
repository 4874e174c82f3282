"""Foreign governments: whom they deal with, when they agree, what they remember.

    P(agree within a week) = logistic(x),  i.e. an agreement hazard of ln(1 + e^x) a week,
    x = b0 + ba alignment + bT (trust - 1/2) + bs skill - bx |y - Q_cd| - discounts for who is asking
where trust is as belief.py has it, and what the record of who makes the offer adds to it.
A rival takes the offer nearest its own ideal (forum shopping); others take the official one while there is one.
"""

import math

from sim.model import draws
from sim.model.compiled import rule
from sim.model.elementary import exp, log
from sim.model.records import (
    AT_CONSENT,
    CENTRAL,
    CONCLUDED,
    CONSULT,
    FLARE_UP,
    JOINT,
    LICENSED,
    LOCALS,
    MANDATE,
    ROGUE,
    SPAWNED,
    SPEAKERS,
    TABLED,
)
from sim.model.rules import law
from sim.model.rules.belief import credit, remember, row_of, speaker, trust
from sim.model.rules.courtship import court
from sim.model.rules.embassy import take_up
from sim.model.rules.knowledge import pair


@rule
def distance(w, i, position):
    """|y - Q_cd| above."""
    return abs(position - w.commitments[pair(w, i)].ideal)


@rule
def choose(w, i):
    """The offer the counterpart considers on issue i: channel, position, and since when it lies there (-1 if none)."""
    issue, then = w.issues[i], w.clock[0].then
    channel, position, since, best = -1, 0.0, math.inf, math.inf
    if issue.stage == TABLED:
        channel, position, since, best = issue.route, issue.position, issue.tabled, distance(w, i, issue.position)
        if w.counterparts[issue.counterpart].rival == 0:
            return channel, position, since
    if issue.venture > 0 and issue.venture_ready < then:
        away = distance(w, i, issue.venture_position)
        if away < best:
            channel, position, since, best = issue.venture, issue.venture_position, issue.venture_ready, away
    if issue.entry > 0 and issue.entry_ready < then:
        away = distance(w, i, issue.entry_position)
        if away < best:
            channel, position, since = issue.entry, issue.entry_position, issue.entry_ready
    return channel, position, since


@rule
def mood_terms(w, c):
    """The terms of x that are the same for every offer of the week: base, alignment, trust, what openness costs."""
    given, counterpart = w.given[0], w.counterparts[c]
    aligned, trusted = given.agree_alignment * counterpart.alignment, given.agree_trust * (trust(w, c) - 0.5)
    return given.agree_base, aligned, trusted, -given.exposure * w.regime[0].transparency


@rule
def take_stock(w, c):
    """Remember the sum of these, and the credit of each kind of speaker."""
    base, aligned, trusted, exposed = mood_terms(w, c)
    w.counterparts[c].mood = base + aligned + (trusted + exposed)
    for who in range(len(SPEAKERS)):
        w.reputations[row_of(c, who)].credit = credit(w, c, who)


@rule
def skill_behind(w, i, channel):
    """Skill of who speaks in this channel: the department that owns the domain, the actor, or neither."""
    issue = w.issues[i]
    if channel == CENTRAL or channel == CONSULT or channel == JOINT:
        return w.departments[w.domains[issue.domain].department].skill
    return w.given[0].skill if channel >= ROGUE else w.subnationals[issue.locality].skill


@rule
def is_no_peer(w, i, channel):
    """Whether who speaks is of another rank than the partner in issue i: a mayor before a government, a minister before
    a mayor; a private actor before either, if it speaks for nobody."""
    if w.issues[i].twin > 0 and channel != ROGUE:
        return channel == CENTRAL or channel == CONSULT
    return channel == ROGUE or speaker(channel) == LOCALS


@rule
def offer_terms(w, i, channel, position):
    """The terms of x that an offer adds: distance, skill, another rank than the partner's, doubt who may speak."""
    given, registry = w.given[0], w.regime[0].registry
    far, skilled = given.agree_distance * distance(w, i, position), given.agree_skill * skill_behind(w, i, channel)
    rank = doubt = 0.0
    if channel != CENTRAL and channel != CONSULT:
        listed = channel == MANDATE or channel == JOINT or channel == LICENSED
        doubt = given.verification * (1.0 - registry) if listed else given.verification
    if is_no_peer(w, i, channel):
        rank = given.agree_rank
    return -far, skilled, -rank, -doubt


@rule
def readiness_to_agree(w, i, channel, position):
    """x above: the log-odds of agreeing within a week."""
    c = w.issues[i].counterpart
    far, skilled, rank, doubt = offer_terms(w, i, channel, position)
    believed = w.counterparts[c].mood + w.reputations[row_of(c, speaker(channel))].credit
    return believed + far + skilled + (rank + doubt)


@rule
def hazard(w, i, channel, position):
    """Of agreement, a week, if bargaining takes time; talks on some matters are longer than on others."""
    talks = w.given[0].bargaining * talks_on(w, i)
    return max(log(1.0 + exp(readiness_to_agree(w, i, channel, position))), 1e-12) / talks


@rule
def talks_on(w, i):
    """How long talks on issue i take relative to others; a flare-up leaves no time for more."""
    short = w.issues[i].crisis == FLARE_UP or w.issues[i].crisis == SPAWNED
    return 1.0 if short else w.domains[w.issues[i].domain].talks


@rule
def agrees(w, i, channel, position, since):
    """When, this tick, the counterpart agrees to the offer; inf if it does not."""
    given, clock, issue = w.given[0], w.clock[0], w.issues[i]
    start = max(clock.now, since)
    if given.bargaining <= 0.0:
        return start if start < issue.deadline else math.inf
    rate = hazard(w, i, channel, position)
    if issue.reluctance < 0.0:
        issue.reluctance = draws.exponential(draws.uniform(given, draws.RELUCTANCE, issue.uid, 0, 0))
    when = start + issue.reluctance / rate
    if when < clock.then and when < issue.deadline:
        return when
    issue.reluctance = max(issue.reluctance - rate * (clock.then - start), 0.0)
    return math.inf


@rule
def as_promised(w, i):
    """What was agreed on issue i as a counterpart holds it against other promises: net of the share of the local
    difference that it accepts, y - λ ω."""
    return w.issues[i].agreed - w.given[0].allowance * w.issues[i].omega


@rule
def commit(w, i):
    """Add what was agreed on issue i to what stands: a running mean that forgets, over at most `standing` promises."""
    standing = w.commitments[pair(w, i)]
    standing.count = min(standing.count + 1.0, w.given[0].standing)
    standing.position += (as_promised(w, i) - standing.position) / standing.count


@rule
def chance_to_fail(w, i):
    """Chance that what was agreed on issue i is not delivered; who acts by itself below the centre has its own."""
    by_itself = speaker(w.issues[i].channel) == LOCALS
    return w.regime[0].default_kept * (w.given[0].local_default if by_itself else 1.0)


@rule
def delivers(w, i):
    """Whether what was agreed on issue i is delivered."""
    return draws.uniform(w.given[0], draws.DELIVERY, w.issues[i].uid, 0, 0) >= chance_to_fail(w, i)


@rule
def enter_into_force(w, i, channel, position, when):
    """What was agreed stands: compare it with what stood before, remember, and count whether it is delivered."""
    given, issue = w.given[0], w.issues[i]
    standing = w.commitments[pair(w, i)]
    issue.stage, issue.closed, issue.channel, issue.agreed = CONCLUDED, when, channel, position
    if standing.count > 0.0:
        issue.had_standing = 1
        issue.gap = abs(as_promised(w, i) - standing.position)
        issue.contradicts = 1 if issue.gap > given.tolerance else 0
    commit(w, i)
    issue.kept = 1 if delivers(w, i) else 0
    remember(w, issue.counterpart, channel, issue.kept == 1)


@rule
def conclude(w, i, channel, position, when):
    """Agree; once only. What needs consent is signed and no more: its window stays open until that is decided."""
    issue = w.issues[i]
    if issue.stage >= CONCLUDED or law.is_signed(w, i):
        return
    issue.line = w.domains[issue.domain].line
    if law.needs_consent(w, i, channel):
        issue.desk, issue.agreed, issue.deadline = AT_CONSENT, position, math.inf
        issue.ready = when + law.time_to_consent(w, i)
    else:
        enter_into_force(w, i, channel, position, when)
    issue.next_tray = w.counterparts[issue.counterpart].concluded
    w.counterparts[issue.counterpart].concluded = i


@rule
def pursue(w, i):
    """Take up issue i this tick; whether it was agreed."""
    channel, position, since = choose(w, i)
    if channel < 0:
        return False
    when = agrees(w, i, channel, position, since)
    if math.isinf(when):
        return False
    conclude(w, i, channel, position, when)
    return True


@rule
def clear_table(w, c):
    """Drop what is settled or signed from the table."""
    issues, counterpart = w.issues, w.counterparts[c]
    before, i = -1, counterpart.table
    while i >= 0:
        following = issues[i].next_table
        if issues[i].stage >= CONCLUDED or law.is_signed(w, i):
            if before < 0:
                counterpart.table = following
            else:
                issues[before].next_table = following
        else:
            before = i
        i = following


@rule
def meet(w, c):
    """Phase 6 for one counterpart."""
    take_stock(w, c)
    i = w.counterparts[c].table
    while i >= 0:
        following = w.issues[i].next_table
        if w.issues[i].stage < CONCLUDED:
            pursue(w, i)
        i = following
    i = take_up(w, c)
    while i >= 0:
        pursue(w, i)
        i = take_up(w, c)
    clear_table(w, c)
    court(w, c)
