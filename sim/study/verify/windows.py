"""Windows that close: the Erlang-A queue, M/M/c+M (Palm 1957).

With n in the system the outflow is min(n, c)μ + (n - c)^+ θ; p_n follows from detailed balance, and
    P(abandon) = θ E(n - c)^+ / λ,     throughput = λ (1 - P(abandon));     here c = 10, μ = 1, θ = .5 a week
"""

import numpy as np

from sim.model.records import LAPSED
from sim.study.verify.case import Panel, Reading, case, curve, mean

SCENARIO = "textbook_windows"
SERVERS, THETA = 10, 0.5
PANEL = "Matters whose window closes before work starts"


def abandoned(load: float) -> float:
    """P(abandon) at a load λ/(cμ)."""
    rate = load * SERVERS
    n = np.arange(400)
    out = np.minimum(n, SERVERS) + THETA * np.maximum(n - SERVERS, 0)
    logs = np.cumsum(np.concatenate([[0.0], np.log(rate / out[1:])]))
    p = np.exp(logs - logs.max())
    return float(THETA * (p / p.sum() * np.maximum(n - SERVERS, 0)).sum() / rate)


PANELS = (Panel(PANEL, "load of the ten teams", "share", {"M/M/10+M": curve(abandoned, 0.4, 1.6)}),)


@case(
    "windows of mean 2 weeks lose .0388214 of the issues at load .8 and .195656 at 1.2, and the queue stays finite",
    "Palm 1957",
)
def erlang_a(simulator):
    for load in (0.8, 1.0, 1.2, 1.5):
        issues = simulator.settled(SCENARIO, 1500, load=load, arrival_rate=10 * load)
        lost = np.isinf(issues["started"])
        yield Reading(f"share abandoned, load {load:g}", abandoned(load), *mean(lost), PANEL, "M/M/10+M", load)
        done, error = mean(~lost)
        yield Reading(
            f"throughput a week, load {load:g}", 10 * load * (1 - abandoned(load)), 10 * load * done, 10 * load * error
        )
        yield Reading(
            f"lapsed less never started, load {load:g}", 0.0, float(np.mean(lost) - np.mean(issues["stage"] == LAPSED))
        )


CASES = (erlang_a,)
