"""Chance: some problems are detected with no instrument on (the parameter `caught`)."""

import math

from sim.model import draws
from sim.model.catalogue import Instrument
from sim.model.compiled import rule


@rule
def find(w, i, seen):
    """After an exponential delay, with probability `caught`."""
    given, issue = w.given[0], w.issues[i]
    if draws.second(given, draws.AUDIT, issue.uid, 0, 0) >= given.caught * seen:
        return math.inf
    u = draws.uniform(given, draws.ALARM_DELAY, issue.uid, 0, 0)
    return issue.closed + given.alarm_delay * draws.exponential(u)


INSTRUMENT = Instrument(
    "chance", "chance", "", found="a chance discovery", find=find, chance=lambda given, regime: given.caught, place=3
)
