"""How much of the variance between points is the seeds' and not the factors'.

Replicate r is the same world at every point x, and what a world does at all points alike cancels between them:
    y_xr = f(x) + w_r + e_xr          s² = Σ (y_xr - y_x. - y_.r + y..)²/((n - 1)(R - 1))
    V = s²/R                          variance that the seeds give the mean of a point, beside others on the same seeds
    share = V/Var_x(y_x.)             of the variance between points
"""

from typing import NamedTuple

import numpy as np


class Noise(NamedTuple):
    """variance: V. share: of the variance between points. nan with a single replicate."""

    variance: float
    share: float


def noise_of(y: np.ndarray) -> Noise:
    """From an outcome at all points and replicates, (points, replicates); nan where it is not defined in a world."""
    y = y[:, np.isfinite(y).any(axis=0)]
    n_points, n_replicates = y.shape
    if n_replicates < 2 or n_points < 2:
        return Noise(np.nan, np.nan)
    point, world = np.nanmean(y, axis=1), np.nanmean(y, axis=0)
    rest = y - point[:, None] - world + np.nanmean(y)
    variance = float(np.nansum(rest**2) / ((n_points - 1) * (n_replicates - 1)) / n_replicates)
    between = float(np.var(point, ddof=1))
    return Noise(variance, min(variance / between, 1.0) if between > 0.0 else 0.0)
