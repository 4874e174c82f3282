"""One headcount for every policy: what levers cost comes off it, what is left is a tree.

F front-line officers at span s need (F - 1)/(s - 1) managers and r F support, so that
    F + (F - 1)/(s - 1) + r F = N - overhead;    levels n = ceil(log_s F) + 1
and a signal that climbs the tree keeps α^(n-1) of its strength (Williamson 1967). The scale of work follows from the
load stated for the centre alone at the start: E[work] = ρ0 teams / arrivals, counting redrafts and crises.
"""

import math

from sim.errors import InputError
from sim.model.elementary import exp, log1p, power
from sim.model.levers.body import DESIGNS


def front_line(headcount: float, span: float, support: float) -> float:
    """Front-line officers that a headcount keeps: the F above."""
    return max((headcount + 1.0 / (span - 1.0)) / (1.0 + 1.0 / (span - 1.0) + support), 0.0)


def managers(front: float, span: float) -> tuple[int, int]:
    """Managers and levels of a tree over `front` officers, by whole posts: one manager per span, level by level."""
    layer, posts, levels = math.ceil(front - 1e-9), 0, 1
    while layer > 1:
        layer = math.ceil(layer / span)
        posts, levels = posts + layer, levels + 1
    return posts, levels


def staff(given, costs: dict[str, float]) -> None:
    """Headcount, overhead, front line, managers, levels, teams and the share of a signal that is retained."""
    overhead, headcount = math.fsum(costs.values()), given.headcount
    if overhead >= headcount:
        dearest = max(costs, key=lambda lever: costs[lever])
        raise InputError(
            f"{dearest}: the levers cost {overhead:,.0f} FTE, of which this one {costs[dearest]:,.0f}; "
            f"expected less than the headcount of {headcount:,.0f}"
        )
    given.overhead = overhead
    given.front = front_line(headcount - overhead, given.span, given.support)
    given.managers = (given.front - 1.0) / (given.span - 1.0)
    given.levels = managers(given.front, given.span)[1]
    given.retained = power(given.attenuation, given.levels - 1.0)
    given.teams = given.front / given.team_fte
    given.time_kept = max(1.0 - given.exercises / 52.0 * given.exercise_cost, 0.0)


def scale_work(given, clearances: float, headcount: float) -> None:
    """Mean work of an issue and of a clearance, from the loads stated for the baseline: no lever on."""
    front = front_line(headcount, given.span, given.support)
    teams = front / given.team_fte
    share = given.clearance_share if clearances > 0.0 else 0.0
    returns = given.redraft_prob / (1.0 - given.redraft_prob)
    crises = given.crisis_share / (1.0 - given.excitation)
    visits = clearances / (1.0 - given.redraft_prob)
    redrafts = clearances * returns * given.redraft_share
    per_issue = 1.0 + redrafts + crises * (given.crisis_work + redrafts)
    given.mean_work = given.load * teams * (1.0 - share) / (given.arrival_rate * per_issue)
    flow = given.arrival_rate * (1.0 + crises) * visits
    given.clearance_task = given.clearance_load * teams * share / flow if flow > 0.0 else 0.0


def settle_levers(given) -> None:
    """What the levers do, once, so that the rules only read numbers."""
    design = list(DESIGNS.values())[int(given.body)]
    given.slots_kept, given.authority_kept = given.slots * design.won, given.authority * design.carried
    common = given.groupthink + given.standards_groupthink * given.standards
    share = min(common, 1.0) * (1.0 - given.dissent)
    given.common_error, given.own_error = math.sqrt(share), math.sqrt(1.0 - share)
    given.log_growth = log1p(given.growth) / 52.0
    given.guided = 1.0 - (1.0 - given.guidance) * (1.0 - given.standards_effect * given.standards)
    given.redraft_kept = (
        given.redraft_prob
        * (1.0 - given.rights_effect * given.decision_rights)
        * (1.0 - given.standards_effect * given.standards)
    )
    given.default_kept = (
        given.default_rate
        * (1.0 - given.alignment_delivery * given.alignment)
        * (1.0 - given.inclusion_delivery * given.inclusion)
    )
    seen = 1.0 - (1.0 - given.registry) * (1.0 - given.sharing_delegate * given.sharing)
    given.seen_by_actors = given.visibility + (1.0 - given.visibility) * seen
    given.seen_by_centre = 0.5 + 0.5 * seen
    given.memory_kept = 1.0 - given.archive_effect * given.archives
    given.skill_gain = (given.learning + given.training * given.training_gain) * given.dt / 52.0
    given.skill_loss = (given.quit_rate + given.rotation * given.rotation_loss) * given.memory_kept * given.dt / 52.0
    found = given.office / (given.office + given.office_half) if given.office > 0.0 else 0.0
    given.match_kept = given.match + (1.0 - given.match) * found


def undeterred(cost: float, tail: float) -> float:
    """Share of those who would act that gain more by it than `cost`, P(caught) x sanction in units of the mean gain's
    scale (Becker 1968), when gains are generalised Pareto of shape ξ:
        S(x) = (1 + ξ x)^(-1/ξ);   ξ = -1, uniform gains: max(0, 1 - x);   ξ = 0, exponential: e^-x."""
    return exp(-cost) if tail == 0.0 else power(max(1.0 + tail * cost, 0.0), -1.0 / tail)


def settle_deterrence(given) -> None:
    """Chance of being caught by all instruments together, times sanction; concealment hides unauthorised acts."""
    q = given.report_prob * given.alarm * (0.5 + 0.5 * given.transparency)
    alarm = 1.0 - power(1.0 - q, given.bystanders)
    unseen = (1.0 - given.patrol) * (1.0 - alarm) * (1.0 - given.caught)
    hidden = 1.0 - given.concealment * given.sanction
    given.caught_delegated = 1.0 - unseen * (1.0 - given.registry * given.compliance) * (1.0 - given.preclearance)
    given.caught_alone = (1.0 - unseen) * hidden
    given.caught_private = (1.0 - unseen) * given.private_detection
    given.deterred = given.caught_delegated * given.sanction
    given.deterred_alone = given.caught_alone * given.sanction
    given.deterred_private = given.caught_private * given.sanction
    given.undeterred = undeterred(given.deterrence_power * given.deterred_alone, given.gain_tail)
    given.urge_rate = given.freelance_rate * given.aspiration * given.undeterred * given.dt / given.patience
    given.slack_kept = given.slack * (1.0 - given.deterred) * (1.0 - given.buy_in * given.inclusion)
    officers = (
        given.patrol * given.patrol_fte * math.sqrt(13.0 / given.patrol_period)
        + given.alarm * given.alarm_fte
        + given.registry * given.registry_fte
        + given.preclearance * given.preclearance_fte
        + given.reviews * given.review_fte
    )
    given.desk_rate = given.desk_base + given.desk_share * officers
