"""Emulators against functions that are known: what they look at, how well they predict, and that they say so."""

import numpy as np
import pytest

from sim.study.history.emulator import learn, screened


def worlds(n, factors=12, seed=3):
    return np.random.default_rng(seed).random((n, factors))


def smooth(x):
    return 2.0 * x[:, 1] + np.sin(3.0 * x[:, 4]) + x[:, 1] * x[:, 4]


def test_it_predicts_a_smooth_function_where_it_was_not_run():
    emulator, fresh = learn(worlds(150), smooth(worlds(150))), worlds(400, seed=9)
    missed = emulator(fresh) - smooth(fresh)
    assert emulator.explained > 0.98
    assert np.mean(missed**2) < 4.0 * emulator.variance + 1e-6


def test_its_variance_is_that_of_what_it_misses():
    """With noise of .5 the mean square of what is missed is .25 or a little more, in held-out and in fresh worlds."""
    rng = np.random.default_rng(4)
    cube = worlds(500)
    emulator = learn(cube, smooth(cube) + rng.normal(0, 0.5, 500))
    assert emulator.variance == pytest.approx(0.25, rel=0.4)
    fresh = worlds(500, seed=8)
    missed = emulator(fresh) - smooth(fresh) - rng.normal(0, 0.5, 500)
    assert np.mean(missed**2) == pytest.approx(emulator.variance, rel=0.4)
    assert 0.85 < np.mean(missed**2 <= 4 * emulator.variance) <= 1.0 and 0.85 < emulator.within <= 1.0


def test_it_looks_at_what_matters():
    cube = worlds(300)
    matters = screened(cube, smooth(cube) / smooth(cube).std())
    assert set(np.argsort(-matters)[:2]) == {1, 4} and matters.max() == 1.0
    assert np.sort(matters)[:-2].max() < 0.1


def test_a_square_is_seen_where_a_slope_is_not():
    cube = worlds(300)
    y = (cube[:, 2] - 0.5) ** 2
    assert np.argmax(screened(cube, (y - y.mean()) / y.std())) == 2


def test_what_never_varies_is_known_for_certain_and_what_is_hardly_defined_is_not_emulated():
    cube = worlds(100)
    flat = learn(cube, np.full(100, 0.7))
    assert flat(cube[:3]) == pytest.approx(np.full(3, 0.7)) and flat.variance == 0.0
    values = np.full(100, np.nan)
    values[:39] = 1.0
    assert learn(cube, values) is None


def test_worlds_in_which_a_reading_is_not_defined_are_left_out():
    cube = worlds(200)
    values = smooth(cube)
    values[::4] = np.nan
    defined = ~np.isnan(values)
    assert learn(cube, values)(cube) == pytest.approx(learn(cube[defined], values[defined])(cube))
