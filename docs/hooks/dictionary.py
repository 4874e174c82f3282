"""The data dictionary. `<!-- table: NAME -->` on a page becomes a table made from the program's declarations, from a
small result made here, or from what is published; `meanings.yaml` adds words where a declaration has none."""

import inspect
import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from functools import cache, partial
from pathlib import Path

import pandas as pd
import yaml
from mkdocs.exceptions import PluginError

import sim
from sim.agents.cast import KINDS_OF_AGENT
from sim.inputs.scenario import SETTINGS, TABLES
from sim.inputs.shipped import shipped
from sim.inputs.tables import Column
from sim.model import acts
from sim.model.limits import Limit
from sim.model.metrics import METRICS
from sim.model.records import EVENT, EVENTS, SERIES
from sim.runs import shape
from sim.study.ensemble import summarise
from sim.study.export import iamc
from sim.study.optimize.table import front_table
from sim.study.sensitivity.study import COLUMNS as SENSITIVITY
from sim.study.verify.table import COLUMNS as VERIFICATION
from sim.tell.document import ODD, lever_table, outcome_table, parameter_table, table
from sim.web.app.claims.ledger import COLUMNS as LEDGER

MARK = re.compile(r"^<!-- table: (\S+) -->$", re.MULTILINE)
MEANINGS = yaml.safe_load(Path(__file__).with_name("meanings.yaml").read_text(encoding="utf-8"))
SMALL = {"scenario": "toy", "years": 0.25, "replicates": 2}


def on_page_markdown(markdown, page, config, files):
    return MARK.sub(lambda mark: MADE[mark[1]](), markdown)


def explained(name: str, columns: Iterable[str]) -> Iterator[tuple[str, str]]:
    """Columns of a table with their meanings. Raises PluginError unless meanings and columns are the same."""
    columns, said = list(columns), MEANINGS[name]
    if odd := sorted(set(columns) ^ set(said)):
        raise PluginError(f"meanings.yaml: {name}: {', '.join(odd)}; expected a meaning for each column there is")
    return ((column, said[column]) for column in columns)


def plain(name: str, columns: Callable[[], Iterable[str]]) -> str:
    return table(("column", "meaning"), ((f"`{column}`", said) for column, said in explained(name, columns())))


def checked(name: str, columns: dict[str, Column]) -> str:
    """With what a cell may hold."""
    rows = ((f"`{key}`", expected(columns[key]), said) for key, said in explained(name, columns))
    return table(("column", "what it may hold", "meaning"), rows)


def expected(column: Column) -> str:
    return {"free": "parameters by name", "blank": "a code or nothing"}.get(column.kind, column.expected)


def flat(tree: dict, before: str = "") -> dict[str, Column]:
    found: dict[str, Column] = {}
    for key, one in tree.items():
        found |= flat(one, f"{before}{key}.") if isinstance(one, dict) else {before + key: one}
    return found


@cache
def small_comparison() -> sim.Comparison:
    return sim.compare({"policy": "centralized", "name": "A"}, {"policy": "combined", "name": "B"}, **SMALL)


@cache
def described() -> list[tuple[str, list[str], str, str]]:
    """Kind, fields, unit and meaning of each row of the tables in chapter 2 of the model description. A row may be of
    several fields, or of all that begin with venture_; a blank first cell is the agent above."""
    found, kind = [], ""
    for line in ODD.read_text(encoding="utf-8").split("\n## 2 ")[1].split("\n## 3 ")[0].splitlines():
        cells = [cell.strip() for cell in line.split("|")[1:-1]]
        of, names, _, unit, meaning = cells if len(cells) == 5 else ["issue", *cells] if len(cells) == 4 else [""] * 5
        kind = re.sub(r" \(.*|\W", "", of).lower() or kind
        found.append((kind, re.findall(r"`(\w+)", names), unit, meaning))
    return [row for row in found if row[1]]


def fields(kind: str, columns: Iterable[str], may_set: Mapping[str, Limit]) -> str:
    """Columns as the model description explains them, with the limits of those that may be set; then the names of the
    others."""
    others, rows = list(columns), []
    for of, names, unit, meaning in described():
        here = [one for one in others if one in names or one.startswith(tuple(x for x in names if x[-1] == "_"))]
        if of == kind and here:
            others = [one for one in others if one not in here]
            limits = "; ".join(f"`{one}`: {may_set[one].expected}" for one in here if one in may_set)
            rows.append((named(here), unit, meaning, limits)[: 4 if may_set else 3])
    header = ("field", "unit", "meaning", "may be set to")[: 4 if may_set else 3]
    return table(header, rows) + f"\nThe rules also keep {named(others)}.\n"


def named(names: Iterable[str]) -> str:
    return ", ".join(f"`{name}`" for name in names)


def issue_table() -> str:
    return fields("issue", sim.DiplomacyModel(scenario="toy", years=0.1, collect=False).run_for(1).issues, {})


def names_of(declared: Iterable) -> str:
    return table(("name", "meaning"), ((f"`{one.name}`", getattr(one, "who", "") or one.title) for one in declared))


def paragraph(documented: object, start: str) -> str:
    """What a docstring says from there to the end of the paragraph."""
    said = inspect.getdoc(documented) or ""
    return said[said.index(start) :].split("\n\n")[0]


def run_columns() -> str:
    """Columns of runs that are no outcome."""
    return named(name for name in small_comparison().runs if name not in {m.name for m in METRICS})


def in_published(place: str) -> list[str]:
    return list(pd.read_csv(shipped("published") / place, nrows=0).columns)


def published_columns(name: str) -> Iterable[str]:
    """Those that every published table of this name has."""
    headers = [set(pd.read_csv(path, nrows=0).columns) for path in shipped("published").glob(f"fig*/{name}")]
    return sorted(set.intersection(*headers), key=list(MEANINGS[name]).index)


MADE: dict[str, Callable[[], str]] = {
    "scenario.yaml": partial(checked, "scenario.yaml", flat(SETTINGS)),
    **{name: partial(checked, name, columns) for name, columns in TABLES.items()},
    "levers": lever_table,
    "parameters": parameter_table,
    "outcomes": outcome_table,
    "runs": run_columns,
    "comparison.csv": partial(plain, "comparison.csv", lambda: small_comparison().table),
    "summary.csv": partial(plain, "summary.csv", lambda: summarise(sim.run(**SMALL)).reset_index()),
    "series": partial(plain, "series", lambda: SERIES.names or ()),
    "log": partial(plain, "log", lambda: EVENT.names or ()),
    "log_events": lambda: named(EVENTS),
    "issues": issue_table,
    **{
        kind.__name__: partial(fields, kind.__name__.lower(), kind.FIELDS, kind.MAY_SET)
        for kind in KINDS_OF_AGENT.values()
    },
    "channels": lambda: names_of(acts.CHANNELS),
    "incidents": lambda: names_of((acts.NOTHING, *acts.INCIDENTS)),
    "omissions": lambda: table(("name", "meaning"), ((f"`{one.metric}`", one.title) for one in acts.OMISSIONS)),
    "table.csv": partial(plain, "table.csv", lambda: published_columns("table.csv")),
    "sensitivity.csv": partial(plain, "sensitivity.csv", lambda: SENSITIVITY),
    "verification.csv": partial(plain, "verification.csv", lambda: VERIFICATION),
    **{
        name: partial(plain, name, lambda name=name: in_published(f"evidence/{name}"))
        for name in ("evidence.csv", "targets.csv", "waves.csv", "emulators.csv", "marginals.csv", "pairs.csv")
    },
    **{name: partial(plain, name, lambda name=name: LEDGER[name]) for name in ("ledger.csv", "parts.csv")},
    "front.csv": lambda: paragraph(front_table, "kind ("),
    "iamc.csv": lambda: paragraph(iamc, "The long"),
    "manifest.json": lambda: named(shape.MANIFEST),
    "design.json": lambda: named(shape.DESIGN),
}
