"""What is left undone: vital issues and crises whose window closed.

Incidents are acts gone wrong. Who does more may do more wrong and leave less undone, so the two are never added up.
"""

import numpy as np

from sim.model.acts import OMISSIONS
from sim.model.catalogue import Metric
from sim.model.compiled import rule
from sim.model.records import CRISIS_LOST, VITAL_LAPSE
from sim.model.size import worth

LAPSES, LOST = OMISSIONS
METRICS = (
    Metric(
        LAPSES.metric,
        "lapses/year",
        -1,
        LAPSES.many,
        "vital issues, crises apart, whose window closed before anything was offered",
        more="More vital issues lapse",
        less="Fewer vital issues lapse",
        thing="The number of vital issues that lapse",
    ),
    Metric(
        LOST.metric,
        "crises/year",
        -1,
        LOST.many,
        "crises whose window closed",
        more="More crises get out of hand",
        less="Fewer crises get out of hand",
        thing="The number of crises that get out of hand",
    ),
    Metric(
        "missed_vitality",
        "vitality/year",
        -1,
        "value of what is left undone",
        "vitality by size of both, in the unit in which honoured commitments are weighed",
    ),
)

TALLY = np.dtype([("lapses", "i8"), ("lost", "i8"), ("worth", "f8")], align=True)


@rule
def count(w, issue, tally):
    """Count one admitted issue."""
    lapsed, lost = issue.incident == VITAL_LAPSE, issue.incident == CRISIS_LOST
    tally.lapses += lapsed
    tally.lost += lost
    tally.worth += worth(w, issue) if lapsed | lost else 0.0


@rule
def report(horizon, tally, out):
    """Fill the group's fields of `out`."""
    years = horizon / 52.0
    out.vital_lapses, out.crises_lost = tally.lapses / years, tally.lost / years
    out.missed_vitality = tally.worth / years
