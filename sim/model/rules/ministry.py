"""Ministries with minds of their own: how they read the line, what they want, and how their parts of a matter fit.

A department reads the line with an error and leans to what its own house wants. Guidance clears up the first. Both give
way to officers of other houses who sit in it, the second also to a line that was written together:
    L̂_d  = L_d + (1 - guided)(1 - exchanged) σ_m e,        exchanged = 1 - exp(-liaison_effect exchange)
    wish = agency_lean z_md (1 - buy_in inclusion)(1 - exchanged)

A matter that another department must clear has a part in the field of that one, too. Each part i has an answer x_i of
its own, known where it is worked on, and the two must fit: what is lost is Σ (y_i - x_i)² + 2δ (y_1 - y_2)² (Alonso,
Dessein and Matouschek 2008). A department weighs its own part by λ and the other's by 1 - λ, so it reports
m_i = E(x_i | report) and not x_i, with what their most informative equilibrium leaves unsaid:
    Var(x_i - m_i) = S(b) Var(x_i),   S(b) = b/(3 + 4b)
Each drafts its own part, or the centre drafts both, in a share `joint` of such matters:
    apart    b = (2λ-1)(λ+δ)/(λ(1-λ)+δ),   y_1 = (λ x_1 + δ ŷ_2)/(λ+δ),   ŷ_2 = ((λ+δ) m_2 + δ m_1)/(λ+2δ)
    joint    b = (2λ-1) δ/(λ+δ),           y_1 = ((1+2δ) m_1 + 2δ m_2)/(1+4δ)
"""

import math

from sim.model import draws
from sim.model.compiled import rule

MISREADING, HOUSE, PART, REPORT, TOGETHER = (
    draws.purpose(name) for name in ("misreading", "house", "part", "report", "together")
)


@rule
def misreading(w, i):
    """L̂_d - L_d above, of the department that drafts issue i."""
    given, regime, issue = w.given[0], w.regime[0], w.issues[i]
    if given.line_noise <= 0.0:
        return 0.0
    e = draws.normal(draws.uniform(given, MISREADING, issue.uid, 0, 0))
    return (1.0 - regime.guided) * (1.0 - regime.exchanged) * given.line_noise * e


@rule
def draw_houses(w):
    """Draw z above of each domain: what the department that owns it wants there."""
    if w.given[0].agency_lean <= 0.0:
        return
    for d in range(w.domains.shape[0]):
        domain = w.domains[d]
        address = w.departments[domain.department].uid
        domain.house = draws.normal(draws.uniform(w.given[0], HOUSE, address, 0, domain.uid))


@rule
def wish(w, i):
    """What the department that owns the domain of issue i adds of its own."""
    given, regime, domain = w.given[0], w.regime[0], w.domains[w.issues[i].domain]
    return given.agency_lean * domain.house * (1.0 - given.buy_in * regime.inclusion) * (1.0 - regime.exchanged)


@rule
def has_parts(w, i):
    """Whether two departments have to make their parts of issue i fit."""
    return w.given[0].linkage > 0.0 and w.issues[i].clearances != 0


@rule
def is_joint(w, i):
    """Whether the centre drafts both parts of issue i."""
    joint = w.regime[0].joint
    return joint > 0.0 and draws.uniform(w.given[0], TOGETHER, w.issues[i].uid, 0, 0) < joint


@rule
def strain(w, i):
    """√(2δ) |y_1 - y_2|: how badly the parts of issue i fit, by what it costs; nothing where they need not fit."""
    return math.sqrt(2.0 * w.given[0].linkage) * abs(w.issues[i].rift)


@rule
def other_answer(w, i, gain, precision):
    """x_2: how the other department answers its part; `gain`, `precision`: of what is seen, as for the first."""
    given, issue = w.given[0], w.issues[i]
    u, v = draws.pair(given, PART, issue.uid, 0, 0)
    return gain * (w.domains[issue.domain].local_sd * draws.normal(u) + draws.normal(v) / math.sqrt(precision))


@rule
def unsaid(w, joint):
    """S(b) above: the share of the variance of an answer that a report leaves out."""
    own, need = w.given[0].division, w.given[0].linkage
    bias = (2.0 * own - 1.0) * (need / (own + need) if joint else (own + need) / (own * (1.0 - own) + need))
    return bias / (3.0 + 4.0 * bias)


@rule
def report(answer, sd, silence, u):
    """m above, of an answer whose standard deviation is sd."""
    return (1.0 - silence) * answer + math.sqrt(silence * (1.0 - silence)) * sd * draws.normal(u)


@rule
def drafted(w, joint, mine, said, heard):
    """y_1 above of a part whose own answer, report of it, and report of the other part are these."""
    own, need = w.given[0].division, w.given[0].linkage
    if joint:
        return ((1.0 + 2.0 * need) * said + 2.0 * need * heard) / (1.0 + 4.0 * need)
    expected = ((own + need) * heard + need * said) / (own + 2.0 * need)
    return (own * mine + need * expected) / (own + need)


@rule
def fit(w, i, answer, gain, precision):
    """Both parts of issue i, y_1 and y_2, where `answer` is x_1 = gain (ω + e/√precision)."""
    other, joint = other_answer(w, i, gain, precision), is_joint(w, i)
    spread = w.domains[w.issues[i].domain].local_sd
    sd = gain * math.sqrt(spread * spread + 1.0 / precision)
    u, v = draws.pair(w.given[0], REPORT, w.issues[i].uid, 0, 0)
    silence = unsaid(w, joint)
    said, heard = report(answer, sd, silence, u), report(other, sd, silence, v)
    return drafted(w, joint, answer, said, heard), drafted(w, joint, other, heard, said)
