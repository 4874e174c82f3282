"""States and cities: what they sign under a mandate, and when they go it alone.

Position under a mandate (slack damped by liaison, deterrence and buy-in), or alone (no guidance, full slack):
    y = a_S (ω + e_S/√π_S) + L̂_d + m (P_jd - L_d),   L̂_d = L_d + (1 - guidance) σ_g e_g
then the pull of standing commitments. Going alone, for a matter of its own locality that others sit on:
    h = h0 aspiration (1 - trust) (age/patience) S(k deterrence)
The world gives each issue a unit exponential of restraint; hazards use it up (so the week has no say in it).
"""

import math

from sim.model import draws
from sim.model.compiled import rule
from sim.model.elementary import exp
from sim.model.records import AT_ACTOR, CONCLUDED, FREELANCE, MANDATE, QUIET, TABLED
from sim.model.rules.knowledge import lean_to_promises, weight
from sim.model.rules.service import serve


@rule
def pace(given, actor):
    """Speed of an actor's team relative to a federal one: it is near the matter, and it rises with skill."""
    return given.local_pace * (1.0 + given.skill_effect * (actor.skill - given.skill))


@rule
def work(given, issues, stations, queues, teams, actor, station):
    """Work the actor's mandates."""
    if actor.able:
        rate = actor.teams / stations[station].servers * pace(given, actor)
        actor.tray = serve(given, issues, stations, queues, teams, station, rate)


@rule
def finish_ventures(given, issues, actor):
    """Move ventures that are ready to the tray."""
    before, i = -1, actor.alone
    while i >= 0:
        following = issues[i].next_alone
        if issues[i].venture_ready < given.then:
            if before < 0:
                actor.alone = following
            else:
                issues[before].next_alone = following
            issues[i].next_alone = actor.alone_tray
            actor.alone_tray = i
            actor.ventures -= 1
        else:
            before = i
        i = following


@rule
def local_position(given, issues, domains, commitments, preferences, actor, i, alone):
    """The position an actor takes on issue i, under its mandate or alone."""
    issue = issues[i]
    domain = domains[issue.domain]
    e_own = draws.normal(draws.uniform(given, draws.LOCAL_SIGNAL, issue.uid, 0, 0))
    e_reading = draws.normal(draws.uniform(given, draws.READING, issue.uid, 0, 0))
    guided = 0.0 if alone else given.guided
    slack = given.slack if alone else given.slack_kept * (1.0 - actor.liaison)
    answer = weight(given.local_precision, domain.local_sd) * (issue.omega + e_own / math.sqrt(given.local_precision))
    reading = domain.published + (1.0 - guided) * given.guidance_noise * e_reading
    place = issue.locality * domains.shape[0] + issue.domain
    position = answer + reading + slack * (preferences[place] - domain.published)
    standing = commitments[issue.counterpart * domains.shape[0] + issue.domain]
    return lean_to_promises(position, standing, given.local_coordination, given.seen_by_actors)


@rule
def draft(given, issues, domains, commitments, preferences, actor, i):
    """Finish a mandate's text (advice needs none)."""
    if issues[i].desk == AT_ACTOR:
        issues[i].position = local_position(given, issues, domains, commitments, preferences, actor, i, False)


@rule
def feel_urge(given, actor):
    """The hazard of going alone in one tick, but for the age of the issue, as trust stands when the week begins."""
    actor.urge = given.urge_rate * actor.aspiration * (1.0 - actor.trust)


@rule
def take_answer(given, issues, actor, i):
    """A settled issue moves trust in the centre, unless the actor settled it under its own mandate:
    trust <- trust + rate (x - trust), x = exp(-age/patience) for an official answer, 0 for none."""
    issue = issues[i]
    if issue.route == MANDATE:
        return
    official = issue.stage == CONCLUDED and issue.channel < QUIET
    answer = exp(-(issue.closed - issue.opened) / given.patience) if official else 0.0
    actor.trust += given.trust_rate * (answer - actor.trust)


@rule
def look_home(given, issues, actor):
    """Drop settled issues of the locality from the list, and let each move trust in the centre."""
    feel_urge(given, actor)
    before, i = -1, actor.home
    while i >= 0:
        issue = issues[i]
        following = issue.next_local
        if issue.stage >= CONCLUDED:
            if before < 0:
                actor.home = following
            else:
                issues[before].next_local = following
            take_answer(given, issues, actor, i)
        else:
            before = i
        i = following


@rule
def goes_alone(given, issues, actor, i):
    """Whether the actor now acts alone on issue i: 0, QUIET or FREELANCE."""
    issue = issues[i]
    if issue.venture > 0 or issue.stage >= TABLED or issue.route == MANDATE or issue.deadline <= given.now:
        return 0
    if actor.ventures >= actor.ventures_max or issue.opened >= given.now:
        return 0
    issue.restraint -= actor.urge * (given.now - issue.opened)
    if issue.restraint > 0.0:
        return 0
    # Openly: worth 1 and the full risk. Quietly: worth less, half the risk.
    openly = 1.0 - given.deterred_alone
    quietly = given.quiet_value - 0.5 * given.deterred_alone
    chance = 1.0 / (1.0 + exp((openly - quietly) / given.choice_noise))
    return QUIET if draws.uniform(given, draws.ALONE_FORM, issue.uid, 0, 0) < chance else FREELANCE


@rule
def start_venture(given, issues, actor, i, how, position):
    """Begin acting alone on issue i, for this position."""
    issue = issues[i]
    issue.venture, issue.venture_at = how, given.now
    issue.venture_ready = given.now + issue.work / (given.venture_speed * pace(given, actor))
    issue.venture_position = position
    issue.next_alone = actor.alone
    actor.alone = i
    actor.ventures += 1


@rule
def act(given, issues, stations, queues, teams, domains, commitments, preferences, actor, station):
    """An actor's turn at its mandates: work, then draft what is finished."""
    work(given, issues, stations, queues, teams, actor, station)
    i = actor.tray
    while i >= 0:
        draft(given, issues, domains, commitments, preferences, actor, i)
        i = issues[i].next_tray


@rule
def decide(given, issues, domains, commitments, preferences, actor):
    """An actor's look at its own matters: what came of them, and on which it now goes alone. (In one pass what
    `look_home` and then `goes_alone` for each open issue do in two.)"""
    finish_ventures(given, issues, actor)
    feel_urge(given, actor)
    before, i = -1, actor.home
    while i >= 0:
        following = issues[i].next_local
        if issues[i].stage >= CONCLUDED:
            if before < 0:
                actor.home = following
            else:
                issues[before].next_local = following
            take_answer(given, issues, actor, i)
        else:
            how = goes_alone(given, issues, actor, i)
            if how > 0:
                position = local_position(given, issues, domains, commitments, preferences, actor, i, True)
                start_venture(given, issues, actor, i, how, position)
            before = i
        i = following
