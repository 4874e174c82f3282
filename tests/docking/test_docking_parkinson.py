"""Klimek, Hanel and Thurner: the closed form against counting, the network, and play against both."""

from itertools import product

import numpy as np
import pytest

from experiments.docking.parkinson import KNOWN, NEIGHBOURS, REWIRED, dissensus, error, network, repeat, wilson


@pytest.mark.parametrize("n, known", KNOWN.items())
def test_closed_form(n, known):
    assert dissensus(n) == pytest.approx(known, abs=1e-6)


@pytest.mark.parametrize("n", range(2, 12))
def test_closed_form_by_counting_the_splits_in_which_nobody_would_change(n):
    stuck = 0
    for opinions in product((0, 1), repeat=n):
        others = [sum(opinions) if own == 0 else n - sum(opinions) for own in opinions]
        stuck += 0 < sum(opinions) < n and all(5 * other < 3 * (n - 1) for other in others)
    assert dissensus(n) == stuck / 2**n


def test_up_to_nine_everybody_talks_to_everybody():
    for n in range(2, 10):
        tied = network(n, NEIGHBOURS, REWIRED, np.random.default_rng(n))
        assert (tied == ~np.eye(n, dtype=bool)).all()


def test_a_small_world_keeps_its_ties_and_moves_the_share_it_should():
    n, moved = 40, []
    for seed in range(100):
        tied = network(n, NEIGHBOURS, REWIRED, np.random.default_rng(seed))
        assert (tied == tied.T).all() and not tied.diagonal().any() and tied.sum() == n * NEIGHBOURS
        ring = network(n, NEIGHBOURS, 0.0, np.random.default_rng(seed))
        assert (ring.sum(0) == NEIGHBOURS).all()
        moved.append((ring & ~tied).sum() / ring.sum())
    # A later tie may land where an earlier one left, so slightly fewer than one in ten differ from the ring.
    assert 0.09 < np.mean(moved) < 0.1 + 4 * np.std(moved) / 10


@pytest.mark.slow
@pytest.mark.parametrize("n", [6, 8, 10, 11, 13, 20])
def test_play_where_all_talk_to_all(n):
    """At 6 and 11 an even or near-even split is just at the threshold, so somebody gives way and all agree."""
    share = repeat(n, n, 0.0, 4_000, np.random.default_rng(n))
    assert abs(share - dissensus(n)) <= 4 * error(dissensus(n), 4_000)


@pytest.mark.slow
def test_eight_stands_out_and_dissensus_rises_through_twenty():
    share = {n: repeat(n, NEIGHBOURS, REWIRED, 2_000, np.random.default_rng(n)) for n in (7, 8, 9, 10, 15, 20, 25, 30)}
    assert share[7] == share[9] == 0.0
    assert abs(share[8] - 70 / 256) < 4 * error(70 / 256, 2_000)
    assert (np.diff([share[n] for n in (10, 15, 20, 25, 30)]) > 4 * np.sqrt(2) * error(0.5, 2_000)).all()


def test_the_interval_of_a_share():
    assert wilson(0.0, 100)[0] == pytest.approx(0.0, abs=1e-12) and wilson(0.0, 100)[1] > 0.03
    low, high = wilson(0.3, 10_000)
    assert (low, high) == pytest.approx((0.3 - 1.96 * error(0.3, 10_000), 0.3 + 1.96 * error(0.3, 10_000)), abs=1e-4)
