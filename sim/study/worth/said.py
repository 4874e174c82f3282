"""The answer in sentences."""

from typing import TYPE_CHECKING, Any

import pandas as pd

from sim.model.parameters import PARAMETERS
from sim.model.units import number, with_unit
from sim.runs.intervals import percent
from sim.study.worth.value import in_words

if TYPE_CHECKING:
    from sim.study.worth.answer import Worth

ENOUGH = 0.8  # of exact knowledge: a study worth so much is good enough
TOLD = 5  # further assumptions that are named


def rows(table: pd.DataFrame) -> list[Any]:
    return list(table.itertuples())


def alone(table: pd.DataFrame) -> list[Any]:
    """Rows of single assumptions, known exactly, the best first."""
    return rows(table[(table["precision"] == 0.0) & table["chance"].notna()])


def told_from_chance(table: pd.DataFrame) -> list[Any]:
    return [one for one in alone(table) if one.worth > one.chance]


def chance_of(table: pd.DataFrame) -> str:
    return number(float(table["chance"].max()))


def everything(table: pd.DataFrame) -> Any:
    """The row of all assumptions, the last."""
    return rows(table)[-1]


def span(one: Any) -> str:
    return f"{number(one.worth)} ({number(one.low)} to {number(one.high)})"


def share(amount: float, table: pd.DataFrame) -> str:
    total = everything(table).worth
    return f", {percent(amount / total)} of all there is to know" if amount < total else ""


def chosen(worth: "Worth") -> str:
    """The policy that is best on average."""
    return str(worth.policies["policy"][worth.policies["worth"].to_numpy().argmax()])


def title(worth: "Worth") -> str:
    found = told_from_chance(worth.table)
    if not found:
        return "No single assumption is known to be worth measuring before this choice"
    first = found[0]
    amount = f"{number(first.worth)} {worth.question.unit}{share(first.worth, worth.table)}"
    return f"Measure {first.assumptions} first: to know it is worth {amount}"


def measure_next(worth: "Worth") -> str:
    """What to measure first, and the least precise study that is good enough."""
    table, unit, found = worth.table, worth.question.unit, told_from_chance(worth.table)
    if everything(table).changes == 0.0:
        return f"Nothing that could be measured would change the choice: {chosen(worth)} is best in every world."
    if not found:
        return (
            f"No single assumption is known to be worth measuring: none is worth more than {chance_of(table)} {unit}, "
            "which chance may make of nothing. More worlds would tell more."
        )
    name = found[0].assumptions
    exact, *studies = rows(table[table["assumptions"] == name])
    enough = [one for one in studies if one.worth >= ENOUGH * exact.worth] or studies[:1]
    how = enough[-1]
    error = with_unit(number(how.standard_error, 2), PARAMETERS[name].unit)
    return (
        f"Measure {name} first ({PARAMETERS[name].brief}), with a standard error of {error} or less, which is "
        f"{100 * how.precision:.3g}% of its plausible width: that is worth {span(how)} {unit}, and to know it exactly "
        f"{span(exact)}."
    )


def sentences(worth: "Worth") -> list[str]:
    return [choice(worth), loss(worth), measure_next(worth), *others(worth), *groups(worth), chance(worth)]


def choice(worth: "Worth") -> str:
    best = chosen(worth)
    second = max((one for one in rows(worth.policies) if one.policy != best), key=lambda one: one.behind)
    ahead = f"{number(-second.behind)} ({number(-second.behind_high)} to {number(-second.behind_low)})"
    return (
        f"Chosen now: {best}. On average over {worth.n:,} worlds ({worth.question.kind}) it is ahead of "
        f"{second.policy} by {ahead} {worth.question.unit}."
    )


def loss(worth: "Worth") -> str:
    total = everything(worth.table)
    amount = span(total) if total.worth == total.worth else f"at most {number(total.high)}"
    return (
        f"What that loses, against a choice that knows {total.called}: {amount} {worth.question.unit} on average. "
        f"Another policy did better in {percent(total.changes)} of worlds, luck included."
    )


def others(worth: "Worth") -> list[str]:
    found = told_from_chance(worth.table)[1 : TOLD + 1]
    named = ", ".join(f"{one.assumptions} {number(one.worth)}" for one in found)
    return [f"Then {named}."] if found else []


def groups(worth: "Worth") -> list[str]:
    """Each that was asked for; of those that were put together by rank the largest."""
    table = worth.table
    found = rows(table[table["chance"].isna()])[:-1]
    told = [one for one in found if one.called == one.assumptions] or found[-1:]
    return [
        f"To know {one.called} together is worth {span(one)} {worth.question.unit}{share(one.worth, table)}."
        for one in told
    ]


def chance(worth: "Worth") -> str:
    return (
        f"Chance alone: of {len(alone(worth.table))} assumptions that do not matter, the best would look worth up to "
        f"{chance_of(worth.table)} {worth.question.unit} in 19 cases of 20. Less cannot be told from nothing."
    )


def note(worth: "Worth") -> str:
    """Under the figure."""
    asked, decades = worth.question, worth.question.setups[0].run.replicates
    value = in_words(asked.value).replace(",", ", ")
    return (
        f"{', '.join(asked.names)}; worth: {value}; {worth.n:,} worlds ({asked.kind}), {decades} "
        f"decade{'s' * (decades > 1)} in each. Whiskers: 95%, by refitting. Studies: an estimate whose standard error "
        "is this share of the assumption's plausible width."
    )
