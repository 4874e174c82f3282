"""A policy is what a government chooses: one bundle of numbers from each of four groups of levers."""

from dataclasses import dataclass, field, fields

from sim.model.policy import coordination, delegation, investment, oversight
from sim.model.policy.coordination import Coordination
from sim.model.policy.delegation import Delegation
from sim.model.policy.investment import Investment
from sim.model.policy.oversight import Oversight

GROUPS = {"delegation": delegation, "oversight": oversight, "coordination": coordination, "investment": investment}


@dataclass
class Policy:
    """One arrangement of the country's foreign affairs. The default is the centre alone with every lever off."""

    delegation: Delegation = field(default_factory=Delegation)
    oversight: Oversight = field(default_factory=Oversight)
    coordination: Coordination = field(default_factory=Coordination)
    investment: Investment = field(default_factory=Investment)
    name: str = "centralized"


def levers(policy: Policy) -> dict[str, float | str]:
    """Every lever of a policy by its full name, `group.lever`."""
    return {
        f"{group}.{f.name}": getattr(getattr(policy, group), f.name)
        for group in GROUPS
        for f in fields(getattr(policy, group))
    }


def cost(policy: Policy, price: dict[str, float], headcount: float, n_actors: int) -> dict[str, float]:
    """FTE that each lever takes out of the one national headcount."""
    by_group = {
        "delegation": delegation.cost(policy.delegation, price),
        "oversight": oversight.cost(policy.oversight, price, n_actors),
        "coordination": coordination.cost(policy.coordination, price),
        "investment": investment.cost(policy.investment, price, headcount),
    }
    return {f"{group}.{lever}": fte for group, costs in by_group.items() for lever, fte in costs.items()}
