"""People leave, governments change, rivals court, lessons fade.

Skill:      ds/dt = (learning + training)(1 - s) - (quits + moves)(1 - effect archives) s, a year
Readiness:  halves every `readiness_life` weeks; each exercise closes a share of the gap to 1
An election that turns the centre moves the line to the other party's, L_d = party gap loading_d; until it is put
into words actors read the old one.
"""

import math

from sim.model import draws
from sim.model.compiled import rule, step
from sim.model.elementary import exp, expm1, log, power
from sim.model.records import CAPTURED, ELECTED
from sim.model.rules.docket import note


@rule
def next_skill(given, skill):
    """Skill one tick later."""
    return min(max(skill + given.skill_gain * (1.0 - skill) - given.skill_loss * skill, 0.0), 1.0)


@rule
def age_department(given, department):
    """Phase 9 for one department."""
    department.skill = next_skill(given, department.skill)
    faded = department.readiness * exp(-log(2.0) * given.dt / given.readiness_life)
    gained = 1.0 - power(1.0 - given.exercise_gain, given.exercises * given.dt / 52.0)
    department.readiness = faded + gained * (1.0 - faded)


@rule
def age_actor(given, preferences, base, domains, actor, j):
    """Phase 9 for one actor: skill moves, courted preferences drift back, capture is noticed or passes."""
    actor.skill = next_skill(given, actor.skill)
    if actor.displaced == 0:
        return
    back = -expm1(-given.recovery * given.dt)
    actor.drift = 0.0
    for d in range(domains.shape[0]):
        k = j * domains.shape[0] + d
        preferences[k] += back * (base[k] - preferences[k])
        actor.drift += domains[d].share * abs(preferences[k] - base[k])
    if actor.drift < 0.5 * given.capture_threshold:  # it takes half the way back to be free again
        actor.captured = 0
    if actor.drift < 1e-6:
        actor.displaced = 0


@step
def spread_influence(given, federal, subnationals, counterparts, domains, commitments, preferences, base, events):
    """What this week's courtship does: P <- P + courtship capability (1 - liaison)(1 - defence)(Q - P). Drift is the
    distance from where P began, averaged over the docket."""
    n_domains = domains.shape[0]
    for c in range(counterparts.shape[0]):
        j = counterparts[c].target
        if j < 0:
            continue
        actor = subnationals[j]
        effort = given.courtship * counterparts[c].capability * (1.0 - actor.liaison) * (1.0 - actor.defence)
        effort = -expm1(-effort * given.dt)
        actor.drift = 0.0
        for d in range(n_domains):
            k = j * n_domains + d
            preferences[k] += effort * (commitments[c * n_domains + d].ideal - preferences[k])
            actor.drift += domains[d].share * abs(preferences[k] - base[k])
        actor.displaced = 1
        if actor.drift >= given.capture_threshold and actor.captured == 0:
            actor.captured = 1
            note(federal, events, given.then, CAPTURED, -1, j, c)


@step
def set_line(given, federal, domains, published):
    """L_d = party gap loading_d; actors read it once published."""
    for d in range(domains.shape[0]):
        domains[d].line = federal.party * given.line_gap * domains[d].loading
        if published:
            domains[d].published = domains[d].line


@step
def hold_election(given, federal, departments, counterparts, domains, events):
    """When an inauguration falls in this tick: who governs, and what a change of government takes with it."""
    if federal.publish_at < given.then:
        set_line(given, federal, domains, True)
        federal.publish_at = math.inf
    date = given.first_election + federal.election * given.election_interval
    if given.first_election <= 0.0 or not given.now <= date < given.then:
        return
    turned = draws.uniform(given, draws.ELECTION, federal.election, 0, 0) < given.swing
    federal.election += 1 if given.election_interval > 0.0 else 1000000
    if turned:
        federal.party = -federal.party
        set_line(given, federal, domains, False)
        federal.publish_at = date + given.line_delay * (1.0 + given.inclusion * given.inclusion_delay)
        lost = given.political_share * given.memory_kept
        for d in range(departments.shape[0]):
            departments[d].skill *= 1.0 - lost
            departments[d].readiness *= 1.0 - lost
        for c in range(counterparts.shape[0]):
            counterparts[c].broken += given.reversal * given.memory_kept
    note(federal, events, date, ELECTED, -1, federal.election, federal.party)


@rule
def fade(given, federal):
    """Lessons are forgotten, the more slowly the better the archives; legitimacy returns to what openness earns."""
    federal.lessons *= exp(-given.dt / (52.0 * given.lesson_life) * given.memory_kept)
    earned = min(given.legitimacy + given.openness * 0.5 * (given.transparency + given.inclusion), 1.0)
    federal.legitimacy += (earned - federal.legitimacy) * -expm1(-given.dt / 52.0)
