"""Sobol's indices: how the variance of an outcome divides among factors, singly and together.

    S1_i  = V(E(y|x_i))/V(y)                               of factor i alone
    S2_ij = V(E(y|x_i, x_j))/V(y) - S1_i - S1_j            of i and j together, beyond what each does alone
    ST_i  = E(V(y|all but x_i))/V(y)                       of i in every combination; 0: it may be fixed anywhere

Seeds alone give a factor that only reshuffles luck ST_i = the share of seed noise in V(y); S1 and S2 are 0 then.
Sources: Sobol' 2001; Saltelli 2002; Saltelli and others 2010; Jansen 1999 for the form of ST.
Cost: N (2 factors + 2) points, N (factors + 2) without pairs.
"""

import warnings
from itertools import combinations

import numpy as np

from sim.errors import InputError
from sim.setup.factors import Factor
from sim.study.sensitivity.problem import problem

N = 256  # base points, unless told otherwise
RESAMPLES = 200
SORT = "ST"


def check(factors: list[Factor], n: int) -> None:
    """Raises InputError where the method cannot serve."""
    if n & (n - 1) or not 4 <= n <= 2**20:
        raise InputError(f"--n: {n}; expected a power of two from 4 to {2**20:,}, such as 256, under sobol")
    if len(factors) < 2:
        raise InputError(f"{factors[0].key}: the only factor; expected at least two under sobol")


def sample(factors: list[Factor], n: int, seed: int, pairs: bool = True) -> np.ndarray:
    """Points in the unit cube, (n (2 factors + 2), factors), or (n (factors + 2), factors) without pairs."""
    from SALib.sample import sobol

    return sobol.sample(problem(factors), n, calc_second_order=pairs, seed=seed)


def indices(factors: list[Factor], cube: np.ndarray, y: np.ndarray, seed: int, pairs: bool = True) -> list[tuple]:
    """(index, factor, other, value, low, high) with 95% intervals from the bootstrap; y: (points,). All 0 where y does
    not vary."""
    from SALib.analyze import sobol

    keys = [factor.key for factor in factors]
    if np.ptp(y) == 0.0:
        names = [(one, key, "") for key in keys for one in ("S1", "ST")]
        names += [("S2", *two) for two in combinations(keys, 2)] if pairs else []
        return [(*name, 0.0, 0.0, 0.0) for name in names]
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # that a resample of few points may be constant
        found = sobol.analyze(problem(factors), y, calc_second_order=pairs, num_resamples=RESAMPLES, seed=seed + 1)
    rows = []
    for k, key in enumerate(keys):
        for one in ("S1", "ST"):
            value, low, high = with_interval(found[one][k], found[f"{one}_conf"][k])
            rows.append((one, key, "", value, max(low, 0.0) if one == "ST" else low, high))
    for i, j in combinations(range(len(keys)), 2) if pairs else ():
        rows.append(("S2", keys[i], keys[j], *with_interval(found["S2"][i, j], found["S2_conf"][i, j])))
    return rows


def with_interval(value: float, half: float) -> tuple[float, float, float]:
    return float(value), float(value - half), float(value + half)


def noise_level(index: str, factor: Factor, variance: float, share: float) -> float:
    """The index of a factor that only reshuffles luck."""
    return share if index == "ST" else 0.0
