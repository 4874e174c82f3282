"""Where a difference comes from: parts that add up to it exactly, run by run, each with its paired 95% interval.

issues agreed a week = Σ over channels  throughput · share of the channel
incidents a year   = Σ over kinds     inc_*
"""

import numpy as np

from sim.figures.names import METRIC
from sim.model.acts import MANY, WHO
from sim.model.metrics.smallest import smallest_effect
from sim.runs.intervals import interval
from sim.runs.luck import NAMES, less_luck
from sim.study.comparison import Comparison
from sim.web.words import Contrast


def parts(comparison: Comparison, other: str, whole: str, values) -> list[Contrast]:
    """`values`: from a policy's runs to its parts by name, (runs,) each. Luck is taken off parts as it is off the
    whole, a metric, so that they still add up. A part matters from the same size on as the whole."""
    first, row = comparison.policies[0], comparison.table.set_index("metric").loc[whole].to_dict()
    runs = [comparison.runs[comparison.runs["policy"] == name] for name in (first, other)]
    a, b = (even_parts(one, row["penalty"], values) for one in runs)
    smallest = smallest_effect(METRIC[whole].unit, row[first])
    found = []
    for name in a:
        x, y = a[name], b[name]
        both = np.isfinite(x) & np.isfinite(y)
        found.append(Contrast(name, interval(x)[0], interval(y)[0], *interval(y[both] - x[both]), smallest))
    return found


def even_parts(runs, penalty: float, values) -> dict[str, np.ndarray]:
    """The parts of a policy's runs, with their luck taken off."""
    raw = values(runs)
    made = np.array([np.asarray(one, float) for one in raw.values()]).T
    even = less_luck(made, runs[NAMES].to_numpy(float), np.full(len(raw), penalty))
    return dict(zip(raw, even.T, strict=True))


def channels(comparison: Comparison, other: str) -> list[Contrast]:
    """Issues agreed a week by who agreed them; a run in which none is has none in any channel."""
    return parts(
        comparison, other, "throughput", lambda own: {name: own["throughput"] * own[name].fillna(0.0) for name in WHO}
    )


def incidents(comparison: Comparison, other: str) -> list[Contrast]:
    """Incidents a year by kind."""
    return parts(comparison, other, "surfaced", lambda own: {name: own[name] for name in MANY})


def by_size(found: list[Contrast], way: int) -> list[Contrast]:
    """Those that went up (1) or down (-1) for certain and by as much as matters, the largest first."""
    return sorted((one for one in found if one.direction == way), key=lambda one: -abs(one.difference))
