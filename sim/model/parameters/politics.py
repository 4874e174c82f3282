"""Changes of government and shutdowns."""

from sim.model.catalogue import Parameter

PARAMETERS = (
    Parameter(
        "swing",
        "-",
        "probability",
        0.5,
        0.2,
        0.8,
        "that an election changes the party in government",
        off=0,
        title="probability that an election changes the party in government",
    ),
    Parameter("political_share", "-", "share", 0.3, 0.1, 0.5, "skill and readiness that leave with a government"),
    Parameter(
        "reversal", "-", "commitments", 0.5, 0, 1, "broken commitments each counterpart counts at a reversal", off=0
    ),
    Parameter("shutdown_week", "-", "week", 312, 100, 450, "when the centre loses staff for a while"),
    Parameter(
        "shutdown_weeks",
        "-",
        "weeks",
        5,
        0,
        12,
        "for how long",
        "the 35 days of 2018-19, as an order of size",
        title="length of the shutdown",
    ),
    Parameter(
        "shutdown_share",
        "-",
        "share",
        0.4,
        0,
        0.8,
        "share of teams lost",
        off=0,
        title="share of teams lost in the shutdown",
        brief="the share of teams lost in a shutdown",
    ),
)
