"""Teams work one issue at a time: priority classes, first come first served within a class, exact within a tick.

With exponential work and nothing else on this is M/M/c (Erlang C); with closing windows, M/M/c+M (Erlang A); with
classes, Cobham's (1954) non-pre-emptive priorities. A station's teams are a heap ordered by when each is free.
"""

import math

from sim.model.compiled import rule
from sim.model.records import CONCLUDED, IN_HAND, READY, WAITING


@rule
def join(issues, queues, station, i, now):
    """Issue i takes its place at the end of its class in a station's queue at time `now`."""
    issue = issues[i]
    issue.stage = WAITING
    issue.joined = now
    issue.next_queue = -1
    queue = queues[station * 3 + issue.priority]
    if queue.head < 0:
        queue.head = i
    else:
        issues[queue.tail].next_queue = i
    queue.tail = i
    queue.length += 1


@rule
def leave(issues, queues, row):
    """Take the head off one class queue."""
    queue = queues[row]
    i = queue.head
    queue.head = issues[i].next_queue
    queue.length -= 1
    if queue.head < 0:
        queue.tail = -1
    issues[i].next_queue = -1
    return i


@rule
def take_next(issues, queues, station, free, until):
    """The issue a team free at `free` takes before `until`, and when; (-1, inf) if none.

    Issues settled elsewhere, or whose window closed while they waited, drop out on the way.
    """
    best, start = -1, math.inf
    for priority in range(3):
        row = station * 3 + priority
        while queues[row].head >= 0:
            issue = issues[queues[row].head]
            at = max(free, issue.joined)
            if issue.stage >= CONCLUDED or (issue.deadline <= at and at < until):
                leave(issues, queues, row)
                continue
            if at < until and at < start:
                best, start = row, at
            break
    if best < 0:
        return -1, math.inf
    return leave(issues, queues, best), start


@rule
def settle(teams, lo, n):
    """Restore the heap order after the first team's free time rose."""
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
def put_down(issues, desk, team, first):
    """Take what a team has finished off its hands, onto the front of the chain `first`; returns the new front."""
    i = team.issue
    team.issue = -1
    desk.busy -= 1
    if issues[i].stage != IN_HAND:  # settled elsewhere while it was being worked
        return first
    issues[i].stage = READY
    issues[i].next_tray = first
    return i


@rule
def serve(given, issues, stations, queues, teams, station, rate):
    """One tick of a station at `rate` work a week per team; returns the chain (`next_tray`) of finished issues, the
    latest first.

    start = max(team free, issue joined); finish = start + task / rate. Called again when more papers came in the same
    tick, it dates their start from when they came. A window stands still while a team works.
    """
    desk = stations[station]
    lo, n = desk.offset, desk.servers
    first = -1
    if rate <= 0.0:  # nobody is there: what is finished is put down, and no idle hour counts later
        for k in range(n):
            if teams[lo + k].free < given.then:
                if teams[lo + k].issue >= 0:
                    first = put_down(issues, desk, teams[lo + k], first)
                teams[lo + k].free = given.then
        return first
    if (
        desk.busy == 0
        and queues[station * 3].head < 0
        and queues[station * 3 + 1].head < 0
        and queues[station * 3 + 2].head < 0
    ):
        return first
    while teams[lo].free < given.then:
        if teams[lo].issue >= 0:
            first = put_down(issues, desk, teams[lo], first)
        i, start = take_next(issues, queues, station, teams[lo].free, given.then)
        if i < 0:
            for k in range(1, n):
                if teams[lo + k].issue >= 0 and teams[lo + k].free < given.then:
                    first = put_down(issues, desk, teams[lo + k], first)
            break
        issue = issues[i]
        issue.stage = IN_HAND
        issue.waited += start - issue.joined
        if math.isinf(issue.started):
            issue.started = start
        length = issue.task / rate
        issue.ready = start + length
        issue.deadline += length
        teams[lo].free = start + length
        teams[lo].issue = i
        desk.busy += 1
        settle(teams, lo, n)
    return first
