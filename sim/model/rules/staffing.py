"""One headcount for every policy: what levers cost comes off it, what is left is a tree.

F front-line officers need managers that cost as much as M of them and r F (F/F0)^(γ-1) support, so that
    F + M + r F (F/F0)^(γ-1) = N - overhead - links;    M = β (F - F^(log_s β))/(s - β), at β = 1 (F - 1)/(s - 1)
at span s, where a post costs β times one of the level below: a whole tree of n levels has F = s^(n-1) and costs
F + M = Σ β^k s^(n-1-k) = (s^n - β^n)/(s - β). Each of the k(k-1)/2 pairs of k institutions has a link to keep, whatever
the levers. F0 is the front line of the scenario's own headcount with no lever on, where each officer has r support
whatever γ. In whole posts there are n = ceil(log_s F) + 1 levels, and a signal that climbs them keeps α^(n-1) of its
strength (Williamson 1967). The scale of work follows from the load stated for the centre alone at the start:
E[work] = ρ0 teams / arrivals, counting redrafts and crises.
"""

import math

from sim.errors import InputError
from sim.model.elementary import exp, log, log1p, power
from sim.model.instruments import INSTRUMENTS
from sim.model.levers import LEVERS
from sim.model.levers.body import DESIGNS


def supply(front: float, support: float, growth: float, usual: float) -> float:
    """Supply and support staff behind a front line: r F (F/F0)^(γ-1)."""
    return support * front * power(front / usual, growth - 1.0)


def management(front: float, span: float, step: float) -> float:
    """Managers over a front line, in posts of the front line: the M above. A single officer or less has none."""
    return step * (front - power(front, log(step) / log(span))) / (span - step) if front > 1.0 else 0.0


def front_line(
    headcount: float, span: float, support: float, growth: float = 1.0, usual: float = 1.0, step: float = 1.0
) -> float:
    """Front-line officers that a headcount keeps: the F above, with γ = `growth`, F0 = `usual` and β = `step`.

    Where γ or β is not 1, by Newton's method from the front line that these would keep at 1. Posts are convex in F, so
    that from the first step on each guess lies above F and below the one before, until rounding ends it."""
    alone = max(headcount, 0.0) / (1.0 + support)
    front = alone if alone <= 1.0 else (headcount + 1.0 / (span - 1.0)) / (1.0 + 1.0 / (span - 1.0) + support)
    if (growth == 1.0 and step == 1.0) or front <= 0.0:
        return front
    root = log(step) / log(span)
    for k in range(100):
        behind, above, slope = supply(front, support, growth, usual), management(front, span, step), 1.0
        slope += growth * behind / front
        slope += step * (1.0 - root * power(front, root - 1.0)) / (span - step) if front > 1.0 else 0.0
        following = front - (front + above + behind - headcount) / slope
        if k > 0 and following >= front:
            break
        front = following
    return front


def managers(front: float, span: float) -> tuple[int, int]:
    """Managers and levels of a tree over `front` officers, by whole posts: one manager per span, level by level."""
    layer, posts, levels = math.ceil(front - 1e-9), 0, 1
    while layer > 1:
        layer = math.ceil(layer / span)
        posts, levels = posts + layer, levels + 1
    return posts, levels


def links(given, institutions: int, overhead: float, headcount: float) -> float:
    """FTE that keep the links between so many institutions, one for each pair, beside what the levers take. Raises
    InputError where there is not as much."""
    fte = given.link_fte * (institutions * (institutions - 1) / 2)
    if overhead + fte >= headcount:
        beside = f" beside {overhead:,.0f} for the levers" if overhead > 0.0 else ""
        raise InputError(
            f"parameters.link_fte: the links between {institutions} institutions take {fte:,.0f} FTE{beside}; "
            f"expected less than the headcount of {headcount:,.0f}"
        )
    return fte


def staff(given, regime, costs: dict[str, float], institutions: int = 1) -> None:
    """Headcount, overhead, links, front line, managers, levels, teams and the share of a signal that is retained."""
    overhead, headcount = math.fsum(costs.values()), given.headcount
    if overhead >= headcount:
        dearest = max(costs, key=lambda lever: costs[lever])
        raise InputError(
            f"{dearest}: the levers cost {overhead:,.0f} FTE, of which this one {costs[dearest]:,.0f}; "
            f"expected less than the headcount of {headcount:,.0f}"
        )
    regime.overhead, regime.links = overhead, links(given, institutions, overhead, headcount)
    posts = headcount - overhead - regime.links
    growth = given.support_growth, given.usual_front
    regime.front = front_line(posts, given.span, given.support, *growth, given.pay_step)
    regime.supply = supply(regime.front, given.support, *growth)
    regime.managers = management(regime.front, given.span, given.pay_step)
    regime.levels = managers(regime.front, given.span)[1]
    regime.retained = power(given.attenuation, regime.levels - 1.0)
    regime.teams = regime.front / given.team_fte
    regime.time_kept = max(1.0 - regime.exercises / 52.0 * given.exercise_cost, 0.0)


def scale_work(given, clearances: float, urgent: float, headcount: float, institutions: int = 1) -> None:
    """Growth of the agenda a week; the usual front line; mean work of an issue and of a clearance, from the loads
    stated for the baseline: no lever on. `clearances`: of a routine issue, each weighed by the size of its domain;
    `urgent`: of a crisis. `institutions`: as the scenario has them."""
    given.log_growth = log1p(given.growth) / 52.0
    posts = headcount - links(given, institutions, 0.0, headcount)
    given.usual_front = front_line(posts, given.span, given.support, step=given.pay_step)
    teams = given.usual_front / given.team_fte
    share = given.clearance_share if clearances > 0.0 else 0.0
    returns = given.redraft_prob / (1.0 - given.redraft_prob)
    crises = given.crisis_share / (1.0 - given.excitation)
    grave = given.grave_rate / 52.0 / given.arrival_rate * given.grave_work  # in issues, for each routine one
    redrafts = returns * given.redraft_share
    per_issue = 1.0 + clearances * redrafts + crises * (given.crisis_work + urgent * redrafts)
    per_issue += grave * (1.0 + urgent * redrafts)
    given.mean_work = given.load * teams * (1.0 - share) / (given.arrival_rate * per_issue)
    flow = given.arrival_rate * (clearances + (crises + grave) * urgent) / (1.0 - given.redraft_prob)
    given.clearance_task = given.clearance_load * teams * share / flow if flow > 0.0 else 0.0


def settle_levers(given, regime) -> None:
    """What the levers do, once, so that the rules only read numbers.

    Coordination is paid for where it happens, too: whatever is to be read, reported, consulted on or met about adds
    `burden` x intensity to the work of every matter."""
    intensity = math.fsum(getattr(regime, one.name) for one in LEVERS.values() if one.burdens)
    regime.burdened = 1.0 + given.burden * intensity
    design = list(DESIGNS.values())[int(regime.body)]
    regime.slots_kept, regime.authority_kept = regime.slots * design.won, regime.authority * design.carried
    common = given.groupthink + given.standards_groupthink * regime.standards
    share = min(common, 1.0) * (1.0 - regime.dissent)
    regime.common_error, regime.own_error = math.sqrt(share), math.sqrt(1.0 - share)
    regime.guided = 1.0 - (1.0 - regime.guidance) * (1.0 - given.standards_effect * regime.standards)
    regime.exchanged = 1.0 - exp(-given.liaison_effect * regime.exchange)
    regime.redraft_kept = (
        given.redraft_prob
        * (1.0 - given.rights_effect * regime.decision_rights)
        * (1.0 - given.standards_effect * regime.standards)
    )
    regime.default_kept = (
        given.default_rate
        * (1.0 - given.alignment_delivery * regime.alignment)
        * (1.0 - given.inclusion_delivery * regime.inclusion)
    )
    seen = 1.0 - (1.0 - regime.registry) * (1.0 - given.sharing_delegate * regime.sharing)
    regime.seen_by_actors = given.visibility + (1.0 - given.visibility) * seen
    regime.seen_by_centre = 0.5 + 0.5 * seen
    regime.memory_kept = 1.0 - given.archive_effect * regime.archives
    regime.skill_gain = (given.learning + regime.training * given.training_gain) * given.dt / 52.0
    regime.skill_loss = (given.quit_rate + regime.rotation * given.rotation_loss) * regime.memory_kept * given.dt / 52.0
    found = regime.office / (regime.office + given.office_half) if regime.office > 0.0 else 0.0
    regime.match_kept = given.match + (1.0 - given.match) * found


def undeterred(cost: float, tail: float) -> float:
    """Share of those who would act that gain more by it than `cost`, P(caught) x sanction in units of the mean gain's
    scale (Becker 1968), when gains are generalised Pareto of shape ξ:
        S(x) = (1 + ξ x)^(-1/ξ);   ξ = -1, uniform gains: max(0, 1 - x);   ξ = 0, exponential: e^-x."""
    if abs(tail) < 1e-12:  # nearer to 0 than the last digits of S can tell
        return exp(-cost)
    if 1.0 + tail * cost <= 0.0:
        return 0.0
    return exp(-log1p(tail * cost) / tail)  # where ξ x is small, 1 + ξ x would lose its digits


def settle_deterrence(given, regime) -> None:
    """Chance of being caught by all instruments together, times sanction; concealment hides unauthorised acts."""
    unseen = 1.0
    for one in INSTRUMENTS.values():
        if one.chance is not None and not one.delegated:
            unseen *= 1.0 - one.chance(given, regime)
    unseen_delegated = unseen
    for one in INSTRUMENTS.values():
        if one.chance is not None and one.delegated:
            unseen_delegated *= 1.0 - one.chance(given, regime)
    hidden = 1.0 - given.concealment * regime.sanction
    regime.caught_delegated = 1.0 - unseen_delegated
    regime.caught_alone = (1.0 - unseen) * hidden
    regime.caught_private = (1.0 - unseen) * given.private_detection
    regime.deterred = regime.caught_delegated * regime.sanction
    regime.deterred_alone = regime.caught_alone * regime.sanction
    regime.deterred_private = regime.caught_private * regime.sanction
    regime.undeterred = undeterred(given.deterrence_power * regime.deterred_alone, given.gain_tail)
    regime.urge_rate = given.freelance_rate * given.aspiration * regime.undeterred * given.dt / given.patience
    regime.slack_kept = given.slack * (1.0 - regime.deterred) * (1.0 - given.buy_in * regime.inclusion)
    officers = 0.0
    for one in INSTRUMENTS.values():
        price = LEVERS[one.lever].price if one.desk else None
        officers += price.fte(regime, given) if price is not None else 0.0
    regime.desk_rate = given.desk_base + given.desk_share * officers
