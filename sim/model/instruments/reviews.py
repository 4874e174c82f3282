"""After-action reviews: authors report their own mistakes where reviews look for lessons and not for culprits."""

import math

from sim.model import draws
from sim.model.catalogue import Instrument, Lever, Parameter, in_proportion
from sim.model.compiled import rule
from sim.model.records import QUIET

PARAMETERS = (Parameter("review_fte", "-", "FTE", 75, 25, 200, "after-action reviews", place=10),)
LEVERS = (
    Lever(
        "coordination.reviews",
        title="after-action reviews",
        unit="[0,1]",
        meaning="after-action reviews",
        price=in_proportion("review_fte", "reviews"),
        burdens=True,
        place=12,
    ),
    Lever(
        "coordination.blame",
        title="blame in reviews",
        unit="[0,1]",
        meaning="how far reviews punish",
        needs=("coordination.reviews",),
        place=13,
    ),
)


@rule
def find(w, i, seen):
    """After an exponential delay, if the author of an official act reports it; blame keeps authors silent."""
    given, regime, issue = w.given[0], w.regime[0], w.issues[i]
    u, v = draws.pair(given, draws.REPORT, issue.uid, 0, 0)
    if issue.channel >= QUIET or u >= given.self_report * regime.reviews * (1.0 - regime.blame):
        return math.inf
    return issue.closed + given.alarm_delay * draws.exponential(v)


INSTRUMENT = Instrument(
    "reviews",
    "after-action reviews",
    "coordination.reviews",
    found="a report by its own author",
    find=find,
    desk=True,
    place=6,
)
