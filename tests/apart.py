"""One mechanism at a time: what tests of rules have off unless they say otherwise."""

import functools
from collections.abc import Callable

from sim.model.parameters import OFF

APART = {
    name: OFF[name]
    for name in (
        "opportunity_share", "grave_rate", "support_growth", "pay_step", "link_fte", "agency_lean", "line_noise",
        "linkage", "actor_learning", "contagion", "common_text", "pooling", "patronage", "post_strain", "twin_share",
        "channel_memory", "rival_budget", "rival_learning", "consent_time", "ratification", "void_rate",
        "budget_response",
    )
}  # fmt: skip


def apart(run: Callable) -> Callable:
    """The same function of (scenario, levers, parameters, ...) with all of these off but for what it is given."""

    @functools.wraps(run)
    def alone(scenario="textbook_queue", levers=None, parameters=None, *rest, **more):
        kept = {} if str(scenario).startswith("textbook_") else APART  # textbook cases have their own
        return run(scenario, levers, kept | (parameters or {}), *rest, **more)

    return alone
