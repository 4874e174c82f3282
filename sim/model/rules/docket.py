"""What arises: the docket of a decade, drawn before any government acts.

Routine issues: a Poisson process of rate Λ(t) = Λ0 (1+g)^(t/52), made by mapping the k-th arrival of a unit-rate
process through the inverse of ∫Λ, so issue k is the same one whatever the growth, the tick or the policy.
Crises: a second such stream of rate crisis_share Λ(t), each crisis opening Poisson(η) more after exponential delays
(Hawkes 1971; mean cluster size 1/(1-η)).
International crises: a third, steady stream of `grave_rate` a year, each the work of many issues, open for months.
Opportunities: a fourth, of rate opportunity_share Λ(t), which only somebody close can see (`routing.is_seen`).
"""

import math

import numpy as np

from sim.model import draws
from sim.model.compiled import drive, rule, step
from sim.model.elementary import expm1, log
from sim.model.records import BORN, DUE, FLARE_UP, GRAVE, OPENED, SPAWNED, UNSEEN
from sim.model.rules import law
from sim.model.size import size

TWIN = draws.purpose("twin")
# Identities: routine issues count from 0; opportunities, international crises, issues of surges (each surge from a
# place of its own) and flare-ups from here; what is born in a run lies above 2^31.
CHANCES, GRAVES, SURGING, FLARE_UPS = 1 << 28, 1 << 29, (1 << 29) + (1 << 28), 1 << 30
SURGES, MOST_IN_SURGE = 1 << 12, 1 << 16


@rule
def crisis_kind(uid):
    """What kind of crisis the issue with this identity is, 0 for none."""
    if uid >= FLARE_UPS:
        return FLARE_UP
    return GRAVE if GRAVES <= uid < SURGING else 0


@rule
def arrival_time(given, total):
    """When the integrated rate reaches `total`: t = 52/ln(1+g) ln(1 + total ln(1+g)/(52 Λ0)); total/Λ0 if g = 0."""
    r = given.log_growth
    if abs(r) < 1e-9:  # the logarithm would lose its digits; t to second order in r
        steady = total / given.arrival_rate
        return steady - 0.5 * r * steady * steady
    return log(1.0 + total * r / given.arrival_rate) / r


@rule
def draw_grave(w, times, uids):
    """Fill times and identities of international crises, a Poisson process; returns how many."""
    given = w.given[0]
    n, t = 0, 0.0
    while given.grave_rate > 0.0 and n < times.shape[0]:
        t += 52.0 / given.grave_rate * draws.exponential(draws.uniform(given, draws.CRISIS, GRAVES + n, 0, 0))
        if t >= given.weeks:
            break
        times[n], uids[n] = t, GRAVES + n
        n += 1
    return n


@rule
def draw_chances(w, times, uids, n):
    """Fill times and identities of opportunities from the n-th on; returns how many there are then."""
    given = w.given[0]
    total, k = 0.0, 0
    while given.opportunity_share > 0.0 and n < times.shape[0]:
        u = draws.uniform(given, draws.CRISIS, CHANCES + k, 0, 0)
        total += draws.exponential(u) / given.opportunity_share
        t = arrival_time(given, total)
        if t >= given.weeks:
            break
        times[n], uids[n] = t, CHANCES + k
        n += 1
        k += 1
    return n


@drive
def draw_beside(w, times, uids):
    """Fill times and identities of what arises beside routine issues, unsorted: opportunities and both kinds of crises;
    returns how many (at most the room given)."""
    given = w.given[0]
    n, total, k = draw_chances(w, times, uids, draw_grave(w, times, uids)), 0.0, 0
    parent = n
    if given.crisis_share <= 0.0:
        return n
    while n < times.shape[0]:
        total += draws.exponential(draws.uniform(given, draws.CRISIS, k, 0, 0)) / given.crisis_share
        t = arrival_time(given, total)
        if t >= given.weeks:
            break
        times[n], uids[n] = t, FLARE_UPS + k
        n += 1
        k += 1
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
def arrivals(given, time):
    """The integrated rate at a time, ∫Λ = 52 Λ0 ((1+g)^(t/52) - 1)/ln(1+g)."""
    r = given.log_growth
    if abs(r) < 1e-9:
        return given.arrival_rate * (time + 0.5 * r * time * time)
    return given.arrival_rate * expm1(r * time) / r


@rule
def is_vital(w, i):
    """Whether issue i, if routine, is of the vital ones."""
    return w.issues[i].vitality >= w.given[0].vital_threshold


@rule
def is_with_twin(w, i):
    """Whether the partner in issue i is a city or province of the country and not its government, which speaks in
    every crisis and wherever states and cities have no stake."""
    given, issue = w.given[0], w.issues[i]
    if given.twin_share <= 0.0 or issue.crisis > 0 or w.domains[issue.domain].subnational == 0:
        return False
    return draws.uniform(given, TWIN, issue.uid, 0, 0) < given.twin_share


@rule
def draw_issue(w, i):
    """Fill what else the world says of issue i, whose place in it is known: how vital, how much work, how long its
    window, what the right local answer is, whether its partner is a government, who must clear it."""
    given, issue = w.given[0], w.issues[i]
    uid, domain = issue.uid, issue.domain
    issue.stage, issue.act_class = DUE, law.class_of(w, i)
    issue.opportunity = 1 if CHANCES <= uid < GRAVES else 0
    u_rank, u_work = draws.pair(given, draws.TASK, uid, 0, 0)
    u_window, u_shock = draws.pair(given, draws.WINDOW, uid, 0, 0)
    u_restraint, u_notice = draws.pair(given, draws.NOTICE, uid, 0, 0)
    mean = given.mean_work * size(w, issue)
    window = w.domains[domain].window * given.window
    if issue.crisis > 0:
        issue.rank, issue.vitality, issue.priority = 1.0, 0.8 + 0.2 * u_rank, 0
        mean *= 1.0 if issue.crisis == GRAVE else given.crisis_work
        window = given.grave_window if issue.crisis == GRAVE else given.crisis_window
        window = window if given.window > 0.0 else 0.0
    else:
        # The rank of an issue within its domain is the uniform behind its vitality: v = F_d^-1(rank).
        place = u_rank * (w.vitality.shape[1] - 1)
        k = int(place)
        low = w.vitality[domain, k]
        issue.rank, issue.vitality = u_rank, low + (place - k) * (w.vitality[domain, k + 1] - low)
        issue.priority = 1 if is_vital(w, i) else 2
    if given.priorities <= 0.0:
        issue.priority = 2
    issue.work = mean * draws.gamma(given, given.work_shape, uid, u_work)
    issue.deadline = issue.opened + window * draws.exponential(u_window) if window > 0.0 else math.inf
    issue.omega = w.domains[domain].local_sd * draws.normal(u_shock)
    issue.restraint = draws.exponential(u_restraint)
    issue.twin = 1 if is_with_twin(w, i) else 0
    issue.private = -1
    last = w.private_cdf.shape[1] - 1
    if u_notice < given.reach and w.private_cdf[domain, last] > 0.0:
        issue.private = draws.pick(w.private_cdf[domain], u_notice / given.reach)
    issue.clearances = 0
    for e in range(w.departments.shape[0]):
        chance = w.clearance[domain, e] * given.clearance
        if chance > 0.0:
            u = draws.uniform(given, draws.CLEARANCE, uid, 0, w.departments[e].uid)
            issue.clearances |= np.int64(u < chance) << e
    issue.parent = -1


@rule
def draw_place(w, uid):
    """A uniform to spare, and the domain, counterpart and locality of an issue by the scenario's weights."""
    u_spare, u_domain = draws.pair(w.given[0], draws.ISSUE, uid, 0, 0)
    u_counterpart, u_locality = draws.pair(w.given[0], draws.PLACE, uid, 0, 0)
    return (
        u_spare,
        draws.look_up(w.domain_cdf, w.domain_guide, u_domain),
        draws.look_up(w.counterpart_cdf, w.counterpart_guide, u_counterpart),
        draws.look_up(w.locality_cdf, w.locality_guide, u_locality),
    )


@step
def draw_docket(w, times, uids, events):
    """Draw every issue the world sends, in order of opening, among them what arises beside the routine ones, at the
    times and with the identities given, sorted, and of the event in whose surge each is, -1 for none; returns how many,
    or -1 if the rows do not suffice."""
    given = w.given[0]
    room = w.issues.shape[0]
    n, c, k = 0, 0, 0
    u, d, q, j = draw_place(w, 0)
    total = draws.exponential(u)
    t = arrival_time(given, total)
    while True:
        beside = c < times.shape[0] and times[c] < t
        when = times[c] if beside else t
        if when >= given.weeks:
            return n
        if n >= room:
            return -1
        issue = w.issues[n]
        issue.opened = when
        if beside:
            _, issue.domain, issue.counterpart, issue.locality = draw_place(w, uids[c])
            issue.uid, issue.crisis = uids[c], crisis_kind(uids[c])
            if events[c] >= 0 and w.dated[events[c]].where >= 0:
                issue.domain = w.dated[events[c]].where
            c += 1
        else:
            issue.domain, issue.counterpart, issue.locality = d, q, j
            issue.uid, issue.crisis = k, 0
            k += 1
            u, d, q, j = draw_place(w, k)
            total += draws.exponential(u)
            t = arrival_time(given, total)
        draw_issue(w, n)
        n += 1


@step
def give_birth(w, parent, chance):
    """A lost crisis or surfaced incident may open a crisis with the same counterpart, domain and locality."""
    federal, old = w.federal[0], w.issues[parent]
    if draws.uniform(w.given[0], draws.SPAWN, old.uid, 0, 0) >= chance:
        return
    i = federal.rows
    if i >= w.issues.shape[0]:
        federal.overflow = 1
        return
    issue, then = w.issues[i], w.clock[0].then
    issue.uid, issue.crisis, issue.opened = draws.child_uid(w.given[0], old.uid, 255), SPAWNED, then
    issue.domain, issue.counterpart, issue.locality = old.domain, old.counterpart, old.locality
    draw_issue(w, i)
    issue.parent = parent
    federal.rows += 1
    federal.born += 1
    note(w, then, BORN, i, parent, 0.0)


@rule
def put_due(w, i):
    """Remember in which tick the window of issue i closes."""
    if w.issues[i].deadline < w.given[0].weeks:
        bucket = max(int(w.issues[i].deadline / w.given[0].dt), w.clock[0].tick)
        w.issues[i].next_due = w.due[bucket]
        w.due[bucket] = i


@rule
def clear(w, i):
    """Nothing has been done on issue i yet."""
    issue = w.issues[i]
    issue.holder = issue.desk = issue.channel = -1
    issue.route = issue.venture = issue.entry = issue.on_table = issue.redrafts = 0
    issue.kept = issue.contradicts = issue.had_standing = issue.ruled = 0
    issue.incident = issue.voided = issue.watched = issue.pending = 0
    issue.waited = issue.task = issue.position = issue.faithful = issue.returns = 0.0
    issue.venture_position = issue.entry_position = 0.0
    issue.agreed = issue.line = issue.gap = issue.severity = issue.rift = 0.0
    issue.caution = issue.reluctance = -1.0
    issue.next_queue = issue.next_local = issue.next_private = issue.next_table = -1
    issue.next_due = issue.next_watch = issue.next_tray = issue.next_alone = issue.next_entry = issue.found_by = -1
    issue.started = issue.ready = issue.tabled = issue.closed = issue.joined = math.inf
    issue.venture_at = issue.venture_ready = issue.entry_at = issue.entry_ready = math.inf
    issue.found = issue.detected = issue.remedied = issue.surfaces = issue.surfaced = math.inf


@rule
def pass_unseen(w, i):
    """Nobody who might act on issue i sees it: nothing will be done on it."""
    issue = w.issues[i]
    clear(w, i)
    issue.stage, issue.route, issue.closed = UNSEEN, -1, issue.opened


@rule
def admit(w, i):
    """Open issue i: its locality and whoever else noticed it see it from now on."""
    federal, issue = w.federal[0], w.issues[i]
    clear(w, i)
    issue.next_local = w.subnationals[issue.locality].home
    w.subnationals[issue.locality].home = i
    if issue.private >= 0:
        issue.next_private = w.privates[issue.private].openings
        w.privates[issue.private].openings = i
    put_due(w, i)
    federal.open += 1
    federal.opened += 1
    note(w, issue.opened, OPENED, i, issue.locality, issue.vitality)


@rule
def note(w, time, kind, issue, actor, value):
    """Write one line of the log, if one is kept."""
    k = w.federal[0].events
    if k < w.events.shape[0]:
        event = w.events[k]
        event.time, event.kind, event.issue, event.actor, event.value = time, kind, issue, actor, value
        w.federal[0].events = k + 1
