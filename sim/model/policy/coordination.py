"""Whole of government: the line, shared information, and a body that settles what departments cannot."""

from dataclasses import dataclass

# Provan and Kenis (2008): how a network governs itself. Slots won per slot paid for, share of the authority that
# its rulings carry, price per slot.
DESIGNS = {"none": (0.0, 0.0, 0.0), "shared": (0.7, 0.8, 0.5), "lead": (0.9, 0.9, 0.8), "body": (1.0, 1.0, 1.0)}


@dataclass
class Coordination:
    """Every field at its default is off."""

    guidance: float = 0.0  # how clearly the line reaches those who act for the country
    sharing: float = 0.0  # shared data
    standards: float = 0.0  # shared glossary and formats
    dissent: float = 0.0  # constructive dissent
    body: str = "none"  # none, shared governance, lead agency, administrative body
    authority: float = 0.0  # probability that the body's ruling binds
    slots: float = 0.0  # rulings a week
    escalation: float = 4.0  # weeks a clearance must have waited
    decision_rights: float = 0.0  # how clear it is who decides what
    alignment: float = 0.0  # budgets follow the load
    exercises: float = 0.0  # a year
    reviews: float = 0.0  # after-action reviews
    blame: float = 0.0  # how far reviews punish
    inclusion: float = 0.0  # co-creation of the line with those bound by it
    transparency: float = 0.0  # reporting to the public


BOUNDS = {
    "guidance": (0, 1),
    "sharing": (0, 1),
    "standards": (0, 1),
    "dissent": (0, 1),
    "authority": (0, 1),
    "slots": (0, 200),
    "escalation": (0, 52),
    "decision_rights": (0, 1),
    "alignment": (0, 1),
    "exercises": (0, 26),
    "reviews": (0, 1),
    "blame": (0, 1),
    "inclusion": (0, 1),
    "transparency": (0, 1),
}
CHOICES = {"body": tuple(DESIGNS)}


def cost(coordination, price) -> dict[str, float]:
    """FTE by use. Exercises cost time, not posts: see `rules/staffing.py`."""
    slots_won, authority_kept, slot_price = DESIGNS[coordination.body]
    return {
        "guidance": price["guidance_fte"] * coordination.guidance,
        "sharing": price["sharing_fte"] * coordination.sharing,
        "standards": price["standards_fte"] * coordination.standards,
        "dissent": price["dissent_fte"] * coordination.dissent,
        "body": price["body_fte"] * coordination.slots * slot_price
        + (price["authority_fte"] * coordination.authority if coordination.body != "none" else 0.0),
        "decision_rights": price["rights_fte"] * coordination.decision_rights,
        "alignment": price["alignment_fte"] * coordination.alignment,
        "reviews": price["review_fte"] * coordination.reviews,
        "inclusion": price["inclusion_fte"] * coordination.inclusion,
        "transparency": price["transparency_fte"] * coordination.transparency,
    }
