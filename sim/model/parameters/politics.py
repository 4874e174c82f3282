"""Changes of government, and what is dated."""

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
    Parameter(
        "events",
        "-",
        "multiple",
        1,
        0,
        1.5,
        "multiple of the sizes of the scenario's dated events: surges, cuts, shutdowns, reversals (0: none happens)",
        "sizes: events.csv of the scenario; a shutdown has taken .4 to .6 of staff (plans of 2018 and 2025)",
        off=0,
        title="size of the dated events of the scenario",
        brief="the size of dated events",
    ),
)
