"""One pool of teams: the M/M/c and M/G/1 queues.

    B_0 = 1, B_k = a B_{k-1}/(k + a B_{k-1});  C = B_c/(1 - ρ(1 - B_c));  Wq = C/(cμ - λ);  P(Wq > t) = C e^{-(cμ-λ)t}
with a = λ/μ, ρ = a/c; here μ = 1 a week (Erlang 1917). One server, work of coefficient of variation v:
    Wq = ρ/(1 - ρ) (1 + v²)/2                                                     (Pollaczek 1930, Khinchine 1932)
"""

import math

from sim.study.verify.case import Panel, Reading, case, curve, mean
from sim.study.verify.simulator import waits

SCENARIO = "textbook_queue"


def erlang_c(servers: int, offered: float) -> tuple[float, float]:
    """(P(wait > 0), mean wait in service times) of M/M/c."""
    b = 1.0
    for k in range(1, servers + 1):
        b = offered * b / (k + offered * b)
    c = b / (1.0 - offered / servers * (1.0 - b))
    return c, c / (servers - offered)


def wait(servers: int, load: float) -> float:
    return erlang_c(servers, load * servers)[1]


def tail(t: float, servers: int = 10, offered: float = 8.0) -> float:
    """P(Wq > t), t in weeks."""
    return erlang_c(servers, offered)[0] * math.exp(-(servers - offered) * t)


WAITS = "Mean wait by load"
TAILS = "Waits longer than t, ten teams at load .8"
SHAPES = "Mean wait by shape of work, load .7"
PANELS = (
    Panel(
        WAITS,
        "load of the teams",
        "mean wait, weeks",
        {f"c = {c}": curve(lambda x, c=c: wait(c, x), 0.4, 0.93) for c in (1, 2, 5, 10)},
        "y",
    ),
    Panel(TAILS, "t, weeks", "P(Wq > t)", {"M/M/10": curve(tail, 0, 2)}, "y"),
    Panel(
        SHAPES,
        "shape k of gamma work (v² = 1/k)",
        "mean wait of one team, weeks",
        {"M/G/1": curve(lambda k: 0.7 / 0.3 * (1 + 1 / k) / 2, 0.4, 8)},
    ),
)


@case("ten teams at load .8 keep an issue waiting .204590 weeks, and let .409180 of them wait", "Erlang 1917")
def erlang(simulator):
    issues = simulator.settled(SCENARIO, 1500, replicates=4)
    found = waits(issues)
    delayed, average = erlang_c(10, 8.0)
    yield Reading("mean wait, weeks", average, *mean(found), WAITS, "c = 10", 0.8)
    yield Reading("P(wait > 0)", delayed, *mean(found > 0), TAILS, "M/M/10", 0)
    yield Reading("mean time in system, weeks", 1 + average, *mean(issues["closed"] - issues["opened"]))
    for t in (0.5, 1.0, 1.5):
        yield Reading(f"P(wait > {t:g} weeks)", tail(t), *mean(found > t), TAILS, "M/M/10", t)


@case("the same holds for one, two and five teams at other loads", "Erlang 1917")
def other_sizes(simulator):
    for servers, load in ((1, 0.5), (1, 0.8), (2, 0.7), (2, 0.9), (5, 0.7), (5, 0.9), (10, 0.6), (10, 0.9)):
        found = waits(
            simulator.settled(
                SCENARIO,
                1500 if load < 0.85 else 3000,
                replicates=2,
                load=load,
                team_fte=100 / servers,
                arrival_rate=load * servers,
            )
        )
        yield Reading(
            f"mean wait, c = {servers}, load {load:g}", wait(servers, load), *mean(found), WAITS, f"c = {servers}", load
        )


@case("one team waits longer the more uneven its work, (1 + v²)/2 times M/M/1", "Pollaczek 1930, Khinchine 1932")
def uneven_work(simulator):
    for shape in (0.5, 1.0, 2.0, 4.0):
        found = waits(
            simulator.settled(SCENARIO, 4000, replicates=2, team_fte=100, load=0.7, arrival_rate=0.7, work_shape=shape)
        )
        yield Reading(
            f"mean wait, shape {shape:g}", 0.7 / 0.3 * (1 + 1 / shape) / 2, *mean(found), SHAPES, "M/G/1", shape
        )


@case(
    "what coordination adds to the work of every matter makes it wait as longer work would", "Erlang 1917; this model"
)
def burden(simulator):
    levers = {"coordination.sharing": 1.0, "coordination.dissent": 1.0, "coordination.transparency": 0.5}
    for share in (0.0, 0.03, 0.06):
        longer = 1.0 + 2.5 * share
        found = waits(
            simulator.settled(SCENARIO, 1500, levers, 2, burden=share, sharing_fte=0, dissent_fte=0, transparency_fte=0)
        )
        yield Reading(
            f"mean wait with {2.5 * share:.3g} of the work added, weeks",
            longer * wait(10, 0.8 * longer),
            *mean(found),
            WAITS,
            "c = 10",
            0.8 * longer,
        )


@case(
    "a queue is worked exactly within a tick: ticks of .25, 1 and 4 weeks close every issue at the same moment",
    "this model",
)
def ticks(simulator):
    ends = [simulator.settled(SCENARIO, 40, dt=dt)["closed"] for dt in (0.25, 1.0, 4.0)]
    for dt, other in ((0.25, ends[0]), (4.0, ends[2])):
        yield Reading(f"largest difference to a tick of 1, tick {dt:g}, weeks", 0.0, float(abs(other - ends[1]).max()))


CASES = (erlang, other_sizes, uneven_work, burden, ticks)
