"""Private military and corporate actors look where the state is absent.

    h = rate appetite vacuum profit (1 - deterrence)
vacuum: how far a routine issue is overdue, or how long a crisis has had no response (at most 2); profit: the
square root of the counterpart's economy relative to the richest. What they settle for: L_d + agenda + wide noise; who
has a foreign patron is drawn from its own agenda to what the patron wants.
"""

import math

from sim.model import draws
from sim.model.compiled import rule
from sim.model.records import CONCLUDED, LICENSED, ROGUE, TABLED


@rule
def finish_entries(w, k):
    """Move ventures that are ready to the tray, and drop settled issues from the list of openings."""
    issues, private, then = w.issues, w.privates[k], w.clock[0].then
    before, i = -1, private.busy
    while i >= 0:
        following = issues[i].next_entry
        if issues[i].entry_ready < then:
            if before < 0:
                private.busy = following
            else:
                issues[before].next_entry = following
            issues[i].next_entry = private.tray
            private.tray = i
            private.active -= 1
        else:
            before = i
        i = following
    before, i = -1, private.openings
    while i >= 0:
        following = issues[i].next_private
        if issues[i].stage >= CONCLUDED or issues[i].entry > 0:
            if before < 0:
                private.openings = following
            else:
                issues[before].next_private = following
        else:
            before = i
        i = following


@rule
def vacuum(w, i):
    """The absence of the state on issue i, at most 2; none if not above 0."""
    issue, age = w.issues[i], w.clock[0].now - w.issues[i].opened
    if issue.crisis > 0:
        return min(age, 2.0) if math.isinf(issue.started) else 0.0
    return min(age / w.given[0].overdue - 1.0, 2.0)


@rule
def hazard(w, i, licensed):
    """h above, a week; a licence has nothing to fear."""
    given, issue = w.given[0], w.issues[i]
    profit = w.counterparts[issue.counterpart].wealth
    rate = given.entry_rate * w.privates[issue.private].appetite * vacuum(w, i) * profit
    return rate if licensed else rate * (1.0 - w.regime[0].deterred_private)


@rule
def enters(w, k, i):
    """Whether the actor now enters on issue i: 0, ROGUE or LICENSED."""
    given, now = w.given[0], w.clock[0].now
    private, issue = w.privates[k], w.issues[i]
    if issue.stage >= TABLED or issue.entry > 0 or issue.opened >= now or issue.deadline <= now:
        return 0
    if private.active >= private.capacity or private.barred > now:
        return 0
    if vacuum(w, i) <= 0.0:
        return 0
    u, v = draws.pair(given, draws.ENTER, issue.uid, 0, 0)
    if issue.caution < 0.0:
        issue.caution = draws.exponential(u)
    licensed = v < w.regime[0].licence
    issue.caution = max(issue.caution - hazard(w, i, licensed) * given.dt, 0.0)
    if issue.caution > 0.0:
        return 0
    return LICENSED if licensed else ROGUE


@rule
def agenda(w, i):
    """What the private actor that noticed issue i wants beyond the line: its own bias, drawn to what its patron wants,
    if it has one: agenda + patronage (Q - L - agenda)."""
    private, domain = w.privates[w.issues[i].private], w.issues[i].domain
    patronage = w.given[0].patronage
    if private.patron < 0 or patronage <= 0.0:
        return private.agenda
    wished = w.commitments[private.patron * w.domains.shape[0] + domain].ideal - w.domains[domain].line
    return private.agenda + patronage * (wished - private.agenda)


@rule
def start_entry(w, i, how):
    """Begin a private venture on issue i; once only."""
    given, now, issue = w.given[0], w.clock[0].now, w.issues[i]
    if issue.entry > 0:
        return
    private = w.privates[issue.private]
    loose = 1.0 - given.licence_effect if how == LICENSED else 1.0
    noise = draws.normal(draws.uniform(given, draws.ENTRY_NOISE, issue.uid, 0, 0))
    issue.entry, issue.entry_at = how, now
    issue.entry_ready = now + issue.work / given.private_speed
    issue.entry_position = w.domains[issue.domain].line + loose * (agenda(w, i) + given.private_noise * noise)
    issue.next_entry = private.busy
    private.busy = i
    private.active += 1


@rule
def look(w, k):
    """Phase 5 for one private actor."""
    finish_entries(w, k)
    i = w.privates[k].openings
    while i >= 0:
        how = enters(w, k, i)
        if how > 0:
            start_entry(w, i, how)
        i = w.issues[i].next_private
