"""What the centre knows of local conditions, and the position it takes.

Posterior mean of a normal signal under a normal prior, damped once per level of the hierarchy (Williamson 1967):
    a_F = α^(n-1) π_F / (π_F + 1/σω²),   π_F = π_0 + sharing π_1 + liaison π_2 + rotation π_3 (+ advice)
    y   = L_d + a_F (ω + e/√π_F),        e = √g e_common + √(1-g) e_own,   Var e = 1
where g is groupthink. What a ministry adds of its own stands in `ministry.py`. Then the
position leans to what was already promised (Alonso, Dessein and Matouschek 2008), with as much of the local difference
as counterparts accept, λ of the answer â to it:
    y  <- (y + δ v (m̄_cd + λ â)) / (1 + δ v),    v: how much of earlier promises is seen.
"""

import math

from sim.model import draws
from sim.model.compiled import rule
from sim.model.records import CONSULT
from sim.model.rules import ministry


@rule
def weight(precision, sd):
    """Weight of a signal in the posterior mean, π/(π + 1/σ²) = πσ²/(πσ² + 1)."""
    scaled = precision * sd * sd
    return scaled / (scaled + 1.0)


@rule
def pair(w, i):
    """The row of what is promised to the counterpart of issue i in its domain."""
    return w.issues[i].counterpart * w.domains.shape[0] + w.issues[i].domain


@rule
def called_for(w, i, answer):
    """What standing commitments call for on issue i, for a maker who answers local conditions so: m̄_cd + λ â."""
    return w.commitments[pair(w, i)].position + w.given[0].allowance * answer


@rule
def lean_to_promises(w, i, position, answer, taste, seen):
    """The position after its maker weighs the standing commitments it can see."""
    if w.commitments[pair(w, i)].count <= 0.0:
        return position
    pull = taste * seen
    return (position + pull * called_for(w, i, answer)) / (1.0 + pull)


@rule
def federal_precision(w, j, advised):
    """π_F for actor j's locality; `advised` adds the actor's own sight, so far as it trusts the centre with it."""
    given, regime, actor = w.given[0], w.regime[0], w.subnationals[j]
    precision = given.federal_precision + regime.sharing * given.sharing_precision
    precision += actor.liaison * given.liaison_precision + regime.rotation * given.rotation_gain
    return precision + (given.local_precision * actor.trust if advised else 0.0)


@rule
def think_alike(w):
    """Draw the error that all who work on a domain share, anew each quarter."""
    given, clock = w.given[0], w.clock[0]
    quarter = int(clock.now / 13.0)
    if clock.tick > 0 and int((clock.now - given.dt) / 13.0) == quarter:
        return
    for d in range(w.domains.shape[0]):
        w.domains[d].common = draws.normal(draws.uniform(given, draws.COMMON, w.domains[d].uid, quarter, 0))


@rule
def federal_sight(w, i):
    """a_F and π_F of issue i."""
    precision = federal_precision(w, w.issues[i].locality, w.issues[i].route == CONSULT)
    return w.regime[0].retained * weight(precision, w.domains[w.issues[i].domain].local_sd), precision


@rule
def federal_answer(w, i):
    """How a department answers local conditions on issue i, from the line: a_F (ω + e/√π_F)."""
    given, regime, issue = w.given[0], w.regime[0], w.issues[i]
    gain, precision = federal_sight(w, i)
    own = draws.normal(draws.uniform(given, draws.SIGNAL, issue.uid, 0, issue.redrafts))
    error = regime.common_error * w.domains[issue.domain].common + regime.own_error * own
    return gain * (issue.omega + error / math.sqrt(precision))


@rule
def federal_terms(w, i):
    """What a department's position is made of, from the line: the answer to local conditions, what it gives up of that
    so that its part fits another's, the line misread, and what its own house wants; and how far its two parts then lie
    apart, 0 where it has but one."""
    answer, fitted, apart = federal_answer(w, i), 0.0, 0.0
    if ministry.has_parts(w, i):
        gain, precision = federal_sight(w, i)
        first, second = ministry.fit(w, i, answer, gain, precision)
        fitted, apart = first - answer, first - second
    return answer, fitted, ministry.misreading(w, i), ministry.wish(w, i), apart


@rule
def keep_federal_promises(w, i, position, answer):
    """The position after a department weighs the standing commitments that it can see."""
    return lean_to_promises(w, i, position, answer, w.given[0].federal_coordination, w.regime[0].seen_by_centre)


@rule
def federal_draft(w, i):
    """The position a department takes on issue i; the same without what its own house wants, from which its text is as
    far as it oversteps; and how far its two parts lie apart."""
    answer, fitted, misread, wish, apart = federal_terms(w, i)
    line = w.domains[w.issues[i].domain].line
    position = keep_federal_promises(w, i, line + answer + (fitted + misread + wish), answer)
    faithful = position if wish == 0.0 else keep_federal_promises(w, i, line + answer + (fitted + misread), answer)
    return position, faithful, apart


@rule
def federal_position(w, i):
    """The first of these."""
    return federal_draft(w, i)[0]
