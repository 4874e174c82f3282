"""95% intervals: of a mean over replicates by Student's t, of a share of cases by Wilson (1927)."""

import math

import numpy as np

from sim.model.units import plain

# What stands under every table, figure and page that has intervals.
COVERS = (
    "Intervals reflect chance alone: how results vary over other decades under the same assumptions. They do not "
    "reflect doubt about the assumptions."
)
COVERS_WORLDS = (
    "In brackets, the 95% interval of a share of worlds: other worlds, drawn from the same ranges of the assumptions, "
    "would give another share. It does not say whether the ranges are right."
)
COVERS_TABLE = (
    "In brackets, the 95% interval of a share of worlds: other worlds, drawn from the same table, would give another "
    "share. It does not say whether the table is right."
)
Z = 1.959964  # 0.975 quantile of the normal distribution
# 0.975 quantiles of Student's t for 1 to 30 degrees of freedom; beyond, an expansion good to .0005.
T = (
    12.7062, 4.3027, 3.1824, 2.7764, 2.5706, 2.4469, 2.3646, 2.3060, 2.2622, 2.2281,
    2.2010, 2.1788, 2.1604, 2.1448, 2.1314, 2.1199, 2.1098, 2.1009, 2.0930, 2.0860,
    2.0796, 2.0739, 2.0687, 2.0639, 2.0595, 2.0555, 2.0518, 2.0484, 2.0452, 2.0423,
)  # fmt: skip


def student(n: int) -> float:
    """Half of the 95% interval of a mean of n values, in standard errors; nan with fewer than two."""
    if n < 2:
        return math.nan
    return T[n - 2] if n - 2 < len(T) else 1.95996 + 2.37227 / (n - 1) + 2.8225 / (n - 1) ** 2


def half_width(values: np.ndarray) -> float:
    """Half of the 95% interval of a mean; nan with fewer than two finite values."""
    n = len(values)
    return student(n) * float(np.std(values, ddof=1)) / n**0.5 if n > 1 else math.nan


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


def share_interval(share: float, n: float) -> tuple[float, float]:
    """Of a share of n cases: the probabilities that n cases would not refute. 40 of 40 is .912 to 1, never 1 to 1; nan
    of no cases. n: effective cases where some count twice."""
    if n < 1 or not math.isfinite(share):
        return math.nan, math.nan
    middle = share + Z * Z / (2 * n)
    half = Z * math.sqrt(share * (1.0 - share) / n + Z * Z / (4.0 * n * n))
    low, high = ((middle + side * half) / (1.0 + Z * Z / n) for side in (-1, 1))
    return 0.0 if share == 0.0 else low, 1.0 if share == 1.0 else high


def share_said(share: float, n: float) -> str:
    """A share of n cases in percent, with its interval: 100% (91.2 to 100)."""
    if n < 1 or not math.isfinite(share):
        return "\N{EN DASH}"
    low, high = (plain(round(100.0 * end, 1)) for end in share_interval(share, n))
    return f"{percent(share)} ({low} to {high})"


def percent(share: float) -> str:
    """Whole percents; a share that is neither none nor all never reads as such."""
    if 0.0 < share < 0.005:
        return "under 1%"
    return "over 99%" if 0.995 <= share < 1.0 else f"{share:.0%}"
