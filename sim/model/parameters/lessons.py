"""Lessons: what reviews teach, and for how long."""

from sim.model.catalogue import Parameter

PARAMETERS = (
    Parameter(
        "self_report",
        "-",
        "probability",
        0.4,
        0,
        0.8,
        "own mistakes reported where reviews carry no blame",
        "assumed; top: one in five hides a mistake even where nobody is blamed",
    ),
    Parameter(
        "review_learning",
        "-",
        "per report",
        0.02,
        0,
        0.05,
        "share of mistakes unlearned per detection, at full review without blame",
        "assumed; top: twenty cases teach two thirds of the lesson",
        brief="share of mistakes unlearned per detection",
    ),
    Parameter("lesson_life", "-", "years", 4, 1, 10, "mean life of a lesson without archives"),
)
