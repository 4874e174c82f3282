"""Legitimacy: what the public grants, and what costs it."""

from sim.model.catalogue import Parameter

PARAMETERS = (
    Parameter("legitimacy", "-", "[0,1]", 0.6, 0.4, 0.8, "public legitimacy at the start"),
    Parameter(
        "openness",
        "-",
        "[0,1]",
        0.2,
        0,
        0.4,
        "legitimacy that full transparency and co-creation add",
        "assumed; top: two fifths of the scale",
    ),
    Parameter(
        "legitimacy_hit", "-", "per severity", 0.0003, 0, 0.001, "legitimacy lost by one incident or omission", off=0
    ),
    Parameter(
        "budget_response",
        "-",
        "share",
        0.2,
        0,
        1,
        "change of the centre's teams at each yearly budget, per share of its first legitimacy that was won or lost",
        "assumed; top: in proportion, so that half the legitimacy has half the teams",
        off=0,
        title="how strongly budgets follow legitimacy",
    ),
)
