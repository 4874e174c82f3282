"""How departments work together: who decides what, money that follows the work, and drills."""

from sim.model.catalogue import Lever, Parameter, in_proportion

PARAMETERS = (
    Parameter("rights_fte", "-", "FTE", 30, 10, 75, "keeping decision rights clear", place=6),
    Parameter("alignment_fte", "-", "FTE", 50, 15, 150, "joint budget planning", place=7),
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
