"""A post abroad with m issues in hand at once, and drafts that take no time: M/M/m where talks are exponential.

Wq = C/(m - λ), C of Erlang (1917), for talks of one week on average (at even odds, bargaining = ln 2); crises first as
Cobham (1954) has it. Windows close on issues that wait and on issues in hand: with n at the post the outflow is
min(n, m) + nθ, and P(lapse) = θ E n/λ from detailed balance.
"""

import math

import numpy as np

from sim.model.records import LAPSED
from sim.study.verify.case import Panel, Reading, case, curve, mean
from sim.study.verify.priorities import cobham
from sim.study.verify.queues import erlang_c, wait

SCENARIO, WINDOWS, DELEGATES = "textbook_queue", "textbook_windows", "textbook_delegates"
EVEN = {f"agree_{name}": 0.0 for name in ("base", "alignment", "trust", "skill", "distance", "rank")}
TALKS = EVEN | {"bargaining": math.log(2.0), "load": 1e-6}  # a week on average, and next to no work at home
WAITS, LAPSES = "Wait at the post", "Issues whose window closes at a post of four, windows of mean 2 weeks"
THETA, HANDS = 0.5, 4


def lapsed(load: float) -> float:
    """P(lapse) at a load λ/m."""
    rate, n = load * HANDS, np.arange(400)
    out = np.minimum(n, HANDS) + THETA * n
    logs = np.cumsum(np.concatenate([[0.0], np.log(rate / out[1:])]))
    p = np.exp(logs - logs.max())
    return float(THETA * (p / p.sum() * n).sum() / rate)


PANELS = (
    Panel(
        WAITS,
        "load of the post, talks in hand at once if nobody waited, over m",
        "mean wait, weeks",
        {f"m = {m}": curve(lambda x, m=m: wait(m, x), 0.4, 0.92) for m in (1, 2, 5, 10)},
        "y",
    ),
    Panel(LAPSES, "load of the post", "share", {"min(n, m) + nθ": curve(lapsed, 0.3, 1.8)}),
)


def at_post(issues) -> np.ndarray:
    """Weeks from opening to the day on which the post takes an issue up."""
    return issues["tabled"] - issues["opened"]


@case("a post with m issues in hand at once keeps others waiting as Erlang's m lines do", "Erlang 1917")
def hands(simulator):
    for m, load in ((1, 0.5), (1, 0.8), (2, 0.7), (2, 0.9), (5, 0.7), (5, 0.9), (10, 0.8)):
        years = 1500 if load < 0.85 else 3000
        found = at_post(
            simulator.settled(SCENARIO, years, replicates=2, post_strain=1 / m, arrival_rate=load * m, **TALKS)
        )
        delayed, average = erlang_c(m, load * m)
        yield Reading(f"mean wait, m = {m}, load {load:g}", average, *mean(found), WAITS, f"m = {m}", load)
        yield Reading(f"P(wait > 0), m = {m}, load {load:g}", delayed, *mean(found > 1e-4))


@case("ticks of .25, 1 and 4 weeks take every issue up, and agree, at the same moment", "this model")
def post_ticks(simulator):
    ends = [
        simulator.settled(SCENARIO, 40, dt=dt, post_strain=0.5, arrival_rate=1.8, **TALKS) for dt in (0.25, 1.0, 4.0)
    ]
    for dt, other in ((0.25, ends[0]), (4.0, ends[2])):
        for field in ("tabled", "closed"):
            away = float(abs(other[field] - ends[1][field]).max())
            yield Reading(f"largest difference to a tick of 1 in {field}, tick {dt:g}, weeks", 0.0, away)


@case("crises are taken up before all else: .4 a week of them before 1.2 of others at a post of two", "Cobham 1954")
def crises_first(simulator):
    issues = simulator.settled(
        SCENARIO, 3000, replicates=2, post_strain=0.5, arrival_rate=1.2, crisis_share=1 / 3, priorities=1, **TALKS
    )
    crisis = issues["priority"] == 0
    for who, chosen, exact in zip(("crises", "others"), (crisis, ~crisis), cobham((0.4, 1.2), 2), strict=True):
        yield Reading(f"mean wait of {who}, weeks", exact, *mean(at_post(issues[chosen])))


@case("windows close on what waits and on what is in hand, and the queue stays finite", "detailed balance")
def closing(simulator):
    for load in (0.6, 1.0, 1.5):
        issues = simulator.settled(
            WINDOWS, 1500, replicates=2, post_strain=1 / HANDS, arrival_rate=HANDS * load, **TALKS
        )
        gone = issues["stage"] == LAPSED
        yield Reading(f"share that lapses, load {load:g}", lapsed(load), *mean(gone), LAPSES, "min(n, m) + nθ", load)


@case("what delegates offer goes past the post, and what is left waits as half of the load would", "Erlang 1917")
def past(simulator):
    for m, level in ((2, 0.5), (5, 0.4)):
        rate = 0.9 * m
        issues = simulator.settled(
            DELEGATES, 3000, {"delegation.level": level}, 2, post_strain=1 / m, arrival_rate=rate, **TALKS
        )
        own = issues["route"] == 0
        exact = erlang_c(m, rate * (1 - level))[1]
        yield Reading(f"wait of the centre's, m = {m}, {level:g} delegated", exact, *mean(at_post(issues[own])))
        longest = float(at_post(issues[~own]).max())
        yield Reading(f"longest wait of a delegate's, m = {m}, weeks, at most", 1e-3, longest, at_most=True)


CASES = (hands, post_ticks, crises_first, closing, past)
