"""A body that rules on what departments cannot settle.

Provan and Kenis (2008) tell three ways in which a network governs itself. What a body costs depends on its design, so
its slots and its authority are paid for with it.
"""

from typing import NamedTuple

from sim.model.catalogue import Lever, Parameter, Price


class Design(NamedTuple):
    """Slots won per slot paid for, share of the authority that its rulings carry, price of a slot, and its name."""

    won: float
    carried: float
    slot_price: float
    name: str


DESIGNS = {
    "none": Design(0.0, 0.0, 0.0, "none"),
    "shared": Design(0.7, 0.8, 0.5, "departments settle disputes among themselves"),
    "lead": Design(0.9, 0.9, 0.8, "one department leads the others"),
    "body": Design(1.0, 1.0, 1.0, "a separate body"),
}


def body_fte(levers, given) -> float:
    """FTE of a body with its slots and its authority."""
    slots = given["body_fte"] * levers.slots * DESIGNS[levers.body].slot_price
    return slots + (given["authority_fte"] * levers.authority if levers.body != "none" else 0.0)


PARAMETERS = (
    Parameter("body_fte", "-", "FTE/slot", 12, 5, 30, "coordinating body per weekly ruling", place=8),
    Parameter("authority_fte", "-", "FTE", 100, 20, 300, "standing that makes its rulings bind", place=9),
)
LEVERS = (
    Lever(
        "coordination.body",
        title="coordinating body",
        unit="",
        meaning="who settles disputes that departments cannot",
        off="none",
        choices={word: design.name for word, design in DESIGNS.items()},
        price=Price("body_fte × slots × slot_price + authority_fte × authority (nothing without a body)", body_fte),
        place=5,
    ),
    Lever(
        "coordination.authority",
        title="authority of the body",
        unit="probability",
        meaning="probability that the body's ruling binds",
        paid="with the body",
        needs=("coordination.body",),
        place=6,
    ),
    Lever(
        "coordination.slots",
        title="rulings of the body",
        unit="per week",
        meaning="rulings of the body a week",
        high=200,
        paid="with the body",
        needs=("coordination.body",),
        step=1.0,
        reach=40.0,
        place=7,
    ),
    Lever(
        "coordination.escalation",
        title="wait before escalation",
        unit="weeks",
        meaning="weeks a clearance must have waited before the body rules on it",
        high=52,
        off=4.0,
        needs=("coordination.slots",),
        step=1.0,
        place=8,
    ),
)
