"""Posts abroad: what the centre offers a counterpart is talked about by its post there, which has only so many hands.

A post has at most `capacity` of these issues in hand at once, from the day on which it takes one up until it is signed
or its window closes. Others wait, crises before all else, then first come, first served; windows go on closing.
What delegates offer, actors alone and private actors goes past the post.

    capacity = max(1, round(weight/(post_strain mean weight))),  weight: the counterpart's share of the docket
With m in hand and talks of exponential length this is M/M/m (Erlang 1917), exact within a tick.
"""

import math

from sim.model.compiled import rule
from sim.model.records import AT_POST, CONCLUDED, MANDATE, TABLED
from sim.model.rules import law
from sim.model.rules.routing import put_on_table


@rule
def is_in_hand(w, i):
    """Whether the post had issue i in hand when the tick began, or took it up since."""
    issue = w.issues[i]
    return issue.holder >= 0 and (issue.desk == AT_POST or (law.is_signed(w, i) and issue.route != MANDATE))


@rule
def left_hands(w, i):
    """When, this tick, issue i leaves the hands of the post: it is agreed or signed, or its window closes; inf if
    neither."""
    issue = w.issues[i]
    if issue.stage >= CONCLUDED:
        return issue.closed
    if law.is_signed(w, i):
        return issue.ready - law.time_to_consent(w, i)
    return issue.deadline if issue.deadline < w.clock[0].then else math.inf


@rule
def find_hand(w, c):
    """When the post with counterpart c first has a hand free in this tick, and the issue that frees it, -1 where one
    was free before; inf if none is."""
    issues, now = w.issues, w.clock[0].now
    held, free, leaver = 0, math.inf, -1
    i = w.counterparts[c].table
    while i >= 0:
        if is_in_hand(w, i):
            end = left_hands(w, i)
            if end >= now:
                held += 1
                if end < free:
                    free, leaver = end, i
        i = issues[i].next_table
    if held < w.counterparts[c].capacity:
        return now, -1
    return free, leaver


@rule
def take_first(w, c, free):
    """Take off the list of those that wait at the post the one that a hand free at `free` takes up, and when it does;
    (-1, inf) if none waits. Those settled elsewhere, or whose window has closed, drop out on the way."""
    issues, counterpart = w.issues, w.counterparts[c]
    best, before_best, start, rank = -1, -1, math.inf, 0
    before, i = -1, counterpart.waiting
    while i >= 0:
        issue = issues[i]
        following, at = issue.next_queue, max(free, issue.joined)
        if issue.stage >= CONCLUDED or issue.deadline <= at:
            if before < 0:
                counterpart.waiting = following
            else:
                issues[before].next_queue = following
            issue.next_queue = -1
        else:
            own = 0 if issue.priority == 0 else 1  # crises before all else
            if at < start or (
                at == start and (own < rank or (own == rank and issue.joined <= issues[best].joined))
            ):  # of equals the one that came first stands last
                best, before_best, start, rank = i, before, at, own
            before = i
        i = following
    if best >= 0:
        if before_best < 0:
            counterpart.waiting = issues[best].next_queue
        else:
            issues[before_best].next_queue = issues[best].next_queue
    return best, start


@rule
def take_up(w, c):
    """Have the post with counterpart c take up the next issue that waits there and submit it; which one, -1 if nobody's
    hands are free in this tick or nothing waits."""
    counterpart = w.counterparts[c]
    if counterpart.capacity == 0 or counterpart.waiting < 0:
        return -1
    free, leaver = find_hand(w, c)
    if math.isinf(free):
        return -1
    i, start = take_first(w, c, free)
    if i < 0:
        return -1
    if leaver >= 0:
        w.issues[leaver].holder = -1
    issue = w.issues[i]
    issue.stage, issue.holder, issue.tabled = TABLED, c, start
    issue.waited += start - issue.joined
    put_on_table(w, i)
    issue.next_queue = counterpart.taken
    counterpart.taken = i
    return i
