"""How much is lost by a signal to delegate, if nobody knows how loaded the centre will be."""

from sim.figures.curves import begin, curve, entitle, n_of, rows, tick
from sim.figures.names import axis_name
from sim.figures.style import HouseFigure, house
from sim.model.levers import LEVERS
from sim.model.units import number

KEY, STAFF, OUTCOMES = "parameters.load", "delegation.staff", ("goodput", "surfaced")
STAFFING = LEVERS[STAFF].choices
LOST = {"goodput": "Value lost", "surfaced": "Incidents added"}


def draw(table) -> HouseFigure:
    """How far each signal is behind the best of all at the same load."""
    table = regret(table)
    labels = list(dict.fromkeys(table["label"]))
    note = (
        f"How far behind the best at the same load; {n_of(table)}, bands 95%; the United States. Every signal has "
        "to last for half a year as the centre knows it, and puts guided delegation in force once, with half a "
        "year at nine tenths of the pace (assumed)."
    )
    with house():
        figure, panels = begin(
            finding(table, labels), note, 4, labels, axis_name(KEY), most=2, lines=tuple(map(upper, STAFFING.values()))
        )
        cells = [(staff, outcome) for staff in STAFFING for outcome in OUTCOMES]
        for axes, (staff, outcome) in zip(panels, cells, strict=True):
            for place, label in enumerate(labels):
                curve(axes, rows(table, outcome, label=label, **{STAFF: staff}), KEY, place)
            entitle(axes, outcome, name=LOST[outcome])
            for text in axes.texts:  # a loss is the less the better, whatever was lost
                text.set_text("less is better")
            tick(axes, table[KEY])
    return figure


def upper(words: str) -> str:
    return words[0].upper() + words[1:]


def regret(table):
    """Rows with what they are behind in place of the outcome."""
    half = table["behind_half"]
    return table.assign(mean=table["behind"], low=table["behind"] - half, high=table["behind"] + half)


def finding(table, labels: list[str]) -> str:
    """What has the least to regret in value at any load, and how much, under each staffing convention."""
    told = []
    for staff, words in STAFFING.items():
        most = {label: float(rows(table, "goodput", label=label, **{STAFF: staff})["mean"].max()) for label in labels}
        best = min(most, key=lambda label: most[label])
        lost = f"{number(most[best], 2)} of value a week at most" if most[best] > 0.0 else "best at every load"
        told.append(f"where {words}: {best} ({lost})")
    return f"When to delegate with the least to regret, {'; '.join(told)}"
