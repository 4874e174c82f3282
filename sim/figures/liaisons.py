"""Liaison officers: response to their number, under both staffing conventions."""

from sim.figures.curves import begin, curve, entitle, n_of, tick, value
from sim.figures.names import axis_name
from sim.figures.style import HouseFigure, house
from sim.model.units import number

KEY = "oversight.liaison"
OUTCOMES = ("answer_gap", "surfaced", "goodput")


def draw(table) -> HouseFigure:
    labels = list(dict.fromkeys(table["label"]))
    note = (
        f"Guided delegation, the United States of 2023; {n_of(table)}, bands 95%. Officers are paid from the one "
        "headcount. Fewest incidents: "
        + "; ".join(f"{best(table, label):g} an actor ({label})" for label in labels)
        + "."
    )
    with house():
        figure, panels = begin(finding(table, labels[0]), note, len(OUTCOMES), labels, axis_name(KEY))
        for axes, outcome in zip(panels, OUTCOMES, strict=True):
            for place, label in enumerate(labels):
                curve(axes, table[(table["outcome"] == outcome) & (table["label"] == label)], KEY, place)
            entitle(axes, outcome)
            tick(axes, table[KEY])
    return figure


def best(table, label: str) -> float:
    part = table[(table["outcome"] == "surfaced") & (table["label"] == label)]
    return float(part.loc[part["mean"].idxmin(), KEY])


def finding(table, label: str) -> str:
    """The first officer compared with the next two."""
    gap = [value(table, "answer_gap", label=label, oversight__liaison=dose)["mean"] for dose in (0.0, 1.0, 3.0)]
    first, later = gap[0] - gap[1], gap[1] - gap[2]
    brings = number(100 * first / (first + later), 2)
    return f"The first liaison officer with each actor brings {brings}% of what three bring toward the right answer"
