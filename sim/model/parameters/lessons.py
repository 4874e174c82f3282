"""Lessons: what reviews teach, and for how long."""

from sim.model.catalogue import Parameter

PARAMETERS = (
    Parameter("self_report", "-", "probability", 0.4, 0.1, 0.8, "own mistakes reported where reviews carry no blame"),
    Parameter(
        "review_learning",
        "-",
        "per report",
        0.02,
        0.005,
        0.05,
        "share of mistakes unlearned per detection, at full review without blame",
        brief="share of mistakes unlearned per detection",
    ),
    Parameter("lesson_life", "-", "years", 4, 1, 10, "mean life of a lesson without archives"),
)
