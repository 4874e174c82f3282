"""A known answer: what a textbook says, and what the simulator gives when it is reduced to that textbook case."""

import math
from collections.abc import Callable, Iterator
from typing import NamedTuple

import numpy as np

BLUNT = 0.05  # a standard error above this share of the exact value is uninformative
ROUNDING = 1e-9  # for identities


class Reading(NamedTuple):
    """One number of the simulator compared with theory. error: its standard error, 0 for an identity. `line`, `panel`
    and `x` place it in the family's figure; with an empty panel it is not drawn. scale: what errors are measured
    against, if not the exact value. at_most: theory is an upper bound."""

    quantity: str
    exact: float
    value: float
    error: float = 0.0
    panel: str = ""
    line: str = ""
    x: float = math.nan
    scale: float = 0.0
    at_most: bool = False

    @property
    def passed(self) -> bool:
        """Within four standard errors, which must be small enough to be informative; identities up to rounding."""
        away = self.value - self.exact if self.at_most else abs(self.value - self.exact)
        if self.error == 0.0:
            return away <= ROUNDING * max(1.0, abs(self.exact))
        return away <= 4.0 * self.error and self.error <= BLUNT * (self.scale or abs(self.exact))


class Panel(NamedTuple):
    """Axes of a family's figure and its theory: lines by label, each (x, y)."""

    title: str
    x: str
    y: str
    lines: dict[str, tuple]
    log: str = ""  # which axes are logarithmic: "", "x", "y", "xy"


class Case(NamedTuple):
    """A claim, its source, and the run that is compared with it."""

    name: str
    claim: str
    source: str
    run: Callable[..., Iterator[Reading]]


def case(claim: str, source: str):
    """Make a case from a function that takes a Simulator and yields Readings. The case has the function's name."""
    return lambda run: Case(run.__name__, claim, source, run)


def mean(values, batches: int = 50) -> tuple[float, float]:
    """Mean of a series that may be correlated, and its standard error by batch means (Law 2015, chapter 9)."""
    values = np.asarray(values, float)
    means = np.array([part.mean() for part in np.array_split(values, batches)])
    return float(values.mean()), float(means.std(ddof=1) / math.sqrt(batches))


def share(found, chance: float) -> tuple[float, float]:
    """Share of independent trials that succeeded, and its standard error under the chance that theory gives."""
    found = np.asarray(found, bool)
    return float(found.mean()), math.sqrt(chance * (1.0 - chance) / found.size)


def curve(function, low: float, high: float, points: int = 200) -> tuple[np.ndarray, np.ndarray]:
    """A line of theory, (x, y)."""
    x = np.linspace(low, high, points)
    return x, np.array([function(float(value)) for value in x])
