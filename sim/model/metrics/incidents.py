"""What goes wrong in acts: latent, detected and surfaced apart, or finding problems would look like causing them.

A latent problem lies in a concluded act; then it is detected first, surfaces first, or neither. What is left undone is
no act, and counted in `omissions`. Beside every count stands the exposure: how many of 100 acts.
"""

import math

import numpy as np

from sim.model.acts import INCIDENTS, MANY
from sim.model.catalogue import Metric
from sim.model.compiled import rule
from sim.model.records import CONCLUDED, JOINT, MANDATE

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
        "latent_per_100",
        "per 100",
        -1,
        "acts with a latent problem, of 100",
        "acts with a latent problem, of 100 concluded (NaN, here and below: none concluded)",
    ),
    Metric(
        "misjudged_per_100",
        "per 100",
        -1,
        "acts far from what was asked, of 100",
        "acts beyond the leeway from what the line and local conditions asked, of 100 concluded, trouble or not",
    ),
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
        "incidents: acts whose problem surfaced, of all kinds",
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
        "surfaced_per_100",
        "per 100",
        -1,
        "incidents of 100 acts",
        "acts whose problem surfaced by the end of the run, of 100 concluded",
        more="More of 100 acts lead to an incident",
        less="Fewer of 100 acts lead to an incident",
        thing="The share of acts that lead to an incident",
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
    *(
        Metric(
            f"{one.metric}_per_100", "per 100", -1, f"{one.title}, of 100 acts", f"{one.metric} of 100 acts concluded"
        )
        for one in INCIDENTS
    ),
    Metric(
        "born_crises", "crises/year", -1, "crises that trouble led to", "crises that incidents and lost crises led to"
    ),
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
        ("misjudged", "i8"),
        ("surfaced", "i8"),
        ("severity", "f8"),
        ("worst", "f8"),
        ("kind", "i8", (len(INCIDENTS) + 1,)),
        ("born", "i8"),
        ("delegated", "i8"),
        ("voided", "i8"),
    ],
    align=True,
)


@rule
def count(issue, horizon, leeway, tally):
    """Count one admitted issue."""
    delegated = (issue.channel == MANDATE) | (issue.channel == JOINT)
    tally.born += issue.crisis == 2
    if issue.stage != CONCLUDED:
        return
    tally.agreed += 1
    tally.delegated += delegated
    tally.voided += delegated & (issue.voided > 0)
    tally.misjudged += abs(issue.agreed - issue.line - issue.omega) > leeway
    if issue.incident == 0:
        return
    tally.latent += 1
    tally.latent_severity += issue.severity
    tally.detected += issue.watched == 1
    tally.remedied += issue.remedied < horizon
    if not math.isinf(issue.surfaced):
        tally.surfaced += 1
        tally.severity += issue.severity
        tally.worst = max(tally.worst, issue.severity)
        tally.kind[issue.incident] += 1


@rule
def of_100(number, acts):
    return 100.0 * number / acts if acts > 0 else math.nan


@rule
def report(horizon, tally, out):
    """Fill the group's fields of `out`."""
    years, kind, acts = horizon / 52.0, tally.kind, tally.agreed
    out.latent, out.latent_severity = tally.latent / years, tally.latent_severity / years
    out.detected, out.remedied = tally.detected / years, tally.remedied / years
    out.detection_share = tally.detected / tally.latent if tally.latent > 0 else math.nan
    out.surfaced, out.severity, out.severity_worst = tally.surfaced / years, tally.severity / years, tally.worst
    out.latent_per_100, out.misjudged_per_100 = of_100(tally.latent, acts), of_100(tally.misjudged, acts)
    out.surfaced_per_100 = of_100(tally.surfaced, acts)
    out.inc_contradiction, out.inc_contradiction_per_100 = kind[1] / years, of_100(kind[1], acts)
    out.inc_misjudged, out.inc_misjudged_per_100 = kind[2] / years, of_100(kind[2], acts)
    out.inc_overreach, out.inc_overreach_per_100 = kind[3] / years, of_100(kind[3], acts)
    out.inc_unauthorised, out.inc_unauthorised_per_100 = kind[4] / years, of_100(kind[4], acts)
    out.inc_capture, out.inc_capture_per_100 = kind[5] / years, of_100(kind[5], acts)
    out.inc_private, out.inc_private_per_100 = kind[6] / years, of_100(kind[6], acts)
    out.born_crises = tally.born / years
    out.voided_per_1000 = 1000.0 * tally.voided / tally.delegated if tally.delegated > 0 else math.nan
