"""Watching: seven instruments and what is done with what they find. A regime is a bundle of intensities."""

import math
from dataclasses import dataclass


@dataclass
class Oversight:
    """Every instrument is an intensity; 0 is its off value."""

    preclearance: float = 0.0  # share of delegated decisions reviewed before signing
    patrol: float = 0.0  # share of concluded acts outside the centre that are audited
    patrol_period: float = 13.0  # weeks between audits
    alarm: float = 0.0  # readiness to hear bystanders (McCubbins and Schwartz 1984)
    registry: float = 0.0  # duty to notify, and a public list of who may speak
    liaison: float = 0.0  # officers in each actor's house
    licence: float = 0.0  # chance that a private entry is contracted and watched
    sanction: float = 0.0  # strictness: voided act, suspended mandate, exclusion


BOUNDS = {
    "preclearance": (0, 1),
    "patrol": (0, 1),
    "patrol_period": (0.5, 104),
    "alarm": (0, 1),
    "registry": (0, 1),
    "liaison": (0, 5),
    "licence": (0, 1),
    "sanction": (0, 1),
}
CHOICES: dict[str, tuple[str, ...]] = {}


def cost(oversight, price, n_actors) -> dict[str, float]:
    """FTE by use. A patrol costs as the square root of how often it comes, relative to quarterly."""
    return {
        "preclearance": price["preclearance_fte"] * oversight.preclearance,
        "patrol": price["patrol_fte"] * oversight.patrol * math.sqrt(13.0 / oversight.patrol_period),
        "alarm": price["alarm_fte"] * oversight.alarm,
        "registry": price["registry_fte"] * oversight.registry,
        "liaison": price["liaison_fte"] * oversight.liaison * n_actors,
        "licence": price["licence_fte"] * oversight.licence,
        "sanction": price["sanction_fte"] * oversight.sanction,
    }
