"""The value of information where theory gives it: two decisions whose difference is linear in independent inputs.

f_1 - f_0 = m + Σ b_k x_k,  x_k of sd s_k:  σ² = Σ b_k² s_k² of what becomes known
normal inputs:   gain = σ φ(m/σ) - |m| Φ(-|m|/σ)
a study of x_k with standard error e:   σ² = b_k² s_k⁴/(s_k² + e²)
"""

from itertools import pairwise

import numpy as np
import pytest
from scipy.stats import norm

from sim.study.worth.gain import Worlds
from sim.study.worth.now import lost
from sim.study.worth.precision import Study

N, MEAN, SLOPES = 2000, 0.5, np.array([1.0, 2.0, 0.0])
ALL = np.arange(N)  # every world is another
PRECISIONS = (0.01, 0.25, 0.5, 1.0, 4.0)


def loss(mean: float, spread: float) -> float:
    """The closed form; 0 where nothing is learnt."""
    return spread * norm.pdf(mean / spread) - abs(mean) * norm.cdf(-abs(mean) / spread) if spread else 0.0


@pytest.fixture(scope="module")
def drawn():
    """Inputs, (N, 3), and the worth of two policies in two decades each, (N, 2, 2), with luck that is never known."""
    chance = np.random.default_rng(11)
    inputs = chance.standard_normal((N, 3))
    difference = MEAN + inputs @ SLOPES
    common, own = chance.normal(0.0, 3.0, (N, 2)), chance.normal(0.0, 1.0, (N, 2))
    return inputs, np.stack([common, common + difference[:, None] + own], axis=2)


@pytest.fixture(scope="module")
def worlds(drawn):
    return Worlds(drawn[1].mean(axis=1), seed=2)


def close(found, true: float) -> bool:
    """Within three of its errors, which a gain of exactly nothing does not have."""
    return abs(found.value - true) <= 3.0 * found.error + 1e-3


@pytest.mark.parametrize("known", [[0], [1], [2], [0, 1]])
def test_exact_knowledge(worlds, drawn, known):
    (found,) = worlds.gains(drawn[0][:, known])
    true = loss(MEAN, float(np.linalg.norm(SLOPES[known])))
    assert close(found, true), (found.value, found.error, true)
    assert found.error < 0.06 * (1.0 + true)


def test_a_study_of_stated_precision(worlds, drawn):
    values = drawn[0][:, 1]
    exact, *studies = worlds.gains(values[:, None], [Study(values, error) for error in PRECISIONS])
    for found, error in zip(studies, PRECISIONS, strict=True):
        true = loss(MEAN, float(SLOPES[1] / (1.0 + error**2) ** 0.5))
        assert close(found, true), (error, found.value, found.error, true)
    worth = [exact.value, *(one.value for one in studies)]
    assert all(better > worse >= 0.0 for better, worse in pairwise(worth))
    assert worth[1] == pytest.approx(worth[0], rel=1e-3)


def test_uniform_inputs():
    """gain = (h - m)²/4h for m + x with x uniform on -h to h, 0 ≤ m ≤ h."""
    chance = np.random.default_rng(3)
    x = chance.uniform(-1.0, 1.0, (N, 1))
    worth = np.column_stack([np.zeros(N), 0.4 + x[:, 0] + chance.normal(0.0, 1.0, N)])
    (found,) = Worlds(worth).gains(x)
    assert close(found, 0.6**2 / 4.0)


def test_a_bend():
    """x² - 1/3 with x uniform on -1 to 1, which is 0 on average: gain = ∫ max(0, x² - 1/3) dx over 0 to 1."""
    chance = np.random.default_rng(4)
    x = chance.uniform(-1.0, 1.0, (N, 1))
    worth = np.column_stack([np.zeros(N), x[:, 0] ** 2 - 1.0 / 3.0 + chance.normal(0.0, 0.3, N)])
    (found,) = Worlds(worth).gains(x)
    assert close(found, 2.0 / 3.0 * 3.0**-1.5)


def test_two_that_matter_only_together():
    """x_1 x_2 of two normal inputs: nothing for each of them, E|x_1 x_2|/2 = 1/π for both."""
    chance = np.random.default_rng(5)
    x = chance.standard_normal((N, 2))
    worlds = Worlds(np.column_stack([np.zeros(N), x.prod(axis=1) + chance.normal(0.0, 0.5, N)]))
    both, *single = (worlds.gains(x[:, known])[0] for known in ([0, 1], [0], [1]))
    assert close(both, 1.0 / np.pi)
    assert all(one.value < 0.1 for one in single)


def test_three_policies():
    """0, x and y of two independent normal inputs: E max(0, x) = 1/√2π, E max(0, x, y) = 1/√2π + 1/2√π."""
    chance = np.random.default_rng(6)
    x = chance.standard_normal((N, 2))
    worlds = Worlds(np.column_stack([np.zeros(N), x]) + chance.normal(0.0, 0.5, (N, 3)))
    assert close(worlds.gains(x[:, :1])[0], (2.0 * np.pi) ** -0.5)
    assert close(worlds.gains(x)[0], (2.0 * np.pi) ** -0.5 + 0.5 * np.pi**-0.5)


def test_a_group_is_worth_each_member_at_least(worlds, drawn):
    both, *single = (worlds.gains(drawn[0][:, known])[0] for known in ([0, 1], [0], [1]))
    assert all(both.value > one.value - 2.0 * max(one.error, both.error) for one in single)


def test_all_assumptions_lie_between_two_ways_to_choose(drawn):
    """However much luck there is: chosen and judged by the same decades it is too much, by others too little."""
    true = loss(MEAN, float(np.linalg.norm(SLOPES)))
    found = lost(drawn[1], ALL)
    assert found.low < true < found.high
    assert found.value <= true + 3.0 * found.error
    luck = np.random.default_rng(7).normal(0.0, 1.0, (N, 2, 2))
    nothing = lost(luck, ALL)
    assert abs(nothing.value) < 3.0 * nothing.error + 1e-9
    assert nothing.high > 0.3  # E max of two means of two decades is 1/√4π


def test_what_does_not_matter_looks_like_chance():
    """Of assumptions that do not matter, as many lie above the level of chance as should: one in twenty."""
    chance = np.random.default_rng(8)
    worlds = Worlds(np.column_stack([np.zeros(300), chance.standard_normal(300)]), seed=9)
    found = [worlds.gains(x[:, None])[0] for x in chance.random((60, 300))]
    beyond = np.mean([one.value > np.quantile(one.chance, 0.95) for one in found])
    assert beyond < 0.05 + 3.0 * (0.05 * 0.95 / 60) ** 0.5
    assert np.mean([one.value <= 1.96 * one.error for one in found]) > 0.8


def test_the_error_covers_the_truth():
    """Over other worlds, three standard errors reach the truth nearly always, and an error is no wider than what the
    estimates really do."""
    chance, true, found = np.random.default_rng(10), loss(0.3, 0.6), []
    for _ in range(60):
        x = chance.standard_normal((400, 1))
        worth = np.column_stack([np.zeros(400), 0.3 + 0.6 * x[:, 0] + chance.normal(0.0, 1.0, 400)])
        found.append(Worlds(worth, copies=60).gains(x)[0])
    assert np.mean([abs(one.value - true) < 3.0 * one.error for one in found]) > 0.9
    spread = np.std([one.value for one in found])
    assert 0.6 * spread < np.mean([one.error for one in found]) < 1.7 * spread


def test_the_best_everywhere_leaves_nothing_to_learn(drawn):
    worth = drawn[1].mean(axis=1)
    worth[:, 1] = worth[:, 0] + 3.0 + np.abs(drawn[0][:, 1])
    exact, study = Worlds(worth).gains(drawn[0][:, [1]], [Study(drawn[0][:, 1], 0.3)])
    assert exact.value == study.value == exact.changes == 0.0
    assert lost(np.repeat(worth[:, None], 2, axis=1), ALL).value == 0.0


def test_only_differences_count_and_the_unit_is_ones_own(drawn):
    worth, x = drawn[1].mean(axis=1), drawn[0][:, [1]]
    studies = [Study(x[:, 0], 0.5)]
    base, moved, scaled = (Worlds(w, seed=5).gains(x, studies) for w in (worth, worth + 100.0, 8.0 * worth))
    for one, two, three in zip(base, moved, scaled, strict=True):
        assert two.value == pytest.approx(one.value, rel=1e-6)
        assert (three.value, three.error) == pytest.approx((8.0 * one.value, 8.0 * one.error), rel=1e-6)
    again = Worlds(worth, seed=5).gains(x, [Study(3.0 * x[:, 0] + 7.0, 1.5)])[1]
    assert again.value == pytest.approx(base[1].value, rel=1e-6)


def test_identical_policies_are_worth_nothing_to_tell_apart(drawn):
    worth = np.repeat(drawn[1].mean(axis=1)[:, :1], 2, axis=1)
    assert Worlds(worth).gains(drawn[0][:, [0]])[0][:3] == (0.0, 0.0, 0.0)


def test_a_world_drawn_again_tells_nothing_new(drawn):
    """Four times the same 500 worlds have the errors of 500, not of 2,000."""
    decades, x = drawn[1][:500], drawn[0][:500, [1]]
    which = np.tile(np.arange(500), 4)
    once = Worlds(decades.mean(axis=1), seed=5).gains(x)[0]
    again = Worlds(np.tile(decades.mean(axis=1), (4, 1)), which, seed=5).gains(np.tile(x, (4, 1)))[0]
    assert again.value == pytest.approx(once.value, rel=0.02)
    assert again.error == pytest.approx(once.error, rel=0.1)
    first, second = lost(decades, np.arange(500)), lost(np.tile(decades, (4, 1, 1)), which)
    assert second == pytest.approx(first, rel=1e-9)
