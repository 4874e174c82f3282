"""People and memory: what is spent so that those who act can act well, and later ones remember."""

from dataclasses import dataclass


@dataclass
class Investment:
    """Every field at 0 is off."""

    training: float = 0.0  # of departments and actors
    rotation: float = 0.0  # of staff between departments and levels
    archives: float = 0.0  # archives and mentoring
    grants: float = 0.0  # share of the national headcount given to subnational actors


BOUNDS = {"training": (0, 1), "rotation": (0, 1), "archives": (0, 1), "grants": (0, 0.5)}
CHOICES: dict[str, tuple[str, ...]] = {}


def cost(investment, price, headcount) -> dict[str, float]:
    """FTE by use."""
    return {
        "training": price["training_fte"] * investment.training * headcount,
        "rotation": price["rotation_fte"] * investment.rotation * headcount,
        "archives": price["archives_fte"] * investment.archives,
        "grants": investment.grants * headcount,
    }
