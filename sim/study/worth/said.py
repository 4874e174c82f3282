"""The answer in sentences."""

from typing import TYPE_CHECKING, Any

import numpy as np
import pandas as pd

from sim.model.parameters import PARAMETERS
from sim.model.units import number, with_unit
from sim.runs.intervals import percent
from sim.study.worth.value import in_words

if TYPE_CHECKING:
    from sim.study.worth.answer import Worth

ENOUGH = 0.8  # of exact knowledge: a study worth so much is good enough
TOLD = 5  # further assumptions that are named


def exact(table: pd.DataFrame) -> pd.DataFrame:
    """Rows of single assumptions, known exactly, the best first."""
    return table[(table["precision"] == 0.0) & table["chance"].notna()]


def all_of(table: pd.DataFrame) -> Any:
    """The row of all assumptions."""
    return table.iloc[-1]


def told_from_chance(table: pd.DataFrame) -> pd.DataFrame:
    return (found := exact(table))[found["worth"] > found["chance"]]


def span(one: Any) -> str:
    return f"{number(one.worth)} ({number(one.low)} to {number(one.high)})"


def title(worth: "Worth") -> str:
    table, unit = worth.table, worth.question.unit
    best = told_from_chance(table)
    if not len(best):
        return "No single assumption is known to be worth measuring before this choice"
    first = best.iloc[0]
    return (
        f"Measure {first.assumptions} first: to know it is worth {number(first.worth)} {unit}{share(first.worth, table)}"
    )


def share(amount: float, table: pd.DataFrame) -> str:
    total = float(all_of(table).worth)
    return f", {percent(amount / total)} of all there is to know" if amount < total else ""


def measure_next(worth: "Worth") -> str:
    table, unit = worth.table, worth.question.unit
    best, choice = told_from_chance(table), chosen(worth)
    if all_of(table).changes == 0.0:
        return f"Nothing that could be measured would change the choice: {choice} is best in all {worth.n:,} worlds."
    if not len(best):
        return (
            f"No single assumption is known to be worth measuring: none is worth more than {number(exact(table)['chance'].max())} "
            f"{unit}, and chance makes as much of nothing. More worlds would tell more."
        )
    name = best.iloc[0].assumptions
    known, *studies = table[(table["assumptions"] == name)].itertuples()
    enough = [one for one in studies if one.worth >= ENOUGH * known.worth] or studies[:1]
    said = f"Measure {name} first ({PARAMETERS[name].brief})"
    if not enough:
        return f"{said}: to know it is worth {span(known)} {unit}."
    how, unit_of = enough[-1], PARAMETERS[name].unit
    return (
        f"{said}, with a standard error of {percent(how.precision)} of its plausible width or less "
        f"({with_unit(number(how.standard_error, 2), unit_of)}): that is worth {span(how)} {unit}, and to know it exactly "
        f"{span(known)}."
    )


def chosen(worth: "Worth") -> str:
    """The policy that is best on average."""
    return str(worth.policies["policy"][worth.policies["worth"].to_numpy().argmax()])


def sentences(worth: "Worth") -> list[str]:
    table, unit, kind = worth.table, worth.question.unit, worth.question.worlds
    best, total, singles = chosen(worth), all_of(table), exact(table)
    second = worth.policies[worth.policies["policy"] != best].sort_values("behind").iloc[-1]
    found = [
        f"Chosen now: {best}. On average over {worth.n:,} worlds ({kind}) it is ahead of {second.policy} by "
        f"{number(-second.behind)} ({number(-second.behind_high)} to {number(-second.behind_low)}) {unit}.",
        f"What that loses, against a choice that knows all {total.of} assumptions: {lost(total)} {unit} on average. "
        f"Another policy is best in {percent(total.changes)} of worlds.",
        measure_next(worth),
    ]
    others = told_from_chance(table).iloc[1 : TOLD + 1]
    if len(others):
        found.append(f"Then {', '.join(f'{one.assumptions} {number(one.worth)}' for one in others.itertuples())}.")
    for group in groups_told(table):
        found.append(
            f"To know {group.called} together is worth {span(group)} {unit}{share(group.worth, table)}."
        )
    if len(singles):
        found.append(
            f"Chance alone: of {len(singles)} assumptions that do not matter, the best would look worth up to "
            f"{number(singles['chance'].max())} {unit} in 19 cases of 20. Less than that cannot be told from nothing."
        )
    return found


def groups_told(table: pd.DataFrame) -> list[Any]:
    """Each that was asked for; of those that were put together by rank the largest."""
    groups = list(table.iloc[:-1][table.iloc[:-1]["of"] > 1].itertuples())
    return [one for one in groups if one.called == one.assumptions] or groups[-1:]


def lost(total: Any) -> str:
    return span(total) if np.isfinite(total.worth) else f"at most {number(total.high)}"


def note(worth: "Worth") -> str:
    """Under the figure."""
    asked = worth.question
    decades = asked.setups[0].run.replicates
    return (
        f"{', '.join(asked.names)}; worth: {in_words(asked.value)}; {worth.n:,} worlds ({asked.worlds}), {decades} "
        f"decade{'s' * (decades > 1)} in each. Whiskers: 95%, by refitting. Studies: an estimate whose standard error is "
        "this share of the assumption's plausible width."
    )
