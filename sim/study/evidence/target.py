"""A target: what was observed, how well it is known, what of the model should give it, and what it may be used for."""

from collections.abc import Iterable
from dataclasses import dataclass

import numpy as np

from sim.study.evidence.expression import Expression


@dataclass(frozen=True)
class Target:
    """value: observed, in the unit, with its 95% interval from low to high. error, discrepancy: standard deviations on
    the scale of the target (of logarithms, if it is log). policies: words by name, "" where there is one only."""

    name: str
    title: str
    observed: str
    value: float
    low: float
    high: float
    error: float
    error_from: str
    source: str
    derivation: str
    unit: str
    log: bool
    reading: Expression
    scenario: str
    policies: dict[str, str]
    discrepancy: float
    reason: str
    use: str
    note: str

    def scaled(self, value) -> np.ndarray:
        """A value on the scale of the target; on a log scale -inf for 0 or less."""
        values = np.asarray(value, float)
        if not self.log:
            return values
        with np.errstate(all="ignore"):
            return np.log(np.maximum(values, 0.0))


def fitted(targets: Iterable[Target]) -> list[Target]:
    """Those that may be used to choose assumptions. Whatever fits takes its targets from here."""
    return [target for target in targets if target.use == "fit"]
