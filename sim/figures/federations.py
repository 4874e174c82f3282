"""Federations side by side: each policy compared with the arrangement of 2023, relative to its result there."""

from sim.figures.names import better_of, metric_name
from sim.figures.panels import DIRECTION, LINE, MARGIN
from sim.figures.style import (
    COLOURS,
    DOUBLE,
    FAINT,
    INK,
    MARKERS,
    SMALL,
    TEXT,
    TITLE,
    HouseFigure,
    house,
    inches,
    width_of,
    wrap,
    write_at,
)
from sim.model.units import number, plain
from sim.runs.intervals import COVERS

NAMES = {"us_2023": "United States", "canada_2023": "Canada", "germany_2023": "Germany"}
COUNTS = ("no", "one", "two", "three", "four", "five", "six", "seven")  # as many as there are markers
ACROSS, BETWEEN, HEAD, UNDER, STEP = 3, 0.25, 0.45, 0.42, 0.1  # panels; inches; of a row: between two marks


def draw(table) -> HouseFigure:
    """One panel per outcome, one row per policy, one mark per federation."""
    table = table[table["policy"] != "status_quo"]
    policies, outcomes, places = (list(dict.fromkeys(table[key])) for key in ("policy", "outcome", "scenario"))
    with house():
        title = wrap(finding(table), DOUBLE - 2 * MARGIN, TITLE, "bold")
        about = wrap(note(table), DOUBLE - 2 * MARGIN, SMALL)
        labels = max(width_of(name.replace("_", " "), SMALL) for name in policies) + 0.15
        each = (DOUBLE - labels - 0.1 - (ACROSS - 1) * BETWEEN) / ACROSS
        height = STEP * (len(places) + 1) * len(policies)
        top = 0.1 + 0.155 * (title.count("\n") + 1) + 0.25
        block = HEAD + height + UNDER
        down = -(-len(outcomes) // ACROSS)
        figure = HouseFigure(DOUBLE, top + down * block + LINE * (about.count("\n") + 1) + 0.12)
        write_at(figure, MARGIN, 0.07, title, fontsize=TITLE, fontweight="bold", gid="finding")
        for k, outcome in enumerate(outcomes):
            left = labels + (k % ACROSS) * (each + BETWEEN)
            axes = inches(figure, left, top + HEAD + (k // ACROSS) * block, each, height)
            panel(axes, table[table["outcome"] == outcome], policies, places, first=k % ACROSS == 0)
            write_head(axes, outcome, each)
        figure.legend(
            handles=[axes.plot([], [], label=NAMES.get(place, place), **mark(k))[0] for k, place in enumerate(places)],
            loc="upper left",
            ncols=len(places),
            bbox_to_anchor=(MARGIN / DOUBLE, 1.0 - (top - 0.24) / figure.get_size_inches()[1]),
            borderpad=0.0,
            borderaxespad=0.0,
            handlelength=1.0,
        )
        write_at(figure, MARGIN, top + down * block + 0.04, about)
    return figure


def mark(k: int) -> dict:
    """How the k-th federation is marked: a shape and a colour of its own, every other one hollow."""
    fill = "white" if k % 2 else COLOURS[k]
    return {"marker": MARKERS[k], "color": COLOURS[k], "markerfacecolor": fill, "markersize": 4, "linestyle": "none"}


def panel(axes, part, policies: list[str], places: list[str], first: bool) -> None:
    """Marks of one outcome with their whiskers: federations of a policy one below the other, as in the legend."""
    axes.axvline(0.0, color=INK, linewidth=0.7)
    for k, place in enumerate(places):
        shift = (k - 0.5 * (len(places) - 1)) / (len(places) + 1)
        for row in part[part["scenario"] == place].itertuples():
            y = policies.index(row.policy) + shift
            low, mean, high = (100.0 * value / abs(row.reference) for value in (row.low, row.mean, row.high))
            axes.plot([low, high], [y, y], color=COLOURS[k], linewidth=1.2, solid_capstyle="butt", gid="whisker")
            axes.plot([mean], [y], **mark(k))
    axes.set_ylim(len(policies) - 0.5, -0.5)
    axes.set_yticks(range(len(policies)), [name.replace("_", " ") for name in policies] if first else [])
    axes.tick_params(axis="y", length=0)
    for between in range(1, len(policies)):
        axes.axhline(between - 0.5, color=FAINT, linewidth=0.5, zorder=0)
    axes.spines["left"].set_visible(False)
    axes.xaxis.set_major_formatter(plain)
    axes.locator_params(axis="x", nbins=5)
    axes.margins(x=0.08)
    axes.set_xlabel("% of the arrangement of 2023", fontsize=SMALL)


def write_head(axes, outcome: str, each: float) -> None:
    """Above a panel: the outcome, and which way is better."""
    name = metric_name(outcome)
    axes.set_title(wrap(name[0].upper() + name[1:], each, TEXT), fontsize=TEXT, pad=12)
    axes.text(
        0.0,
        1.02,
        DIRECTION[better_of(outcome)],
        transform=axes.transAxes,
        fontsize=SMALL - 0.5,
        va="bottom",
        alpha=0.75,
    )


def carried(table) -> tuple[int, int, int]:
    """Contrasts distinguishable from zero with the same sign in all federations; those with opposite signs in some two
    of them; and all."""
    signed = table.assign(sign=(table["low"] > 0).astype(int) - (table["high"] < 0).astype(int))
    signs = signed.groupby(["policy", "outcome"])["sign"].agg(["min", "max"])
    same = (signs["min"] == signs["max"]) & (signs["min"] != 0)
    opposite = (signs["min"] < 0) & (signs["max"] > 0)
    return int(same.sum()), int(opposite.sum()), len(signs)


def finding(table) -> str:
    """What carries over: how many effects have one sign everywhere, are reversed somewhere, or are uncertain."""
    same, opposite, n = carried(table)
    places, rest = table["scenario"].nunique(), n - same - opposite
    have = "has" if same == 1 else "have"
    if places == 2:
        everywhere, between, somewhere = "both federations", "", "one or both"
    else:
        everywhere, somewhere = f"all {COUNTS[places]} federations", "at least one of them"
        between = " between some" if opposite else " between any two"
    left = f"; {are(rest)} not distinguishable from zero in {somewhere}" if rest else ""
    return f"{same} of {n} effects {have} the same sign in {everywhere} and {are(opposite)} reversed{between}{left}"


def are(n: int) -> str:
    """none is, one is, 2 are ..."""
    return ("none is", "one is")[n] if n < 2 else f"{n} are"


def note(table) -> str:
    """Below the panels: what a mark is, and the value that guided delegation adds in each federation."""
    n = int(table["n"].max())
    gap = table[(table["outcome"] == "goodput") & (table["policy"] == "guided_delegation")].set_index("scenario")
    told = "; ".join(
        f"{NAMES.get(place, place)} {number(100 * row['mean'] / row['reference'], 2)}%" for place, row in gap.iterrows()
    )
    return (
        f"Differences from the arrangement of 2023 on common worlds, in percent of its own mean; n = {n} decades "
        'each, whiskers 95%. Under "guided delegation moved" national staff moves with the work it loses. Value of '
        f"honoured commitments under guided delegation: {told}. Prices of levers are in absolute staff, so they weigh "
        f"more on a small federation. {COVERS}"
    )
