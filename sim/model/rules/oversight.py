"""The centre watches: it judges what was concluded, corrects what is found first, and pays for what surfaces first."""

import math

from sim.model import draws
from sim.model.compiled import rule, step
from sim.model.records import (
    AGREED,
    BY_COURT,
    BY_SANCTION,
    CENTRAL,
    CONCLUDED,
    CONSENT_ASKED,
    CONSENT_GIVEN,
    CONSENT_REFUSED,
    CONSULT,
    CRISIS_LOST,
    DETECTED,
    LAPSED,
    MISSED,
    OFFERED,
    REMEDIED,
    ROGUE,
    SANCTIONED,
    SURFACED,
    TABLED,
    TROUBLED,
    VITAL_LAPSE,
    VOIDED,
    WINDOW_CLOSED,
)
from sim.model.rules import law
from sim.model.rules.belief import remember
from sim.model.rules.counterpart import enter_into_force
from sim.model.rules.docket import give_birth, is_vital, note
from sim.model.rules.incidents import is_breach, judge, race
from sim.model.rules.learning import unlearn
from sim.model.size import worth


@rule
def put_watch(w, i, time):
    """Look at issue i again in the tick of `time`, or in the next one if that is past."""
    if time < w.given[0].weeks:
        bucket = max(int(time / w.given[0].dt), w.clock[0].tick)
        w.issues[i].next_watch = w.watch[bucket]
        w.watch[bucket] = i


@rule
def due_dates(w, i):
    """What is still to come of a concluded act, and when: it is found, its trouble surfaces, a court voids it."""
    issue = w.issues[i]
    found = issue.detected if issue.watched == 0 and issue.detected < issue.surfaces else math.inf
    corrected = not (math.isinf(issue.surfaced) and math.isinf(issue.remedied))
    shown = math.inf if corrected else issue.surfaces
    return found, shown, law.voided_at(w, i) if issue.voided == 0 else math.inf


@rule
def look_later(w, i):
    """Look at a concluded act again when the next of these falls due."""
    found, shown, voided = due_dates(w, i)
    put_watch(w, i, min(found, shown, voided))


@step
def take_in(w, i):
    """Read one act that is now in force, and start its race if it hides trouble."""
    federal, issue = w.federal[0], w.issues[i]
    federal.open -= 1
    federal.agreed += 1
    federal.took += issue.closed - issue.opened
    note(w, issue.closed, AGREED, i, issue.counterpart, issue.agreed)
    judge(w, i)
    if issue.incident > 0:
        note(w, issue.closed, TROUBLED, i, issue.incident, issue.severity)
    if issue.incident > 0 or is_breach(issue.channel):
        race(w, i)
        look_later(w, i)


@step
def receive(w):
    """Phase 7: read what posts submitted and counterparts agreed to this tick. What is signed and needs consent goes to
    whoever gives it."""
    for c in range(w.counterparts.shape[0]):
        i = w.counterparts[c].hands
        while i >= 0 and w.issues[i].tabled >= w.clock[0].now:
            note(w, w.issues[i].tabled, OFFERED, i, c, w.issues[i].position)
            i = w.issues[i].next_queue
        i = w.counterparts[c].concluded
        w.counterparts[c].concluded = -1
        while i >= 0:
            if law.is_signed(w, i):
                signed = max(w.issues[i].ready - law.time_to_consent(w, i), w.issues[i].tabled)
                note(w, signed, CONSENT_ASKED, i, c, w.issues[i].agreed)
                put_watch(w, i, w.issues[i].ready)
            else:
                take_in(w, i)
            i = w.issues[i].next_tray


@step
def decide_consent(w, i):
    """Consent to what is signed puts it in force. If it is refused, the counterpart counts a broken commitment: this
    country defected, though who signed for it did not mean to (Putnam 1988)."""
    federal, issue = w.federal[0], w.issues[i]
    chance = law.chance_of_consent(w)
    if law.consents(w, i):
        note(w, issue.ready, CONSENT_GIVEN, i, issue.counterpart, chance)
        enter_into_force(w, i, issue.route, issue.agreed, issue.ready)
        take_in(w, i)
        return
    issue.stage, issue.closed = LAPSED, issue.ready
    federal.open -= 1
    federal.lapsed += 1
    note(w, issue.closed, CONSENT_REFUSED, i, issue.counterpart, chance)
    remember(w, issue.counterpart, issue.route, False)


@rule
def break_promise(w, i):
    """What was promised on issue i is not kept after all."""
    issue = w.issues[i]
    if issue.kept == 1:
        issue.kept = 0
        remember(w, issue.counterpart, issue.channel, False)


@step
def void(w, i, when):
    """A court voids an act for want of authority."""
    issue = w.issues[i]
    issue.voided = BY_COURT
    note(w, when, VOIDED, i, issue.locality, issue.act_class)
    break_promise(w, i)


@rule
def suspension(w):
    """Weeks for which a mandate is suspended, or a private actor barred."""
    return w.given[0].suspension * w.regime[0].sanction


@step
def sanction(w, i):
    """Void and suspend: the stricter, the likelier the act is voided and the longer the mandate is gone. What the
    centre decided itself is not sanctioned."""
    given, strictness, issue = w.given[0], w.regime[0].sanction, w.issues[i]
    if strictness <= 0.0 or issue.channel == CENTRAL or issue.channel == CONSULT:
        return
    note(w, issue.detected, SANCTIONED, i, issue.locality, strictness)
    if draws.uniform(given, draws.VOID, issue.uid, 0, 0) < strictness and issue.voided == 0:
        issue.voided = BY_SANCTION
        break_promise(w, i)
    until = w.clock[0].now + suspension(w)
    if issue.channel >= ROGUE:
        private = w.privates[issue.private]
        private.barred = max(private.barred, until)
    else:
        actor = w.subnationals[issue.locality]
        actor.trust *= 1.0 - given.sanction_trust * strictness
        actor.suspended = max(actor.suspended, until)
        if is_breach(issue.channel):
            unlearn(w, i)


@step
def detect(w, i):
    """A faulty act was found: the desk (a single server) corrects its trouble, if any, unless it surfaces first."""
    given, regime, federal, issue = w.given[0], w.regime[0], w.federal[0], w.issues[i]
    issue.watched = 1
    federal.detected += 1.0
    note(w, issue.detected, DETECTED, i, issue.incident, issue.severity)
    sanction(w, i)
    if issue.incident == 0:
        look_later(w, i)
        return
    federal.lessons += given.review_learning * regime.reviews * (1.0 - regime.blame) * (1.0 - federal.lessons)
    done = math.inf
    if regime.desk_rate > 0.0:
        done = max(issue.detected, federal.desk_free) + given.remedy_work / regime.desk_rate
    if done < issue.surfaces:
        federal.desk_free = done
        issue.remedied = done
        note(w, done, REMEDIED, i, issue.incident, issue.severity)
    look_later(w, i)


@rule
def legitimacy_lost(w, i):
    """Legitimacy that an incident or an omission costs: in proportion to its severity."""
    return w.given[0].legitimacy_hit * w.issues[i].severity


@rule
def chance_of_crisis(w, i):
    """Chance that an incident or a lost crisis gives birth to a crisis: it rises with severity. None comes of a vital
    lapse."""
    issue = w.issues[i]
    return 0.0 if issue.incident == VITAL_LAPSE else min(w.given[0].spawn * min(issue.severity, 2.0), 1.0)


@step
def surface(w, i):
    """An incident: the counterpart counts a broken promise, legitimacy falls, a crisis may follow."""
    federal, issue = w.federal[0], w.issues[i]
    issue.surfaced = issue.surfaces
    federal.surfaced += 1
    federal.harm += issue.severity
    federal.gravest = max(federal.gravest, issue.severity)
    note(w, issue.surfaced, SURFACED, i, issue.incident, issue.severity)
    break_promise(w, i)
    federal.legitimacy = max(federal.legitimacy - legitimacy_lost(w, i), 0.0)
    give_birth(w, i, chance_of_crisis(w, i))


@step
def miss(w, i):
    """An omission, in full view at once: legitimacy falls, and a lost crisis may lead to another. No counterpart counts
    it, since nothing was promised."""
    federal, issue = w.federal[0], w.issues[i]
    federal.missed += 1
    note(w, issue.closed, MISSED, i, issue.incident, issue.severity)
    federal.legitimacy = max(federal.legitimacy - legitimacy_lost(w, i), 0.0)
    give_birth(w, i, chance_of_crisis(w, i))


@step
def lapse(w, i):
    """A window closed on an open issue. With a crisis, or a vital issue on which nothing was yet offered, something was
    left undone; an offer that a counterpart let lie is no omission."""
    federal, issue = w.federal[0], w.issues[i]
    tabled = issue.stage == TABLED
    issue.stage, issue.closed = LAPSED, issue.deadline
    federal.open -= 1
    federal.lapsed += 1
    note(w, issue.closed, WINDOW_CLOSED, i, issue.counterpart, issue.vitality)
    if issue.crisis > 0 or (is_vital(w, i) and not tabled):
        issue.incident = CRISIS_LOST if issue.crisis > 0 else VITAL_LAPSE
        issue.severity = 2.0 * worth(w, issue) if issue.crisis > 0 else issue.vitality
        miss(w, i)


@step
def look_again(w, i):
    """What has come of an act on the watch: consent to it is decided, a court voids it, it is found, it surfaces."""
    if law.is_signed(w, i):
        decide_consent(w, i)
        return
    found, shown, voided = due_dates(w, i)
    if found < min(shown, voided):
        detect(w, i)
        return
    if voided < shown:
        void(w, i, voided)
    else:
        surface(w, i)
    look_later(w, i)


@step
def come_due(w):
    """Phase 8: windows that close this tick; then consent that is decided, trouble found or surfacing this tick."""
    given, clock, issues, due, watch = w.given[0], w.clock[0], w.issues, w.due, w.watch
    i = due[clock.tick]
    while i >= 0:
        following = issues[i].next_due
        if issues[i].stage < CONCLUDED:
            if issues[i].deadline < clock.then:
                lapse(w, i)
            elif issues[i].deadline < given.weeks:  # the window stood still while a team worked
                bucket = max(int(issues[i].deadline / given.dt), clock.tick + 1)
                issues[i].next_due = due[bucket]
                due[bucket] = i
        i = following
    # Correcting may put an act back on this tick's list; take the list again until it stays empty.
    while watch[clock.tick] >= 0:
        i = watch[clock.tick]
        watch[clock.tick] = issues[i].next_watch
        look_again(w, i)
