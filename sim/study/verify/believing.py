"""A counterpart's belief that the country honours its commitments: a Beta(1, 1) prior, updated by those honoured and
broken.

    trust = (1 + kept)/(2 + kept + broken);  18 honoured, 2 broken: 19/22.  After n commitments that each fail with q
    E trust = (1 + n (1 - q))/(2 + n);  with forgetting f and all honoured the count settles at 1/(1 - f)
"""

import numpy as np

from sim.model.metrics import METRICS, measure
from sim.study.verify.case import Panel, Reading, case, curve, mean

SCENARIO, FAILS = "textbook_ally", 0.1
TRUST = [metric.name for metric in METRICS].index("credibility_allies_end")
PANEL = "Belief after n commitments, one in ten broken"
PANELS = (
    Panel(
        PANEL,
        "commitments",
        "mean trust",
        {"(1 + .9 n)/(2 + n)": curve(lambda n: (1 + n * (1 - FAILS)) / (2 + n), 0, 90)},
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


CASES = (laplace, growing, forgetting)
