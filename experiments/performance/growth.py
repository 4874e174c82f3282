"""How cost grows with issues, actors and weeks: the slope of log seconds on log size.

A slope of 1 means cost in proportion to size. Sizes start where fixed costs no longer matter, and each is a whole
decade, drawn and run in memory that has been used before. Here the docket does not grow over the years, so twice the
weeks are twice the issues; with more actors, the number of issues stays the same. More issues a week have staff and
posts to match: with the same staff they would lie longer, and cost more each.
"""

import numpy as np

from experiments.performance.rows import Row, best, row
from sim.inputs.scenario import load_scenario
from sim.model import start
from sim.model.parameters import PARAMETERS
from sim.setup.config import setup_from
from sim.study.benchmark import scaled

PART = "growth"
SIZES = {
    "issues a week": (240, 480, 960, 1920),
    "actors": (8_000, 16_000, 32_000, 64_000),
    "weeks": (520, 1040, 2080, 4160),
}


def seconds(kind: str, size: int, weeks: float, times: int) -> tuple[float, int]:
    """CPU seconds of a run at this size, and its issues."""
    scenario = load_scenario("us_2023")
    if kind == "actors":
        scenario = scaled(scenario, size)
    values = {"growth": 0.0} | (matched(scenario, size) if kind == "issues a week" else {})
    years = (size if kind == "weeks" else weeks) / 52
    template = start.prepare(scenario, setup_from("centralized").policy, values, years)
    world = start.finish(start.begin(template, 1, 0))
    taken = best({"run": lambda: start.finish(start.begin(template, 1, 0, world))}, times)["run"]
    return taken, int(world.federal["rows"][0])


def matched(scenario, rate: int) -> dict[str, float]:
    """So many issues a week, with staff and hands at posts in proportion."""
    usual = {name: one.default for name, one in PARAMETERS.items()} | scenario.parameters
    times = rate / usual["arrival_rate"]
    headcount, strain = times * float(scenario.centre["headcount"]), usual["post_strain"] / times
    return {"arrival_rate": float(rate), "headcount": headcount, "post_strain": strain}


def slope(sizes, taken) -> float:
    """Of the least squares line through the logarithms."""
    return float(np.polyfit(np.log(sizes), np.log(taken), 1)[0])


def study(sizes: dict[str, tuple[int, ...]] = SIZES, weeks: float = 520, times: int = 3) -> list[Row]:
    rows = []
    for kind, points in sizes.items():
        measured = [seconds(kind, size, weeks, times) for size in points]
        taken = [one[0] for one in measured]
        issues = " to ".join(f"{n:,}" for n in sorted({measured[0][1], measured[-1][1]}))
        note = f"{kind}: {points[0]:,} to {points[-1]:,}, {issues} issues; best of {times}"
        rows += [row(PART, f"a run by {kind}", s, "s", size, note=note) for size, s in zip(points, taken, strict=True)]
        rows.append(row(PART, f"slope by {kind}", slope(points, taken), "", most=1.05, note=note))
    return rows
