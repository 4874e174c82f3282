"""Many poles: the value of delegation as the preferences of counterparts differ more and they bring more business."""

from sim.figures.curves import apart, begin, entitle, family, n_of, tick, value
from sim.figures.names import axis_name
from sim.figures.style import HouseFigure, house
from sim.model.units import number

KEY, LOAD, LEVEL, STAFF = "parameters.ideal_scale", "parameters.load", "delegation.level", "delegation.staff"
OUTCOMES = ("goodput", "surfaced")
LINES = {"kept": "Delegates bring their own staff", "moved": "Staff moves from the centre with the work"}


def draw(table) -> HouseFigure:
    """Differences from no delegation, one line for each load."""
    table = table[table[LEVEL] > 0.0].assign(**{STAFF: table[STAFF].fillna("kept")})
    loads = sorted(table[LOAD].unique())
    level = table[LEVEL].max()
    note = (
        f"Paired differences between {level:.0%} of the agenda delegated and none, in the arrangement of 2023; "
        f"{n_of(table)}, bands 95%; the United States. Poles are data of the scenario; here they are spread by scaling "
        "how far counterparts' positions are from the centre's (UN ideal points of Bailey, Strezhnev and Voeten 2017), "
        "and bring business: the load of the centre alone at the start. Claim: the Kennedy School Review (2023), a "
        "landscape too multipolar for a single centre."
    )
    with house():
        figure, panels = begin(
            finding(table, loads),
            note,
            len(LINES) * len(OUTCOMES),
            [f"load {load:g}" for load in loads],
            axis_name(KEY),
            most=2,
            lines=tuple(LINES.values()),
        )
        cells = [(staff, outcome) for staff in LINES for outcome in OUTCOMES]
        for axes, (staff, outcome) in zip(panels, cells, strict=True):
            family(axes, table[table[STAFF] == staff], outcome, KEY, LOAD, loads)
            entitle(axes, outcome, difference=True)
            tick(axes, table[KEY])
    return figure


def finding(table, loads: list[float]) -> str:
    """The effect of a wider spread on the gain at the middle load, and of more business at the middle spread."""
    kept, moved = (table[table[STAFF] == staff] for staff in LINES)
    return (
        "As counterparts' positions spread, what delegation adds to the value of commitments "
        f"{spread(kept, loads)} with "
        f"delegates' own staff, {spread(moved, loads)} with the centre's; more business {business(kept, loads)} it "
        f"with their own, {business(moved, loads)} it with the centre's"
    )


def spread(part, loads: list[float]) -> str:
    ends = [
        value(part, "goodput", **{LOAD: loads[len(loads) // 2], KEY: float(part[KEY].agg(end))})
        for end in ("min", "max")
    ]
    shown = [number(end["mean"], 2) for end in ends]
    way = apart(ends[1], ends[0])
    return (
        f"{'rises' if way > 0 else 'falls'} from {shown[0]} to {shown[1]} a week"
        if way
        else f"stays near {shown[1]} a week"
    )


def business(part, loads: list[float]) -> str:
    spreads = sorted(part[KEY].unique())
    ends = [value(part, "goodput", **{LOAD: load, KEY: spreads[len(spreads) // 2]}) for load in (loads[0], loads[-1])]
    return {1: "raises", -1: "lowers", 0: "does not measurably change"}[apart(ends[1], ends[0])]
