"""What it costs and whom it serves.

    fte_per_resolved = (headcount + what delegates bring) years / agreed
Delegates bring the teams of those who are handed something where staff is `kept`; `moved` staff is in the headcount.
Service of a locality is the share agreed of the issues that arose there and could have ended; its Gini weighs
localities by those issues. Where each has few, chance alone makes it unequal: compare within one scenario only.
"""

import math

from sim.model.catalogue import Metric
from sim.model.compiled import rule
from sim.model.metrics.gini import gini, sort
from sim.model.metrics.throughput import ripe_before
from sim.model.policy import GROUPS
from sim.model.records import CONCLUDED

METRICS = (
    Metric(
        "fte_levers",
        "FTE",
        -1,
        "staff that the levers take",
        "staff that all levers take from the headcount",
        more="The levers take more staff",
        less="The levers take less staff",
        thing="The staff that the levers take",
        cost=True,
    ),
    Metric(
        "fte_delegation",
        "FTE",
        -1,
        "staff of the office for states and cities",
        "of these, the subnational office (NaN, here and below: prices not given)",
        cost=True,
    ),
    Metric("fte_oversight", "FTE", -1, "staff for oversight", "of these, oversight", cost=True),
    Metric("fte_coordination", "FTE", -1, "staff for coordination", "of these, coordination", cost=True),
    Metric(
        "fte_investment",
        "FTE",
        -1,
        "staff for training, rotation, archives and grants",
        "of these, training, rotation, archives, grants",
        cost=True,
    ),
    Metric(
        "fte_links",
        "FTE",
        -1,
        "staff that keeps the links between institutions",
        "beside the levers, staff that keeps the links between the institutions of the centre",
        cost=True,
    ),
    Metric("fte_front", "FTE", 0, "staff left at the front line", "front-line officers who remain"),
    Metric("managers", "FTE", 0, "staff who manage the others", "managers above them"),
    Metric("fte_support", "FTE", 0, "staff who supply and support the others", "supply and support staff behind them"),
    Metric(
        "fte_brought",
        "FTE",
        0,
        "staff that states and cities bring",
        "subnational staff that delegates bring, on top of the headcount",
        more="States and cities bring more staff",
        less="States and cities bring less staff",
        thing="The staff that states and cities bring",
    ),
    Metric(
        "fte_per_resolved",
        "FTE-years",
        -1,
        "staff time per issue agreed",
        "staff of the centre and brought by delegates, per issue agreed (NaN: none)",
        more="An issue agreed takes more staff time, whoever pays the staff",
        less="An issue agreed takes less staff time, whoever pays the staff",
        thing="The staff time of an issue agreed",
    ),
    Metric(
        "gini_service",
        "[0,1]",
        -1,
        "inequality of service between places",
        "inequality over localities of the share of their issues that is agreed",
    ),
    Metric(
        "incident_concentration",
        "[0,1]",
        -1,
        "inequality of incidents between places",
        "inequality over localities of incidents per issue",
    ),
    Metric(
        "small_place_gap",
        "share",
        -1,
        "how much better larger places are served",
        "completion in the larger places minus that in the smaller, half of the docket "
        "each (NaN: one of the two is empty)",
    ),
)


@rule
def count(issue, horizon, opened, agreed, incidents):
    """Count one admitted issue that could have ended at its locality: opened, agreed, incidents (J,)."""
    if issue.opened >= ripe_before(horizon):
        return
    j = issue.locality
    opened[j] += 1.0
    agreed[j] += 1.0 if issue.stage == CONCLUDED else 0.0
    incidents[j] += 0.0 if math.isinf(issue.surfaced) else 1.0


@rule
def gap(localities, opened, agreed, weight, order):
    """Completion of the larger places less that of the smaller; localities (J,) are cumulative docket weights."""
    for j in range(weight.shape[0]):
        weight[j] = localities[j] - (localities[j - 1] if j > 0 else 0.0)
    sort(order, weight)
    below = small_opened = small_agreed = large_opened = large_agreed = 0.0
    for k in range(order.shape[0]):
        j = order[k]
        below += weight[j]
        if below <= 0.5:
            small_opened += opened[j]
            small_agreed += agreed[j]
        else:
            large_opened += opened[j]
            large_agreed += agreed[j]
    if small_opened <= 0.0 or large_opened <= 0.0:
        return math.nan
    return large_agreed / large_opened - small_agreed / small_opened


@rule
def mean_fte(spent, fte, since, horizon):
    """Mean over the run of what was spent until the last switch of policy, in FTE-weeks, and of `fte` from then on."""
    return fte if since <= 0.0 else (spent + fte * (horizon - since)) / horizon


@rule
def report(w, s, horizon, out):
    """Fill the group's fields of `out`; s.rate and s.order (J,) are scratch."""
    given, regime, federal, n_agreed = w.given[0], w.regime[0], w.federal[0], s.standing[0].agreed
    opened, agreed, rate, order = s.opened, s.agreed, s.rate, s.order
    out.fte_levers = mean_fte(federal.spent_levers, regime.overhead, federal.since, horizon)
    out.fte_links = regime.links  # as many institutions from the first week to the last
    out.fte_front = mean_fte(federal.spent_front, regime.front, federal.since, horizon)
    out.managers = mean_fte(federal.spent_managers, regime.managers, federal.since, horizon)
    out.fte_support = mean_fte(federal.spent_supply, regime.supply, federal.since, horizon)
    out.fte_brought = mean_fte(federal.spent_brought, regime.brought, federal.since, horizon) * given.team_fte
    years = horizon / 52.0
    out.fte_per_resolved = (given.headcount + out.fte_brought) * years / n_agreed if n_agreed > 0 else math.nan
    for j in range(rate.shape[0]):
        rate[j] = agreed[j] / opened[j] if opened[j] > 0.0 else 0.0
    out.gini_service = gini(rate, opened, order)
    for j in range(rate.shape[0]):
        rate[j] = s.incidents_at[j] / opened[j] if opened[j] > 0.0 else 0.0
    out.incident_concentration = gini(rate, opened, order)
    out.small_place_gap = gap(w.locality_cdf, opened, agreed, rate, order)


def split_fte(out, fte: dict[str, float] | None) -> None:
    """Headcount by group of levers, from what each lever (`group.lever`) costs."""
    for group in GROUPS:
        taken = [] if fte is None else [cost for lever, cost in sorted(fte.items()) if lever.startswith(f"{group}.")]
        out[f"fte_{group}"] = math.nan if fte is None else math.fsum(taken)
