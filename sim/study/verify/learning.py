"""Actors that learn from their own record: the linear operator of Bush and Mosteller (1955) on the propensity of a way.

p <- p + α (x - p) after each trial, so whatever the payoffs x have to do with one another, if each has the mean m,
    E p_n = m - (m - p_0)(1 - α)^n
Waiting: an answer that takes a time T, exponential with mean w, pays exp(-T/patience), so that m = 1/(1 + w/patience).
Alone: an act takes a tick and pays u = exp(-dt/patience) unless it is punished at once, with chance q: m = (1 - q) u.

A rival that courts one actor, whose wishes lie D from its own, leaves e^(-c n) of D after n weeks, and remembers
    p_n = α (1 - q) D/θ (r^n - q^n)/(r - q),   r = 1 - α,   q = e^-c,   θ the drift that captures
"""

import math

import numpy as np

from sim.model.records import CONCLUDED
from sim.study.verify.case import Panel, Reading, case, curve, mean

WAITING, ALONE = "textbook_queue", "textbook_stuck"
RATE, START, WORK = 0.1, 0.5, 0.00125  # α, p_0, mean weeks of work at load .001
COURTED, PULL, CAPTURED = "textbook_rival", 0.05, 5.0  # c and θ there; D is 1
PANEL, PUNISHED, DRAWN = "What n trials teach", "What punished acts teach", "What n weeks of courtship teach"
MEANS = (0.2, 0.8)
U = math.exp(-0.4)


def expected(m: float, n: float, rate: float = RATE) -> float:
    """E p_n above."""
    return m - (m - START) * (1.0 - rate) ** n


def remembered(n: float, rate: float) -> float:
    """p_n above of a rival."""
    r, q = 1.0 - rate, math.exp(-PULL)
    return rate * (1.0 - q) / CAPTURED * (r**n - q**n) / (r - q)


PANELS = (
    Panel(
        PANEL,
        "trials n",
        "mean propensity",
        {f"payoff {m:g} on average": curve(lambda n, m=m: expected(m, n), 0, 45) for m in MEANS},
    ),
    Panel(PUNISHED, "share q that is punished", "mean propensity", {"(1 - q) u": ([0, 1], [U, 0])}),
    Panel(
        DRAWN,
        "weeks n",
        "propensity",
        {f"α = {rate:g}": curve(lambda n, rate=rate: remembered(n, rate), 0, 130) for rate in (0.02, 0.3)},
    ),
)


@case("after n trials an actor expects m - (m - 1/2)(1 - α)^n of a way that pays m", "Bush and Mosteller 1955")
def operator(simulator):
    for m in MEANS:
        patience = WORK * m / (1.0 - m)
        for weeks in (2, 3, 5):
            template = simulator.template(
                WAITING, weeks / 52, load=0.001, patience=patience, actor_learning=RATE, freelance_rate=0
            )
            found = np.array([trials(world) for world in simulator.runs(template, 4000)])
            n = float(np.median(found[:, 0]))
            few = found[found[:, 0] == n, 1]
            yield Reading(
                f"mean propensity after {n:g} trials that pay {m:g}",
                expected(m, n),
                *mean(few, batches=len(few)),
                PANEL,
                f"payoff {m:g} on average",
                n,
            )


def trials(world) -> tuple[int, float]:
    """Issues that the actor has seen end, the week before the last, and the propensity to wait."""
    done = world.issues[world.issues["stage"] == CONCLUDED]
    seen = done["closed"] < world.given["weeks"][0] - world.given["dt"][0]
    return int(seen.sum()), float(world.subnationals["learnt_official"][0])


@case("acts alone of which a share q is punished are expected to pay (1 - q) u", "Bush and Mosteller 1955")
def punished(simulator):
    for q in (0.0, 0.25, 0.5, 0.75):
        template = simulator.template(
            ALONE,
            1,
            {"oversight.sanction": 1.0},
            4.0,
            actor_learning=RATE,
            caught=q,
            alarm_delay=1e-6,
            deterrence_power=0,
            choice_noise=1e-3,
            freelance_rate=0.6,
            aspiration=20,
            venture_speed=100,
            headcount=0.001,
        )
        learnt = [float(world.subnationals["learnt_open"][0]) for world in simulator.runs(template, 1000)]
        value, error = mean(learnt, batches=len(learnt))
        sure = q == 0.0  # every act pays the same
        yield Reading(
            f"mean propensity, q {q:g}", (1.0 - q) * U, value, 0.0 if sure else error, PUNISHED, "(1 - q) u", q
        )


@case("a rival remembers how far it has drawn an actor: a convolution of two decays", "Bush and Mosteller 1955")
def courting(simulator):
    for rate in (0.02, 0.3):
        for n in (13, 52, 104):
            world = simulator.world(COURTED, n / 52, rival_learning=rate, recovery=0)
            yield Reading(
                f"propensity after {n} weeks, α {rate:g}",
                remembered(n, rate),
                float(world.dossiers[0]),
                0.0,
                DRAWN,
                f"α = {rate:g}",
                n,
            )


CASES = (operator, punished, courting)
