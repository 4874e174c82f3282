"""Teams work one issue at a time: priority classes, first come first served within a class, exact within a tick.

With exponential work and nothing else on this is M/M/c (Erlang C); with closing windows, M/M/c+M (Erlang A); with
classes, Cobham's (1954) non-pre-emptive priorities. A station's teams are a heap ordered by when each is free.
"""
import math

from sim.compiled import rule
from sim.world.records import CONCLUDED, IN_HAND, READY, WAITING


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
        free, idle, issue = teams[lo + k].free, teams[lo + k].idle, teams[lo + k].issue
        teams[lo + k].free, teams[lo + k].idle, teams[lo + k].issue = (
            teams[lo + child].free, teams[lo + child].idle, teams[lo + child].issue)
        teams[lo + child].free, teams[lo + child].idle, teams[lo + child].issue = free, idle, issue
        k = child


@rule
def serve(given, issues, stations, queues, teams, station, rate):
    """One tick of a station at `rate` work a week per team; returns the chain (`next_tray`) of finished issues.

    start = max(team free, issue joined); finish = start + task / rate. What reached the desk late in the last tick
    is dated from when it came, so that passing papers costs no time of its own. A window stands still while a team
    works.
    """
    desk = stations[station]
    lo, n = desk.offset, desk.servers
    first = last = -1
    if desk.busy == 0 and queues[station * 3].head < 0 and queues[station * 3 + 1].head < 0 and queues[
            station * 3 + 2].head < 0:
        return first
    while teams[lo].free < given.then:
        done = teams[lo].issue
        if done >= 0:
            teams[lo].issue, teams[lo].idle = -1, teams[lo].free
            desk.busy -= 1
            if issues[done].stage == IN_HAND:
                issues[done].stage = READY
                issues[done].next_tray = -1
                if last < 0:
                    first = done
                else:
                    issues[last].next_tray = done
                last = done
        i, start = take_next(issues, queues, station, teams[lo].idle, given.then) if rate > 0.0 else (-1, math.inf)
        if i < 0:
            teams[lo].free = given.then
        else:
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
