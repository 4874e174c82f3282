"""Two actors that want x = ±b from one counterpart in one domain, each drawn towards the commitment before its own.

y_n = (x_n + p y_{n-1})/(1 + p),   p = δ v:  an autoregression with coefficient p/(1 + p), so for b = ±b at random
E y² = b²/(1 + 2p),    E(y_n - y_{n-1})² = 2 b²/((1 + p)(1 + 2p)):  coordination buys consistency with moderation
"""

import math

import numpy as np

from sim.study.verify.case import Panel, Reading, case, curve, mean

SCENARIO, BIAS = "textbook_promises", 1.0
DELEGATED = {"delegation.level": 1.0}
PANEL = "Two opposed actors, drawn to existing commitments"
PANELS = (
    Panel(
        PANEL,
        "pull p of the standing commitment",
        "squared, sd²",
        {
            "position": curve(lambda p: BIAS / (1 + 2 * p), 0, 4),
            "step from one commitment to the next": curve(lambda p: 2 * BIAS / ((1 + p) * (1 + 2 * p)), 0, 4),
        },
    ),
)


def reckoned(wanted, pull: float) -> np.ndarray:
    """The positions that the recursion gives, issue by issue."""
    made, before = np.empty(len(wanted)), 0.0
    for n, x in enumerate(wanted):
        made[n] = before = x if n == 0 else (x + pull * before) / (1 + pull)
    return made


@case(
    "the pull of commitments shrinks both positions and steps, as the autoregression says",
    "form: Alonso, Dessein and Matouschek 2008; variance: Yule 1927",
)
def pull(simulator):
    for p in (0.5, 1.0, 3.0):
        acts = simulator.acts(SCENARIO, 12_000, DELEGATED, local_coordination=p)
        made = acts["agreed"][np.argsort(acts["closed"])]
        steps = np.diff(made)
        yield Reading(f"mean square of positions, pull {p:g}", BIAS / (1 + 2 * p), *mean(made**2), PANEL, "position", p)
        yield Reading(
            f"mean square of steps, pull {p:g}",
            2 * BIAS / ((1 + p) * (1 + 2 * p)),
            *mean(steps**2),
            PANEL,
            "step from one commitment to the next",
            p,
        )


@case("each commitment is the mean of the one before and what its maker wants, weighted by the pull", "this model")
def recursion(simulator):
    free, pulled = (simulator.acts(SCENARIO, 1000, DELEGATED, local_coordination=p) for p in (0.0, 0.8))
    weeks = free["closed"].astype(int)
    alone = int(np.argmax(np.diff(weeks) == 0)) or len(weeks)  # until two issues share a week and see the same past
    departure = abs(pulled["agreed"][:alone] - reckoned(free["agreed"][:alone], 0.8)).max()
    yield Reading(
        f"largest departure from the recursion over {alone} issues", 0.0, float(departure) if alone >= 50 else math.nan
    )


CASES = (pull, recursion)
