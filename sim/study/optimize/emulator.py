"""An emulator: what the policies run so far let one expect of one that was not run (Sacks and others 1989).

Each outcome is a Gaussian process (Rasmussen and Williams 2006) as scikit-learn has it, with means of few worlds for
noise and a length of its own for every lever, so that levers that do nothing fall out:
    cov(y(x), y(x')) = a k(r) + b [x = x'],     r² = Σ (x_j - x'_j)²/l_j²,     k(r) = (1 + √5 r + 5r²/3) e^{-√5 r}
a, b and l are those of greatest likelihood, a few steps of which are taken whenever there is more to learn from.
"""

import warnings

import numpy as np

MOST = 1000  # points it learns from, the best of all; the work grows with their third power
SAMPLE = 150  # points by which the likelihood is judged
STEPS, ENOUGH = 30, 1e-4  # of its ascent at a time, and the share by which it must rise at each
DIGITS, FINE = 2, 6  # kept of what it settles and tells, so that the last bits of a processor decide nothing
LENGTH, NOISE = 2.0, 0.02  # to begin with, in widths of the unit cube and in variances of the outcome


def best(small: np.ndarray, n: int) -> np.ndarray:
    """Numbers of the n best of points by their outcomes, (points, outcomes), less is better: first those that no other
    beats, then those that only these beat, and so on; of the last who find room, those that stand most apart."""
    from pymoo.core.population import Population
    from pymoo.core.problem import Problem
    from pymoo.operators.survival.rank_and_crowding import RankAndCrowding

    chosen = RankAndCrowding().do(
        Problem(), Population.new(F=small), n_survive=n, random_state=np.random.default_rng(0), return_indices=True
    )
    return np.sort(chosen)


class Emulator:
    """Called with points, (n, factors): the expected outcomes, (n, outcomes)."""

    def __init__(self) -> None:
        self.kernels: list = []

    def learn(self, points: np.ndarray, small: np.ndarray, seed: int) -> None:
        """points: (n, factors), in the unit cube. small: their outcomes, (n, outcomes), less is better. seed: of the
        sample by which the likelihood is judged."""
        from sklearn.gaussian_process import GaussianProcessRegressor
        from sklearn.gaussian_process.kernels import ConstantKernel, Matern, WhiteKernel

        kept = best(small, MOST)
        points, small = points[kept], small[kept]
        self.mean, self.scale = small.mean(axis=0), np.maximum(small.std(axis=0), 1e-12)
        scaled = (small - self.mean) / self.scale
        sample = np.random.default_rng(seed).permutation(len(points))[:SAMPLE]
        begin = ConstantKernel(1.0, (1e-2, 1e2)) * Matern(
            np.full(points.shape[1], LENGTH), (0.1, 30.0), nu=2.5
        ) + WhiteKernel(NOISE, (1e-5, 1.0))
        before = self.kernels or [begin] * small.shape[1]
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # a length at the border of its range is a lever that does nothing
            self.kernels = [
                GaussianProcessRegressor(kernel, optimizer=few_steps).fit(points[sample], y[sample]).kernel_
                for kernel, y in zip(before, scaled.T, strict=True)
            ]
            self.processes = [
                GaussianProcessRegressor(kernel, optimizer=None).fit(points, y)
                for kernel, y in zip(self.kernels, scaled.T, strict=True)
            ]

    def __call__(self, points: np.ndarray) -> np.ndarray:
        found = np.column_stack([process.predict(points) for process in self.processes])
        return self.mean + self.scale * np.round(found, FINE)


def few_steps(objective, start: np.ndarray, bounds: np.ndarray) -> tuple[np.ndarray, float]:
    """Some steps uphill in the likelihood, from where the last ones ended; of logarithms."""
    from scipy.optimize import minimize

    options = {"maxiter": STEPS, "ftol": ENOUGH}
    found = minimize(objective, start, jac=True, bounds=bounds, method="L-BFGS-B", options=options)
    return np.round(found.x, DIGITS), found.fun
