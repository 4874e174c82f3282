"""Delegated share and clarity of guidance: is large-scale delegation without guidance chaotic?"""

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
        "Guided delegation with every domain open and one liaison officer per actor, the United States of 2023; "
        f"{n_of(table)}. Kennedy School Review "
        "(2023) expects only chaos of paradiplomacy without a strategic vision, and a force multiplier of "
        f"paradiplomacy with one. Highest value: {spots}."
    )
    with house():
        return draw_maps(finding(table, labels), note, table, LEVEL, GUIDANCE, OUTCOMES, "clarity of guidance, 0 to 1")


def finding(table, labels: list[str]) -> str:
    """Incidents with nothing delegated, and with the most, without guidance and with it, by convention."""
    most, parts = table[LEVEL].max(), []
    for label in labels:
        none, blind, guided = (corner(table, label, level, clear) for level, clear in ((0, 0), (1, 0), (1, 1)))
        parts.append(f"{number(none)}, {number(blind)} and {number(guided)} where {label}")
    return (
        f"Incidents a year with nothing delegated, with {most:.0%} delegated and no guidance, and with full guidance: "
        f"{'; '.join(parts)}"
    )


def corner(table, label: str, level: int, clear: int) -> float:
    """Incidents at the least (0) or most (1) delegation and guidance."""
    ends = [(float(table[key].min()), float(table[key].max())) for key in (LEVEL, GUIDANCE)]
    return float(
        value(table, "surfaced", label=label, delegation__level=ends[0][level], coordination__guidance=ends[1][clear])[
            "mean"
        ]
    )
