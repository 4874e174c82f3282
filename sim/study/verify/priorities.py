"""Crises before vital issues before routine ones, without interruption of work: Cobham (1954).

Wq_k = W0/((1 - s_{k-1})(1 - s_k)),   s_k the load of class k and those before it,
W0 the probability of waiting of M/M/c over cμ, C/(cμ)
"""

from itertools import pairwise

import numpy as np

from sim.study.verify.case import Panel, Reading, case, curve, mean
from sim.study.verify.queues import erlang_c
from sim.study.verify.simulator import waits

SCENARIO = "textbook_priorities"
PANEL = "One team, vital before routine (3 to 5)"
CLASSES = ("crisis", "vital", "routine")


def cobham(rates, servers: int = 1) -> list[float]:
    """Mean wait of each class, the first class first."""
    loads = np.concatenate([[0.0], np.cumsum(rates)]) / servers
    first = erlang_c(servers, float(sum(rates)))[0] / servers
    return [first / ((1 - before) * (1 - through)) for before, through in pairwise(loads)]


def two(load: float) -> list[float]:
    return cobham((0.375 * load, 0.625 * load))


PANELS = (
    Panel(
        PANEL,
        "load of the team",
        "mean wait, weeks",
        {
            "vital": curve(lambda x: two(x)[0], 0.3, 0.93),
            "first come, first served": curve(lambda x: x / (1 - x), 0.3, 0.93),
            "routine": curve(lambda x: two(x)[1], 0.3, 0.93),
        },
        "y",
    ),
)


@case(
    "one team at load .8: vital issues wait 1.142857 weeks, routine ones 5.714286, where both would wait 4",
    "Cobham 1954",
)
def one_team(simulator):
    for load in (0.5, 0.7, 0.8):
        issues = simulator.settled(SCENARIO, 8000, replicates=2, load=load, arrival_rate=load, vital_threshold=0.625)
        for priority, exact in zip((1, 2), two(load), strict=True):
            found = waits(issues)[issues["priority"] == priority]
            yield Reading(
                f"mean wait of {CLASSES[priority]} issues, load {load:g}",
                exact,
                *mean(found),
                PANEL,
                CLASSES[priority],
                load,
            )
        if load == 0.8:
            plain = simulator.settled(SCENARIO, 8000, replicates=2, priorities=0)
            yield Reading(
                "mean wait without classes, load .8", 4.0, *mean(waits(plain)), PANEL, "first come, first served", load
            )


@case("five teams, vital 1 and routine 3 a week: .138528 and .692641 weeks", "Cobham 1954")
def five_teams(simulator):
    issues = simulator.settled(SCENARIO, 4000, replicates=2, team_fte=20, arrival_rate=4, vital_threshold=0.75)
    for priority, exact in zip((1, 2), cobham((1, 3), 5), strict=True):
        yield Reading(
            f"mean wait of {CLASSES[priority]} issues", exact, *mean(waits(issues)[issues["priority"] == priority])
        )


@case("three classes: crises .2 a week before vital .3 before routine .3, one team", "Cobham 1954")
def three_classes(simulator):
    issues = simulator.settled(
        SCENARIO, 8000, replicates=2, arrival_rate=0.6, vital_threshold=0.5, crisis_share=1 / 3, crisis_work=1
    )
    for priority, exact in enumerate(cobham((0.2, 0.3, 0.3))):
        yield Reading(
            f"mean wait of {CLASSES[priority]} issues", exact, *mean(waits(issues)[issues["priority"] == priority])
        )


CASES = (one_team, five_teams, three_classes)
