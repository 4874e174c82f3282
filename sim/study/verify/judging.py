"""What the centre and a delegate know, the loss from what they do not know, and when delegation pays off.

    centre    E(y - ω)² = (1 - r a)² σ² + r² a²/π,  a = πσ²/(πσ² + 1); with r = 1 the posterior variance 1/(π + 1/σ²)
    delegate  E(y - ω)² = 1/(π_S + 1/σ²) + (1 - g)² σ_g² + m² B²,  B = P - L its bias, m its slack
so delegate if and only if m² B² + (1 - g)² σ_g² + 1/(π_S + 1/σ²) < 1/(π_F + 1/σ²): Holmström (1984) and Dessein (2002)
in the terms of this model. Here π_F = 1, π_S = 3, σ = 1, m = .5, σ_g = .2: up to |B| = .916515.
"""

import math

import numpy as np

from sim.study.verify.case import Panel, Reading, case, curve, mean

SCENARIO, SCENARIO_LEAN = "textbook_judgement", 0.5  # partisan lean of the domain's state
DELEGATED = {"delegation.level": 1.0}
CENTRE, DELEGATE = "Loss of the centre", "Loss of a delegate without bias"
FRONTIER, GUIDANCE = "Gain from delegating, by bias", "Spread of readings of the line, by guidance"


def posterior(precision: float, sd: float) -> float:
    """Variance of the right answer given a signal."""
    return 1 / (precision + 1 / sd**2)


def central_loss(precision: float, sd: float, kept: float = 1.0) -> float:
    a = precision * sd * sd / (precision * sd * sd + 1)
    return (1 - kept * a) ** 2 * sd**2 + (kept * a) ** 2 / precision


def gain(bias: float) -> float:
    """The gain from delegation at the values above."""
    return posterior(1, 1) - posterior(3, 1) - 0.2**2 - (0.5 * bias) ** 2


LINE = math.sqrt(posterior(1, 1) - posterior(3, 1) - 0.2**2) / 0.5
PANELS = (
    Panel(
        CENTRE,
        "precision π of the centre, 1/sd²",
        "mean squared error, sd²",
        {
            f"σ = {sd:g}{kept}": curve(lambda p, sd=sd, r=r: central_loss(p, sd, r), 0.05, 4)
            for sd in (0.4, 1.2)
            for r, kept in ((1.0, ""), (0.9**3, ", α = .9"))
        },
    ),
    Panel(
        DELEGATE,
        "precision π of the delegate, 1/sd²",
        "mean squared error, sd²",
        {f"σ = {sd:g}": curve(lambda p, sd=sd: posterior(p, sd), 0.3, 8) for sd in (0.4, 1.2)},
    ),
    Panel(
        FRONTIER,
        "bias of the delegate, sd",
        "loss avoided, sd²",
        {"theory": curve(gain, -1.5, 1.5), "none": ([-1.5, 1.5], [0, 0])},
    ),
    Panel(GUIDANCE, "guidance g", "variance relative to none", {"(1 - g)²": curve(lambda g: (1 - g) ** 2, 0, 1)}),
)


def losses(acts):
    """Squared distance from the right answer L + ω, at L = 0."""
    return (acts["agreed"] - acts["omega"]) ** 2


@case(
    "the centre errs by its posterior variance, and by more where levels damp what it sees",
    "DeGroot 1970; Williamson 1967",
)
def centre(simulator):
    for sd in (0.4, 1.2):
        for alpha in (1.0, 0.9):
            for precision in (0.2, 1.0, 3.0):
                acts = simulator.acts(SCENARIO, 100, shock_sd=sd, federal_precision=precision, attenuation=alpha)
                yield Reading(
                    f"loss, π {precision:g}, σ {sd:g}, α {alpha:g}",
                    central_loss(precision, sd, alpha**3),
                    *mean(losses(acts)),
                    CENTRE,
                    f"σ = {sd:g}" + (", α = .9" if alpha < 1 else ""),
                    precision,
                )


@case("so does a delegate, with its own precision", "DeGroot 1970")
def delegate(simulator):
    for sd in (0.4, 1.2):
        for precision in (0.5, 1.5, 3.0, 8.0):
            acts = simulator.acts(
                SCENARIO, 100, DELEGATED, shock_sd=sd, local_precision=precision, slack=0, guidance_noise=0
            )
            yield Reading(
                f"loss, π {precision:g}, σ {sd:g}",
                posterior(precision, sd),
                *mean(losses(acts)),
                DELEGATE,
                f"σ = {sd:g}",
                precision,
            )


@case("delegation is the better side of |bias| = .916515 and the worse one beyond it", "Holmström 1984; Dessein 2002")
def frontier(simulator):
    for bias in (-1.3, -0.8, 0.0, 0.8, LINE, 1.05, 1.3):
        ways = [simulator.acts(SCENARIO, 400, levers, lean_scale=bias / SCENARIO_LEAN) for levers in ({}, DELEGATED)]
        ways = [way[np.argsort(way["uid"])][:600_000] for way in ways]
        n = min(map(len, ways))
        assert (ways[0]["uid"][:n] == ways[1]["uid"][:n]).all()
        gained, error = mean(losses(ways[0])[:n] - losses(ways[1])[:n])
        yield Reading(
            f"gain of delegating, bias {bias:.6g}", gain(bias), gained, error, FRONTIER, "theory", bias, scale=0.3
        )
        if abs(abs(bias) - LINE) > 0.05:
            yield Reading(
                f"sign of the gain, bias {bias:g}: four errors clear of none",
                math.copysign(1, gain(bias)),
                math.copysign(1, gained) if abs(gained) > 4 * error else 0.0,
            )


@case("guidance of .6 leaves .16 of the variance with which actors read the line", "this model")
def guidance(simulator):
    plain = dict(shock_sd=0, slack=0, guidance_noise=1)
    free = simulator.acts(SCENARIO, 100, DELEGATED, **plain)["agreed"]
    yield Reading("variance of readings without guidance", 1.0, *mean(free**2), GUIDANCE, "(1 - g)²", 0)
    for g in (0.3, 0.6, 0.9):
        bound = simulator.acts(SCENARIO, 100, DELEGATED | {"coordination.guidance": g}, guidance_fte=0, **plain)
        yield Reading(f"variance, guidance {g:g}", (1 - g) ** 2, *mean(bound["agreed"] ** 2), GUIDANCE, "(1 - g)²", g)
        yield Reading(
            f"largest departure from 1 - g times the free reading, guidance {g:g}",
            0.0,
            float(abs(bound["agreed"] - (1 - g) * free).max()),
        )


CASES = (centre, delegate, frontier, guidance)
