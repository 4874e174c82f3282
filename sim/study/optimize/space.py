"""What is searched: levers as coordinates of a unit cube, so that the search knows only numbers.

    number    u < OFF: the low end, which switches most levers off; from there on evenly to the high end,
              v = low + (high - low) (u - OFF)/(1 - OFF), to a thousandth of the order of the range
    choice    cells of equal width, in the order of the choices; so a whole number, in that of the numbers
A coordinate is kept where its value places it (`snap`): policies that are alike are one point.
"""

import math
from typing import NamedTuple

import numpy as np

from sim.errors import InputError
from sim.model.limits import LEVERS
from sim.model.policy import GROUPS
from sim.setup.factors import Factor, kind_of, known_range, read_over, scenarios_of, split_words
from sim.setup.overrides import Assignment, read_overrides
from sim.setup.paths import is_of_path

OFF = 0.1
STAFF = "delegation.staff"
REPLICATES = 4  # worlds of the search, unless the words say how many


class Space(NamedTuple):
    """The levers that are searched."""

    factors: list[Factor]

    def values(self, line) -> dict[str, float | int | str]:
        """The levers at a point, by key."""
        return {factor.key: value_at(factor, float(u)) for factor, u in zip(self.factors, line, strict=True)}

    def place(self, values: dict) -> np.ndarray | None:
        """Where these values stand, (factors,); None if one of them is outside."""
        found = [place_of(factor, values.get(factor.key)) for factor in self.factors]
        return None if None in found else np.array(found, float)

    def snap(self, cube: np.ndarray) -> np.ndarray:
        return np.array([self.place(self.values(line)) for line in cube]).reshape(np.shape(cube))


def value_at(factor: Factor, u: float) -> float | int | str:
    if factor.kind != "number":
        return factor.at(u)
    low, high = factor.values
    value = float(factor.at(max(u - OFF, 0.0) / (1.0 - OFF)))
    return min(max(round(value, 3 - math.floor(math.log10(high - low))), low), high)


def place_of(factor: Factor, value) -> float | None:
    if factor.kind == "choice":
        return (factor.values.index(value) + 0.5) / len(factor.values) if value in factor.values else None
    low, high = factor.values
    if value is None or not low <= value <= high:
        return None
    if factor.kind == "whole":
        return (value - low + 0.5) / (high - low + 1.0)
    return OFF + (1.0 - OFF) * (value - low) / (high - low) if value > low else 0.0


def read_words(overrides: list[str], over: str | None) -> tuple[list[Factor], list[Assignment]]:
    """What is searched, all levers if none are named, and what is fixed. Raises InputError."""
    factors, words = split_words(overrides)
    fixed = read_overrides(words)
    for one in fixed:
        if one.swept:
            raise InputError(f"{one.key}: several values; expected one value, interval(low,high) or choice(a,b)")
    given = {one.key for one in fixed}
    if not {"run", "run.replicates"} & given:
        fixed.append(Assignment("run.replicates", [REPLICATES], False))
    if over is not None or factors:
        factors = read_over(over or [], factors, fixed)
    else:
        factors = [
            known_range(key, scenarios_of(fixed, []))
            for key in LEVERS
            if kind_of(key) != "word" and key != STAFF and not {key, key.partition(".")[0]} & given
        ]
    for factor in factors:
        if factor.key == STAFF:
            raise InputError(
                f"{STAFF}: not searched, since staff that delegates bring is no use of the one headcount; "
                f"expected {STAFF}=moved or {STAFF}=kept, the same for all"
            )
        if factor.key not in (*LEVERS, *GROUPS) and not is_of_path(factor.key):
            raise InputError(
                f"{factor.key}: no lever; expected levers, groups of presets or what a path says, such as "
                "delegation.level, oversight or policy.phases.1.year"
            )
    if not factors:
        raise InputError("--over: every lever is fixed; expected one to search, such as --over delegation.level")
    if STAFF not in given:
        fixed.append(Assignment(STAFF, ["moved"], False))
    return factors, fixed
