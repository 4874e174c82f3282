"""Additions to the mean: how far a point is behind the best one, world by world, and quantiles over decades.

Points share their worlds, so paired differences show which points can be distinguished from the best: those with
`behind` > `behind_half`.
"""

import numpy as np
import pandas as pd

from sim.model.metrics import METRIC
from sim.runs.intervals import half_width

BEHIND = ("behind", "behind_half")
LEVELS = (0.05, 0.1, 0.2, 0.3, 0.4, 0.5, 0.6, 0.7, 0.8, 0.9, 0.95, 0.98)


def behind_best(plate, points, runs: pd.DataFrame) -> dict[tuple[int, str], dict[str, float]]:
    """By point and outcome: the mean paired difference to the best of its group, >= 0, and half of its 95% interval.

    A group consists of the points that agree in the keys `plate.best_of`; the best has the best mean. Empty without
    `best_of`.
    """
    groups: dict[tuple, list[int]] = {}
    for number, point in enumerate(points if plate.best_of is not None else []):
        groups.setdefault(tuple(str(point.values.get(key)) for key in plate.best_of), []).append(number)
    found: dict[tuple[int, str], dict[str, float]] = {}
    for outcome in (name for name in plate.outcomes if METRIC[name].better):
        wide = runs.pivot_table(index="replicate", columns="setup", values=outcome, dropna=False)
        for members in groups.values():
            value = wide[members] * METRIC[outcome].better
            best = value.mean().idxmax()
            for number in members:
                apart = (value[best] - value[number]).dropna().to_numpy(float)
                mean = float(apart.mean()) if len(apart) else float("nan")
                found[number, outcome] = dict(zip(BEHIND, (mean, half_width(apart)), strict=True))
    return found


def quantile_rows(values: np.ndarray) -> list[dict[str, float]]:
    """Quantiles over decades. `quantile` is the level and `mean` the value. `low` and `high` are the order statistics
    between which the quantile lies with about 95% (binomial ranks n p ± 1.96 sqrt(n p (1 - p))); NaN outside the
    sample."""
    values = np.sort(values[np.isfinite(values)])
    n = len(values)
    rows = []
    for level in LEVELS:
        half = 1.96 * np.sqrt(n * level * (1 - level))
        ranks = int(np.floor(n * level - half)), int(np.ceil(n * level + half)) + 1
        low, high = (float(values[rank - 1]) if 1 <= rank <= n else float("nan") for rank in ranks)
        rows.append(
            {
                "quantile": level,
                "mean": float(np.quantile(values, level)) if n else float("nan"),
                "low": low,
                "high": high,
                "n": n,
            }
        )
    return rows
