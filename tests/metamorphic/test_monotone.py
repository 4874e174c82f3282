"""What theory orders on average: one assumption or lever moved on eight common worlds, four standard errors.

Issue by issue nothing need hold here: a queue that is shorter for one is longer for another.
"""

import math

import numpy as np
import pytest
from happening import happening, shutdown
from relation import FREE

from sim.model.records import (
    AT_CONSENT,
    BY_COURT,
    CONCLUDED,
    CRISIS_LOST,
    FREELANCE,
    JOINT,
    LAPSED,
    MANDATE,
    MISJUDGED,
    OVERREACH,
    QUIET,
    ROGUE,
)


def mean(values):
    return float(values.mean()) if len(values) else math.nan


def rms(values):
    return math.sqrt(mean(values * values))


def of(chosen, field=None, by=mean):
    """An outcome of a world: a mean over the issues chosen, or how many there are."""

    def outcome(world):
        issues = world.issues[: int(world.federal["rows"][0])]
        issues = issues[issues["stage"] > 0]
        some = issues[chosen(issues)]
        return float(len(some)) if field is None else by(field(some) if callable(field) else some[field])

    return outcome


def by_channel(*channels):
    return lambda i: (i["stage"] == CONCLUDED) & np.isin(i["channel"], channels)


REFUSED = of(lambda i: (i["stage"] == LAPSED) & (i["desk"] == AT_CONSENT))
AGREED = of(lambda i: i["stage"] == CONCLUDED)
OFFICIAL = of(by_channel(0))
LAPSES = of(lambda i: i["stage"] == LAPSED)
WAITED = of(lambda i: i["crisis"] < 2, "waited")
ALONE = of(lambda i: i["venture"] > 0)
SURFACED = of(lambda i: np.isfinite(i["surfaced"]))
DETECTED = of(lambda i: i["watched"] == 1)
OVERREACHES = of(lambda i: i["incident"] == OVERREACH)
MISTAKES = of(lambda i: i["incident"] == MISJUDGED)
CONTRADICTIONS = of(lambda i: i["contradicts"] == 1)
PRIVATE = of(by_channel(ROGUE, ROGUE + 1))
LOST = of(lambda i: i["incident"] == CRISIS_LOST)
DELEGATED = by_channel(MANDATE, JOINT)
LINE_GAP = of(DELEGATED, lambda i: i["agreed"] - i["line"], rms)
ANSWER_GAP = of(DELEGATED, lambda i: i["agreed"] - i["line"] - i["omega"], rms)
CENTRAL_GAP = of(by_channel(0), lambda i: i["agreed"] - i["line"] - i["omega"], rms)
CRISIS_DESK = of(lambda i: (i["crisis"] > 0) & np.isfinite(i["tabled"]), lambda i: i["tabled"] - i["opened"])
CAPTURED = lambda w: float(w.series["captured"].mean())  # noqa: E731
DRIFT = lambda w: float(w.subnationals["drift"][w.subnationals["teams"] >= 0.05].mean())  # noqa: E731 with a house
TRUST = lambda w: float(w.series["trust"].mean())  # noqa: E731
CREDIT = lambda w: float(w.series["allies"].mean())  # noqa: E731

HALF = {"delegation.level": 0.5}
ORDERED = [
    # name, what is moved, outcome, which way, what else is set
    ("more servers end more", {"headcount": 33_000}, AGREED, 1, {}),
    ("more servers, shorter queues", {"headcount": 33_000}, WAITED, -1, {}),
    ("more load, longer queues", {"load": 1.3}, WAITED, 1, {}),
    ("what is stuck is taken up by others", {"load": 1.3}, ALONE, 1, {}),
    ("and by private actors", {"load": 1.3}, PRIVATE, 1, {"reach": 0.4, "entry_rate": 0.6}),
    ("pooling servers never lengthens the wait", {"pooled": 1}, WAITED, -1, {}),
    ("what is not sent back is done", {"coordination.decision_rights": 1}, OFFICIAL, 1, FREE | {"burden": 0}),
    ("windows half as long end less", {"window": 0.5}, AGREED, -1, {}),
    ("and lapse more", {"window": 0.5}, LAPSES, 1, {}),
    ("crises that close sooner are lost more", {"crisis_window": 2}, LOST, 1, {}),
    ("pure deterrence deters", {"oversight.sanction": 0.8, "concealment": 0}, ALONE, -1, {"oversight.alarm": 0.8}),
    (
        "who is not answered learns to act alone",
        {"actor_learning": 0.3},
        ALONE,
        1,
        {"load": 2, "freelance_rate": 0.06, "venture_speed": 12},
    ),
    (
        "who is punished for it learns to wait",
        {"actor_learning": 0.3},
        ALONE,
        -1,
        {"freelance_rate": 0.06, "deterrence_power": 0, "concealment": 0, "actor_learning": 0, "contagion": 0}
        | {"oversight.sanction": 1.0, "oversight.patrol": 1.0, "oversight.patrol_period": 1.0},
    ),
    ("actors who trust the centre wait for it", {"trust": 0.8}, ALONE, -1, {"trust_rate": 0}),
    ("an inspector finds what the centre did", {"oversight.inspector": 0.8}, DETECTED, 1, FREE),
    ("found first is corrected quietly", {"oversight.patrol": 0.8}, SURFACED, -1, HALF),
    ("who looks finds", {"oversight.patrol": 0.8}, DETECTED, 1, HALF),
    ("a clear right to decide saves the second draft", {"coordination.decision_rights": 1}, WAITED, -1, {}),
    ("readier counterparts agree more", {"agree_base": 0.5}, AGREED, 1, {}),
    ("a line that is heard is kept nearer to", {"coordination.guidance": 1.0}, LINE_GAP, -1, HALF | FREE),
    ("so are standards", {"coordination.standards": 1.0}, LINE_GAP, -1, HALF | FREE),
    ("who is in the house is kept nearer to the line", {"oversight.liaison": 2.0}, LINE_GAP, -1, HALF | FREE),
    ("who sees better answers better", {"local_precision": 8}, ANSWER_GAP, -1, HALF),
    ("so does a centre that shares its data", {"coordination.sharing": 1.0}, CENTRAL_GAP, -1, FREE),
    ("a signal lost on its way up is no answer", {"attenuation": 0.9}, CENTRAL_GAP, 1, {}),
    ("a reviewer lets less go wrong", {"oversight.preclearance": 1.0}, MISTAKES, -1, HALF | FREE),
    ("a reviewer lets less overreach", {"oversight.preclearance": 1.0}, OVERREACHES, -1, HALF | FREE),
    (
        "lessons prevent mistakes",
        {"coordination.reviews": 1.0},
        MISTAKES,
        -1,
        HALF | FREE | {"oversight.patrol": 0.8, "review_learning": 0.05},
    ),
    (
        "blame unteaches them",
        {"coordination.blame": 1.0},
        MISTAKES,
        1,
        HALF | FREE | {"oversight.patrol": 0.8, "coordination.reviews": 1.0, "review_learning": 0.05},
    ),
    ("a public list of promises is kept to", {"oversight.registry": 1.0}, CONTRADICTIONS, -1, HALF | FREE),
    ("a wider tolerance, fewer contradictions", {"tolerance": 1.6}, CONTRADICTIONS, -1, HALF),
    ("liaisons keep rivals out of their house", {"oversight.liaison": 2.0}, DRIFT, -1, FREE),
    ("defence does", {"defence": 0.8}, CAPTURED, -1, {}),
    ("courtship wins", {"courtship": 0.4}, CAPTURED, 1, {}),
    ("tastes that return are not kept", {"recovery": 0.03}, CAPTURED, -1, {"courtship": 0.4}),
    ("the drilled are quick in a crisis", {"coordination.exercises": 6.0, "exercise_cost": 0}, CRISIS_DESK, -1, {}),
    ("quick answers make trust", {"load": 0.7}, TRUST, 1, {}),
    ("broken promises lose credit", {"default_rate": 0.25}, CREDIT, -1, {}),
    ("who shuts down ends less", {"happening": (shutdown(26, 12, 0.8),)}, OFFICIAL, -1, {}),
    ("consent that takes its time leaves less in force", {"consent_time": 100}, AGREED, -1, {"consent_time": 5}),
    ("less legitimacy, more refused", {"legitimacy": 0.3}, REFUSED, 1, {"consent_time": 5, "ratification": 0.5}),
    (
        "where law binds, courts void more",
        {"consent_time": 5},
        of(lambda i: i["voided"] == BY_COURT),
        1,
        {"consent_time": 0, "freelance_rate": 0.3, "aspiration": 4.0, "load": 2.0, "own_staff": 20},
    ),
    (
        "who loses legitimacy is given less to work with",
        {"budget_response": 1.0},
        OFFICIAL,
        -1,
        {"legitimacy_hit": 0.001},
    ),
    ("a louder alarm finds more", {"oversight.alarm": 1.0}, DETECTED, 1, HALF | FREE),
    (
        "a harder ban hides",
        {"concealment": 1.0},
        of(lambda i: (i["watched"] == 1) & np.isin(i["channel"], (QUIET, FREELANCE))),
        -1,
        {"oversight.sanction": 1.0, "oversight.alarm": 1.0, "freelance_rate": 0.06, "load": 1.2} | FREE,
    ),
    ("more eager companies enter more", {"entry_rate": 0.6}, PRIVATE, 1, {"load": 1.2, "reach": 0.4}),
]


def split(settings):
    """(scenario, levers, parameters) of a mixed dict."""
    place = happening("us_2023", *settings["happening"]) if "happening" in settings else "us_2023"
    return (
        place,
        {name: value for name, value in settings.items() if "." in name},
        {name: value for name, value in settings.items() if "." not in name and name != "happening"},
    )


def paired(simulate, change, outcome, beside, n):
    """Mean difference that a change makes over n common worlds, its standard error, and the mean without it."""
    runs = [
        [outcome(simulate(*split(settings), years=2, replicate=r)) for r in range(n)]
        for settings in (beside, beside | change)
    ]
    difference = np.subtract(runs[1], runs[0])
    return difference.mean(), difference.std(ddof=1) / math.sqrt(n), np.mean(runs[0])


@pytest.mark.parametrize("replicates", [8, pytest.param(100, marks=pytest.mark.slow)])
@pytest.mark.parametrize(
    ("change", "outcome", "sign", "beside"), [pytest.param(*row[1:], id=row[0]) for row in ORDERED]
)
def test_monotone(simulate, change, outcome, sign, beside, replicates):
    mean, error, base = paired(simulate, change, outcome, beside, replicates)
    assert sign * mean > 4 * error > 0, f"{mean:.4g} ± {error:.2g} of {base:.4g}"
