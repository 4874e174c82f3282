"""Small multiples: one panel for each outcome; whatever is the same in all panels is stated once."""

import math

from sim.figures.names import better_of, metric_name
from sim.figures.style import SINGLE, TEXT, HouseFigure, inches, wrap, write_at
from sim.runs.intervals import COVERS

MARGIN, LINE = 0.06, 0.135  # inches
DIRECTION = {1: "more is better", -1: "less is better", 0: ""}


def arrange(metrics: list[str], width: float | None = None, most: int = 2) -> tuple[int, int, float]:
    """Number of panels in a line, number of lines, and width of the figure: one column for a single panel, else two."""
    width = width or (SINGLE if len(metrics) == 1 else 2.0 * SINGLE)
    across = min(len(metrics), most)
    return across, math.ceil(len(metrics) / across), width


def replicates(frame, keys: list[str]) -> str:
    """The number of runs behind a point."""
    sizes = frame.groupby(keys, observed=True)["replicate"].nunique()
    low, high = int(sizes.min()), int(sizes.max())
    count = f"{high:,}" if low == high else f"{low:,} to {high:,}"
    return f"{count} common world{'s' if high != 1 else ''} a point"


SHARED = "Points share their worlds, so differences between them are surer than the intervals suggest."


def about_points(frame, keys: list[str], by: str = "", sort: str = "") -> str:
    """The note below: what a point is, and how many worlds are behind it."""
    if frame.groupby(keys, observed=True)["replicate"].nunique().max() < 2:
        return f"One world a point{by}, so no interval. {sort}"
    return f"Mean and 95% interval{by}, {replicates(frame, keys)}. {sort}{SHARED} {COVERS}"


def title_panel(figure, left: float, top: float, metric: str, width: float) -> None:
    """Above a panel: the quantity, in bold, and which way is better."""
    name = metric_name(metric)
    text = wrap(name[0].upper() + name[1:], width, TEXT, "bold")
    words = DIRECTION[better_of(metric)]
    write_at(figure, left, top - 0.06 - (LINE if words else 0.0), text, fontweight="bold", va="bottom", fontsize=TEXT)
    write_at(figure, left, top - 0.06, words, va="bottom")


def panel(figure: HouseFigure, left: float, top: float, width: float, height: float, metric: str):
    """Axes with their title."""
    axes = inches(figure, left, top, width, height, label=metric)
    title_panel(figure, left, top, metric, width)
    return axes
