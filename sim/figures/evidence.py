"""Targets of evidence, a row each: what was observed with its error and what is allowed beyond it, and what the model
gives with its interval, all in the standard deviations that the two together have.

Takes a table of `sim.study.evidence.fit` and returns a Figure.
"""

from typing import Any

from matplotlib.lines import Line2D
from matplotlib.patches import Patch

from sim.figures.style import (
    BLUE,
    DOUBLE,
    FAINT,
    GREY,
    INK,
    SMALL,
    TITLE,
    VERMILION,
    HouseFigure,
    house,
    inches,
    width_of,
    wrap,
    write_at,
)
from sim.model.units import number
from sim.runs.intervals import COVERS, Z, student

ROW, MARGIN, GAP, LINE, UNDER = 0.17, 0.1, 0.12, 0.135, 0.42  # inches
EDGE, MISSES = 6.0, 3.0  # standard deviations: where the axis ends, beyond which a target is missed
PLACES = {"us_2023": "United States", "canada_2023": "Canada", "germany_2023": "Germany"}


def draw(table) -> HouseFigure:
    """Grey: error of what was observed, 95%; light: error and discrepancy. A point: the reading, full if it may be used
    to fit, open if it is kept to test; vermilion if the target is missed. Beyond the axis, an arrow."""
    rows = list(table.itertuples())
    numbers = [("observed", "model"), *((said(row.observed), said(row.reading)) for row in rows)]
    with house():
        labels = [f"{PLACES.get(row.scenario, row.scenario)}: {named(row)} ({row.unit})" for row in rows]
        left = MARGIN + max(width_of(label, SMALL) for label in labels) + GAP
        wide = [max(width_of(pair[k], SMALL) for pair in numbers) + GAP for k in range(2)]
        right = sum(wide)
        width = max(DOUBLE, left + 2.6 + right + MARGIN)
        heading, about = (wrap(text, width - 2 * MARGIN, *how) for text, how in (
            (title(table), (TITLE, "bold")), (note(table), (SMALL,)),
        ))  # fmt: skip
        top = 0.5 + 0.16 * (heading.count("\n") + 1)
        height = ROW * len(rows)
        figure = HouseFigure(width, top + height + UNDER + LINE * (about.count("\n") + 1) + MARGIN)
        axes = inches(figure, left, top, width - left - right - MARGIN, height)
        for k, row in enumerate(rows):
            place(axes, row, k + 0.5)
            write_at(figure, left - GAP / 2, top + ROW * (k + 0.5), labels[k], ha="right", va="center")
        for k, (observed, read) in enumerate(numbers):
            how: dict[str, Any] = {"ha": "right", "va": "center", "color": INK if k else GREY}
            write_at(figure, width - MARGIN - wide[1], top + ROW * (k - 0.5), observed, **how)
            write_at(figure, width - MARGIN, top + ROW * (k - 0.5), read, **how)
        axes.set_xlim(-EDGE, EDGE)
        axes.set_ylim(len(rows), 0.0)
        axes.set_yticks([])
        axes.spines["left"].set_visible(False)
        for edge in (-MISSES, MISSES):
            axes.axvline(edge, color=GREY, linewidth=0.6, linestyle=(0, (3, 2)), zorder=0)
        axes.set_xlabel("model less observed, in standard deviations of both", fontsize=SMALL)
        write_at(figure, MARGIN, 0.06, heading, fontsize=TITLE, fontweight="bold")
        write_at(figure, MARGIN, top + height + UNDER, about)
        corner = MARGIN / width, 1.0 - (top - 0.36) / figure.get_size_inches()[1]
        figure.legend(
            handles=legend(), loc="upper left", bbox_to_anchor=corner, ncols=5, fontsize=SMALL, handlelength=1.2,
            columnspacing=1.0, borderpad=0.0,
        )  # fmt: skip
    return figure


def place(axes, row, y: float) -> None:
    """One row. All lengths are divided by the standard deviation of observed and read together, on the row's scale."""
    spread = (row.error**2 + row.discrepancy**2 + row.variance) ** 0.5
    allowed, error = (Z * size / spread for size in ((row.error**2 + row.discrepancy**2) ** 0.5, row.error))
    axes.barh(y, 2 * allowed, left=-allowed, height=0.72, color=FAINT, zorder=1)
    axes.barh(y, 2 * error, left=-error, height=0.72, color="#BBBBBB", zorder=2)
    axes.plot([0, 0], [y - 0.36, y + 0.36], color=INK, linewidth=1.0, zorder=3)
    if row.away != row.away:
        axes.text(0.0, y, "not defined", fontsize=SMALL, ha="center", va="center", color=VERMILION, zorder=5)
        return
    colour = VERMILION if row.implausibility > MISSES else BLUE
    if abs(row.away) > EDGE - 0.3:
        side = 1 if row.away > 0 else -1
        axes.plot([side * (EDGE - 0.15)], [y], marker=">" if side > 0 else "<", color=colour, markersize=5, zorder=5)
        return
    half = student(row.n) * row.variance**0.5 / spread
    axes.plot([row.away - half, row.away + half], [y, y], color=colour, solid_capstyle="butt", zorder=4)
    fill = colour if row.use == "fit" else "white"
    axes.plot([row.away], [y], marker="o", color=colour, markerfacecolor=fill, markersize=4.2, zorder=5)


def legend() -> list:
    point: dict[str, Any] = {"linestyle": "none", "marker": "o", "markersize": 4.2}
    return [
        Patch(color="#BBBBBB", label="error of what was observed"),
        Patch(color=FAINT, label="with what is allowed"),
        Line2D([], [], color=BLUE, label="model, may be fitted", **point),
        Line2D([], [], color=BLUE, markerfacecolor="white", label="model, kept to test", **point),
        Line2D([], [], color=VERMILION, label="missed", **point),
    ]


def named(row) -> str:
    """The title without the country, which stands before it."""
    country, comma, rest = row.title.partition(", ")
    return rest if comma and country in PLACES.values() else row.title[:1].lower() + row.title[1:]


def said(value: float) -> str:
    return number(value, 2) if value == value else "\N{EN DASH}"


def title(table) -> str:
    """The finding, counted from the table."""
    known = table[table["implausibility"].notna()]
    over, kept = known["implausibility"] > MISSES, known["use"] == "test"
    fit, test = (f"{(over & part).sum()} of {part.sum()}" for part in (~kept, kept))
    return (
        f"At its defaults the model misses {over.sum()} of {len(known)} published figures: {fit} that may be used to "
        f"fit, {test} kept to test"
    )


def note(table) -> str:
    return (
        f"n = {int(table['n'].max()):,} runs of ten years for each policy, with 95% intervals. Missed: more than "
        f"{MISSES:g} standard deviations away (dashed), which are those of error, discrepancy and reading together. "
        f"Times, counts, rates and ratios are compared by their logarithms. An arrow: farther than the axis. {COVERS}"
    )
