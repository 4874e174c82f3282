"""What a page shows, and its two spellings: the query of a link, and the command line that gives the same numbers.

    ?p=centralized&p=guided_delegation:delegation.level=0.5,oversight.liaison=2&parameters.load=1.1&run.years=5
A link is typed by anybody, so it may ask for less than a command line: bundled scenarios, assumptions within their
plausible ranges, and no more work than the caps allow.
"""

import math
import shlex
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from typing import Any
from urllib.parse import parse_qsl, quote

from sim.claims.claim import claim_ids
from sim.columns import names_of, read_column, write_column
from sim.config import Setup, resolve
from sim.errors import InputError, nearest
from sim.limits import LEVERS, checked, shown
from sim.metrics import HEADLINES
from sim.policy import Policy, levers
from sim.workshop.app.claims.words import ARTICLES, KINDS, TURNED
from sim.workshop.app.sweeps import look as looking
from sim.workshop.app.sweeps.look import Look, one_of
from sim.workshop.exercise import exercise_names
from sim.workshop.words import MEANING
from sim.world.parameters import PARAMETERS
from sim.world.scenario import scenario_names

FEWEST, MOST = 2, 4  # policies side by side
LETTERS = ("A", "B", "C", "D")
YEARS, REPLICATES, WORLDS = 20, 200, 10_000  # caps: years of a run, decades of a comparison, number of a world to watch
LONGEST = 8000  # letters of a link
TABS = {"compare": "Compare", "watch": "Watch a decade", "assume": "Assumptions", "exercise": "Exercises", "claims": "Claims", "sweep": "Sweeps", "home": "Take it home"}


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
    exercise: str = ""
    also: tuple[str, ...] = ()  # outcomes that are compared beside the headlines
    claim: str = ""  # the one that is open; the next four filter the list of them
    verdict: str = ""
    article: str = ""
    staffing: str = ""
    find: str = ""
    look: Look = field(default_factory=Look)

    @property
    def names(self) -> list[str]:
        return names_of((column.preset, bool(column.levers)) for column in self.columns)

    def with_column(self, k: int, column: Column) -> "View":
        return replace(self, columns=(*self.columns[:k], column, *self.columns[k + 1:]))


def spelt(value: float | str) -> str:
    """As short as it can be without becoming another number."""
    if isinstance(value, str):
        return value
    return short if float(short := f"{value:.12g}") == value else repr(float(value))


def column_from(policy: Policy, preset: str) -> Column:
    """A policy as a preset and what was moved from it."""
    own = levers(resolve([f"policy={preset}"]).policy)
    return Column(preset, {key: value for key, value in levers(policy).items() if value != own[key]})


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
    return [resolve([f"policy={column.preset}", f"name={name}", *words(view), *lever_words(column)])
            for column, name in zip(view.columns, view.names, strict=True)]


def spell(column: Column) -> str:
    return write_column(column.preset, lever_words(column))


def command(view: View) -> str:
    """The line that gives the same numbers. What stands beside itself is named once."""
    columns = list(dict.fromkeys(map(spell, view.columns)))
    if len(columns) < FEWEST:
        only = view.columns[0]
        return shlex.join(["paradip", "run", f"policy={only.preset}", *lever_words(only), *words(view)])
    return shlex.join(["paradip", "compare", *columns, *words(view)])


def query(view: View) -> str:
    """The link that restores the view."""
    pairs = [("view", view.tab)] * (view.tab != View.tab)
    pairs += [("p", spell(column)) for column in view.columns]
    pairs += [(key, value) for key, _, value in (word.partition("=") for word in words(view))]
    pairs += [("exercise", view.exercise)] * bool(view.exercise)
    if view.tab == "watch":
        pairs += [("beside", LETTERS[view.beside])] * (1 < view.beside < len(view.columns))
        pairs += [(key, f"{value}") for key, value in (("world", view.world), ("week", view.week), ("actor", view.actor)) if value]
    if view.tab == "compare" and view.also:
        pairs.append(("also", ",".join(view.also)))
    if view.tab == "claims":
        pairs += [(key, value) for key in ("claim", "verdict", "article", "staffing", "find") if (value := getattr(view, key))]
    if view.tab == "sweep":
        pairs += view.look.pairs
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


def column_of(text: str) -> Column:
    preset, moved = read_column(text)
    return Column(preset, {key: lever(key, value) for key, value in moved.items()})


def parameter(name: str, value: float) -> float:
    """An assumption within its plausible range."""
    if name not in PARAMETERS:
        raise InputError(f"parameters.{name[:40]}: no assumption is called so; expected one such as parameters.load{nearest(name, PARAMETERS)}")
    low, high = PARAMETERS[name].low, PARAMETERS[name].high
    if not low <= value <= high:
        raise InputError(f"parameters.{name}: {shown(f'{value:g}')}; expected a number from {low:g} to {high:g}, its plausible range")
    return float(value)


def beside(text: str) -> tuple[str, ...]:
    """Outcomes to show in Compare beside its own."""
    names = tuple(text.split(",")) if text else ()
    for name in names:
        if name not in MEANING or name in HEADLINES:
            raise InputError(f"also: {shown(name)}; expected an outcome that is not shown anyway, such as queue_wait{nearest(name, MEANING)}")
    if len(names) > MOST or len(set(names)) < len(names):
        raise InputError(f"also: {shown(text)}; expected at most {MOST} outcomes, each once")
    return names


def searched(text: str) -> str:
    if len(text) > 60 or not text.isprintable():
        raise InputError(f"find: {shown(text)}; expected words of at most 60 letters")
    return text


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
    "exercise": lambda text: {"exercise": one_of("exercise", text, ("", *exercise_names()))},
    "also": lambda text: {"also": beside(text)},
    "claim": lambda text: {"claim": text and one_of("claim", text, claim_ids())},
    "verdict": lambda text: {"verdict": text and one_of("verdict", text, KINDS)},
    "article": lambda text: {"article": text and one_of("article", text, ARTICLES)},
    "staffing": lambda text: {"staffing": text and one_of("staffing", text, TURNED)},
    "find": lambda text: {"find": searched(text)},
}


def read(link: str) -> View:
    """The view of a query. Raises InputError, one sentence."""
    if len(link) > LONGEST:
        raise InputError(f"link: {len(link)} letters; expected at most {LONGEST}")
    try:
        pairs = parse_qsl(link, keep_blank_values=True, max_num_fields=60)
    except ValueError:
        raise InputError("link: cannot be read; expected p=centralized&p=guided_delegation and the like") from None
    columns, parameters, look = [], {}, []
    rest: dict[str, Any] = {}
    for key, value in pairs:
        if key == "p":
            columns.append(column_of(value))
        elif key.startswith("parameters."):
            parameters[key.partition(".")[2]] = parameter(key.partition(".")[2], number(key, value))
        elif looking.is_part(key):
            look.append((key, value))
        elif key in READ:
            rest |= READ[key](value)
        else:
            raise InputError(f"{shown(key)}: not a part of a link; expected p, parameters.load, {', '.join(READ)}{nearest(key, READ)}")
    if columns and not FEWEST <= len(columns) <= MOST:
        raise InputError(f"p: {len(columns)} policies; expected {FEWEST} to {MOST}")
    if columns:
        rest["columns"] = tuple(columns)
    view = View(parameters=parameters, look=looking.read(look), **rest)
    setups(view)
    return view
