"""Stations against a simulation written another way: who is served, by how many teams, from when to when, whatever the
tick; windows, classes, settled papers and desks that stand empty."""

import heapq
import math

import numpy as np
import pytest
from bare_world import bare

from sim.model.records import CONCLUDED, IN_HAND, ISSUE, QUEUE, READY, STATION, TEAM, WAITING, rows
from sim.model.rules import service

STATIONS = 3


class Desk:
    """One station of `servers` teams among three, whose neighbours must be left alone, and papers of given arrival,
    work, class and window."""

    def __init__(self, servers, joined, task, priority=2, deadline=math.inf, row=1):
        self.row = row
        self.w = w = bare(
            issues=rows(ISSUE, len(joined)),
            stations=rows(STATION, STATIONS),
            queues=rows(QUEUE, 3 * STATIONS),
            teams=rows(TEAM, servers * STATIONS),
        )
        self.issues, self.stations, self.queues, self.teams = w.issues, w.stations, w.queues, w.teams
        self.clock = w.clock
        self.issues["joined"], self.issues["task"], self.issues["priority"] = joined, task, priority
        self.issues["deadline"], self.issues["started"] = deadline, math.inf
        self.stations["servers"] = servers
        self.stations["offset"] = servers * np.arange(STATIONS)
        self.queues["head"] = self.queues["tail"] = -1
        self.teams["issue"] = -1
        self.finished = []

    def tick(self, now, then, rate=1.0, join=()):
        """Papers join, then the station works for a tick; the papers it finished."""
        self.clock["now"], self.clock["then"] = now, then
        for i in join:
            service.join(self.w, self.row, i, self.issues["joined"][i])
        head = service.serve(self.w, self.row, rate)
        done = []
        while head >= 0:
            done.append(int(head))
            head = self.issues["next_tray"][head]
        self.finished += done
        return done

    def run(self, dt, weeks, rate=1.0):
        """All papers, each handed in at the beginning of the tick in which it joins."""
        joined = self.issues["joined"].copy()
        for k in range(round(weeks / dt)):
            self.tick(k * dt, (k + 1) * dt, rate, np.flatnonzero((joined >= k * dt) & (joined < (k + 1) * dt)))
            self.check()
        return self

    def check(self):
        """Queues say what they hold, teams are a heap, and the desk knows how many of them are busy."""
        mine = slice(3 * self.row, 3 * self.row + 3)
        for queue in self.queues[mine]:
            members, i = [], queue["head"]
            while i >= 0:
                members.append(i)
                i = self.issues["next_queue"][i]
            assert len(members) == queue["length"] and queue["tail"] == (members[-1] if members else -1)
            assert (self.issues["stage"][members] == WAITING).all()
        n = self.stations["servers"][0]
        teams = self.teams[n * self.row : n * self.row + n]
        assert all(teams["free"][(k - 1) // 2] <= teams["free"][k] for k in range(1, n))
        held = teams["issue"][teams["issue"] >= 0]
        assert len(held) == self.stations["busy"][self.row]
        others = [k for k in range(3 * STATIONS) if not mine.start <= k < mine.stop]
        assert (self.queues["head"][others] == -1).all() and (np.delete(self.stations["busy"], self.row) == 0).all()
        assert (np.delete(self.teams["issue"], np.s_[n * self.row : n * self.row + n]) == -1).all()


def expected(servers, joined, task, priority, deadline, rate=1.0):
    """When work on each paper starts (inf: its window closed first), by events: the team free first takes what can
    start first, of what waits the most urgent class, within a class who came first."""
    order = np.argsort(joined, kind="stable")
    lines = [[i for i in order if priority[i] == p] for p in range(3)]
    starts, free = np.full(len(joined), math.inf), [0.0] * servers
    while any(lines):
        at = heapq.heappop(free)
        for line in lines:
            while line and deadline[line[0]] <= max(at, joined[line[0]]):
                line.pop(0)
        waiting = [(max(at, joined[line[0]]), p) for p, line in enumerate(lines) if line]
        if waiting:
            when, p = min(waiting)
            i = lines[p].pop(0)
            starts[i] = when
            heapq.heappush(free, when + task[i] / rate)
        else:
            heapq.heappush(free, at)
    return starts


@pytest.mark.parametrize("dt", [0.5, 4.0])
@pytest.mark.parametrize(
    ("servers", "seed", "rate", "row"),
    [(1, 1, 1.0, 0), (2, 2, 0.5, 1), (3, 3, 2.0, 2), (7, 4, 1.0, 0), (12, 5, 1.3, 1)],
)
def test_any_station(servers, seed, rate, row, dt):
    """Three classes, closing windows, more work than there is time for in bursts."""
    rng = np.random.default_rng(seed)
    n = 60 * servers
    joined = np.sort(rng.random(n)) * 60
    task, priority = rng.exponential(1.1 * rate, n), rng.integers(0, 3, n)
    deadline = joined + rng.exponential(4.0, n)
    desk = Desk(servers, joined, task, priority, deadline, row).run(dt, 160, rate)
    starts = expected(servers, joined, task, priority, deadline, rate)
    issues, served = desk.issues, np.isfinite(starts)
    assert 0.05 < 1 - served.mean() < 0.5
    assert issues["started"] == pytest.approx(starts, abs=1e-9)
    assert issues["ready"][served] == pytest.approx((starts + task / rate)[served], abs=1e-9)
    assert issues["waited"][served] == pytest.approx((starts - joined)[served], abs=1e-9)
    assert issues["deadline"] == pytest.approx(np.where(served, deadline + task / rate, deadline), abs=1e-9)
    assert (issues["stage"] == np.where(served, READY, WAITING)).all()
    assert sorted(desk.finished) == np.flatnonzero(served).tolist()
    assert desk.stations["busy"][desk.row] == 0


def test_first_come_first_served():
    desk = Desk(1, joined=[0, 0.1, 0.2, 0.3], task=1).run(1.0, 6)
    assert desk.issues["started"].tolist() == pytest.approx([0, 1, 2, 3])
    assert desk.finished == [0, 1, 2, 3]


def test_urgent_first_but_nothing_is_interrupted():
    """A routine issue in hand is finished; then the crisis, the vital one, and the routine one that came before."""
    desk = Desk(1, joined=[0, 0.1, 0.2, 0.3], task=1, priority=[2, 2, 1, 0]).run(1.0, 6)
    assert desk.issues["started"].tolist() == pytest.approx([0, 3, 2, 1])


def test_work_spans_ticks_and_papers_stay_in_hand():
    desk = Desk(1, joined=[0.5], task=2.0)
    assert desk.tick(0, 1, join=[0]) == []
    assert desk.issues["stage"][0] == IN_HAND and desk.stations["busy"][desk.row] == 1
    assert desk.tick(1, 2) == []
    assert desk.tick(2, 3) == [0]
    assert (desk.issues["started"][0], desk.issues["ready"][0]) == (0.5, 2.5)


def test_more_papers_in_the_same_tick_start_when_they_come():
    desk = Desk(1, joined=[0.2, 0.6], task=0.1)
    assert desk.tick(0, 1, join=[0]) == [0]
    assert desk.tick(0, 1, join=[1]) == [1]
    assert desk.issues["started"].tolist() == [0.2, 0.6]


def test_what_joins_in_a_later_tick_is_left_there():
    desk = Desk(2, joined=[1.5, 0.5], task=0.1)
    assert desk.tick(0, 1, join=[1, 0]) == [1]
    assert desk.issues["stage"].tolist() == [WAITING, READY]
    assert desk.tick(1, 2) == [0]


def test_what_was_settled_elsewhere_is_dropped():
    """From the queue without a start, and from a team's hands without a word; the team's time is spent all the same."""
    desk = Desk(1, joined=[0, 0, 0], task=1)
    desk.tick(0, 0.5, join=[0, 1, 2])
    desk.issues["stage"][[0, 1]] = CONCLUDED
    assert desk.tick(0.5, 1.5) == []
    assert desk.issues["started"].tolist() == [0, math.inf, 1] and desk.issues["stage"][0] == CONCLUDED
    assert desk.tick(1.5, 2.5) == [2]


def test_a_window_that_closes_at_the_start_is_closed():
    desk = Desk(1, joined=[0, 0, 0], task=1, deadline=[math.inf, 1.0, 1.5]).run(1.0, 4)
    assert desk.issues["started"].tolist() == [0, math.inf, 1]
    assert desk.issues["deadline"].tolist() == [math.inf, 1.0, 2.5]  # the window stands still while a team works


def test_a_window_beyond_this_tick_waits_for_its_turn():
    """Who waits behind a team that is busy beyond the tick is not dropped before the window closes."""
    desk = Desk(1, joined=[0, 0], task=[3, 1], deadline=[math.inf, 5])
    desk.tick(0, 1, join=[0, 1])
    assert desk.queues["length"][3 * desk.row + 2] == 1
    desk.run(1.0, 0)
    assert [desk.tick(k, k + 1) for k in (1, 2, 3, 4)] == [[], [], [0], [1]]


def test_nobody_there():
    """At rate 0 nothing starts, what is finished is put down, and idle hours do not count later."""
    desk = Desk(2, joined=[0, 0, 0, 0], task=[1.5, 3, 1, 1])
    desk.tick(0, 1, join=[0, 1, 2, 3])
    assert desk.tick(1, 2, rate=0.0) == [0]
    assert desk.stations["busy"][desk.row] == 1
    assert desk.tick(2, 2.5, rate=0.0) == []
    desk.check()
    assert desk.tick(2.5, 3.25) == [1]
    assert desk.issues["started"].tolist() == [0, 0, 2.5, 3.0]
    desk.check()


@pytest.mark.parametrize("order", [(0, 1, 2), (2, 1, 0), (1, 0, 2)])
def test_leave_takes_the_head(order):
    """Whichever rows the issues have; what joins later stands behind them."""
    desk = Desk(1, joined=[0, 1, 2, 3], task=1)
    row = 3 * desk.row + 2
    for when, i in enumerate(order):
        service.join(desk.w, desk.row, i, when)
    assert [service.leave(desk.w, desk.w.queues[row]) for _ in range(2)] == list(order[:2])
    service.join(desk.w, desk.row, 3, 3)
    assert [service.leave(desk.w, desk.w.queues[row]) for _ in range(2)] == [order[2], 3]
    assert (desk.queues["head"][row], desk.queues["tail"][row], desk.queues["length"][row]) == (-1, -1, 0)
    assert (desk.issues["next_queue"] == -1).all()


def test_work_is_started_once():
    """A second stint at another desk leaves the first start, and waiting adds up."""
    desk = Desk(1, joined=[0.25], task=0.5)
    desk.issues["started"], desk.issues["waited"] = -3.0, 2.0
    desk.tick(0, 1)
    desk.teams["free"][desk.row] = 0.75
    assert desk.tick(0, 2, join=[0]) == [0]
    assert desk.issues["started"][0] == -3.0 and desk.issues["waited"][0] == 2.5


@pytest.mark.parametrize("priority", [0, 1, 2])
@pytest.mark.parametrize("row", range(STATIONS))
def test_every_class_is_served_at_every_desk(row, priority):
    """The first queue of the first desk too."""
    assert Desk(1, [0.25], [1.0], priority, row=row).run(1.0, 3).finished == [0]
