"""Teams work one issue at a time: priority classes, first come first served within a class, exact within a tick.

With exponential work and nothing else on this is M/M/c (Erlang C); with closing windows, M/M/c+M (Erlang A); with
classes, Cobham's (1954) non-pre-emptive priorities. A station's teams are a heap ordered by when each is free.
"""

import math

from sim.model.compiled import rule
from sim.model.records import CONCLUDED, GRAVE, IN_HAND, READY, WAITING


@rule
def join(w, station, i, now):
    """Issue i takes its place at the end of its class in a station's queue at time `now`."""
    issue = w.issues[i]
    issue.stage = WAITING
    issue.joined = now
    issue.next_queue = -1
    queue = w.queues[station * 3 + issue.priority]
    if queue.head < 0:
        queue.head = i
    else:
        w.issues[queue.tail].next_queue = i
    queue.tail = i
    queue.length += 1


@rule
def leave(w, queue):
    """Take the head off a queue; which issue it was."""
    i = queue.head
    queue.head = w.issues[i].next_queue
    queue.length -= 1
    if queue.head < 0:
        queue.tail = -1
    w.issues[i].next_queue = -1
    return i


@rule
def take_next(w, station, free, until):
    """The issue a team free at `free` takes before `until`, and when; (-1, inf) if none.

    Issues settled elsewhere, or whose window closed while they waited, drop out on the way.
    """
    issues, queues = w.issues, w.queues
    best, start = -1, math.inf
    for priority in range(3):
        row = station * 3 + priority
        while queues[row].head >= 0:
            issue = issues[queues[row].head]
            at = max(free, issue.joined)
            if issue.stage >= CONCLUDED or (issue.deadline <= at and at < until):
                leave(w, queues[row])
                continue
            if at < until and at < start:
                best, start = row, at
            break
    if best < 0:
        return -1, math.inf
    return leave(w, queues[best]), start


@rule
def settle(w, station):
    """Restore the heap order after the first team's free time rose."""
    teams, lo, n = w.teams, w.stations[station].offset, w.stations[station].servers
    k = 0
    while True:
        child = 2 * k + 1
        if child >= n:
            return
        if child + 1 < n and teams[lo + child + 1].free < teams[lo + child].free:
            child += 1
        if teams[lo + k].free <= teams[lo + child].free:
            return
        free, issue = teams[lo + k].free, teams[lo + k].issue
        teams[lo + k].free, teams[lo + k].issue = teams[lo + child].free, teams[lo + child].issue
        teams[lo + child].free, teams[lo + child].issue = free, issue
        k = child


@rule
def put_down(w, station, team, first):
    """Take what a team has finished off its hands, onto the front of the chain `first`; returns the new front."""
    i = w.teams[team].issue
    w.teams[team].issue = -1
    w.stations[station].busy -= 1
    if w.issues[i].stage != IN_HAND:  # settled elsewhere while it was being worked
        return first
    w.issues[i].stage = READY
    w.issues[i].next_tray = first
    return i


@rule
def serve(w, station, rate):
    """One tick of a station at `rate` work a week per team; returns the chain (`next_tray`) of finished issues, the
    latest first.

    start = max(team free, issue joined); finish = start + task / rate. Called again when more papers came in the same
    tick, it dates their start from when they came. A window stands still while a team works, except for an
    international crisis, which waits for nobody.
    """
    queues, teams, desk, then = w.queues, w.teams, w.stations[station], w.clock[0].then
    lo, n = desk.offset, desk.servers
    first = -1
    if rate <= 0.0:  # nobody is there: what is finished is put down, and no idle hour counts later
        for k in range(n):
            if teams[lo + k].free < then:
                if teams[lo + k].issue >= 0:
                    first = put_down(w, station, lo + k, first)
                teams[lo + k].free = then
        return first
    if (
        desk.busy == 0
        and queues[station * 3].head < 0
        and queues[station * 3 + 1].head < 0
        and queues[station * 3 + 2].head < 0
    ):
        return first
    while teams[lo].free < then:
        if teams[lo].issue >= 0:
            first = put_down(w, station, lo, first)
        i, start = take_next(w, station, teams[lo].free, then)
        if i < 0:
            for k in range(1, n):
                if teams[lo + k].issue >= 0 and teams[lo + k].free < then:
                    first = put_down(w, station, lo + k, first)
            break
        issue = w.issues[i]
        issue.stage = IN_HAND
        issue.waited += start - issue.joined
        if math.isinf(issue.started):
            issue.started = start
        length = issue.task / rate
        issue.ready = start + length
        if issue.crisis != GRAVE:
            issue.deadline += length
        teams[lo].free = start + length
        teams[lo].issue = i
        desk.busy += 1
        settle(w, station)
    return first
