"""Who decides, and the post between desks. Only the centre runs these rules.

An issue is delegable when its vitality rank within its domain is below `level` and below `cap` (the least vital
first), its domain is open to delegation, it takes no treaty where law binds, and its locality has an able actor that is
not suspended and is found.
The official channel: draft, then each clearance in turn, each of which may send the draft back (a Jackson
network), then the counterpart's table; a mandate skips clearance, a joint act needs the centre's signature.
"""

import math

import numpy as np

from sim.model import draws
from sim.model.compiled import rule, step
from sim.model.records import (
    ADVISED,
    AT_ACTOR,
    AT_ADVICE,
    AT_CLEARANCE,
    AT_DRAFT,
    AT_POST,
    AT_REVIEW,
    AT_SIGNATURE,
    CENTRAL,
    CLEARED,
    CONCLUDED,
    CONSULT,
    DRAFTED,
    JOINT,
    MANDATE,
    MANDATED,
    OFFERED,
    OVERRULED,
    POSTED,
    READY,
    RETURNED_,
    REVIEWED,
    ROUTED,
    RULED,
    SIGNED,
    TABLED,
    WAITING,
)
from sim.model.rules import law
from sim.model.rules.docket import note
from sim.model.rules.knowledge import federal_answer, federal_position, lean_to_promises
from sim.model.rules.service import join, leave
from sim.model.size import size

TIP = draws.purpose("tip")  # whether a liaison hears of an opportunity

# Why an issue is not delegated, in the order in which the conditions are asked.
A_CRISIS, OUT_OF_SCOPE, A_TREATY, TOO_VITAL, UNABLE, SUSPENDED, NOT_FOUND = range(1, 8)


@rule
def ceiling(w):
    """The vitality rank below which issues are delegated."""
    return min(w.regime[0].level, w.regime[0].cap)


@rule
def refusal(w, i):
    """Why issue i is not delegated, one of the above; 0: it is."""
    issue = w.issues[i]
    actor = w.subnationals[issue.locality]
    if issue.crisis > 0:
        return A_CRISIS
    if w.domains[issue.domain].delegable == 0:
        return OUT_OF_SCOPE
    if law.is_undelegable(w, i):
        return A_TREATY
    if issue.rank >= ceiling(w):
        return TOO_VITAL
    if actor.able == 0:
        return UNABLE
    if actor.suspended > w.clock[0].now:
        return SUSPENDED
    if draws.uniform(w.given[0], draws.MATCH, issue.uid, 0, 0) >= w.regime[0].match_kept:
        return NOT_FOUND
    return 0


@rule
def route(w, i):
    """The channel an issue is given: CENTRAL, MANDATE, JOINT or CONSULT."""
    return MANDATE + int(w.regime[0].form) if refusal(w, i) == 0 else CENTRAL


@rule
def is_seen(w, i, channel):
    """Whether anybody sees issue i who may act on it. An opportunity shows itself only to those close to it: an actor
    with a mandate for it takes it up by itself; of others the centre hears from its liaison, if it has one there."""
    issue = w.issues[i]
    if issue.opportunity == 0 or channel != CENTRAL:
        return True
    told = draws.uniform(w.given[0], TIP, issue.uid, 0, 0)
    return told < w.subnationals[issue.locality].liaison


@rule
def to_department(w, i, now, task):
    """Join the drafting queue of the department that owns the domain; a crisis is worked faster by the ready."""
    issue = w.issues[i]
    issue.desk, issue.holder = AT_DRAFT, w.domains[issue.domain].department
    issue.task = task * w.regime[0].burdened
    if issue.crisis > 0:
        issue.task /= 1.0 + w.given[0].readiness_effect * w.departments[issue.holder].readiness
    issue.pending = issue.clearances  # never the owner's own: a scenario may not ask it
    join(w, issue.holder, i, now)


@rule
def send(w, i, channel):
    """Put a newly opened issue on the desk that its channel begins with."""
    given, office, federal, issue = w.given[0], w.regime[0].office, w.federal[0], w.issues[i]
    when = issue.opened
    if channel != CENTRAL and office > 0.0:
        # The office is one server: free again 1/(rate desks) after the last mandate it placed. Where it is too far
        # behind, the centre keeps the issue.
        placed = max(when, federal.office_free) + 1.0 / (given.office_rate * office)
        if placed - when > given.office_wait:
            channel = CENTRAL
        else:
            when = federal.office_free = placed
    issue.route = channel
    note(w, max(issue.opened, w.clock[0].now), ROUTED, i, issue.locality, channel)
    if channel == CENTRAL:
        to_department(w, i, issue.opened, issue.work)
        return
    issue.desk = AT_ADVICE if channel == CONSULT else AT_ACTOR
    issue.task = issue.work * (given.advice_share if channel == CONSULT else 1.0) * w.regime[0].burdened
    issue.holder = issue.locality
    join(w, 2 * w.departments.shape[0] + issue.locality, i, when)
    note(w, when, MANDATED, i, issue.locality, channel)


@rule
def put_on_table(w, i):
    """Lay an offer before the counterpart; an issue lies on its table once, whatever offers are made on it."""
    issue = w.issues[i]
    if issue.on_table == 0:
        issue.on_table = 1
        issue.next_table = w.counterparts[issue.counterpart].table
        w.counterparts[issue.counterpart].table = i


@rule
def to_post(w, i):
    """Send the official text to the post abroad, where it waits until the post takes it up."""
    issue = w.issues[i]
    counterpart = w.counterparts[issue.counterpart]
    issue.stage, issue.desk, issue.holder, issue.joined = WAITING, AT_POST, -1, issue.ready
    issue.next_queue = counterpart.arrived
    counterpart.arrived = i
    note(w, issue.ready, POSTED, i, issue.counterpart, issue.position)


@rule
def offer(w, i):
    """Table the official position; where posts have only so many hands, that of the centre goes to the post first."""
    issue = w.issues[i]
    if w.counterparts[issue.counterpart].capacity > 0 and issue.route != MANDATE:
        to_post(w, i)
        return
    issue.stage = TABLED
    issue.tabled = issue.ready
    put_on_table(w, i)
    note(w, issue.ready, OFFERED, i, issue.counterpart, issue.position)


@rule
def to_clearance(w, i, department, desk, mean):
    """Join a department's clearance queue with exponential work, of the given mean for an issue of mean size."""
    issue = w.issues[i]
    address = w.departments[department].uid + desk
    u, issue.returns = draws.pair(w.given[0], draws.DESK, issue.uid, issue.redrafts, address)
    issue.desk, issue.holder, issue.task = desk, department, mean * size(w, issue) * draws.exponential(u)
    join(w, w.departments.shape[0] + department, i, issue.ready)


@rule
def correction(w, away):
    """What a reviewer takes off a text that lies `away` from the centre's view: all beyond what is tolerated."""
    tolerated = w.given[0].leeway
    return away - math.copysign(tolerated, away) if abs(away) > tolerated else 0.0


@rule
def hand_on(w, i):
    """What follows when a desk is done with issue i."""
    given, regime, issue = w.given[0], w.regime[0], w.issues[i]
    if issue.stage != READY:  # settled elsewhere while it was being worked
        return
    owner = w.domains[issue.domain].department
    if issue.desk == AT_ADVICE:
        note(w, issue.ready, ADVISED, i, issue.locality, 0.0)
        to_department(w, i, issue.ready, issue.work)
        return
    if issue.desk == AT_ACTOR:
        note(w, issue.ready, DRAFTED, i, issue.locality, issue.position)
        if issue.route == JOINT:
            to_clearance(w, i, owner, AT_SIGNATURE, given.clearance_task)
        elif draws.uniform(given, draws.REVIEW, issue.uid, 0, 0) < regime.preclearance:
            to_clearance(w, i, owner, AT_REVIEW, given.clearance_task * given.review_work)
        else:
            offer(w, i)
        return
    if issue.desk == AT_SIGNATURE or issue.desk == AT_REVIEW:
        # What the centre would have said, from what it knows of local conditions.
        own = federal_position(w, i)
        away = issue.position - own
        if issue.desk == AT_SIGNATURE:  # both sign: the text lies halfway
            issue.position -= 0.5 * away
            issue.faithful -= 0.5 * (issue.faithful - own)
            note(w, issue.ready, SIGNED, i, owner, issue.position)
        else:
            issue.position -= correction(w, away)
            issue.faithful -= correction(w, issue.faithful - own)
            note(w, issue.ready, REVIEWED, i, owner, away)
    elif issue.desk == AT_DRAFT:
        note(w, issue.ready, DRAFTED, i, issue.holder, issue.position)
    elif issue.desk == AT_CLEARANCE:
        if issue.returns < regime.redraft_kept:
            note(w, issue.ready, RETURNED_, i, issue.holder, issue.redrafts + 1)
            pending = issue.pending
            issue.redrafts += 1
            u = draws.uniform(given, draws.REDRAFT_WORK, issue.uid, issue.redrafts, 0)
            mean = given.redraft_share * given.mean_work * size(w, issue)
            to_department(w, i, issue.ready, mean * draws.exponential(u))
            issue.pending = pending
            return
        issue.pending &= ~(np.int64(1) << issue.holder)
        note(w, issue.ready, CLEARED, i, issue.holder, 0.0)
    if issue.desk <= AT_CLEARANCE and issue.pending != 0:
        for e in range(w.departments.shape[0]):
            if (issue.pending >> e) & 1:
                to_clearance(w, i, e, AT_CLEARANCE, given.clearance_task)
                return
    offer(w, i)


@step
def settle_disputes(w):
    """The coordinating body rules on what has waited longest at the head of a clearance queue, `slots` a week. With
    probability `authority` the ruling binds: all remaining clearances are given, the text is the same in every
    department, without the wishes of its own house, and respects what was promised. Otherwise the draft goes to the
    end of the queue it came from: one more step."""
    given, regime, clock, federal = w.given[0], w.regime[0], w.clock[0], w.federal[0]
    issues, queues, n = w.issues, w.queues, w.departments.shape[0]
    federal.slots = min(federal.slots + regime.slots_kept * given.dt, regime.slots_kept * given.dt + 1.0)
    while federal.slots >= 1.0:
        oldest, row = clock.now - regime.escalation, -1
        for k in range(3 * n, 6 * n):
            while queues[k].head >= 0 and issues[queues[k].head].stage >= CONCLUDED:
                leave(w, queues[k])
            head = queues[k].head
            if head >= 0 and issues[head].desk == AT_CLEARANCE and issues[head].joined < oldest:
                oldest, row = issues[head].joined, k
        if row < 0:
            return
        federal.slots -= 1.0
        i = leave(w, queues[row])
        issue = issues[i]
        issue.waited += clock.now - issue.joined
        if draws.uniform(given, draws.RULING, issue.uid, clock.tick, 0) < regime.authority_kept:
            federal.rulings += 1
            issue.ruled, issue.pending = 1, 0
            issue.stage, issue.ready = READY, clock.now
            if given.agency_lean > 0.0:  # the body rules for the whole, not for a house
                issue.position = issue.faithful
            taste, answer = given.federal_coordination, federal_answer(w, i)
            issue.position = lean_to_promises(w, i, issue.position, answer, taste, 1.0)
            issue.faithful = issue.position if given.agency_lean > 0.0 else issue.faithful
            issue.rift = 0.0
            note(w, clock.now, RULED, i, issue.holder, issue.position)
            offer(w, i)
        else:
            note(w, clock.now, OVERRULED, i, issue.holder, 0.0)
            join(w, n + issue.holder, i, clock.now)
