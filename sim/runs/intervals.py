"""The 95% interval of a mean over replicates, by Student's t."""

import math

import numpy as np

# 0.975 quantiles of Student's t for 1 to 30 degrees of freedom; beyond, an expansion good to .0005.
T = (
    12.7062, 4.3027, 3.1824, 2.7764, 2.5706, 2.4469, 2.3646, 2.3060, 2.2622, 2.2281,
    2.2010, 2.1788, 2.1604, 2.1448, 2.1314, 2.1199, 2.1098, 2.1009, 2.0930, 2.0860,
    2.0796, 2.0739, 2.0687, 2.0639, 2.0595, 2.0555, 2.0518, 2.0484, 2.0452, 2.0423,
)  # fmt: skip


def half_width(values: np.ndarray) -> float:
    """Half of the 95% interval of a mean; nan with fewer than two finite values."""
    n = len(values)
    if n < 2:
        return float("nan")
    t = T[n - 2] if n - 2 < len(T) else 1.95996 + 2.37227 / (n - 1) + 2.8225 / (n - 1) ** 2
    return t * float(np.std(values, ddof=1)) / n**0.5


def interval(values) -> tuple[float, float, float]:
    """Mean and its 95% interval over the replicates in which the outcome is defined; nan with fewer than one or two."""
    values = np.asarray(values, float)
    values = values[np.isfinite(values)]
    if values.size == 0:
        return math.nan, math.nan, math.nan
    mean = float(values.mean())
    if values.size == 1:
        return mean, math.nan, math.nan
    half = half_width(values)
    return mean, mean - half, mean + half
