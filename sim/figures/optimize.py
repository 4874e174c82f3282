"""The best uses of a headcount: one panel for every pair of outcomes, one point for every policy with the intervals of
its means in worlds that the search did not use; below, an enlarged view of what was found. Takes the table of
`sim.study.optimize.table` and returns a Figure.

Filled: no other policy is clearly better on all outcomes. Hollow: one is. Squares: known policies.
"""

import math
from itertools import combinations

import numpy as np
from matplotlib.lines import Line2D
from matplotlib.patheffects import withStroke

from sim.figures.names import better_of, metric_name, unit_of
from sim.figures.panels import DIRECTION, LINE, MARGIN
from sim.figures.style import (
    BLUE,
    DOUBLE,
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
from sim.model.units import plain
from sim.runs.intervals import COVERS

Ends = tuple[float, float]  # of an axis
REFERENCE, FOUND, BEATEN = "centralized", "found", "dominated"
HEIGHT, LEFT, BETWEEN, HEAD, UNDER, ONE = (
    1.6,
    0.62,
    0.66,
    0.24,
    0.6,
    3.6,
)  # inches; ONE: the width of a figure of one panel
BEYOND = 0.6  # how far a panel reaches past what was found and the reference, in spans of these
# words in the legend, colour, marker, filled
LOOK: dict[str, tuple[str, str, str, bool]] = {
    "found": ("found", BLUE, "o", True),
    "beaten": ("found, clearly dominated", BLUE, "o", False),
    "preset": ("known", GREY, "s", True),
    "beaten preset": ("known, clearly dominated", GREY, "s", False),
    "reference": (REFERENCE, VERMILION, "D", True),
}


def draw(table, outcomes: list[str], budget: float, headcount: float, worlds: int, staffing: str) -> HouseFigure:
    """budget and headcount in FTE; worlds: fresh ones; staffing: the convention, in words."""
    looks = [look_of(row) for row in table[["kind", "policy", "standing"]].itertuples(index=False)]
    pairs = list(combinations(outcomes, 2))
    across = min(len(pairs), 3)
    with house():
        width = DOUBLE if across > 1 else ONE
        each = (width - LEFT - (across - 1) * BETWEEN - 0.18) / across
        title = wrap(finding(table, outcomes, budget), width - 2 * MARGIN, TITLE, "bold")
        note = note_of(table, outside(table, looks, outcomes), budget, headcount, worlds, staffing)
        note = wrap(note, width - 2 * MARGIN, SMALL)
        shown = [look for look in LOOK if look in looks]
        lines = legend_lines(shown, width)
        start = 0.1 + 0.16 * (title.count("\n") + 1) + 0.17 * len(lines) + 0.12
        n_found = sum(table["kind"] == FOUND)
        views = [("Beside what is known", False)] + ([("What was found, closer", True)] if n_found > 1 else [])
        block = HEAD + math.ceil(len(pairs) / across) * (HEIGHT + UNDER)
        figure = HouseFigure(width, start + len(views) * block + LINE * (note.count("\n") + 1) + 0.08)
        write_at(figure, MARGIN, 0.08, title, fontweight="bold", fontsize=TITLE)
        write_legend(figure, lines, 0.2 + 0.16 * (title.count("\n") + 1))
        for row, (heading, closer) in enumerate(views):
            top = start + row * block
            write_at(figure, MARGIN, top, heading, fontweight="bold", fontsize=TEXT)
            ends = {name: window(table, looks, name, closer) for name in outcomes}
            for k, (x, y) in enumerate(pairs):
                axes = inches(
                    figure,
                    LEFT + (k % across) * (each + BETWEEN),
                    top + HEAD + (k // across) * (HEIGHT + UNDER),
                    each,
                    HEIGHT,
                    label=f"{x}-{y}{'-closer' if closer else ''}",
                )
                fill(axes, table, looks, (x, y), (ends[x], ends[y]))
                axes.set_xlabel(axis_label(x, each), fontsize=SMALL)
                axes.set_ylabel(axis_label(y, HEIGHT), fontsize=SMALL)
                if closer or len(views) == 1:
                    name_best(axes, table, outcomes, x, y)
        write_at(figure, MARGIN, start + len(views) * block, note)
    return figure


def look_of(row) -> str:
    if row.policy == REFERENCE:
        return "reference"
    if row.kind == FOUND:
        return "beaten" if row.standing == BEATEN else "found"
    return "beaten preset" if row.standing == BEATEN else "preset"


def axis_label(name: str, width: float) -> str:
    unit, direction = unit_of(name), f"({DIRECTION[better_of(name)]})"
    return (
        f"{wrap(metric_name(name), width, SMALL)}\n{wrap(f'{unit} {direction}' if unit else direction, width, SMALL)}"
    )


def fill(axes, table, looks: list[str], pair: tuple[str, str], ends: tuple[Ends, Ends]) -> None:
    """Points with their intervals: presets below, what was found above them, the reference on top."""
    order = {"beaten preset": 2, "preset": 2, "beaten": 3, "found": 4, "reference": 5}
    x, y = pair
    for row, look in zip(table.to_dict("records"), looks, strict=True):
        if not all(low <= row[name] <= high for name, (low, high) in zip(pair, ends, strict=True)):
            continue
        _, colour, marker, filled = LOOK[look]
        at = order[look]
        axes.plot(
            [row[f"{x}_low"], row[f"{x}_high"]], [row[y]] * 2, color=colour, linewidth=0.6, zorder=at, gid="whisker"
        )
        axes.plot(
            [row[x]] * 2, [row[f"{y}_low"], row[f"{y}_high"]], color=colour, linewidth=0.6, zorder=at, gid="whisker"
        )
        axes.plot(
            [row[x]],
            [row[y]],
            color=colour,
            marker=marker,
            linestyle="none",
            markersize=3.6,
            markeredgewidth=0.8,
            markerfacecolor=colour if filled else "white",
            zorder=at + 0.5,
            gid=look,
        )
    axes.set_xlim(ends[0])
    axes.set_ylim(ends[1])
    for axis in (axes.xaxis, axes.yaxis):
        axis.set_major_formatter(plain)
    axes.locator_params(nbins=5)


def window(table, looks: list[str], name: str, closer: bool) -> Ends:
    """Ends of an axis: they include what was found and, except in the enlarged view, the reference and every known
    policy that is not so far away that it would compress the rest into a corner."""
    low, high = table[f"{name}_low"].fillna(table[name]), table[f"{name}_high"].fillna(table[name])
    inside = (table["kind"] == FOUND).to_numpy()
    if not closer:
        near = inside | np.array([look in ("reference", "preset") for look in looks])
        least, most = low[near].min(), high[near].max()
        room = BEYOND * (most - least)
        inside = near | ((table[name] >= least - room) & (table[name] <= most + room)).to_numpy()
    least, most = low[inside].min(), high[inside].max()
    edge = 0.06 * (most - least) or 0.05 * abs(most) or 1.0
    return least - edge, most + edge


def outside(table, looks: list[str], outcomes: list[str]) -> list[str]:
    """Policies that lie beyond a panel."""
    ends = {name: window(table, looks, name, False) for name in outcomes}
    return [
        row["policy"]
        for row in table.to_dict("records")
        if any(not low <= row[name] <= high for name, (low, high) in ends.items())
    ]


def name_best(axes, table, outcomes: list[str], x: str, y: str) -> None:
    """The number of the policy found to be best in each outcome, beside its point."""
    found = table[table["kind"] == FOUND]
    if not len(found):
        return
    best = {found.index[np.nanargmax(better_of(name) * found[name].to_numpy(float))] for name in outcomes}
    for k in sorted(best):
        row = found.loc[k]
        axes.annotate(
            row["policy"].removeprefix("found_").lstrip("0"),
            (row[x], row[y]),
            xytext=(3, 3),
            fontsize=SMALL,
            color=INK,
            textcoords="offset points",
            fontweight="bold",
            zorder=6,
            path_effects=[withStroke(linewidth=2, foreground="white")],
        )


def legend_lines(shown: list[str], width: float) -> list[list[tuple[float, str]]]:
    """(inches from the left, look), broken into as many lines as they need."""
    lines: list[list[tuple[float, str]]] = [[]]
    left = MARGIN
    for look in shown:
        need = width_of(LOOK[look][0], SMALL) + 0.36
        if lines[-1] and left + need > width:
            lines.append([])
            left = MARGIN
        lines[-1].append((left, look))
        left += need
    return lines


def write_legend(figure, lines: list[list[tuple[float, str]]], top: float) -> None:
    width, height = figure.get_size_inches()
    for k, line in enumerate(lines):
        down = top + 0.17 * k
        for left, look in line:
            words, colour, marker, filled = LOOK[look]
            figure.add_artist(
                Line2D(
                    [(left + 0.06) / width],
                    [1.0 - down / height],
                    color=colour,
                    marker=marker,
                    markersize=3.8,
                    linestyle="none",
                    markeredgewidth=0.8,
                    markerfacecolor=colour if filled else "white",
                )
            )
            write_at(figure, left + 0.15, down, words, va="center_baseline", fontsize=TEXT - 0.5)


def surpassing(table, outcomes: list[str]) -> np.ndarray:
    """Which policies beat the reference on every outcome, each time by more than the interval of the difference."""
    ahead = [
        (table[f"{name}_difference_{'low' if better_of(name) > 0 else 'high'}"] * better_of(name) > 0.0).to_numpy()
        for name in outcomes
    ]
    return np.logical_and.reduce(ahead)


def finding(table, outcomes: list[str], budget: float) -> str:
    """The figure in a sentence."""
    found = (table["kind"] == FOUND).to_numpy()
    if not found.any():
        return f"Within {budget:,.0f} FTE, nothing was found that does better than known policies"
    n, better = int(found.sum()), int((found & surpassing(table, outcomes)).sum())
    others, known = int((~found).sum()) - 1, int((~found & surpassing(table, outcomes)).sum())
    beside = f"; of {others} known, {known or 'none'}" if others else ""
    some = f"all {n}" if better == n else f"{better or 'none'} of {n}"
    counted = (
        f"{some} policies found {'beats' if better < 2 else 'beat'}"
        if n > 1
        else (f"the policy found {'beats' if better else 'does not beat'}")
    )
    return f"Within {budget:,.0f} FTE, {counted} {REFERENCE} on all {len(outcomes)} outcomes{beside}"


def note_of(table, beyond: list[str], budget: float, headcount: float, worlds: int, staffing: str) -> str:
    found = table[table["kind"] == FOUND]
    beaten = int((found["standing"] == BEATEN).sum())
    text = (
        f"Means and 95% intervals in {worlds:,} worlds not used in the search; all policies share them, so "
        f"differences are more certain than the intervals suggest. Levers take at most {budget:,.0f} "
        f"of {headcount:,.0f} FTE; "
        f"{staffing}. {COVERS}"
    )
    if len(found):
        text += (
            f" Of {len(found)} found, {beaten or 'none'} {'is' if beaten == 1 else 'are'} clearly dominated there. "
            "Numbered: the best in each outcome."
        )
    return text + (f" Beyond a panel or more: {', '.join(beyond)}." if beyond else "")
