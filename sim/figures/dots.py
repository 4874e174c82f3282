"""An outcome by name: the mean of each preset with its 95% interval, the best of the first outcome on top."""

from sim.figures.intervals import by_point, interval_of
from sim.figures.legend import measure_legend, spell, write_legend
from sim.figures.names import axis_name, better_of, metric_name, unit_of
from sim.figures.panels import LINE, MARGIN, about_points, arrange, panel
from sim.figures.style import COLOURS, FAINT, MARKERS, SMALL, HouseFigure, house, width_of, wrap, write_at
from sim.model.units import plain

HEAD, UNDER, BETWEEN, STEP, ROW = 0.42, 0.42, 0.22, 0.085, 0.17  # inches
LABEL_MOST = 2.0


def draw_dots(frame, key: str, second: str | None, metrics: list[str]) -> HouseFigure:
    keys = [key] if second is None else [key, second]
    series = [None] if second is None else list(dict.fromkeys(frame[second]))
    names = in_order(frame, key, metrics[0])
    tall = max(ROW, STEP * (len(series) + 1))
    height = tall * len(names) + 0.06
    with house():
        labels = [wrap(spell(name), LABEL_MOST, SMALL) for name in names]
        left = MARGIN + max(width_of(line, SMALL) for label in labels for line in label.split("\n")) + 0.14
        across, down, width = arrange(metrics, most=2)
        each = (width - left - 0.2 - (across - 1) * BETWEEN) / across
        legend = [] if second is None else measure_legend(second, series, width)
        sort = f"Sorted by {metric_name(metrics[0])}, {'best' if better_of(metrics[0]) else 'most'} on top. "
        about = wrap(about_points(frame, keys, f" by {axis_name(key)}", sort), width - 2 * MARGIN, SMALL)
        start = 0.08 + (LINE + 0.02) * len(legend) + (0.06 if legend else 0.0)
        block = HEAD + height + UNDER
        figure = HouseFigure(width, start + down * block + LINE * (about.count("\n") + 1) + 0.16)
        write_legend(figure, legend, dashed=False)
        for k, metric in enumerate(metrics):
            place_left, top = left + (k % across) * (each + BETWEEN), start + HEAD + (k // across) * block
            axes = panel(figure, place_left, top, each, height, metric)
            axes.set_ylim(height - 0.03, -0.03)
            axes.set_yticks([tall * (row + 0.5) for row in range(len(names))], labels if k % across == 0 else [])
            axes.tick_params(axis="y", length=0)
            axes.grid(axis="y", color=FAINT, linewidth=0.5)
            axes.set_axisbelow(True)
            axes.spines["left"].set_visible(False)
            axes.set_xlabel(unit_of(metric) or metric_name(metric), fontsize=SMALL)
            for place, value in enumerate(series):
                part = frame if second is None else frame[frame[second] == value]
                found = interval_of(by_point(part, [key], metric)).reindex(names)
                shift = STEP * (place - 0.5 * (len(series) - 1))
                for row, (mean, low, high) in enumerate(found.itertuples(index=False)):
                    colour, y = COLOURS[place], tall * (row + 0.5) + shift
                    axes.plot([low, high], [y, y], color=colour, solid_capstyle="butt", gid="whisker")
                    axes.plot([mean], [y], color=colour, marker=MARKERS[place], markersize=3.6)
            axes.xaxis.set_major_formatter(plain)
            axes.margins(x=0.06)
            axes.locator_params(axis="x", nbins=5)
        write_at(figure, MARGIN, start + down * block + 0.09, about)
    return figure


def in_order(frame, key: str, metric: str) -> list:
    """Values of a key, the best mean first (the highest where neither is better); undefined ones last."""
    means = frame.groupby(key, sort=False, observed=True)[metric].mean() * (better_of(metric) or 1)
    return list(means.sort_values(ascending=False, kind="stable", na_position="last").index)
