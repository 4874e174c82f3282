"""Whistle-blowers: a witness who is protected tells the centre a few days later."""

import math

from sim.model import draws
from sim.model.catalogue import Instrument, Lever, Parameter, in_proportion
from sim.model.compiled import rule

PARAMETERS = (Parameter("whistle_fte", "-", "FTE", 20, 5, 60, "counsel for whistle-blowers"),)
LEVERS = (
    Lever(
        "oversight.whistle",
        title="protection of whistle-blowers",
        unit="share",
        meaning="share of witnesses who are protected",
        price=in_proportion("whistle_fte", "whistle"),
    ),
)


WHISTLE = draws.purpose("whistle")


@rule
def find(w, i, seen):
    issue = w.issues[i]
    if draws.uniform(w.given[0], WHISTLE, issue.uid, 0, 0) >= w.regime[0].whistle * seen:
        return math.inf
    return issue.closed + 0.125


INSTRUMENT = Instrument(
    "whistle",
    "whistle-blowers",
    "oversight.whistle",
    found="a whistle-blower",
    find=find,
    chance=lambda given, regime: regime.whistle,
    desk=True,
)
