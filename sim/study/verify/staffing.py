"""The hierarchy above the front line, and how much of a signal remains on its way up.

F front-line officers at span s: (F - 1)/(s - 1) managers; in whole posts, one manager per s, level by level:
25,000 at 7: 4,170 on 6 levels; 25,000 at 5: 6,251 on 7; 30,000 at 10: 3,334 on 5
a signal that passes n levels keeps α^(n-1) (Williamson 1967)
"""

import numpy as np

from sim.model.rules.staffing import managers
from sim.study.verify.case import Panel, Reading, case

POSTS, KEPT = "Managers over a front line of 25,000", "What is kept of a position, four levels"
TREES = {(25_000, 7): (4_170, 6), (25_000, 5): (6_251, 7), (30_000, 10): (3_334, 5)}
SPANS = np.linspace(4, 12, 200)
PANELS = (
    Panel(POSTS, "span of control", "managers, FTE", {"(F - 1)/(s - 1)": (SPANS, 24_999 / (SPANS - 1))}),
    Panel(KEPT, "attenuation α, per level", "share", {"α^(n-1), n = 4": (x := np.linspace(0.7, 1, 100), x**3)}),
)


def tree(simulator, front: float, span: float, overhead: float = 0.0):
    """The staff of a world whose headcount keeps this many at the front line, with .75 support staff each."""
    headcount = front + (front - 1) / (span - 1) + 0.75 * front + overhead
    return simulator.template("textbook_queue", 0.1, headcount=headcount, span=span, team_fte=1000).world.regime[0]


@case("a front line of 25,000 needs 4,170 managers at a span of seven and 6,251 at five", "arithmetic")
def posts(simulator):
    for (front, span), (whole, levels) in TREES.items():
        staff = tree(simulator, front, span)
        found = managers(staff["front"], span)[0]
        yield Reading(f"managers by whole posts, {front:,} at {span}", whole, found)
        yield Reading(f"levels of managers, {front:,} at {span}", levels, staff["levels"] - 1)
        yield Reading(
            f"managers in FTE, {front:,} at {span}",
            (front - 1) / (span - 1),
            staff["managers"],
            0.0,
            POSTS if front == 25_000 else "",
            "(F - 1)/(s - 1)",
            span,
        )
        yield Reading(
            f"posts that rounding adds, {front:,} at {span}, at most one a level",
            levels,
            found - float(staff["managers"]),
            at_most=True,
        )


@case("front line, managers, support and what levers cost add up to the headcount", "this model")
def headcount(simulator):
    for patrol in (0.0, 1.0):
        world = simulator.template("textbook_queue", 0.1, {"oversight.patrol": patrol}, patrol_fte=20).world
        staff, support = world.regime[0], world.given["support"][0]
        total = staff["front"] + staff["managers"] + support * staff["front"] + staff["overhead"]
        yield Reading(f"FTE in all, patrol {patrol:g}", 199.75, total)


@case(
    "a position keeps α of its strength at each level it climbs, α³ over the four of a hundred officers at five",
    "Williamson 1967",
)
def control_loss(simulator):
    light = {"shock_sd": 1.0, "load": 0.1}
    plain = simulator.acts("textbook_queue", 5, **light)
    for alpha in (0.75, 0.8, 0.9, 0.95):
        damped = simulator.acts("textbook_queue", 5, attenuation=alpha, **light)
        ratio = damped["agreed"] / plain["agreed"]
        yield Reading(
            f"share kept, attenuation {alpha:g}", alpha**3, float(ratio.mean()), 0.0, KEPT, "α^(n-1), n = 4", alpha
        )
        yield Reading(
            f"largest departure of one position from that, attenuation {alpha:g}",
            0.0,
            float(abs(ratio - alpha**3).max()),
        )


CASES = (posts, headcount, control_loss)
