"""Where a difference comes from: parts that add up to it exactly, run by run, each with its paired 95% interval.

issues agreed a week = Σ over channels  throughput · share of the channel
incidents a year   = Σ over kinds     inc_*
"""

import numpy as np

from sim.figures.names import METRIC
from sim.model.acts import MANY, WHO
from sim.model.metrics.smallest import smallest_effect
from sim.runs.intervals import interval
from sim.web.words import Contrast


def parts(runs, first: str, other: str, whole: str, values) -> list[Contrast]:
    """`values`: from a policy's runs to its parts by name, (runs,) each. Runs of both stand in the same order. A part
    matters from the same size on as the whole, a metric."""
    a, b = (values(runs[runs["policy"] == name].reset_index(drop=True)) for name in (first, other))
    mean = interval(runs.loc[runs["policy"] == first, whole])[0]
    smallest = smallest_effect(METRIC[whole].unit, mean)
    found = []
    for name in a:
        x, y = np.asarray(a[name], float), np.asarray(b[name], float)
        both = np.isfinite(x) & np.isfinite(y)
        found.append(Contrast(name, interval(x)[0], interval(y)[0], *interval(y[both] - x[both]), smallest))
    return found


def channels(runs, first: str, other: str) -> list[Contrast]:
    """Issues agreed a week by who agreed them; a run in which none is has none in any channel."""
    return parts(
        runs, first, other, "throughput", lambda own: {name: own["throughput"] * own[name].fillna(0.0) for name in WHO}
    )


def incidents(runs, first: str, other: str) -> list[Contrast]:
    """Incidents a year by kind."""
    return parts(runs, first, other, "surfaced", lambda own: {name: own[name] for name in MANY})


def by_size(found: list[Contrast], way: int) -> list[Contrast]:
    """Those that went up (1) or down (-1) for certain and by as much as matters, the largest first."""
    return sorted((one for one in found if one.direction == way), key=lambda one: -abs(one.difference))
