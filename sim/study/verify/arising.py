"""Arrivals: a growing Poisson stream, and crises that lead to further crises.

E N(T) = Λ0 (e^{rT} - 1)/r,   r = ln(1 + g)/52
each crisis opens Poisson(η) more: mean cluster 1/(1 - η), variance η/(1 - η)³     (Hawkes 1971, Otter 1949)
counts over long spans have variance over mean 1/(1 - η)²
an international crisis that lasts W on average, at exponential work of mean m, is agreed with probability W/(W + m)
"""

import math

import numpy as np

from sim.model.records import CONCLUDED, GRAVE, UNSEEN
from sim.study.verify.case import Panel, Reading, case, curve, mean, share
from sim.study.verify.simulator import opened

SCENARIO = "textbook_queue"
GROWTH, CLUSTER = "Matters in a decade, by growth", "Crises that a crisis leads to, itself counted"


def expected(growth: float, weeks: float = 520.0) -> float:
    r = math.log1p(growth) / 52
    return 8 * (math.expm1(r * weeks) / r if r else weeks)


PANELS = (
    Panel(GROWTH, "growth of the agenda, per year", "issues", {"Λ0 (e^rT - 1)/r": curve(expected, 0, 0.1)}),
    Panel(
        CLUSTER,
        "η, crises that each opens on average",
        "mean cluster",
        {"1/(1 - η)": curve(lambda eta: 1 / (1 - eta), 0, 0.85)},
    ),
)


@case("a stream that grows by g a year brings Λ0 (e^rT - 1)/r issues", "Çinlar 1975")
def growth(simulator):
    for g in (0.0, 0.02, 0.05, 0.1):
        counts = [len(simulator.issues(SCENARIO, 10, growth=g, replicate=k)) for k in range(60)]
        yield Reading(
            f"issues in ten years, growth {g:g}",
            expected(g),
            float(np.mean(counts)),
            math.sqrt(expected(g) / len(counts)),
            GROWTH,
            "Λ0 (e^rT - 1)/r",
            g,
        )
    yield Reading(
        "variance over mean of the counts, growth .1",
        1.0,
        float(np.var(counts, ddof=1) / np.mean(counts)),
        math.sqrt(2 / len(counts)),
        scale=10.0,
    )


@case("in operational time the gaps between issues are exponential and independent", "Çinlar 1975")
def gaps(simulator):
    r = math.log1p(0.05) / 52
    opened = simulator.issues(SCENARIO, 100, growth=0.05, load=0.001)["opened"]
    found = np.diff(8 * np.expm1(r * opened) / r)
    yield Reading("mean gap", 1.0, *mean(found))
    yield Reading("variance of gaps", 1.0, float(found.var()), math.sqrt(8 / found.size))
    yield Reading(
        "correlation of neighbours",
        0.0,
        float(np.corrcoef(found[:-1], found[1:])[0, 1]),
        1 / math.sqrt(found.size),
        scale=1.0,
    )


@case("a crisis leads to 1/(1 - η) in all, itself counted", "Hawkes 1971")
def clusters(simulator):
    for eta in (0.0, 0.3, 0.5, 0.7, 0.8):
        issues = simulator.issues(SCENARIO, 2000, arrival_rate=1, crisis_share=1.0, excitation=eta)
        crises = issues[issues["crisis"] > 0]
        n = int((crises["uid"] < 2**31).sum())  # exogenous crises
        error = math.sqrt(eta / (1 - eta) ** 3 / n)
        yield Reading(f"mean cluster, η {eta:g}", 1 / (1 - eta), len(crises) / n, error, CLUSTER, "1/(1 - η)", eta)
        if eta == 0.5:
            counts = np.histogram(crises["opened"], bins=1000, range=(0, 2000 * 52))[0]
            yield Reading(
                "variance over mean of counts in two years, η .5",
                1 / (1 - eta) ** 2,
                float(counts.var(ddof=1) / counts.mean()),
                math.sqrt(2 / counts.size) / (1 - eta) ** 2,
            )


@case(
    "international crises arise as a Poisson process, and are agreed if that takes less time than they last: W/(W + m)",
    "competing exponential times",
)
def grave(simulator):
    alone = {"arrival_rate": 0.1, "load": 0.1, "crisis_share": 0, "spawn": 0, "window": 1, "work_shape": 1}
    for window in (6.0, 12.0):
        world = simulator.world(SCENARIO, 1000, **alone, grave_rate=6, grave_window=window, grave_work=400)
        issues = opened(world)
        found = issues[issues["crisis"] == GRAVE]
        mean_work = float(world.given["mean_work"][0]) * 400
        weeks = float(world.given["weeks"][0])
        ended = found[found["opened"] < weeks - 520]
        exact, many = window / (window + mean_work), 6 * weeks / 52
        yield Reading(f"international crises a year, window {window:g}", 6, 6 * len(found) / many, 6 / math.sqrt(many))
        yield Reading(f"share agreed, window {window:g}", exact, *share(ended["stage"] == CONCLUDED, exact))


@case("of opportunities the delegable share is seen, and of the rest what liaisons hear of", "Kingman 1993")
def opportunities(simulator):
    open_to_all = {"own_staff": 50, "opportunity_share": 0.5, "arrival_rate": 2, "load": 0.01, "match": 1}
    for level in (0.2, 0.6):
        for officers in (0.0, 2.0):
            levers = {"delegation.level": level, "oversight.liaison": officers}
            world = simulator.world("textbook_delegates", 100, levers, **open_to_all, liaison_fte=0.01)
            issues = world.issues[: int(world.federal["rows"][0])]
            found = issues[issues["opportunity"] == 1]
            heard = 1 - math.exp(-float(world.given["liaison_effect"][0]) * officers)
            exact = level + (1 - level) * heard
            seen = share(found["stage"] != UNSEEN, exact)
            yield Reading(f"share seen, level {level:g}, {officers:g} liaisons", exact, *seen)
            weeks = float(world.given["weeks"][0])
            yield Reading(
                f"opportunities a week, level {level:g}, {officers:g} liaisons", 1.0, len(found) / weeks, weeks**-0.5
            )


CASES = (growth, gaps, clusters, grave, opportunities)
