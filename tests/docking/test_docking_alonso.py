"""Alonso, Dessein and Matouschek: the frontier, its asymptote, and the game as an equilibrium rather than a formula."""

import numpy as np
import pytest

from experiments.docking.alonso_dessein_matouschek import (
    ASYMPTOTE,
    FRONTIER,
    REGIMES,
    WORKED,
    bias,
    boundaries,
    decisions,
    expected_loss,
    frontier,
    heard,
    play,
    unheard,
)


@pytest.mark.parametrize("lam, delta", FRONTIER.items())
def test_the_frontier_and_both_its_sides(lam, delta):
    assert frontier(lam) == pytest.approx(delta, abs=1e-6)
    for side in (0.999, 1.001):
        central, decentral = (expected_loss(regime, lam, side * delta) for regime in REGIMES)
        assert (central < decentral) == (side > 1)


def test_the_asymptote_from_both_sides():
    deltas = np.logspace(-3, 7, 60)
    assert all(
        expected_loss("decentral", ASYMPTOTE - 1e-3, d) < expected_loss("central", ASYMPTOTE - 1e-3, d) for d in deltas
    )
    assert expected_loss("central", ASYMPTOTE + 1e-3, 1e7) < expected_loss("decentral", ASYMPTOTE + 1e-3, 1e7)
    assert frontier(ASYMPTOTE) == np.inf > frontier(ASYMPTOTE + 1e-3)


def test_the_excess_of_decentral_loss_as_coordination_is_all():
    """delta (L_D - L_C) tends to lambda (2 lambda - 1)(4 lambda - 1)(28 lambda - 17) / (4 (8 lambda - 1)^2)."""
    for lam in (0.55, 0.65, 0.9):
        limit = lam * (2 * lam - 1) * (4 * lam - 1) * (28 * lam - 17) / (4 * (8 * lam - 1) ** 2)
        excess = 1e5 * (expected_loss("decentral", lam, 1e5) - expected_loss("central", lam, 1e5))
        assert excess == pytest.approx(limit, abs=1e-4)


@pytest.mark.parametrize("regime", REGIMES)
def test_nothing_is_lost_without_a_motive_to_coordinate(regime):
    assert expected_loss(regime, 0.8, 0.0) == 0.0


@pytest.mark.parametrize("regime", REGIMES)
@pytest.mark.parametrize("lam, delta", [(0.75, 1.0), (0.6, 3.0), (1.0, 0.4)])
def test_a_manager_at_a_boundary_is_indifferent_and_inside_prefers_its_own_message(regime, lam, delta):
    """So the intervals are an equilibrium of the game itself, whatever formula gave the bias."""
    b = bias(regime, lam, delta)
    ends = boundaries(b)[-4:]
    messages = heard(0.5 * (ends[1:] + ends[:-1]), b)
    grid = np.linspace(-1, 1, 2001)  # the other's conditions, even about zero

    def worth(own, message):
        theta = np.stack([np.full_like(grid, own), grid])
        d = decisions(regime, lam, delta, theta, np.stack([np.full_like(grid, message), heard(grid, b)]))
        apart = delta * (d[0] - d[1]) ** 2
        return -np.mean(lam * ((d[0] - own) ** 2 + apart) + (1 - lam) * ((d[1] - grid) ** 2 + apart))

    stake = worth(ends[1], messages[0]) - worth(ends[1], messages[2])
    assert worth(ends[1], messages[0]) == pytest.approx(worth(ends[1], messages[1]), abs=1e-6 * abs(stake))
    assert worth(ends[2], messages[1]) == pytest.approx(worth(ends[2], messages[2]), abs=1e-6 * abs(stake))
    inside = 0.5 * (ends[1] + ends[2])
    assert worth(inside, messages[1]) > max(worth(inside, messages[0]), worth(inside, messages[2]))


def test_a_message_leaves_out_its_share_of_the_variance():
    theta = np.random.default_rng(1).uniform(-1, 1, 400_000)
    for b in (0.1, 0.285714, 2.0):
        left = 3.0 * (theta - heard(theta, b)) ** 2
        assert abs(left.mean() - unheard(b)) < 4 * left.std() / np.sqrt(theta.size)


@pytest.mark.parametrize("lam", WORKED)
def test_the_game_played_loses_what_the_formulas_say(lam):
    found = play(lam, 1.0, seed=11, draws=400_000)
    for regime, known in zip(REGIMES, WORKED[lam], strict=True):
        assert expected_loss(regime, lam, 1.0) == pytest.approx(known, abs=1e-6)
        assert abs(found[regime][0] - known) < 4 * found[regime][1]
    mean, error = found["difference"]
    assert abs(mean) > 4 * error and (mean < 0) == (lam == 0.75)
