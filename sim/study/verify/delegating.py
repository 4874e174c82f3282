"""Delegation as queueing: thirty teams at load .95, part of the docket delegated, under both staffing conventions.

    kept   the centre keeps c teams and serves (1 - φ) of the docket; delegates bring φc teams of their own
    moved  φc of the c teams go with the work, so that the total is equal:
           mean wait (1 - φ) Wq(c - φc, (1 - φ)λ) + φ Wq(φc, φλ), worse than one pool by the loss of pooling
Delegates that work κ times as fast compensate for this loss where
    (1 - φ)(Wq_F + 1) + φ (Wq(φc, φλ/κ) + 1)/κ = Wq(c, λ) + 1,     at φ = .3: κ = 1.270867
"""

from sim.study.verify.case import Panel, Reading, case, curve, mean
from sim.study.verify.queues import erlang_c
from sim.study.verify.simulator import waits

SCENARIO = "textbook_delegates"
TEAMS, DEMAND, SHARE = 30, 28.5, 0.3
BREAK_EVEN = 1.270867
WAIT, PACE = "Mean wait by share delegated", "Mean time in system by pace, .3 moved"


def centre_wait(phi: float, teams: float = TEAMS) -> float:
    return erlang_c(round(teams), (1 - phi) * DEMAND)[1]


def moved_wait(phi: float) -> float:
    """Mean over the docket at equal total staff; phi c must be whole."""
    away = round(phi * TEAMS)
    rest = (1 - phi) * centre_wait(phi, TEAMS - away)
    return rest + (phi * erlang_c(away, phi * DEMAND)[1] if away else 0.0)


def time_at_pace(kappa: float, phi: float = SHARE) -> float:
    """Mean weeks in the system when delegates work κ times as fast."""
    away = round(phi * TEAMS)
    theirs = (erlang_c(away, phi * DEMAND / kappa)[1] + 1) / kappa
    return (1 - phi) * (centre_wait(phi, TEAMS - away) + 1) + phi * theirs


WHOLE = [k / TEAMS for k in range(0, 22, 3)]
PANELS = (
    Panel(
        WAIT,
        "share of the docket delegated",
        "mean wait, weeks",
        {
            "centre, teams kept": curve(centre_wait, 0, 0.42),
            "all, teams moved": (WHOLE, [moved_wait(phi) for phi in WHOLE]),
        },
        "y",
    ),
    Panel(
        PACE,
        "pace κ of delegates",
        "mean weeks in system",
        {"delegated": curve(time_at_pace, 0.97, 1.5), "one pool": ([0.97, 1.5], [erlang_c(TEAMS, DEMAND)[1] + 1] * 2)},
    ),
)


@case("thirty teams at load .95 wait .469687 weeks", "Erlang 1917")
def before(simulator):
    found = waits(simulator.settled(SCENARIO, 1250, replicates=2))
    yield Reading("mean wait, weeks", erlang_c(TEAMS, DEMAND)[1], *mean(found), WAIT, "centre, teams kept", 0)


@case(
    "delegating .3 to delegates with teams of their own cuts the centre's wait to .002409, 195 times",
    "Erlang 1917; the premise of Kennedy School Review 2023",
)
def kept(simulator):
    for phi, replicates in ((0.1, 1), (0.2, 1), (SHARE, 4)):
        issues = simulator.settled(
            SCENARIO, 1250, {"delegation.level": phi, "delegation.staff": "kept"}, replicates, own_staff=10 * phi
        )
        away = issues["route"] == 1
        yield Reading(
            f"centre's mean wait, {phi:g} delegated",
            centre_wait(phi),
            *mean(waits(issues)[~away]),
            WAIT,
            "centre, teams kept",
            phi,
        )
    yield Reading("delegates' mean wait, .3 delegated", erlang_c(9, 8.55)[1], *mean(waits(issues)[away]))


@case("at equal total staff the same step makes the mean wait 1.056179, 2.25 times worse", "Erlang 1917")
def moved(simulator):
    for phi in (0.1, SHARE, 0.5):
        issues = simulator.settled(SCENARIO, 1250, {"delegation.level": phi, "delegation.staff": "moved"}, 4)
        yield Reading(f"mean wait, {phi:g} moved", moved_wait(phi), *mean(waits(issues)), WAIT, "all, teams moved", phi)
        if phi == SHARE:
            away = issues["route"] == 1
            yield Reading("centre's, .3 moved", centre_wait(phi, 21), *mean(waits(issues)[~away]))
            yield Reading("delegates', .3 moved", erlang_c(9, 8.55)[1], *mean(waits(issues)[away]))


@case("delegates 1.270867 times as fast bring the mean time in system back to that of the pool", "Erlang 1917")
def break_even(simulator):
    for pace in (1.0, 1.1, BREAK_EVEN, 1.45):
        issues = simulator.settled(
            SCENARIO, 1250, {"delegation.level": SHARE, "delegation.staff": "moved"}, 2, local_pace=pace
        )
        exact = erlang_c(TEAMS, DEMAND)[1] + 1 if pace == BREAK_EVEN else time_at_pace(pace)
        yield Reading(
            f"mean weeks in system, pace {pace:g}",
            exact,
            *mean(issues["closed"] - issues["opened"]),
            PACE,
            "delegated",
            pace,
        )


CASES = (before, kept, moved, break_even)
