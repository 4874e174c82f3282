"""A counterpart's belief that the country honours its commitments: a Beta(1, 1) prior, updated by those honoured and
broken.

    trust = (1 + kept)/(2 + kept + broken);  18 honoured, 2 broken: 19/22.  After n commitments that each fail with q
    E trust = (1 + n (1 - q))/(2 + n);  with forgetting f and all honoured the count settles at 1/(1 - f)

A counterpart that remembers who spoke believes an offer with (1 - m) trust + m times its belief in who makes it, each
the mean of a Beta belief. Where the centre fails with q and delegates, who make half of all commitments, with q', that
goes to 1 - q and 1 - q' at m = 1, and for both to 1 - (q + q')/2 at m = 0.
"""

import math

import numpy as np

from sim.model.metrics import METRICS, measure
from sim.study.verify.case import Panel, Reading, case, curve, mean

SCENARIO, FAILS = "textbook_ally", 0.1
TRUST = [metric.name for metric in METRICS].index("credibility_allies_end")
PANEL, TWO = "Belief after n commitments, one in ten broken", "Belief in an offer, by memory of who spoke"
RATES = {"the centre": 0.1, "delegates": 0.3}  # shares that are broken; half of all commitments are delegates'
PANELS = (
    Panel(
        PANEL,
        "commitments",
        "mean trust",
        {"(1 + .9 n)/(2 + n)": curve(lambda n: (1 + n * (1 - FAILS)) / (2 + n), 0, 90)},
    ),
    Panel(
        TWO,
        "memory of channels m",
        "belief",
        {who: ([0, 1], [1 - sum(RATES.values()) / 2, 1 - fails]) for who, fails in RATES.items()},
    ),
)


def histories(simulator, weeks: float, replicates: int):
    """(commitments honoured, broken, belief) at the end of each of many short runs."""
    template = simulator.template(SCENARIO, weeks / 52)
    for world in simulator.runs(template, replicates):
        country = world.counterparts[0]
        yield float(country["kept"]), float(country["broken"]), float(measure(world, template.fte)[TRUST])


@case("18 commitments honoured and 2 broken are believed with 19/22", "Laplace 1774")
def laplace(simulator):
    found = {history[:2]: history[2] for history in histories(simulator, 3, 3000)}
    for kept, broken in ((18.0, 2.0), (20.0, 0.0), (15.0, 5.0)):
        yield Reading(
            f"trust after {kept:g} honoured, {broken:g} broken",
            (1 + kept) / (2 + kept + broken),
            found.get((kept, broken), float("nan")),
        )


@case("belief grows as (1 + .9 n)/(2 + n) when one commitment in ten is broken", "Laplace 1774")
def growing(simulator):
    for weeks in (1, 3, 10):
        found = np.array(list(histories(simulator, weeks, 4000)))
        n = found[:, 0] + found[:, 1]
        middle = np.median(n)
        few = found[n == middle]
        yield Reading(
            f"mean trust after {middle:g} commitments",
            (1 + middle * (1 - FAILS)) / (2 + middle),
            *mean(few[:, 2], batches=len(few)),
            PANEL,
            "(1 + .9 n)/(2 + n)",
            middle,
        )


@case("commitments fade: with forgetting f and none broken the count settles at 1/(1 - f)", "geometric series")
def forgetting(simulator):
    for f in (0.9, 0.98):
        country = simulator.world(SCENARIO, 10, forgetting=f, default_rate=0).counterparts[0]
        yield Reading(f"commitments remembered, forgetting {f:g}", 1 / (1 - f), float(country["kept"]))


@case(
    "who remembers who spoke believes delegates who break .3 of their word with .7 and the centre with .9; who does "
    "not believes both with .8",
    "Laplace 1774",
)
def speakers(simulator):
    fails = np.array(list(RATES.values()))
    for memory in (0.0, 0.5, 1.0):
        world = simulator.world(
            SCENARIO,
            100,
            {"delegation.level": 0.5},
            own_staff=50,
            local_default=RATES["delegates"] / FAILS,
            channel_memory=memory,
        )
        given, country, records = world.given[0], world.counterparts[0], world.reputations[: len(RATES)]
        n = records["kept"] + records["broken"]
        alike = given["agree_base"] + given["agree_alignment"] * country["alignment"]
        for k, who in enumerate(RATES):
            weights = (1 - memory) * n / n.sum() + memory * (
                np.arange(len(RATES)) == k
            )  # of both records in the belief
            all_made, its_own = (1 + n @ (1 - fails)) / (2 + n.sum()), (1 + n[k] * (1 - fails[k])) / (2 + n[k])
            believed = (country["mood"] + records["credit"][k] - alike) / given["agree_trust"] + 0.5
            yield Reading(
                f"belief in {who}, m {memory:g}",
                (1 - memory) * all_made + memory * its_own,
                float(believed),
                math.sqrt(weights**2 @ (fails * (1 - fails) / n)),
                TWO,
                who,
                memory,
            )


CASES = (laplace, growing, forgetting, speakers)
