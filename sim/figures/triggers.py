"""How much is lost by a signal to delegate, if nobody knows how loaded the centre will be."""

from sim.figures.curves import begin, curve, entitle, n_of, rows, tick
from sim.figures.names import axis_name
from sim.figures.style import HouseFigure, house
from sim.model.units import number

KEY, OUTCOMES = "parameters.load", ("goodput", "surfaced")


def draw(table) -> HouseFigure:
    """How far each signal is behind the best of all at the same load."""
    table = regret(table)
    labels = list(dict.fromkeys(table["label"]))
    note = (
        f"How far behind the best at the same load; {n_of(table)}, bands 95%; the United States. Every signal has to "
        "last for half a year as the centre knows it, and puts guided delegation in force once, with half a year at nine "
        "tenths of the pace (assumed); delegates bring their own staff."
    )
    with house():
        figure, panels = begin(finding(table, labels), note, len(OUTCOMES), labels, axis_name(KEY), most=2)
        for axes, outcome in zip(panels, OUTCOMES, strict=True):
            for place, label in enumerate(labels):
                curve(axes, rows(table, outcome, label=label), KEY, place)
            entitle(axes, outcome, name={"goodput": "value lost", "surfaced": "incidents added"}[outcome])
            tick(axes, table[KEY])
    return figure


def regret(table):
    """Rows with `behind` in place of the outcome."""
    half = table["behind_half"]
    return table.assign(mean=table["behind"], low=table["behind"] - half, high=table["behind"] + half)


def finding(table, labels: list[str]) -> str:
    """The signal whose greatest loss is least, for each outcome."""
    told = []
    for outcome, words in (("goodput", "of value a week"), ("surfaced", "incidents a year")):
        most = {label: float(rows(table, outcome, label=label)["mean"].max()) for label in labels}
        best = min(most, key=lambda label: most[label])
        told.append(f"{best}: {number(most[best], 2)} {words} at most")
    return f"Least to regret at any load: {'; '.join(told)}"
