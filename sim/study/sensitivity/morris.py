"""Morris's screening: cheap enough for every factor at once.

A trajectory changes one factor after another by a step Δ of its range. With four levels Δ = 2/3, and a factor's
elementary effect in a trajectory is
    d = (y after - y before)/Δ           for numbers: the change over the whole range
    d = y after - y before               for switches and choices: the change from one choice to another
    μ* = mean |d|, μ = mean d            how much it matters, and which way
    σ  = sd d                            how much that depends on the others, or on where in its range it is

Seeds alone would give a factor that only reshuffles luck, with noise of variance V in the mean of a point,
    μ* = 2 √(V/π)/Δ        σ = √(2 V)/Δ
Sources: Morris 1991; Campolongo, Cariboni and Saltelli 2007. Cost: N (factors + 1) points.
"""

import math

import numpy as np

from sim.errors import InputError
from sim.setup.factors import Factor
from sim.study.sensitivity.problem import problem

N = 20  # trajectories, unless told otherwise
LEVELS, STEP, RESAMPLES = 4, 2.0 / 3.0, 1000
SORT = "mu_star"


def check(factors: list[Factor], n: int) -> None:
    """Raises InputError where the method cannot serve."""
    if not 2 <= n <= 10_000:
        raise InputError(f"--n: {n}; expected 2 to 10,000 trajectories")
    for factor in factors:
        if factor.kind == "choice" and len(factor.values) > LEVELS:
            raise InputError(
                f"{factor.key}: {len(factor.values)} choices; expected at most {LEVELS} under morris, such as "
                f"{factor.key}=choice({','.join(factor.values[:2])}), or --method sobol"
            )


def sample(factors: list[Factor], n: int, seed: int, pairs: bool = True) -> np.ndarray:
    """Points in the unit cube, (n (factors + 1), factors)."""
    from SALib.sample import morris

    return morris.sample(problem(factors), n, num_levels=LEVELS, seed=seed)


def indices(factors: list[Factor], cube: np.ndarray, y: np.ndarray, seed: int, pairs: bool = True) -> list[tuple]:
    """(index, factor, "", value, low, high) with 95% intervals from the bootstrap; y: (points,)."""
    from SALib.analyze import morris

    found = morris.analyze(problem(factors), cube, y, num_resamples=RESAMPLES, num_levels=LEVELS, seed=seed)
    rows = []
    for k, factor in enumerate(factors):
        unit = 1.0 if factor.kind == "number" else STEP
        star, half = found["mu_star"][k] * unit, found["mu_star_conf"][k] * unit
        rows += [
            ("mu_star", factor.key, "", star, max(star - half, 0.0), star + half),
            ("mu", factor.key, "", found["mu"][k] * unit, math.nan, math.nan),
            ("sigma", factor.key, "", found["sigma"][k] * unit, math.nan, math.nan),
        ]
    return rows


def noise_level(index: str, factor: Factor, variance: float, share: float) -> float:
    """The index of a factor that only reshuffles luck."""
    step = STEP if factor.kind == "number" else 1.0
    return {
        "mu_star": 2.0 * math.sqrt(variance / math.pi) / step,
        "sigma": math.sqrt(2.0 * variance) / step,
        "mu": 0.0,
    }[index]
