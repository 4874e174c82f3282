"""The tables of sim/model/ODD.md, README.md and experiments/paper.md that the code can say itself: parameters, levers
and their cost, designs of the coordinating body, outcomes, what the articles name, and what was verified how, from the
published results.

`python -m sim.tell.document` rewrites them in place, between `<!-- generated: name -->` and `<!-- end -->`.
"""

import inspect
import re
from collections.abc import Iterable

import pandas as pd

from sim.inputs.shipped import PACKAGE, shipped
from sim.model.catalogue import Lever
from sim.model.levers import LEVERS
from sim.model.levers.body import DESIGNS
from sim.model.metrics import METRICS
from sim.model.parameters import PARAMETERS
from sim.model.path.readings import READINGS
from sim.model.policy import Policy, cost, with_levers
from sim.study.publish import paper
from sim.study.verify import FAMILIES
from sim.study.verify.table import by_case, page
from sim.tell import coverage

ODD = PACKAGE / "model" / "ODD.md"
README = PACKAGE.parent / "README.md"
PUBLISHED = shipped("published")
PART = re.compile(r"(<!-- generated: (\w+) -->\n).*?(<!-- end -->)", re.DOTALL)
HOUSES, DEPARTMENTS = 1, 2  # with an officer in one house, and in one other department, for the price list


def table(header: Iterable[str], rows: Iterable[Iterable[object]]) -> str:
    """A Markdown table; a bar within a cell is escaped."""
    lines = [list(header), *([shown(cell) for cell in row] for row in rows)]
    lines.insert(1, ["---"] * len(lines[0]))
    return "".join("| " + " | ".join(cell.replace("|", "\\|") for cell in line) + " |\n" for line in lines)


def shown(cell: object) -> str:
    """A number without noughts for show; anything else as text."""
    return f"{cell:.10g}" if isinstance(cell, (int, float)) else str(cell)


def parameter_table() -> str:
    """Every parameter, in the order in which the model's story needs them."""
    return table(
        ("symbol", "name", "unit", "default", "range", "off", "meaning", "source"),
        (
            (
                p.symbol,
                f"`{p.name}`",
                p.unit,
                p.default,
                f"{p.low:.10g} to {p.high:.10g}",
                "" if p.off is None else p.off,
                p.meaning,
                p.source,
            )
            for p in PARAMETERS.values()
        ),
    )


def price_of(lever: Lever) -> tuple[float, float]:
    """FTE that a lever takes at 1, or at the most it may be if that is less, at default prices and headcount; and that
    value. One that is paid for with another is priced beside it."""
    at = min(1.0, lever.high)
    beside = {} if lever.price else {one: list(LEVERS[one].choices or [0.0])[-1] for one in lever.needs[:1]}
    prices = {name: p.default for name, p in PARAMETERS.items()}
    fte, without = (
        cost(with_levers(Policy(), on), prices, HOUSES, DEPARTMENTS) for on in (beside | {lever.key: at}, beside)
    )
    return sum(fte.values()) - sum(without.values()), at


def lever_table() -> str:
    """Every lever, by group: what it may be, its off value (the default), what it costs, and what it means."""
    rows = []
    for key, lever in LEVERS.items():
        fte, at = price_of(lever) if lever.kind == "number" else (0.0, 1.0)
        price = (lever.price.formula if lever.price else lever.paid) + ", burden" * lever.burdens
        shown_at = f"{fte:.10g}" + (f" at {at:g}" if at < 1 and fte else "")
        rows.append((f"`{key}`", lever.expected, lever.off, shown_at, price, lever.explained))
    return table(("lever", "values", "off, default", "FTE at 1", "price", "meaning"), rows)


def body_table() -> str:
    """Every design of the coordinating body."""
    return table(
        ("design (Provan and Kenis 2008)", "won", "carried", "price of a slot"),
        ((f"`{word}`", one.won, one.carried, one.slot_price) for word, one in DESIGNS.items()),
    )


def readings_table() -> str:
    rows = [[f"`{one.name}`", one.unit, f"{one.delay:g}", one.meaning] for one in READINGS.values()]
    return table(["reading", "unit", "known after, weeks", "what it is"], rows)


def outcome_table() -> str:
    """Every outcome, by group."""
    return table(
        ("outcome", "group", "unit", "better", "meaning"),
        ((f"`{m.name}`", m.group, m.unit, m.preferred, m.meaning) for m in METRICS),
    )


def readings() -> pd.DataFrame:
    """What `paradip verify` last published, one row a reading."""
    return pd.read_csv(PUBLISHED / "verification" / "verification.csv", keep_default_na=False, na_values={"x": ""})


def known_answers() -> str:
    """Every known answer and whether it held."""
    return page(readings())


def verified() -> str:
    """What is verified how, and what came of it: known answers by family, docking, planted and general mutants."""
    rows = []
    for family, part in by_case(readings()).groupby("family", sort=False):
        held = f"{part['readings'].sum()} numbers, " + ("all hold" if part["passed"].all() else "SOME MISSED")
        rows.append(
            (
                str(inspect.getdoc(FAMILIES[str(family)])).partition("\n\n")[0].replace("\n", " "),
                f"`paradip verify {family}`",
                held,
            )
        )
    docked = pd.read_csv(PUBLISHED / "docking" / "table.csv")
    rows.append(
        (
            "Five classic models that it cannot be reduced to, re-implemented beside it: published values come back",
            "`python -m experiments.docking`",
            f"{(docked['agrees'] == 'yes').sum()} of {len(docked)} agree",
        )
    )
    return table(("what", "how", "found"), rows)


def coverage_table() -> str:
    """Every item that the two articles name, and where the model holds it."""
    header = ("item", "named in", "mechanism", "names", "claims and tests", "status", "what is missing")
    return coverage.counts() + table(header, coverage.rows())


PARTS = {
    "coverage": coverage_table,
    "parameters": parameter_table,
    "levers": lever_table,
    "bodies": body_table,
    "readings": readings_table,
    "outcomes": outcome_table,
    "known_answers": known_answers,
    "verified": verified,
    **paper.PARTS,
}


def renew(text: str) -> str:
    """The text with its generated parts made anew."""
    return PART.sub(lambda found: f"{found[1]}{PARTS[found[2]]()}{found[3]}", text)


def main() -> None:
    """Rewrite them."""
    for path in (ODD, README, paper.PAPER):
        path.write_text(renew(path.read_text(encoding="utf-8")), encoding="utf-8")


if __name__ == "__main__":
    main()
