"""Skill, readiness, elections and preferences move as their equations say."""

import math

import numpy as np
import pytest
from happening import happening, shutdown

from sim.model.records import ELECTED


def test_skill(simulate):
    """ds = (learning (1 - s) - quits s) dt: after n ticks s* + (s0 - s*)(1 - k)^n, k = (learning + quits)/52."""
    world = simulate(parameters={"learning": 0.2, "quit_rate": 0.1, "skill": 0.3}, years=5)
    k, rest = 0.3 / 52, 0.2 / 0.3
    expected = rest + (0.3 - rest) * (1 - k) ** np.arange(1, 261)
    assert world.series["skill"] == pytest.approx(expected, rel=1e-12)
    assert world.departments["skill"][0] == pytest.approx(expected[-1])


def test_training_and_archives(simulate):
    world = simulate(
        levers={"investment.training": 0.5, "investment.archives": 1},
        years=40,
        parameters={
            "learning": 0.1,
            "training_gain": 0.2,
            "quit_rate": 0.3,
            "archive_effect": 0.6,
            "training_fte": 0,
            "archives_fte": 0,
        },
    )
    assert world.series["skill"][-1] == pytest.approx(0.2 / (0.2 + 0.3 * 0.4), rel=1e-3)


def test_readiness(simulate):
    """Exercises at interval T close a share g of the gap; in between readiness halves every life."""
    parameters = {"readiness_life": 26, "exercise_gain": 0.4, "exercise_cost": 0}
    world = simulate(levers={"coordination.exercises": 4}, parameters=parameters, years=10)
    keep, gained = math.exp(-math.log(2) / 26), 1 - 0.6 ** (4 / 52)
    assert world.series["readiness"][-1] == pytest.approx(gained / (1 - keep * (1 - gained)), rel=1e-6)
    assert not simulate(parameters=parameters, years=2).series["readiness"].any()


def test_readiness_speeds_crises_alone(simulate, issues_of):
    """Work of a crisis is divided by 1 + effect x readiness."""
    world = simulate(
        levers={"coordination.exercises": 26},
        years=20,
        parameters={
            "crisis_share": 0.2,
            "exercise_gain": 0.7,
            "exercise_cost": 0,
            "readiness_effect": 1,
            "readiness_life": 52,
        },
    )
    issues = issues_of(world)
    ratio = issues["task"] / issues["work"]
    late = issues["opened"] > 200
    assert (ratio[issues["crisis"] == 0] == 1).all()
    assert ratio[late & (issues["crisis"] == 1)] == pytest.approx(1 / (1 + world.departments["readiness"][0]), rel=1e-3)


@pytest.mark.parametrize("archives", [0.0, 1.0])
def test_an_election_that_turns_the_centre(simulate, archives):
    """Skill and readiness fall by political_share, archives keep part; the line jumps at once and is read later."""
    levers = {"investment.archives": archives, "coordination.exercises": 4}
    common = {
        "quit_rate": 0,
        "learning": 0,
        "political_share": 0.4,
        "archive_effect": 0.5,
        "archives_fte": 0,
        "line_delay": 6,
        "line_gap": 0.5,
        "reversal": 0.5,
    }
    calm, turned = (simulate("us_2023", levers, common | {"swing": swing}, years=2.5) for swing in (0, 1))
    kept = 1 - 0.4 * (1 - 0.5 * archives)
    assert turned.departments["skill"] == pytest.approx(kept * calm.departments["skill"])
    week = 107
    assert (turned.series["party"][:week] == 1).all() and (turned.series["party"][week:] == -1).all()
    fall = turned.series["readiness"][week] / calm.series["readiness"][week]
    assert fall == pytest.approx(kept)
    assert turned.domains["line"] == pytest.approx(-0.5 * turned.domains["loading"])
    assert turned.domains["published"] == pytest.approx(turned.domains["line"])
    early = simulate("us_2023", levers, common | {"swing": 1}, years=(week + 5) / 52)
    assert early.domains["published"] == pytest.approx(-early.domains["line"])


@pytest.mark.parametrize(("interval", "years", "held"), [(52, 6, 5), (0, 6, 1)])
def test_elections_are_held_on_time(variant, simulate, interval, years, held):
    scenario = variant("textbook_queue")
    scenario.elections["first_week"], scenario.elections["interval"] = 60, interval
    world = simulate(scenario, parameters={"swing": 1}, years=years, log=True)
    events = world.events[: int(world.federal["events"][0])]
    dates = events["time"][events["kind"] == ELECTED]
    assert dates.tolist() == [60 + interval * k for k in range(held)]
    assert world.federal["party"][0] == (-1) ** held


def test_chance_of_turning(variant, simulate):
    scenario = variant("textbook_queue")
    scenario.elections["first_week"], scenario.elections["interval"] = 4, 4
    party = simulate(scenario, parameters={"swing": 0.3}, years=200).series["party"][3::4]
    turned = np.diff(party) != 0
    assert abs(turned.mean() - 0.3) < 4 * math.sqrt(0.21 / turned.size)


def test_preferences_return(variant, simulate):
    """Courted for a year, left alone for another: the rest of the way fades at the rate of recovery."""
    scenario = variant(
        counterparts=[["country", "C", 100, 1000, 2, 0.5, 0, 1, 0.2, 0, "invented"]],
        domains=[["matters", "M", 1, "desk", 0, 0, 0, 1, 1, 1, 1, 2, 0, 1, 1, 1, "", "invented"]],
    )
    common = {"courtship": 0.02, "recovery": 0.01, "defence": 0}
    drift = simulate(scenario, parameters=common, years=40).subnationals["drift"][0]
    pull, back = -math.expm1(-0.02), -math.expm1(-0.01)
    ideal = 0.5 * 2
    assert drift == pytest.approx(ideal * pull * (1 - back) / (1 - (1 - pull) * (1 - back)), rel=1e-9)


@pytest.mark.parametrize("share", [0.0, 0.5, 1.0])
def test_shutdown(simulate, issues_of, share):
    """Teams lost for ten weeks do that much less, and the queue remembers."""
    events = [shutdown(100, 10, share)] if share else []
    world = simulate(happening("textbook_queue", *events), parameters={"events": 1}, years=4)
    done = np.diff(world.series["agreed"])[100:109].mean()
    assert done == pytest.approx(8, rel=0.35) if share == 0 else done <= 10 * (1 - share) + 3
    if share == 1:
        started = issues_of(world)["started"]
        assert not ((started > 100) & (started < 110)).any()
