"""Counterparts: how readily they agree."""

from sim.model.catalogue import Parameter

PARAMETERS = (
    Parameter(
        "bargaining",
        "-",
        "multiple",
        1,
        0.5,
        2,
        "scales the time counterparts take (0: they agree at once)",
        off=0,
        title="time that counterparts take",
    ),
    Parameter("agree_base", "b0", "logit", -0.2, -1, 0.5, "readiness to agree in a week", brief="readiness to agree"),
    Parameter("agree_alignment", "ba", "logit", 1.5, 0.5, 2.5, "weight of alignment"),
    Parameter("agree_trust", "bT", "logit", 2, 0.5, 4, "weight of trust"),
    Parameter("agree_skill", "bs", "logit", 0.8, 0.2, 1.5, "weight of the negotiator's skill"),
    Parameter("agree_distance", "bx", "logit/sd", 0.8, 0.3, 1.5, "weight of distance from the counterpart's ideal"),
    Parameter("agree_rank", "-", "logit", 0.5, 0, 1, "discount for a partner below the national level"),
    Parameter(
        "verification",
        "-",
        "logit",
        0.8,
        0,
        1.5,
        "doubt about who may speak, where no registry says so",
        "assumed; top: doubt halves the odds of agreement twice over",
        off=0,
        brief="doubt about who may speak",
    ),
    Parameter("exposure", "-", "logit", 0.4, 0, 1, "bargaining room that transparency costs"),
    Parameter(
        "ideal_scale",
        "-",
        "sd/point",
        0.5,
        0.25,
        1,
        "distance per UN ideal-point unit",
        "ideal points: Bailey, Strezhnev and Voeten 2017; scale assumed",
        title="distance between counterparts' wishes for a point between their votes in the United Nations",
    ),
)
