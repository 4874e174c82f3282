"""Coordination: what shared data, standards, decision rights and exercises do."""

from sim.model.catalogue import Parameter

PARAMETERS = (
    Parameter(
        "sharing_delegate", "-", "[0,1]", 0.5, 0.2, 0.8, "what shared data shows an actor of others' commitments"
    ),
    Parameter("rights_effect", "-", "share", 0.7, 0.3, 0.9, "redrafts that clear decision rights prevent"),
    Parameter(
        "standards_effect", "-", "share", 0.3, 0.1, 0.5, "redrafts and misreadings that common standards prevent"
    ),
    Parameter("line_delay", "-", "weeks", 8, 2, 20, "time to put a new line into words"),
    Parameter(
        "inclusion_delay",
        "-",
        "multiple",
        1.5,
        0.5,
        3,
        "what full co-creation adds to it",
        title="what full co-creation adds to the time to put a new line into words",
    ),
    Parameter("buy_in", "-", "[0,1]", 0.5, 0.2, 0.8, "slack that full co-creation removes"),
    Parameter("readiness_effect", "-", "-", 0.6, 0.2, 1, "gain in crisis speed at full readiness"),
    Parameter("readiness_life", "-", "weeks", 26, 8, 52, "half-life of readiness"),
    Parameter("exercise_gain", "-", "[0,1]", 0.4, 0.2, 0.7, "share of the gap to full readiness an exercise closes"),
    Parameter("exercise_cost", "-", "team-weeks/team", 0.25, 0.1, 0.5, "time one exercise takes from every team"),
)
