"""The figure: how much of the box a front beats, by the decades that were run to find it."""

import numpy as np
import pandas as pd

from sim.figures.style import BLUE, DOUBLE, SMALL, TITLE, VERMILION, HouseFigure, house, inches, wrap, write_at
from sim.model.units import quantity
from sim.runs.intervals import interval

MARGIN, HEIGHT, LEFT = 0.08, 2.4, 0.62  # inches
LOOK = {"guided": (BLUE, "o"), "NSGA-II": (VERMILION, "s")}


def by_look(table: pd.DataFrame) -> pd.DataFrame:
    """Over seeds, at each look: mean decades, mean hypervolume with its 95% interval, mean members of the front."""
    rows = []
    for (way, _), part in table.assign(look=table.groupby(["seed", "way"]).cumcount()).groupby(["way", "look"]):
        mean, low, high = interval(part["hypervolume"].to_numpy())
        rows.append((way, part["policies"].mean(), part["decades"].mean(), mean, low, high, part["front"].mean()))
    return pd.DataFrame(rows, columns=["way", "policies", "decades", "hypervolume", "low", "high", "front"])


def last(table: pd.DataFrame) -> pd.DataFrame:
    """Hypervolume and decades of each seed's last front, by way."""
    return table.groupby(["seed", "way"]).last()[["hypervolume", "decades"]].unstack("way")


def finding(table: pd.DataFrame) -> str:
    ends = last(table)
    gain = (ends["hypervolume"]["guided"] - ends["hypervolume"]["NSGA-II"]).to_numpy()
    mean, low, high = interval(gain)
    share = (ends["decades"]["guided"] / ends["decades"]["NSGA-II"]).mean()
    word = "better" if low > 0.0 else "worse" if high < 0.0 else "as good as far as can be told"
    return (
        f"The guided search takes {100 * share:.0f}% of the decades of plain NSGA-II, and its front is {word}: "
        f"{100 * mean:+.0f}% of the box ({100 * low:.0f} to {100 * high:.0f})"
    )


def draw(table: pd.DataFrame, presets: float, years: float, worlds: int) -> HouseFigure:
    title = wrap(finding(table), DOUBLE - 2 * MARGIN, TITLE, "bold")
    note = wrap(
        f"Mean and 95% interval over {table['seed'].nunique()} seeds. Share of the box between centralized and the "
        f"best found that a front beats, in {worlds} fresh worlds of {quantity(years, 'years')}, the same for all. "
        "Dotted: the presets within the budget. Source: python -m experiments.search_cost.",
        DOUBLE - 2 * MARGIN,
        SMALL,
    )
    top = 0.22 + 0.16 * (title.count("\n") + 1)
    with house():
        figure = HouseFigure(DOUBLE, top + HEIGHT + 0.5 + 0.14 * (note.count("\n") + 1))
        write_at(figure, MARGIN, MARGIN, title, fontsize=TITLE, fontweight="bold", gid="finding")
        axes = inches(figure, LEFT, top, DOUBLE - LEFT - 0.15, HEIGHT, label="hypervolume")
        for way, part in by_look(table).groupby("way"):
            colour, marker = LOOK[str(way)]
            ends = np.abs(part[["low", "high"]].to_numpy().T - part["hypervolume"].to_numpy())
            axes.errorbar(
                part["decades"], part["hypervolume"], yerr=ends, color=colour, marker=marker, markersize=4,
                capsize=2, linewidth=1.2, label=way,
            )  # fmt: skip
        axes.axhline(presets, color="grey", linestyle=":", linewidth=1.0)
        axes.set_xscale("log")
        axes.set_xlabel(f"decades run by the search ({quantity(years, 'years')} each)")
        axes.set_ylabel("hypervolume (share of the box)")
        axes.set_ylim(0.0, 1.0)
        axes.legend(loc="lower right", frameon=False)
        write_at(figure, MARGIN, top + HEIGHT + 0.45, note)
    return figure
