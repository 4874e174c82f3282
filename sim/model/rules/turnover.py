"""People leave, governments change, lessons fade, budgets follow legitimacy.

Skill:      ds/dt = (learning + training)(1 - s) - (quits + moves)(1 - effect archives) s, a year
Readiness:  halves every `readiness_life` weeks; each exercise closes a share of the gap to 1
An election that turns the centre moves the line to the other party's, L_d = party gap loading_d; until it is put
into words actors read the old one.
Each budget, once a year, gives the centre more or fewer teams than at the start as it is more or less legitimate than
then, by half of them at most:
    means = 1 + budget_response (legitimacy - legitimacy_0)/legitimacy_0
"""

import math

from sim.model import draws
from sim.model.compiled import rule, step
from sim.model.elementary import exp, expm1, log, power
from sim.model.records import BUDGETED, ELECTED
from sim.model.rules.belief import go_back
from sim.model.rules.docket import note


@rule
def next_skill(w, skill):
    """Skill one tick later."""
    regime = w.regime[0]
    return min(max(skill + regime.skill_gain * (1.0 - skill) - regime.skill_loss * skill, 0.0), 1.0)


@rule
def age_department(w, d):
    """Phase 9 for one department."""
    given, department = w.given[0], w.departments[d]
    department.skill = next_skill(w, department.skill)
    faded = department.readiness * exp(-log(2.0) * given.dt / given.readiness_life)
    gained = 1.0 - power(1.0 - given.exercise_gain, w.regime[0].exercises * given.dt / 52.0)
    department.readiness = faded + gained * (1.0 - faded)


@rule
def age_actor(w, j):
    """Phase 9 for one actor: skill moves, courted preferences drift back, capture is noticed or passes."""
    given, actor, domains = w.given[0], w.subnationals[j], w.domains
    actor.skill = next_skill(w, actor.skill)
    if actor.displaced == 0:
        return
    back = -expm1(-given.recovery * given.dt)
    drift = 0.0
    for d in range(domains.shape[0]):
        k = j * domains.shape[0] + d
        w.preferences[k] += back * (w.first_preferences[k] - w.preferences[k])
        drift += domains[d].share * abs(w.preferences[k] - w.first_preferences[k])
    actor.drift = drift
    if actor.drift < 0.5 * given.capture_threshold:  # it takes half the way back to be free again
        actor.captured = 0
    if actor.drift < 1e-6:
        actor.displaced = 0


@step
def set_line(w, published):
    """L_d = party gap loading_d, or, of the way there that a dated reversal goes, the line of the other party that it
    turned to; actors read it once published."""
    for d in range(w.domains.shape[0]):
        domain = w.domains[d]
        domain.line = w.federal[0].party * w.given[0].line_gap * domain.loading
        for e in range(w.dated.shape[0]):
            event = w.dated[e]
            if event.side != 0.0 and (event.where < 0 or event.where == d):
                domain.line += event.size * (event.side * w.given[0].line_gap * domain.loading - domain.line)
        if published:
            domain.published = domain.line


@rule
def time_to_publish(w):
    """Weeks until a new line is put into words."""
    return w.given[0].line_delay * (1.0 + w.regime[0].inclusion * w.given[0].inclusion_delay)


@step
def hold_election(w):
    """When an inauguration falls in this tick: who governs, and what a change of government takes with it."""
    given, regime, clock, federal = w.given[0], w.regime[0], w.clock[0], w.federal[0]
    if federal.publish_at < clock.then:
        set_line(w, True)
        federal.publish_at = math.inf
    date = given.first_election + federal.election * given.election_interval
    if given.first_election <= 0.0 or not clock.now <= date < clock.then:
        return
    turned = draws.uniform(given, draws.ELECTION, federal.election, 0, 0) < given.swing
    federal.election += 1 if given.election_interval > 0.0 else 1000000
    if turned:
        federal.party = -federal.party
        set_line(w, False)
        federal.publish_at = date + time_to_publish(w)
        lost = given.political_share * regime.memory_kept
        for d in range(w.departments.shape[0]):
            w.departments[d].skill *= 1.0 - lost
            w.departments[d].readiness *= 1.0 - lost
        for c in range(w.counterparts.shape[0]):
            go_back(w, c, given.reversal * regime.memory_kept)
    note(w, date, ELECTED, -1, federal.election, federal.party)


@rule
def fade(w):
    """Lessons are forgotten, the more slowly the better the archives; legitimacy returns to what openness earns."""
    given, regime, federal = w.given[0], w.regime[0], w.federal[0]
    federal.lessons *= exp(-given.dt / (52.0 * given.lesson_life) * regime.memory_kept)
    earned = min(given.legitimacy + given.openness * 0.5 * (regime.transparency + regime.inclusion), 1.0)
    federal.legitimacy += (earned - federal.legitimacy) * -expm1(-given.dt / 52.0)


@rule
def granted(w):
    """Teams of the centre that a budget would grant today, relative to the start."""
    given = w.given[0]
    if given.legitimacy <= 0.0:
        return 1.0
    change = given.budget_response * (w.federal[0].legitimacy - given.legitimacy) / given.legitimacy
    return min(max(1.0 + change, 0.5), 1.5)


@rule
def year_of(time):
    """The year of 52 weeks that a week is in; dates that are a rounding error apart are the same."""
    return int(time / 52.0 + 1e-9)


@step
def pass_budget(w):
    """The budget of the year that begins with the next tick, if one does."""
    clock, federal = w.clock[0], w.federal[0]
    if year_of(clock.then) == year_of(clock.now):
        return
    federal.means = granted(w)
    if w.given[0].budget_response > 0.0:
        note(w, clock.then, BUDGETED, -1, -1, federal.means)
