"""Distances by hand; alignment at its limits: alike, opposite, independent."""

import math

import numpy as np
import pytest

from sim.model.metrics.coherence import align
from sim.model.records import CONSULT, FREELANCE, JOINT, MANDATE, QUIET


def aligned(vectors, line):
    """align() for full vectors, one act a component."""
    vectors = np.array(vectors, float)
    return align(vectors, np.ones(vectors.shape, np.int32), np.array(line, float), np.zeros(vectors.shape[1]))


def test_gaps_and_contradictions(hand):
    hand.agree(10, agreed=1.0, line=0.5, omega=0.5)  # off the line by .5, right
    hand.agree(11, agreed=-0.5, line=0.5, omega=0.5, had_standing=1, contradicts=1)  # off by 1, wrong by 1.5
    hand.agree(12, agreed=0.5, line=0.5, omega=-1.0, had_standing=1, vitality=0.9)  # on it, wrong by 1
    hand.agree(13, agreed=0.5, line=0.5, omega=0.0, had_standing=1)
    hand.agree(14, agreed=0.5, line=0.5, omega=0.0, had_standing=1, crisis=1)
    hand.lapse(15, agreed=9.0)
    out = hand.outcomes()
    assert out["line_gap"] == pytest.approx(math.sqrt(1.25 / 5))
    assert out["answer_gap"] == pytest.approx(math.sqrt((1.5**2 + 1) / 5))
    assert out["answer_gap_vital"] == pytest.approx(math.sqrt(1 / 2))
    assert out["contradiction_rate"] == pytest.approx(25)


def test_identical_positions_are_one_voice():
    horizontal, vertical = aligned([[0.3, -0.4, 0.1]] * 7, [0.6, -0.8, 0.2])
    assert (horizontal, vertical) == pytest.approx((1, 1))
    assert aligned([[0.3, -0.4, 0.1]] * 7, [-0.6, 0.8, -0.2])[1] == pytest.approx(-1)


def test_two_opposite_actors_are_minus_one():
    assert aligned([[1, 0], [-2, 0]], [1, 0]) == pytest.approx((-1, 0))


def test_independent_directions_average_nothing():
    # E[R²] = 1/N for independent directions: what is left of R² above that is 0 on average, and so is the cosine.
    rng, n, worlds = np.random.default_rng(3), 10, 4000
    found = np.array([aligned(rng.normal(size=(n, 5)), [1, 1, 1, 1, 1]) for _ in range(worlds)])
    error = found.std(axis=0, ddof=1) / math.sqrt(worlds)
    assert (np.abs(found.mean(axis=0)) < 4 * error).all()


def test_it_is_the_mean_cosine_over_pairs():
    vectors = np.random.default_rng(4).normal(size=(6, 4)) + 0.5
    unit = vectors / np.linalg.norm(vectors, axis=1, keepdims=True)
    cosines = unit @ unit.T
    assert aligned(vectors, np.zeros(4))[0] == pytest.approx((cosines.sum() - 6) / 30)


def test_only_acts_of_actors_count(hand):
    # Place 0: mean of 1 and 3 in domain 0. Place 1: -1 in domain 0, under the same line, and 1 in domain 1.
    hand.agree(10, channel=MANDATE, locality=0, domain=0, agreed=1.0, line=0.5)
    hand.agree(11, channel=QUIET, locality=0, domain=0, agreed=3.0, line=0.5)
    hand.agree(12, channel=JOINT, locality=1, domain=0, agreed=-1.0, line=0.5)
    hand.agree(13, channel=FREELANCE, locality=1, domain=1, agreed=1.0, line=0.5)
    for channel in (0, CONSULT, 6, 7):
        hand.agree(14, channel=channel, locality=2, domain=2, agreed=5.0, line=0.5)
    out = hand.outcomes()
    assert out["horizontal"] == pytest.approx(-1 / math.sqrt(2))  # (2, 0) against (-1, 1)
    assert out["vertical"] == pytest.approx((1 + 0) / 2)


def test_a_turn_of_the_line_is_followed_not_averaged_away(hand):
    for place in (0, 1):
        hand.agree(10, channel=MANDATE, locality=place, agreed=0.4, line=0.4)
        hand.agree(60, channel=MANDATE, locality=place, agreed=-0.4, line=-0.4)
    out = hand.outcomes()
    assert (out["horizontal"], out["vertical"]) == pytest.approx((1, 1))


def test_undefined_without_actors_or_line(hand):
    hand.agree(10, agreed=1.0)
    out = hand.outcomes()
    assert math.isnan(out["horizontal"]) and math.isnan(out["vertical"]) and math.isnan(out["contradiction_rate"])
