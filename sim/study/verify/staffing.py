"""The hierarchy above the front line, and how much of a signal remains on its way up.

F front-line officers at span s: (F - 1)/(s - 1) managers; in whole posts, one manager per s, level by level:
25,000 at 7: 4,170 on 6 levels; 25,000 at 5: 6,251 on 7; 30,000 at 10: 3,334 on 5
a signal that passes n levels keeps α^(n-1) (Williamson 1967)
support that grows with the power γ of the front line: r F0 (F/F0)^γ, so that twice the officers need 2^γ times as much
"""

import numpy as np

from sim.model.rules.staffing import managers
from sim.study.verify import optimum
from sim.study.verify.case import Panel, Reading, case

POSTS, KEPT = "Managers over a front line of 25,000", "What is kept of a position, four levels"
FRONT, USUAL, GROWTHS = "Front line of a staff, a hundred at 199.75", 100.0, (1.0, 1.15, 1.3)
TREES = {(25_000, 7): (4_170, 6), (25_000, 5): (6_251, 7), (30_000, 10): (3_334, 5)}
SPANS = np.linspace(4, 12, 200)


def staff_for(front, growth: float, span: float = 5.0, overhead: float = 0.0):
    """Posts for so many at the front line, with .75 support staff each where they are a hundred."""
    return front + (front - 1) / (span - 1) + 0.75 * front * (front / USUAL) ** (growth - 1) + overhead


PANELS = (
    Panel(POSTS, "span of control", "managers, FTE", {"(F - 1)/(s - 1)": (SPANS, 24_999 / (SPANS - 1))}),
    Panel(
        FRONT,
        "staff, FTE",
        "front line, FTE",
        {f"γ = {g:g}": (staff_for(x := np.linspace(20, 820, 100), g), x) for g in GROWTHS},
    ),
    Panel(KEPT, "attenuation α, per level", "share", {"α^(n-1), n = 4": (x := np.linspace(0.7, 1, 100), x**3)}),
    *optimum.PANELS,
)


def tree(simulator, front: float, span: float, overhead: float = 0.0):
    """The staff of a world whose headcount keeps this many at the front line, with .75 support staff each."""
    headcount = staff_for(front, 1.0, span, overhead)
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


@case("front line, managers, support and what levers and links cost add up to the headcount", "this model")
def headcount(simulator):
    for patrol in (0.0, 1.0):
        for link in (0.0, 0.5):
            costs = {"patrol_fte": 20, "link_fte": link, "pay_step": 1.2, "support_growth": 1.2}
            world = simulator.template("textbook_silos", 0.1, {"oversight.patrol": patrol}, **costs).world
            staff = world.regime[0]
            total = staff["front"] + staff["managers"] + staff["supply"] + staff["overhead"] + staff["links"]
            said = f"patrol {patrol:g}, {link:g} for each link"
            yield Reading(f"FTE in all, {said}", 199.75, total)
            yield Reading(f"FTE for the 45 links of ten desks, {said}", 45 * link, staff["links"])


@case("twice the front line takes 2^γ times the support, so that twice the staff is less at the front", "this model")
def tyranny(simulator):
    for growth in GROWTHS:
        for front in (50.0, 100.0, 200.0, 800.0):
            posts = staff_for(front, growth)
            made = simulator.template("textbook_queue", 0.1, headcount=posts, support_growth=growth).world
            staff, line = made.regime[0], f"γ = {growth:g}"
            yield Reading(f"front line of {posts:,.1f} staff, {line}", front, staff["front"], 0.0, FRONT, line, posts)
            behind = 75.0 * (front / USUAL) ** growth
            yield Reading(f"support of {posts:,.1f} staff, {line}", behind, staff["supply"])


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


CASES = (posts, headcount, tyranny, control_loss, *optimum.CASES)
