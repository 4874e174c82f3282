"""What goes wrong: latent, detected and surfaced apart, or finding problems would look like causing them.

A latent problem lies in a concluded act (kinds contradiction to private); then it is detected first, surfaces first, or
neither. Lapses of vital issues and lost crises surface at once. Severity 1 is of the order of one vital lapse.
"""

import math

import numpy as np

from sim.model.acts import MANY
from sim.model.catalogue import Metric
from sim.model.compiled import rule
from sim.model.records import CONCLUDED, JOINT, KINDS, MANDATE, PRIVATE_HARM

METRICS = (
    Metric(
        "latent",
        "acts/year",
        -1,
        "acts with a latent problem",
        "concluded acts with a latent problem",
        more="More acts have a latent problem",
        less="Fewer acts have a latent problem",
        thing="The number of acts with a latent problem",
    ),
    Metric("latent_severity", "severity/year", -1, "severity of latent problems", "total severity of latent problems"),
    Metric(
        "detected",
        "acts/year",
        0,
        "latent problems that the centre detects",
        "latent problems that the centre detected before they surfaced",
    ),
    Metric(
        "detection_share",
        "share",
        1,
        "share of latent problems that the centre detects",
        "detected by the end of the run, as a share of latent (NaN: nothing latent)",
        more="The centre detects more of the latent problems",
        less="The centre detects fewer of the latent problems",
        thing="The share of latent problems that the centre detects",
    ),
    Metric("remedied", "acts/year", 1, "problems corrected quietly", "detected problems that were corrected quietly"),
    Metric(
        "surfaced",
        "incidents/year",
        -1,
        "incidents",
        "incidents: problems that surfaced, of all kinds",
        more="There are more incidents",
        less="There are fewer incidents",
        thing="The number of incidents",
    ),
    Metric(
        "severity",
        "severity/year",
        -1,
        "severity of incidents",
        "total severity of incidents",
        more="Incidents do more harm",
        less="Incidents do less harm",
        thing="The harm done by incidents",
    ),
    Metric(
        "severity_worst",
        "severity",
        -1,
        "severity of the worst incident",
        "severity of the worst incident (0: none)",
        more="The worst incident is more severe",
        less="The worst incident is less severe",
        thing="The severity of the worst incident",
    ),
    Metric(
        "per_100_acts",
        "per 100",
        -1,
        "acts that lead to an incident",
        "acts whose problem surfaced by the end of the run, of 100 concluded (NaN: none concluded)",
    ),
    Metric(
        "inc_contradiction",
        "incidents/year",
        -1,
        MANY["inc_contradiction"],
        "surfaced: two commitments that contradict each other",
    ),
    Metric(
        "inc_misjudged",
        "incidents/year",
        -1,
        MANY["inc_misjudged"],
        "surfaced: an act, in whatever channel, further from what was asked than allowed",
    ),
    Metric(
        "inc_overreach",
        "incidents/year",
        -1,
        MANY["inc_overreach"],
        "surfaced: a delegate's own wishes moved the text further than allowed",
    ),
    Metric(
        "inc_unauthorised",
        "incidents/year",
        -1,
        MANY["inc_unauthorised"],
        "surfaced: an act without a mandate that broke a law or embarrassed",
    ),
    Metric(
        "inc_capture",
        "incidents/year",
        -1,
        MANY["inc_capture"],
        "surfaced: a captured delegate's wishes moved the text further than allowed",
    ),
    Metric(
        "inc_private",
        "incidents/year",
        -1,
        "incidents of harm done by private actors",
        "surfaced: harm by a private actor",
    ),
    Metric("inc_vital_lapse", "incidents/year", -1, MANY["inc_vital_lapse"], "vital issues whose window closed"),
    Metric(
        "inc_crisis_out_of_hand", "incidents/year", -1, MANY["inc_crisis_out_of_hand"], "crises whose window closed"
    ),
    Metric("born_crises", "crises/year", -1, "crises that incidents led to", "crises that incidents led to"),
    Metric(
        "voided_per_1000",
        "per 1000",
        0,
        "acts of delegates that are voided",
        "mandates and joint acts voided, of 1000 concluded (NaN: none)",
    ),
)

TALLY = np.dtype(
    [
        ("agreed", "i8"),
        ("latent", "i8"),
        ("latent_severity", "f8"),
        ("detected", "i8"),
        ("remedied", "i8"),
        ("surfaced", "i8"),
        ("surfaced_acts", "i8"),
        ("severity", "f8"),
        ("worst", "f8"),
        ("kind", "i8", (len(KINDS),)),
        ("born", "i8"),
        ("delegated", "i8"),
        ("voided", "i8"),
    ],
    align=True,
)


@rule
def count(issue, horizon, tally):
    """Count one admitted issue."""
    delegated = (issue.channel == MANDATE) | (issue.channel == JOINT)
    tally.born += issue.crisis == 2
    tally.agreed += issue.stage == CONCLUDED
    tally.delegated += delegated
    tally.voided += delegated & (issue.voided == 1)
    if issue.incident == 0:
        return
    if issue.incident <= PRIVATE_HARM:
        tally.latent += 1
        tally.latent_severity += issue.severity
        tally.detected += issue.watched == 1
        tally.remedied += issue.remedied < horizon
    if not math.isinf(issue.surfaced):
        tally.surfaced += 1
        tally.surfaced_acts += 1 if issue.incident <= PRIVATE_HARM else 0
        tally.severity += issue.severity
        tally.worst = max(tally.worst, issue.severity)
        tally.kind[issue.incident] += 1


@rule
def report(horizon, tally, out):
    """Fill the group's fields of `out`."""
    years = horizon / 52.0
    out.latent, out.latent_severity = tally.latent / years, tally.latent_severity / years
    out.detected, out.remedied = tally.detected / years, tally.remedied / years
    out.detection_share = tally.detected / tally.latent if tally.latent > 0 else math.nan
    out.surfaced, out.severity, out.severity_worst = tally.surfaced / years, tally.severity / years, tally.worst
    out.per_100_acts = 100.0 * tally.surfaced_acts / tally.agreed if tally.agreed > 0 else math.nan
    kind = tally.kind
    out.inc_contradiction, out.inc_misjudged = kind[1] / years, kind[2] / years
    out.inc_overreach, out.inc_unauthorised = kind[3] / years, kind[4] / years
    out.inc_capture, out.inc_private = kind[5] / years, kind[6] / years
    out.inc_vital_lapse, out.inc_crisis_out_of_hand = kind[7] / years, kind[8] / years
    out.born_crises = tally.born / years
    out.voided_per_1000 = 1000.0 * tally.voided / tally.delegated if tally.delegated > 0 else math.nan
