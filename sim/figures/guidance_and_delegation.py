"""Delegated share and clarity of guidance: is large-scale delegation without guidance chaotic?"""

import numpy as np

from sim.figures.curves import n_of, value
from sim.figures.maps import best, draw_maps
from sim.figures.style import HouseFigure, house
from sim.model.units import number

LEVEL, GUIDANCE = "delegation.level", "coordination.guidance"
OUTCOMES = ["goodput", "line_gap", "surfaced"]


def draw(table) -> HouseFigure:
    labels = list(dict.fromkeys(table["label"]))
    spots = "; ".join(
        f"{best(table, 'goodput', label)[LEVEL]:.0%} at guidance {best(table, 'goodput', label)[GUIDANCE]:g} ({label})"
        for label in labels
    )
    note = (
        "Guided delegation with one liaison officer per actor, the United States of 2023; "
        f"{n_of(table)}. Kennedy School Review "
        "(2023) expects only chaos of paradiplomacy without a strategic vision, and a force multiplier of "
        f"paradiplomacy with one. Highest value: {spots}."
    )
    with house():
        return draw_maps(finding(table, labels), note, table, LEVEL, GUIDANCE, OUTCOMES, "clarity of guidance, 0 to 1")


def finding(table, labels: list[str]) -> str:
    """How many of the incidents that the largest share adds are removed by guidance, by convention; the verdict is
    whether most."""
    parts = []
    for label in labels:
        _, blind, guided = (corner(table, label, level, clear) for level, clear in ((0, 0), (1, 0), (1, 1)))
        parts.append(f"from {number(blind)} to {number(guided)} a year ({label})")
    most, added = table[LEVEL].max(), [corner(table, label, 1, 0) - corner(table, label, 0, 0) for label in labels]
    saved = [corner(table, label, 1, 0) - corner(table, label, 1, 1) for label in labels]
    share = np.array(saved) / np.array(added)
    verdict = (
        "Most incidents of large-scale delegation are due to a lack of guidance"
        if (share > 0.5).all()
        else "Guidance does not reduce incidents of large-scale delegation"
        if (share <= 0).all()
        else "Guidance offsets the incidents of large-scale delegation only in part"
    )
    verb = "reduces" if (share > 0).all() else "changes"
    return f"{verdict}: with {most:.0%} delegated, full guidance {verb} incidents {' and '.join(parts)}"


def corner(table, label: str, level: int, clear: int) -> float:
    """Incidents at the least (0) or most (1) delegation and guidance."""
    ends = [(float(table[key].min()), float(table[key].max())) for key in (LEVEL, GUIDANCE)]
    return float(
        value(table, "surfaced", label=label, delegation__level=ends[0][level], coordination__guidance=ends[1][clear])[
            "mean"
        ]
    )
