"""Private actors: what they notice, when they enter, and the harm they do."""

from sim.model.catalogue import Parameter

PARAMETERS = (
    Parameter("reach", "-", "share", 0.15, 0.05, 0.4, "issues that some private actor notices", off=0),
    Parameter(
        "entry_rate",
        "-",
        "1/week",
        0.3,
        0,
        0.6,
        "hazard of entry at full appetite, vacuum and profit",
        off=0,
        brief="hazard of entry at full appetite",
    ),
    Parameter("overdue", "-", "weeks", 8, 4, 16, "age at which a routine issue looks abandoned"),
    Parameter("private_noise", "-", "sd", 1, 0.4, 2, "spread of what private actors settle for"),
    Parameter("private_speed", "-", "multiple", 2, 1, 4, "speed of a private actor relative to a team"),
    Parameter(
        "private_trouble",
        "-",
        "probability",
        0.5,
        0.2,
        0.8,
        "that a rogue private act does harm",
        title="probability that a rogue private act does harm",
    ),
    Parameter("private_detection", "-", "multiple", 0.3, 0.1, 0.8, "detection of deniable acts relative to others"),
    Parameter(
        "licence_effect",
        "-",
        "share",
        0.6,
        0,
        0.9,
        "share of agenda, noise and harm that a contract removes",
        "assumed; top: a contract leaves a tenth of the harm",
        brief="what a contract removes",
    ),
    Parameter(
        "tail",
        "-",
        "multiple",
        1,
        0.7,
        1.5,
        "scales the Pareto exponent of private harm (lower: heavier)",
        title="exponent of private harm, of which a lower one has graver extremes",
        brief="exponent of private harm",
    ),
)
