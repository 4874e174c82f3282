"""Conservation: Little's law, L = λW, holds exactly over any span at whose end all are counted (Little 1961, 2011).

L is the average number of open issues, λ the number that open per week, W the time they are open within the span.
"""

import numpy as np

from sim.inputs.folder import scenario_names
from sim.study.verify.case import Panel, Reading, case
from sim.study.verify.simulator import opened

GUIDED = {"delegation.level": 0.3, "coordination.guidance": 0.5}
PANEL = "Every scenario, from one centre and delegated"
PANELS = (
    Panel(
        PANEL,
        "λW: issues a week, times weeks open",
        "L: issues open on average",
        {"L = λW": ([5e-4, 900], [5e-4, 900])},
        "xy",
    ),
)


def flows(world) -> tuple[float, float, float]:
    """(L, λW, largest gap in any week between issues counted as open and issues open by their dates)."""
    issues, weeks = opened(world), float(world.given["weeks"][0])
    begun, ends = np.sort(issues["opened"]), np.sort(np.minimum(issues["closed"], weeks))
    steps = np.sort(np.concatenate([begun, ends, [0.0, weeks]]))
    number = np.searchsorted(begun, steps, "right") - np.searchsorted(ends, steps, "right")
    average = float((number[:-1] * np.diff(steps)).sum()) / weeks
    times, closed = world.series["time"], np.sort(issues["closed"])
    dated = np.searchsorted(begun, times, "left") - np.searchsorted(closed, times, "left")
    flow = len(issues) / weeks * float((np.minimum(issues["closed"], weeks) - issues["opened"]).mean())
    return average, flow, float(abs(world.series["open"] - dated).max())


@case(
    "L = λW, exactly, in every scenario and under delegation; and the count kept week by week is the same",
    "Little 1961",
)
def little(simulator):
    for name in scenario_names():
        gaps = []
        for levers, way in (({}, "centre"), (GUIDED, "delegated")):
            average, flow, gap = flows(simulator.world(name, 5, levers, guidance_fte=0))
            gaps.append(gap)
            yield Reading(f"L against λW, {name}, {way}", flow, average, 0.0, PANEL, "L = λW", flow)
        yield Reading(f"largest gap in any weekly count, {name}", 0.0, max(gaps))


CASES = (little,)
