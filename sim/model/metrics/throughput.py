"""How much gets done: issues agreed a week, what they are worth, who agrees them, and the backlog. What is counted
are cases, of which one in nine or so ends in an agreement that would be published (configs/scenario/us_2023/README).

completion = agreed / opened      among issues that could have ended: opened half a year (or half the run, if that
lapse      = lapsed / opened      is less) before the end
goodput    = Σ worth / weeks      over issues agreed that were honoured and not voided; worth: sim.model.size
overload   = min(T, run)          whose mean over runs is a restricted mean: what would come after the run is not in it
"""

import math

import numpy as np

from sim.model.acts import WHO
from sim.model.catalogue import Metric
from sim.model.compiled import rule
from sim.model.metrics.survival import put, quantile
from sim.model.records import CENTRAL, CONCLUDED, CONSULT, FREELANCE, JOINT, LAPSED, LICENSED, MANDATE, QUIET, ROGUE
from sim.model.size import worth

METRICS = (
    Metric(
        "throughput",
        "issues/week",
        1,
        "issues agreed",
        "issues agreed with a counterpart, through any channel",
        more="More issues are agreed",
        less="Fewer issues are agreed",
        thing="The number of issues agreed",
    ),
    Metric(
        "official_throughput",
        "issues/week",
        1,
        "issues agreed officially",
        "issues agreed through the centre, under mandate, joint or on advice",
    ),
    Metric(
        "goodput",
        "vitality/week",
        1,
        "value of honoured commitments",
        "vitality by size of issues agreed, if honoured and not voided",
        more="The value of honoured commitments is higher",
        less="The value of honoured commitments is lower",
        thing="The value of honoured commitments",
    ),
    Metric(
        "completion",
        "share",
        1,
        "share of issues agreed",
        "issues agreed, of those opened half a year before the end",
        more="A larger share of issues is agreed",
        less="A smaller share of issues is agreed",
        thing="The share of issues agreed",
    ),
    Metric(
        "lapse_ratio",
        "share",
        -1,
        "issues lapsed",
        "issues whose window closed or that were refused consent, of the same issues",
    ),
    Metric(
        "vital_lapse_ratio",
        "share",
        -1,
        "vital issues lapsed",
        "the same of vital issues that are not crises (NaN: none)",
        more="More vital issues lapse",
        less="Fewer vital issues lapse",
        thing="The share of vital issues that lapse",
    ),
    Metric(
        "mandate_lapse_ratio",
        "share",
        -1,
        "mandates lapsed",
        "mandates whose window closed, of those given half a year or more before the end (NaN: none)",
    ),
    Metric(
        "opportunities_taken",
        "share",
        1,
        "opportunities taken",
        "agreed, of opportunities that only somebody close could see, of those half a year before the end (NaN: none)",
        more="More opportunities are taken",
        less="Fewer opportunities are taken",
        thing="The share of opportunities taken",
    ),
    Metric(
        "handed_over",
        "share",
        0,
        "matters handed over",
        "issues given to states and cities under a mandate or jointly, of all that opened",
    ),
    Metric(
        "worth_handed_over",
        "share",
        0,
        "value of the matters handed over",
        "vitality by size of the same, of all that opened",
    ),
    Metric(
        "per_1000_fte",
        "issues/year",
        1,
        "issues agreed per 1,000 staff",
        "issues agreed a year per 1000 FTE of the centre's headcount",
    ),
    Metric("backlog_mean", "issues", -1, "backlog", "open issues, mean over the run"),
    Metric(
        "backlog_end",
        "issues",
        -1,
        "backlog at the end",
        "open issues at the end",
        more="The backlog at the end is larger",
        less="The backlog at the end is smaller",
        thing="The backlog at the end",
    ),
    Metric(
        "backlog_age_p50",
        "weeks",
        -1,
        "age of the backlog at the end, median",
        "median age of the issues open at the end (NaN: none open)",
    ),
    Metric("backlog_age_p90", "weeks", -1, "age of the backlog at the end, 90th pct.", "90th percentile of the same"),
    Metric(
        "central_load_start",
        "share",
        0,
        "load of the centre in the first year",
        "drafting teams busy, mean of the first year",
    ),
    Metric(
        "central_load_end",
        "share",
        0,
        "load of the centre in the last year",
        "drafting teams busy, mean of the last year",
    ),
    Metric(
        "overload_week",
        "weeks",
        1,
        "time until overload, within the run",
        "end of the first 52 weeks with 95% of teams busy on average, restricted to the run (never: its length)",
    ),
    Metric(
        "share_central",
        "share",
        0,
        f"agreed by {WHO['share_central']}",
        "of issues agreed, those by the centre alone (NaN, here and below: none agreed)",
    ),
    Metric("share_mandate", "share", 0, f"agreed by {WHO['share_mandate']}", "those under a mandate"),
    Metric("share_joint", "share", 0, f"agreed by {WHO['share_joint']}", "those that both signed"),
    Metric("share_consult", "share", 0, f"agreed by {WHO['share_consult']}", "those by the centre on local advice"),
    Metric("share_quiet", "share", 0, f"agreed by {WHO['share_quiet']}", "those by actors alone, quietly"),
    Metric("share_freelance", "share", -1, f"agreed by {WHO['share_freelance']}", "those by actors alone, openly"),
    Metric("share_private", "share", -1, f"agreed by {WHO['share_private']}", "those by private actors"),
)

# `channel` counts issues agreed by channel from its second entry on; the first is what was not agreed.
TALLY = np.dtype(
    [
        ("opened", "i8"),
        ("agreed", "i8"),
        ("goodput", "f8"),
        ("ripe", "i8"),
        ("ripe_agreed", "i8"),
        ("ripe_lapsed", "i8"),
        ("mandated", "i8"),
        ("mandated_lapsed", "i8"),
        ("vital", "i8"),
        ("vital_lapsed", "i8"),
        ("open", "i8"),
        ("handed", "i8"),
        ("worth_handed", "f8"),
        ("worth", "f8"),
        ("chances", "i8"),
        ("taken", "i8"),
        ("channel", "i8", (9,)),
    ],
    align=True,
)

OVERLOADED = 0.95


@rule
def ripe_before(horizon):
    """Issues opened before this week could have ended by the horizon."""
    return horizon - min(26.0, 0.5 * horizon)


@rule
def arise(issue, horizon, tally):
    """Count one issue that has arisen, seen or not."""
    chance = (issue.opportunity == 1) & (issue.opened < ripe_before(horizon))
    tally.chances += chance
    tally.taken += chance & (issue.stage == CONCLUDED)


@rule
def count(w, issue, horizon, tally, ages):
    """Count one admitted issue; ages (bins,) is the histogram of ages of what is open."""
    agreed, lapsed = issue.stage == CONCLUDED, issue.stage == LAPSED
    vital = (issue.crisis == 0) & (issue.vitality >= w.given[0].vital_threshold)
    ripe = issue.opened < ripe_before(horizon)
    tally.opened += 1
    tally.agreed += agreed
    tally.channel[issue.channel + 1] += 1
    tally.goodput += worth(w, issue) if agreed & (issue.kept == 1) & (issue.voided == 0) else 0.0
    tally.ripe += ripe
    tally.ripe_agreed += ripe & agreed
    tally.ripe_lapsed += ripe & lapsed
    handed = (issue.route == MANDATE) | (issue.route == JOINT)
    tally.handed += handed
    tally.worth += worth(w, issue)
    tally.worth_handed += worth(w, issue) if handed else 0.0
    mandated = ripe & handed
    tally.mandated += mandated
    tally.mandated_lapsed += mandated & lapsed
    tally.vital += ripe & vital
    tally.vital_lapsed += ripe & vital & lapsed
    if not agreed | lapsed:
        tally.open += 1
        put(ages, horizon - issue.opened)


@rule
def mean_load(series, start, stop):
    """Mean busy share over ticks [start, stop)."""
    busy = 0.0
    for k in range(start, stop):
        busy += series[k].busy
    return busy / (stop - start)


@rule
def first_overload(w, year):
    """Weeks until the end of the first year of mean busy share at `OVERLOADED` or more, restricted to the run."""
    dt, ticks, series = w.given[0].dt, w.clock[0].tick, w.series
    busy = 0.0
    for k in range(ticks):
        busy += series[k].busy
        if k >= year:
            busy -= series[k - year].busy
        if k >= year - 1 and busy >= OVERLOADED * year:
            return (k + 1) * dt
    return ticks * dt


@rule
def report(w, horizon, tally, ages, out):
    """Fill the group's fields of `out`."""
    given, ticks, series = w.given[0], w.clock[0].tick, w.series
    out.throughput = tally.agreed / horizon
    n, official = tally.channel, 0
    for channel in range(QUIET):
        official += n[channel + 1]
    out.official_throughput = official / horizon
    out.goodput = tally.goodput / horizon
    out.completion = tally.ripe_agreed / tally.ripe if tally.ripe > 0 else math.nan
    out.lapse_ratio = tally.ripe_lapsed / tally.ripe if tally.ripe > 0 else math.nan
    out.mandate_lapse_ratio = tally.mandated_lapsed / tally.mandated if tally.mandated > 0 else math.nan
    out.handed_over = tally.handed / tally.opened if tally.opened > 0 else math.nan
    out.worth_handed_over = tally.worth_handed / tally.worth if tally.worth > 0.0 else math.nan
    out.opportunities_taken = tally.taken / tally.chances if tally.chances > 0 else math.nan
    out.vital_lapse_ratio = tally.vital_lapsed / tally.vital if tally.vital > 0 else math.nan
    out.per_1000_fte = tally.agreed / horizon * 52.0 / given.headcount * 1000.0
    backlog = 0.0
    for k in range(ticks):
        backlog += series[k].open
    out.backlog_mean, out.backlog_end = backlog / ticks, tally.open
    out.backlog_age_p50, out.backlog_age_p90 = quantile(ages, 0.5), quantile(ages, 0.9)
    year = max(min(int(52.0 / given.dt), ticks), 1)
    out.central_load_start = mean_load(series, 0, year)
    out.central_load_end = mean_load(series, ticks - year, ticks)
    out.overload_week = first_overload(w, year)
    if tally.agreed > 0:
        out.share_central, out.share_mandate = n[CENTRAL + 1] / tally.agreed, n[MANDATE + 1] / tally.agreed
        out.share_joint, out.share_consult = n[JOINT + 1] / tally.agreed, n[CONSULT + 1] / tally.agreed
        out.share_quiet, out.share_freelance = n[QUIET + 1] / tally.agreed, n[FREELANCE + 1] / tally.agreed
        out.share_private = (n[ROGUE + 1] + n[LICENSED + 1]) / tally.agreed
    else:
        out.share_central = out.share_mandate = out.share_joint = out.share_consult = math.nan
        out.share_quiet = out.share_freelance = out.share_private = math.nan
