"""Outcomes in plain words: what is said when there is more of one, when there is less, and what it is called.

A direction is claimed only where the interval of the paired difference excludes zero; else it says so.
"""

import math
from typing import NamedTuple

import numpy as np

from sim.figures.names import METRIC, metric_name
from sim.model.units import numbers, signed, spoken
from sim.model.units import with_unit as say


class Contrast(NamedTuple):
    """One outcome of a policy against the first: both means, the paired difference and its 95% interval."""

    metric: str
    first: float
    mean: float
    difference: float
    low: float
    high: float

    @property
    def direction(self) -> int:
        """1 more, -1 less, 0: not distinguishable."""
        return (self.low > 0) - (self.high < 0)

    @property
    def same(self) -> bool:
        return self.low == self.high == 0.0

    @property
    def defined(self) -> bool:
        return math.isfinite(self.low) and math.isfinite(self.high)


def contrast_of(table, metric: str, first: str, other: str) -> Contrast:
    """A row of the table of `ensemble.compare`."""
    at = np.flatnonzero(table["metric"].to_numpy() == metric)[0]
    return Contrast(
        metric,
        *(
            float(table[name].iat[at])
            for name in (first, other, *(f"{x}_{other}" for x in ("difference", "low", "high")))
        ),
    )


def unit_in(metric: str) -> str:
    return METRIC[metric].unit if metric in METRIC else ""


def scale(metric: str) -> float:
    return spoken(unit_in(metric)).factor


def unit(metric: str) -> str:
    return spoken(unit_in(metric)).said


def with_unit(metric: str, value: str) -> str:
    return say(value, unit_in(metric))


def apart(found: Contrast) -> tuple[str, str]:
    """Whether the policies are distinguishable on this outcome, in words, and the class of those words."""
    if not found.defined:
        return "not defined", "quiet"
    if found.same:
        return "no difference at all", "quiet"
    way = found.direction
    if way == 0:
        return "not distinguishable", "quiet"
    better = METRIC[found.metric].better
    if better == 0:
        return ("yes: more" if way > 0 else "yes: less"), ""
    return ("yes: better", "better") if way * better > 0 else ("yes: worse", "worse")


def bare(found: Contrast) -> str:
    """`apart` beside a number, where better says enough."""
    return apart(found)[0].removeprefix("yes: ")


def called(metric: str) -> str:
    """The name of an outcome, to stand at the head of a row."""
    words = metric_name(metric)
    return words[0].upper() + words[1:]


def named(metric: str) -> tuple[str, str, str]:
    """How a sentence about an outcome begins: more of it, less of it, and the thing itself."""
    one = METRIC[metric]
    return one.more or f"More: {one.title}", one.less or f"Less: {one.title}", one.thing or called(metric)


def brief(found: Contrast) -> str:
    """The same in as few words as are true."""
    more, less, thing = named(found.metric)
    if not found.defined:
        return f"{thing}: too few of these worlds have a value."
    first, mean = numbers(scale(found.metric) * found.first, [scale(found.metric) * found.mean])
    if found.same:
        return f"{thing} is the same in every world."
    if found.direction == 0:
        return f"{thing}: no clear difference."
    small = ", a difference of less than 1%" if abs(found.difference) < 0.01 * abs(found.first) else ""
    return f"{more if found.direction > 0 else less}: {with_unit(found.metric, mean)} against {first}{small}."


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
        return f"{thing}: no clear difference, {with_unit(found.metric, mean)} against {first} ({span})."
    lead = more if found.direction > 0 else less
    return f"{lead}: {with_unit(found.metric, mean)} against {first} ({span})."
