"""What a decade is like under each policy: readings by quarter of a year, with 95% bands."""

from sim.errors import InputError
from sim.figures.curves import begin, curve, head, n_of, rows
from sim.figures.style import HouseFigure, house
from sim.model.path.readings import READINGS
from sim.model.units import on_axis, signed


def draw(table) -> HouseFigure:
    """Columns policy, year, outcome (a reading), mean, low, high, n; the first policy is the reference. Raises
    InputError where no quarter is over."""
    if table.empty:
        raise InputError("over time: a run shorter than a quarter of a year; expected run.years of 0.25 or more")
    policies, names = (list(dict.fromkeys(table[key])) for key in ("policy", "outcome"))
    note = (
        f"Means and 95% bands by quarter of a year; {n_of(table)}. Numbers per year count the past twelve "
        "months, and in the first year the months since the start."
    )
    with house():
        figure, panels = begin(finding(table), note, len(names), policies, "years since the start")
        for axes, name in zip(panels, names, strict=True):
            one = READINGS[name]
            for place, policy in enumerate(policies):
                curve(axes, rows(table, name, policy=policy).dropna(subset="low"), "year", place)
            head(axes, name, on_axis(one.unit), one.better)
            axes.locator_params(axis="x", integer=True)
    return figure


def finding(table) -> str:
    """Where each policy stands at the end, in the first of the readings, beside the first policy."""
    name = table["outcome"].iloc[0]
    last = rows(table, name)[lambda part: part["year"] == part["year"].max()].set_index("policy")["mean"]
    first, *others = last.index
    said = [f"{first}: {last[first]:,.0f}", *(f"{other}: {signed(last[other] - last[first])}" for other in others)]
    noun = READINGS[name].noun.removeprefix("the ")
    return f"{noun[0].upper()}{noun[1:]} at the end. {'; '.join(said)}"
