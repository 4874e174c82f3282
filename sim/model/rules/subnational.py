"""States and cities: what they sign under a mandate, and when they go it alone.

Position under a mandate (slack damped by liaison, deterrence and buy-in), or alone (no guidance, full slack):
    y = a_S (ω + e_S/√π_S) + L̂_d + m (P_jd - L_d),   L̂_d = L_d + (1 - guidance) σ_g e_g
then the pull of standing commitments. Going alone, for an issue of its own locality that others sit on:
    h = h0 aspiration (1 - trust) (age/patience) S(k deterrence) learnt readiness
openly, worth 1 - deterrence, or quietly, worth v_q - deterrence/2 (half the risk): P(quietly) is logistic in the
difference over the noise of the choice, plus what it has learnt (learning.py), ln(p_quietly/p_openly). What it begins
takes work/(venture_speed pace solo) weeks; solo is the part of a team that its own staff makes for each of the ventures
that it can carry at once.
The world gives each issue a unit exponential of restraint; hazards use it up (so the week has no say in it).
"""

import math

from sim.model import draws
from sim.model.compiled import rule
from sim.model.elementary import exp
from sim.model.records import AT_ACTOR, CONCLUDED, FREELANCE, MANDATE, QUIET, TABLED
from sim.model.rules.knowledge import lean_to_promises, weight
from sim.model.rules.learning import learn, tempting
from sim.model.rules.networks import readiness, tell
from sim.model.rules.service import serve


@rule
def pace(w, j):
    """Speed of an actor's team relative to a federal one: it is near the issue, and it rises with skill."""
    given = w.given[0]
    return given.local_pace * (1.0 + given.skill_effect * (w.subnationals[j].skill - given.skill))


@rule
def work(w, j):
    """Work the actor's mandates."""
    actor, station = w.subnationals[j], 2 * w.departments.shape[0] + j
    if actor.able:
        actor.tray = serve(w, station, actor.teams / w.stations[station].servers * pace(w, j))


@rule
def finish_ventures(w, j):
    """Move ventures that are ready to the tray."""
    issues, actor, then = w.issues, w.subnationals[j], w.clock[0].then
    before, i = -1, actor.alone
    while i >= 0:
        following = issues[i].next_alone
        if issues[i].venture_ready < then:
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
def local_terms(w, i, alone):
    """The terms of y above: the answer to local conditions, the line as it was read, the actor's own wish."""
    given, regime, issue = w.given[0], w.regime[0], w.issues[i]
    domain = w.domains[issue.domain]
    e_own = draws.normal(draws.uniform(given, draws.LOCAL_SIGNAL, issue.uid, 0, 0))
    e_reading = draws.normal(draws.uniform(given, draws.READING, issue.uid, 0, 0))
    guided = 0.0 if alone else regime.guided
    slack = given.slack if alone else regime.slack_kept * (1.0 - w.subnationals[issue.locality].liaison)
    answer = weight(given.local_precision, domain.local_sd) * (issue.omega + e_own / math.sqrt(given.local_precision))
    reading = domain.published + (1.0 - guided) * given.guidance_noise * e_reading
    place = issue.locality * w.domains.shape[0] + issue.domain
    return answer, reading, slack * (w.preferences[place] - domain.published)


@rule
def keep_promises(w, i, position, answer):
    """The position after the actor weighs the standing commitments that it can see."""
    return lean_to_promises(w, i, position, answer, w.given[0].local_coordination, w.regime[0].seen_by_actors)


@rule
def local_position(w, i, alone):
    """The position the actor of its locality takes on issue i, under its mandate or alone."""
    answer, reading, wish = local_terms(w, i, alone)
    return keep_promises(w, i, answer + reading + wish, answer)


@rule
def faithful_position(w, i):
    """The position under a mandate without the actor's own wish; how far its text lies from it is overreach."""
    answer, reading, _ = local_terms(w, i, False)
    return keep_promises(w, i, answer + reading, answer)


@rule
def draft(w, i):
    """Finish a mandate's text (advice needs none)."""
    if w.issues[i].desk == AT_ACTOR:
        w.issues[i].position, w.issues[i].faithful = local_position(w, i, False), faithful_position(w, i)


@rule
def forms(w, j):
    """What acting openly and acting quietly are worth, and the chance of the quiet form: logistic in the difference,
    with the odds that the actor has learnt."""
    given, deterred, actor = w.given[0], w.regime[0].deterred_alone, w.subnationals[j]
    open_worth, quiet_worth = 1.0 - deterred, given.quiet_value - 0.5 * deterred
    quietly, openly = tempting(actor.learnt_quiet), tempting(actor.learnt_open)
    chance = quietly / (quietly + openly * exp((open_worth - quiet_worth) / given.choice_noise))
    return open_worth, quiet_worth, chance


@rule
def boldness(w, j, quiet_chance):
    """By how much the record of actor j multiplies its urge to act alone, from 0 to 2."""
    actor = w.subnationals[j]
    openly, waiting = tempting(actor.learnt_open), tempting(actor.learnt_official)
    alone = openly + quiet_chance * (tempting(actor.learnt_quiet) - openly)
    return 2.0 * alone / (alone + waiting)


@rule
def feel_urge(w, j):
    """The hazard of going alone in one tick, but for the age of the issue, and the chance that it is quietly, as trust
    and record stand when the week begins. Of those with nothing to decide the record is not asked."""
    actor = w.subnationals[j]
    actor.urge = w.regime[0].urge_rate * actor.aspiration * (1.0 - actor.trust)
    if actor.home >= 0:
        _, _, actor.stealth = forms(w, j)
        actor.urge *= boldness(w, j, actor.stealth)


@rule
def take_answer(w, i):
    """A settled issue moves trust in the centre, unless the actor settled it under its own mandate:
    trust <- trust + rate (x - trust), x = exp(-age/patience) for an official answer, 0 for none. And it teaches."""
    given, issue = w.given[0], w.issues[i]
    if issue.route == MANDATE:
        return
    official = issue.stage == CONCLUDED and issue.channel < QUIET
    answer = exp(-(issue.closed - issue.opened) / given.patience) if official else 0.0
    actor = w.subnationals[issue.locality]
    actor.trust += given.trust_rate * (answer - actor.trust)
    learn(w, i)


@rule
def hazard(w, j, i):
    """h above, in one tick."""
    alone = w.subnationals[j].urge * (w.clock[0].now - w.issues[i].opened)
    return alone * readiness(w, j, w.issues[i].domain)


@rule
def goes_alone(w, j, i):
    """Whether the actor now acts alone on issue i: 0, QUIET or FREELANCE."""
    actor, issue, now = w.subnationals[j], w.issues[i], w.clock[0].now
    if issue.venture > 0 or issue.stage >= TABLED or issue.route == MANDATE or issue.deadline <= now:
        return 0
    if actor.ventures >= actor.ventures_max or issue.opened >= now:
        return 0
    issue.restraint -= hazard(w, j, i)
    if issue.restraint > 0.0:
        return 0
    quietly = draws.uniform(w.given[0], draws.ALONE_FORM, issue.uid, 0, 0) < actor.stealth
    return QUIET if quietly else FREELANCE


@rule
def start_venture(w, i, how, position):
    """Begin acting alone on issue i, for this position; once only."""
    issue, now = w.issues[i], w.clock[0].now
    if issue.venture > 0:  # on the actor's list already, which a second place on it would close to a ring
        return
    actor = w.subnationals[issue.locality]
    issue.venture, issue.venture_at = how, now
    issue.venture_ready = now + issue.work / (w.given[0].venture_speed * pace(w, issue.locality) * actor.solo)
    issue.venture_position = position
    issue.next_alone = actor.alone
    actor.alone = i
    actor.ventures += 1
    tell(w, issue.locality, issue.domain)


@rule
def look_home(w, j, deciding):
    """Drop settled issues of the locality from the list and let each move trust in the centre; if `deciding`, go alone
    on those of the rest that are ripe for it."""
    feel_urge(w, j)
    issues, actor = w.issues, w.subnationals[j]
    before, i = -1, actor.home
    while i >= 0:
        following = issues[i].next_local
        if issues[i].stage >= CONCLUDED:
            if before < 0:
                actor.home = following
            else:
                issues[before].next_local = following
            take_answer(w, i)
        else:
            how = goes_alone(w, j, i) if deciding else 0
            if how > 0:
                start_venture(w, i, how, local_position(w, i, True))
            before = i
        i = following


@rule
def act(w, j):
    """An actor's turn at its mandates: work, then draft what is finished."""
    work(w, j)
    i = w.subnationals[j].tray
    while i >= 0:
        draft(w, i)
        i = w.issues[i].next_tray


@rule
def decide(w, j):
    """An actor's look at its own issues: what came of them, and on which it now goes alone."""
    finish_ventures(w, j)
    look_home(w, j, True)
