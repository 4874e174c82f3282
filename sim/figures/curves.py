"""Curves of a published table: an outcome along a number, one line for each label, with 95% bands.

Figures of one idea each build on this. They supply the finding (counted from the table), the note and the outcomes.
"""

import math

import numpy as np
import pandas as pd

from sim.figures.lines import mark_values
from sim.figures.names import better_of, metric_name, unit_of
from sim.figures.panels import DIRECTION, LINE, MARGIN
from sim.figures.style import (
    COLOURS,
    DASHES,
    DOUBLE,
    INK,
    MARKERS,
    SMALL,
    TEXT,
    TITLE,
    HouseFigure,
    inches,
    width_of,
    wrap,
    write_at,
)
from sim.model.units import plain
from sim.runs.intervals import COVERS

LEFT, BETWEEN, HEIGHT, HEAD, UNDER = 0.62, 0.66, 1.65, 0.3, 0.34  # inches
MARKS = 10  # of a curve of many points


def begin(
    finding: str, note: str, panels: int, legend: list[str], label: str, most: int = 3, lines: tuple[str, ...] = ()
) -> tuple[HouseFigure, list]:
    """A page with empty axes for this many panels, `label` below each; `lines`: the heading of each row of panels."""
    across = min(panels, most)
    down = math.ceil(panels / across)
    each = (DOUBLE - LEFT - 0.12 - (across - 1) * BETWEEN) / across
    words = wrap(label, each + 0.22, SMALL)
    head = HEAD + (0.22 if lines else 0.0)
    block = head + HEIGHT + UNDER + LINE * (words.count("\n") + 1)
    figure, top = page(finding, note, down * block, legend)
    for k, line in enumerate(lines):
        write_at(figure, MARGIN, top + k * block + 0.04, line, fontsize=TEXT, fontweight="bold")
    made = [
        inches(figure, LEFT + (k % across) * (each + BETWEEN), top + head + (k // across) * block, each, HEIGHT)
        for k in range(panels)
    ]
    for axes in made:
        axes.set_xlabel(words, fontsize=SMALL)
    return figure, made


def page(
    finding: str, note: str, body: float, legend: list[str], dashed: bool = True, covers: str = COVERS
) -> tuple[HouseFigure, float]:
    """A figure of two columns with its finding and a legend (of lines, or of marks only) above and its note below, with
    what intervals cover, and where `body` inches begin."""
    title, about = (
        wrap(text, DOUBLE - 2 * MARGIN, size, weight)
        for text, size, weight in ((finding, TITLE, "bold"), (f"{note} {covers}", SMALL, "normal"))
    )
    lines = rows_of(legend)
    head = 0.08 + 0.155 * (title.count("\n") + 1)
    top = head + 0.06 + (LINE + 0.03) * len(lines)
    figure = HouseFigure(DOUBLE, top + body + LINE * (about.count("\n") + 1) + 0.14)
    write_at(figure, MARGIN, 0.07, title, fontsize=TITLE, fontweight="bold", gid="finding")
    write_lines(figure, lines, head + 0.08, dashed)
    write_at(figure, MARGIN, top + body + 0.06, about)
    return figure, top


def rows_of(legend: list[str]) -> list[list[tuple[int, str]]]:
    """Labels with their numbers, broken into lines that fit."""
    lines: list[list[tuple[int, str]]] = []
    left = DOUBLE
    for place, text in enumerate(legend):
        wide = width_of(text, SMALL) + 0.55
        if left + wide > DOUBLE - 2 * MARGIN:
            lines.append([])
            left = 0.0
        lines[-1].append((place, text))
        left += wide
    return lines


def write_lines(figure, lines: list[list[tuple[int, str]]], top: float, dashed: bool = True) -> None:
    from matplotlib.lines import Line2D

    width, height = figure.get_size_inches()
    for row, line in enumerate(lines):
        left, y = MARGIN, top + (LINE + 0.03) * row
        for place, text in line:
            style = look(place) | ({} if dashed else {"linestyle": "none"})
            figure.add_artist(
                Line2D(
                    [left / width, (left + 0.14) / width, (left + 0.28) / width],
                    [1 - y / height] * 3,
                    markersize=3.6,
                    linewidth=1.2,
                    markevery=[1],
                    **style,
                )
            )
            write_at(figure, left + 0.34, y, text, va="center_baseline")
            left += width_of(text, SMALL) + 0.55


def look(place: int) -> dict:
    """Colour, dash and marker of the line in this place; where colours begin again, dash and marker are others."""
    turn = place + place // len(COLOURS)
    return {
        "color": COLOURS[place % len(COLOURS)],
        "linestyle": DASHES[turn % len(DASHES)],
        "marker": MARKERS[turn % len(MARKERS)],
    }


def curve(axes, part: pd.DataFrame, key: str, place: int) -> None:
    """One line with its band, from rows with `mean`, `low`, `high`; of many points only some are marked."""
    part = part.sort_values(key)
    x, colour = part[key].to_numpy(float), look(place)["color"]
    axes.fill_between(
        x, part["low"].to_numpy(float), part["high"].to_numpy(float), color=colour, alpha=0.22, linewidth=0
    )
    axes.plot(
        x, part["mean"].to_numpy(float), **look(place), markersize=3.4, markevery=max(len(x) // MARKS, 1), zorder=3
    )


def family(axes, table: pd.DataFrame, outcome: str, key: str, by: str, values) -> None:
    """A line along `key` for each of the values of `by`, in their order."""
    for place, wanted in enumerate(values):
        curve(axes, rows(table, outcome, **{by: wanted}), key, place)


def entitle(axes, outcome: str, difference: bool = False, name: str = "") -> None:
    """The outcome above its panel, its unit beside it, and which way is better; with a line at zero difference."""
    head(axes, name or metric_name(outcome), unit_of(outcome), better_of(outcome), difference)


def head(axes, name: str, unit: str, way: int, difference: bool = False) -> None:
    """The same of anything. way: 1 where more is better, -1 where less is, else 0."""
    better = DIRECTION[way]
    words = f"{name[0].upper()}{name[1:]}"
    place = axes.get_position()
    words = wrap(words, place.width * DOUBLE + 0.3, TEXT)
    room = (1.0 - place.x0) * DOUBLE - 0.04  # to the edge of the page
    fits = min(1.0, room / max(width_of(line, TEXT) for line in words.split("\n")))
    axes.set_title(words, fontsize=TEXT * fits, pad=12)
    if better:
        axes.text(0.0, 1.02, better, transform=axes.transAxes, fontsize=SMALL - 0.5, color=INK, alpha=0.75, va="bottom")
    axes.set_ylabel(("difference, " if difference else "") + (unit or name), fontsize=SMALL)
    if difference:
        axes.axhline(0.0, color=INK, linewidth=0.6, zorder=1)
    axes.yaxis.set_major_formatter(plain)
    axes.locator_params(axis="y", nbins=5)
    axes.margins(x=0.04, y=0.1)


def tick(axes, values) -> None:
    """Ticks at the values that were run, where they have room."""
    mark_values(axes, np.sort(np.unique(np.asarray(values, float))), axes.get_position().width * DOUBLE)


def rows(table: pd.DataFrame, outcome: str, **where) -> pd.DataFrame:
    """Rows of an outcome; keys with a dot may be given with two underscores: delegation__level=0.3."""
    found = table[table["outcome"] == outcome]
    for key, wanted in where.items():
        column = found[key.replace("__", ".")]
        found = found[np.isclose(column, wanted) if isinstance(wanted, float) else column == wanted]
    return found


def value(table: pd.DataFrame, outcome: str, **where) -> pd.Series:
    """The one row of an outcome, `where` as for `rows`."""
    return rows(table, outcome, **where).iloc[0]


def surely(row) -> int:
    """The sign of a mean whose interval excludes zero; 0 if it does not, or there is none."""
    return int(row["low"] > 0.0) - int(row["high"] < 0.0)


def apart(a, b) -> int:
    """The sign of mean a - mean b beyond its 95% interval, treating the two as from independent worlds; else 0."""
    wide = math.hypot(a["high"] - a["low"], b["high"] - b["low"]) / 2.0
    gap = a["mean"] - b["mean"]
    return int(gap > wide) - int(gap < -wide)


def n_of(table: pd.DataFrame) -> str:
    """Over how many common worlds a point was averaged, in words."""
    low, high = int(table["n"].min()), int(table["n"].max())
    if low == high == 1:
        return "n = 1 decade"
    return f"n = {high:,} common decades a point" if low == high else f"n = {low:,} to {high:,} common decades a point"
