"""The centre watches: it judges what was concluded, corrects what is found first, and pays for what surfaces first."""

import math

from sim.model import draws
from sim.model.compiled import rule, step
from sim.model.records import (
    AGREED,
    CENTRAL,
    CONCLUDED,
    CONSULT,
    CRISIS_LOST,
    DETECTED,
    LAPSED,
    REMEDIED,
    ROGUE,
    SANCTIONED,
    SURFACED,
    TABLED,
    TROUBLED,
    VITAL_LAPSE,
    WINDOW_CLOSED,
)
from sim.model.rules.counterpart import remember
from sim.model.rules.docket import give_birth, note
from sim.model.rules.incidents import judge, race


@rule
def put_watch(given, issues, watch, i, time):
    """Look at issue i again in the tick of `time`, or in the next one if that is past."""
    if time < given.weeks:
        bucket = max(int(time / given.dt), given.tick)
        issues[i].next_watch = watch[bucket]
        watch[bucket] = i


@step
def receive(given, issues, federal, subnationals, counterparts, privates, watch, events):
    """Phase 7: read what counterparts concluded this tick, and start the race of each act that hides trouble."""
    for c in range(counterparts.shape[0]):
        i = counterparts[c].concluded
        counterparts[c].concluded = -1
        while i >= 0:
            issue = issues[i]
            actor = subnationals[issue.locality]
            federal.open -= 1
            federal.agreed += 1
            note(federal, events, issue.closed, AGREED, i, c, issue.agreed)
            judge(given, issues, federal, privates, actor, i)
            if issue.incident > 0:
                note(federal, events, issue.closed, TROUBLED, i, issue.incident, issue.severity)
                race(given, issues, actor, counterparts[c].rival, i)
                put_watch(given, issues, watch, i, min(issue.detected, issue.surfaces))
            i = issue.next_tray


@step
def sanction(given, issues, federal, subnationals, counterparts, privates, events, i):
    """Void and suspend: the stricter, the likelier the act is voided and the longer the mandate is gone. What the
    centre decided itself is not sanctioned."""
    issue = issues[i]
    if given.sanction <= 0.0 or issue.channel == CENTRAL or issue.channel == CONSULT:
        return
    note(federal, events, issue.detected, SANCTIONED, i, issue.locality, given.sanction)
    if draws.uniform(given, draws.VOID, issue.uid, 0, 0) < given.sanction:
        issue.voided = 1
        if issue.kept == 1:
            issue.kept = 0
            remember(given, counterparts[issue.counterpart], False)
    until = given.now + given.suspension * given.sanction
    if issue.channel >= ROGUE:
        privates[issue.private].barred = max(privates[issue.private].barred, until)
    else:
        actor = subnationals[issue.locality]
        actor.trust *= 1.0 - given.sanction_trust * given.sanction
        actor.suspended = max(actor.suspended, until)


@step
def detect(given, issues, federal, subnationals, counterparts, privates, watch, events, i):
    """Trouble was found: the desk (a single server) corrects it unless it surfaces first."""
    issue = issues[i]
    note(federal, events, issue.detected, DETECTED, i, issue.incident, issue.severity)
    federal.lessons += given.review_learning * given.reviews * (1.0 - given.blame) * (1.0 - federal.lessons)
    sanction(given, issues, federal, subnationals, counterparts, privates, events, i)
    done = math.inf
    if given.desk_rate > 0.0:
        done = max(issue.detected, federal.desk_free) + given.remedy_work / given.desk_rate
    if done < issue.surfaces:
        federal.desk_free = done
        issue.remedied = done
        note(federal, events, done, REMEDIED, i, issue.incident, issue.severity)
    else:
        put_watch(given, issues, watch, i, issue.surfaces)


@step
def surface(given, issues, federal, departments, counterparts, domains, tables, events, i):
    """An incident: the counterpart counts a broken promise, legitimacy falls, a crisis may follow."""
    issue = issues[i]
    issue.surfaced = issue.surfaces
    federal.surfaced += 1
    note(federal, events, issue.surfaced, SURFACED, i, issue.incident, issue.severity)
    if issue.kept == 1:
        issue.kept = 0
        remember(given, counterparts[issue.counterpart], False)
    federal.legitimacy = max(federal.legitimacy - given.legitimacy_hit * issue.severity, 0.0)
    give_birth(given, issues, federal, i, given.spawn * min(issue.severity, 2.0), departments, domains, tables, events)


@step
def lapse(given, issues, federal, departments, counterparts, domains, tables, events, i):
    """A window closed on an open issue. A crisis, or a vital matter on which nothing was yet offered, is an incident at
    once and in full view; an offer that a counterpart let lie is none."""
    issue = issues[i]
    tabled = issue.stage == TABLED
    issue.stage, issue.closed = LAPSED, issue.deadline
    federal.open -= 1
    federal.lapsed += 1
    note(federal, events, issue.closed, WINDOW_CLOSED, i, issue.counterpart, issue.vitality)
    if issue.crisis > 0 or (issue.vitality >= given.vital_threshold and not tabled):
        issue.incident = CRISIS_LOST if issue.crisis > 0 else VITAL_LAPSE
        issue.severity = 2.0 * issue.vitality if issue.crisis > 0 else issue.vitality
        issue.surfaces = issue.closed
        if issue.crisis > 0:
            surface(given, issues, federal, departments, counterparts, domains, tables, events, i)
        else:
            issue.surfaced = issue.closed
            federal.surfaced += 1
            federal.legitimacy = max(federal.legitimacy - given.legitimacy_hit * issue.severity, 0.0)
            note(federal, events, issue.surfaced, SURFACED, i, issue.incident, issue.severity)


@step
def come_due(
    given, issues, federal, departments, subnationals, counterparts, privates, domains, tables, due, watch, events
):
    """Phase 8: windows that close this tick; then trouble found or surfacing this tick."""
    i = due[given.tick]
    while i >= 0:
        following = issues[i].next_due
        if issues[i].stage < CONCLUDED:
            if issues[i].deadline < given.then:
                lapse(given, issues, federal, departments, counterparts, domains, tables, events, i)
            elif issues[i].deadline < given.weeks:  # the window stood still while a team worked
                bucket = max(int(issues[i].deadline / given.dt), given.tick + 1)
                issues[i].next_due = due[bucket]
                due[bucket] = i
        i = following
    # Correcting may put an act back on this tick's list; take the list again until it stays empty.
    while watch[given.tick] >= 0:
        i = watch[given.tick]
        watch[given.tick] = issues[i].next_watch
        if issues[i].watched == 0 and issues[i].detected < issues[i].surfaces:
            issues[i].watched = 1
            detect(given, issues, federal, subnationals, counterparts, privates, watch, events, i)
        else:
            surface(given, issues, federal, departments, counterparts, domains, tables, events, i)
