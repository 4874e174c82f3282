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
        "defence",
        "-",
        "[0,1]",
        0.4,
        0,
        0.8,
        "share of it that a well-informed actor stops",
        title="share of a rival's courtship that a well-informed actor stops",
    ),
    Parameter(
        "rival_learning",
        "-",
        "per trial",
        0,
        0,
        0.3,
        "weight of one week of courtship in what a rival has learnt of an actor: how far a week draws it",
        "Bush and Mosteller 1955 form; size assumed; top: the last six weeks make nine tenths of it",
        off=0,
        title="weight of one week in what rivals learn of where courtship pays",
        brief="the rate at which rivals learn where courtship pays",
    ),
    Parameter("capture_threshold", "-", "sd", 0.4, 0.2, 0.7, "mean drift of preferences that makes an actor captured"),
    Parameter("recovery", "-", "1/week", 0.01, 0.002, 0.03, "rate at which preferences return"),
)
