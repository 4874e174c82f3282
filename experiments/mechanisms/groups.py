"""Mechanisms in groups, each with the parameters that turn it off."""

from sim.model.parameters import OFF

GROUPS = {
    "ministries that differ": ("agency_lean", "line_noise", "linkage"),
    "steeper trees, and links": ("support_growth", "pay_step", "link_fte"),
    "posts with few hands": ("post_strain",),
    "consent and courts": ("consent_time", "ratification"),
    "budgets after legitimacy": ("budget_response",),
    "networks": ("contagion", "common_text", "pooling"),
    "actors, rivals and partners that learn": ("actor_learning", "rival_learning", "channel_memory"),
    "twins, rivals' reach and patrons": ("twin_share", "rival_budget", "patronage"),
    "opportunities": ("opportunity_share",),
    "international crises": ("grave_rate",),
}
ALL_OFF = {name: OFF[name] for names in GROUPS.values() for name in names}


def off(group: str) -> dict[str, float]:
    """Parameters at which this group alone is off."""
    return {name: OFF[name] for name in GROUPS[group]}
