"""What a page shows, and its two spellings: the query of a link, which `link` reads again, and the command line that
gives the same numbers."""

import shlex
from dataclasses import dataclass, field, replace
from urllib.parse import quote

from sim.model.policy import Policy
from sim.setup.columns import moved_from, names_of, write_column
from sim.setup.config import Setup, resolve
from sim.setup.overrides import presets
from sim.web.app.sweeps.look import Look

FEWEST, MOST = 2, 4  # policies side by side
LETTERS = ("A", "B", "C", "D")
YEARS, REPLICATES, WORLDS = 20, 200, 10_000  # caps: years of a run, decades of a comparison, number of a world to watch
TABS = {
    "compare": "Compare",
    "watch": "Watch a decade",
    "assume": "Assumptions",
    "exercise": "Exercises",
    "claims": "Claims",
    "sweep": "Sweeps",
    "home": "Take it home",
}


@dataclass(frozen=True)
class Column:
    """A preset and the levers that were moved from where it has them."""

    preset: str
    levers: dict[str, float | str] = field(default_factory=dict)


@dataclass(frozen=True)
class View:
    """All that decides what is on the screen. world: the replicate watched. beside: the column watched with it."""

    columns: tuple[Column, ...] = (Column("status_quo"), Column("guided_delegation"))
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
    doubts: tuple[str, ...] = ()  # assumptions that are put on the table beside those that matter most
    flip: tuple[str, ...] = ()  # an outcome and an assumption: where along its range does the difference change sign?
    worlds: str = ""  # that say how far assumptions are doubted; "" for the usual ones
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
        return replace(self, columns=(*self.columns[:k], column, *self.columns[k + 1 :]))


def spelt(value: float | str) -> str:
    """As short as it can be without becoming another number."""
    if isinstance(value, str):
        return value
    return short if float(short := f"{value:.12g}") == value else repr(float(value))


def column_from(policy: Policy, preset: str) -> Column:
    """A policy as a preset and what was moved from it."""
    return Column(preset, moved_from(preset, policy))


def column_of(policy: Policy) -> Column:
    """The same by its name; of a policy that no preset is called, what was moved from the centre alone."""
    preset = policy.name.partition("+")[0]
    return column_from(policy, preset if preset in presets("policy") else "centralized")


def words(view: View) -> list[str]:
    """What holds for every column, as on the command line."""
    held: dict[str, tuple] = {
        "scenario": (view.scenario, View.scenario),
        "run.years": (view.years, View.years),
        "run.replicates": (view.replicates, None),
        "run.seed": (view.seed, View.seed),
    }
    found = [f"{key}={spelt(value)}" for key, (value, default) in held.items() if value != default]
    return found + [f"parameters.{name}={spelt(value)}" for name, value in sorted(view.parameters.items())]


def lever_words(column: Column) -> list[str]:
    return [f"{key}={spelt(value)}" for key, value in sorted(column.levers.items())]


def setups(view: View) -> list[Setup]:
    """One to a column. Raises InputError."""
    return [
        resolve([f"policy={column.preset}", f"name={name}", *words(view), *lever_words(column)])
        for column, name in zip(view.columns, view.names, strict=True)
    ]


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
        pairs += [
            (key, f"{value}")
            for key, value in (("world", view.world), ("week", view.week), ("actor", view.actor))
            if value
        ]
    if view.tab == "compare" and view.also:
        pairs.append(("also", ",".join(view.also)))
    if view.tab == "assume":
        pairs += [(key, ",".join(value)) for key, value in (("doubts", view.doubts), ("flip", view.flip)) if value]
        pairs += [("worlds", view.worlds)] * bool(view.worlds)
    if view.tab == "claims":
        pairs += [
            (key, value) for key in ("claim", "verdict", "article", "staffing", "find") if (value := getattr(view, key))
        ]
    if view.tab == "sweep":
        pairs += view.look.pairs
    return "&".join(f"{key}={quote(value, safe=':,=.+_-').replace('+', '%2B')}" for key, value in pairs)


def decides(view: View) -> str:
    """What decides the numbers, as a link."""
    return query(View(view.columns, view.scenario, view.years, view.replicates, view.seed, view.parameters))
