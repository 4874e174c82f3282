"""The legend above the panels: the second key, and the mark of each of its values."""

import numpy as np
from matplotlib.lines import Line2D

from sim.figures.names import axis_name
from sim.figures.panels import LINE, MARGIN
from sim.figures.style import COLOURS, DASHES, MARKERS, SMALL, width_of, write_at
from sim.model.units import plain

DASH, DOT, SPACE = 0.42, 0.16, 0.16  # inches that a mark takes, and what follows a text
Entry = tuple[float, int | None, str]  # inches from the left, the series (None: the key's own name), text


def spell(value) -> str:
    """A value of a key as a reader would write it."""
    return plain(float(value)) if isinstance(value, (int, float, np.number)) else str(value)


def measure_legend(key: str, series: list, width: float) -> list[list[Entry]]:
    """Entries, broken into as many lines as they need."""
    lines: list[list[Entry]] = [[]]
    left = MARGIN
    for place, text in [(None, axis_name(key) + ":"), *enumerate(spell(value) for value in series)]:
        need = width_of(text, SMALL) + (0.0 if place is None else DASH) + SPACE
        if lines[-1] and left + need > width - MARGIN + SPACE:
            lines.append([])
            left = MARGIN
        lines[-1].append((left, place, text))
        left += need
    return lines


def write_legend(figure, lines: list[list[Entry]], dashed: bool = True) -> None:
    """With the stroke of its line where there are lines, and always with its marker."""
    width, height = figure.get_size_inches()
    for k, line in enumerate(lines):
        down = 0.16 + (LINE + 0.02) * k
        for left, place, text in line:
            if place is not None:
                middle, colour = 1.0 - down / height, COLOURS[place % len(COLOURS)]
                ends = (left, left + DASH - 0.08) if dashed else (left, left + 0.12)
                if dashed:
                    figure.add_artist(
                        Line2D(
                            [x / width for x in ends], [middle] * 2, color=colour, linestyle=DASHES[place % len(DASHES)]
                        )
                    )
                figure.add_artist(
                    Line2D(
                        [sum(ends) / 2 / width],
                        [middle],
                        color=colour,
                        linestyle="none",
                        marker=MARKERS[place % len(MARKERS)],
                        markersize=3.6,
                    )
                )
                left += DASH if dashed else DOT
            write_at(figure, left, down, text, va="center_baseline")
