"""An emulator of one reading: what the worlds run so far let one expect in a world that was not run.

A lasso (Tibshirani 1996) on all assumptions and their squares screens for those that matter: w_j is what it makes of
assumption j over its range, 0 for most. On the K of greatest w, a Gaussian process (Rasmussen and Williams 2006), as
scikit-learn has it, is the more sensitive to an assumption the more that assumption matters:

    cov(y(x), y(x')) = a exp(-Σ_j w_j² (x_j - x'_j)²/2l²) + b [x = x'],     x in the unit cube

a, b and l are those of greatest likelihood. (A length for each assumption predicted no better and took thirty times as
long.) Every fifth world is held out while they are found: the mean square of what is missed there is the variance of
the emulator, of whatever kind its misses are.
"""

import warnings
from dataclasses import dataclass
from typing import Any

import numpy as np

from sim.errors import InputError

INPUTS, HELD_OUT = 30, 5  # at most so many assumptions; one world in so many is held out
SAMPLE = 400  # worlds by which the likelihood is judged; the work grows with their third power
LEAST = 40  # worlds that an emulator asks for


@dataclass(frozen=True)
class Emulator:
    """Called with worlds in the unit cube, (n, factors): the reading that is to be expected, (n,), on the scale of the
    target. matters: w of each assumption, (factors,). variance: of what it misses. explained: share of the
    variance of held-out worlds. within: share of these that lie within two standard deviations, .95 where misses are
    normal."""

    matters: np.ndarray
    process: Any
    middle: float
    scale: float
    variance: float
    explained: float
    within: float

    def __call__(self, cube: np.ndarray) -> np.ndarray:
        if self.process is None:
            return np.full(len(cube), self.middle)
        return self.middle + self.scale * self.process.predict(seen(cube, self.matters))


def check_library() -> None:
    """Before anything is run. Raises InputError."""
    try:
        import sklearn  # noqa: F401
    except ImportError:
        raise InputError(
            "evidence: emulators are scikit-learn's, which is not installed; expected it, from pip install "
            "'paradiplomacy[analysis]'"
        ) from None


def learn(cube: np.ndarray, values: np.ndarray) -> Emulator | None:
    """cube: worlds, (n, factors). values: their readings on the scale of the target, (n,); those that are not defined
    are left out. None where too few are defined to learn from."""
    defined = np.isfinite(values)
    if defined.sum() < LEAST:
        return None
    cube, y = cube[defined], values[defined]
    middle, scale = float(y.mean()), float(y.std())
    if scale <= 1e-12 * max(abs(middle), 1.0):
        return Emulator(np.zeros(cube.shape[1]), None, middle, 1.0, 0.0, 1.0, 1.0)
    y = (y - middle) / scale
    out = np.arange(len(y)) % HELD_OUT == 0
    matters = screened(cube[~out], y[~out])
    x = seen(cube, matters)
    kernel = tuned(x[~out][:SAMPLE], y[~out][:SAMPLE])
    missed = y[out] - process_of(kernel, x[~out], y[~out]).predict(x[out])
    variance = float(np.mean(missed**2))
    within = float(np.mean(missed**2 <= 4.0 * variance))
    explained = 1.0 - variance / max(float(y[out].var()), 1e-12)
    process = process_of(kernel, x, y)
    return Emulator(matters, process, middle, scale, variance * scale**2, explained, within)


def seen(cube: np.ndarray, matters: np.ndarray) -> np.ndarray:
    """The assumptions that matter, each as wide as it matters, (n, of these)."""
    inputs = np.flatnonzero(matters)
    return (cube[:, inputs] - 0.5) * matters[inputs]


def screened(cube: np.ndarray, y: np.ndarray) -> np.ndarray:
    """w of every assumption, 1 for what matters most; where nothing seems to matter, the first has all."""
    from sklearn.linear_model import LassoCV

    both = np.hstack([cube, (cube - 0.5) ** 2])
    spread = np.maximum(both.std(axis=0), 1e-9)
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # of paths that have not quite converged
        effects = np.abs(LassoCV(cv=5, alphas=30).fit(both / spread, y).coef_)
    size = effects.reshape(2, -1).sum(axis=0)
    if not size.max() > 0.0:
        return np.eye(1, cube.shape[1])[0]
    size[np.argsort(-size, kind="stable")[INPUTS:]] = 0.0
    return size / size.max()


def tuned(x: np.ndarray, y: np.ndarray):
    """The kernel of greatest likelihood."""
    from sklearn.gaussian_process import GaussianProcessRegressor
    from sklearn.gaussian_process.kernels import RBF, ConstantKernel, WhiteKernel

    begin = ConstantKernel(1.0, (1e-2, 1e2)) * RBF(1.0, (0.05, 50.0)) + WhiteKernel(0.3, (1e-4, 2.0))
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # a length at the border of its range says that little matters
        return GaussianProcessRegressor(begin, n_restarts_optimizer=0).fit(x, y).kernel_


def process_of(kernel, x: np.ndarray, y: np.ndarray):
    from sklearn.gaussian_process import GaussianProcessRegressor

    return GaussianProcessRegressor(kernel, optimizer=None).fit(x, y)
