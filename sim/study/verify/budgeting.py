"""Budgets in their limit: how much the centre gets done in a year follows the legitimacy with which the year began.

L_k = l + (L_0 - l) e^-k                     after k years that nothing goes wrong in, l what openness earns
pace of the year that follows: 1 + b (L_k - L_0)/L_0, from .5 to 1.5
"""

import math

import numpy as np

from sim.study.verify.case import Panel, Reading, case, curve

SCENARIO, START, EARNED = "textbook_queue", 0.5, 0.7
OPEN = {"coordination.transparency": 1.0, "coordination.inclusion": 1.0}
LONG = 0.01  # team-weeks; of shorter work a date keeps too few digits
FREE = {"transparency_fte": 0, "inclusion_fte": 0, "legitimacy": START}
PACE = "Pace of the centre's teams, relative to the start"


def pace(years: float, response: float, earned: float = EARNED) -> float:
    """Of the year that begins so many years after the start."""
    moved = (earned - START) * (1 - math.exp(-years))
    return min(max(1 + response * moved / START, 0.5), 1.5)


PANELS = (
    Panel(
        PACE,
        "years since the start",
        "pace",
        {f"b = {b:g}": curve(lambda k, b=b: pace(k, b), 0, 9) for b in (0.5, 1.0)},
    ),
)


@case("each year the centre works at 1 + b (L - L0)/L0 of its first pace, L as the year begins", "this model")
def followed(simulator):
    for b in (0.5, 1.0):
        worked = paces(simulator, b, EARNED)
        for k in (0, 1, 2, 5, 9):
            for value in (worked[k].min(), worked[k].max()):
                yield Reading(f"pace in year {k + 1}, b {b:g}", pace(k, b), float(value), 0.0, PACE, f"b = {b:g}", k)


@case("a budget grants no more than one and a half times the teams of the start", "this model")
def bounded(simulator):
    worked = paces(simulator, 1.0, 1.0)
    for k in (1, 2):
        yield Reading(f"pace in year {k + 1}, b 1, all that openness may earn", 1.5, float(worked[k].mean()))


def paces(simulator, response: float, earned: float) -> list[np.ndarray]:
    """Work done a week on each issue of a year, by year: its length over the time that it took."""
    issues = simulator.issues(SCENARIO, 10, OPEN, budget_response=response, openness=earned - START, **FREE)
    done = issues[(issues["ready"] < 520) & (issues["task"] > LONG)]
    year = np.floor(np.floor(done["started"]) / 52)  # what begins within a tick begins at its pace
    return [(done["task"] / (done["ready"] - done["started"]))[year == k] for k in range(10)]


CASES = (followed, bounded)
