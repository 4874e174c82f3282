"""Departments at week 0 and the desks where teams sit: whose staff each has, how many teams draft and clear."""

import math

import numpy as np

from sim.model import records
from sim.model.place import share, uid
from sim.model.records import CONSULT, JOINT, MANDATE, rows


def compose(scenario, given) -> np.ndarray:
    """Share of the staff of each department that comes from each department of the tables, (D, K): of all of them where
    all are one pool."""
    made = np.array(scenario.composition)
    if given.pooled > 0:
        made[:] = scenario.staff
    return made


def total_by(group, values, n: int) -> np.ndarray:
    """Totals of values by the group of each, (n,)."""
    return np.array([math.fsum(values[np.asarray(group) == k]) for k in range(n)])


def signatures(domains, given, regime, able: float) -> np.ndarray:
    """Signatures and reviews that each domain asks of its own department, per issue, (D,): of each joint act one, of
    mandates the share that is precleared. `able`: share of issues whose locality has an able actor."""
    handed = free(domains, given) * min(regime.level, regime.cap) * regime.match_kept * able
    asked = {MANDATE: regime.preclearance * given.review_work, JOINT: 1.0, CONSULT: 0.0}[MANDATE + int(regime.form)]
    return handed * asked


def central_teams(regime) -> float:
    """Teams that remain at the centre."""
    return regime.teams * (1.0 - regime.moved_share)


def free(domains, given) -> np.ndarray:
    """Share of each domain's issues that is open to delegation, (D,): none, or all but what takes a treaty."""
    return domains["delegable"] * (1.0 - domains["treaty"] * (given.consent_time > 0.0))


def open_work(domains, given) -> np.ndarray:
    """Share of all routine work that each domain has and that is open to delegation, (D,)."""
    return domains["share"] * domains["size"] * free(domains, given)


def drafting(domains, given, regime, teams) -> np.ndarray:
    """Drafting teams of departments, (n,), once those that move with the work have left, each from where its work was;
    a tenth of them stays with everyone."""
    if not regime.moved_share > 0.0:
        return teams
    work = total_by(domains["department"], open_work(domains, given), len(teams))
    gone = regime.moved_share * math.fsum(teams) * share(work)
    left = np.maximum(teams - gone, 0.1 * teams)
    return left * ((1.0 - regime.moved_share) * math.fsum(teams) / math.fsum(left))


def place_departments(world, scenario, given, regime, able: float) -> None:
    """Fill the rows of departments. Drafting teams follow the staff shares of the scenario, moved toward the load by
    budget alignment; clearance teams follow the clearances, signatures and reviews that each is asked for."""
    departments, domains = world.departments, world.domains
    teams = central_teams(regime)
    departments["uid"] = [uid("department", code) for code in scenario.departments.codes]
    departments["skill"] = given.skill
    departments["tray"] = departments["cleared"] = -1
    n = len(scenario.departments)
    of_work = domains["share"] * domains["size"]
    cleared = of_work[:, None] * (np.asarray(scenario.clearance) * given.clearance)
    asked = np.array([math.fsum(column) for column in cleared.T])
    clearing = given.clearance_share if asked.any() else 0.0
    asked += total_by(domains["department"], of_work * signatures(domains, given, regime, able), n)
    if asked.any():  # no desk is too small to be one
        mean = math.fsum(asked) / np.count_nonzero(asked)
        asked = np.where(asked > 0, np.maximum(asked, 0.05 * mean), 0.0)
    load = total_by(scenario.owner, of_work, n)
    shares = (1 - regime.alignment) * np.asarray(scenario.departments["staff_share"]) + regime.alignment * load
    if given.pooled > 0:
        shares = np.eye(1, n)[0]
    departments["teams"] = drafting(domains, given, regime, (1 - clearing) * regime.teams * shares)
    # Where nothing needs clearing, signatures cost no one's time but still need a desk.
    departments["clearance_teams"] = clearing * teams * share(asked) if clearing > 0 else 1.0


def lay_stations(world) -> np.ndarray:
    """Give every station its teams: whole ones, whose rate makes up the fraction. Returns the team rows."""
    capacity = np.concatenate(
        [world.departments["teams"], world.departments["clearance_teams"], world.subnationals["teams"]]
    )
    servers = np.maximum(np.rint(capacity), 1).astype(np.int32)
    world.stations["servers"] = servers
    world.stations["offset"] = np.concatenate([[0], np.cumsum(servers)[:-1]])
    world.queues["head"] = world.queues["tail"] = -1
    teams = rows(records.TEAM, int(servers.sum()))
    teams["issue"] = -1
    return teams
