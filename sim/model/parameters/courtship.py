"""Rivals that court subnational actors."""

from sim.model.catalogue import Parameter

PARAMETERS = (
    Parameter(
        "courtship",
        "-",
        "1/week",
        0.15,
        0,
        0.4,
        "pull of a rival of full capability on the actor it courts",
        off=0,
        brief="pull of rivals",
    ),
    Parameter(
        "rival_budget",
        "-",
        "actors",
        1,
        1,
        8,
        "actors that a rival of full capability courts in a week, others in proportion and at least one",
        "direction: China's programmes for states and cities, Kennedy School Review 2023; top: all that it looks at",
        off=1,
        title="actors that a rival of full capability courts at once",
        brief="what rivals spend on courting",
        border=(1, 8),
    ),
    Parameter(
        "defence",
        "-",
        "[0,1]",
        0.4,
        0,
        0.8,
        "share of it that a well-informed actor stops",
        title="share of a rival's courtship that a well-informed actor stops",
    ),
    Parameter("capture_threshold", "-", "sd", 0.4, 0.2, 0.7, "mean drift of preferences that makes an actor captured"),
    Parameter("recovery", "-", "1/week", 0.01, 0.002, 0.03, "rate at which preferences return"),
)
