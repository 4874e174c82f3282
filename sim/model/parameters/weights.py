"""What counts more: vital issues, larger places, closer partners."""

from sim.model.catalogue import Parameter

PARAMETERS = (
    Parameter(
        "vital_threshold",
        "v*",
        "-",
        0.6,
        0.4,
        0.8,
        "vitality from which an issue is vital",
        title="how vital an issue must be to count as vital",
        brief="the bar for a vital issue",
        border=(0, 1),
    ),
    Parameter(
        "priorities",
        "-",
        "switch",
        1,
        0,
        1,
        "1: crisis before vital before routine; 0: first come first served",
        off=0,
        title="crises before vital issues, and those before routine ones",
        brief="crises before vital issues",
        sides=("first come first served", "crisis before vital before routine"),
    ),
    Parameter(
        "exports_weight",
        "-",
        "share",
        0.5,
        0,
        1,
        "share of a locality's weight that is its exports; the rest is its economy",
        title="share of a locality's weight that is its exports",
    ),
    Parameter(
        "ties_weight",
        "-",
        "share",
        0.5,
        0,
        1,
        "share of a counterpart's weight that is its existing ties; the rest is its economy",
        title="share of a counterpart's weight that is its existing ties",
    ),
)
