"""Gini coefficients with known values; what arrangements cost; who is served."""

import math

import numpy as np
import pytest

from sim.model.metrics import METRICS, measure
from sim.model.metrics.gini import gini, sort
from sim.model.policy import Coordination, Delegation, Oversight, Policy

NAMES = [metric.name for metric in METRICS]


def of(x, weight=None):
    x = np.array(x, float)
    weight = np.ones(len(x)) if weight is None else np.array(weight, float)
    return gini(x, weight, np.zeros(len(x), np.int64))


@pytest.mark.parametrize(
    ("x", "weight", "expected"),
    [
        ([3, 3, 3], None, 0),
        ([0, 0, 0, 1], None, 3 / 4),  # one of n has all: 1 - 1/n
        ([4, 2, 3, 1], None, 1 / 4),  # 1..n: (n² - 1)/(3n) over the mean (n + 1)/2, halved: (n - 1)/(3n)
        ([0, 1], [3, 1], 3 / 4),  # a quarter of the weight has all
        ([2, 1, 2], [1, 5, 1], None),  # the same as written out, below
        ([0, 0], None, 0),
    ],
)
def test_gini_of_known_cases(x, weight, expected):
    if expected is None:
        expected = of(np.repeat(x, weight))
    assert of(x, weight) == pytest.approx(expected)


def test_gini_without_weight():
    assert math.isnan(of([1, 2], [0, 0]))


def test_gini_of_many_exponential_values():
    # Of an exponential law it is 1/2; as a ratio of means its error is about .3/√n here.
    x = np.random.default_rng(5).exponential(size=20_000)
    assert of(x) == pytest.approx(0.5, abs=4 * 0.3 / math.sqrt(20_000))


def test_sort_is_a_sort():
    key = np.random.default_rng(6).integers(0, 50, 501).astype(float)
    order = np.zeros(501, np.int64)
    sort(order, key)
    assert (order == np.argsort(key, kind="stable")).all()


def test_service_over_places(hand):
    # Places 0 to 3: agreed 1 of 1, 1 of 2, 0 of 1, none opened; an incident in place 1 only.
    hand.agree(10, locality=0)
    hand.agree(10, locality=1, surfaced=10, incident=6)
    hand.lapse(10, locality=1)
    hand.lapse(10, locality=2)
    hand.agree(100, opened=95, locality=2)  # too late to count
    out = hand.outcomes()
    assert out["gini_service"] == pytest.approx(of([0, 0.5, 0.5, 1]))
    assert out["incident_concentration"] == pytest.approx(of([0, 0, 0.5, 0.5]))
    assert out["fte_per_resolved"] == pytest.approx(hand.world.given["headcount"][0] * 2 / 3)


def test_gap_between_large_and_small_places(hand):
    hand.world.locality_cdf[:] = [0.1, 0.2, 0.4, 1.0]  # weights .1, .1, .2, .6: the last is the larger half
    for place in range(3):
        hand.agree(10, locality=place)
        hand.lapse(10, locality=place)
    for _ in range(4):
        hand.agree(10, locality=3)
    hand.lapse(10, locality=3)
    assert hand.outcomes()["small_place_gap"] == pytest.approx(4 / 5 - 1 / 2)


def test_headcount_by_group(handmade):
    made = handmade(
        policy=Policy(
            delegation=Delegation(level=0.3, office=2),
            oversight=Oversight(registry=1),
            coordination=Coordination(guidance=0.5),
        ),
        headcount=5000,
    )
    given = made.world.given
    out = dict(zip(NAMES, measure(made.world, made.template.fte).tolist(), strict=True))
    assert out["fte_delegation"] == pytest.approx(2 * given["office_fte"][0])
    assert out["fte_oversight"] == pytest.approx(given["registry_fte"][0])
    assert out["fte_coordination"] == pytest.approx(0.5 * given["guidance_fte"][0])
    assert out["fte_investment"] == 0
    groups = sum(out[f"fte_{group}"] for group in ("delegation", "oversight", "coordination", "investment"))
    assert out["fte_levers"] == pytest.approx(groups) == pytest.approx(sum(made.template.fte.values()))
    assert out["fte_brought"] == pytest.approx(made.template.scenario.subnationals["staff"].sum())
    assert math.isnan(made.outcomes()["fte_oversight"])  # prices not given


def test_moved_staff_is_in_the_headcount_already(handmade):
    assert handmade(policy=Policy(delegation=Delegation(level=0.3, staff="moved"))).outcomes()["fte_brought"] == 0
    assert handmade().outcomes()["fte_brought"] == 0
