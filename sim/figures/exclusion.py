"""Sanctions on those who act alone, from none to the harshest, where acts can and cannot be hidden."""

from sim.figures.curves import apart, begin, entitle, family, n_of, rows, surely, tick, value
from sim.figures.names import axis_name
from sim.figures.style import HouseFigure, house
from sim.model.units import number, plain

KEY, HIDING = "oversight.sanction", "parameters.concealment"
OUTCOMES = ("surfaced", "latent", "share_freelance", "share_quiet")
ENDS = {0.0: ": pure deterrence", 1.0: ": full strictness hides all"}
ALONE = {"share_freelance": "agreed by actors alone, openly", "share_quiet": "agreed by actors alone, quietly"}
WORDS = {"U": "fall, then rise again", "fall": "fall", "rise": "rise", "flat": "do not measurably change"}


def draw(table) -> HouseFigure:
    """Differences from no sanctions, one line for each degree to which sanctions drive acts into hiding."""
    degrees = sorted(table[HIDING].unique())
    legend = [f"concealment {degree:g}{ENDS.get(degree, '')}" for degree in degrees]
    base = {name: value(table, name, **{KEY: 0.0})["reference"] for name in OUTCOMES}
    note = (
        f"Paired differences from the same oversight without sanctions; {n_of(table)}, bands 95%; the United States of "
        f"2023. Without sanctions: {number(base['surfaced'])} incidents a year, {number(base['latent'])} "
        f"acts with a latent problem, {base['share_freelance']:.2%} of issues agreed by actors alone openly and "
        f"{base['share_quiet']:.2%} quietly. Patrol .7 every 6.5 weeks, alarm .8, nothing delegated. The Kennedy "
        "School Review (2023) expects exclusion and sanction to lose their effect and to push actors "
        "to riskier conduct; "
        "Becker (1968) expects them to deter."
    )
    with house():
        figure, panels = begin(finding(table), note, len(OUTCOMES), legend, axis_name(KEY), most=2)
        for axes, outcome in zip(panels, OUTCOMES, strict=True):
            family(axes, table, outcome, KEY, HIDING, degrees)
            entitle(axes, outcome, difference=True, name=ALONE.get(outcome, ""))
            if outcome in ALONE:
                axes.yaxis.set_major_formatter(lambda x, _: f"{plain(round(100.0 * x, 6))}%")
            tick(axes, table[KEY])
    return figure


def shape(part) -> str:
    """U: some sanction is better than none and than the harshest; fall, rise: the harshest compared with none; else
    flat."""
    least, last = part.loc[part["mean"].idxmin()], part.loc[part[KEY].idxmax()]
    if surely(least) < 0 and apart(last, least) > 0:
        return "U"
    return {-1: "fall", 1: "rise", 0: "flat"}[surely(last)]


def finding(table) -> str:
    """The shape of incidents at both ends of hiding, and of latent problems where everything can be hidden."""
    open_, hidden = sorted(table[HIDING].unique())[0], sorted(table[HIDING].unique())[-1]
    shown = [WORDS[shape(rows(table, "surfaced", **{HIDING: degree}))] for degree in (open_, hidden)]
    below = WORDS[shape(rows(table, "latent", **{HIDING: hidden}))]
    return (
        f"As sanctions grow harsher, incidents {shown[0]} where nothing can be hidden and {shown[1]} where they drive "
        f"acts out of sight; there, latent problems {below}"
    )
