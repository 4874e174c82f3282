"""An outcome along a number: the mean with its 95% interval, one line for each value of a second key."""

import numpy as np

from sim.figures.intervals import by_point, interval_of
from sim.figures.legend import measure_legend, write_legend
from sim.figures.names import axis_name, metric_name, unit_of
from sim.figures.panels import LINE, MARGIN, about_points, arrange, panel
from sim.figures.style import COLOURS, DASHES, MARKERS, SMALL, HouseFigure, house, width_of, wrap, write_at
from sim.model.units import plain

LEFT, BETWEEN, HEIGHT, HEAD = 0.66, 0.72, 1.55, 0.42  # inches
UNDER = 0.3  # room for tick labels
NARROWEST = 0.1  # inches that the label of a tick takes at least, with the gap beside it


def draw_lines(frame, key: str, second: str | None, metrics: list[str]) -> HouseFigure:
    keys = [key] if second is None else [key, second]
    series = [None] if second is None else list(dict.fromkeys(frame[second]))
    across, down, width = arrange(metrics)
    each = (width - LEFT - 0.12 - (across - 1) * BETWEEN) / across
    with house():
        label = wrap(axis_name(key), each + 0.3, SMALL)
        under = UNDER + LINE * (label.count("\n") + 1)
        legend = [] if second is None else measure_legend(second, series, width)
        about = wrap(about_points(frame, keys), width - 2 * MARGIN, SMALL)
        start = 0.08 + (LINE + 0.02) * len(legend) + (0.06 if legend else 0.0)
        block = HEAD + HEIGHT + under + 0.1
        figure = HouseFigure(width, start + down * block + LINE * (about.count("\n") + 1) + 0.06)
        write_legend(figure, legend)
        for k, metric in enumerate(metrics):
            left = LEFT + (k % across) * (each + BETWEEN)
            top = start + HEAD + (k // across) * block
            axes = panel(figure, left, top, each, HEIGHT, metric)
            for place, value in enumerate(series):
                part = frame if second is None else frame[frame[second] == value]
                draw_line(axes, part, key, metric, place)
            axes.set_ylabel(unit_of(metric) or metric_name(metric), fontsize=SMALL)
            axes.set_xlabel(label, fontsize=SMALL)
            axes.yaxis.set_major_formatter(plain)
            axes.margins(x=0.04, y=0.08)
            axes.locator_params(axis="y", nbins=5)
            mark_values(axes, np.sort(frame[key].unique()), each)
        bottom = figure.get_size_inches()[1] - LINE * (about.count("\n") + 1) - 0.05
        write_at(figure, MARGIN, bottom, about)
    return figure


def draw_line(axes, part, key: str, metric: str, place: int) -> None:
    """One line with its band; whiskers too where the points are few."""
    found = interval_of(by_point(part, [key], metric)).sort_index()
    x, colour = found.index.to_numpy(float), COLOURS[place % len(COLOURS)]
    axes.fill_between(x, found["low"], found["high"], color=colour, alpha=0.22, linewidth=0)
    axes.plot(x, found["mean"], color=colour, linestyle=DASHES[place % len(DASHES)], zorder=3)
    axes.plot(
        x, found["mean"], color=colour, linestyle="none", marker=MARKERS[place % len(MARKERS)], markersize=3.6, zorder=4
    )


def mark_values(axes, values: np.ndarray, width: float) -> None:
    """Ticks at the values that were run, if their labels have room; matplotlib's own choice otherwise."""
    span = float(values[-1] - values[0])
    if span > 0.0 and len(values) * NARROWEST > width:  # too many for any label to have room
        return
    texts = [plain(value) for value in values]
    if span <= 0.0:
        axes.set_xticks(values, texts)
        return
    wide = [width_of(text, SMALL) + 0.06 for text in texts]
    room = np.diff(values) / span * width * 0.92
    if all(gap >= 0.5 * (a + b) for gap, a, b in zip(room, wide, wide[1:], strict=False)):
        axes.set_xticks(values, texts)
