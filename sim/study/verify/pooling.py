"""The technical gain from centralising: c teams in one pool compared with c desks that do not help each other.

desks: Wq = ρ/(1 - ρ) at each;  pool: Erlang C of c teams;  at c = 10, ρ = .8 the ratio is 4.0/.204590 = 19.55
"""

import math

from sim.study.verify.case import Panel, Reading, case, curve, mean
from sim.study.verify.queues import wait
from sim.study.verify.simulator import waits

SCENARIO = "textbook_silos"
PANEL = "Ten teams, apart and pooled"
PANELS = (
    Panel(
        PANEL,
        "load of the teams",
        "mean wait, weeks",
        {
            "ten desks": curve(lambda x: x / (1 - x), 0.4, 0.93),
            "five of two teams": curve(lambda x: wait(2, x), 0.4, 0.93),
            "one pool": curve(lambda x: wait(10, x), 0.4, 0.93),
        },
        "y",
    ),
)


@case(
    "ten desks wait 4 weeks where one pool of the same teams waits .204590: pooling is worth a factor of 19.55",
    "Erlang 1917; Kleinrock 1976",
)
def silos(simulator):
    for load in (0.6, 0.8, 0.9):
        years = 1500 if load < 0.85 else 3000
        apart, pooled = (
            mean(
                waits(simulator.settled(SCENARIO, years, replicates=2, pooled=pool, load=load, arrival_rate=10 * load))
            )
            for pool in (0, 1)
        )
        yield Reading(f"mean wait of ten desks, load {load:g}", load / (1 - load), *apart, PANEL, "ten desks", load)
        yield Reading(f"mean wait of the pool, load {load:g}", wait(10, load), *pooled, PANEL, "one pool", load)
        ratio = apart[0] / pooled[0]
        error = ratio * math.hypot(apart[1] / apart[0], pooled[1] / pooled[0])
        yield Reading(f"ratio, load {load:g}", load / (1 - load) / wait(10, load), ratio, error)


@case("merging ten desks to five of two teams, and to one, shortens waits as Erlang has it", "Erlang 1917")
def merged(simulator):
    for load in (0.7, 0.8):
        for desks, line in ((10, "ten desks"), (5, "five of two teams"), (1, "one pool")):
            found = waits(
                simulator.settled(
                    SCENARIO, 1500, {"coordination.institutions": desks}, 2, load=load, arrival_rate=10 * load
                )
            )
            exact = wait(10 // desks, load)
            yield Reading(f"mean wait of {desks} desks, load {load:g}", exact, *mean(found), PANEL, line, load)


CASES = (silos, merged)
