"""What goes wrong, how badly, and how it comes out. Latent trouble is one thing, finding it another.

Every concluded act is judged once, by one yardstick in every channel: whether it lies too far from what the line and
local conditions asked, and whether it contradicts what was promised. What only some can do wrong is judged apart:
putting one's own wishes into the text of a mandate, acting without one, doing harm on the way. An act may be at fault
in several ways: the first in the order in which they are asked names it, the gravest says how severe it is.

Trouble then runs a race: the earliest of audit, alarm, notification and self-report against the hazard of surfacing.
What is found first is corrected quietly; what surfaces first is an incident that counterparts and the public see.
"""

import math

from sim.model import draws
from sim.model.compiled import rule
from sim.model.elementary import exp, log
from sim.model.instruments import discovery
from sim.model.records import (
    CAPTURE,
    CENTRAL,
    CONSULT,
    CONTRADICTION,
    FREELANCE,
    JOINT,
    LICENSED,
    MANDATE,
    MISJUDGED,
    OVERREACH,
    PRIVATE_HARM,
    QUIET,
    ROGUE,
    UNAUTHORISED,
)
from sim.model.rules import ministry


@rule
def stray(w, i):
    """|y - L - ω|: how far an act lies from what the line and local conditions asked."""
    issue = w.issues[i]
    return abs(issue.agreed - issue.line - issue.omega)


@rule
def own_will(w, i):
    """How far the own wishes of a delegate, or of a department that leans, moved the text that was agreed; 0 in every
    other channel."""
    issue = w.issues[i]
    by_delegate = issue.channel == MANDATE or issue.channel == JOINT
    by_department = w.given[0].agency_lean > 0.0 and (issue.channel == CENTRAL or issue.channel == CONSULT)
    return abs(issue.agreed - issue.faithful) if by_delegate or by_department else 0.0


@rule
def at_odds(w, i):
    """Whether the parts of two departments in what was agreed contradict each other."""
    issue = w.issues[i]
    return (issue.channel == CENTRAL or issue.channel == CONSULT) and ministry.strain(w, i) > w.given[0].tolerance


@rule
def risk_of_harm(w, channel):
    """Chance that an act does harm by the way it is done, beside what it says: a private one, or one without a
    mandate, which may break a law or embarrass."""
    given = w.given[0]
    if channel == QUIET or channel == FREELANCE:
        return given.alone_trouble
    if channel == ROGUE or channel == LICENSED:
        return given.private_trouble * (1.0 - given.licence_effect if channel == LICENSED else 1.0)
    return 0.0


@rule
def hidden_stakes(w):
    """By how much hiding an act from sanctions raises what is at stake in it."""
    return 1.0 + w.given[0].concealment * w.regime[0].sanction


@rule
def is_breach(channel):
    """Whether an act in this channel is against the rules, harmful or not: whoever finds it sanctions it."""
    return channel == QUIET or channel == FREELANCE


@rule
def find_fault(w, i, kind, severity):
    """The act is at fault in this way, too."""
    issue = w.issues[i]
    issue.severity = max(issue.severity, severity)
    if issue.incident == 0:
        issue.incident = kind


@rule
def judge(w, i):
    """Set the kind and severity of the trouble in a concluded act; kind 0 is none.

    private        private channel, with probability `private_trouble`         severity: v · Pareto, P(S > s) = s^-tail
    unauthorised   without a mandate, with probability `alone_trouble`         stakes (.5 + |y - L - ω|) · hidden stakes
    overreach      |y - y without the delegate's own wish| > leeway            stakes · that distance; by a captured
                   actor it is capture
    misjudged      |y - L - ω| > leeway, allowing for local conditions         stakes · that distance
    contradiction  |y - m̄| > tolerance, from what stands promised, or          stakes · that distance
                   √(2δ) |y_1 - y_2| > tolerance, between the parts of two departments
    where stakes = .5 + v. Of the last three, lessons prevent a share in official acts.
    """
    given, lessons, issue = w.given[0], w.federal[0].lessons, w.issues[i]
    away, mine, stakes = stray(w, i), own_will(w, i), 0.5 + issue.vitality
    harm, u, v = risk_of_harm(w, issue.channel), 1.0, 1.0
    if harm > 0.0 or lessons > 0.0:
        u, v = draws.pair(given, draws.TROUBLE, issue.uid, 0, 0)
    if u < harm:
        if issue.channel == QUIET or issue.channel == FREELANCE:
            worth = given.quiet_value if issue.channel == QUIET else 1.0
            find_fault(w, i, UNAUTHORISED, stakes * (0.5 + away) * hidden_stakes(w) * worth)
        else:
            tail = w.privates[issue.private].tail * given.tail
            find_fault(w, i, PRIVATE_HARM, issue.vitality * min(exp(-log(v) / tail), 1000.0))
    if issue.channel < QUIET and u < lessons:
        return
    if mine > given.leeway:
        delegate = issue.channel == MANDATE or issue.channel == JOINT
        captured = delegate and w.subnationals[issue.locality].captured > 0
        find_fault(w, i, CAPTURE if captured else OVERREACH, stakes * mine)
    if away > given.leeway:
        find_fault(w, i, MISJUDGED, stakes * away)
    if issue.contradicts:
        find_fault(w, i, CONTRADICTION, stakes * issue.gap)
    if at_odds(w, i):
        find_fault(w, i, CONTRADICTION, stakes * ministry.strain(w, i))


@rule
def openness(w, channel):
    """How visible trouble in this channel is to those who watch: hidden acts are found less."""
    given = w.given[0]
    if channel == QUIET or channel == FREELANCE:
        return (1.0 if channel == FREELANCE else 0.5) * (1.0 - given.concealment * w.regime[0].sanction)
    if channel == ROGUE:
        return given.private_detection
    return 1.0


@rule
def race(w, i):
    """Surfacing, discovery and mootness compete: when the act is found, and when its trouble, if any, would surface."""
    given, issue = w.given[0], w.issues[i]
    u, v = draws.pair(given, draws.SURFACE, issue.uid, 0, 0)
    surfaces = issue.closed + draws.exponential(u) / given.surface_rate if given.surface_rate > 0.0 else math.inf
    moot = issue.closed + draws.exponential(v) / given.fading_rate if given.fading_rate > 0.0 else math.inf
    issue.found, issue.found_by = discovery(w, i, openness(w, issue.channel))
    issue.surfaces = surfaces if surfaces < moot and issue.incident > 0 else math.inf
    issue.detected = issue.found if issue.found < min(surfaces, moot) else math.inf
