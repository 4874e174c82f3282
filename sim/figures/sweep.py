"""A sweep of one key or two: lines, dots or maps, one panel for each outcome. Takes a tidy table and returns a Figure.

one number                              lines with bands
a number and a key of few values        a line for each of the few
one name (a preset, a form)             dots, the best on top
two names, the second of few values     dots, a marker for each of the few
two keys of many values                 maps
"""

from pandas.api.types import is_bool_dtype, is_numeric_dtype

from sim.figures.dots import draw_dots
from sim.figures.heatmap import draw_maps
from sim.figures.lines import draw_lines
from sim.figures.style import COLOURS, HouseFigure

FEW = 4  # lines that a number may make; names may make as many as there are colours


def draw(frame, keys, metrics) -> HouseFigure:
    """`keys`: the one or two columns that were swept; `metrics`: the outcomes to draw."""
    keys, metrics = list(keys), list(metrics)
    if not 1 <= len(keys) <= 2 or not metrics:
        raise ValueError(f"{len(keys)} keys and {len(metrics)} outcomes; expected one key or two, and an outcome")
    for name in (*keys, *metrics):
        if name not in frame.columns:
            raise ValueError(f"no column {name!r} in the table")
    numbers = [key for key in keys if is_number(frame, key)]
    names = [key for key in keys if key not in numbers]
    if len(keys) == 1:
        return draw_lines(frame, keys[0], None, metrics) if numbers else draw_dots(frame, keys[0], None, metrics)
    if len(numbers) == 1:
        few = frame[names[0]].nunique() <= len(COLOURS)
        return draw_lines(frame, numbers[0], names[0], metrics) if few else draw_maps(frame, keys, metrics)
    many, few = sorted(keys, key=lambda key: frame[key].nunique(), reverse=True)
    if len(numbers) == 2:
        return draw_lines(frame, many, few, metrics) if frame[few].nunique() <= FEW else draw_maps(frame, keys, metrics)
    if frame[few].nunique() <= FEW:
        return draw_dots(frame, many, few, metrics)
    return draw_maps(frame, keys, metrics)


def is_number(frame, key: str) -> bool:
    return is_numeric_dtype(frame[key]) and not is_bool_dtype(frame[key])
