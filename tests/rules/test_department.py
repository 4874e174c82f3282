"""A department's speed and hands: skill, exercises and shutdowns; drafters draft, clearance teams clear."""

import math

import pytest

from sim.model import start
from sim.model.records import AT_CLEARANCE, AT_DRAFT, IN_HAND, READY, WAITING
from sim.model.rules import department
from sim.model.rules.knowledge import federal_position
from sim.model.rules.service import join


class Desk:
    """Department 1 of the toy in its first week."""

    def __init__(self, template):
        self.world = w = start.begin(template, 2)
        self.w, self.given, self.issues, self.row = w, w.given[0], w.issues, w.departments[1]
        self.clock = w.clock[0]
        self.clock["now"], self.clock["then"] = 0.0, 1.0
        self.issues["started"] = math.inf
        self.n = len(w.departments)

    def paper(self, i, station, task, desk):
        self.issues["task"][i], self.issues["desk"][i], self.issues["deadline"][i] = task, desk, math.inf
        self.issues["position"][i] = 77.0
        join(self.w, station, i, 0.25)

    def act(self, d=1):
        department.act(self.w, d)


@pytest.fixture
def desk(prepare, toy_prices):
    def desk(levers=None, **parameters):
        return Desk(prepare("toy", levers, toy_prices | parameters, 1.0))

    return desk


@pytest.mark.parametrize(("skill", "speed"), [(0.3, 0.88), (0.5, 1.0), (1.0, 1.3)])
def test_skill_speeds_and_exercises_take_time(desk, skill, speed):
    made = desk({"coordination.exercises": 4}, skill=0.5, skill_effect=0.6, exercise_cost=0.5)
    made.row["skill"] = skill
    assert department.pace(made.w, 1) == pytest.approx(speed * (1 - 4 / 52 * 0.5))


@pytest.mark.parametrize(("now", "speed"), [(99, 1.0), (100, 0.6), (104, 0.6), (105, 1.0), (106, 1.0)])
def test_a_shutdown_takes_its_weeks_and_no_more(desk, now, speed):
    made = desk()
    made.w.dated["week"], made.w.dated["until"] = 100, 105
    made.clock["now"] = now
    assert department.pace(made.w, 1) == pytest.approx(speed)


def test_drafters_draft_and_others_clear(desk):
    """Each at its own teams' rate; a finished draft has a position, a cleared one keeps its own."""
    made = desk(skill=0.5, skill_effect=0.6)
    w = made.w
    made.row["skill"] = 1.0
    teams, clearers = float(made.row["teams"]), float(made.row["clearance_teams"])
    for i, station, task, kind in ((0, 1, 0.1, AT_DRAFT), (1, made.n + 1, 0.3, AT_CLEARANCE), (2, 1, 50.0, AT_DRAFT)):
        made.paper(i, station, task, kind)
    made.act()
    assert made.issues["stage"][:3].tolist() == [READY, READY, IN_HAND]
    servers = w.stations["servers"][[1, made.n + 1]]
    assert teams != servers[0] and clearers != servers[1]
    assert made.issues["ready"][0] == pytest.approx(0.25 + 0.1 / (teams / servers[0] * 1.3))
    assert made.issues["ready"][1] == pytest.approx(0.25 + 0.3 / (clearers / servers[1] * 1.3))
    assert (int(made.row["tray"]), int(made.row["cleared"])) == (0, 1)
    assert made.issues["position"][0] == federal_position(made.w, 0)
    assert made.issues["position"][1] == 77.0
    assert made.row["busy"] == pytest.approx(1 / servers[0])
    assert (w.departments["tray"][0], w.departments["cleared"][0], w.departments["busy"][0]) == (-1, -1, 0)


@pytest.mark.parametrize(("field", "kept"), [("teams", 1), ("clearance_teams", 0)])
def test_no_teams_no_work(desk, field, kept):
    made = desk()
    for i, station, kind in ((0, 1, AT_DRAFT), (1, made.n + 1, AT_CLEARANCE)):
        made.paper(i, station, 0.01, kind)
    made.row[field] = 0.0
    made.act()
    assert made.issues["stage"][1 - kept] == WAITING and made.issues["stage"][kept] == READY


@pytest.mark.parametrize(("field", "kind"), [("teams", AT_DRAFT), ("clearance_teams", AT_CLEARANCE)])
def test_what_was_in_hand_when_the_teams_left_is_done_in_its_time(desk, field, kind):
    """As after a switch to a policy that moves all of them; what waits is left there."""
    made = desk(skill=0.5)
    station = 1 if kind == AT_DRAFT else made.n + 1
    made.w.stations["servers"][station] = 1
    for i in (0, 1):
        made.paper(i, station, 1.5 * float(made.row[field]), kind)  # a week and a half, the first from 0.25 on
    made.act()
    made.row[field] = 0.0
    for week in (1, 2, 3):
        assert made.issues["stage"][[0, 1]].tolist() == [IN_HAND if week == 1 else READY, WAITING]
        made.clock["now"], made.clock["then"] = week, week + 1.0
        made.row["tray"] = made.row["cleared"] = -1  # the post has been
        made.act()
        assert (int(made.row["tray" if kind == AT_DRAFT else "cleared"]) == 0) == (week == 1)
