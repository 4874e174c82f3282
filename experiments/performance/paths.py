"""A policy in time and one that stays: what it costs to look at readings every quarter.

The rule never fires, so both decades are the same; what is timed is the looking alone. A constant policy takes no part
of this code.
"""

import numpy as np

from experiments.performance.rows import Row, best, row, same
from sim.inputs.scenario import load_scenario
from sim.model import start
from sim.model.metrics import measure
from sim.model.path.course import Course
from sim.setup.config import setup_from

PART = "paths"
NEVER = 1e6  # issues in the backlog


def study(years: float = 10.0, times: int = 40, scenario: str = "us_2023") -> list[Row]:
    federation, policy = load_scenario(scenario), setup_from("status_quo").policy
    step = {"delegation.level": 0.1}
    template = start.prepare(federation, policy, years=years)
    course = Course(federation, policy.when("backlog", above=NEVER, lasting=26, step=step), {}, years, 1.0)
    stays, (looks, standing) = start.finish(start.begin(template, 1, 0)), course.follow(1, 0)
    outcomes = [measure(stays, template.fte), measure(looks, standing.spent(years * 52.0))]
    same("outcomes of a decade, with a rule that never fires and without", *map(np.asarray, outcomes))
    taken = best(
        {
            "stays": lambda: start.finish(start.begin(template, 1, 0, stays)),
            "looks": lambda: course.follow(1, 0, looks),
        },
        times,
    )
    note = f"{years:g} years of {scenario}; a rule that never fires looks {len(course.looks)} times; all outcomes equal"
    return [
        row(PART, "a policy that stays", 1e3 * taken["stays"], "ms a decade", note=note),
        row(PART, "a quarterly review", 1e3 * taken["looks"], "ms a decade", note=note),
        row(PART, "a quarterly review / a policy that stays", taken["looks"] / taken["stays"], "times", most=1.15,
            note=note),
    ]  # fmt: skip
