"""Inspector: the centre's own acts are audited at intervals too, as patrols audit those of others."""

import math

from sim.model import draws
from sim.model.catalogue import Instrument, Lever, Parameter, Price
from sim.model.compiled import rule
from sim.model.records import CENTRAL, CONSULT


def inspector_fte(levers, given) -> float:
    """As a patrol costs: by the square root of how often it comes, relative to quarterly."""
    return given["inspector_fte"] * levers.inspector * math.sqrt(13.0 / levers.patrol_period)


PARAMETERS = (
    Parameter(
        "inspector_fte", "-", "FTE", 300, 100, 800, "inspectors when every act of the centre is audited", place=14.5
    ),
)
LEVERS = (
    Lever(
        "oversight.inspector",
        title="acts of the centre audited",
        unit="share",
        meaning="share of the centre's own acts that are audited",
        price=Price("inspector_fte × inspector × √(13 / patrol_period)", inspector_fte),
        place=3.5,
    ),
)


@rule
def find(w, i, seen):
    """The next audit after it was concluded, if the act is the centre's own and among those audited."""
    given, regime, issue = w.given[0], w.regime[0], w.issues[i]
    if issue.channel != CENTRAL and issue.channel != CONSULT:
        return math.inf
    if draws.uniform(given, draws.AUDIT, issue.uid, 0, 0) >= regime.inspector * seen:
        return math.inf
    return (math.floor(issue.closed / regime.patrol_period) + 1.0) * regime.patrol_period


INSTRUMENT = Instrument(
    "inspector", "inspector", "oversight.inspector", found="an inspector's audit", find=find, desk=True, place=1.5
)
