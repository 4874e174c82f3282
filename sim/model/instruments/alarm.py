"""Fire alarm: the centre waits for allies, peers and the press to complain (McCubbins and Schwartz 1984)."""

import math

from sim.model import draws
from sim.model.catalogue import Instrument, Lever, Parameter, in_proportion
from sim.model.compiled import rule
from sim.model.elementary import expm1, log1p, power

PARAMETERS = (Parameter("alarm_fte", "-", "FTE", 40, 10, 100, "alarm desk", place=15),)
LEVERS = (
    Lever(
        "oversight.alarm",
        title="readiness to hear alarms",
        unit="[0,1]",
        meaning="readiness to hear bystanders (McCubbins and Schwartz 1984)",
        price=in_proportion("alarm_fte", "alarm"),
        place=4,
    ),
)


@rule
def alarm_prob(w, bystanders):
    """1 - (1 - q)^m: at least one of m bystanders reports (McCubbins and Schwartz 1984)."""
    regime = w.regime[0]
    q = w.given[0].report_prob * regime.alarm * (0.5 + 0.5 * regime.transparency)
    return -expm1(max(bystanders, 0.0) * log1p(-q))


@rule
def find(w, i, seen):
    """After an exponential delay, if anybody raises the alarm. Rivals never do: where the partner is one, a bystander
    is missing."""
    given, issue = w.given[0], w.issues[i]
    bystanders = given.bystanders - w.counterparts[issue.counterpart].rival
    if draws.uniform(given, draws.ALARM, issue.uid, 0, 0) >= alarm_prob(w, bystanders) * seen:
        return math.inf
    v = draws.second(given, draws.ALARM_DELAY, issue.uid, 0, 0)
    return issue.closed + given.alarm_delay * draws.exponential(v)


def chance(given, regime) -> float:
    """1 - (1 - q)^m, with all bystanders there are."""
    q = given.report_prob * regime.alarm * (0.5 + 0.5 * regime.transparency)
    return 1.0 - power(1.0 - q, given.bystanders)


INSTRUMENT = Instrument(
    "alarm",
    "fire alarm",
    "oversight.alarm",
    found="an alarm raised by a bystander",
    find=find,
    chance=chance,
    desk=True,
    place=2,
)
