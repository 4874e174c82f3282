"""What outcomes are worth, in a unit of one's own: a number for one unit of each.

goodput=30,surfaced=-1      w = 30 goodput - surfaced
"""

import math
from collections.abc import Mapping
from typing import Any

import numpy as np

from sim.errors import InputError, nearest, shown
from sim.model.metrics import METRIC, NAMES

EXAMPLE, POINTS = "goodput=1,surfaced=-0.05", "points"
LONGEST = 40  # letters of a unit, which stands on the axis


def read_value(said: str | Mapping[str, float] | None) -> dict[str, float]:
    """Numbers by outcome, from text or a mapping. Raises InputError."""
    if not said or not isinstance(said, str | Mapping):
        raise InputError(
            f"value: {shown(said) if said else 'none given'}; expected what one unit of each outcome is worth, "
            f"such as {EXAMPLE}"
        )
    pairs = [part.partition("=")[::2] for part in said.split(",")] if isinstance(said, str) else list(said.items())
    found: dict[str, float] = {}
    for name, amount in ((str(name).strip(), amount) for name, amount in pairs):
        if name not in METRIC or name in found:
            problem = "named twice" if name in found else "not an outcome"
            raise InputError(
                f"value: {shown(name)} is {problem}; expected names from paradip list metrics{nearest(name, NAMES)}"
            )
        found[name] = number_of(name, amount)
    return found


def number_of(name: str, amount: Any) -> float:
    try:
        number = math.nan if isinstance(amount, bool) or "_" in str(amount) else float(amount)
    except (TypeError, ValueError):
        number = math.nan
    if not math.isfinite(number) or number == 0.0:
        raise InputError(f"value: {name}={str(amount)[:40]}; expected a number other than 0, such as {EXAMPLE}")
    return number


def read_unit(said: str) -> str:
    """Raises InputError."""
    if not isinstance(said, str) or not said.strip() or not said.isprintable() or len(said) > LONGEST:
        raise InputError(
            f"unit: {shown(said)}; expected up to {LONGEST} letters, such as '{POINTS}' or 'million dollars a year'"
        )
    return said.strip()


def worth_of(runs: Mapping[str, np.ndarray], value: Mapping[str, float]) -> np.ndarray:
    """Of runs whose outcomes are arrays of one shape; nan where one that counts is not defined."""
    return np.sum([number * runs[name] for name, number in value.items()], axis=0)


def in_words(value: Mapping[str, float]) -> str:
    return ",".join(f"{name}={number:.10g}" for name, number in value.items())
