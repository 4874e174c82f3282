"""When a reform should begin if an election may undo it."""

from sim.figures.curves import begin, entitle, family, n_of, rows, surely, tick
from sim.figures.style import GREY, HouseFigure, house
from sim.model.units import signed

KEY, OUTCOMES = "policy.phases.1.year", ("goodput", "surfaced")
ELECTIONS = (107 / 52, 315 / 52)  # of the United States, in years since the start of 2023


def draw(table) -> HouseFigure:
    """What a reform adds over the decade, by the year in which it begins, one line for what elections do to it."""
    table = table[table["label"] != "no reform"]
    labels = list(dict.fromkeys(table["label"]))
    note = (
        f"Paired differences from no reform over ten years; {n_of(table)}, bands 95%; the United States, guided "
        "delegation with delegates' own staff, after half a year at nine tenths of the pace. Grey lines: a new "
        "government takes office, of the other party in half of the decades. Everywhere archives are at .9 and "
        "co-creation at .6; where they lock the reform in, each prevents up to nine tenths of the undoing "
        "(assumed)."
    )
    with house():
        figure, panels = begin(
            finding(table, labels), note, len(OUTCOMES), labels, "year in which the reform begins", most=2
        )
        for axes, outcome in zip(panels, OUTCOMES, strict=True):
            family(axes, table, outcome, KEY, "label", labels)
            for date in ELECTIONS:
                axes.axvline(date, color=GREY, linewidth=1.0, zorder=0)
            entitle(axes, outcome, difference=True)
            tick(axes, table[KEY])
    return figure


def finding(table, labels: list[str]) -> str:
    """What a reform that begins in the year before the first election brings, by what becomes of it."""
    year = max(x for x in table[KEY].unique() if x < ELECTIONS[0] - 0.5)
    told = []
    for label in labels:
        row = rows(table, "surfaced", label=label, **{KEY: year}).iloc[0]
        incidents = f"{signed(row['mean'])} incidents a year" if surely(row) else "no measurable change in incidents"
        worth = rows(table, "goodput", label=label, **{KEY: year}).iloc[0]
        value = f"{signed(worth['mean'])} value a week" if surely(worth) else "no measurable change in value"
        told.append(f"{label}: {incidents}, {value}")
    said = "; ".join(told)
    return f"A reform that begins in year {year:g}, before the first election. {said[0].upper()}{said[1:]}"
