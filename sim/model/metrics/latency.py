"""How long it takes: to the first authorised offer and to agreement; crises apart, and international crises, of
which there are few and which last for months, apart from those.

First acts are Kaplan-Meier: an issue that ended without an official offer, or is still open, is censored there. A
quantile that the curve does not reach is put at the longest wait that was seen, which it exceeds: the end of the run,
which nobody waited for, would outweigh all the runs that it is averaged with.
Agreement competes with the closing of the window, after which it can never come; so its quantiles are those of the
Aalen-Johansen incidence among issues that will be agreed, and are read beside completion and lapse_ratio: a policy
that lets hard issues lapse looks quick. Counting lapses as censored would pretend that windows do not close. So the two
do not nest: first_act_p90, how slow the desk would be if windows stayed open, may exceed conclusion_p90.
"""

import math

import numpy as np

from sim.model.catalogue import Metric
from sim.model.compiled import rule
from sim.model.metrics.survival import aalen_johansen, kaplan_meier, put
from sim.model.records import CENTRAL, CONCLUDED, GRAVE, LAPSED

METRICS = (
    Metric(
        "first_act_p50",
        "weeks",
        -1,
        "time to the first official offer, median",
        "time from opening to official offer, routine issues, median (fewer than half get one: the longest wait seen)",
    ),
    Metric(
        "first_act_p90",
        "weeks",
        -1,
        "time to the first official offer, 90th pct.",
        "90th percentile of the same (fewer than nine in ten: the longest wait seen)",
    ),
    Metric(
        "conclusion_p50",
        "weeks",
        -1,
        "time to agreement, median",
        "time from opening to agreement, of routine issues that are agreed in the end, median (open ones: censored)",
        more="Routine issues take longer to be agreed",
        less="Routine issues are agreed sooner",
        thing="The usual time until a routine issue is agreed",
    ),
    Metric("conclusion_p90", "weeks", -1, "time to agreement, 90th pct.", "90th percentile of the same"),
    Metric(
        "crisis_first_response_p50",
        "weeks",
        -1,
        "time until a crisis is taken up, median",
        "time from the opening of a crisis until a team starts on it, median, as for offers (NaN: no crises)",
    ),
    Metric(
        "crisis_first_response_p90",
        "weeks",
        -1,
        "time until a crisis is taken up, 90th pct.",
        "90th percentile of the same",
    ),
    Metric(
        "crisis_conclusion_p50",
        "weeks",
        -1,
        "time to settle a crisis, median",
        "time from opening to agreement, of crises that are agreed in the end, median (NaN: none)",
    ),
    Metric(
        "crisis_conclusion_p90",
        "weeks",
        -1,
        "time to settle a crisis, 90th pct.",
        "90th percentile of the same",
        more="Slow crises take longer to settle",
        less="Even slow crises are settled sooner",
        thing="The time that slow crises take",
    ),
    Metric(
        "crisis_in_time",
        "share",
        1,
        "crises settled in time",
        "crises agreed before their window closed, of those that ended (NaN: none)",
        more="More crises are settled in time",
        less="Fewer crises are settled in time",
        thing="The share of crises settled in time",
    ),
    Metric(
        "grave_first_response_p50",
        "weeks",
        -1,
        "time until an international crisis is taken up, median",
        "time from the opening of an international crisis until a team starts on it, median, as for offers (NaN: none)",
    ),
    Metric(
        "grave_conclusion_p50",
        "weeks",
        -1,
        "time until an international crisis ends, median",
        "time from the opening of an international crisis to its end, agreed or not, median (open ones: censored)",
    ),
    Metric(
        "grave_agreed",
        "share",
        1,
        "international crises that end in agreement",
        "international crises agreed before their window closed, of those that ended (NaN: none)",
        more="More international crises end in agreement",
        less="Fewer international crises end in agreement",
        thing="The share of international crises that end in agreement",
    ),
    Metric(
        "queue_wait",
        "weeks",
        -1,
        "wait for a team",
        "time spent waiting for a team, drafts, clearances and posts abroad together, per issue that reached a team "
        "before it lapsed",
        more="Issues wait longer until somebody works on them",
        less="Issues wait less until somebody works on them",
        thing="The wait until somebody works on an issue",
    ),
    Metric(
        "central_wait",
        "weeks",
        -1,
        "wait for a team of the centre",
        "the same of issues that the centre handles alone (NaN: none)",
    ),
)

TALLY = np.dtype(
    [
        ("crises_agreed", "i8"),
        ("crises_lapsed", "i8"),
        ("grave_agreed", "i8"),
        ("grave_lapsed", "i8"),
        ("handled", "i8"),
        ("waited", "f8"),
        ("central", "i8"),
        ("waited_at_centre", "f8"),
    ],
    align=True,
)
# Histograms, (n, bins): what happened, then what ended the watch; routine, crises, international crises.
(
    ACTED,
    ACT_CENSORED,
    RESPONDED,
    RESPONSE_CENSORED,
    AGREED,
    LAPSE,
    OPEN,
    CRISIS_AGREED,
    CRISIS_LAPSE,
    CRISIS_OPEN,
    GRAVE_RESPONDED,
    GRAVE_CENSORED,
    GRAVE_ENDED,
    GRAVE_OPEN,
    N_HISTOGRAMS,
) = range(15)


@rule
def count(issue, horizon, tally, times):
    """Count one admitted issue in histograms of weeks since it opened, (N_HISTOGRAMS, bins)."""
    agreed, lapsed, crisis = issue.stage == CONCLUDED, issue.stage == LAPSED, issue.crisis > 0
    grave = issue.crisis == GRAVE
    end = min(issue.closed, horizon) - issue.opened
    act = issue.started if crisis else issue.tabled
    acted = (act <= horizon) & (act - issue.opened <= end)
    kind = (GRAVE_RESPONDED if grave else RESPONDED if crisis else ACTED) + (0 if acted else 1)
    put(times[kind], act - issue.opened if acted else end)
    if grave:
        kind = GRAVE_ENDED if agreed | lapsed else GRAVE_OPEN
    else:
        kind = (CRISIS_AGREED if crisis else AGREED) + (0 if agreed else 1 if lapsed else 2)
    put(times[kind], end)
    tally.grave_agreed += grave & agreed
    tally.grave_lapsed += grave & lapsed
    tally.crises_agreed += crisis & agreed & (not grave)
    tally.crises_lapsed += crisis & lapsed & (not grave)
    handled = issue.started < horizon
    tally.handled += handled
    tally.waited += issue.waited if handled else 0.0
    central = handled & (issue.route == CENTRAL)
    tally.central += central
    tally.waited_at_centre += issue.waited if central else 0.0


@rule
def report(tally, times, out):
    """Fill the group's fields of `out`."""
    out.first_act_p50 = kaplan_meier(times[ACTED], times[ACT_CENSORED], 0.5)
    out.first_act_p90 = kaplan_meier(times[ACTED], times[ACT_CENSORED], 0.9)
    out.conclusion_p50 = aalen_johansen(times[AGREED], times[LAPSE], times[OPEN], 0.5)
    out.conclusion_p90 = aalen_johansen(times[AGREED], times[LAPSE], times[OPEN], 0.9)
    out.crisis_first_response_p50 = kaplan_meier(times[RESPONDED], times[RESPONSE_CENSORED], 0.5)
    out.crisis_first_response_p90 = kaplan_meier(times[RESPONDED], times[RESPONSE_CENSORED], 0.9)
    out.crisis_conclusion_p50 = aalen_johansen(times[CRISIS_AGREED], times[CRISIS_LAPSE], times[CRISIS_OPEN], 0.5)
    out.crisis_conclusion_p90 = aalen_johansen(times[CRISIS_AGREED], times[CRISIS_LAPSE], times[CRISIS_OPEN], 0.9)
    ended = tally.crises_agreed + tally.crises_lapsed
    out.crisis_in_time = tally.crises_agreed / ended if ended > 0 else math.nan
    out.grave_first_response_p50 = kaplan_meier(times[GRAVE_RESPONDED], times[GRAVE_CENSORED], 0.5)
    out.grave_conclusion_p50 = kaplan_meier(times[GRAVE_ENDED], times[GRAVE_OPEN], 0.5)
    ended = tally.grave_agreed + tally.grave_lapsed
    out.grave_agreed = tally.grave_agreed / ended if ended > 0 else math.nan
    out.queue_wait = tally.waited / tally.handled if tally.handled > 0 else math.nan
    out.central_wait = tally.waited_at_centre / tally.central if tally.central > 0 else math.nan
