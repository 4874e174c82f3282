"""Foreign governments: when they agree, what they believe, what they remember, whom they court."""

import math
import types

import numpy as np
import pytest

from sim.model import records
from sim.model.rules import belief

QUICK = {"load": 0.01, "bargaining": 1, "agree_alignment": 0, "agree_trust": 0, "agree_skill": 0, "agree_distance": 0}


def test_belief_is_a_beta_mean():
    """A Beta(1,1) prior with 18 promises kept and 2 broken: 19/22."""
    world = types.SimpleNamespace(counterparts=records.rows(records.COUNTERPART, 1).view(np.recarray))
    world.counterparts["kept"], world.counterparts["broken"] = 18, 2
    assert belief.trust.py_func(world, 0) == pytest.approx(19 / 22)


def test_promises_are_counted(simulate, issues_of):
    """Kept and broken promises of a whole run, unfaded, are those of its acts."""
    world = simulate(parameters={"default_rate": 0.1, "forgetting": 1}, years=40)
    acts = issues_of(world)
    acts = acts[acts["stage"] == 5]
    country = world.counterparts[0]
    assert country["kept"] == (acts["kept"] == 1).sum() and country["broken"] == (acts["kept"] == 0).sum()
    assert abs((acts["kept"] == 0).mean() - 0.1) < 4 * math.sqrt(0.09 / len(acts))


def test_promises_fade(simulate):
    """With forgetting f and all kept, the count settles at 1/(1 - f)."""
    world = simulate(parameters={"forgetting": 0.98}, years=10)
    assert world.counterparts["kept"][0] == pytest.approx(50) and world.counterparts["broken"][0] == 0


@pytest.mark.parametrize("x", [-2.0, 0.0, 1.5])
def test_agreement_within_a_week_is_logistic(simulate, issues_of, near, x):
    """A hazard of ln(1 + e^x): P(agreed within a week) = 1/(1 + e^-x), whatever the tick."""
    for dt in (0.25, 1.0):
        issues = issues_of(simulate(parameters=QUICK | {"agree_base": x}, years=100, dt=dt))
        issues = issues[issues["tabled"] < 5100]
        assert (issues["stage"] == 5).all()
        took = issues["closed"] - issues["tabled"]
        near(took <= 1, 1 / (1 + math.exp(-x)))
        near(took, 1 / math.log1p(math.exp(x)))


@pytest.mark.parametrize(
    ("parameters", "x"),
    [
        ({"agree_alignment": 1.5}, 0.75),
        ({"agree_skill": 0.8, "skill": 0.6}, 0.48),
        ({"agree_distance": 0.8, "ideal_scale": 0.5}, -0.8 * 0.5 * 2),
    ],
)
def test_log_odds(variant, simulate, issues_of, near, parameters, x):
    """Alignment .5; skill; two points of distance, at half a standard deviation each."""
    away = 2 if "agree_distance" in parameters else 0
    scenario = variant(
        counterparts=[["country", "C", 100, 1000, away, 0.5, 0, 0, 0, 0, "invented"]],
        domains=[["matters", "M", 1, "desk", 0, 0, 0, 1, 1, 1, 1, 2, 0, 1, 1, 1, "", "invented"]],
    )
    issues = issues_of(simulate(scenario, None, QUICK | {"agree_base": 0} | parameters, years=100))
    issues = issues[issues["tabled"] < 5100]
    near(issues["closed"] - issues["tabled"], 1 / math.log1p(math.exp(x)))


@pytest.mark.parametrize(("registry", "x"), [(0.0, -1.3), (1.0, -0.5)])
def test_doubt_about_who_may_speak(simulate, issues_of, near, registry, x):
    """A mandate costs rank .5 and, without a registry, verification .8."""
    world = simulate(
        levers={"delegation.level": 1, "oversight.registry": registry},
        years=100,
        parameters=QUICK
        | {"agree_base": 0, "agree_rank": 0.5, "verification": 0.8, "own_staff": 50, "registry_fte": 0},
    )
    issues = issues_of(world)
    issues = issues[issues["tabled"] < 5000]
    near(issues["closed"] - issues["tabled"], 1 / math.log1p(math.exp(x)))


def test_transparency_costs_bargaining_room(simulate, issues_of, near):
    world = simulate(
        levers={"coordination.transparency": 0.5},
        years=100,
        parameters=QUICK | {"agree_base": 0, "exposure": 1, "transparency_fte": 0},
    )
    issues = issues_of(world)
    issues = issues[issues["tabled"] < 5000]
    near(issues["closed"] - issues["tabled"], 1 / math.log1p(math.exp(-0.5)))


def test_contradictions_are_distances_beyond_tolerance(simulate, issues_of):
    issues = issues_of(simulate("us_2023", parameters={"tolerance": 0.7}, years=5))
    acts = issues[issues["stage"] == 5]
    assert (acts["contradicts"] == ((acts["had_standing"] == 1) & (acts["gap"] > 0.7))).all()
    assert 0 < acts["contradicts"].mean() < 0.5
    firsts = len(np.unique(acts[["counterpart", "domain"]]))
    assert (acts["had_standing"] == 0).sum() == firsts


def test_forum_shopping(simulate, issues_of):
    """A rival takes the nearest of the offers that are ready; others never an unofficial one while the official lies
    on the table."""
    world = simulate("us_2023", years=10, parameters={"freelance_rate": 0.06, "load": 1.2, "entry_rate": 0.6})
    acts = issues_of(world)
    acts = acts[acts["stage"] == 5]
    rival = world.counterparts["rival"][acts["counterpart"]] == 1
    official = (acts["channel"] < 4) | (acts["tabled"] > acts["closed"])
    assert official[~rival].all() and not official[rival].all()
    unofficial = acts[rival & ~official]
    ideal = world.commitments["ideal"][unofficial["counterpart"] * len(world.domains) + unofficial["domain"]]
    assert (np.abs(unofficial["agreed"] - ideal) <= np.abs(unofficial["position"] - ideal)).all()


def test_courtship_pulls_toward_the_rival(variant, simulate):
    """One rival, one actor: after t weeks P = Q + (P0 - Q) e^{-ct}, without recovery or defence."""
    scenario = variant(
        counterparts=[["country", "C", 100, 1000, 2, 0.5, 0, 1, 0.2, 0, "invented"]],
        domains=[["matters", "M", 1, "desk", 0, 0, 0, 1, 1, 1, 1, 2, 0, 1, 1, 1, "", "invented"]],
    )
    world = simulate(scenario, years=1, parameters={"courtship": 0.02, "recovery": 0, "defence": 0, "ideal_scale": 0.5})
    ideal = world.commitments["ideal"][0]
    assert abs(ideal) == 1
    assert world.preferences[0] == pytest.approx(ideal * -math.expm1(-0.02 * 52), rel=1e-9)
    assert world.series["captured"][-1] == 1 and world.series["captured"][0] == 0
    for key in ("defence", "liaison"):
        levers = {"oversight.liaison": 5} if key == "liaison" else None
        shielded = simulate(
            scenario,
            levers,
            years=1,
            parameters={
                "courtship": 0.02,
                "recovery": 0,
                "own_staff": 5,
                "liaison_effect": 100,
                "liaison_fte": 0,
                "defence": 1 if key == "defence" else 0,
                "ideal_scale": 0.5,
            },
        )
        assert abs(shielded.preferences[0]) < 1e-12
