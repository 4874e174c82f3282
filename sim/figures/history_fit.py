"""Targets before and after history matching, a row each: what the model reads over all plausible worlds and over those
that are left, in standard deviations of what was observed and what is allowed.

Takes the table of a `sim.study.history.match.History` and returns a Figure.
"""

import numpy as np
from matplotlib.lines import Line2D
from matplotlib.patches import Patch

from sim.figures.evidence import PLACES, named
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

ROW, MARGIN, GAP, LINE, UNDER, HEAD = 0.19, 0.1, 0.12, 0.135, 0.45, 0.3  # inches
EDGE, LIMIT = 6.0, 3.0  # standard deviations


def draw(table, left: float) -> HouseFigure:
    """left: share of the box that is left. Grey: 95% of plausible worlds; blue: 95% of those that are left, with their
    median, open if the target is kept to test; vermilion: a target set apart, or one whose median is missed."""
    with house():
        rows = list(table.sort_values("use", kind="stable").itertuples())
        labels = [f"{PLACES.get(row.scenario, row.scenario)}: {named(row)}" for row in rows]
        wide = MARGIN + max(width_of(label, SMALL) for label in labels) + GAP
        width = max(DOUBLE, wide + 3.2 + MARGIN)
        heading = wrap(title(table, left), width - 2 * MARGIN, TITLE, "bold")
        about = wrap(note(), width - 2 * MARGIN, SMALL)
        top = 0.2 + 0.16 * (heading.count("\n") + 1) + HEAD
        height = ROW * len(rows)
        figure = HouseFigure(width, top + height + UNDER + LINE * (about.count("\n") + 1) + MARGIN)
        axes = inches(figure, wide, top, width - wide - MARGIN, height)
        axes.axvspan(-LIMIT, LIMIT, color=FAINT, alpha=0.6, linewidth=0, zorder=0)
        axes.axvline(0.0, color=INK, linewidth=0.8, zorder=1)
        for k, row in enumerate(rows):
            place(axes, row, k + 0.5)
            write_at(figure, wide - GAP / 2, top + ROW * (k + 0.5), labels[k], ha="right", va="center")
        axes.set_xlim(-EDGE, EDGE)
        axes.set_ylim(len(rows), 0.0)
        axes.set_yticks([])
        axes.spines["left"].set_visible(False)
        axes.set_xlabel("model less observed, in standard deviations", fontsize=SMALL)
        write_at(figure, MARGIN, 0.06, heading, fontsize=TITLE, fontweight="bold")
        write_at(figure, MARGIN, top + height + UNDER, about)
        corner = MARGIN / width, 1.0 - (top - HEAD) / figure.get_size_inches()[1]
        figure.legend(
            handles=legend(), loc="upper left", bbox_to_anchor=corner, ncols=5, fontsize=SMALL, handlelength=1.4,
            columnspacing=1.0, borderpad=0.0,
        )  # fmt: skip
    return figure


def standing(row, value: float) -> float:
    """How far a reading is from what was observed, on the row's scale."""
    with np.errstate(all="ignore"):
        away = np.log(max(value, 0.0) / row.observed) if row.scale == "log" else value - row.observed
    return float(away / (row.error**2 + row.discrepancy**2) ** 0.5)


def place(axes, row, y: float) -> None:
    before = [standing(row, value) for value in (row.before_low, row.before_high)]
    after = [standing(row, value) for value in (row.after_low, row.after, row.after_high)]
    if np.isfinite(before).any():
        low, high = np.clip(before, -EDGE, EDGE)
        axes.plot([low, high], [y, y], color=GREY, linewidth=1.0, solid_capstyle="butt", zorder=2)
    if np.isnan(after).any():
        axes.text(0.0, y, "not defined", fontsize=SMALL, ha="center", va="center", color=VERMILION, zorder=5)
        return
    low, middle, high = np.clip(after, -EDGE, EDGE)
    colour = VERMILION if row.set_apart or abs(after[1]) > LIMIT else BLUE
    axes.plot([low, high], [y, y], color=colour, linewidth=3.2, solid_capstyle="butt", zorder=3)
    fill = "white" if row.use == "test" else colour
    mark = "o" if abs(after[1]) < EDGE else "<" if after[1] < 0 else ">"
    axes.plot([middle], [y], marker=mark, color=colour, markerfacecolor=fill, markersize=4.5, zorder=4, clip_on=False)
    default = standing(row, row.default)
    if np.isfinite(default):
        axes.plot([np.clip(default, -EDGE, EDGE)], [y], marker="|", color=INK, markersize=7, zorder=5, clip_on=False)


def legend() -> list:
    return [
        Line2D([], [], color=GREY, linewidth=1.0, label="all plausible worlds"),
        Line2D([], [], color=BLUE, linewidth=3.2, marker="o", markersize=4.5, label="left, fitted"),
        Line2D([], [], color=BLUE, linewidth=3.2, marker="o", markerfacecolor="white", markersize=4.5,
               label="left, kept to test"),
        Line2D([], [], color=INK, linestyle="none", marker="|", markersize=7, label="at defaults"),
        Patch(color=FAINT, label="within 3"),
    ]  # fmt: skip


def title(table, left: float) -> str:
    fit, test = (table[table["use"] == use] for use in ("fit", "test"))
    apart = int(fit["set_apart"].sum())
    met = test["met"].dropna()
    found = f"{len(fit) - apart} of {len(fit)} fitted figures leave {percent(left)} of the plausible worlds"
    return found + (f"; most of these meet {int((met > 0.5).sum())} of {len(test)} kept to test" if len(test) else "")


def percent(share: float) -> str:
    """A share that may be very small."""
    if share >= 0.995:
        return "100%"
    return f"{100 * share:.2g}%" if share >= 1e-6 else f"{100 * share:.0e}%" if share > 0.0 else "None"


def note() -> str:
    return (
        "Bars: 95% of worlds, those that are left by their weights; dots: medians. Standard deviations are of the "
        "error of a figure and of what is allowed beyond it. A bar that reaches the edge goes on. Vermilion: set apart "
        "because no world meets it together with the others, or missed by the median. Times, counts, rates and ratios "
        "are compared by their logarithms. Source: paradip evidence."
    )
