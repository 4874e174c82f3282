"""A family of known answers: theory as lines, the simulation as points with 95% intervals."""

import math

from sim.figures.panels import LINE, MARGIN
from sim.figures.style import (
    COLOURS,
    DASHES,
    DOUBLE,
    INK,
    MARKERS,
    SINGLE,
    SMALL,
    TEXT,
    VERMILION,
    HouseFigure,
    house,
    inches,
    wrap,
    write_at,
)
from sim.model.units import plain

LEFT, BETWEEN, HEIGHT, HEAD, UNDER = 0.62, 0.72, 1.75, 0.34, 0.5  # inches
MISSED = {"marker": "x", "color": VERMILION, "markersize": 7, "linestyle": "none", "markeredgewidth": 1.6}


def draw(panels, frame) -> HouseFigure:
    """panels: title, x, y, lines and log of each, as in sim.study.verify.case.Panel; frame: one row per reading."""
    across = min(len(panels), 2)
    down = math.ceil(len(panels) / across)
    full = SINGLE if across == 1 else DOUBLE
    width = (full - LEFT - 0.1 - (across - 1) * BETWEEN) / across
    with house():
        about = wrap(
            "Lines: theory. Points: the simulator, with 95% intervals (often smaller than the point)"
            + ("" if frame["passed"].all() else "; a cross: more than four standard errors away")
            + ".",
            full - 2 * MARGIN,
            SMALL,
        )
        below = LINE * (about.count("\n") + 1) + 0.1
        figure = HouseFigure(full, down * (HEAD + HEIGHT + UNDER) + below)
        for k, panel in enumerate(panels):
            left = LEFT + (k % across) * (width + BETWEEN)
            top = HEAD + (k // across) * (HEAD + HEIGHT + UNDER)
            axes = inches(figure, left, top, width, HEIGHT)
            write_at(
                figure,
                left - 0.4,
                top - 0.08,
                wrap(panel.title, width + 0.4, TEXT, "bold"),
                fontweight="bold",
                va="bottom",
                fontsize=TEXT,
            )
            fill(axes, panel, frame[frame["panel"] == panel.title])
        write_at(figure, MARGIN, figure.get_size_inches()[1] - below + 0.04, about)
    return figure


def fill(axes, panel, readings) -> None:
    """Lines of theory and the points on them."""
    for k, (label, (x, y)) in enumerate(panel.lines.items()):
        colour, marker = COLOURS[k % len(COLOURS)], MARKERS[k % len(MARKERS)]
        part = readings[readings["line"] == label]
        axes.plot(
            x,
            y,
            color=colour,
            linestyle=DASHES[k % len(DASHES)],
            zorder=2,
            label=label,
            marker=marker if len(part) else None,
            markevery=[],
            markersize=4,
        )
        axes.errorbar(
            part["x"],
            part["simulated"],
            1.96 * part["standard_error"],
            color=colour,
            marker=marker,
            linestyle="none",
            markersize=4,
            elinewidth=1,
            capsize=2,
            zorder=3,
        )
        missed = part[~part["passed"]]
        axes.plot(missed["x"], missed["simulated"], zorder=4, **MISSED)
    for name, axis in (("x", axes.xaxis), ("y", axes.yaxis)):
        if name in panel.log:
            axes.set(**{f"{name}scale": "log"})
            axis.set_major_formatter(lambda value, _: plain(value))
    axes.minorticks_off()
    axes.set_xlabel(panel.x, fontsize=SMALL)
    axes.set_ylabel(panel.y, fontsize=SMALL)
    axes.legend(loc="best", fontsize=SMALL, labelcolor=INK, handlelength=2.6)
