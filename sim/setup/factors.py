"""Factors: keys whose value at a point is drawn and not listed.

    key=interval(low,high)     a number between the two, or a whole number where the key takes no other
    key=choice(a,b,c)          one of these; a bare a,b,c is still an axis, crossed with whatever is drawn
    over: all                  every assumption over its plausible range
    over: load,growth,...      these over the ranges they are known by: parameters, levers, groups of presets

`all` leaves out what is given singly, parameters of which the scenario's own page states another value than the table
(their plausible range was meant for the table's), and switches: these ask what would be if, and nobody doubts which way
they stand.
"""

import re
from collections.abc import Iterable
from typing import NamedTuple

from sim.errors import InputError, nearest, shown
from sim.inputs.scenario import load_scenario
from sim.model import institutions
from sim.model.limits import LEVERS, LIMITS
from sim.model.parameters import PARAMETERS
from sim.model.policy import GROUPS
from sim.setup.config import Setup
from sim.setup.overrides import PRESET_GROUPS, Assignment, check_key, limit_of, presets, read_override
from sim.setup.paths import is_of_path

ALL = "all"
DRAWN = re.compile(r"\s*(interval|choice)\s*\(.*", re.DOTALL)
INTERVAL = re.compile(r"\s*interval\s*\(([^(),]+),([^(),]+)\)\s*", re.DOTALL)


class Factor(NamedTuple):
    """kind: number or whole, between the two `values`, or choice, one of `values`."""

    key: str
    kind: str
    values: tuple

    def at(self, u: float) -> float | int | str:
        """The value at u in [0, 1]: for a uniform u every number, or every choice, is as likely as any other."""
        if self.kind == "choice":
            return self.values[min(int(u * len(self.values)), len(self.values) - 1)]
        low, high = self.values
        if self.kind == "whole":
            return min(low + int(u * (high - low + 1)), high)
        return min(max(low * (1.0 - u) + high * u, low), high)


def split_words(overrides) -> tuple[list[Factor], list[str]]:
    """The factors among words key=value, in the order written, and the other words."""
    words = overrides.split() if isinstance(overrides, str) else list(overrides)
    factors: list[Factor] = []
    others = []
    for word in words:
        if isinstance(word, str) and DRAWN.fullmatch(word.partition("=")[2]):
            factors.append(read_factor(word))
        else:
            others.append(word)
    return factors, others


def read_factor(word: str) -> Factor:
    key, value = check_key(word), word.partition("=")[2]
    if value.strip().startswith("choice"):
        return Factor(key, "choice", different(key, read_override(word).values))
    ends = INTERVAL.fullmatch(value)
    if not ends or "=" in value:
        raise InputError(f"{key}: {shown(value)}; expected interval(low,high)")
    if kind_of(key) not in ("number", "whole"):
        raise InputError(
            f"{key}: {shown(value)}; expected a choice, such as {key}=choice(a,b), since it is not a number"
        )
    low, high = (read_override(f"{key}={end}").values[0] for end in ends.groups())
    if not low < high:
        raise InputError(f"{key}: {shown(value)}; expected interval(low,high) with low below high")
    return Factor(key, kind_of(key), (low, high))


def different(key: str, values: list) -> tuple:
    if len(set(values)) < max(len(values), 2):
        raise InputError(f"{key}: choice of {', '.join(map(str, values))}; expected at least two, all different")
    return tuple(values)


def kind_of(key: str) -> str:
    if key not in LIMITS and not is_of_path(key):
        return "choice"
    return {"number": "number", "integer": "whole", "choice": "choice"}.get(limit_of(key).kind, "word")


def known_range(key: str, scenarios: Iterable[str] = ()) -> Factor:
    """A parameter over its plausible range, a lever over its bounds as far as they fit the scenarios, a group over its
    presets."""
    kind = kind_of(key)
    if key in PRESET_GROUPS:
        return Factor(key, kind, tuple(presets(key)))
    if kind == "choice":
        return Factor(key, kind, LIMITS[key].choices)
    if key in LEVERS:
        low, high = LIMITS[key].low, LIMITS[key].high
        if key == institutions.KEY:
            high = min([high, *(len(load_scenario(name).domains) for name in scenarios)])
    else:
        parameter = PARAMETERS[key.partition(".")[2]]
        low, high = parameter.low, parameter.high
    return Factor(key, kind, (int(low), int(high)) if kind == "whole" else (float(low), float(high)))


def factor_keys() -> list[str]:
    """Keys that have a range of their own."""
    keys = [*(f"parameters.{parameter}" for parameter in PARAMETERS), *LEVERS, "policy", *GROUPS]
    return [key for key in keys if kind_of(key) != "word"]


def full_key(name: str) -> str:
    """load or parameters.load; a lever or a group by its own key. Raises InputError."""
    known = factor_keys()
    key = f"parameters.{name}" if name in PARAMETERS else name
    if key not in known:
        raise InputError(
            f"over: {shown(name)} has no range of its own; expected {ALL}, or parameters, levers and groups "
            f"of presets by name{nearest(name, [ALL, *PARAMETERS, *known])}"
        )
    return key


def read_over(names: str | list[str], factors: list[Factor], given: list[Assignment]) -> list[Factor]:
    """The factors and, after them, those that `over` names; no key twice."""
    taken = [factor.key for factor in factors] + [one.key for one in given]
    found, scenarios = list(factors), scenarios_of(given, factors)
    for name in names.split(",") if isinstance(names, str) else names:
        name = str(name).strip()
        if name == ALL:
            found += [known_range(key, scenarios) for key in free_parameters(scenarios) if key not in taken]
        else:
            found.append(known_range(full_key(name), scenarios))
    keys = [factor.key for factor in found]
    twice = next((key for place, key in enumerate(keys) if key in keys[:place]), None)
    twice = twice or next((one.key for one in given if one.key in keys), None)
    if twice:
        raise InputError(f"{twice}: given twice; expected one value, an axis or a range to sample")
    return found


def scenarios_of(given: list[Assignment], factors: list[Factor]) -> Iterable[str]:
    """The scenarios that are named, or the usual one."""
    named = [
        *(one.values for one in given if one.key == "scenario"),
        *(factor.values for factor in factors if factor.key == "scenario"),
        [Setup().scenario],
    ]
    return named[0]


def free_parameters(scenarios: Iterable[str]) -> list[str]:
    """Keys of the parameters whose value in all these scenarios is the table's."""
    stated = [page.parameters | {"headcount": page.centre["headcount"]} for page in map(load_scenario, scenarios)]
    return [
        f"parameters.{name}"
        for name, parameter in PARAMETERS.items()
        if parameter.unit != "switch" and all(page.get(name, parameter.default) == parameter.default for page in stated)
    ]
