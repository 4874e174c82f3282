"""What arises: the docket of a decade, drawn before any government acts.

Routine issues: a Poisson process of rate Λ(t) = Λ0 (1+g)^(t/52), made by mapping the k-th arrival of a unit-rate
process through the inverse of ∫Λ, so issue k is the same matter whatever the growth, the tick or the policy.
Crises: a second such stream of rate crisis_share Λ(t), each crisis opening Poisson(η) more after exponential delays
(Hawkes 1971; mean cluster size 1/(1-η)).
"""

import math

import numpy as np

from sim.model import draws
from sim.model.compiled import drive, rule, step
from sim.model.elementary import log
from sim.model.records import BORN, DUE, OPENED

_CRISIS = 1 << 30  # identities: routine issues count from 0, crises from here, what is born in a run lies above 2^31


@rule
def arrival_time(given, total):
    """When the integrated rate reaches `total`: t = 52/ln(1+g) ln(1 + total ln(1+g)/(52 Λ0)); total/Λ0 if g = 0."""
    r = given.log_growth
    if r == 0.0:
        return total / given.arrival_rate
    return log(1.0 + total * r / given.arrival_rate) / r


@drive
def draw_crises(given, times, uids):
    """Fill times and identities of the self-exciting stream, unsorted; returns how many (at most the room given)."""
    n, total, k = 0, 0.0, 0
    if given.crisis_share <= 0.0:
        return 0
    while n < times.shape[0]:
        total += draws.exponential(draws.uniform(given, draws.CRISIS, k, 0, 0)) / given.crisis_share
        t = arrival_time(given, total)
        if t >= given.weeks:
            break
        times[n], uids[n] = t, _CRISIS + k
        n += 1
        k += 1
    parent = 0
    while parent < n:
        many = draws.poisson(draws.uniform(given, draws.OFFSPRING, uids[parent], 0, 0), given.excitation)
        for j in range(many):
            uid = draws.child_uid(given, uids[parent], j)
            t = times[parent] + given.excitation_time * draws.exponential(
                draws.uniform(given, draws.OFFSPRING, uids[parent], 0, j + 1)
            )
            if t < given.weeks and n < times.shape[0]:
                times[n], uids[n] = t, uid
                n += 1
        parent += 1
    return n


@rule
def draw_issue(given, issues, i, uid, crisis, opened, domain, counterpart, locality, departments, domains, tables):
    """Fill row i: how vital, how much work, how long its window, what the right local answer is, who must clear it."""
    issue = issues[i]
    issue.uid, issue.opened, issue.crisis, issue.stage = uid, opened, crisis, DUE
    issue.domain, issue.counterpart, issue.locality = domain, counterpart, locality
    u_rank, u_work = draws.pair(given, draws.TASK, uid, 0, 0)
    u_window, u_shock = draws.pair(given, draws.WINDOW, uid, 0, 0)
    u_restraint, u_notice = draws.pair(given, draws.NOTICE, uid, 0, 0)
    mean = given.mean_work
    window = domains[domain].window * given.window
    if crisis > 0:
        issue.rank, issue.vitality, issue.priority = 1.0, 0.8 + 0.2 * u_rank, 0
        mean *= given.crisis_work
        window = given.crisis_window if given.window > 0.0 else 0.0
    else:
        # The rank of an issue within its domain is the uniform behind its vitality: v = F_d^-1(rank).
        place = u_rank * (tables.vitality.shape[1] - 1)
        k = int(place)
        low = tables.vitality[domain, k]
        issue.rank, issue.vitality = u_rank, low + (place - k) * (tables.vitality[domain, k + 1] - low)
        issue.priority = 1 if issue.vitality >= given.vital_threshold else 2
    if given.priorities <= 0.0:
        issue.priority = 2
    issue.work = mean * draws.gamma(given, given.work_shape, uid, u_work)
    issue.deadline = opened + window * draws.exponential(u_window) if window > 0.0 else math.inf
    issue.omega = domains[domain].local_sd * draws.normal(u_shock)
    issue.restraint = draws.exponential(u_restraint)
    issue.private = -1
    last = tables.private.shape[1] - 1
    if u_notice < given.reach and tables.private[domain, last] > 0.0:
        issue.private = draws.pick(tables.private[domain], u_notice / given.reach)
    issue.clearances = 0
    for e in range(departments.shape[0]):
        chance = tables.clearance[domain, e] * given.clearance
        if chance > 0.0:
            u = draws.uniform(given, draws.CLEARANCE, uid, 0, departments[e].uid)
            issue.clearances |= np.int64(u < chance) << e
    issue.parent = -1


@rule
def draw_place(given, uid, k, tables):
    """A uniform to spare, and the domain, counterpart and locality of an issue by the scenario's weights."""
    u_spare, u_domain = draws.pair(given, draws.ISSUE, uid, 0, k)
    u_counterpart, u_locality = draws.pair(given, draws.PLACE, uid, 0, k)
    return (
        u_spare,
        draws.look_up(tables.domain, tables.domain_guide, u_domain),
        draws.look_up(tables.counterpart, tables.counterpart_guide, u_counterpart),
        draws.look_up(tables.locality, tables.locality_guide, u_locality),
    )


@step
def draw_docket(given, issues, departments, domains, tables, crises, uids):
    """Draw every issue the world sends, in order of opening, among them the crises at the times and with the
    identities given, sorted; returns how many, or -1 if the rows do not suffice."""
    room = issues.shape[0]
    n, c, k = 0, 0, 0
    u, d, q, j = draw_place(given, 0, 0, tables)
    total = draws.exponential(u)
    t = arrival_time(given, total)
    while True:
        crisis = c < crises.shape[0] and crises[c] < t
        when = crises[c] if crisis else t
        if when >= given.weeks:
            return n
        if n >= room:
            return -1
        if crisis:
            _, cd, cq, cj = draw_place(given, uids[c], 0, tables)
            draw_issue(given, issues, n, uids[c], 1, when, cd, cq, cj, departments, domains, tables)
            c += 1
        else:
            draw_issue(given, issues, n, k, 0, when, d, q, j, departments, domains, tables)
            k += 1
            u, d, q, j = draw_place(given, k, 0, tables)
            total += draws.exponential(u)
            t = arrival_time(given, total)
        n += 1


@step
def give_birth(given, issues, federal, parent, chance, departments, domains, tables, events):
    """A lost crisis or surfaced incident may open a crisis with the same counterpart, domain and locality."""
    old = issues[parent]
    if draws.uniform(given, draws.SPAWN, old.uid, 0, 0) >= chance:
        return
    i = federal.rows
    if i >= issues.shape[0]:
        federal.overflow = 1
        return
    uid = draws.child_uid(given, old.uid, 255)
    draw_issue(
        given, issues, i, uid, 2, given.then, old.domain, old.counterpart, old.locality, departments, domains, tables
    )
    issues[i].parent = parent
    federal.rows += 1
    federal.born += 1
    note(federal, events, given.then, BORN, i, parent, 0.0)


@rule
def put_due(given, issues, due, i):
    """Remember in which tick the window of issue i closes."""
    if issues[i].deadline < given.weeks:
        bucket = max(int(issues[i].deadline / given.dt), given.tick)
        issues[i].next_due = due[bucket]
        due[bucket] = i


@rule
def admit(given, issues, federal, subnationals, privates, due, events, i):
    """Open issue i, with nothing done on it yet: its locality and whoever else noticed it see it from now on."""
    issue = issues[i]
    issue.holder = issue.desk = issue.channel = -1
    issue.route = issue.venture = issue.entry = issue.on_table = issue.redrafts = 0
    issue.kept = issue.contradicts = issue.had_standing = issue.ruled = 0
    issue.incident = issue.voided = issue.watched = issue.pending = 0
    issue.waited = issue.task = issue.position = issue.returns = issue.venture_position = issue.entry_position = 0.0
    issue.agreed = issue.line = issue.gap = issue.severity = 0.0
    issue.caution = issue.reluctance = -1.0
    issue.next_queue = issue.next_local = issue.next_private = issue.next_table = -1
    issue.next_due = issue.next_watch = issue.next_tray = issue.next_alone = issue.next_entry = -1
    issue.started = issue.ready = issue.tabled = issue.closed = issue.joined = math.inf
    issue.venture_at = issue.venture_ready = issue.entry_at = issue.entry_ready = math.inf
    issue.detected = issue.remedied = issue.surfaces = issue.surfaced = math.inf
    issue.next_local = subnationals[issue.locality].home
    subnationals[issue.locality].home = i
    if issue.private >= 0:
        issue.next_private = privates[issue.private].openings
        privates[issue.private].openings = i
    put_due(given, issues, due, i)
    federal.open += 1
    federal.opened += 1
    note(federal, events, issue.opened, OPENED, i, issue.locality, issue.vitality)


@rule
def note(federal, events, time, kind, issue, actor, value):
    """Write one line of the log, if one is kept."""
    k = federal.events
    if k < events.shape[0]:
        event = events[k]
        event.time, event.kind, event.issue, event.actor, event.value = time, kind, issue, actor, value
        federal.events = k + 1
