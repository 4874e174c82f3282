"""Luck taken off: what regression theory says of it, and when nothing is taken off."""

import numpy as np
import pytest

from sim.runs.intervals import half_width
from sim.runs.luck import LEAST, PENALTIES, explained, find_penalties, less_luck, spread

SMALL, LARGE = PENALTIES[0], PENALTIES[-1]


def drawn(n, slopes, seed, noise=1.0, m=1):
    """Outcomes c β + noise of mean 0, (n, m), and their luck (n, k)."""
    rng, slopes = np.random.default_rng(seed), np.asarray(slopes, float)
    luck = rng.normal(size=(n, len(slopes)))
    return (luck @ slopes)[:, None] + noise * rng.normal(size=(n, m)), luck


@pytest.mark.parametrize("penalty", PENALTIES)
def test_slopes_are_those_of_all_other_runs(penalty):
    """Each run left out in turn, the regression made again without it."""
    y, luck = drawn(45, [1.0, -0.5, 0.2], 1, m=2)
    luck += 0.3
    found = explained(y, luck, penalty)
    # what is penalised is scaled by all runs; only the slopes leave the run out
    for i in (0, 17, 44):
        rest = np.arange(45) != i
        c, v = luck[rest] - luck[rest].mean(axis=0), y[rest] - y[rest].mean(axis=0)
        slopes = np.linalg.solve(c.T @ c + penalty * np.eye(3), c.T @ v)
        assert found[i] == pytest.approx(luck[i] @ slopes, rel=1e-9)


def test_the_mean_stays_right():
    """Over many samples the mean of what is left is the mean of the outcome, within its error."""
    means = []
    for seed in range(400):
        y, luck = drawn(LEAST, [2.0, 1.0], seed)
        means.append(less_luck(y, luck, find_penalties([(y, luck)])).mean())
    assert np.mean(means) == pytest.approx(0.0, abs=4 * np.std(means) / 20)


@pytest.mark.parametrize("share", [0.5, 0.9])
def test_intervals_are_narrower_by_what_luck_explains(share):
    """With R² of the variance explained, one run is worth 1/(1 - R²), and the interval holds the mean as often."""
    noise, ratios, held = (1 / share - 1) ** 0.5, [], 0
    for seed in range(1000):
        y, luck = drawn(100, [1.0, 0.0, 0.0], seed, noise)
        left = less_luck(y, luck, find_penalties([(y, luck)]))[:, 0]
        ratios.append(half_width(y[:, 0]) ** 2 / half_width(left) ** 2)
        held += abs(left.mean()) <= half_width(left)
    assert np.mean(ratios) == pytest.approx(1 / (1 - share), rel=0.1)
    assert held / 1000 == pytest.approx(0.95, abs=4 * (0.95 * 0.05 / 1000) ** 0.5)


@pytest.mark.parametrize("n", [LEAST, 100])
def test_luck_that_explains_nothing_does_no_harm(n):
    held, ratios = 0, []
    for seed in range(1000):
        y, luck = drawn(n, np.zeros(8), seed)
        left = less_luck(y, luck, find_penalties([(y, luck)]))[:, 0]
        ratios.append(half_width(y[:, 0]) / half_width(left))
        held += abs(left.mean()) <= half_width(left)
    assert min(ratios) >= 1.0 and np.mean(ratios) < 1.05
    assert held / 1000 == pytest.approx(0.95, abs=4 * (0.95 * 0.05 / 1000) ** 0.5)


def test_what_adds_up_still_does():
    """Parts of a whole under one penalty, and a difference between policies."""
    y, luck = drawn(60, [1.0, 0.5], 2, m=3)
    whole = less_luck(y.sum(axis=1, keepdims=True), luck, np.array([0.03]))
    assert less_luck(y, luck, np.full(3, 0.03)).sum(axis=1) == pytest.approx(whole[:, 0])


def test_the_order_of_runs_does_not_matter():
    y, luck = drawn(60, [1.0, 0.5], 2)
    order = np.random.default_rng(0).permutation(60)
    penalties = find_penalties([(y, luck)])
    assert find_penalties([(y[order], luck[order])]) == penalties
    assert less_luck(y[order], luck[order], penalties) == pytest.approx(less_luck(y, luck, penalties)[order], rel=1e-9)


def test_when_nothing_is_taken_off():
    y, luck = drawn(LEAST, [1.0, 0.5], 4, m=4)
    assert np.isfinite(find_penalties([(y, luck)])).all()
    assert np.isnan(find_penalties([(y[1:], luck[1:])])).all()  # too few runs
    y[3, 0], y[:, 1] = np.nan, 7.0  # not defined in one run; always the same
    found = find_penalties([(y, luck)])
    assert np.isnan(found[:2]).all() and np.isfinite(found[2:]).all()
    left = less_luck(y, luck, found)
    assert (left[:, 1] == 7.0).all() and np.isnan(left[3, 0]) and (left[:3, 0] == y[:3, 0]).all()
    assert np.isnan(find_penalties([(y, np.ones_like(luck))])).all()  # luck that never varies


def test_a_difference_that_would_suffer_keeps_its_luck():
    """Two policies whose outcomes share all their noise: taking off what only one of them follows would add some."""
    y, luck = drawn(100, [0.5, 0.0], 5)
    other = np.random.default_rng(9).normal(size=luck.shape)
    assert np.isfinite(find_penalties([(y, luck)])).all()
    assert np.isnan(find_penalties([(y, luck), (y + 1.0, other)])).all()
    assert np.isfinite(find_penalties([(y, luck), (2.0 * y, luck)])).all()


@pytest.mark.parametrize("seed", range(20))
def test_nothing_varies_more_than_before(seed):
    """Levels that luck explains well, and a difference of which it explains nothing."""
    y, luck = drawn(60, [2.0, 1.0, 0.5], seed)
    tables = [(y, luck), (y + np.random.default_rng(seed + 99).normal(size=y.shape), luck)]
    penalties = find_penalties(tables)
    left = [less_luck(*table, penalties) for table in tables]
    assert (spread(left) <= spread([outcomes for outcomes, _ in tables])).all()


def test_a_stronger_penalty_takes_off_less():
    y, luck = drawn(80, [1.0, 1.0], 6)
    sizes = [np.abs(explained(y, luck, penalty * 80)).mean() for penalty in (0.0, *PENALTIES, 1e9)]
    assert sizes == sorted(sizes, reverse=True) and sizes[-1] < 1e-6
