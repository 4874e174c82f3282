"""What a choice among policies gains from information, estimated from worlds drawn at random.

f_d(θ) is what policy d is worth under assumptions θ, the mean over luck. Of some of them, φ, exact knowledge is worth
    EVPPI = E_φ max_d E(f_d | φ) - max_d E f_d
E(f_d | φ) is a smooth regression g_d of worth on φ over the worlds (Strong, Oakley and Brennan 2014): luck and all
other assumptions are its residuals e, which tell nothing about φ. On average over the n worlds
    gain = mean_i max_d g_d(φ_i) - max_d mean_i g_d(φ_i)
The regression never hits quite right, and a maximum makes something of that. How much it moves a gain is seen by
fitting again where the residuals of a world have their signs changed at random, all policies together (Wu 1986):
    error² = mean (gain of g + v e - gain)²,   v_i = ±1, the same for the same world drawn again
What it makes of nothing is seen by fitting worth that has its signs changed as a whole and its old mean: `chance`.
"""

from collections.abc import Sequence
from typing import NamedTuple

import numpy as np

from sim.study.worth.precision import Study

COPIES = 200  # of the worlds, with other signs
KNOTS, DEGREE, PENALTIES = 3, 2, np.logspace(-2, 4, 13)


class Gain(NamedTuple):
    """value: over the choice now, with its error. changes: share of worlds in which the choice is another one, nan
    where that depends on what a study finds. chance: what nothing is taken for, (copies,)."""

    value: float
    error: float
    changes: float = np.nan
    chance: np.ndarray = np.empty(0)


class Worlds:
    """worth: of every policy in every world, (n, policies), the mean over its decades. which: a number for each world,
    (n,), the same where one was drawn again; None: all are different. seed: of the copies."""

    def __init__(self, worth: np.ndarray, which: np.ndarray | None = None, seed: int = 1, copies: int = COPIES) -> None:
        self.ahead = worth - worth[:, :1]
        which = np.arange(len(worth)) if which is None else which
        self.signs = np.random.default_rng(seed).choice([-1.0, 1.0], (which.max() + 1, copies))[which][..., None]

    def gains(self, known: np.ndarray, studies: Sequence[Study] = ()) -> list[Gain]:
        """Of knowing these assumptions exactly, (n, k), and of each study of the one there is."""
        ahead, mean = self.ahead[:, None], self.ahead.mean(axis=0)
        fitted = fit(known, ahead)
        moved = fit(known, fitted + self.signs * (ahead - fitted))
        nothing = self.signs * (ahead - mean)
        nothing = fit(known, mean + nothing - nothing.mean(axis=0))
        choice = fitted[:, 0].argmax(axis=1)
        changes = float((choice != mean.argmax()).mean())
        found = [Gain(*with_error(exact(fitted), exact(moved)), changes, exact(nothing))]
        return found + [Gain(*with_error(learnt(fitted, one), learnt(moved, one))) for one in studies]


def exact(expected: np.ndarray) -> np.ndarray:
    """The gain from E(f_d | φ), (n, copies, policies); (copies,)."""
    return over(expected, expected.mean(axis=0)).mean(axis=0)


def learnt(expected: np.ndarray, study: Study) -> np.ndarray:
    """The gain from what a study finds, (copies,): of exact knowledge, as much as its results tell apart."""
    results = study.averaged(expected.reshape(len(expected), -1)).reshape(-1, *expected.shape[1:])
    return over(results, expected.mean(axis=0)).sum(axis=0)


def over(expected: np.ndarray, mean: np.ndarray) -> np.ndarray:
    """The best policy over the one that is best on average, which is exactly 0 where it is the same."""
    now = np.broadcast_to(mean.argmax(axis=1)[:, None], (*expected.shape[:2], 1))
    return expected.max(axis=2) - np.take_along_axis(expected, now, axis=2)[..., 0]


def with_error(value: np.ndarray, moved: np.ndarray) -> tuple[float, float]:
    return float(value[0]), float(np.mean((moved - value) ** 2) ** 0.5)


def fit(known: np.ndarray, ahead: np.ndarray) -> np.ndarray:
    """E(f_d | φ) over the first policy, of each copy: (n, copies, policies) as `ahead`, which has 0 for the first."""
    n, copies, policies = ahead.shape
    found = np.zeros(ahead.shape)
    if policies > 1:
        targets = ahead[..., 1:].reshape(n, -1)
        found[..., 1:] = regression().fit(known, targets).predict(known).reshape(n, copies, -1)
    return found


def regression():
    """Each assumption, products of two and splines, shrunk as much as predicts best (ridge, by generalised
    cross-validation); a spline, which is smaller, more than a straight line."""
    from sklearn.linear_model import RidgeCV
    from sklearn.pipeline import make_pipeline, make_union
    from sklearn.preprocessing import PolynomialFeatures, SplineTransformer, StandardScaler

    lines = PolynomialFeatures(2, interaction_only=True, include_bias=False)
    return make_pipeline(
        StandardScaler(), make_union(lines, SplineTransformer(KNOTS, DEGREE)), RidgeCV(PENALTIES, alpha_per_target=True)
    )
