"""What the model gives for a target, from runs of the policies that it names.

With m̄ the means of the metrics over n runs, those in which they are defined, and f the expression of the page,

    y = f(m̄)                                        the reading, and by the jackknife (Tukey 1958) its variance
    v = (n - 1)/n Σ_r (y_(r) - ȳ_(.))²              where y_(r) is f of the means without run r

which is s²/n for a plain metric. Runs of several policies are in common worlds, so run r is left out of all at once. On
a logarithmic scale v is that of ln y, v/y² (delta method), and 0 where y is 0 or less.
"""

from collections.abc import Mapping
from typing import NamedTuple

import numpy as np

from sim.study.evidence.target import Target

Runs = Mapping[str, Mapping[str, np.ndarray]]  # by policy and metric, (..., runs)


class Reading(NamedTuple):
    """value: y, in the unit of the target. variance: v, on its scale; nan of a single run. Both (...), by world."""

    value: np.ndarray
    variance: np.ndarray


def read(target: Target, runs: Runs) -> Reading:
    """runs: of each policy of the target its metrics, (..., runs), where all that precedes the last axis are worlds."""
    values = {name: np.asarray(runs[name[0]][name[1]], float) for name in target.reading.names}
    value = target.reading({name: mean(one) for name, one in values.items()})
    without = target.reading({name: means_without_one(one) for name, one in values.items()})
    n = without.shape[-1]
    with np.errstate(all="ignore"):
        around = without - without.mean(axis=-1, keepdims=True)
        variance = (n - 1) / n * (around**2).sum(axis=-1)
        if target.log:
            variance = np.where(value <= 0.0, 0.0, variance / value**2)
    return Reading(value, variance if n > 1 else np.full_like(value, np.nan))


def mean(values: np.ndarray) -> np.ndarray:
    """Over the last axis, of what is finite; nan if nothing is."""
    there = np.isfinite(values)
    with np.errstate(all="ignore"):
        return np.where(there, values, 0.0).sum(axis=-1) / there.sum(axis=-1)


def means_without_one(values: np.ndarray) -> np.ndarray:
    """The same of all but one, for each along the last axis."""
    there = np.isfinite(values)
    known = np.where(there, values, 0.0)
    with np.errstate(all="ignore"):
        return (known.sum(axis=-1, keepdims=True) - known) / (there.sum(axis=-1, keepdims=True) - there)
