"""Posts abroad: what the centre offers a counterpart is talked about by its post there, which has only so many hands.

A post has at most `capacity` of these issues in hand at once, from the day on which it takes one up until it is signed
or its window closes. Others wait, crises before all else, then first come, first served; windows go on closing.
What delegates offer, actors alone and private actors goes past the post.

    capacity = max(1, round(weight/(post_strain mean weight))),  weight: the counterpart's share of the docket
With m in hand and talks of exponential length this is M/M/m (Erlang 1917), exact within a tick.
"""

import math

from sim.model.compiled import rule
from sim.model.records import CONCLUDED, TABLED
from sim.model.rules import law
from sim.model.rules.routing import put_on_table
from sim.model.rules.service import leave


@rule
def left_hands(w, i):
    """When issue i leaves the hands of the post that took it up: it is agreed or signed, or its window closes; inf if
    neither happens in this tick."""
    issue = w.issues[i]
    if issue.stage >= CONCLUDED:
        return issue.closed
    if law.is_signed(w, i):
        return issue.ready - law.time_to_consent(w, i)
    return issue.deadline if issue.deadline < w.clock[0].then else math.inf


@rule
def find_hand(w, c):
    """When the post with counterpart c first has a hand free in this tick, and the issue that frees it, -1 where one
    was free before; inf if none is. What left its hands before is forgotten."""
    issues, counterpart, now = w.issues, w.counterparts[c], w.clock[0].now
    if counterpart.counted == now and counterpart.held < counterpart.capacity:
        return now, -1
    counterpart.counted, counterpart.held = now, 0
    free, leaver = math.inf, -1
    before, i = -1, counterpart.hands
    while i >= 0:
        following = issues[i].next_queue
        end = left_hands(w, i) if issues[i].holder >= 0 else -math.inf
        if end >= now:
            counterpart.held += 1
            if end < free:
                free, leaver = end, i
        if end >= now or issues[i].tabled >= now:
            before = i
        elif before < 0:
            counterpart.hands = following
        else:
            issues[before].next_queue = following
        i = following
    if counterpart.held < counterpart.capacity:
        return now, -1
    return free, leaver


@rule
def insert(w, first, i):
    """A chain of issues by when they joined, with issue i before those that joined later or at the same time; returns
    its first."""
    issues = w.issues
    if first < 0 or issues[i].joined <= issues[first].joined:
        issues[i].next_queue = first
        return i
    before = first
    while issues[before].next_queue >= 0 and issues[issues[before].next_queue].joined < issues[i].joined:
        before = issues[before].next_queue
    issues[i].next_queue = issues[before].next_queue
    issues[before].next_queue = i
    return first


@rule
def append(w, line, first):
    """Put a chain behind a line. Few are late: they go before those that joined after them."""
    issues = w.issues
    while first >= 0:
        following, i = issues[first].next_queue, first
        if line.head < 0:
            line.head, issues[i].next_queue = i, -1
            line.tail = i
        elif issues[line.tail].joined <= issues[i].joined:
            issues[line.tail].next_queue, issues[i].next_queue = i, -1
            line.tail = i
        else:
            before, after = -1, line.head
            while issues[after].joined <= issues[i].joined:
                before, after = after, issues[after].next_queue
            issues[i].next_queue = after
            if before < 0:
                line.head = i
            else:
                issues[before].next_queue = i
        line.length += 1
        first = following


@rule
def line_up(w, c):
    """Have those that came to the post with counterpart c line up: crises apart, each line by when they joined, and of
    equals the one that came first."""
    urgent = usual = -1
    i = w.counterparts[c].arrived  # the latest first
    w.counterparts[c].arrived = -1
    while i >= 0:
        following = w.issues[i].next_queue
        if w.issues[i].priority == 0:
            urgent = insert(w, urgent, i)
        else:
            usual = insert(w, usual, i)
        i = following
    append(w, w.posts[2 * c], urgent)
    append(w, w.posts[2 * c + 1], usual)


@rule
def take_first(w, c, free):
    """Take off the lines of the post the issue that a hand free at `free` takes up, and when it does; (-1, inf) if none
    waits. Those settled elsewhere, or whose window has closed, drop out on the way."""
    issues, best, start = w.issues, -1, math.inf
    w.counterparts[c].freed = max(w.counterparts[c].freed, free)
    for row in range(2 * c, 2 * c + 2):  # crises before all else
        line = w.posts[row]
        while line.head >= 0:
            issue = issues[line.head]
            at = max(free, issue.joined)
            if issue.stage < CONCLUDED and issue.deadline > max(at, w.counterparts[c].freed):
                if at < start:
                    best, start = row, at
                break
            leave(w, line)
    if best < 0:
        return -1, math.inf
    return leave(w, w.posts[best]), start


@rule
def take_up(w, c):
    """Have the post with counterpart c take up the next issue that waits there and submit it; which one, -1 if nobody's
    hands are free in this tick or nothing waits."""
    counterpart = w.counterparts[c]
    if counterpart.capacity == 0:
        return -1
    if counterpart.arrived >= 0:
        line_up(w, c)
    if w.posts[2 * c].head < 0 and w.posts[2 * c + 1].head < 0:
        return -1
    free, leaver = find_hand(w, c)
    if math.isinf(free):
        return -1
    i, start = take_first(w, c, free)
    if i < 0:
        return -1
    if leaver >= 0:
        w.issues[leaver].holder = -1
    else:
        counterpart.held += 1
    issue = w.issues[i]
    issue.stage, issue.holder, issue.tabled = TABLED, c, start
    issue.waited += start - issue.joined
    put_on_table(w, i)
    issue.next_queue = counterpart.hands
    counterpart.hands = i
    return i
