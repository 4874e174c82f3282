"""What a textbook case leaves out of the model unless it asks for it."""

from sim.model.parameters import OFF

# Queues, pooling, promises and the like are known one at a time: each of these is off until a case turns it on.
TEXTBOOK = {
    name: OFF[name]
    for name in (
        "opportunity_share", "grave_rate", "support_growth", "pay_step", "link_fte", "agency_lean", "line_noise",
        "linkage", "actor_learning", "contagion", "common_text", "pooling", "patronage", "post_strain", "twin_share",
        "channel_memory", "rival_budget", "rival_learning", "consent_time", "ratification", "void_rate",
        "budget_response",
    )
}  # fmt: skip
