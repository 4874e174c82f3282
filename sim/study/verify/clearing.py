"""Clearances: an open network of queues (Jackson 1957), in which each desk is an M/M/1 queue at its own flow.

    γ = r0 + γR;  L_i = ρ_i/(1 - ρ_i);  W = Σ L_i / (external flow)
Draft at rate 10, clear at 8, one clearance in five returned, 5 a week from outside: γ = 6.25 at both, W = 1.047619.
Three desks in a row at μ = 1, λ = .8: W = 3/(μ - λ) = 15.

Within a week drafts are passed on up to a dozen times, each with its exact time. The order of drafts that come back in
the same tick may be lost; this error vanishes with dt.
"""

from sim.study.verify.case import Panel, Reading, case, mean

RETURNS, TANDEM = "textbook_clearance", "textbook_tandem"
JACKSON = (5 / 3 + 25 / 7) / 5
TICKS = (0.02, 0.25, 0.5, 1.0)
BY_TICK, BY_DESK = "Through draft and clearance, by tick", "Through desks in a row, each at load .8"
PANELS = (
    Panel(BY_TICK, "tick dt, weeks", "weeks beyond Jackson's 1.0476", {"dt to 0": ([0, 0.5], [0, 0])}),
    Panel(BY_DESK, "desks", "mean weeks in the network", {"k/(μ - λ)": ([1, 2, 3], [5, 10, 15])}),
)


def through(issues):
    return issues["closed"] - issues["opened"]


@case("a draft, a clearance and one in five sent back take 1.047619 weeks, as ticks shrink", "Jackson 1957")
def returns(simulator):
    found = {dt: simulator.settled(RETURNS, 1500, replicates=4, dt=dt) for dt in TICKS}  # the same issues each time
    fine = found[TICKS[0]]
    yield Reading("drafts an issue", 1.25, *mean(1 + fine["redrafts"]))
    for dt in TICKS:
        excess, error = mean(through(found[dt]) - through(fine))
        if dt == TICKS[0]:
            weeks, error = mean(through(fine))
            yield Reading(f"mean weeks in the network, tick {dt:g}", JACKSON, weeks, error)
            yield Reading(
                f"weeks beyond Jackson's, tick {dt:g}",
                0.0,
                weeks - JACKSON,
                error,
                BY_TICK,
                "dt to 0",
                dt,
                scale=JACKSON,
            )
        elif dt < 1:
            most = dt * mean(through(found[1.0]) - through(fine))[0]
            yield Reading(
                f"excess weeks at a tick of {dt:g}, at most {dt:g} of that at 1",
                most,
                excess,
                error,
                BY_TICK,
                "dt to 0",
                dt,
                at_most=True,
            )


@case("a draft and two signatures, each desk at load .8, take 15 weeks", "Jackson 1957; Burke 1956")
def tandem(simulator):
    issues = simulator.settled(TANDEM, 8000, replicates=4)
    yield Reading("mean weeks through three desks", 15.0, *mean(through(issues)), BY_DESK, "k/(μ - λ)", 3)
    one = simulator.settled("textbook_queue", 8000, replicates=2, team_fte=100, load=0.8, arrival_rate=0.8)
    yield Reading("mean weeks through one desk", 5.0, *mean(through(one)), BY_DESK, "k/(μ - λ)", 1)


CASES = (returns, tandem)
