"""Oversight in its limits: every act carries a latent problem; what is detected, when, and what is deterred?

patrol   each delegated act is audited with chance ρ: found ~ Binomial(n, ρ); audits every T weeks find after T/2
alarm    m bystanders who each report with q: 1 - (1 - q)^m                       (McCubbins and Schwartz 1984)
deterred of those who would act alone the share whose gain exceeds x = k p s acts, p the chance of detection, s the
         sanction: uniform gains max(0, 1 - x), exponential e^-x, S(x) = (1 + ξx)^(-1/ξ) in general (Becker 1968)
"""

import math

import numpy as np

from sim.study.verify.case import Panel, Reading, case, curve, share

SCENARIO, STUCK = "textbook_watch", "textbook_stuck"
MANDATES = {"delegation.level": 1.0}
FOUND, DELAY, ALARM, DETERRED = (
    "Acts found by patrol",
    "Delay of a patrol",
    "Acts on which an alarm rings",
    "Going alone by what it costs to be caught",
)
GAINS = {  # share that gains more than x, by ξ
    "uniform gains, 1 - x": (-1.0, lambda x: max(0.0, 1.0 - x)),
    "exponential gains, e^-x": (0.0, lambda x: math.exp(-x)),
    "heavier tail, ξ = .5": (0.5, lambda x: (1.0 + 0.5 * x) ** -2),
}
PANELS = (
    Panel(FOUND, "share audited ρ", "share found", {"ρ": ([0, 1], [0, 1])}),
    Panel(DELAY, "weeks T between audits", "mean weeks until found", {"T/2": ([0, 32], [0, 16])}),
    Panel(
        ALARM,
        "bystanders m",
        "share",
        {f"q = {q:g}": curve(lambda m, q=q: 1 - (1 - q) ** m, 0, 20) for q in (0.05, 0.1)},
    ),
    Panel(
        DETERRED,
        "expected penalty x = k p s",
        "hazard relative to no penalty",
        {label: curve(share_above, 0, 1.6) for label, (_, share_above) in GAINS.items()},
    ),
)


@case("an audit detects each act with the stated probability, independently: a binomial thinning", "Kingman 1993")
def thinning(simulator):
    for rate in (0.2, 0.4, 0.8):
        acts = simulator.acts(SCENARIO, 300, MANDATES | {"oversight.patrol": rate})
        found = np.isfinite(acts["detected"])
        yield Reading(f"share found, ρ {rate:g}", rate, *share(found, rate), FOUND, "ρ", rate)
        counts = found[: found.size // 50 * 50].reshape(-1, 50).sum(axis=1)  # of n = 50 acts each
        yield Reading(
            f"variance over mean of acts found, ρ {rate:g}",
            1 - rate,
            counts.var(ddof=1) / counts.mean(),
            (1 - rate) * math.sqrt(2 / counts.size),
        )


@case("a patrol every T weeks detects after T/2 on average", "McCubbins and Schwartz 1984")
def patrol(simulator):
    for period in (6.5, 13.0, 30.0):
        acts = simulator.acts(SCENARIO, 100, MANDATES | {"oversight.patrol": 1.0, "oversight.patrol_period": period})
        delay = (acts["detected"] - acts["closed"])[acts["closed"] < 5100]
        yield Reading(
            f"mean weeks until found, every {period:g} weeks",
            period / 2,
            float(delay.mean()),
            period / math.sqrt(12 * delay.size),
            DELAY,
            "T/2",
            period,
        )
        yield Reading(f"longest, every {period:g} weeks, at most", period, float(delay.max()), at_most=True)


@case("ten bystanders who each report with .1 sound an alarm with .651322", "McCubbins and Schwartz 1984")
def alarm(simulator):
    for q, m in ((0.05, 5), (0.05, 20), (0.1, 2), (0.1, 10), (0.1, 15)):
        acts = simulator.acts(SCENARIO, 100, MANDATES | {"oversight.alarm": 1.0}, report_prob=2 * q, bystanders=m)
        heard = np.isfinite(acts["detected"]) | (acts["closed"] > 5000)  # late alarms fall beyond the end
        early = acts["closed"] <= 5000
        exact = 1 - (1 - q) ** m
        yield Reading(f"share reported, q {q:g}, m {m}", exact, *share(heard[early], exact), ALARM, f"q = {q:g}", m)


def gone_alone(simulator, sanction: float, **parameters) -> tuple[float, float]:
    """Hazard of acting alone on stuck issues, divided by that without a penalty, and its standard error. Survival to
    the n-th look is exp(-h Σ age dt)."""
    dt, age, years = 0.25, 40.0, 12
    issues = simulator.issues(STUCK, years, {"oversight.sanction": sanction}, dt=dt, **parameters)
    issues = issues[issues["opened"] < years * 52 - age - 1]
    first = np.floor(issues["opened"] / dt) * dt + dt - issues["opened"]  # age at the first look
    looks = int(age / dt)
    spent = float((dt * (looks * first + dt * looks * (looks - 1) / 2)).mean())
    gone = issues["venture_at"] <= issues["opened"] + first + (looks - 1) * dt + 1e-9
    rate = 0.02 * 0.6 / 10  # freelance_rate (1 - trust) / patience
    left = 1.0 - float(gone.mean())
    return -math.log(left) / (rate * spent), math.sqrt(left * (1 - left) / gone.size) / (left * rate * spent)


@case(
    "of actors with gains uniform on [0, G] the share 1 - pF/G still acts, .4 at p = .3 and F = 2G; with "
    "exponential gains e^(-pF/G)",
    "Becker 1968",
)
def deterrence(simulator):
    for label, (tail, share_above) in GAINS.items():
        for caught in (0.0, 0.15, 0.3, 0.6):
            x = 2.0 * caught
            exact = share_above(x)
            found, error = gone_alone(simulator, 1.0, caught=caught, deterrence_power=2, gain_tail=tail)
            yield Reading(
                f"hazard, p {caught:g}, {label}",
                exact,
                found,
                error if exact > 0 else 0.0,
                DETERRED,
                label,
                x,
                scale=1.0,
            )


CASES = (thinning, patrol, alarm, deterrence)
