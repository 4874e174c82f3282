"""Requirements that grow every year: when a fixed staff is overloaded, under both staffing conventions."""

from sim.figures.curves import apart, begin, entitle, family, n_of, tick, value
from sim.figures.names import axis_name
from sim.figures.style import HouseFigure, house

KEY, LEVEL, STAFF = "parameters.growth", "delegation.level", "delegation.staff"
OUTCOMES = ("overload_week", "backlog_end", "goodput")
LINES = {"kept": "Delegates bring their own staff", "moved": "Staff moves from the centre with the work"}
GROWTH, SHARE = 0.02, 0.3  # values that the title reports


def draw(table) -> HouseFigure:
    """Overload, backlog and value by growth of the agenda, one line for each delegated share."""
    shares = sorted(table[LEVEL].unique())
    legend = [f"{share:.0%} of the agenda" if share else "none delegated" for share in shares]
    note = (
        f"The arrangement of 2023 in the United States; {n_of(table)}, bands 95%. Overload: the end "
        "of the first 52 weeks with 95% of teams busy; a decade without it counts all its length (a restricted mean), "
        "so overload moves by at least as much as drawn. After the Kennedy School Review (2023): requirements grow "
        "year after year, the staff does not."
    )
    with house():
        figure, panels = begin(
            finding(table), note, 2 * len(OUTCOMES), legend, axis_name(KEY), lines=tuple(LINES.values())
        )
        cells = [(staff, outcome) for staff in LINES for outcome in OUTCOMES]
        for axes, (staff, outcome) in zip(panels, cells, strict=True):
            family(axes, under(table, staff), outcome, KEY, LEVEL, shares)
            entitle(axes, outcome)
            tick(axes, table[KEY])
        for left, right in zip(panels, panels[len(OUTCOMES) :], strict=False):
            ends = [end for axes in (left, right) for end in axes.get_ylim()]
            left.set_ylim(min(ends), max(ends))
            right.set_ylim(min(ends), max(ends))
    return figure


def under(table, staff: str):
    """The rows of a convention; where nothing is delegated both are the same."""
    return table[(table[LEVEL] == 0.0) | (table[STAFF].fillna("kept") == staff)]


def finding(table) -> str:
    """By how much delegating three tenths moves the date of overload."""
    return (
        f"With an agenda that grows {GROWTH:.0%} a year, delegating {SHARE:.0%} of it {moved(under(table, 'kept'))} "
        f"with delegates' own staff; with staff moved from the centre it {moved(under(table, 'moved'))}"
    )


def moved(part) -> str:
    here = {"parameters__growth": GROWTH}
    before, after = (value(part, "overload_week", **here, **{LEVEL: share}) for share in (0.0, SHARE))
    sign, years = apart(after, before), abs(after["mean"] - before["mean"]) / 52.0
    if not sign:
        return "does not measurably move the date of overload"
    return f"{'postpones' if sign > 0 else 'brings forward'} overload by at least {years:.1f} years"
