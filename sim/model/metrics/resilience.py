"""How much a shock costs and how soon it is over: the first shutdown of the centre, and elections that change it.

    shutdown_drop = 1 - (issues agreed officially a week during) / (the same in the 26 weeks before)
    election_drop = 1 - (issues agreed in the 26 weeks after) / (in the 26 before), mean over changes of party
Offers already on the table are still agreed during a shutdown, so the backlog tells more than the drop. The time to
recover, min(T, rest of the run), has a restricted mean over runs: whatever would come after the run, it leaves out.
"""

import math

import numpy as np

from sim.model.catalogue import Metric
from sim.model.compiled import rule
from sim.model.records import CONCLUDED, QUIET, SHUTDOWN

METRICS = (
    Metric(
        "shutdown_drop",
        "share",
        -1,
        "fall of issues agreed in a shutdown",
        "fall of issues agreed officially during the first shutdown (NaN: none within the run)",
    ),
    Metric(
        "shutdown_backlog",
        "share",
        -1,
        "rise of open issues after a shutdown",
        "peak of open issues within 26 weeks of its start, over the mean before, less 1",
    ),
    Metric(
        "shutdown_recovery",
        "weeks",
        -1,
        "time to recover from a shutdown, within the run",
        "from its end until open issues are within 5% of that mean, restricted to the run (never: its rest)",
    ),
    Metric(
        "election_drop",
        "share",
        -1,
        "fall of issues agreed after a change of party",
        "fall of issues agreed after a change of party (NaN: none, or none agreed before)",
        more="A change of party costs more",
        less="A change of party costs less",
        thing="What a change of party costs in issues agreed",
    ),
    Metric(
        "turns",
        "number",
        0,
        "how often government changes hands",
        "changes of the party in government",
        more="Government changes hands more often",
        less="Government changes hands less often",
        thing="How often government changes hands",
    ),
)

TALLY = np.dtype([("before", "i8"), ("during", "i8")], align=True)

HALF_YEAR = 26.0
WITHIN = 1.05


@rule
def first_shutdown(w):
    """When the first shutdown begins and how long it lasts; (inf, 0) where there is none."""
    week, until = math.inf, math.inf
    for e in range(w.dated.shape[0]):
        event = w.dated[e]
        if event.kind == SHUTDOWN and event.size > 0.0 and event.week <= week:
            until = max(until, event.until) if event.week == week else event.until
            week = event.week
    return week, until - week if week < math.inf else 0.0


@rule
def count(issue, week, weeks, tally):
    """Count one admitted issue if it was agreed officially around the shutdown of these weeks."""
    since = issue.closed - week
    official = (issue.stage == CONCLUDED) & (issue.channel < QUIET)
    tally.before += official & (-HALF_YEAR <= since) & (since < 0.0)
    tally.during += official & (0.0 <= since) & (since < weeks)


@rule
def backlog_after(w, first, last):
    """Peak of open issues over their mean before the shutdown of these weeks, less 1, and weeks until they are within
    5% of it, restricted to the run."""
    given, ticks, series = w.given[0], w.clock[0].tick, w.series
    before, n, peak = 0.0, 0, 0.0
    for k in range(ticks):
        time = series[k].time
        if first - HALF_YEAR < time <= first:
            before += series[k].open
            n += 1
        elif first < time <= first + HALF_YEAR:
            peak = max(peak, series[k].open)
    if n == 0 or before <= 0.0:
        return math.nan, math.nan
    before /= n
    for k in range(ticks):
        if series[k].time >= last and series[k].open <= WITHIN * before:
            return peak / before - 1.0, series[k].time - last
    return peak / before - 1.0, ticks * given.dt - last


@rule
def turn(w):
    """Changes of party, and the mean fall of issues agreed over those with half a year on either side."""
    ticks, series = w.clock[0].tick, w.series
    half = int(HALF_YEAR / w.given[0].dt)
    turns = n = 0
    drops = 0.0
    for k in range(1, ticks):
        if series[k].party == series[k - 1].party:
            continue
        turns += 1
        if k >= half and k - 1 + half < ticks:
            before = series[k - 1].agreed - (series[k - 1 - half].agreed if k > half else 0.0)
            if before > 0.0:
                drops += 1.0 - (series[k - 1 + half].agreed - series[k - 1].agreed) / before
                n += 1
    return turns, drops / n if n > 0 else math.nan


@rule
def report(w, horizon, week, weeks, tally, out):
    """Fill the group's fields of `out`."""
    out.shutdown_drop = out.shutdown_backlog = out.shutdown_recovery = math.nan
    if weeks > 0.0 and HALF_YEAR <= week and week + weeks <= horizon:
        if tally.before > 0:
            during, before = tally.during / weeks, tally.before / HALF_YEAR
            out.shutdown_drop = 1.0 - during / before
        out.shutdown_backlog, out.shutdown_recovery = backlog_after(w, week, week + weeks)
    out.turns, out.election_drop = turn(w)
