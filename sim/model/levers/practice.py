"""How departments work together: who decides what, money that follows the work, and drills."""

from sim.model.catalogue import Lever, Parameter, Price, in_proportion

PARAMETERS = (
    Parameter("rights_fte", "-", "FTE", 30, 10, 75, "keeping decision rights clear", place=6),
    Parameter("alignment_fte", "-", "FTE", 50, 15, 150, "joint budget planning", place=7),
    Parameter("joint_fte", "-", "FTE", 100, 30, 300, "joint teams that draft for several departments", place=7.5),
)
LEVERS = (
    Lever(
        "coordination.decision_rights",
        title="clarity of decision rights",
        unit="[0,1]",
        meaning="how clear it is who decides what",
        price=in_proportion("rights_fte", "decision_rights"),
        burdens=True,
        place=9,
    ),
    Lever(
        "coordination.alignment",
        title="budgets that follow the load",
        unit="[0,1]",
        meaning="budgets follow the load",
        price=in_proportion("alignment_fte", "alignment"),
        burdens=True,
        place=10,
    ),
    Lever(
        "coordination.joint",
        title="joint drafting",
        unit="share",
        meaning="share of matters of two departments that a joint team drafts for both",
        price=in_proportion("joint_fte", "joint"),
        burdens=True,
        place=10.3,
    ),
    Lever(
        "coordination.exchange",
        title="officers in other departments",
        unit="officers",
        meaning="officers of the foreign ministry in each of the other departments",
        high=20,
        price=Price(
            "liaison_fte × exchange × (departments - 1)",
            lambda levers, given: given["liaison_fte"] * levers.exchange * (given["departments"] - 1),
        ),
        step=1.0,
        reach=4.0,
        place=10.6,
    ),
    Lever(
        "coordination.exercises",
        title="exercises",
        unit="per year",
        meaning="crisis exercises held each year",
        high=26,
        paid="working time",
        step=1.0,
        place=11,
    ),
)
