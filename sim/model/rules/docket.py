"""The docket of a decade: what each issue is, drawn before any government acts, and what is set when it opens.

When issues arise is in arrivals.py. An issue's marks (how vital it is, its work, window, place, right answer) come from
draws at the address of its identity, so that they are the same under every policy.
"""

import math

import numpy as np

from sim.model import draws
from sim.model.compiled import rule, step
from sim.model.records import BLOCK, BORN, DUE, GRAVE, OPENED, SPAWNED, UNSEEN
from sim.model.rules import law
from sim.model.rules.arrivals import GRAVES, OPPORTUNITIES, arrival_time, crisis_kind
from sim.model.size import size


@rule
def is_vital(w, i):
    """Whether issue i, if routine, is of the vital ones."""
    return w.issues[i].vitality >= w.given[0].vital_threshold


@rule
def is_with_twin(w, i, u):
    """Whether the partner in issue i is a city or province of the country and not its government, which speaks in
    every crisis and wherever states and cities have no stake; u, uniform, decides."""
    issue = w.issues[i]
    return u < w.given[0].twin_share and issue.crisis == 0 and w.domains[issue.domain].subnational > 0


@rule
def mark(w, i, k):
    """Fill the marks of issue i from the k-th draws in the deck."""
    given, issue, deck = w.given[0], w.issues[i], w.deck[0]
    domain = issue.domain
    issue.stage, issue.act_class = DUE, law.class_of(w, i, deck.act_class[k])
    issue.twin = 1 if is_with_twin(w, i, deck.partner[k]) else 0
    issue.opportunity = 1 if OPPORTUNITIES <= issue.uid < GRAVES else 0
    mean, u_rank, u_notice = given.mean_work * size(w, issue), deck.rank[k], deck.notice[k]
    window = w.domains[domain].window * given.window
    if issue.crisis > 0:
        issue.rank, issue.vitality, issue.priority = 1.0, 0.8 + 0.2 * u_rank, 0
        mean *= 1.0 if issue.crisis == GRAVE else given.crisis_work
        window = given.grave_window if issue.crisis == GRAVE else given.crisis_window
        window = window if given.window > 0.0 else 0.0
    else:
        # The rank of an issue within its domain is the uniform behind its vitality: v = F_d^-1(rank).
        place = u_rank * (w.vitality.shape[1] - 1)
        point = int(place)
        low = w.vitality[domain, point]
        issue.rank, issue.vitality = u_rank, low + (place - point) * (w.vitality[domain, point + 1] - low)
        issue.priority = 1 if is_vital(w, i) else 2
    if given.priorities <= 0.0:
        issue.priority = 2
    issue.work = mean * deck.work[k]
    issue.deadline = issue.opened + window * deck.window[k] if window > 0.0 else math.inf
    issue.omega = w.domains[domain].local_sd * draws.normal(deck.shock[k])
    issue.restraint = deck.restraint[k]
    issue.private = -1
    last = w.private_cdf.shape[1] - 1
    if u_notice < given.reach and w.private_cdf[domain, last] > 0.0:
        issue.private = draws.pick(w.private_cdf[domain], u_notice / given.reach)
    issue.clearances = 0
    issue.parent = -1


@step
def draw_marks(w, first, n):
    """Fill what else the world says of n issues from row `first` on, at most BLOCK, whose place in it is known: how
    vital each is, how much work, how long its window, what the right local answer is, whether its partner is a
    government, who must clear it."""
    given, issues, deck = w.given[0], w.issues[first : first + n], w.deck[0]
    for k in range(n):
        deck.act_class[k], deck.partner[k] = draws.pair(given, draws.NATURE, issues[k].uid, 0, 0)
    for k in range(n):
        deck.rank[k], deck.work[k] = draws.pair(given, draws.TASK, issues[k].uid, 0, 0)
    for k in range(n):
        deck.window[k], deck.shock[k] = draws.pair(given, draws.WINDOW, issues[k].uid, 0, 0)
    for k in range(n):
        deck.restraint[k], deck.notice[k] = draws.pair(given, draws.NOTICE, issues[k].uid, 0, 0)
    if given.work_shape == 1.0:
        for k in range(n):
            deck.work[k] = draws.exponential(deck.work[k])
    else:
        for k in range(n):
            deck.work[k] = draws.gamma(given, given.work_shape, issues[k].uid, deck.work[k])
    for k in range(n):
        deck.window[k] = draws.exponential(deck.window[k])
    for k in range(n):
        deck.restraint[k] = draws.exponential(deck.restraint[k])
    for k in range(n):
        mark(w, first + k, k)
    for e in range(w.departments.shape[0]):
        address = w.departments[e].uid
        for k in range(n):
            deck.clearance[k] = draws.uniform(given, draws.CLEARANCE, issues[k].uid, 0, address)
        for k in range(n):
            asked = deck.clearance[k] < w.clearance[issues[k].domain, e] * given.clearance
            issues[k].clearances |= np.int64(asked) << e


@rule
def locate(w, i, u_domain, u_counterpart, u_locality):
    """Give issue i a domain, a counterpart and a locality by the scenario's weights."""
    issue = w.issues[i]
    issue.domain = draws.look_up(w.domain_cdf, w.domain_guide, u_domain)
    issue.counterpart = draws.look_up(w.counterpart_cdf, w.counterpart_guide, u_counterpart)
    issue.locality = draws.look_up(w.locality_cdf, w.locality_guide, u_locality)


@rule
def draw_arrivals(w, first, total):
    """Draw BLOCK routine issues, number `first` and those that follow it: when each arises, if before it the integrated
    rate has reached `total`, and where. Returns what it reaches with the last."""
    given, deck = w.given[0], w.deck[0]
    for k in range(BLOCK):
        deck.when[k], deck.domain[k] = draws.pair(given, draws.ISSUE, first + k, 0, 0)
    for k in range(BLOCK):
        deck.counterpart[k], deck.locality[k] = draws.pair(given, draws.PLACE, first + k, 0, 0)
    for k in range(BLOCK):
        deck.when[k] = draws.exponential(deck.when[k])
    for k in range(BLOCK):
        total += deck.when[k]
        deck.when[k] = total
    for k in range(BLOCK):
        deck.when[k] = arrival_time(given, deck.when[k])
    return total


@step
def draw_places(w, times, uids, events):
    """Fill when and where every issue that the world sends arises, and which one it is, in order of opening; arguments
    and value as for `draw_docket`."""
    given, deck, room = w.given[0], w.deck[0], w.issues.shape[0]
    n, c, k, total = 0, 0, 0, draw_arrivals(w, 0, 0.0)
    while True:
        routine = deck.when[k % BLOCK]
        beside = c < times.shape[0] and times[c] < routine
        when = times[c] if beside else routine
        if when >= given.weeks:
            return n
        if n >= room:
            return -1
        issue = w.issues[n]
        issue.opened = when
        if beside:
            issue.uid, issue.crisis = uids[c], crisis_kind(uids[c])
            u_counterpart, u_locality = draws.pair(given, draws.PLACE, issue.uid, 0, 0)
            locate(w, n, draws.second(given, draws.ISSUE, issue.uid, 0, 0), u_counterpart, u_locality)
            if events[c] >= 0 and w.dated[events[c]].where >= 0:
                issue.domain = w.dated[events[c]].where
            c += 1
        else:
            issue.uid, issue.crisis = k, 0
            locate(w, n, deck.domain[k % BLOCK], deck.counterpart[k % BLOCK], deck.locality[k % BLOCK])
            k += 1
            if k % BLOCK == 0:
                total = draw_arrivals(w, k, total)
        n += 1


@step
def draw_docket(w, times, uids, events):
    """Draw every issue the world sends, in order of opening, among them what arises beside the routine ones, at the
    times and with the identities given, sorted, and of the event in whose surge each is, -1 for none; returns how many,
    or -1 if the rows do not suffice."""
    n = draw_places(w, times, uids, events)
    for first in range(0, n, BLOCK):
        draw_marks(w, first, min(BLOCK, n - first))
    return n


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
    draw_marks(w, i, 1)
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
