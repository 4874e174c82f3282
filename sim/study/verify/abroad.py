"""Who is abroad: twins below the national level, a rival with a budget, a private actor with a patron.

twins    before a government the log-odds of agreement within a week fall by r for a delegate, before a city or
         province for the centre: its odds are e^r times as high before a government, a delegate's before a twin
rival    of K places looked at among J alike, D are different: P(D = d) = S(K, d) J!/((J - d)! J^K), S of the second
         kind (Stirling); with means for n it courts min(n, D): at n = K the mean is J (1 - (1 - 1/J)^K)
patron   a text lies p (Q - L - a) further for a pull p towards a patron that wants Q, whatever else is in it
"""

import math

import numpy as np

from sim.model import start, week
from sim.study.verify.case import Panel, Reading, case, curve, mean, share
from sim.study.verify.simulator import opened

SCENARIO, RIVAL, RANK, STATES, LOOKS = "textbook_judgement", "textbook_suitor", 0.7, 20, 8
EVEN = {f"agree_{name}": 0.0 for name in ("base", "alignment", "trust", "skill", "distance")}
COURTED = "States that a rival courts in a week"


def logistic(x: float) -> float:
    return 1.0 / (1.0 + math.exp(-x))


def different(states: int = STATES, looks: int = LOOKS) -> list[float]:
    """P(D = d) above, d from 0, by one look after another."""
    chances = [1.0]
    for _ in range(looks):
        seen = [chance * d / states for d, chance in enumerate(chances)] + [0.0]
        chances = [
            seen[d] + (chances[d - 1] * (states - d + 1) / states if d else 0.0) for d in range(len(chances) + 1)
        ]
    return chances


def courted(budget: float) -> float:
    """Mean of min(n, D) at the means n = ceil(budget)."""
    return math.fsum(min(math.ceil(budget), d) * chance for d, chance in enumerate(different()))


PANELS = (
    Panel(
        COURTED,
        "rival_budget",
        "states a week",
        {"min(n, D)": ([*range(1, 9)], [courted(n) for n in range(1, 9)]), "n": curve(lambda n: n, 1, 8)},
    ),
)


def odds(issues) -> tuple[float, float]:
    """Odds of agreement within a week after an offer, and the standard error of their logarithm."""
    soon = issues["closed"] - issues["tabled"] <= 1.0
    p = float(soon.mean())
    return p / (1.0 - p), 1.0 / math.sqrt(soon.size * p * (1.0 - p))


@case("a minister is no peer of a mayor: odds of agreement differ by e^.7 = 2.0138 between partners", "logistic model")
def twins(simulator):
    for levers, who, twin in (({}, "the centre", 1), ({"delegation.level": 1.0}, "delegates", 0)):
        issues = simulator.issues(
            SCENARIO, 100, levers, bargaining=1.0, agree_rank=RANK, twin_share=0.4, verification=0.0, **EVEN
        )
        issues = issues[issues["tabled"] < 100 * 52 - 2]
        yield Reading(f"share with a twin, {who}", 0.4, *share(issues["twin"] > 0, 0.4))
        found = {}
        for is_twin in (0, 1):
            mine = issues[issues["twin"] == is_twin]
            exact = logistic(-RANK if is_twin == twin else 0.0)
            soon = mine["closed"] - mine["tabled"] <= 1.0
            before = "a twin" if is_twin else "a government"
            yield Reading(f"share that {who} have agreed within a week before {before}", exact, *share(soon, exact))
            found[is_twin] = odds(mine)
        ratio = found[1 - twin][0] / found[twin][0]
        error = ratio * math.hypot(found[0][1], found[1][1])
        yield Reading(f"odds ratio, {who}", math.exp(RANK), ratio, error)


@case(
    "a rival courts as many as its budget allows, and no more than are different among those it looks at", "occupancy"
)
def budgets(simulator):
    for budget in (1.0, 6.0, 6.5, 8.0):
        template = simulator.template(RIVAL, 20, rival_budget=budget)
        world, many = start.begin(template, simulator.seed), []
        for tick in range(1, int(world.given["ticks"][0]) + 1):
            week.run(world, tick)
            mine = world.courts[world.courts >= 0]
            many.append(len(set(mine.tolist())))
        found, error = mean(many)
        yield Reading(
            f"states courted in a week, budget {budget:g}", courted(budget), found, error, COURTED, "min(n, D)", budget
        )


@case("a patron draws every text by the same part of the way to what it wants", "identity")
def patrons(simulator):
    eager = {"entry_rate": 0.6, "reach": 0.4, "overdue": 4.0, "load": 1.2, "swing": 0.0}
    free, *drawn = (simulator.world("toy", 6, patronage=part, **eager) for part in (0.0, 0.4, 0.8))
    texts, wants = (
        opened(free),
        free.commitments["ideal"].reshape(len(free.counterparts), -1)[free.privates["patron"][0]],
    )
    texts = texts[texts["entry"] > 0]
    for part, world in zip((0.4, 0.8), drawn, strict=True):
        pulled = opened(world)
        pulled = pulled[pulled["entry"] > 0]
        _, a, b = np.intersect1d(texts["uid"], pulled["uid"], return_indices=True)
        there = texts["domain"][a]
        pull = part * (wants[there] - free.domains["line"][there] - free.privates["agenda"][0])
        gap = pulled["entry_position"][b] - texts["entry_position"][a] - pull
        worst = float(abs(gap).max()) if len(a) > 20 else math.nan
        yield Reading(f"largest departure over {len(a)} texts, pull {part:g}", 0.0, worst)


CASES = (twins, budgets, patrons)
