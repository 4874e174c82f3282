"""Issues of two sizes at one desk, and talks of two lengths: M/G/1 with hyperexponential work.

Wq = λ E[S²] / (2 (1 - ρ)),   E[S²] = 2 m² Σ share size²         (Pollaczek 1930, Khinchine 1932)
time from offer to agreement: mean talks / ln 2 at even odds     (an exponential of hazard ln 2 / talks)
"""

import math

from sim.study.verify.case import Panel, Reading, case, curve, mean
from sim.study.verify.simulator import waits

SCENARIO = "textbook_sizes"
SHARES, WORKS, TALKS = (0.25, 0.75), (5.0, 1.0), (4.0, 1.0)  # large, small
MEAN = sum(share * work for share, work in zip(SHARES, WORKS, strict=True))
SECOND = sum(share * (work / MEAN) ** 2 for share, work in zip(SHARES, WORKS, strict=True))
PANEL = "One team, issues of two sizes"
EVEN = {f"agree_{name}": 0.0 for name in ("base", "alignment", "trust", "skill", "distance")}


def wait(load: float) -> float:
    """Weeks at a mean work of one, and `load` issues a week."""
    return load * SECOND / (1.0 - load)


PANELS = (
    Panel(
        PANEL,
        "load of the team",
        "mean wait, weeks",
        {"two sizes": curve(wait, 0.3, 0.9), "one size": curve(lambda x: x / (1.0 - x), 0.3, 0.9)},
        "y",
    ),
)


@case(
    "issues of .5 and 2.5 times the mean make one team's queue at load .8 wait 7 weeks, where one size waits 4",
    "Pollaczek 1930, Khinchine 1932",
)
def two_sizes(simulator):
    for load in (0.5, 0.7, 0.8):
        issues = simulator.settled(SCENARIO, 8000, replicates=2, load=load, arrival_rate=load)
        yield Reading(f"mean wait, load {load:g}", wait(load), *mean(waits(issues)), PANEL, "two sizes", load)


@case("each kind of issue takes what its domain takes", "arithmetic")
def work(simulator):
    issues = simulator.issues(SCENARIO, 4000)
    for domain, (name, size) in enumerate(zip(("large", "small"), WORKS, strict=True)):
        found = issues["work"][issues["domain"] == domain]
        yield Reading(f"mean work of {name} issues, weeks", size / MEAN, *mean(found))


@case("talks four times as long end after 5.770780 weeks on average, others after 1.442695", "exponential hazards")
def talks(simulator):
    acts = simulator.acts(SCENARIO, 4000, load=0.1, bargaining=1.0, **EVEN)
    for domain, (name, times) in enumerate(zip(("long", "short"), TALKS, strict=True)):
        mine = acts[(acts["domain"] == domain) & (acts["tabled"] < 4000 * 52 - 100)]
        yield Reading(
            f"mean length of {name} talks, weeks", times / math.log(2.0), *mean(mine["closed"] - mine["tabled"])
        )


CASES = (two_sizes, work, talks)
