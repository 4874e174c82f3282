"""What the figures of the gallery have in common: the sheet, the marks, and where a study writes its files."""

from argparse import ArgumentParser
from collections.abc import Callable
from pathlib import Path

from experiments.docking.rows import Row, finish
from sim.figures.style import DOUBLE, GREY, INK, SMALL, TITLE, HouseFigure, house, wrap, write_at

RESULTS = Path(__file__).parents[2] / "results" / "published" / "docking"
MARGIN = 0.08  # inches
LABEL = "Docking study, separate from the simulator."
# How a reference value is drawn: open, black, on top of the result found here.
REFERENCE = dict(
    linestyle="none",
    marker="D",
    markersize=6.5,
    markerfacecolor="none",
    markeredgecolor=INK,
    markeredgewidth=1.0,
    zorder=5,
    clip_on=False,
)

Study = Callable[[], tuple[list[Row], HouseFigure]]


def sheet(title: str, note: str, height: float) -> HouseFigure:
    """A figure two columns wide: the finding above, the quantities and their source below."""
    with house():
        figure = HouseFigure(DOUBLE, height)
        write_at(
            figure, MARGIN, MARGIN, wrap(title, DOUBLE - 2 * MARGIN, TITLE, "bold"), fontsize=TITLE, fontweight="bold"
        )
        text = wrap(f"{note} {LABEL}", DOUBLE - 2 * MARGIN, SMALL)
        figure.text(MARGIN / DOUBLE, MARGIN / height, text, va="bottom", fontsize=SMALL, color=GREY)
    return figure


def leave(name: str, figure: HouseFigure, folder: Path = RESULTS) -> None:
    folder.mkdir(parents=True, exist_ok=True)
    for kind in ("svg", "png"):
        figure.savefig(folder / f"{name}.{kind}")


def alone(name: str, study: Study) -> int:
    """Run one study from the command line, without arguments: write its figure and print its table."""
    ArgumentParser(f"python -m experiments.docking.{name}").parse_args()
    rows, figure = study()
    leave(name, figure)
    return finish(rows)
