"""Any published table, where its page names no drawing of its own: every outcome along the number that was varied, a
line for each combination of the other keys; where no number was varied, every point by its name.
"""

from pandas.api.types import is_numeric_dtype

from sim.figures.curves import apart, begin, entitle, family, n_of, page, rows, tick
from sim.figures.names import axis_name, key_name, lever_said, metric_name, unit_of, value_name
from sim.figures.panels import MARGIN
from sim.figures.ranks import ROW, draw_rows
from sim.figures.style import DOUBLE, SMALL, TEXT, HouseFigure, house, inches, width_of, wrap
from sim.model.levers import LEVERS
from sim.model.parameters import PARAMETERS
from sim.model.units import number

ACROSS, BETWEEN, HEAD, UNDER = 3, 0.2, 0.3, 0.4  # panels; inches


def draw(table) -> HouseFigure:
    """The keys are the columns before `outcome`."""
    table = table[table["quantile"].isna()] if "quantile" in table else table
    keys = list(table.columns[: table.columns.get_loc("outcome")])
    numbers = [key for key in keys if is_numeric_dtype(table[key])]
    along = max(numbers, key=lambda key: table[key].nunique(), default="")
    table = table.assign(point=spell(table, keys), line=spell(table, [key for key in keys if key != along]))
    paired = "Paired differences from the reference; " * ("reference" in table)
    note = f"{paired}{n_of(table)}, intervals 95%."
    with house():
        return draw_lines(table, along, note) if along else draw_names(table, note)


def draw_lines(table, along: str, note: str) -> HouseFigure:
    outcomes, lines = (list(dict.fromkeys(table[name])) for name in ("outcome", "line"))
    legend = lines if len(lines) > 1 else []
    figure, panels = begin(finding(table), note, len(outcomes), legend, axis_name(along), most=ACROSS)
    for axes, outcome in zip(panels, outcomes, strict=True):
        family(axes, table, outcome, along, "line", lines)
        entitle(axes, outcome, difference="reference" in table)
        tick(axes, table[along])
    return figure


def draw_names(table, note: str) -> HouseFigure:
    outcomes, names = (list(dict.fromkeys(table[name])) for name in ("outcome", "point"))
    across, height = min(ACROSS, len(outcomes)), ROW * len(names)
    down = -(-len(outcomes) // across)
    left = MARGIN + max(width_of(name, SMALL) for name in names) + 0.14
    each = (DOUBLE - left - 0.12 - (across - 1) * BETWEEN) / across
    figure, top = page(finding(table), note, down * (HEAD + height + UNDER), [])
    for k, outcome in enumerate(outcomes):
        below = top + HEAD + (k // across) * (HEAD + height + UNDER)
        axes = inches(figure, left + (k % across) * (each + BETWEEN), below, each, height)
        draw_rows(axes, table, "point", names, [outcome], [0], named=k % across == 0)
        axes.set_title(wrap(metric_name(outcome).capitalize(), each, TEXT), fontsize=TEXT)
        axes.set_xlabel(unit_of(outcome))
    return figure


def spell(table, keys: list[str]) -> list[str]:
    """What each row has of these keys, in words; nothing of a key that it does not have."""
    return [
        ", ".join(said(key, value) for key, value in zip(keys, values, strict=True) if value == value)
        for values in table[keys].itertuples(index=False, name=None)
    ]


def said(key: str, value) -> str:
    if key in LEVERS:
        return lever_said(key, value)
    if isinstance(value, str):
        return value_name(key, value)
    parameter = PARAMETERS.get(key.removeprefix("parameters."))
    return f"{parameter.brief if parameter else key_name(key)} {value_name(key, value)}"


def finding(table) -> str:
    """The points at which the first outcome is lowest and highest."""
    outcome = table["outcome"].iloc[0]
    part = rows(table, outcome).dropna(subset="mean").sort_values("mean", kind="stable")
    name = metric_name(outcome)
    name = name[0].upper() + name[1:]
    if part.empty:
        return f"{name}: not defined at any point"
    low, high = part.iloc[0], part.iloc[-1]
    if not apart(high, low):
        return f"{name}: no measurable difference between the points"
    ends = [f"{number(end['mean'], 3)} ({end['point']})" for end in (low, high)]
    return f"{name}: lowest at {ends[0]}, highest at {ends[1]}"
