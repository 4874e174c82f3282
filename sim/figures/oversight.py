"""Oversight detects problems without causing them: latent, detected and surfaced problems, by regime."""

import numpy as np

from sim.figures.curves import n_of, page, value
from sim.figures.ranks import ROW, draw_rows
from sim.figures.style import DOUBLE, GREY, SMALL, TEXT, HouseFigure, house, inches, width_of
from sim.model.units import number

OUTCOMES = ["latent", "detected", "surfaced"]
LEGEND = [
    "acts with a latent problem (latent)",
    "of these detected by the centre first (detected)",
    "incidents of all kinds (surfaced)",
]
LEFT, BETWEEN, COST, HEAD, UNDER = 1.3, 0.2, 0.95, 0.26, 0.4  # inches


def draw(table) -> HouseFigure:
    labels = list(dict.fromkeys(table["label"]))
    first = table[table["label"] == labels[0]]
    surfaced = first[first["outcome"] == "surfaced"].sort_values("mean")
    names = list(surfaced["oversight"])
    undone = sum(first[first["outcome"] == kind]["mean"].mean() for kind in ("vital_lapses", "crises_lost"))
    note = (
        f"Guided delegation, the United States of 2023; {n_of(table)}, intervals 95%, "
        f"often within the mark; regimes sorted by incidents where {labels[0]}. A problem that is neither "
        "detected nor surfaces becomes moot. What is left undone is no incident: "
        f"{number(undone, 2)} vital issues and crises lapse a year, on average of the regimes. "
        "Oversight is paid from the one headcount. Police patrols and fire alarms: McCubbins and Schwartz (1984)."
    )
    with house():
        figure, top = page(finding(table, labels[0]), note, HEAD + ROW * len(names) + UNDER, LEGEND, dashed=False)
        each = (DOUBLE - LEFT - COST - 0.3 - 2 * BETWEEN) / len(labels)
        most = 1.04 * table.loc[table["outcome"].isin(OUTCOMES), "high"].max()
        for k, label in enumerate(labels):
            axes = inches(figure, LEFT + k * (each + BETWEEN), top + HEAD, each, ROW * len(names), label=label)
            draw_rows(axes, table[table["label"] == label], "oversight", names, OUTCOMES, [0, 1, 2], k == 0)
            axes.set_title(label[0].upper() + label[1:], fontsize=TEXT)
            axes.set_xlim(0, most)
            axes.set_xlabel("acts or incidents a year")
        costs(inches(figure, DOUBLE - COST - 0.3, top + HEAD, COST, ROW * len(names), label="costs"), first, names)
    return figure


def costs(axes, table, names: list[str]) -> None:
    """Staff that each regime takes, as bars with their numbers."""
    staff = [float(value(table, "fte_oversight", oversight=name)["mean"]) for name in names]
    axes.barh(np.arange(len(names))[::-1], staff, height=0.55, color=GREY)
    for row, fte in enumerate(staff):
        axes.text(fte, len(names) - 1 - row, f" {number(fte)}", va="center", fontsize=SMALL)
    axes.set_xlim(0, max(max(staff), 1.0) * (1 + (width_of("000", SMALL) - 0.05) / COST))
    axes.set_ylim(-0.6, len(names) - 0.4)
    axes.set_yticks([])
    axes.set_title("Cost of oversight", fontsize=TEXT)
    axes.set_xlabel("FTE", fontsize=SMALL)
    axes.locator_params(axis="x", nbins=3)


def finding(table, label: str) -> str:
    """The regime that detects the most compared with none: more detected, and are there more problems?"""

    def mean(outcome: str, name: str) -> float:
        return float(value(table, outcome, label=label, oversight=name)["mean"])

    names = list(dict.fromkeys(table["oversight"]))
    most = max(names, key=lambda name: mean("detected", name))
    latent, surfaced = (mean(outcome, most) / mean(outcome, "none") - 1 for outcome in ("latent", "surfaced"))
    cause = (
        "Oversight detects problems without causing them"
        if latent <= 0
        else "Oversight detects problems and adds to them"
    )
    return (
        f"{cause}: {most.replace('_', ' ')} detects the most ({number(mean('detected', most))} acts a year, "
        f"{number(mean('detected', 'none'))} without), with {way(latent, 'fewer')} latent problems and "
        f"{way(surfaced, 'fewer')} incidents"
    )


def way(change: float, fewer: str) -> str:
    return f"{number(100 * abs(change), 2)}% {fewer if change < 0 else 'more'}"
