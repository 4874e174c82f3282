"""Elections that change the government, and the archives that keep work going through them."""

from sim.figures.curves import apart, begin, entitle, family, rows, tick, value
from sim.figures.style import HouseFigure, house
from sim.model.units import number

KEY, MEMORY = "parameters.swing", "investment.archives"
OUTCOMES = ("election_drop", "goodput", "line_gap")


def draw(table) -> HouseFigure:
    """The cost of elections, one line for each level of archives and mentoring."""
    levels = sorted(table[MEMORY].unique())
    n, defined = int(table["n"].max()), rows(table, "election_drop", **{MEMORY: levels[0]})
    some = defined[defined["n"] > 0]
    note = (
        f"The arrangement of 2023 in the United States; n = {n:,} common decades a point, bands 95%, "
        "each with two elections. The fall of issues agreed is that of the half year after a change from the half year "
        f"before, so it is known in {int(some['n'].min()):,} of the decades at probability {some[KEY].min():g} and in "
        f"{int(some['n'].max()):,} at {some[KEY].max():g}. Archives take staff from the one headcount. Claim: "
        "Implementing whole-of-government diplomacy (2025), picking up where predecessors left off."
    )
    with house():
        figure, panels = begin(
            finding(table, levels),
            note,
            len(OUTCOMES),
            [named(level) for level in levels],
            "probability that an election changes the government (parameters.swing)",
        )
        for axes, outcome in zip(panels, OUTCOMES, strict=True):
            family(axes, table, outcome, KEY, MEMORY, levels)
            entitle(axes, outcome, name="fall after a change of party" if outcome == "election_drop" else "")
            tick(axes, table[KEY])
    return figure


def named(level: float) -> str:
    return f"archives and mentoring at {level:g}" if level else "no archives"


def loss(table, level: float) -> tuple[float, int]:
    """Percent of the value of honoured commitments lost if every election changes the government, and whether it is
    significant."""
    ends = [value(table, "goodput", **{MEMORY: level, KEY: float(table[KEY].agg(end))}) for end in ("min", "max")]
    return 100.0 * (ends[0]["mean"] - ends[1]["mean"]) / ends[0]["mean"], apart(ends[0], ends[1])


def finding(table, levels: list[float]) -> str:
    """The cost of changes of government without archives and with the most, and the fall after a change."""
    (none, sign), (most, _) = (loss(table, level) for level in (levels[0], levels[-1]))
    drops = [
        value(table, "election_drop", **{MEMORY: level, KEY: float(table[KEY].max())})
        for level in (levels[0], levels[-1])
    ]
    fall = {-1: "cut", 1: "deepen", 0: "do not measurably change"}[apart(drops[1], drops[0])]
    cost = {1: "cost", -1: "add", 0: "measurably change nothing:"}[sign]
    return (
        f"Elections that always change the government {cost} {number(abs(none), 2)}% of the value of "
        "honoured commitments without "
        f"archives, {number(most if sign >= 0 else -most, 2)}% with them; archives {fall} the fall after a change "
        f"({100 * drops[0]['mean']:.1f}% without, {100 * drops[1]['mean']:.1f}% with)"
    )
