"""What goes wrong, how badly, and how it comes out. Latent trouble is one thing, finding it another.

Every concluded act is judged once. Trouble then runs a race: the earliest of audit, alarm, notification and
self-report against the hazard of surfacing. What is found first is corrected quietly; what surfaces first is an
incident that counterparts and the public see.
"""

import math

from sim.model import draws
from sim.model.compiled import rule
from sim.model.elementary import exp, log
from sim.model.instruments import discovery
from sim.model.records import (
    CAPTURE,
    CONTRADICTION,
    FREELANCE,
    JOINT,
    LICENSED,
    MANDATE,
    OVERREACH,
    PRIVATE_HARM,
    QUIET,
    ROGUE,
    UNAUTHORISED,
)


@rule
def stray(w, i):
    """|y - L - ω|: how far an act lies from what the line and local conditions asked."""
    issue = w.issues[i]
    return abs(issue.agreed - issue.line - issue.omega)


@rule
def risk_of_harm(w, channel):
    """Chance that a private act does harm on the way."""
    given = w.given[0]
    return given.private_trouble * (1.0 - given.licence_effect if channel == LICENSED else 1.0)


@rule
def hidden_stakes(w):
    """By how much hiding an act from sanctions raises what is at stake in it."""
    return 1.0 + w.given[0].concealment * w.regime[0].sanction


@rule
def judge(w, i):
    """Set the kind and severity of the trouble in a concluded act; kind 0 is none.

    Overreach is judged by an auditor who allows for local conditions: |y - L - ω| beyond the tolerance. Severity grows
    with vitality and with that distance (or with the distance from what was promised); private harm has a Pareto
    tail, P(S > s) = s^-tail, times vitality.
    """
    given, lessons, issue = w.given[0], w.federal[0].lessons, w.issues[i]
    delegated = issue.channel == MANDATE or issue.channel == JOINT
    away = stray(w, i)
    stakes = 0.5 + issue.vitality
    if issue.channel == ROGUE or issue.channel == LICENSED:
        u, v = draws.pair(given, draws.TROUBLE, issue.uid, 0, 0)
        if u < risk_of_harm(w, issue.channel):
            tail = w.privates[issue.private].tail * given.tail
            issue.incident = PRIVATE_HARM
            issue.severity = issue.vitality * min(exp(-log(v) / tail), 1000.0)
    elif issue.channel == QUIET or issue.channel == FREELANCE:
        issue.incident = UNAUTHORISED
        worth = given.quiet_value if issue.channel == QUIET else 1.0
        issue.severity = stakes * (0.5 + away) * hidden_stakes(w) * worth
    elif delegated and w.subnationals[issue.locality].captured > 0:
        issue.incident, issue.severity = CAPTURE, stakes * (0.5 + away)
    elif lessons > 0.0 and draws.uniform(given, draws.TROUBLE, issue.uid, 0, 0) < lessons:
        return
    elif delegated and away > given.overreach:
        issue.incident, issue.severity = OVERREACH, stakes * away
    elif issue.contradicts:
        issue.incident, issue.severity = CONTRADICTION, stakes * issue.gap


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
    """Surfacing, discovery and mootness compete: set when the act's trouble is found and when it would surface."""
    given, issue = w.given[0], w.issues[i]
    u, v = draws.pair(given, draws.SURFACE, issue.uid, 0, 0)
    surfaces = issue.closed + draws.exponential(u) / given.surface_rate if given.surface_rate > 0.0 else math.inf
    moot = issue.closed + draws.exponential(v) / given.fading_rate if given.fading_rate > 0.0 else math.inf
    issue.found, issue.found_by = discovery(w, i, openness(w, issue.channel))
    issue.surfaces = surfaces if surfaces < moot else math.inf
    issue.detected = issue.found if issue.found < min(surfaces, moot) else math.inf
