"""A difference part by part: from the mean under one policy through each part to the mean under the other.

Each bar begins where the one before ended, and its whisker is the 95% interval of that part alone. Takes the tables of
an attribution and returns a Figure.
"""

import math

import numpy as np

from sim.figures.names import METRIC, better_of, called
from sim.figures.panels import DIRECTION, LINE, MARGIN
from sim.figures.parts import factor, spelt, told_parts
from sim.figures.style import (
    BLUE,
    DOUBLE,
    FAINT,
    GREY,
    INK,
    SMALL,
    TEXT,
    TITLE,
    VERMILION,
    HouseFigure,
    house,
    inches,
    width_of,
    wrap,
    write_at,
)
from sim.model.metrics.smallest import IN_WORDS, LESS, MORE
from sim.model.units import number, plain, signed, spoken
from sim.runs.intervals import COVERS

ROW, MOST, VALUES, AXIS = (
    0.2,
    2.6,
    1.55,
    0.45,
)  # inches: a row, the widest label, the numbers at the right, under the axis
# Better, worse, and what is neither: the hatch says what the colour says.
LOOK = {1: (BLUE, ""), -1: (VERMILION, "////"), 0: (GREY, "")}


def draw(attribution, metric: str) -> HouseFigure:
    """One bar for each part, the largest first, between the two policies."""
    table = attribution.table[attribution.table["metric"] == metric]
    table = table.loc[table["difference"].abs().sort_values(ascending=False, kind="stable").index]
    whole = attribution.whole.set_index("metric").loc[metric]
    first, second = map(spelt, attribution.policies)
    with house():
        labels = [wrap(one, MOST, TEXT) for one in (first, *map(upper, table["title"]), second)]
        left = MARGIN + max(width_of(line, TEXT) for label in labels for line in label.split("\n")) + 0.12
        values = spans(table, whole, factor(metric))
        spread = max(width_of(span, SMALL) for _, span, _ in values)
        middle = DOUBLE - MARGIN - spread - 0.06
        right = middle - max(width_of(size, SMALL, "bold") for size, _, _ in values) - 0.1
        heights = np.array([ROW + LINE * label.count("\n") for label in labels])
        title = wrap(told_parts(attribution, metric) or nothing(metric), DOUBLE - 2 * MARGIN, TITLE, "bold")
        note = wrap(about(attribution), DOUBLE - 2 * MARGIN, SMALL)
        top = 0.1 + 0.155 * (title.count("\n") + 1) + 0.1
        figure = HouseFigure(DOUBLE, top + heights.sum() + AXIS + LINE * (note.count("\n") + 1) + 0.08)
        write_at(figure, MARGIN, 0.07, title, fontsize=TITLE, fontweight="bold", gid="finding")
        axes = inches(figure, left, top, right - left, heights.sum(), label=metric)
        places = np.cumsum(heights) - 0.5 * heights
        axes.set_ylim(heights.sum(), 0.0)
        draw_bars(axes, table, whole, places, factor(metric), better_of(metric))
        for label, place, (size, span, matters) in zip(labels, places, values, strict=True):
            write_at(figure, left - 0.08, top + place, label, ha="right", va="center", fontsize=TEXT, ma="right")
            weight = "bold" if matters else "normal"
            write_at(figure, middle, top + place, size, ha="right", va="center", fontweight=weight)
            write_at(figure, middle + 0.06, top + place, span, va="center")
        finish(axes, metric)
        write_at(figure, MARGIN, top + heights.sum() + AXIS, note)
    return figure


def draw_bars(axes, table, whole, places, k: float, better: int) -> None:
    """Bars and whiskers; a thin line leads from the end of each to the next."""
    ends = k * (whole["first"] + np.concatenate([[0.0], np.cumsum(table["difference"])]))
    for row, place, start, end in zip(table.itertuples(), places[1:-1], ends[:-1], ends[1:], strict=True):
        matters = row.verdict in (MORE, LESS)
        colour, hatch = LOOK[better * (1 if row.difference > 0 else -1)]
        axes.barh(
            place,
            end - start,
            left=start,
            height=0.62 * ROW,
            color=colour if matters else "white",
            edgecolor="white" if matters and hatch else colour,
            hatch=hatch if matters else "",
            linewidth=0.0 if matters else 0.8,
            zorder=2,
            gid="part",
        )
        reach = [end + k * (edge - row.difference) for edge in (row.low, row.high)]
        if math.isfinite(sum(reach)):
            axes.plot(reach, [place, place], color=INK, linewidth=0.9, solid_capstyle="butt", zorder=3, gid="whisker")
    for place, after, x in zip(places[:-1], places[1:], ends, strict=True):
        axes.plot([x, x], [place, after], color=GREY, linewidth=0.5, zorder=1)
    axes.plot(ends[[0, -1]], places[[0, -1]], "D", color=INK, markersize=4, zorder=4)


def spans(table, whole, k: float) -> list[tuple[str, str, bool]]:
    """At the right: means and parts with their intervals, and which of them matter."""
    found = [(number(k * whole["first"]), "", False)]
    for row in table.itertuples():
        span = f"({signed(k * row.low)} to {signed(k * row.high)})" if math.isfinite(row.low) else "(no interval)"
        matters = row.verdict in (MORE, LESS)
        found.append((signed(k * row.difference), "(exactly)" if row.low == row.high else span, matters))
    return [*found, (number(k * whole["second"]), "", False)]


def finish(axes, metric: str) -> None:
    axes.set_yticks([])
    axes.spines["left"].set_visible(False)
    axes.use_sticky_edges = False  # a bar at the end is not cut off
    axes.margins(x=0.06)
    axes.set_ylim(axes.get_ylim())
    axes.grid(axis="x", color=FAINT, linewidth=0.4)
    axes.set_axisbelow(True)
    axes.locator_params(axis="x", nbins=6)
    axes.xaxis.set_major_formatter(plain)
    unit = spoken(METRIC[metric].unit).said if metric in METRIC else ""
    words = ", ".join(filter(None, (called(metric), unit, DIRECTION[better_of(metric)])))
    axes.set_xlabel(words, fontsize=SMALL)


def nothing(metric: str) -> str:
    return f"{called(metric)}: no difference that matters, in whole or in part"


def about(attribution) -> str:
    """Below: what a bar is, and what its interval holds."""
    worlds = f"{attribution.n_worlds:,} common worlds"
    how = (
        f"every mixture of the two policies is run in {worlds}"
        if attribution.exact
        else f"in each of {worlds} parts are changed in an order drawn at random and in its reverse, and whiskers hold "
        "the luck of that draw as well"
    )
    return (
        f"Shapley values: what each part adds when it is changed from one policy to the other, a mean over all orders; "
        f"{how}. Parts add up to the difference. Whiskers: 95% interval of that part. Blue is better, hatched worse, "
        f"grey neither, hollow too small to matter or unclear ({IN_WORDS}). {COVERS}"
    )


def upper(text: str) -> str:
    return text[:1].upper() + text[1:]
