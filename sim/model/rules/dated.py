"""What is dated in a scenario and comes whatever a government does: more issues, fewer staff, a line that turns.

surge     in its weeks the rate of its domain is (1 + size) times what it was: a Poisson stream of its own beside the
          docket, whose k-th arrival is the same one whatever its size
cut       a department, or all of them, loses a share `size` of its staff, for its weeks or for good; a shutdown is one
          that ends
reversal  the line of its domain moves `size` of the way to that of the party which does not govern as it begins, and
          stays there whoever governs, for its weeks or for good
All sizes are multiples, `events`, of those in the table; no share is above 1.
"""

import numpy as np

from sim.model import draws
from sim.model.compiled import drive, rule, step
from sim.model.records import CUT, LINE_TURNED, REVERSAL, SHUTDOWN, SURGE
from sim.model.rules.arrivals import MOST_IN_SURGE, SURGES, SURGING, arrival_time, integrated_rate
from sim.model.rules.docket import note
from sim.model.rules.turnover import set_line, time_to_publish


@rule
def surge_uid(event, k):
    """Identity of the k-th issue of the surge with this address."""
    return np.int64(SURGING) + np.int64(event % SURGES) * np.int64(MOST_IN_SURGE) + np.int64(k)


@rule
def surge_rate(w, e):
    """Issues that event e adds, relative to all that arise; 0 where it is no surge."""
    event = w.dated[e]
    if event.kind != SURGE:
        return 0.0
    return event.size * (w.domains[event.where].share if event.where >= 0 else 1.0)


@drive
def draw_surges(w, times, uids, events, n):
    """Times, identities and events of the issues of dated surges, unsorted, from row n on; returns how many rows are in
    use then, at most the room given."""
    given = w.given[0]
    for e in range(w.dated.shape[0]):
        event, rate = w.dated[e], surge_rate(w, e)
        end = min(event.until, given.weeks)
        if rate <= 0.0 or event.week >= end:
            continue
        total, k = integrated_rate(given, event.week), 0
        while n < times.shape[0] and k < MOST_IN_SURGE:
            total += draws.exponential(draws.uniform(given, draws.SURGE, event.uid, 0, k)) / rate
            t = arrival_time(given, total)
            if t >= end:
                break
            times[n], uids[n], events[n] = t, surge_uid(event.uid, k), e
            n += 1
            k += 1
    return n


@rule
def is_on(w, e, time):
    """Whether event e, if of any size, is on."""
    return w.dated[e].week <= time < w.dated[e].until and w.dated[e].size > 0.0


@rule
def left_at(w, where):
    """Share of staff that cuts and shutdowns leave now in a department of the tables, or by those for all (-1)."""
    left = 1.0
    for e in range(w.dated.shape[0]):
        event = w.dated[e]
        if (event.kind == CUT or event.kind == SHUTDOWN) and event.where == where and is_on(w, e, w.clock[0].now):
            left *= 1.0 - event.size
    return left


@rule
def staff_left(w, d):
    """Share of the staff of department d that cuts and shutdowns leave it now, however departments are merged:
    (1 - lost everywhere)(1 - sum over the table's departments of their part of its staff times what they have lost)."""
    lost = 0.0
    for k in range(w.composition.shape[1]):
        if w.composition[d, k] > 0.0:
            lost += w.composition[d, k] * (1.0 - left_at(w, k))
    return left_at(w, -1) * (1.0 - lost)


@step
def turn_lines(w):
    """Turn the line where a reversal begins or ends in this tick; other events need no more than their dates."""
    clock, federal = w.clock[0], w.federal[0]
    for e in range(w.dated.shape[0]):
        event = w.dated[e]
        begins, ends = clock.now <= event.week < clock.then, clock.now <= event.until < clock.then
        if event.kind != REVERSAL or event.size <= 0.0 or not (begins or ends):
            continue
        date = event.until if ends else event.week
        event.side = 0.0 if ends else -federal.party
        set_line(w, False)
        federal.publish_at = date + time_to_publish(w)
        note(w, date, LINE_TURNED, -1, event.where, event.side)
