"""Police patrol: acts are audited at intervals, whether or not anybody complained (McCubbins and Schwartz 1984)."""

import math

from sim.model import draws
from sim.model.catalogue import Instrument, Lever, Parameter, Price
from sim.model.compiled import rule
from sim.model.records import CENTRAL, CONSULT


def patrol_fte(levers, given) -> float:
    """A patrol costs as the square root of how often it comes, relative to quarterly."""
    return given["patrol_fte"] * levers.patrol * math.sqrt(13.0 / levers.patrol_period)


PARAMETERS = (Parameter("patrol_fte", "-", "FTE", 300, 100, 800, "auditors when every act is audited", place=14),)
LEVERS = (
    Lever(
        "oversight.patrol",
        title="acts audited",
        unit="share",
        meaning="share of concluded acts outside the centre that are audited",
        price=Price("patrol_fte × patrol × √(13 / patrol_period)", patrol_fte),
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
def find(w, i, seen):
    """The next audit after it was concluded, if the act is among those audited; what the centre did itself is not."""
    given, regime, issue = w.given[0], w.regime[0], w.issues[i]
    if issue.channel == CENTRAL or issue.channel == CONSULT:
        return math.inf
    if draws.uniform(given, draws.AUDIT, issue.uid, 0, 0) >= regime.patrol * seen:
        return math.inf
    return (math.floor(issue.closed / regime.patrol_period) + 1.0) * regime.patrol_period


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
