"""Means and 95% intervals of a tidy table, one row a run, and what cannot be told from the best point."""
import numpy as np
import pandas as pd

# 0.975 quantiles of Student's t for 1 to 30 degrees of freedom; beyond, an expansion good to .0005.
T = (12.7062, 4.3027, 3.1824, 2.7764, 2.5706, 2.4469, 2.3646, 2.3060, 2.2622, 2.2281, 2.2010, 2.1788, 2.1604, 2.1448,
     2.1314, 2.1199, 2.1098, 2.1009, 2.0930, 2.0860, 2.0796, 2.0739, 2.0687, 2.0639, 2.0595, 2.0555, 2.0518, 2.0484,
     2.0452, 2.0423)


def half_width(values: np.ndarray) -> float:
    """Half of the 95% interval of a mean; nan with fewer than two finite values."""
    n = len(values)
    if n < 2:
        return float("nan")
    t = T[n - 2] if n - 2 < len(T) else 1.95996 + 2.37227 / (n - 1) + 2.8225 / (n - 1) ** 2
    return t * float(np.std(values, ddof=1)) / n ** 0.5


def by_point(frame: pd.DataFrame, keys: list[str], metric: str) -> pd.DataFrame:
    """One row a replicate and one column a point (all its keys, in the order of the table); nan where not defined."""
    values = frame[[*keys, "replicate", metric]].replace([np.inf, -np.inf], np.nan)
    wide = values.pivot_table(index="replicate", columns=keys, values=metric, aggfunc="mean", sort=False, dropna=False)
    points = frame[keys].drop_duplicates()
    order = points[keys[0]] if len(keys) == 1 else pd.MultiIndex.from_frame(points)
    return wide.reindex(columns=pd.Index(order))


def interval_of(wide: pd.DataFrame) -> pd.DataFrame:
    """mean, low and high of every point."""
    finite = [wide.iloc[:, k].dropna().to_numpy(float) for k in range(wide.shape[1])]
    mean = np.array([values.mean() if len(values) else np.nan for values in finite])
    half = np.array([half_width(values) for values in finite])
    return pd.DataFrame({"mean": mean, "low": mean - half, "high": mean + half}, index=wide.columns)


def near_best(wide: pd.DataFrame, better: int) -> tuple[int, np.ndarray]:
    """The best point's place (-1: none) and which points, itself among them, cannot be told from it.

    Replicates are common worlds, so points are held against each other replicate by replicate.
    """
    mean = interval_of(wide)["mean"].to_numpy() * better
    if better == 0 or not np.isfinite(mean).any():
        return -1, np.zeros(wide.shape[1], bool)
    best = int(np.nanargmax(mean))
    near = np.zeros(wide.shape[1], bool)
    for k in range(wide.shape[1]):
        apart = (wide.iloc[:, k] - wide.iloc[:, best]).dropna().to_numpy(float)
        near[k] = k == best or (len(apart) > 1 and abs(apart.mean()) <= half_width(apart))
    return best, near
