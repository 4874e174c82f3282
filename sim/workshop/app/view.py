"""What a page shows, and its two spellings: the query of a link, and the command line that gives the same numbers.

    ?p=centralized&p=guided_delegation:delegation.level=0.5,oversight.liaison=2&parameters.load=1.1&run.years=5
A link is typed by anybody, so it may ask for less than a command line: bundled scenarios, the assumptions on the table
within their plausible ranges, and no more work than the caps allow.
"""

import math
import shlex
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from threading import Lock
from typing import Any
from urllib.parse import parse_qsl, quote

from sim.config import Setup, resolve
from sim.errors import InputError, nearest
from sim.limits import LEVERS, checked, shown
from sim.overrides import check_preset
from sim.world.parameters import PARAMETERS
from sim.world.scenario import scenario_names

FEWEST, MOST = 2, 4  # policies side by side
LETTERS = ("A", "B", "C", "D")
YEARS, REPLICATES, WORLDS = 20, 200, 10_000  # caps: years of a run, decades of a comparison, number of a world to watch
LONGEST = 8000  # letters of a link
TABS = {"compare": "Compare", "watch": "Watch a decade", "assume": "Assumptions", "sweep": "A sweep", "home": "Take it home"}
DOUBTED = ("load", "growth", "shock_sd", "federal_precision", "tolerance", "redraft_prob", "vital_threshold", "concealment")
_composing = Lock()  # Hydra has one memory to a process


@dataclass(frozen=True)
class Column:
    """A preset and the levers that were moved from where it has them."""

    preset: str
    levers: dict[str, float | str] = field(default_factory=dict)


@dataclass(frozen=True)
class View:
    """All that decides what is on the screen. world: the replicate that is watched. beside: the column watched with the first."""

    columns: tuple[Column, ...] = (Column("centralized"), Column("guided_delegation"))
    scenario: str = "us_2023"
    years: float = 10.0
    replicates: int = 50
    seed: int = 1
    parameters: dict[str, float] = field(default_factory=dict)
    tab: str = "compare"
    world: int = 0
    week: int = 0
    beside: int = 1
    actor: str = ""

    @property
    def names(self) -> list[str]:
        """A plus says that levers were moved; a number tells apart what would be called the same."""
        names: list[str] = []
        for k, column in enumerate(self.columns, 1):
            name = column.preset + "+" * bool(column.levers)
            names.append(f"{name}{k}" if name in names and column.levers else f"{name}+{k}" if name in names else name)
        return names

    def with_column(self, k: int, column: Column) -> "View":
        return replace(self, columns=(*self.columns[:k], column, *self.columns[k + 1:]))


def spelt(value: float | str) -> str:
    return value if isinstance(value, str) else f"{value:.12g}"


def words(view: View) -> list[str]:
    """What holds for every column, as on the command line."""
    held: dict[str, tuple] = {"scenario": (view.scenario, View.scenario), "run.years": (view.years, View.years),
            "run.replicates": (view.replicates, None), "run.seed": (view.seed, View.seed)}
    found = [f"{key}={spelt(value)}" for key, (value, default) in held.items() if value != default]
    return found + [f"parameters.{name}={spelt(value)}" for name, value in sorted(view.parameters.items())]


def lever_words(column: Column) -> list[str]:
    return [f"{key}={spelt(value)}" for key, value in sorted(column.levers.items())]


def setups(view: View) -> list[Setup]:
    """One to a column. Raises InputError."""
    with _composing:
        return [resolve([f"policy={column.preset}", f"name={name}", *words(view), *lever_words(column)])
                for column, name in zip(view.columns, view.names, strict=True)]


def commands(view: View) -> list[str]:
    """Lines that give the same numbers: one comparison, or a run for each column where levers were moved."""
    if any(column.levers for column in view.columns) or len({c.preset for c in view.columns}) < len(view.columns):
        return [shlex.join(["paradip", "run", f"policy={column.preset}", *lever_words(column), *words(view)])
                for column in view.columns]
    return [shlex.join(["paradip", "compare", *(column.preset for column in view.columns), *words(view)])]


def query(view: View) -> str:
    """The link that restores the view."""
    pairs = [("view", view.tab)] * (view.tab != View.tab)
    pairs += [("p", ":".join([c.preset, *[",".join(lever_words(c))] * bool(c.levers)])) for c in view.columns]
    pairs += [(key, value) for key, _, value in (word.partition("=") for word in words(view))]
    if view.tab == "watch":
        pairs += [("beside", LETTERS[view.beside])] * (1 < view.beside < len(view.columns))
        pairs += [(key, f"{value}") for key, value in (("world", view.world), ("week", view.week), ("actor", view.actor)) if value]
    return "&".join(f"{key}={quote(value, safe=':,=.+_-').replace('+', '%2B')}" for key, value in pairs)


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


def lever(key: str, value: object) -> float | str:
    """A value for a lever, from a link or from a slider."""
    if key not in LEVERS:
        raise InputError(f"{shown(key)}: no lever is called so; expected one such as delegation.level{nearest(key, LEVERS)}")
    if LEVERS[key].kind == "number" and isinstance(value, str):
        value = number(key, value)
    return checked(key, value)


def read_column(text: str) -> Column:
    preset, _, rest = text.partition(":")
    levers: dict[str, float | str] = {}
    for word in rest.split(",") if rest else ():
        key, equals, value = word.partition("=")
        if not equals or key in levers:
            raise InputError(f"p: {shown(word)}; expected each lever once, such as delegation.level=0.5")
        levers[key] = lever(key, value)
    return Column(check_preset("policy", preset), levers)


def parameter(name: str, value: float) -> float:
    """An assumption within its plausible range, if it is one of those on the table."""
    if name not in DOUBTED:
        raise InputError(f"parameters.{name[:40]}: not on the table here; expected one of {', '.join(DOUBTED)}{nearest(name, DOUBTED)}")
    low, high = PARAMETERS[name].low, PARAMETERS[name].high
    if not low <= value <= high:
        raise InputError(f"parameters.{name}: {shown(f'{value:g}')}; expected a number from {low:g} to {high:g}, its plausible range")
    return float(value)


def one_of(key: str, value: str, known) -> str:
    if value not in known:
        raise InputError(f"{key}: {shown(value)}; expected one of {', '.join(known)}{nearest(value, known)}")
    return value


READ: dict[str, Callable[[str], dict]] = {
    "view": lambda text: {"tab": one_of("view", text, TABS)},
    "scenario": lambda text: {"scenario": one_of("scenario", text, scenario_names())},
    "run.years": lambda text: {"years": capped("run.years", text, 0.25, YEARS)},
    "run.replicates": lambda text: {"replicates": whole("run.replicates", text, 2, REPLICATES)},
    "run.seed": lambda text: {"seed": whole("run.seed", text, 0, 2**32 - 1)},
    "world": lambda text: {"world": whole("world", text, 0, WORLDS)},
    "week": lambda text: {"week": whole("week", text, 0, 52 * YEARS)},
    "beside": lambda text: {"beside": LETTERS.index(one_of("beside", text, LETTERS[1:]))},
    "actor": lambda text: {"actor": str(checked("name", text))},
}


def read(link: str) -> View:
    """The view of a query. Raises InputError, one sentence."""
    if len(link) > LONGEST:
        raise InputError(f"link: {len(link)} letters; expected at most {LONGEST}")
    try:
        pairs = parse_qsl(link, keep_blank_values=True, max_num_fields=60)
    except ValueError:
        raise InputError("link: cannot be read; expected p=centralized&p=guided_delegation and the like") from None
    columns, parameters = [], {}
    rest: dict[str, Any] = {}
    for key, value in pairs:
        if key == "p":
            columns.append(read_column(value))
        elif key.startswith("parameters."):
            parameters[key.partition(".")[2]] = parameter(key.partition(".")[2], number(key, value))
        elif key in READ:
            rest |= READ[key](value)
        else:
            raise InputError(f"{shown(key)}: not a part of a link; expected p, parameters.load, {', '.join(READ)}{nearest(key, READ)}")
    if columns and not FEWEST <= len(columns) <= MOST:
        raise InputError(f"p: {len(columns)} policies; expected {FEWEST} to {MOST}")
    if columns:
        rest["columns"] = tuple(columns)
    view = View(parameters=parameters, **rest)
    setups(view)
    return view
