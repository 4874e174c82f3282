"""Promises: which contradict each other, which are kept, and who remembers."""

from sim.model.catalogue import Parameter

PARAMETERS = (
    Parameter(
        "tolerance",
        "τ",
        "sd",
        1,
        0.5,
        1.6,
        "distance from a standing commitment that makes a contradiction",
        brief="the distance that makes a contradiction",
    ),
    Parameter(
        "standing", "-", "commitments", 8, 3, 20, "commitments a counterpart remembers by domain", border=(1, 1000)
    ),
    Parameter("forgetting", "-", "per promise", 0.98, 0.9, 1, "weight of the past when a promise is kept or broken"),
    Parameter(
        "default_rate",
        "-",
        "probability",
        0.12,
        0.05,
        0.25,
        "that a promise is not delivered",
        off=0,
        title="promises that are not delivered",
        brief="the probability of broken promises",
    ),
    Parameter(
        "alignment_delivery",
        "-",
        "share",
        0.5,
        0.2,
        0.8,
        "of those, what aligned budgets save",
        title="of promises not delivered, what aligned budgets save",
        brief="of promises not delivered",
    ),
    Parameter(
        "inclusion_delivery",
        "-",
        "share",
        0.4,
        0.1,
        0.7,
        "of those, what co-creation saves",
        title="of promises not delivered, what co-creation saves",
        brief="of promises not delivered",
    ),
)
