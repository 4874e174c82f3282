"""Foreign governments: whom they deal with, when they agree, what they remember, whom they court.

    P(agree within a week) = logistic(x),  i.e. an agreement hazard of ln(1 + e^x) a week,
    x = b0 + ba alignment + bT (trust - 1/2) + bs skill - bx |y - Q_cd| - discounts for who is asking
Trust is a Beta(1,1) belief over kept and broken promises, with forgetting: (1 + kept) / (2 + kept + broken).
A rival takes the offer nearest its own ideal (forum shopping); others take the official one while there is one.
"""

import math

from sim.model import draws
from sim.model.compiled import rule, step
from sim.model.elementary import exp, log
from sim.model.records import CENTRAL, CONCLUDED, CONSULT, JOINT, LICENSED, MANDATE, ROGUE, TABLED


@rule
def trust(counterpart):
    """Belief that this country keeps its word."""
    return (1.0 + counterpart.kept) / (2.0 + counterpart.kept + counterpart.broken)


@rule
def remember(w, c, kept):
    """Count one promise kept or broken, letting earlier ones fade."""
    given, counterpart = w.given[0], w.counterparts[c]
    counterpart.kept = given.forgetting * counterpart.kept + (1.0 if kept else 0.0)
    counterpart.broken = given.forgetting * counterpart.broken + (0.0 if kept else 1.0)


@rule
def choose(w, i):
    """The offer the counterpart considers on issue i: channel, position, and since when it lies there (-1 if none)."""
    issue, then = w.issues[i], w.clock[0].then
    ideal = w.commitments[issue.counterpart * w.domains.shape[0] + issue.domain].ideal
    channel, position, since, best = -1, 0.0, math.inf, math.inf
    if issue.stage == TABLED:
        channel, position, since, best = issue.route, issue.position, issue.tabled, abs(issue.position - ideal)
        if w.counterparts[issue.counterpart].rival == 0:
            return channel, position, since
    if issue.venture > 0 and issue.venture_ready < then:
        away = abs(issue.venture_position - ideal)
        if away < best:
            channel, position, since, best = issue.venture, issue.venture_position, issue.venture_ready, away
    if issue.entry > 0 and issue.entry_ready < then:
        away = abs(issue.entry_position - ideal)
        if away < best:
            channel, position, since = issue.entry, issue.entry_position, issue.entry_ready
    return channel, position, since


@rule
def take_stock(w, c):
    """The part of x that is the same for every offer of the week."""
    given, counterpart = w.given[0], w.counterparts[c]
    counterpart.mood = given.agree_base + given.agree_alignment * counterpart.alignment
    counterpart.mood += given.agree_trust * (trust(counterpart) - 0.5) - given.exposure * w.regime[0].transparency


@rule
def readiness_to_agree(w, i, channel, position):
    """x above: the log-odds of agreeing within a week."""
    given, registry, issue = w.given[0], w.regime[0].registry, w.issues[i]
    ideal = w.commitments[issue.counterpart * w.domains.shape[0] + issue.domain].ideal
    x = w.counterparts[issue.counterpart].mood - given.agree_distance * abs(position - ideal)
    if channel == CENTRAL or channel == CONSULT or channel == JOINT:
        skill = w.departments[w.domains[issue.domain].department].skill
    elif channel >= ROGUE:
        skill = given.skill
    else:
        skill = w.subnationals[issue.locality].skill
    x += given.agree_skill * skill
    if channel == MANDATE:
        x -= given.agree_rank + given.verification * (1.0 - registry)
    elif channel == JOINT or channel == LICENSED:
        x -= given.verification * (1.0 - registry)
    elif channel != CENTRAL and channel != CONSULT:
        x -= given.agree_rank + given.verification
    return x


@rule
def agrees(w, i, channel, position, since):
    """When, this tick, the counterpart agrees to the offer; inf if it does not."""
    given, clock, issue = w.given[0], w.clock[0], w.issues[i]
    start = max(clock.now, since)
    if given.bargaining <= 0.0:
        return start if start < issue.deadline else math.inf
    hazard = max(log(1.0 + exp(readiness_to_agree(w, i, channel, position))), 1e-12) / given.bargaining
    if issue.reluctance < 0.0:
        issue.reluctance = draws.exponential(draws.uniform(given, draws.RELUCTANCE, issue.uid, 0, 0))
    when = start + issue.reluctance / hazard
    if when < clock.then and when < issue.deadline:
        return when
    issue.reluctance = max(issue.reluctance - hazard * (clock.then - start), 0.0)
    return math.inf


@rule
def conclude(w, i, channel, position, when):
    """Agree, compare with what stands, remember, and count whether the promise is delivered."""
    given, issue = w.given[0], w.issues[i]
    standing = w.commitments[issue.counterpart * w.domains.shape[0] + issue.domain]
    issue.stage, issue.closed, issue.channel, issue.agreed = CONCLUDED, when, channel, position
    issue.line = w.domains[issue.domain].line
    if standing.count > 0.0:
        issue.had_standing = 1
        issue.gap = abs(position - standing.position)
        issue.contradicts = 1 if issue.gap > given.tolerance else 0
    standing.count = min(standing.count + 1.0, given.standing)
    standing.position += (position - standing.position) / standing.count
    u = draws.uniform(given, draws.DELIVERY, issue.uid, 0, 0)
    issue.kept = 1 if u >= w.regime[0].default_kept else 0
    remember(w, issue.counterpart, issue.kept == 1)
    issue.next_tray = w.counterparts[issue.counterpart].concluded
    w.counterparts[issue.counterpart].concluded = i


@rule
def pursue(w, i):
    """Take up issue i this tick; whether it was concluded."""
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
    """Drop settled issues from the table."""
    issues, counterpart = w.issues, w.counterparts[c]
    before, i = -1, counterpart.table
    while i >= 0:
        following = issues[i].next_table
        if issues[i].stage >= CONCLUDED:
            if before < 0:
                counterpart.table = following
            else:
                issues[before].next_table = following
        else:
            before = i
        i = following


@step
def court(w, c):
    """A rival picks the actor it will court this week: of eight it looks at, each over a matter such as arise, the one
    with the weakest tie to the centre and the most sympathetic preferences."""
    given, counterpart, n_domains = w.given[0], w.counterparts[c], w.domains.shape[0]
    counterpart.target = -1
    if counterpart.rival == 0 or given.courtship <= 0.0:
        return
    best = -1.0
    for k in range(8):
        u, v = draws.pair(given, draws.COURT, counterpart.uid, int(w.clock[0].now), k)
        j = draws.look_up(w.locality_cdf, w.locality_guide, u)
        d = draws.look_up(w.domain_cdf, w.domain_guide, v)
        away = abs(w.preferences[j * n_domains + d] - w.commitments[c * n_domains + d].ideal)
        score = (1.0 - w.subnationals[j].trust) * (1.0 - w.subnationals[j].liaison) * exp(-away)
        if score > best:
            best, counterpart.target = score, j


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
    clear_table(w, c)
    court(w, c)
