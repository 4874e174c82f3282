"""A department drafts and clears with the teams it has today."""

from sim.model.compiled import rule
from sim.model.records import AT_DRAFT
from sim.model.rules.dated import staff_left
from sim.model.rules.knowledge import federal_draft
from sim.model.rules.service import serve


@rule
def pace(w, d):
    """Work a week of one team: skill speeds it, exercises take time, budgets, cuts and shutdowns take staff."""
    given = w.given[0]
    speed = (1.0 + given.skill_effect * (w.departments[d].skill - given.skill)) * w.regime[0].time_kept
    return speed * w.federal[0].means * staff_left(w, d)


@rule
def work(w, d):
    """Phase 3 for one department, its desks only: drafting teams, then clearance teams. Where the teams have left,
    what they had in hand is still finished."""
    department = w.departments[d]
    speed = pace(w, d)
    drafting, clearing = d, w.departments.shape[0] + d
    if department.teams > 0.0 or w.stations[drafting].busy > 0:
        department.tray = serve(w, drafting, department.teams / w.stations[drafting].servers * speed)
    if department.clearance_teams > 0.0 or w.stations[clearing].busy > 0:
        department.cleared = serve(w, clearing, department.clearance_teams / w.stations[clearing].servers * speed)
    department.busy = w.stations[drafting].busy / w.stations[drafting].servers


@rule
def keep_apart(w, i, faithful, rift):
    """Beside a finished draft: what it would be without the wishes of the house, how far its two parts lie apart."""
    if w.given[0].agency_lean > 0.0:
        w.issues[i].faithful = faithful
    w.issues[i].rift = rift


@rule
def draft(w, i):
    """Take a position on a finished draft."""
    if w.issues[i].desk == AT_DRAFT:
        position, faithful, rift = federal_draft(w, i)
        w.issues[i].position = position
        keep_apart(w, i, faithful, rift)


@rule
def act(w, d):
    """Phase 3 for one department."""
    work(w, d)
    i = w.departments[d].tray
    while i >= 0:
        draft(w, i)
        i = w.issues[i].next_tray
