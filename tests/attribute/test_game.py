"""The axioms that make the Shapley value, closed forms of games small enough to have one, and brute force."""

from itertools import combinations, permutations

import numpy as np
import pytest

from sim.runs.intervals import interval
from sim.study.attribute.game import chains, draw_orders, from_orders, interactions, shapley

RNG = np.random.default_rng(5)
FOUR = RNG.normal(size=(16, 3))  # worths of all sets of four players, of three outcomes


def inside(mask: int, k: int) -> list[int]:
    return [i for i in range(k) if mask >> i & 1]


def game(k: int, worth) -> np.ndarray:
    return np.array([worth(inside(mask, k)) for mask in range(2**k)], float)


def orders_of(k: int, late=None) -> list[tuple[int, ...]]:
    found = permutations(range(k))
    return [one for one in found if late is None or one.index(late[0]) < one.index(late[1])]


def by_orders(worths: np.ndarray, k: int, late=None) -> np.ndarray:
    """The definition: what each adds to those before it, a mean over all orders."""
    found = np.zeros((k, *worths.shape[1:]))
    orders = orders_of(k, late)
    for order in orders:
        mask = 0
        for i in order:
            found[i] += worths[mask | 1 << i] - worths[mask]
            mask |= 1 << i
    return found / len(orders)


def pairs_by_orders(worths: np.ndarray, i: int, j: int, k: int, late=None) -> np.ndarray:
    """The same of two who are neighbours."""
    found = []
    for order in orders_of(k, late):
        if abs(order.index(i) - order.index(j)) == 1:
            mask = sum(1 << one for one in order[: min(order.index(i), order.index(j))])
            a, b = 1 << i, 1 << j
            found.append(worths[mask | a | b] - worths[mask | a] - worths[mask | b] + worths[mask])
    return np.mean(found, axis=0)


@pytest.mark.parametrize("late", [None, (0, 1), (3, 1)])
def test_it_is_the_mean_over_all_orders(late):
    """In which the second of `late` joins after the first, wherever it is asked to."""
    assert shapley(FOUR, late) == pytest.approx(by_orders(FOUR, 4, late), abs=1e-12)
    assert shapley(FOUR, late).sum(axis=0) == pytest.approx(FOUR[-1] - FOUR[0], abs=1e-12)
    found = interactions(FOUR, late)
    for (i, j), value in found.items():
        assert value == pytest.approx(pairs_by_orders(FOUR, i, j, 4, late), abs=1e-12)
    assert set(found) == set(combinations(range(4), 2)) - {late and tuple(sorted(late))}


def test_whoever_is_nothing_alone_has_all_that_it_adds():
    """1 adds 5 to 0 and nothing without it: half of that each, unless it has to wait for 0."""
    worths = game(3, lambda s: 2.0 * (0 in s) + 5.0 * (0 in s and 1 in s) + 0.5 * (2 in s))
    assert shapley(worths) == pytest.approx([4.5, 2.5, 0.5])
    assert shapley(worths, (0, 1)) == pytest.approx([2.0, 5.0, 0.5])


@pytest.mark.parametrize("k", [1, 2, 3, 7, 10])
def test_efficiency(k):
    worths = RNG.normal(size=(2**k, 2))
    assert shapley(worths).sum(axis=0) == pytest.approx(worths[-1] - worths[0], abs=1e-12)


def test_a_dummy_has_nothing_and_adds_nothing_to_others():
    """Player 2 of a game of three changes no worth."""
    two = RNG.normal(size=4)
    worths = two[[0, 1, 2, 3, 0, 1, 2, 3]]
    assert shapley(worths)[2] == 0.0
    assert shapley(worths)[:2] == pytest.approx(shapley(two), abs=1e-12)
    assert interactions(worths)[0, 2] == interactions(worths)[1, 2] == 0.0


def test_symmetry():
    """A glove game: 0 and 1 hold a left glove each, 2 the right one; (1, 1, 4)/6."""
    worths = game(3, lambda s: 2 in s and len(s) > 1)
    assert shapley(worths) == pytest.approx([1 / 6, 1 / 6, 4 / 6])
    assert interactions(worths)[0, 2] == pytest.approx(interactions(worths)[1, 2])


def test_additivity():
    other = RNG.normal(size=FOUR.shape)
    assert shapley(FOUR + 3.0 * other) == pytest.approx(shapley(FOUR) + 3.0 * shapley(other), abs=1e-12)


def test_there_and_back_flips_every_sign_to_the_bit():
    for k in range(1, 9):
        worths = RNG.normal(size=2**k)
        assert (shapley(worths[::-1]) == -shapley(worths)).all()
        if k > 1:
            assert (shapley(worths[::-1], (1, 0)) == -shapley(worths, (0, 1))).all()
    back = interactions(FOUR[::-1])
    assert all(back[pair] == pytest.approx(value, abs=1e-12) for pair, value in interactions(FOUR).items())


def test_a_sum_has_no_interactions_and_a_product_those_of_its_closed_form():
    """v(S) = Π over S of (1 + a_i), of three: I_ij = a_i a_j (1 + a_l/2), φ_i = a_i (1 + (a_j + a_l)/2 + a_j a_l/3)."""
    a = np.array([0.5, -0.2, 2.0])
    adds = game(3, lambda s: a[s].sum())
    assert shapley(adds) == pytest.approx(a) and all(abs(x) < 1e-12 for x in interactions(adds).values())
    times = game(3, lambda s: np.prod(1.0 + a[s]))
    found = interactions(times)
    for i, j, k in ((0, 1, 2), (0, 2, 1), (1, 2, 0)):
        assert found[i, j] == pytest.approx(a[i] * a[j] * (1.0 + a[k] / 2))
    assert shapley(times)[0] == pytest.approx(a[0] * (1.0 + (a[1] + a[2]) / 2 + a[1] * a[2] / 3))


def sampled(worths: np.ndarray, k: int, n: int, seed: int, late=None):
    """Of a game whose worths are the same in all n worlds."""
    orders = draw_orders(k, seed, n, late)
    return from_orders(orders, worths[chains(orders)], late)


@pytest.mark.parametrize("late", [None, (3, 0)])
def test_sampled_values_agree_with_exact_ones_within_their_intervals(late):
    """Of all values and interactions of five players in 40 games, 95% of the intervals cover, within four standard
    errors."""
    hits = {"value": [], "pair": []}
    for seed in range(40):
        worths = np.random.default_rng(seed).normal(size=32)
        exact, pairs = shapley(worths, late), interactions(worths, late)
        found, found_pairs = sampled(worths, 5, 100, seed, late)
        for i in range(5):
            _, low, high = interval(found[i])
            hits["value"].append(low <= exact[i] <= high)
        for pair, value in pairs.items():
            _, low, high = interval(found_pairs[pair])
            hits["pair"].append(low <= value <= high)
    for said in hits.values():
        assert abs(np.mean(said) - 0.95) < 4 * np.sqrt(0.95 * 0.05 / len(said))


@pytest.mark.parametrize("late", [None, (4, 2)])
def test_sampled_parts_add_up_in_every_world_and_flip_with_the_game(late):
    orders, turned = draw_orders(6, 3, 20, late), draw_orders(6, 3, 20, late and late[::-1])
    worths = RNG.normal(size=(64, 20))  # each world has its own
    found, pairs = from_orders(orders, worths[chains(orders), np.arange(20)])
    assert found.sum(axis=0) == pytest.approx(worths[-1] - worths[0], abs=1e-12)
    back, others = from_orders(turned, worths[::-1][chains(turned), np.arange(20)])
    assert (back == -found).all()
    seen = np.isfinite(np.array(list(pairs.values())))
    assert (seen.sum(axis=0) == 5).all() or late  # neighbours of an order, and of its reverse the same
    assert np.array(list(others.values()))[seen] == pytest.approx(np.array(list(pairs.values()))[seen], abs=1e-12)


def test_orders_are_drawn_world_by_world_and_taken_with_their_reverse():
    orders = draw_orders(7, 1, 5)
    assert (draw_orders(7, 1, 9)[:, :5] == orders).all() and (draw_orders(7, 2, 5) != orders).any()
    assert (orders[1] == orders[0][:, ::-1]).all() and (np.sort(orders[0], axis=1) == np.arange(7)).all()
    waits = draw_orders(7, 1, 200, (5, 3))
    places = np.argsort(waits, axis=-1)
    assert (places[..., 5] < places[..., 3]).all() and (np.sort(waits, axis=-1) == np.arange(7)).all()
    moved = (waits != draw_orders(7, 1, 200)).any(axis=-1)
    assert (moved.sum(axis=0) == 1).all()  # one of an order and its reverse is right already


def test_of_a_sum_one_order_is_enough():
    """What each adds does not depend on who came before, so that every world gives the value itself."""
    a = RNG.normal(size=5)
    found, pairs = sampled(game(5, lambda s: a[s].sum()), 5, 3, 1)
    assert found == pytest.approx(np.tile(a, (3, 1)).T)
    assert all(np.nan_to_num(x) == pytest.approx(0.0, abs=1e-12) for x in pairs.values())
