"""Two actors that want x = ±b from one counterpart in one domain, each drawn towards the commitment before its own.

y_n = (x_n + p y_{n-1})/(1 + p),   p = δ v:  an autoregression with coefficient p/(1 + p), so for b = ±b at random
E y² = b²/(1 + 2p),    E(y_n - y_{n-1})² = 2 b²/((1 + p)(1 + 2p)):  coordination buys consistency with moderation

A centre that answers local conditions ω ~ N(0, σ²), seen with precision π, and a counterpart that accepts a share λ of
them: net of what it accepts an offer is y - λω ~ N(0, V), and where the latest commitment stands
P(contradiction) = 2 Φ(-τ/√(2V)),   V = (a - λ)² σ² + a²/π,   a = πσ²/(πσ² + 1)
so that who sees more contradicts itself more before a counterpart that accepts nothing, and less before one that does.
"""

import math

import numpy as np

from sim.study.verify.case import Panel, Reading, case, curve, mean, share

SCENARIO, BIAS = "textbook_promises", 1.0
SEEING = "textbook_judgement"
DELEGATED = {"delegation.level": 1.0}
PANEL = "Two opposed actors, drawn to promises"
ACCEPTED = "Contradictions, by what is accepted"


def contradictions(allowance: float, precision: float) -> float:
    """P(contradiction) above, for σ = τ = 1."""
    a = precision / (precision + 1.0)
    variance = (a - allowance) ** 2 + a * a / precision
    return math.erfc(1.0 / math.sqrt(2.0 * variance) / math.sqrt(2.0))


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
    Panel(
        ACCEPTED,
        "share λ of local differences that is accepted",
        "P(contradiction)",
        {f"π = {pi:g}": curve(lambda x, pi=pi: contradictions(x, pi), 0, 1) for pi in (0.5, 8.0)},
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


@case("an offer contradicts the one before it as often as two normal deviates lie apart", "normal distribution")
def accepted(simulator):
    sure = {"standing": 1, "federal_coordination": 0, "groupthink": 0, "attenuation": 1}
    for precision in (0.5, 8.0):
        for part in (0.0, 0.5, 1.0):
            acts = simulator.acts(SEEING, 100, **sure, federal_precision=precision, allowance=part)
            acts = acts[acts["had_standing"] == 1]
            yield Reading(
                f"share that contradicts, λ {part:g}, π {precision:g}",
                contradictions(part, precision),
                *mean(acts["contradicts"]),
                ACCEPTED,
                f"π = {precision:g}",
                part,
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


@case("commitments of those who act by themselves fail at their own multiple of the centre's rate", "this model")
def delivered(simulator):
    for multiple in (0.5, 1.0, 2.0):
        for levers, factor, who in ((DELEGATED, multiple, "delegates"), ({}, 1.0, "the centre")):
            acts = simulator.acts(SCENARIO, 12_000, levers, default_rate=0.2, local_default=multiple)
            fails = 0.2 * factor
            yield Reading(
                f"share not delivered by {who}, multiple {multiple:g}", fails, *share(acts["kept"] == 0, fails)
            )


CASES = (pull, recursion, accepted, delivered)
