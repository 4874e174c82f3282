"""Room for the issues of a run: how many rows are reserved before the decade is drawn."""

import math
from typing import TYPE_CHECKING

import numpy as np

from sim.errors import InputError
from sim.model.elementary import expm1, log1p
from sim.model.limits import LOST, RATIO, branching
from sim.model.records import SURGE
from sim.model.rules.arrivals import MOST_IN_SURGE

if TYPE_CHECKING:  # the tables of a scenario come from outside the model
    from sim.inputs.scenario import Scenario

MOST_ISSUES = 4_000_000  # 1.4 GB of rows


def surging(scenario: "Scenario", given, events: np.ndarray) -> float:
    """Issues that the surges among these dated events bring, on average."""
    r = log1p(given.growth) / 52.0

    def until(time: float) -> float:
        """Issues of the docket until then."""
        time = min(float(time), float(given.weeks))
        return given.arrival_rate * (time if r == 0 else expm1(r * time) / r)

    shares = [scenario.domains["share"][k] if k >= 0 else 1.0 for k in events["where"]]
    rates = np.where(events["kind"] == SURGE, events["size"], 0.0) * shares
    brought = [rate * (until(event["until"]) - until(event["week"])) for rate, event in zip(rates, events, strict=True)]
    for code, n in zip(scenario.events.codes, brought, strict=True):
        if n > MOST_IN_SURGE - 6.0 * math.sqrt(MOST_IN_SURGE):
            raise InputError(
                f"events.csv: the surge {code} brings {n:,.0f} issues; expected at most {MOST_IN_SURGE:,}: lower its "
                "size, its weeks or parameters.events"
            )
    return math.fsum(brought)


def room(given, more: float = 0.0) -> int:
    """Rows to reserve for issues: the docket at its worst, in which every routine issue ends as a grave incident and
    every crisis is lost, with six standard errors; `more`: issues of dated surges. Rows that are not used take no
    memory."""
    r = log1p(given.growth) / 52.0
    routine = given.arrival_rate * (given.weeks if r == 0 else expm1(r * given.weeks) / r) + more
    alone = given.crisis_share / (1.0 - min(given.excitation, RATIO))
    first = routine * (alone + min(2.0 * given.spawn, 1.0)) - more * alone
    grave = given.grave_rate / 52.0 * given.weeks
    crises = (first + grave) / (1.0 - min(LOST * given.spawn, RATIO)) + grave
    routine += (routine - more) * given.opportunity_share
    clustered = 1.0 / (1.0 - min(branching(given.excitation, given.spawn), RATIO))
    rows_wanted = routine + crises + 6.0 * math.sqrt(routine + crises * clustered * clustered) + 64
    if rows_wanted > MOST_ISSUES:
        raise InputError(
            f"the docket holds {rows_wanted:,.0f} issues; expected at most {MOST_ISSUES:,}: lower "
            "parameters.arrival_rate, parameters.growth, parameters.events or run.years"
        )
    return int(rows_wanted)
