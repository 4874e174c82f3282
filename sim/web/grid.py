"""A finished sweep as a grid: at each point the mean of every outcome with its interval, and paired differences.

Pairs are worked out here, since a page has no runs to pair; where there are too many of them the page says so.
"""

import math
from itertools import combinations

import numpy as np

from sim.errors import InputError
from sim.figures.names import METRIC, called, key_name, value_name
from sim.model.metrics.smallest import smallest_effect
from sim.runs.intervals import interval
from sim.web.words import scale, unit

MOST_POINTS, MOST_NUMBERS, MOST_PAIRS = 4_000, 40_000, 20_000  # of points; points times outcomes; pairs times outcomes


def grid_of(frame, keys: list[str], metrics: list[str]) -> dict:
    """What the page embeds: axes, outcomes, and by outcome [mean, half width, worlds] of each point in the order of the
    axes, the last fastest (None where the sweep has none); and `pairs`, by outcome [difference, half width] of every
    two points i < j, j less i, or None if there are too many; and `least`, by outcome the smallest effect that matters
    beside each point. Raises InputError."""
    axes = [axis(frame, key) for key in keys]
    n_points = math.prod(len(one["values"]) for one in axes)
    if n_points > MOST_POINTS or n_points * len(metrics) > MOST_NUMBERS:
        many = f"{n_points:,}" if n_points < 10**9 else "over a billion"
        raise InputError(
            f"explorer: {many} points with {len(metrics)} outcomes each are too many for a page; expected at most "
            f"{MOST_POINTS:,} points and {MOST_NUMBERS:,} numbers: a sweep of fewer values, or fewer --metrics"
        )
    place = places(frame, axes)
    means, pairs, least = {}, {}, {}
    small = n_points * (n_points - 1) // 2 * len(metrics) <= MOST_PAIRS
    for metric, values in by_world(frame, place, n_points, metrics).items():
        means[metric] = [point(row) for row in values]
        unit_here = METRIC[metric].unit if metric in METRIC else ""
        least[metric] = [one and smallest_effect(unit_here, one[0]) for one in means[metric]]
        pairs[metric] = (
            [difference(values[i], values[j]) for i, j in combinations(range(n_points), 2)] if small else None
        )
    return {
        "axes": axes,
        "outcomes": [outcome(name) for name in metrics],
        "means": means,
        "pairs": pairs if small else None,
        "least": least,
    }


def places(frame, axes: list[dict]) -> np.ndarray:
    """The number of each row's point in the order of the axes, the last fastest."""
    place = np.zeros(len(frame), np.int64)
    for one in axes:
        order = {value: k for k, value in enumerate(one["values"])}
        place = place * len(one["values"]) + frame[one["key"]].map(order).to_numpy()
    return place


def by_world(
    frame, place: np.ndarray, n_points: int, metrics: list[str], world: tuple[str, ...] = ("seed", "replicate")
) -> dict[str, np.ndarray]:
    """By outcome the values, (points, worlds): the mean of a point's rows in a world, nan where there is none. A mean
    over keys that were swept besides is taken within each world first, since their points share it."""
    worlds = frame.groupby(list(world), sort=False).ngroup().to_numpy()
    means = frame[metrics].groupby([place, worlds]).mean()
    rows, columns = (means.index.get_level_values(k).to_numpy() for k in (0, 1))
    found = {metric: np.full((n_points, worlds.max() + 1), np.nan) for metric in metrics}
    for metric, values in found.items():
        values[rows, columns] = means[metric].to_numpy()
    return found


def axis(frame, key: str) -> dict:
    found = frame[key].drop_duplicates().tolist()
    numeric = all(isinstance(value, (int, float)) and not isinstance(value, bool) for value in found)
    values = sorted(found) if numeric else found
    return {
        "key": key,
        "name": key_name(key),
        "numeric": numeric,
        "values": values,
        "labels": [value_name(key, value, brief=True) for value in values],
    }


def outcome(name: str) -> dict:
    return {
        "key": name,
        "name": called(name),
        "unit": unit(name),
        "scale": scale(name),
        "better": METRIC[name].contested if name in METRIC else 0,
        "meaning": METRIC[name].meaning if name in METRIC else "",
    }


def point(values: np.ndarray) -> list | None:
    n = int(np.isfinite(values).sum())
    mean, _, high = interval(values)
    return [mean, finite(high - mean), n] if n else None


def difference(a: np.ndarray, b: np.ndarray) -> list | None:
    mean, _, high = interval(b - a)
    return None if math.isnan(mean) else [mean, finite(high - mean)]


def finite(x: float) -> float | None:
    return x if math.isfinite(x) else None
