"""Budgets that follow legitimacy, by hand: what is granted, when, and what it does to the work of departments."""

import pytest

from sim.model import start
from sim.model.records import BUDGETED
from sim.model.rules import department, subnational, turnover


@pytest.mark.parametrize(
    ("response", "first", "now", "means"),
    [
        (0.0, 0.6, 0.1, 1.0),
        (1.0, 0.6, 0.6, 1.0),
        (1.0, 0.6, 0.45, 0.75),
        (0.5, 0.6, 0.45, 0.875),
        (1.0, 0.5, 0.6, 1.2),
        (1.0, 0.6, 0.0, 0.5),
        (1.0, 0.6, 0.2, 0.5),
        (1.0, 0.4, 0.9, 1.5),
        (1.0, 0.0, 0.5, 1.0),
    ],
)
def test_what_is_granted(centre, response, first, now, means):
    """In proportion to legitimacy won or lost; never less than half, nor more than half as much again."""
    made = centre(budget_response=response, legitimacy=first)
    assert made.federal["means"] == 1.0
    made.federal["legitimacy"] = now
    assert turnover.granted(made.w) == pytest.approx(means)
    made.clock["now"], made.clock["then"] = 51.0, 52.0
    turnover.pass_budget(made.w)
    assert made.federal["means"] == pytest.approx(means)
    assert made.told() == ([("budgeted", -1, -1, made.federal["means"])] if response else [])


@pytest.mark.parametrize("dt", [0.1, 0.25, 1.0, 3.0, 4.0])
def test_once_a_year(centre, dt):
    """With the tick in which a year of 52 weeks ends, whatever the tick; at no other time, and not at the start."""
    made = centre(budget_response=1.0)
    passed = []
    for tick in range(round(160 / dt)):
        made.clock["now"], made.clock["then"], made.federal["means"] = tick * dt, (tick + 1) * dt, -1.0
        turnover.pass_budget(made.w)
        if made.federal["means"] > 0:
            passed.append(made.clock["then"])
    assert [int(then / 52 + 1e-6) for then in passed] == [1, 2, 3]
    assert all(52 * k - 1e-6 <= then < 52 * k + dt for k, then in enumerate(passed, 1))


def test_departments_work_with_what_they_are_given(centre):
    """Actors do not."""
    made = centre(budget_response=1.0)
    before, local = department.pace(made.w, 0), subnational.pace(made.w, 0)
    made.federal["means"] = 0.75
    assert department.pace(made.w, 0) == pytest.approx(0.75 * before) and subnational.pace(made.w, 0) == local


def test_a_budget_is_for_the_year_that_follows(prepare):
    """As legitimacy stood when the year began, in every week of it."""
    template = prepare("toy", {}, {"budget_response": 1.0, "legitimacy_hit": 0.001}, 4.0, log=True)
    world = start.finish(start.begin(template, 1))
    first, legitimacy, means = world.given["legitimacy"][0], world.series["legitimacy"], world.series["means"]
    for year in range(4):
        granted = 1.0 if year == 0 else min(max(legitimacy[52 * year - 1] / first, 0.5), 1.5)
        weeks = means[max(52 * year - 1, 0) : 52 * year + 51]  # the row of the last week is written after the budget
        assert weeks == pytest.approx(granted)
    log = world.events[: int(world.federal["events"][0])]
    assert log["time"][log["kind"] == BUDGETED].tolist() == [52, 104, 156, 208]
