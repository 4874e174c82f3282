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
def remember(given, counterpart, kept):
    """Count one promise kept or broken, letting earlier ones fade."""
    counterpart.kept = given.forgetting * counterpart.kept + (1.0 if kept else 0.0)
    counterpart.broken = given.forgetting * counterpart.broken + (0.0 if kept else 1.0)


@rule
def choose(given, issues, commitments, counterpart, i, n_domains):
    """The offer the counterpart considers on issue i: channel, position, and since when it lies there (-1 if none)."""
    issue = issues[i]
    ideal = commitments[issue.counterpart * n_domains + issue.domain].ideal
    channel, position, since, best = -1, 0.0, math.inf, math.inf
    if issue.stage == TABLED:
        channel, position, since, best = issue.route, issue.position, issue.tabled, abs(issue.position - ideal)
        if counterpart.rival == 0:
            return channel, position, since
    if issue.venture > 0 and issue.venture_ready < given.then:
        away = abs(issue.venture_position - ideal)
        if away < best:
            channel, position, since, best = issue.venture, issue.venture_position, issue.venture_ready, away
    if issue.entry > 0 and issue.entry_ready < given.then:
        away = abs(issue.entry_position - ideal)
        if away < best:
            channel, position, since = issue.entry, issue.entry_position, issue.entry_ready
    return channel, position, since


@rule
def take_stock(given, counterpart):
    """The part of x that is the same for every offer of the week."""
    counterpart.mood = given.agree_base + given.agree_alignment * counterpart.alignment
    counterpart.mood += given.agree_trust * (trust(counterpart) - 0.5) - given.exposure * given.transparency


@rule
def readiness_to_agree(
    given, issues, commitments, departments, subnationals, domains, counterpart, i, channel, position
):
    """x above: the log-odds of agreeing within a week."""
    issue = issues[i]
    ideal = commitments[issue.counterpart * domains.shape[0] + issue.domain].ideal
    x = counterpart.mood - given.agree_distance * abs(position - ideal)
    if channel == CENTRAL or channel == CONSULT or channel == JOINT:
        skill = departments[domains[issue.domain].department].skill
    elif channel >= ROGUE:
        skill = given.skill
    else:
        skill = subnationals[issue.locality].skill
    x += given.agree_skill * skill
    if channel == MANDATE:
        x -= given.agree_rank + given.verification * (1.0 - given.registry)
    elif channel == JOINT or channel == LICENSED:
        x -= given.verification * (1.0 - given.registry)
    elif channel != CENTRAL and channel != CONSULT:
        x -= given.agree_rank + given.verification
    return x


@rule
def agrees(given, issues, commitments, departments, subnationals, domains, counterpart, i, channel, position, since):
    """When, this tick, the counterpart agrees to the offer; inf if it does not."""
    start = max(given.now, since)
    if given.bargaining <= 0.0:
        return start if start < issues[i].deadline else math.inf
    x = readiness_to_agree(
        given, issues, commitments, departments, subnationals, domains, counterpart, i, channel, position
    )
    hazard = max(log(1.0 + exp(x)), 1e-12) / given.bargaining
    issue = issues[i]
    if issue.reluctance < 0.0:
        issue.reluctance = draws.exponential(draws.uniform(given, draws.RELUCTANCE, issue.uid, 0, 0))
    when = start + issue.reluctance / hazard
    if when < given.then and when < issue.deadline:
        return when
    issue.reluctance = max(issue.reluctance - hazard * (given.then - start), 0.0)
    return math.inf


@rule
def conclude(given, issues, commitments, domains, counterpart, i, channel, position, when):
    """Agree, compare with what stands, remember, and count whether the promise is delivered."""
    issue = issues[i]
    standing = commitments[issue.counterpart * domains.shape[0] + issue.domain]
    issue.stage, issue.closed, issue.channel, issue.agreed = CONCLUDED, when, channel, position
    issue.line = domains[issue.domain].line
    if standing.count > 0.0:
        issue.had_standing = 1
        issue.gap = abs(position - standing.position)
        issue.contradicts = 1 if issue.gap > given.tolerance else 0
    standing.count = min(standing.count + 1.0, given.standing)
    standing.position += (position - standing.position) / standing.count
    u = draws.uniform(given, draws.DELIVERY, issue.uid, 0, 0)
    issue.kept = 1 if u >= given.default_kept else 0
    remember(given, counterpart, issue.kept == 1)
    issue.next_tray = counterpart.concluded
    counterpart.concluded = i


@rule
def pursue(given, issues, commitments, departments, subnationals, domains, counterpart, i):
    """Take up issue i this tick; whether it was concluded."""
    channel, position, since = choose(given, issues, commitments, counterpart, i, domains.shape[0])
    if channel < 0:
        return False
    when = agrees(
        given, issues, commitments, departments, subnationals, domains, counterpart, i, channel, position, since
    )
    if math.isinf(when):
        return False
    conclude(given, issues, commitments, domains, counterpart, i, channel, position, when)
    return True


@rule
def clear_table(issues, counterpart):
    """Drop settled issues from the table."""
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
def court(given, subnationals, domains, commitments, preferences, tables, counterpart, c):
    """A rival picks the actor it will court this week: of eight it looks at, each over a matter such as arise, the one
    with the weakest tie to the centre and the most sympathetic preferences."""
    n_domains = domains.shape[0]
    counterpart.target = -1
    if counterpart.rival == 0 or given.courtship <= 0.0:
        return
    best = -1.0
    for k in range(8):
        u, v = draws.pair(given, draws.COURT, counterpart.uid, int(given.now), k)
        j = draws.look_up(tables.locality, tables.locality_guide, u)
        d = draws.look_up(tables.domain, tables.domain_guide, v)
        away = abs(preferences[j * n_domains + d] - commitments[c * n_domains + d].ideal)
        score = (1.0 - subnationals[j].trust) * (1.0 - subnationals[j].liaison) * exp(-away)
        if score > best:
            best, counterpart.target = score, j


@rule
def meet(given, issues, commitments, departments, subnationals, domains, preferences, tables, counterpart, c):
    """Phase 6 for one counterpart."""
    take_stock(given, counterpart)
    i = counterpart.table
    while i >= 0:
        following = issues[i].next_table
        if issues[i].stage < CONCLUDED:
            pursue(given, issues, commitments, departments, subnationals, domains, counterpart, i)
        i = following
    clear_table(issues, counterpart)
    court(given, subnationals, domains, commitments, preferences, tables, counterpart, c)
