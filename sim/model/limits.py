"""What each value may be: one limit for every lever, parameter and setting of a run, read off where each is declared.

A parameter's limit follows from its unit unless it states a border of its own: its plausible range is what a claim is
judged over, not a border.
"""

import math
import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import NamedTuple

import numpy as np

from sim.errors import InputError, nearest, shown
from sim.model import levers
from sim.model.catalogue import Lever, Parameter
from sim.model.parameters import PARAMETERS


@dataclass
class Run:
    """How long, how finely, how often. Replicate r of seed s is the same world under every policy."""

    years: float = 10
    dt: float = 1  # weeks a tick
    seed: int = 1
    replicates: int = 100
    threads: int = 2  # 0: all cores
    cluster: str = "threads"  # who does the work: threads, processes, local (dask here) or a dask scheduler's address


class Limit(NamedTuple):
    """kind: number, integer, choice, word (letters, digits and -_.+, at most `high` of them), path or cluster."""

    kind: str
    low: float = -math.inf
    high: float = math.inf
    choices: tuple[str, ...] = ()

    @property
    def expected(self) -> str:
        if self.kind == "choice":
            return "one of " + ", ".join(self.choices)
        if self.kind in ("number", "integer"):
            noun = "a number" if self.kind == "number" else "a whole number"
            return f"{noun} from {self.low:.12g} to {self.high:.12g}"
        if self.kind == "cluster":
            return "threads, processes, local or the address of a dask scheduler such as tcp://host:8786"
        return (
            f"at most {self.high:g} letters, digits and -_.+"
            if self.kind == "word"
            else "a name or the path of a folder"
        )


FORMULA = ("=", "+", "-", "@")  # a table of results, opened in a spreadsheet, would run a cell that begins so
WORD = re.compile(r"[A-Za-z0-9_.][A-Za-z0-9_.+-]*")
CLUSTER = re.compile(r"threads|processes|local|(tcp|tls)://[A-Za-z0-9_.-]{1,200}:[0-9]{1,5}")
FRACTIONS = (
    "share",
    "probability",
    "[0,1]",
    "per level",
    "per answer",
    "per promise",
    "per report",
    "per severity",
    "per trial",
)
BREEDING, RATIO = ("excitation", "spawn"), 0.95  # what leads from crisis to crisis; the most it may: 20 for each
LOST = 2.0 * 0.9  # severity of a lost crisis, a mean: twice its vitality, uniform from .8 to 1
TINY, WIDE = 1e-6, 10  # least positive value; how far above its plausible range a parameter may go


def parameter_limit(parameter: Parameter) -> Limit:
    """Shares stay in [0, 1], logits are free in sign, the rest is not negative; 0 needs a meaning (price, off)."""
    unit = parameter.unit
    if parameter.border is not None:
        return Limit("number", *parameter.border)
    if unit == "switch":
        return Limit("integer", 0, 1)
    if unit in FRACTIONS:
        return Limit("number", 0, 1)
    if unit.startswith("logit"):
        return Limit("number", -10, 10)
    has_zero = parameter.low <= 0 or parameter.off == 0 or unit.startswith("FTE")
    return Limit("number", 0 if has_zero else TINY, WIDE * parameter.high)


def lever_limit(lever: Lever) -> Limit:
    if lever.kind == "number":
        return Limit("integer" if lever.whole else "number", lever.low, lever.high)
    return Limit("word", high=400) if lever.open else Limit("choice", choices=tuple(lever.choices))


def branching(excitation: float, spawn: float) -> float:
    """The branching ratio ρ = 1 - (1 - η)(1 - R) of crises, were every one of them lost: each that arises by itself is
    followed by ρ/(1 - ρ) on average.

    It heads a cluster of 1/(1 - η). Each of the cluster that is lost opens R = 1.8 spawn more, which excite none but
    open R each when they are lost in turn: 1/(1 - R) in all.
    """
    return 1.0 - (1.0 - excitation) * (1.0 - min(LOST * spawn, 1.0))


def check_branching(parameters: Mapping[str, float]) -> None:
    """Raises InputError if crises would lead to crises almost without end; parameters by name, others as in the
    table."""
    values = {name: parameters.get(name, PARAMETERS[name].default) for name in BREEDING}
    ratio = branching(**values)
    if ratio > RATIO:
        said = ", ".join(f"parameters.{name}={value:g}" for name, value in values.items())
        raise InputError(f"{said}: together a branching ratio of crises of {ratio:.3g}; expected at most {RATIO:g}")


LEVERS = {key: lever_limit(one) for key, one in levers.LEVERS.items()}
SETTINGS = {
    "run.years": Limit("number", 1 / 52, 50),
    "run.dt": Limit("number", 0.01, 4),
    "run.seed": Limit("integer", 0, 2**32 - 1),
    "run.replicates": Limit("integer", 1, 1_000_000),
    "run.threads": Limit("integer", 0, 256),
    "run.cluster": Limit("cluster"),
}
REPLICATE = Limit("integer", 0, 999_999)
LIMITS = (
    {"scenario": Limit("path"), "name": Limit("word", high=60)}
    | LEVERS
    | SETTINGS
    | {f"parameters.{name}": parameter_limit(parameter) for name, parameter in PARAMETERS.items()}
)


def suggest(word: object, choices) -> str:
    """The choice of which the word, or its last part, is a part; else the nearest, else one with a part like it."""
    text = str(word).lower()[:60]
    parts: dict[str, str] = {}
    for choice in sorted(choices, key=len, reverse=True):  # of several with a part in common, the shortest stays
        parts |= dict.fromkeys([*re.split(r"[._]", choice), choice.rpartition(".")[2]], choice)
    for known in (text, text.rpartition(".")[2]):  # as it is, or said of another group
        if known in parts:
            return f", did you mean '{parts[known]}'?"
    like = re.search("'(.*)'", nearest(text, parts))
    return nearest(text, choices) or (f", did you mean '{parts[like[1]]}'?" if like else "")


def unknown(key: str, known, hint: str = "", example: str = "delegation.level") -> InputError:
    """No such key. `hint`: the one that may be meant, if not the nearest of those known."""
    return InputError(f"{key}: not known; expected a key such as {example}{hint or suggest(key, known)}")


def checked(key: str, value: object) -> float | int | str:
    """The value in its own type, or one line that says what it should have been."""
    if key not in LIMITS:
        raise unknown(key, LIMITS)
    return check(key, value, LIMITS[key])


def check(key: str, value: object, limit: Limit) -> float | int | str:
    """The same of what has a limit but no key."""
    fault = InputError(f"{key}: {shown(value)}; expected {limit.expected}")
    if isinstance(value, np.generic):
        value = value.item()
    if limit.kind in ("number", "integer"):
        if isinstance(value, bool) or not isinstance(value, (int, float)) or not math.isfinite(value):
            raise fault
        if not limit.low <= value <= limit.high:
            end = limit.low if value < limit.low else limit.high
            raise InputError(f"{fault}, the nearest is {end:.12g}")
        if limit.kind == "number":
            return float(value) + 0.0  # -0.0 becomes 0.0
        if value != int(value):
            raise fault
        return int(value)
    if not isinstance(value, str):
        raise fault
    if limit.kind == "choice" and value not in limit.choices:
        raise InputError(f"{fault}{nearest(value, limit.choices)}")
    if limit.kind == "word" and not (WORD.fullmatch(value) and len(value) <= limit.high):
        raise fault
    if limit.kind == "cluster" and not CLUSTER.fullmatch(value):
        raise fault
    plain = isinstance(value, str) and value.isprintable() and "$" not in value and not value.startswith(FORMULA)
    if limit.kind == "path" and not (plain and len(value) <= 4000):
        raise fault
    return value
