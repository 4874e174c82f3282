"""The guided search and its emulator, on problems whose fronts are known."""

import numpy as np
import pytest

pytest.importorskip("pymoo")
pytest.importorskip("sklearn")

from sim.errors import InputError
from sim.study.optimize.emulator import Emulator, best
from sim.study.optimize.guided import FIRST, as_bad_as_any, guided, undominated, varied

LEVERS = 8


def hypervolume(small: np.ndarray) -> float:
    """Of the square from (0, 0) to (1, 1), the share that two outcomes beat."""
    from pymoo.indicators.hv import HV

    return float(HV(ref_point=np.ones(2))(small))


def trade(cube: np.ndarray) -> np.ndarray:
    """Two outcomes that the first lever trades for each other, (n, 2), less is better. All but the last of the others
    help both, each with a best place of its own, and the last does nothing. On the front f2 = (1 - f1)²: the share
    beaten is 2/3."""
    best_at = np.linspace(0.2, 0.8, LEVERS - 2)
    off = ((cube[:, 1:-1] - best_at) ** 2).mean(axis=1)
    f1 = cube[:, 0] + off
    return np.column_stack([f1, (1.0 - cube[:, 0]) ** 2 + 2.0 * off])


FRONT = 2.0 / 3.0


def free(cube: np.ndarray) -> np.ndarray:
    return np.full(len(cube), -1.0)


def drawn(n: int, seed: int) -> np.ndarray:
    return np.random.default_rng(seed).random((n, LEVERS))


def tries(n: int, seed: int) -> np.ndarray:
    """All that a search for the trade runs, (n, levers), in order."""
    asked: list[np.ndarray] = []
    guided(lambda cube: (asked.append(cube), trade(cube))[1], free, drawn(FIRST, seed), n, seed)
    return np.concatenate(asked)


def test_it_finds_in_120_tries_what_chance_does_not_find_in_ten_times_as_many():
    for seed in (1, 2):
        assert hypervolume(trade(tries(120, seed))) > 0.95 * FRONT
        assert hypervolume(trade(drawn(1200, seed))) < 0.9 * FRONT


def test_what_differs_by_chance_differs_little_and_often_by_a_lever_that_is_off():
    front = 0.5 + 0.4 * drawn(10, 1)
    other = varied(front, 1, np.asarray)
    moved = np.array([min((point != member).sum() for member in front) for point in other])
    assert 1.0 < moved.mean() < 3.0 and ((other == 0.0).any(axis=1)).mean() > 0.3


def test_the_few_that_are_kept_stand_for_the_whole_front():
    tried = drawn(2000, 1)
    kept = undominated(tried, trade(tried), 20)
    assert len(kept) == 20 and hypervolume(trade(kept)) > 0.93 * hypervolume(trade(tried))
    whole = undominated(tried, trade(tried), 2000)
    assert len(whole) > 20 and hypervolume(trade(whole)) == hypervolume(trade(tried))


def test_means_with_noise_lead_to_a_better_front_than_chance_finds_without():
    chance = np.random.default_rng(3)
    noisy = guided(
        lambda cube: trade(cube) + 0.03 * chance.standard_normal((len(cube), 2)), free, drawn(FIRST, 1), 120, 1
    )
    assert hypervolume(trade(noisy)) > 1.1 * hypervolume(trade(drawn(120, 1)))


def test_more_tries_add_to_those_there_were_and_the_front_grows():
    for seed in (1, 2):
        few, many = tries(60, seed), tries(80, seed)
        assert np.array_equal(many[:60], few)  # so that a search gone on with runs only what is new
        shares = [hypervolume(trade(many[:n])) for n in (20, 40, 60, 80)]
        assert shares == sorted(shares) and shares[-1] > 1.1 * shares[1]


def test_no_more_is_run_than_asked_for_nothing_twice_and_nothing_over_the_budget():
    asked: list[np.ndarray] = []

    def run(cube):
        asked.append(cube)
        return -np.sqrt(cube[:, :2])

    def over(cube):
        return cube[:, :2].sum(axis=1) - 1.0

    first = drawn(FIRST, 1) * 0.5
    found = guided(run, over, first, 53, 1)
    tried = np.concatenate(asked)
    assert len(tried) == 53 == len({tuple(point) for point in tried})
    assert (over(tried) <= 0.0).all()
    assert (over(found) > -0.2).mean() > 0.5  # on the true front all of it is spent


def test_the_same_seed_tries_the_same_and_another_not():
    one, same = tries(60, 1), tries(60, 1)
    asked: list[np.ndarray] = []
    guided(lambda cube: (asked.append(cube), trade(cube))[1], free, drawn(FIRST, 1), 60, 2)
    assert np.array_equal(one, same)
    assert np.array_equal(one[:FIRST], asked[0]) and not np.array_equal(one[FIRST:], asked[1])


def test_it_ends_where_nothing_is_left_to_try():
    def snap(cube):
        return np.round(cube)

    found = guided(lambda cube: np.column_stack([cube[:, 0], 1.0 - cube[:, 0]]), free, np.zeros((1, 3)), 50, 1, snap)
    assert 1 <= len(found) <= 8


def test_what_is_not_defined_is_never_found_and_all_undefined_is_a_line():
    asked: list[np.ndarray] = []

    def half(cube):
        asked.append(cube[:, 0])
        return np.where(cube[:, :1] < 0.5, trade(cube), np.inf)

    found = guided(half, free, drawn(FIRST, 1), 80, 1)
    assert (found[:, 0] < 0.5).all()
    assert np.mean(asked[0] < 0.5) < 0.7 < np.mean(np.concatenate(asked[1:]) < 0.5)  # what is not defined is avoided
    with pytest.raises(InputError, match="run.years"):
        guided(lambda cube: np.full((len(cube), 2), np.inf), free, drawn(FIRST, 1), 60, 1)
    assert as_bad_as_any(np.array([[1.0, 2.0], [np.inf, np.inf], [3.0, 0.0]])).tolist() == [[1, 2], [3, 2], [3, 0]]


# The emulator


def taught(run, n: int = 100, times: int = 1) -> Emulator:
    emulator, points = Emulator(), drawn(n, 5)
    for seed in range(times):
        emulator.learn(points, run(points), seed)
    return emulator


def test_it_tells_what_it_has_not_seen_and_leaves_out_a_lever_that_does_nothing():
    emulator, unseen = taught(trade), drawn(200, 6)
    missed = emulator(unseen) - trade(unseen)
    assert (missed.var(axis=0) < 0.02 * trade(unseen).var(axis=0)).all()
    other = unseen.copy()
    other[:, -1] = 1.0 - other[:, -1]
    assert (np.abs(emulator(other) - emulator(unseen)).max(axis=0) < 0.05 * trade(unseen).std(axis=0)).all()


def test_noise_is_not_learnt():
    """Of noise alone one expects the mean, about as everywhere as there are points to take it from."""
    expected = taught(lambda cube: np.random.default_rng(7).standard_normal((len(cube), 2)))(drawn(200, 8))
    assert (expected.std(axis=0) < 0.5).all()


def test_an_outcome_that_never_differs_is_expected():
    assert np.allclose(taught(lambda cube: np.full((len(cube), 2), 3.0))(drawn(5, 9)), 3.0)


def test_the_best_are_those_no_other_beats_then_those_that_stand_apart():
    small = np.array([[0.0, 4.0], [4.0, 0.0], [2.0, 2.0], [1.9, 2.1], [5.0, 5.0]])
    assert best(small, 4).tolist() == [0, 1, 2, 3]
    assert {0, 1} < set(best(small, 3).tolist()) and 4 not in best(small, 3)
    assert best(small, 9).tolist() == [0, 1, 2, 3, 4]
