"""Delegated share and regime of oversight: value, contradictions and incidents under both staffing conventions."""

from sim.figures.curves import n_of
from sim.figures.maps import best, draw_maps, words
from sim.figures.style import HouseFigure, house
from sim.model.units import number

LEVEL, REGIME = "delegation.level", "oversight"
OUTCOMES = ["goodput", "contradiction_rate", "surfaced"]


def draw(table) -> HouseFigure:
    labels = list(dict.fromkeys(table["label"]))
    near = "; ".join(
        f"{words(cell[REGIME])} at {cell[LEVEL]:.0%} ({label}, {number(cell['mean'])} sd)"
        for label in labels
        for cell in [best(table, "answer_gap", label)]
    )
    note = (
        f"Guided delegation with every domain open, the United States of 2023; {n_of(table)}. Regimes of oversight are "
        "paid from the one headcount and answer one question in different ways: look for problems (police patrol) or "
        "wait for reports (fire alarm, McCubbins and Schwartz 1984), review before signing, have acts notified and "
        f"void some, or place officers with each actor. What is agreed comes nearest to the right answer under {near}."
    )
    with house():
        return draw_maps(finding(table, labels), note, table, LEVEL, REGIME, OUTCOMES, "oversight")


def finding(table, labels: list[str]) -> str:
    """Where value is highest and incidents are fewest, under each convention."""
    return f"Highest value: {places(table, 'goodput', labels)}. Fewest incidents: {places(table, 'surfaced', labels)}"


def places(table, outcome: str, labels: list[str]) -> str:
    """The best cells in words, with those at the same share that cannot be distinguished from them; once if all are the
    same."""
    found = []
    for label in labels:
        level = best(table, outcome, label)[LEVEL]
        part = table[(table["outcome"] == outcome) & (table["label"] == label) & (table[LEVEL] == level)].sort_values(
            "behind"
        )
        near = part[(part["behind"] == 0) | (part["behind"] <= part["behind_half"])][REGIME]
        found.append(
            f"{f'{level:.0%}' if level else 'nothing'} delegated ({' or '.join(words(regime) for regime in near)})"
        )
    if len(set(found)) == 1:
        return f"{found[0]} under both staffing conventions"
    return ", ".join(f"{text} where {label}" for text, label in zip(found, labels, strict=True))
