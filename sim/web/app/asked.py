"""What a visitor asks for, value by value, from a link or from a browser: each is checked, and told in a sentence if it
does not fit."""

import math
from contextlib import suppress

from sim.errors import InputError, nearest, shown
from sim.model.limits import LEVERS, checked, unknown
from sim.model.parameters import PARAMETERS
from sim.setup.overrides import check_key, check_value, limit_of
from sim.setup.paths import is_of_path


def number(key: str, text: str) -> float:
    try:
        value = float(text)
    except ValueError:
        value = math.nan
    if not math.isfinite(value) or len(text) > 30:
        raise InputError(f"{key}: {shown(text)}; expected a number")
    return value


def capped(key: str, text: str, least: float, most: float) -> float:
    value = number(key, text)
    if not least <= value <= most:
        raise InputError(f"{key}: {shown(text)}; expected a number from {least:g} to {most:g}")
    return value


def whole(key: str, text: str, least: int, most: int) -> int:
    value = capped(key, text, least, most)
    if value != int(value):
        raise InputError(f"{key}: {shown(text)}; expected a whole number from {least} to {most}")
    return int(value)


def one_of(key: str, value: str, known, kind: str = "") -> str:
    """kind: what to say where there are too many to name."""
    if value not in known:
        raise InputError(
            f"{key}: {shown(value)}; expected {kind or 'one of ' + ', '.join(known)}{nearest(value, known)}"
        )
    return value


def lever(key: str, value: object) -> float | str:
    """A value for a lever, or for what a path says, from a link or from a slider."""
    if is_of_path(key):
        numbers = limit_of(check_key(f"{key[:100]}=")).kind in ("number", "integer")
        with suppress(ValueError):  # what is no number is told as by the command line
            value = float(value) if numbers and isinstance(value, str) else value
        return check_value(key, value)
    if key not in LEVERS:
        raise unknown(key[:40], LEVERS)
    if LEVERS[key].kind == "number" and isinstance(value, str):
        value = number(key, value)
    return checked(key, value)


def parameter(name: str, value: float) -> float:
    """An assumption within its plausible range."""
    if name not in PARAMETERS:
        raise unknown(f"parameters.{name[:40]}", [f"parameters.{one}" for one in PARAMETERS], example="parameters.load")
    low, high = PARAMETERS[name].low, PARAMETERS[name].high
    if not low <= value <= high:
        raise InputError(
            f"parameters.{name}: {shown(f'{value:g}')}; expected a number from {low:g} to {high:g}, its plausible range"
        )
    return float(value)
