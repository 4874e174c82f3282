"""How the country stands with others, the public and its own parts: means of the weekly series, and where it ends.

Credibility is the mean over counterparts of the belief that this country honours its commitments, (1 + kept)/(2 +
kept + broken); allies and rivals apart, for a threat and a promise are not believed by the same people.
"""

import math

import numpy as np

from sim.model.catalogue import Metric
from sim.model.compiled import rule
from sim.model.records import AT_CONSENT, BY_COURT, CONCLUDED, LAPSED

METRICS = (
    Metric(
        "credibility_allies",
        "[0,1]",
        1,
        "credibility with allies",
        "allies' belief that commitments are honoured, mean of the run (.5 without allies)",
        more="Allies trust the country's word more",
        less="Allies trust the country's word less",
        thing="Credibility with allies",
    ),
    Metric(
        "credibility_allies_end",
        "[0,1]",
        1,
        "credibility with allies at the end",
        "the same at the end",
        more="Allies trust the country's word more at the end",
        less="Allies trust the country's word less at the end",
        thing="Credibility with allies at the end",
    ),
    Metric(
        "credibility_rivals",
        "[0,1]",
        1,
        "credibility with rivals",
        "rivals' belief in the same, mean of the run (.5 without rivals)",
        more="Rivals trust the country's word more",
        less="Rivals trust the country's word less",
        thing="Credibility with rivals",
    ),
    Metric("credibility_rivals_end", "[0,1]", 1, "credibility with rivals at the end", "the same at the end"),
    Metric(
        "delivered",
        "share",
        1,
        "commitments honoured",
        "commitments honoured: delivered, not voided, not broken by an incident (NaN: none made)",
        more="More commitments are honoured",
        less="Fewer commitments are honoured",
        thing="The share of commitments honoured",
    ),
    Metric(
        "failed_at_law",
        "share",
        -1,
        "agreements that fail at law",
        "agreements that were refused consent or that a court voided, of all that were not waiting for it (NaN: none)",
        more="More agreements fail for want of consent or in court",
        less="Fewer agreements fail for want of consent or in court",
        thing="The share of agreements that fail at law",
    ),
    Metric(
        "legitimacy",
        "[0,1]",
        1,
        "public legitimacy",
        "public legitimacy, mean of the run",
        more="Public legitimacy is higher",
        less="Public legitimacy is lower",
        thing="Public legitimacy",
    ),
    Metric("legitimacy_end", "[0,1]", 1, "public legitimacy at the end", "the same at the end"),
    Metric(
        "subnational_trust",
        "[0,1]",
        1,
        "subnational trust",
        "actors' trust in the centre, mean of the run",
        more="States and cities trust the centre more",
        less="States and cities trust the centre less",
        thing="The trust of states and cities",
    ),
    Metric(
        "captured",
        "actors",
        -1,
        "states and cities captured by a rival",
        "captured actors, mean of the run",
        more="Rivals capture more states and cities",
        less="Rivals capture fewer states and cities",
        thing="The number of states and cities that rivals capture",
    ),
)

TALLY = np.dtype([("agreed", "i8"), ("kept", "i8"), ("refused", "i8"), ("voided", "i8")], align=True)


@rule
def count(issue, tally):
    """Count one admitted issue."""
    tally.agreed += issue.stage == CONCLUDED
    tally.kept += issue.kept
    tally.refused += (issue.stage == LAPSED) & (issue.desk == AT_CONSENT)
    tally.voided += issue.voided == BY_COURT


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
    signed = tally.agreed + tally.refused
    out.failed_at_law = (tally.refused + tally.voided) / signed if signed > 0 else math.nan
    out.legitimacy, out.legitimacy_end = legitimacy / n, last.legitimacy
    out.subnational_trust, out.captured = trust / n, captured / n
