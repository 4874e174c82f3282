"""Commitments: which contradict each other, which are honoured, and who remembers."""

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
        "allowance",
        "λ",
        "share",
        0.5,
        0,
        1,
        "share of a local difference that counterparts accept as a reason to depart from earlier commitments",
        off=0,
        title="share of local differences that counterparts accept as a reason",
        brief="what counterparts accept as a local reason",
    ),
    Parameter(
        "standing", "-", "commitments", 8, 3, 20, "commitments a counterpart remembers by domain", border=(1, 1000)
    ),
    Parameter(
        "forgetting", "-", "per commitment", 0.98, 0.9, 1, "weight of the past when a commitment is honoured or broken"
    ),
    Parameter(
        "default_rate",
        "-",
        "probability",
        0.12,
        0.05,
        0.25,
        "that a commitment is not delivered",
        off=0,
        title="commitments that are not delivered",
        brief="the probability of undelivered commitments",
    ),
    Parameter(
        "local_default",
        "-",
        "multiple",
        1,
        0.5,
        2,
        "undelivered commitments of states and cities acting by themselves, relative to those of the centre",
        "assumed: closer may mean that it lasts (Kennedy School Review 2023), or that there is less to deliver with",
        off=1,
        title="undelivered commitments of states and cities relative to the centre's",
        brief="the share of undelivered commitments of states and cities",
    ),
    Parameter(
        "alignment_delivery",
        "-",
        "share",
        0.5,
        0,
        0.8,
        "share of these that aligned budgets would save",
        "assumed; top: one in five defaults has other causes than money",
        title="share of undelivered commitments that aligned budgets would save",
        brief="share of undelivered commitments that aligned budgets would save",
    ),
    Parameter(
        "inclusion_delivery",
        "-",
        "share",
        0.4,
        0,
        0.7,
        "share of these that co-creation would save",
        "assumed; top: three in ten defaults are beyond those who were asked",
        title="share of undelivered commitments that co-creation would save",
        brief="share of undelivered commitments that co-creation would save",
    ),
)
