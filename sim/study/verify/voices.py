"""Coherence without coordination: N actors with independent directions have E R² = 1/N (Rayleigh 1880).

R is the length of the mean of their unit vectors. `horizontal` subtracts this null value, (R² - 1/N)/(1 - 1/N), so that
it is on average 0 for actors who agree only by chance, whatever their number, and 1 when all take the same position.
"""

import numpy as np

from sim.model.metrics import METRICS, measure
from sim.study.verify.case import Panel, Reading, case, curve, mean

SCENARIO = "textbook_voices"
DELEGATED = {"delegation.level": 1.0}
HORIZONTAL = [metric.name for metric in METRICS].index("horizontal")
PANEL = "Alignment of independent actors"
PANELS = (Panel(PANEL, "actors N", "mean R²", {"1/N": curve(lambda n: 1 / n, 4, 20)}),)


def squares(simulator, replicates: int, **parameters) -> dict[int, np.ndarray]:
    """R² of the runs in which N of the actors acted, by N."""
    template = simulator.template(SCENARIO, 1.5, DELEGATED, **parameters)
    found: dict[int, list[float]] = {}
    for world in simulator.runs(template, replicates):
        acts = world.issues[: int(world.federal["rows"][0])]
        n = len(np.unique(acts["locality"][acts["channel"] == 1]))
        if n > 1:
            horizontal = measure(world, template.fte)[HORIZONTAL]
            found.setdefault(n, []).append(horizontal * (1 - 1 / n) + 1 / n)
    return {n: np.array(values) for n, values in found.items()}


@case("independent actors are aligned by chance with E R² = 1/N", "Rayleigh 1880")
def null(simulator):
    for rate in (0.1, 0.25, 1.0):  # one or two issues each, so that not all act
        by_number = squares(simulator, 6000, arrival_rate=rate)
        n = max(by_number, key=lambda n: len(by_number[n]))
        values = by_number[n]
        yield Reading(f"mean R² of {n} actors", 1 / n, *mean(values, batches=len(values)), PANEL, "1/N", n)


@case("actors who all read the line without error and want nothing else speak with one voice", "this model")
def unison(simulator):
    for n, values in squares(simulator, 5, arrival_rate=2, guidance_noise=0, line_gap=0.5).items():
        yield Reading(f"smallest R² of {n} actors", 1.0, float(values.min()))


CASES = (null, unison)
