"""Networks: states that hear of each other's acts begin ventures as a self-exciting process does (Hawkes 1971).

Issues arise with each state at the rate λ, stay open for an exponential time of mean D and are acted on at the hazard
m c age, of which m = 1 + 13 contagion r where every member begins r ventures a week. Of issues under a steady m
    P(m) = 1 - (1/D) √(π/(2mc)) e^(1/(2mcD²)) erfc(1/(D √(2mc)))
are acted on, and r is the root of r = λ P(1 + 13 contagion r). As long as few issues are acted on that is μ/(1 - n),
with μ = λ P(1), the rate of a state by itself, and n = 13 contagion μ, the acts that one act leads to. Beyond n = 1 one
act leads to more than one, until issues become few: the wave ends at the root, and never above λ.
"""

import math

import numpy as np

from sim.model import start
from sim.study.verify.case import Panel, Reading, case, curve, mean
from sim.study.verify.simulator import opened

SCENARIO, MEMBERS, STATES = "textbook_networks", 16, 20
ARRIVAL, OPEN, HAZARD = 60.0, 4.0, 0.004 * 0.6 / 10.0  # issues a week; D; c = freelance_rate (1 - trust)/patience
YEARS, WARM = 6, 130.0
WAVES = "Ventures of a member by what one leads to"


def acted_on(m: float) -> float:
    """P(m) above."""
    x = 1.0 / (OPEN * math.sqrt(2.0 * m * HAZARD))
    return 1.0 - math.sqrt(math.pi) * x * math.exp(x * x) * math.erfc(x)


ALONE = ARRIVAL / STATES * acted_on(1.0)  # μ above


def ventures(n: float) -> float:
    """The root above, by bisection."""
    low, high = 0.0, ARRIVAL / STATES
    for _ in range(100):
        middle = 0.5 * (low + high)
        if ARRIVAL / STATES * acted_on(1.0 + n * middle / ALONE) > middle:
            low = middle
        else:
            high = middle
    return low


PANELS = (
    Panel(
        WAVES,
        "acts n that one act leads to",
        "ventures a member and week",
        {
            "as long as issues last": curve(ventures, 0, 3),
            "μ/(1 - n)": curve(lambda n: ALONE / (1 - n), 0, 0.95),
            "states in no network": ([0, 3], [ALONE, ALONE]),
        },
        "y",
    ),
)


def begun(simulator, n: float, members: bool, dt: float = 1.0) -> tuple[float, float]:
    """Ventures a week of each member, or of each state in no network, with the standard error over replicates."""
    template = simulator.template(SCENARIO, YEARS, dt=dt, contagion=n / (13.0 * ALONE))
    found = []
    for world in simulator.runs(template, 100):
        acts = opened(world)
        acts = acts[(acts["venture"] > 0) & (acts["venture_at"] > WARM)]
        inside = acts["locality"] < MEMBERS
        found.append(int((inside if members else ~inside).sum()))
    each = np.array(found) / (MEMBERS if members else STATES - MEMBERS) / (YEARS * 52 - WARM)
    return mean(each, batches=len(each))


@case("where an act leads to n < 1 others, members act 1/(1 - n) times as often as long as issues last", "Hawkes 1971")
def waves(simulator):
    for n in (0.0, 0.25, 0.5):
        yield Reading(
            f"ventures a member, n {n:g}", ventures(n), *begun(simulator, n, True), WAVES, "as long as issues last", n
        )
    yield Reading(
        "ventures a state in no network, n .5", ALONE, *begun(simulator, 0.5, False), WAVES, "states in no network", 0.5
    )


@case("where one act leads to more than one, the wave ends when issues become few", "mean field of Hawkes 1971")
def surge(simulator):
    found, error = begun(simulator, 3.0, True, 0.25)
    yield Reading("ventures a member, n 3", ventures(3.0), found, error, WAVES, "as long as issues last", 3)
    yield Reading("ventures a member, n 3, at most what arises", ARRIVAL / STATES, found, error, at_most=True)


@case("leaning to a common text keeps the mean of a network and leaves (1 - c)² of its variance", "identity")
def texts(simulator):
    wanted = {}
    for lean in (0.0, 0.3, 0.6, 1.0):
        template = simulator.template(SCENARIO, 1, common_text=lean, preference_sd=1.0)
        wanted[lean] = start.begin(template, simulator.seed).preferences[:8]  # in the League alone, as four others are
    everybody = start.begin(simulator.template(SCENARIO, 1, preference_sd=1.0), simulator.seed).preferences
    text, free = everybody[:12].mean(), wanted[0.0]
    for lean in (0.3, 0.6, 1.0):
        yield Reading(f"variance, lean {lean:g}", (1 - lean) ** 2 * free.var(), wanted[lean].var())
        gap = abs((wanted[lean] - free) - lean * (text - free)).max()
        yield Reading(f"largest departure from the way to the text, lean {lean:g}", 0.0, float(gap))
        before, after = (
            float(start.begin(simulator.template("toy", 1, common_text=c), simulator.seed).preferences[[0, 6]].mean())
            for c in (0.0, lean)
        )
        yield Reading(f"mean of the two harbours of the toy, lean {lean:g}", before, after)


@case("pooled teams are shared out and none is lost; where all are pooled members have the same", "identity")
def pools(simulator):
    own = simulator.template(SCENARIO, 1).world.subnationals["teams"]
    for part in (0.25, 0.5, 1.0):
        teams = simulator.template(SCENARIO, 1, pooling=part).world.subnationals["teams"]
        yield Reading(f"teams of all states, {part:g} pooled", math.fsum(own), math.fsum(teams))
        yield Reading(f"spread in one network, {part:g} pooled", (1 - part) * np.ptp(own[:8]), float(np.ptp(teams[:8])))
        yield Reading(f"teams in no network, {part:g} pooled", math.fsum(own[MEMBERS:]), math.fsum(teams[MEMBERS:]))


CASES = (waves, surge, texts, pools)
