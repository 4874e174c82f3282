"""Rivals court states and cities with weak ties to the centre and sympathetic preferences.

    n_c = ceil(rival_budget capability_c) actors a week, at least one; P <- P + (1 - e^-h)(Q - P) in every domain,
    h = courtship capability (1 - liaison)(1 - defence) dt
Drift is the distance from where P began, averaged over the docket. A rival that learns keeps a dossier of what came of
each week (learning.py).
"""

import math

from sim.model import draws
from sim.model.compiled import rule, step
from sim.model.elementary import exp, expm1
from sim.model.records import CAPTURED
from sim.model.rules.docket import note
from sim.model.rules.learning import keep_dossier

LOOKS = 8  # places that a rival looks at in a week, and the most actors that it courts


@rule
def means(w, c):
    """n_c above: how many actors rival c can court in a week."""
    wanted = math.ceil(w.given[0].rival_budget * w.counterparts[c].capability)
    return min(max(int(wanted), 1), LOOKS)


@rule
def promise(w, c, j, d):
    """How promising actor j looks to rival c over an issue of domain d; where it learns, the more so the more a week of
    courtship has brought so far."""
    n = w.domains.shape[0]
    away = abs(w.preferences[j * n + d] - w.commitments[c * n + d].ideal)
    score = (1.0 - w.subnationals[j].trust) * (1.0 - w.subnationals[j].liaison) * exp(-away)
    dossier = w.counterparts[c].dossier
    return score * (1.0 + w.dossiers[dossier + j]) if dossier >= 0 else score


@rule
def is_courted(w, c, j, many):
    """Whether actor j is one of the first `many` that rival c has picked this week."""
    found = False
    for m in range(many):
        found = found or w.courts[c * LOOKS + m] == j
    return found


@step
def court(w, c):
    """A rival picks whom it will court this week: of eight places that it looks at, each over an issue such as arise,
    the most promising ones."""
    given, counterpart = w.given[0], w.counterparts[c]
    for m in range(LOOKS):
        w.courts[c * LOOKS + m] = -1
    if counterpart.rival == 0 or given.courtship <= 0.0:
        return
    for m in range(means(w, c)):
        best = -1.0
        for k in range(LOOKS):
            u, v = draws.pair(given, draws.COURT, counterpart.uid, int(w.clock[0].now), k)
            j = draws.look_up(w.locality_cdf, w.locality_guide, u)
            score = promise(w, c, j, draws.look_up(w.domain_cdf, w.domain_guide, v))
            if score > best and not is_courted(w, c, j, m):
                best, w.courts[c * LOOKS + m] = score, j


@rule
def sway(w, c, j):
    """What a week of courtship by rival c does to what actor j wants."""
    given, actor, domains, n = w.given[0], w.subnationals[j], w.domains, w.domains.shape[0]
    effort = given.courtship * w.counterparts[c].capability * (1.0 - actor.liaison) * (1.0 - actor.defence)
    effort = -expm1(-effort * given.dt)
    drift = drawn = 0.0
    for d in range(n):
        k = j * n + d
        step_made = effort * (w.commitments[c * n + d].ideal - w.preferences[k])
        w.preferences[k] += step_made
        drawn += domains[d].share * abs(step_made)
        drift += domains[d].share * abs(w.preferences[k] - w.first_preferences[k])
    actor.drift, actor.displaced = drift, 1
    if w.counterparts[c].dossier >= 0:
        keep_dossier(w, c, j, drawn)
    if actor.drift >= given.capture_threshold and actor.captured == 0:
        actor.captured = 1
        note(w, w.clock[0].then, CAPTURED, -1, j, c)


@step
def spread_influence(w):
    """What this week's courtship does, rival by rival."""
    for c in range(w.counterparts.shape[0]):
        for m in range(LOOKS):
            j = w.courts[c * LOOKS + m]
            if j < 0:
                break
            sway(w, c, j)
