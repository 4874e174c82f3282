"""Maps of a published table: one column for each outcome, one row for each label, brighter where better.

A frame marks the best cell of a map. A dot marks the cells that cannot be distinguished from it: `behind`, the mean
paired difference to the best, is no more than half of its interval. Colours are the same within a column.
"""

import numpy as np
from matplotlib import colormaps
from matplotlib.colors import Normalize
from matplotlib.patches import Rectangle
from pandas.api.types import is_numeric_dtype

from sim.figures.curves import page
from sim.figures.legend import spell
from sim.figures.names import axis_name, better_of, metric_name, unit_of
from sim.figures.panels import DIRECTION, LINE, MARGIN
from sim.figures.style import DOUBLE, INK, SMALL, TEXT, HouseFigure, inches, width_of, wrap, write_at
from sim.model.units import number

CELL, BETWEEN, CAPTION, VALUE = 0.225, 0.16, 0.24, 7.0  # inches and points
KEY = "Brighter is better. Frame: the best of a map; dot: not distinguishable from it (95%, paired)."


def draw_maps(finding: str, note: str, table, x: str, y: str, outcomes: list[str], side: str) -> HouseFigure:
    """One map per outcome and label over the keys x and y; `side` names the vertical axis in words."""
    labels, rows = list(dict.fromkeys(table["label"])), order(table, y)
    titles = [wrap(f"{one[0].upper()}{one[1:]}", 1.7, TEXT, "bold") for one in map(metric_name, outcomes)]
    head = 0.19 * (max(text.count("\n") for text in titles)) + 0.32
    left = MARGIN + LINE + 0.1 + max(width_of(text, SMALL) for text in map(words, rows)) + 0.06
    each = (DOUBLE - left - 0.06 - (len(outcomes) - 1) * BETWEEN) / len(outcomes)
    height = CELL * len(rows)
    under = 0.2 + LINE
    figure, top = page(finding, f"{note} {KEY}", head + len(labels) * (CAPTION + height) + under, [])
    for k, (outcome, title) in enumerate(zip(outcomes, titles, strict=True)):
        start = left + k * (each + BETWEEN)
        about = ", ".join(text for text in (unit_of(outcome), DIRECTION[better_of(outcome)]) if text)
        write_at(figure, start, top + head - LINE - 0.06, title, fontweight="bold", fontsize=TEXT, va="bottom")
        write_at(figure, start, top + head - LINE - 0.03, about)
        part = table[table["outcome"] == outcome]
        scale = Normalize(part["mean"].min(), part["mean"].max())
        for row, label in enumerate(labels):
            above = top + head + row * (CAPTION + height)
            axes = inches(figure, start, above + CAPTION, each, height, label=outcome)
            draw_map(axes, part[part["label"] == label], x, y, scale, each / len(order(table, x)))
            axes.set_yticks(np.arange(len(rows)) + 0.5, [words(value) for value in rows] if k == 0 else [])
            last = row == len(labels) - 1
            axes.set_xticks(np.arange(len(order(table, x))) + 0.5, [spell(v) for v in order(table, x)] if last else [])
            if k == 0:
                write_at(
                    figure, start, above + CAPTION - 0.04, label[0].upper() + label[1:], va="bottom", style="italic"
                )
                write_at(
                    figure,
                    MARGIN,
                    above + CAPTION + height / 2,
                    wrap(side, height + 0.2, SMALL),
                    rotation=90,
                    va="center",
                )
    write_at(
        figure,
        left + (DOUBLE - left) / 2,
        top + head + len(labels) * (CAPTION + height) + under,
        axis_name(x),
        ha="center",
        va="bottom",
    )
    return figure


def order(table, key: str) -> list:
    """Numbers by size, from below; names as they come, from above."""
    values = list(dict.fromkeys(table[key]))
    return sorted(values) if is_numeric_dtype(table[key]) else values[::-1]


def words(value) -> str:
    return spell(value).replace("_", " ")


def draw_map(axes, part, x: str, y: str, scale: Normalize, wide: float) -> None:
    """Cells with their values; `wide`: inches of a cell."""
    better = better_of(part["outcome"].iloc[0])
    colours = colormaps["cividis_r" if better < 0 else "cividis"]
    for _, cell in part.iterrows():
        column, row = order(part, x).index(cell[x]), order(part, y).index(cell[y])
        shade = colours(scale(cell["mean"])) if np.isfinite(cell["mean"]) else (1.0, 1.0, 1.0, 1.0)
        ink = INK if 0.3 * shade[0] + 0.59 * shade[1] + 0.11 * shade[2] > 0.5 else "white"
        axes.add_patch(Rectangle((column, row), 1, 1, facecolor=shade, edgecolor="white", linewidth=0.4))
        axes.text(
            column + 0.5,
            row + 0.44,
            number(cell["mean"]).replace("0.", ".", 1) if abs(cell["mean"]) < 1 else number(cell["mean"]),
            color=ink,
            fontsize=VALUE,
            ha="center",
            va="center_baseline",
        )
        if cell["behind"] == 0.0:
            axes.add_patch(
                Rectangle((column, row), 1, 1, fill=False, edgecolor=INK, linewidth=1.5, zorder=4, clip_on=False)
            )
        elif cell["behind"] <= cell["behind_half"]:
            axes.plot(
                column + 1 - 0.045 / wide, row + 1 - 0.045 / CELL, marker="o", color=ink, markersize=2.0, gid="equal"
            )
    axes.set_xlim(0, len(order(part, x)))
    axes.set_ylim(0, len(order(part, y)))
    axes.spines[:].set_visible(False)
    axes.tick_params(length=0)


def best(table, outcome: str, label: str):
    """The row of the best cell of a map."""
    part = table[(table["outcome"] == outcome) & (table["label"] == label)]
    return part.loc[part["behind"].idxmin()]
