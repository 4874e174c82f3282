"""An outcome over two keys: one map per outcome, brighter where better, marking cells not distinguishable from the
best."""

import numpy as np
from matplotlib.patches import Rectangle
from pandas.api.types import is_numeric_dtype

from sim.figures.intervals import by_point, interval_of, near_best
from sim.figures.legend import spell
from sim.figures.names import axis_name, better_of, metric_name, unit_of
from sim.figures.panels import LINE, MARGIN, arrange, panel, replicates
from sim.figures.style import INK, SMALL, HouseFigure, house, inches, width_of, wrap, write_at
from sim.model.units import number, plain

HEAD, BAR, MOST_HEIGHT, LABEL_MOST = 0.42, 0.09, 2.8, 1.4  # inches


def draw_maps(frame, keys: list[str], metrics: list[str]) -> HouseFigure:
    """The key with the shorter names along the bottom."""
    with house():
        texts = {key: [wrap(spell(value), LABEL_MOST, SMALL) for value in in_order(frame, key)] for key in keys}
        long = {key: max(width_of(line, SMALL) for text in texts[key] for line in text.split("\n")) for key in keys}
        lines = {key: max(text.count("\n") + 1 for text in texts[key]) for key in keys}
        x, y = keys if long[keys[0]] <= max(long[keys[1]], 0.4) else keys[::-1]
        height = min(max(0.24, LINE * lines[y] + 0.05) * len(texts[y]), MOST_HEIGHT) if len(texts[y]) > 4 else 1.2
        side = wrap(axis_name(y), height + HEAD, SMALL)
        left = MARGIN + LINE * (side.count("\n") + 1) + 0.1 + long[y] + 0.06
        right = 0.1 + BAR + 0.1 + max(width_of(number(np.nanmax([*frame[m].abs(), 0.0])), SMALL) for m in metrics) + 0.3
        across, down, width = arrange(metrics)
        if across > 1 and width / across - left - right < 1.6:
            across, down = 1, len(metrics)
        room = width / across
        each = room - left - right
        cell = (each / len(texts[x]), height / len(texts[y]))
        texts[x] = [wrap(text.replace("\n", ""), max(cell[0] - 0.06, 0.6), SMALL) for text in texts[x]]
        long[x] = max(width_of(line, SMALL) for text in texts[x] for line in text.split("\n"))
        lines[x] = max(text.count("\n") + 1 for text in texts[x])
        turned = long[x] + 0.06 > cell[0]
        label = wrap(axis_name(x), room - 0.3, SMALL)
        under = 0.07 + (long[x] if turned else LINE * lines[x]) + LINE * (label.count("\n") + 1)
        block = HEAD + height + under + 0.14
        about = wrap(explain(frame, keys, metrics), width - 2 * MARGIN, SMALL)
        figure = HouseFigure(width, 0.08 + down * block + LINE * (about.count("\n") + 1) + 0.06)
        for k, metric in enumerate(metrics):
            start, top = (k % across) * room, 0.08 + HEAD + (k // across) * block
            axes = panel(figure, start + left, top, each, height, metric)
            image = draw_map(axes, frame, x, y, metric, cell)
            need = LINE * lines[x] if turned else long[x] + 0.06
            mark_cells(axes.xaxis, texts[x], cell[0], need, 90 if turned else 0)
            mark_cells(axes.yaxis, texts[y], cell[1], LINE * lines[y], 0)
            write_at(
                figure,
                start + left + 0.5 * each,
                top + height + under,
                label,
                ha="center",
                va="bottom",
                multialignment="center",
            )
            write_at(
                figure,
                start + MARGIN,
                top + 0.5 * height,
                side,
                rotation=90,
                va="center",
                multialignment="center",
                linespacing=1.1,
            )
            scale = inches(figure, start + left + each + 0.1, top, BAR, height, label=f"scale of {metric}")
            bar = figure.colorbar(image, cax=scale)
            bar.outline.set_visible(False)
            bar.set_label(unit_of(metric) or metric_name(metric), fontsize=SMALL)
            bar.ax.locator_params(nbins=4)
            bar.ax.yaxis.set_major_formatter(lambda tick, _: plain(tick) if abs(tick) < 1e6 else number(tick, 2))
        write_at(figure, MARGIN, 0.08 + down * block, about)
    return figure


def explain(frame, keys: list[str], metrics: list[str]) -> str:
    """The note below the maps."""
    text = f"Means over {replicates(frame, keys)}."
    if any(better_of(metric) for metric in metrics):
        text += " Brighter is better. Frame: the best cell. Dot: not distinguishable from the best (95%, paired)."
    return text


def mark_cells(axis, texts: list[str], step: float, need: float, rotation: int) -> None:
    """The name of each cell, or of every second, third ... where names would touch."""
    every = max(int(np.ceil(need / step)), 1)
    places = np.arange(0, len(texts), every)
    axis.set_ticks(places + 0.5, [texts[k] for k in places], rotation=rotation)
    axis.set_tick_params(length=0)


def in_order(frame, key: str) -> list:
    """Numbers by size, names as they come."""
    values = list(dict.fromkeys(frame[key]))
    return sorted(values) if is_numeric_dtype(frame[key]) else values


def draw_map(axes, frame, x: str, y: str, metric: str, cell: tuple[float, float]):
    """Cells coloured by their mean, with values where they fit, a ring on the best and dots on those equal to it."""
    wide = by_point(frame, [x, y], metric)
    found = interval_of(wide)["mean"]
    best, near = near_best(wide, better_of(metric))
    places = [(in_order(frame, x).index(a), in_order(frame, y).index(b)) for a, b in found.index]
    grid = np.full((frame[y].nunique(), frame[x].nunique()), np.nan)
    for (column, row), value in zip(places, found, strict=True):
        grid[row, column] = value
    defined = grid[np.isfinite(grid)]
    low, high = (defined.min(), defined.max()) if defined.size else (0.0, 1.0)
    if low == high:
        low, high = low - 0.5, high + 0.5
    image = axes.pcolormesh(
        grid,
        cmap="cividis_r" if better_of(metric) < 0 else "cividis",
        vmin=low,
        vmax=high,
        edgecolor="white",
        linewidth=0.4,
    )
    axes.spines[:].set_visible(False)
    texts = [number(value) if np.isfinite(value) else "n/a" for value in found]
    written = max(width_of(text, SMALL) for text in texts) < cell[0] - 0.06 and cell[1] >= 0.2
    for k, (column, row) in enumerate(places):
        shade = image.cmap(image.norm(found.iloc[k])) if np.isfinite(found.iloc[k]) else (1.0, 1.0, 1.0, 1.0)
        ink = INK if 0.3 * shade[0] + 0.59 * shade[1] + 0.11 * shade[2] > 0.5 else "white"
        if written:
            axes.text(column + 0.5, row + 0.45, texts[k], color=ink, fontsize=SMALL, ha="center", va="center_baseline")
        if k == best:
            axes.add_patch(
                Rectangle((column, row), 1, 1, fill=False, edgecolor=INK, linewidth=1.4, zorder=4, clip_on=False)
            )
        elif near[k]:
            corner = (column + 1 - 0.05 / cell[0], row + 1 - 0.05 / cell[1]) if written else (column + 0.5, row + 0.5)
            axes.plot(*corner, marker="o", color=ink, markersize=2.2, linestyle="none", gid="equal")
    return image
