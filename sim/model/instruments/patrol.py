"""Police patrol: acts are audited at intervals, whether or not anybody complained (McCubbins and Schwartz 1984)."""

import math

from sim.model import draws
from sim.model.catalogue import Instrument, Lever, Parameter, Price
from sim.model.compiled import rule
from sim.model.records import CENTRAL, CONSULT


def price_of_audits(parameter: str, lever: str) -> Price:
    """Audits cost as the square root of how often they come, relative to quarterly."""

    def fte(levers, given) -> float:
        return given[parameter] * getattr(levers, lever) * math.sqrt(13.0 / levers.patrol_period)

    return Price(f"{parameter} × {lever} × √(13 / patrol_period)", fte)


PARAMETERS = (Parameter("patrol_fte", "-", "FTE", 300, 100, 800, "auditors when every act is audited", place=14),)
LEVERS = (
    Lever(
        "oversight.patrol",
        title="acts audited",
        unit="share",
        meaning="share of concluded acts outside the centre that are audited",
        price=price_of_audits("patrol_fte", "patrol"),
        place=2,
    ),
    Lever(
        "oversight.patrol_period",
        title="time between audits",
        unit="weeks",
        meaning="weeks between audits",
        low=0.5,
        high=104,
        off=13.0,
        needs=("oversight.patrol", "oversight.inspector"),
        step=0.5,
        place=3,
    ),
)


@rule
def next_audit(w, i, share):
    """The first audit after the act on issue i was concluded, if it is among the share that is audited; else never."""
    issue, period = w.issues[i], w.regime[0].patrol_period
    if draws.uniform(w.given[0], draws.AUDIT, issue.uid, 0, 0) >= share:
        return math.inf
    return (math.floor(issue.closed / period) + 1.0) * period


@rule
def find(w, i, seen):
    """At the next audit, unless the centre did it itself."""
    channel = w.issues[i].channel
    return math.inf if channel == CENTRAL or channel == CONSULT else next_audit(w, i, w.regime[0].patrol * seen)


INSTRUMENT = Instrument(
    "patrol",
    "patrol",
    "oversight.patrol",
    found="an audit",
    find=find,
    chance=lambda given, regime: regime.patrol,
    desk=True,
    place=1,
)
