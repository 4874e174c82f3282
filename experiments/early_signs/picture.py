"""How well each reading tells that delegation fails, drawn."""

import pandas as pd

from sim.figures.curves import page
from sim.figures.panels import MARGIN
from sim.figures.ranks import ROW, draw_rows
from sim.figures.style import DOUBLE, INK, SMALL, HouseFigure, house, inches, width_of
from sim.figures.worlds import said_of


def draw(found: pd.DataFrame, finding: str, n: int, worlds: str) -> HouseFigure:
    """One row a reading, one mark for each way to fail; best first."""
    ways = list(dict.fromkeys(found["fails"]))
    order = found.groupby("reading")["auc"].max().sort_values(ascending=False).index
    names = [f"{name}" for name in order]
    table = found.rename(columns={"auc": "mean"}).assign(outcome=found["fails"], point=found["reading"])
    note = (
        f"{n:,} worlds, {said_of(worlds).drawn}, bars 95% (Hanley and McNeil 1982). A sign is how a reading "
        "changed in the first two years of guided delegation, a rise or a fall, whichever tells more; it fails if the "
        "decade ends worse than under the arrangement of 2023 by what matters. .5 is a coin."
    )
    covers = f"Bars cover {said_of(worlds).short}."
    with house():
        legend = [f"fails with {way}" for way in ways]
        figure, top = page(finding, note, ROW * len(names) + 0.5, legend, dashed=False, covers=covers)
        left = MARGIN + max(width_of(name, SMALL) for name in names) + 0.2
        axes = inches(figure, left, top + 0.05, DOUBLE - left - 0.2, ROW * len(names))
        draw_rows(axes, table, "point", names, ways, list(range(len(ways))), named=True)
        axes.axvline(0.5, color=INK, linewidth=0.8)
        axes.set_xlabel("probability that the sign is stronger where delegation fails (AUC)", fontsize=SMALL)
    return figure
