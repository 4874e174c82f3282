"""A coordinating body: authority, rulings per week, and how soon a dispute reaches it."""

from sim.figures.curves import begin, entitle, family, n_of, surely, tick, value
from sim.figures.names import axis_name
from sim.figures.style import HouseFigure, house
from sim.model.units import number

KEY, SLOTS, WAIT = "coordination.authority", "coordination.slots", "coordination.escalation"
OUTCOMES = ("queue_wait", "contradiction_rate", "goodput")
MIDDLE = 10.0  # rulings a week that the title reports


def draw(table) -> HouseFigure:
    """Differences from no body, one line for each number of rulings; the upper panels have the longest wait before the
    body."""
    table = table[table["coordination.body"] == "body"]
    slots, waits = sorted(table[SLOTS].unique()), sorted(table[WAIT].unique(), reverse=True)
    base = {name: value(table, name)["reference"] for name in OUTCOMES}
    note = (
        f"Paired differences from the centre without a body; {n_of(table)}, bands 95%; the United States of 2023. "
        f"Without a body: {number(base['queue_wait'])} weeks of waiting for a team, "
        f"{number(base['contradiction_rate'])} contradictions in 100 issues agreed, honoured commitments of value "
        f"{number(base['goodput'])} a week. A body takes 12 staff a weekly ruling, and 100 for full authority, from "
        "the one headcount. Claim: Implementing whole-of-government diplomacy (2025), a body with clear authority and "
        "channels for escalation; form: the administrative organisation of Provan and Kenis (2008)."
    )
    with house():
        figure, panels = begin(
            finding(table, waits),
            note,
            len(waits) * len(OUTCOMES),
            [f"{one:g} rulings a week" for one in slots],
            axis_name(KEY),
            lines=tuple(line(wait) for wait in waits),
        )
        cells = [(wait, outcome) for wait in waits for outcome in OUTCOMES]
        for axes, (wait, outcome) in zip(panels, cells, strict=True):
            family(axes, table[table[WAIT] == wait], outcome, KEY, SLOTS, slots)
            entitle(axes, outcome, difference=True)
            tick(axes, table[KEY])
    return figure


def line(wait: float) -> str:
    return (
        f"What has waited {wait:g} weeks for a clearance is submitted to the body"
        if wait
        else "Whatever waits for a clearance may be submitted to the body at once"
    )


def effect(table, wait: float, authority: float) -> str:
    row = value(table, "queue_wait", **{WAIT: wait, SLOTS: MIDDLE, KEY: authority})
    percent = number(100.0 * abs(row["mean"]) / row["reference"], 2)
    return {1: f"lengthens waiting by {percent}%", -1: f"shortens waiting by {percent}%", 0: "leaves waiting as it is"}[
        surely(row)
    ]


def finding(table, waits: list[float]) -> str:
    """Full authority after the longest and the shortest wait, and none."""
    late, soon = waits[0], waits[-1]
    return (
        f"With full authority a body {effect(table, soon, 1.0)} if disputes reach it {when(soon)} and "
        f"{effect(table, late, 1.0)} if only {when(late)}; without authority it {effect(table, soon, 0.0)} "
        f"({when(soon)})"
    )


def when(wait: float) -> str:
    return f"after {wait:g} weeks" if wait else "at once"
