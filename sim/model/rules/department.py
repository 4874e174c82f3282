"""A department drafts and clears with the teams it has today."""

from sim.model.compiled import rule
from sim.model.records import AT_DRAFT
from sim.model.rules.knowledge import federal_position
from sim.model.rules.service import serve


@rule
def pace(given, department):
    """Work a week of one team: skill speeds it, exercises take time, a shutdown takes staff."""
    speed = (1.0 + given.skill_effect * (department.skill - given.skill)) * given.time_kept
    if given.shutdown_week <= given.now < given.shutdown_week + given.shutdown_weeks:
        speed *= 1.0 - given.shutdown_share
    return speed


@rule
def work(given, issues, stations, queues, teams, departments, d):
    """Phase 3 for one department, its desks only: drafting teams, then clearance teams."""
    department = departments[d]
    speed = pace(given, department)
    drafting, clearing = d, departments.shape[0] + d
    if department.teams > 0.0:
        rate = department.teams / stations[drafting].servers * speed
        department.tray = serve(given, issues, stations, queues, teams, drafting, rate)
    if department.clearance_teams > 0.0:
        rate = department.clearance_teams / stations[clearing].servers * speed
        department.cleared = serve(given, issues, stations, queues, teams, clearing, rate)
    department.busy = stations[drafting].busy / stations[drafting].servers


@rule
def draft(given, issues, domains, subnationals, commitments, i):
    """Take a position on a finished draft."""
    if issues[i].desk == AT_DRAFT:
        issues[i].position = federal_position(given, issues, i, domains, subnationals, commitments)


@rule
def act(given, issues, stations, queues, teams, departments, domains, subnationals, commitments, d):
    """Phase 3 for one department."""
    work(given, issues, stations, queues, teams, departments, d)
    i = departments[d].tray
    while i >= 0:
        draft(given, issues, domains, subnationals, commitments, i)
        i = issues[i].next_tray
