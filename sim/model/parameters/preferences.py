"""What subnational actors want, and what they see of each other."""

from sim.model.catalogue import Parameter

PARAMETERS = (
    Parameter(
        "visibility",
        "-",
        "[0,1]",
        0.1,
        0,
        0.4,
        "what actors see of others' commitments without a registry or shared data",
    ),
    Parameter(
        "lean_scale", "-", "sd/margin", 3, 1, 5, "preference per unit of partisan margin", brief="the pull of party"
    ),
    Parameter("preference_sd", "-", "sd", 0.3, 0, 0.8, "spread of preferences that no election explains", off=0),
    Parameter("line_gap", "-", "sd", 0.4, 0.1, 0.8, "distance of a party's line from the middle", border=(0, 8)),
)
