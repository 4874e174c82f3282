"""How a decade unfolds under each policy: readings by quarter of a year, with 95% bands."""

from sim.figures.curves import apart, begin, curve, head, n_of, rows
from sim.figures.style import HouseFigure, house
from sim.model.path.readings import READINGS
from sim.model.path.words import amounts
from sim.model.units import on_axis


def draw(table) -> HouseFigure:
    """Columns policy, year, outcome (a reading), mean, low, high, n; the first policy is the reference."""
    policies, names = (list(dict.fromkeys(table[key])) for key in ("policy", "outcome"))
    bands = "Means and 95% bands" if table["low"].notna().any() else "Means, of too few decades for bands,"
    note = (
        f"{bands} by quarter of a year; {n_of(table)}. Rates per year cover the past twelve months; in the first "
        "year they cover the months so far, scaled to a year."
    )
    with house():
        figure, panels = begin(finding(table), note, len(names), policies, "years since the start")
        for axes, name in zip(panels, names, strict=True):
            one = READINGS[name]
            for place, policy in enumerate(policies):
                part = rows(table, name, policy=policy).dropna(subset="mean")
                limits = {"low": part["low"].clip(lower=one.low), "high": part["high"].clip(upper=one.high)}
                curve(axes, part.assign(**limits), "year", place)
            head(axes, name, on_axis(one.unit), one.better)
            axes.locator_params(axis="x", integer=bool(table["year"].max() >= 1.0), nbins=6)
    return figure


def finding(table) -> str:
    """The first of the readings at the end of the run, policy by policy, and which of them cannot be told from that of
    the first policy."""
    name = table["outcome"].iloc[0]
    last = rows(table, name)[lambda part: part["year"] == part["year"].max()].set_index("policy")
    values, unit = amounts(READINGS[name], *last["mean"])
    told: list[str] = []
    for policy, value in zip(last.index, values, strict=True):
        alike = policy != last.index[0] and apart(last.loc[policy], last.iloc[0]) == 0
        told.append(f"{value}{unit if not told else ''} ({policy}{', no measurable difference' * alike})")
    noun = READINGS[name].noun.removeprefix("the ")
    return f"{noun[0].upper()}{noun[1:]} at the end: {'; '.join(told)}"
