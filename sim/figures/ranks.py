"""Rows of a published table: one line for each policy, with a mark and its 95% interval for each outcome."""

import numpy as np

from sim.figures.style import COLOURS, FAINT, MARKERS, SMALL
from sim.model.units import plain

ROW = 0.2  # inches


def draw_rows(axes, table, key: str, names: list, outcomes: list[str], places: list[int], named: bool) -> None:
    """`names` from the top; `places`: the colour and marker in the legend of each outcome."""
    at = {name: len(names) - 1 - k for k, name in enumerate(names)}
    for outcome, place in zip(outcomes, places, strict=True):
        part = table[table["outcome"] == outcome]
        x, y = part["mean"].to_numpy(float), np.array([at[name] for name in part[key]])
        reach = np.abs(part[["low", "high"]].to_numpy(float).T - x)
        axes.errorbar(
            x,
            y,
            xerr=reach,
            linestyle="none",
            marker=MARKERS[place],
            color=COLOURS[place],
            markersize=4.2,
            elinewidth=1.0,
            capsize=1.8,
            capthick=0.8,
            zorder=3,
        )
    axes.set_yticks(range(len(names)), [str(name).replace("_", " ") for name in names[::-1]] if named else [])
    axes.set_ylim(-0.6, len(names) - 0.4)
    axes.tick_params(axis="y", length=0)
    axes.spines["left"].set_visible(False)
    axes.grid(axis="y", color=FAINT, linewidth=0.6)
    axes.set_axisbelow(True)
    axes.xaxis.set_major_formatter(plain)
    axes.xaxis.label.set_size(SMALL)
    axes.margins(x=0.06)
