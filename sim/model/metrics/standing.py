"""How the country stands with others, the public and its own parts: means of the weekly series, and where it ends.

Credibility is the mean over counterparts of the belief that this country keeps its word, (1 + kept)/(2 + kept +
broken); allies and rivals apart, for a threat and a promise are not believed by the same people.
"""

import math

import numpy as np

from sim.model.compiled import rule
from sim.model.metrics.metric import describe
from sim.model.records import CONCLUDED

METRICS = describe(
    "standing",
    ("credibility_allies", "[0,1]", 1, "allies' belief that promises are kept, mean of the run (.5 without allies)"),
    ("credibility_allies_end", "[0,1]", 1, "the same at the end"),
    ("credibility_rivals", "[0,1]", 1, "rivals' belief, mean of the run (.5 without rivals)"),
    ("credibility_rivals_end", "[0,1]", 1, "the same at the end"),
    ("delivered", "share", 1, "promises kept: delivered, not voided, not broken by an incident (NaN: none made)"),
    ("legitimacy", "[0,1]", 1, "public legitimacy, mean of the run"),
    ("legitimacy_end", "[0,1]", 1, "the same at the end"),
    ("subnational_trust", "[0,1]", 1, "actors' trust in the centre, mean of the run"),
    ("captured", "actors", -1, "captured actors, mean of the run"),
)

TALLY = np.dtype([("agreed", "i8"), ("kept", "i8")], align=True)


@rule
def count(issue, tally):
    """Count one admitted issue."""
    tally.agreed += issue.stage == CONCLUDED
    tally.kept += issue.kept


@rule
def report(w, tally, out):
    """Fill the group's fields of `out`."""
    ticks, series = w.clock[0].tick, w.series
    allies = rivals = legitimacy = trust = captured = 0.0
    for k in range(ticks):
        row = series[k]
        allies += row.allies
        rivals += row.rivals
        legitimacy += row.legitimacy
        trust += row.trust
        captured += row.captured
    n, last = ticks, series[ticks - 1]
    out.credibility_allies, out.credibility_allies_end = allies / n, last.allies
    out.credibility_rivals, out.credibility_rivals_end = rivals / n, last.rivals
    out.delivered = tally.kept / tally.agreed if tally.agreed > 0 else math.nan
    out.legitimacy, out.legitimacy_end = legitimacy / n, last.legitimacy
    out.subnational_trust, out.captured = trust / n, captured / n
