"""Means and 95% intervals of a tidy table (one row per run), and which points cannot be distinguished from the best."""

import numpy as np
import pandas as pd

from sim.runs.intervals import half_width


def by_point(frame: pd.DataFrame, keys: list[str], metric: str) -> pd.DataFrame:
    """One row per replicate and one column per point (all its keys, in table order); nan where not defined."""
    values = frame[[*keys, "replicate", metric]].replace([np.inf, -np.inf], np.nan)
    wide = values.pivot_table(index="replicate", columns=keys, values=metric, aggfunc="mean", sort=False, dropna=False)
    points = frame[keys].drop_duplicates()
    order = points[keys[0]] if len(keys) == 1 else pd.MultiIndex.from_frame(points)
    return wide.reindex(columns=pd.Index(order))


def interval_of(wide: pd.DataFrame) -> pd.DataFrame:
    """mean, low and high of every point."""
    finite = [column[~np.isnan(column)] for column in wide.to_numpy(float).T]
    mean = np.array([values.mean() if len(values) else np.nan for values in finite])
    half = np.array([half_width(values) for values in finite])
    return pd.DataFrame({"mean": mean, "low": mean - half, "high": mean + half}, index=wide.columns)


def near_best(wide: pd.DataFrame, better: int) -> tuple[int, np.ndarray]:
    """The best point's place (-1: none) and which points, including itself, cannot be distinguished from it.

    Replicates are common worlds, so points are compared replicate by replicate.
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
