"""Outcomes in plain words: what is said when there is more of one, when there is less, and what it is called.

A direction is claimed only where the interval of the paired difference lies wholly beyond the smallest effect that
matters (sim.model.metrics.smallest); else it says so.
"""

from typing import NamedTuple

import numpy as np

from sim.figures.names import METRIC, named
from sim.model.metrics.smallest import LESS, MORE, SAME, SLIGHT, UNDEFINED, verdict
from sim.model.units import numbers, signed, spoken
from sim.model.units import with_unit as say


class Contrast(NamedTuple):
    """One outcome of a policy against the first: both means, the paired difference and its 95% interval, and the
    smallest effect that matters."""

    metric: str
    first: float
    mean: float
    difference: float
    low: float
    high: float
    smallest: float

    @property
    def verdict(self) -> str:
        return verdict(self.low, self.high, self.smallest)

    @property
    def direction(self) -> int:
        """1 more, -1 less, by as much as matters; else 0."""
        return (self.verdict == MORE) - (self.verdict == LESS)

    @property
    def same(self) -> bool:
        return self.verdict == SAME

    @property
    def defined(self) -> bool:
        return self.verdict != UNDEFINED


def contrast_of(table, metric: str, first: str, other: str) -> Contrast:
    """A row of the table of `ensemble.compare`."""
    at = np.flatnonzero(table["metric"].to_numpy() == metric)[0]
    columns = (first, other, *(f"{x}_{other}" for x in ("difference", "low", "high")), "smallest")
    return Contrast(metric, *(float(table[name].iat[at]) for name in columns))


def unit_in(metric: str) -> str:
    return METRIC[metric].unit if metric in METRIC else ""


def scale(metric: str) -> float:
    return spoken(unit_in(metric)).factor


def unit(metric: str) -> str:
    return spoken(unit_in(metric)).said


def with_unit(metric: str, value: str) -> str:
    return say(value, unit_in(metric))


def apart(found: Contrast) -> tuple[str, str]:
    """What a comparison says of an outcome, and the class of those words."""
    if not found.direction:
        return found.verdict, "quiet"
    metric = METRIC[found.metric]
    if not metric.contested:
        return ("costs " if metric.cost else "") + found.verdict, ""
    return ("better", "better") if found.direction == metric.better else ("worse", "worse")


def unclear(found: Contrast) -> str:
    """Where no direction is claimed."""
    return "no difference that matters" if found.verdict == SLIGHT else "no clear difference"


def brief(found: Contrast) -> str:
    """The same in as few words as are true."""
    more, less, thing = named(found.metric)
    if not found.defined:
        return f"{thing}: too few of these worlds have a value."
    first, mean = numbers(scale(found.metric) * found.first, [scale(found.metric) * found.mean])
    if found.same:
        return f"{thing} is the same in every world."
    if found.direction == 0:
        return f"{thing}: {unclear(found)}."
    return f"{more if found.direction > 0 else less}: {with_unit(found.metric, mean)} against {first}."


def sentence(found: Contrast) -> str:
    """An outcome in a sentence that claims no more than its interval allows."""
    more, less, thing = named(found.metric)
    k = scale(found.metric)
    if not found.defined:
        return f"{thing}: no interval, since too few of these worlds have a value."
    first, mean = numbers(k * found.first, [k * found.mean])
    if found.same:
        return f"{thing} is the same in every world: {with_unit(found.metric, first)}."
    points = " points" if k == 100.0 else ""
    ends = f"95% interval {signed(k * found.low)} to {signed(k * found.high)}"
    span = f"difference {signed(k * found.difference)}{points}, {ends}"
    if found.direction == 0:
        return f"{thing}: {unclear(found)}, {with_unit(found.metric, mean)} against {first} ({span})."
    lead = more if found.direction > 0 else less
    return f"{lead}: {with_unit(found.metric, mean)} against {first} ({span})."
