"""What a decade is worth once its luck is taken off, outcome by outcome, drawn."""

import pandas as pd

from sim.figures.curves import page
from sim.figures.names import metric_name
from sim.figures.panels import MARGIN
from sim.figures.ranks import ROW, draw_rows
from sim.figures.style import DOUBLE, INK, SMALL, HouseFigure, house, inches, width_of

TICKS = (1, 2, 5, 10)


def draw(table: pd.DataFrame, finding: str, decades: int, times: int) -> HouseFigure:
    """One row an outcome, one mark a comparison; what gains most first."""
    comparisons = list(dict.fromkeys(table["comparison"]))
    order = table.groupby("outcome")["worth"].max().sort_values(ascending=False).index
    names = [metric_name(name) for name in order]
    rows = table.rename(columns={"worth": "mean"}).assign(
        point=table["outcome"].map(metric_name), outcome=table["comparison"]
    )
    note = (
        f"{times:,} samples of 100 decades out of {decades:,} of the United States of 2023. A decade is worth the "
        "ratio of mean squared widths of 95% intervals; 1: nothing gained."
    )
    with house():
        legend = [one.replace("_", " ").replace(" - ", " less ") for one in comparisons]
        figure, top = page(
            finding, note, ROW * len(names) + 0.5, legend, dashed=False, covers="Bars: 95%, over samples."
        )
        left = MARGIN + max(width_of(name, SMALL) for name in names) + 0.2
        axes = inches(figure, left, top + 0.05, DOUBLE - left - 0.2, ROW * len(names))
        axes.set_xscale("log")
        draw_rows(axes, rows, "point", names, comparisons, list(range(len(comparisons))), named=True)
        axes.set_xticks(TICKS, TICKS)
        axes.minorticks_off()
        axes.axvline(1.0, color=INK, linewidth=0.8)
        axes.set_xlabel("plain decades that one decade is worth", fontsize=SMALL)
    return figure
