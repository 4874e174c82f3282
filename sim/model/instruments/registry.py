"""Registry: whoever acts for the country says so, and a public list says who may."""

import math

from sim.model import draws
from sim.model.catalogue import Instrument, Lever, Parameter, in_proportion
from sim.model.compiled import rule
from sim.model.records import JOINT, LICENSED, MANDATE

PARAMETERS = (Parameter("registry_fte", "-", "FTE", 75, 25, 200, "registry clerks", place=16),)
LEVERS = (
    Lever(
        "oversight.registry",
        title="duty to notify",
        unit="[0,1]",
        meaning="duty to notify, and a public list of who may speak",
        price=in_proportion("registry_fte", "registry"),
        burdens=True,
        place=5,
    ),
)


@rule
def find(w, i, seen):
    """Once it has been read, if whoever acted gave notice. An actor that trusts the centre more is likelier to."""
    given, issue = w.given[0], w.issues[i]
    if issue.channel != MANDATE and issue.channel != JOINT and issue.channel != LICENSED:
        return math.inf
    trusting = 1.0 if issue.channel == LICENSED else 0.5 + 0.5 * w.subnationals[issue.locality].trust
    willing = given.compliance * trusting
    if draws.uniform(given, draws.NOTIFY, issue.uid, 0, 0) >= w.regime[0].registry * willing:
        return math.inf
    return issue.closed + given.notice_delay


INSTRUMENT = Instrument(
    "registry",
    "registry",
    "oversight.registry",
    found="the registry, which had been notified of the act",
    find=find,
    chance=lambda given, regime: regime.registry * given.compliance,
    delegated=True,
    desk=True,
    place=4,
)
