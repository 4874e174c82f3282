"""What it is worth to know assumptions before a choice: a bar each for exact knowledge with its interval, marks for
studies of less precision, and what chance alone would make of assumptions that do not matter.

Takes a table of `sim.study.worth` and returns a Figure.
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
    MARKERS,
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
from sim.model.parameters import PARAMETERS
from sim.model.units import plain

MOST, LABEL = 12, 2.5  # assumptions, and inches of their names
ROW, LINE, MARGIN, UNDER = 0.09, 0.128, 0.1, 0.42
BAR, HALF = "#9FC9E2", 0.045  # a light blue; inches
DASHED = (0, (3, 2))


def draw(table, unit: str, title: str, note: str) -> HouseFigure:
    """unit: of worth. title: the finding. note: what was run."""
    alone = table[table["chance"].notna()]
    names = list(dict.fromkeys(alone["assumptions"]))[:MOST]
    others = table[table["chance"].isna()]
    precisions = sorted({*alone["precision"]} - {0.0})
    n_alone = alone["assumptions"].nunique()
    labels = [label(name) for name in names] + [wrap(one.called, LABEL, SMALL) for one in others.itertuples()]
    heights = [ROW + LINE * (1 + text.count("\n")) for text in labels]
    about = f"The {len(names)} strongest of {n_alone}. {note}" if n_alone > len(names) else note
    with house():
        heading, about = wrap(title, DOUBLE - 2 * MARGIN, TITLE, "bold"), wrap(about, DOUBLE - 2 * MARGIN, SMALL)
        top = 0.5 + 0.16 * (heading.count("\n") + 1)
        left = MARGIN + max(width_of(line, SMALL) for text in labels for line in text.split("\n")) + 0.08
        figure = HouseFigure(DOUBLE, top + sum(heights) + UNDER + LINE * (about.count("\n") + 1) + MARGIN)
        axes = inches(figure, left, top, DOUBLE - left - 2 * MARGIN, sum(heights))
        middles, edge = [], 0.0
        for height in heights:
            middles.append(edge + height / 2)
            edge += height
        for name, y in zip(names, middles, strict=False):
            rows = list(alone[alone["assumptions"] == name].itertuples())
            bar(axes, rows[0], y)
            for one in rows[1:]:
                mark = MARKERS[precisions.index(one.precision) % len(MARKERS)]
                axes.plot([one.worth], [y], gid="study", **look(mark))
        for one, y in zip(others.itertuples(), middles[len(names) :], strict=True):
            bar(axes, one, y)
        bottom = sum(heights[: len(names)])
        axes.plot([alone["chance"].max()] * 2, [0.0, bottom], color=VERMILION, linestyle=DASHED, gid="chance", zorder=2)
        axes.axhline(bottom, color=GREY, linewidth=0.5)
        finish(axes, labels, middles, sum(heights), f"worth of knowing, {unit}")
        write_at(figure, MARGIN, 0.06, heading, fontsize=TITLE, fontweight="bold")
        write_at(figure, MARGIN, top + sum(heights) + UNDER, about)
        corner = MARGIN / DOUBLE, 1.0 - (top - 0.36) / figure.get_size_inches()[1]
        figure.legend(
            handles=legend(precisions, n_alone), loc="upper left", bbox_to_anchor=corner, ncols=6, fontsize=SMALL,
            handlelength=1.3, columnspacing=1.0, borderpad=0.0,
        )  # fmt: skip
    return figure


def bar(axes, row, y: float) -> None:
    """Exact knowledge. Where there is no estimate, a whisker to the most that it can be."""
    if row.worth == row.worth:
        axes.barh(y, row.worth, height=2 * HALF, color=BAR, zorder=1, gid="exact")
    axes.plot([row.low, row.high], [y, y], color=INK, linewidth=0.9, solid_capstyle="butt", zorder=3, gid="whisker")


def look(marker: str) -> dict[str, Any]:
    return {
        "marker": marker, "markersize": 4.0, "color": BLUE, "markerfacecolor": "white", "linestyle": "none",
        "zorder": 4,
    }  # fmt: skip


def legend(precisions: list[float], n: int) -> list:
    studies = [
        Line2D([], [], label=f"study, {100 * share:.3g}%", **look(MARKERS[k % len(MARKERS)]))
        for k, share in enumerate(precisions)
    ]
    alone: Any = Line2D([], [], color=VERMILION, linestyle=DASHED, label=f"chance alone, the best of {n}")
    return [Patch(color=BAR, label="known exactly"), *studies, alone]


def label(name: str) -> str:
    """An assumption in words and by its name."""
    return wrap(f"{PARAMETERS[name].brief} ({name})", LABEL, SMALL)


def finish(axes, labels: list[str], middles: list[float], height: float, across: str) -> None:
    axes.set_ylim(height, 0.0)
    axes.set_xlim(left=0.0)
    axes.set_yticks(middles, labels, linespacing=1.15)
    axes.tick_params(axis="y", length=0)
    axes.grid(axis="x", color=FAINT, linewidth=0.5)
    axes.set_axisbelow(True)
    axes.spines["left"].set_linewidth(0.6)
    axes.xaxis.set_major_formatter(plain)
    axes.set_xlabel(across, fontsize=SMALL)
