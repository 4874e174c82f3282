"""Half measures: what part of the full benefit a part of the investment in guided delegation brings."""

import math

from sim.figures.curves import begin, curve, entitle, n_of, rows, surely, tick, value
from sim.figures.style import COLOURS, GREY, HouseFigure, house
from sim.model.levers import LEVERS
from sim.model.units import number

KEY, STAFF = "oversight.liaison", "delegation.staff"  # 1 is the full measure, so the lever is the share
OUTCOMES = ("goodput", "surfaced", "answer_gap")
STAFFING = LEVERS["delegation.staff"].choices
WAYS = {
    "together": "Every lever, the share delegated included, at the same part of its full value",
    "mandates first": "All of it delegated from the start, only what supports it in part",
}
PART = 0.2  # that of the title
DETECT = (1.96 + 0.84) / 1.96  # half intervals in the smallest difference found 4 times in 5


def draw(table) -> HouseFigure:
    """Differences from the arrangement of 2023; values too small to detect are shaded grey, proportion is a thin
    line."""
    table = table[table["label"].notna()]
    one = {name: max(number_of(row) for row in rows(table, name, label="together").itertuples()) for name in OUTCOMES}
    note = (
        f"Paired differences from the arrangement of 2023; {n_of(table)}, bands 95%; the United States. Dotted: "
        "in proportion to the investment. Grey: smaller than so many decades would detect in 4 of 5 trials (1.96 + "
        "0.84 standard errors, the larger of the two lines); a single pair of decades would miss "
        f"{number(one['goodput'], 2)} of value a week and {number(one['surfaced'], 2)} incidents a year. Below, at 0 "
        "there is no office that places mandates, and no wait for it; a small part of one is a bottleneck. Claim: the "
        "Kennedy School Review (2023), half measures bring little."
    )
    with house():
        figure, panels = begin(
            finding(table),
            note,
            len(WAYS) * len(OUTCOMES),
            list(STAFFING.values()),
            "part of the full investment",
            lines=tuple(WAYS.values()),
        )
        cells = [(way, outcome) for way in WAYS for outcome in OUTCOMES]
        for axes, (way, outcome) in zip(panels, cells, strict=True):
            found = rows(table, outcome, label=way)
            shade(axes, found)
            for place, staff in enumerate(STAFFING):
                part = found[found[STAFF] == staff].sort_values(KEY)
                curve(axes, part, KEY, place)
                axes.plot(
                    part[KEY].iloc[[0, -1]],
                    part["mean"].iloc[[0, -1]],
                    color=COLOURS[place],
                    linestyle=":",
                    linewidth=0.9,
                )
            entitle(axes, outcome, difference=True)
            tick(axes, [0.0, 0.2, 0.4, 0.6, 0.8, 1.0])
    return figure


def shade(axes, found) -> None:
    """Around zero: differences that these decades could not detect, the larger of the two conventions."""
    half = ((found["high"] - found["low"]) / 2.0 * DETECT).groupby(found[KEY]).max()
    axes.fill_between(
        half.index.to_numpy(float),
        -half.to_numpy(),
        half.to_numpy(),
        color=GREY,
        alpha=0.35,
        linewidth=0,
        gid="undetected",
    )


def number_of(row) -> float:
    """The same for one pair of decades."""
    return (row.high - row.low) / 2.0 * DETECT * math.sqrt(row.n)


def finding(table) -> str:
    """The share of the full gain in value that one fifth brings, and the effect of full mandates on one fifth of their
    support."""
    kept, moved = (part(table, staff) for staff in STAFFING)
    thin = value(table, "goodput", label="mandates first", **{STAFF: "moved", KEY: PART})
    words = " of its gain in value"
    if kept.endswith(words):
        moved = moved.removesuffix(words)
    percent = number(100.0 * abs(thin["mean"]) / thin["reference"], 2)
    does = {1: f"add {percent}% to", -1: f"lose {percent}% of", 0: "do not measurably change"}[surely(thin)]
    return (
        f"{PART:.0%} of the investment in guided delegation brings {kept} with delegates' own staff, {moved} with the "
        f"centre's; full mandates on {PART:.0%} of their support {does} the value of 2023 with the centre's staff"
    )


def part(table, staff: str) -> str:
    """The share of the full gain, if there is one; otherwise both values."""
    whole, some = (value(table, "goodput", label="together", **{STAFF: staff, KEY: share}) for share in (1.0, PART))
    if surely(whole) <= 0:
        return f"{number(some['mean'], 2)} of value a week, all of it {number(whole['mean'], 2)},"
    return f"{100.0 * some['mean'] / whole['mean']:.0f}% of its gain in value"
