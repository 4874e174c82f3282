"""Who decides: how much of the agenda is delegated, in what form, and whose staff does the work."""

from dataclasses import dataclass

FORMS = ("mandate", "joint", "consult")
STAFFING = ("kept", "moved")


@dataclass
class Delegation:
    """level 0 is the off value: everything runs through the centre."""

    level: float = 0.0  # share of each open domain delegated, the least vital first
    form: str = "mandate"  # mandate: acts within guidance; joint: the centre signs too; consult: it advises
    scope: str = "all"  # all, subnational, or domain codes joined by +
    cap: float = 1.0  # most that may be delegated of any one domain
    min_capacity: float = 0.05  # teams an actor must have to be given a mandate
    staff: str = "kept"  # kept: delegates bring their own staff; moved: staff moves with the work
    office: float = 0.0  # desks of the subnational office that places mandates


BOUNDS = {"level": (0, 1), "cap": (0, 1), "min_capacity": (0, 10), "office": (0, 100)}
CHOICES = {"form": FORMS, "staff": STAFFING}


def cost(delegation, price) -> dict[str, float]:
    """FTE by use; `price` holds the parameters."""
    return {"office": price["office_fte"] * delegation.office}
