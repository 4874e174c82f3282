"""What a rule that stops a delegation is worth, the sloppier delegates are."""

from sim.figures.curves import begin, entitle, family, n_of, tick, value
from sim.figures.names import axis_name
from sim.figures.style import HouseFigure, house
from sim.model.units import signed

KEY, OUTCOMES = "parameters.slack", ("goodput", "surfaced")
PAIRS = (
    ("no way back", "stopped at 160 incidents a year"),
    ("guided, no way back", "guided, stopped at 160 incidents a year"),
)


def draw(table) -> HouseFigure:
    """Differences from 2023 by slack, with and without the rule."""
    table = table[table["label"].notna()]
    labels = list(dict.fromkeys(table["label"]))
    note = (
        f"Paired differences from the arrangement of 2023 at the same slack over ten years; {n_of(table)}, bands "
        "95%; the United States, delegates bring their own staff. Delegation begins after one year; the rule goes"
        " back to 2023 once there have been more than 160 incidents in a year, as is known a week later."
    )
    with house():
        figure, panels = begin(finding(table), note, len(OUTCOMES), labels, axis_name(KEY), most=2)
        for axes, outcome in zip(panels, OUTCOMES, strict=True):
            family(axes, table, outcome, KEY, "label", labels)
            entitle(axes, outcome, difference=True)
            tick(axes, table[KEY])
    return figure


def finding(table) -> str:
    """What the rule saves where delegates are sloppiest, without and with guidance."""
    most, told = float(table[KEY].max()), []
    for (without, stopped), words in zip(PAIRS, ("without guidance", "under guidance"), strict=True):
        ends = [
            value(table, outcome, label=label, **{KEY: most})["mean"]
            for outcome in OUTCOMES
            for label in (without, stopped)
        ]
        harm, gain = signed(ends[3] - ends[2]), signed(ends[1] - ends[0])
        told.append(f"{words}: {harm} incidents a year, {gain} value a week")
    return f"What stopping the sloppiest delegates changes. {'; '.join(told).capitalize()}"
