"""A world at week 0: a scenario and a policy become rows of numbers, then a seed draws the decade."""

import math
import mmap
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from sim.errors import InputError
from sim.model import desks, place, records, week
from sim.model.elementary import exp
from sim.model.given import CLOCK, GIVEN, REGIME, lever_values
from sim.model.institutions import organised
from sim.model.limits import LIMITS, unknown
from sim.model.parameters import PARAMETERS
from sim.model.policy import Policy, cost
from sim.model.records import rows
from sim.model.room import room, surging
from sim.model.rules import arrivals, dated, staffing
from sim.model.rules.courtship import LOOKS
from sim.model.world import TABLES, World

if TYPE_CHECKING:  # the tables of a scenario come from outside the model
    from sim.inputs.scenario import Scenario
    from sim.model.path.path import Reform

MOST_TEAMS = 10_000_000  # of subnational actors; 160 MB of rows


@dataclass(frozen=True)
class Template:
    """A world before its seed is drawn; `fte` is what each lever costs. `scenario`: with the departments of the
    policy."""

    world: World
    fte: dict[str, float]
    scenario: "Scenario"


class Draft:
    """A record while it is being settled: its fields by name and in their types, zero until they are set."""

    def __init__(self, kind: np.dtype):
        self.__dict__["kind"] = kind

    def __setattr__(self, name: str, value) -> None:
        self.__dict__[name] = self.kind[name].type(value)

    def __getattr__(self, name: str):
        return self.kind[name].type(0)

    def __getitem__(self, name: str):
        return getattr(self, name)

    def row(self) -> tuple:
        """The record's fields in order."""
        return tuple(self.__dict__.get(name, 0) for name in self.kind.names)


def settle(scenario: "Scenario", parameters: dict[str, float], weeks: float, dt: float) -> Draft:
    """What is given for a run: parameters, elections, and what follows from them alone."""
    given = Draft(GIVEN)
    values = {name: p.default for name, p in PARAMETERS.items()} | {"headcount": scenario.centre["headcount"]}
    for name, value in (values | scenario.parameters | parameters).items():
        if name not in PARAMETERS:
            raise unknown(f"parameters.{name}", LIMITS)
        setattr(given, name, value)
    given.ticks = math.ceil(weeks / dt - 1e-9)
    given.dt, given.weeks = dt, given.ticks * dt
    given.incumbent = scenario.elections["incumbent"]
    given.first_election = scenario.elections["first_week"]
    given.election_interval = scenario.elections["interval"]
    asked = np.asarray(scenario.domains["share"])[:, None] * np.minimum(
        np.asarray(scenario.clearance) * given.clearance, 1.0
    )
    weighed = scenario.size[:, None] * asked
    headcount, institutions = scenario.centre["headcount"], len(scenario.departments)
    staffing.scale_work(given, math.fsum(weighed.ravel()), math.fsum(asked.ravel()), headcount, institutions)
    return given


def adopt(
    policy: Policy, given: Draft, scenario: "Scenario", own: np.ndarray, reform: "Reform | None" = None
) -> tuple[Draft, dict[str, float]]:
    """The regime that a policy makes, but for the staff it moves, and what each lever costs in FTE. `own`: teams that
    each actor brings, (J,). reform: the one that is under way."""
    regime = Draft(REGIME)
    for name, value in lever_values(policy).items():
        setattr(regime, name, value)
    staffing.settle_levers(given, regime)
    staffing.settle_deterrence(given, regime)
    prices, houses = {name: float(getattr(given, name)) for name in PARAMETERS}, int(has_house(own, policy).sum())
    fte = cost(policy, prices, houses, len(scenario.departments))
    fte |= {} if reform is None else {"reform.fte": reform.fte + reform.moving * given.headcount}
    staffing.staff(given, regime, fte, len(scenario.departments))
    regime.time_kept *= 1.0 if reform is None else 1.0 - reform.dip
    return regime, fte


def share_staff(
    world: World, scenario: "Scenario", policy: Policy, given: Draft, regime: Draft, own: np.ndarray
) -> None:
    """Divide teams between the departments and the actors, by the staffing convention.

    kept: delegates bring their own teams. moved: their teams come from the centre, in proportion to the work that
    is expected to move, so that the total is equal. Grants below the set-up cost buy nothing under either.
    """
    actors, weights = world.subnationals, place.locality_weights(scenario, given)
    regime.grant_fte = policy.investment.grants * given.headcount
    officers = regime.grant_fte * weights / (1.0 + given.local_support)  # a grant pays for their support, too
    granted = np.maximum(officers - given.setup_fte, 0.0) / given.team_fte
    urgent = given.crisis_share / (1.0 - given.excitation) * given.crisis_work
    urgent += given.grave_rate / 52.0 / given.arrival_rate * given.grave_work
    routine = 1.0 / (1.0 + urgent)  # crises never move
    level = min(regime.level, regime.cap) * routine * math.fsum(desks.open_work(world.domains, given))
    work = given.advice_share if policy.delegation.form == "consult" else 1.0
    moved = level * regime.match_kept * work if policy.delegation.staff == "moved" else 0.0
    own_or_common = place.pool(own, scenario, given.pooling)
    brought = own_or_common + granted if policy.delegation.staff == "kept" else granted
    able = brought + moved * regime.teams * weights >= max(policy.delegation.min_capacity, 1e-9)
    served = math.fsum(weights[able])  # share of the docket whose locality has an able actor
    regime.moved_share = moved * served
    handed = level * regime.match_kept * served
    regime.brought = math.fsum(own_or_common[able]) if handed > 0.0 and policy.delegation.staff == "kept" else 0.0
    actors["able"] = able
    actors["teams"] = brought + regime.moved_share * regime.teams * place.share(weights * able)
    actors["ventures_max"] = np.ceil(own)
    actors["solo"] = own / np.maximum(actors["ventures_max"], 1)
    houses = has_house(own, policy)
    actors["liaison"] = np.where(houses, 1.0 - exp(-given.liaison_effect * regime.liaison), 0.0)
    desks.place_departments(world, scenario, given, regime, served)


def has_house(own: np.ndarray, policy: Policy) -> np.ndarray:
    """Where a liaison has a desk to sit at, (J,): with actors that have staff, and enough of it."""
    return (own > 0.0) & (own >= policy.delegation.min_capacity)


def own_teams(scenario: "Scenario", given: Draft) -> np.ndarray:
    """Teams that the own staff of each actor makes, (J,). Raises InputError where they are too many to hold."""
    own = given.own_staff * scenario.subnationals["staff"] / given.team_fte
    if math.fsum(own) > MOST_TEAMS:
        raise InputError(
            f"the subnational actors have {math.fsum(own):,.0f} teams; expected at most {MOST_TEAMS:,}: lower "
            "parameters.own_staff or the column staff of subnationals.csv, or raise parameters.team_fte"
        )
    return own


def bill(scenario: "Scenario", policy: Policy, parameters: dict[str, float]) -> dict[str, float]:
    """FTE that each lever costs, without making the world. Raises InputError where they cost more than there is."""
    given = settle(scenario, parameters, 52.0, 1.0)
    scenario = organised(scenario, policy.coordination.institutions)
    return adopt(policy, given, scenario, own_teams(scenario, given))[1]


def bare(kind: np.dtype, n: int) -> np.ndarray:
    """n zeroed rows that take neither time nor memory before they are written; a template's rarely are."""
    made = np.frombuffer(mmap.mmap(-1, n * kind.itemsize), kind)
    return made.view(type(rows(kind, 0)))


def prepare(
    scenario: "Scenario",
    policy: Policy,
    parameters: dict[str, float] | None = None,
    years: float = 10.0,
    dt: float = 1.0,
    log: bool = False,
    reform: "Reform | None" = None,
) -> Template:
    """Everything but the seed; `reform`: one that is under way. Raises InputError where scenario and policy do not fit
    together."""
    given = settle(scenario, parameters or {}, years * 52.0, dt)
    scenario = organised(scenario, policy.coordination.institutions)
    n_domains, n_departments = len(scenario.domains), len(scenario.departments)
    n_actors, n_counterparts = len(scenario.subnationals), len(scenario.counterparts)
    n_stations = 2 * n_departments + n_actors
    own = own_teams(scenario, given)
    regime, fte = adopt(policy, given, scenario, own, reform)
    happening = rows(records.DATED, len(scenario.events))
    place.place_dated(happening, scenario, given)
    issues = room(given, surging(scenario, given, happening))
    world = World(
        given=rows(GIVEN, 1),
        regime=rows(REGIME, 1),
        clock=rows(CLOCK, 1),
        federal=rows(records.FEDERAL, 1),
        issues=bare(records.ISSUE, issues),
        departments=rows(records.DEPARTMENT, n_departments),
        subnationals=rows(records.SUBNATIONAL, n_actors),
        counterparts=rows(records.COUNTERPART, n_counterparts),
        privates=rows(records.PRIVATE, len(scenario.privates)),
        domains=rows(records.DOMAIN, n_domains),
        networks=rows(records.NETWORK, len(scenario.networks)),
        members=rows(records.MEMBER, len(scenario.members)),
        dated=happening,
        composition=desks.compose(scenario, given),
        stations=rows(records.STATION, n_stations),
        queues=rows(records.QUEUE, 3 * n_stations),
        posts=rows(records.QUEUE, 2 * n_counterparts),
        teams=rows(records.TEAM, 0),
        events=bare(records.EVENT, 32 * issues) if log else rows(records.EVENT, 0),
        series=rows(records.SERIES, given.ticks),
        courts=np.full(n_counterparts * LOOKS, -1, np.int32),
        commitments=rows(records.COMMITMENT, n_counterparts * n_domains),
        reputations=rows(records.REPUTATION, n_counterparts * len(records.SPEAKERS)),
        preferences=np.zeros(n_actors * n_domains),
        first_preferences=np.zeros(n_actors * n_domains),
        covers=scenario.covers.astype(np.int32),
        texts=np.zeros(len(scenario.networks) * n_domains),
        dossiers=np.zeros(n_actors * place.learners(scenario, given)),
        bins=np.full(64, -1, np.int32),
        due=np.full(given.ticks + 1, -1, np.int32),
        watch=np.full(given.ticks + 1, -1, np.int32),
        deck=rows(records.DECK, 1),
        **place.odds(scenario, given),
    )
    place.place_domains(world.domains, scenario, given, place.open_domains(scenario, policy.delegation.scope))
    place.place_subnationals(world.subnationals, scenario, given)
    place.place_networks(world, scenario)
    place.place_abroad(world.counterparts, world.posts, scenario, given)
    place.place_dossiers(world)
    place.place_privates(world.privates, scenario)
    share_staff(world, scenario, policy, given, regime, own)
    world.given[0], world.regime[0] = given.row(), regime.row()
    federal = world.federal[0]
    federal["party"], federal["legitimacy"], federal["publish_at"] = given.incumbent, given.legitimacy, math.inf
    federal["means"] = 1.0
    return Template(world.replace(teams=desks.lay_stations(world)), fte, scenario)


_EMPTY = ("issues", "events", "series")  # zero in every template
_FIXED = ("clearance", "vitality", "covers", "composition")
_SHARED = tuple(name for name in TABLES if name.endswith(("_cdf", "_guide")) or name in _FIXED)
_COPIED = tuple(name for name in TABLES if name not in (*_EMPTY, *_SHARED))


def blank(template: Template, used: World | None) -> World:
    """A world as the template has it, in the memory of a `used` one where that has the same shapes. Issues are left
    as they lie: every field of a row is set when the issue is drawn or opened."""
    old = template.world
    if used is not None and used.teams.shape != old.teams.shape:  # the policy changed in the course of it
        used = used.replace(teams=old.teams.copy())
    if used is None or any(getattr(used, name).shape != getattr(old, name).shape for name in TABLES):
        return old.replace(
            **{name: getattr(old, name).copy() for name in _COPIED},
            **{name: rows(getattr(old, name).dtype, len(getattr(old, name))) for name in _EMPTY},
        )
    for name in _COPIED:
        np.copyto(getattr(used, name), getattr(old, name))
    for name in ("events", "series"):
        getattr(used, name)[:].view(np.uint8).fill(0)
    return used.replace(**{name: getattr(old, name) for name in _SHARED})


def beside_routine(world: World) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """What arises beside routine issues, in order: times, identities, and the dated event behind each, -1 for none."""
    n = len(world.issues)
    times, uids, events = np.empty(n), np.empty(n, np.int64), np.full(n, -1, np.int32)
    drawn = dated.draw_surges(world, times, uids, events, arrivals.draw_beside(world, times, uids))
    order = np.argsort(times[:drawn], kind="stable")
    return times[order], uids[order], events[order]


def begin(template: Template, seed: int = 1, replicate: int = 0, used: World | None = None) -> World:
    """A fresh world of this template with its decade drawn. `used`: a finished world whose memory may be taken over;
    it is gone then. Raises InputError if the docket explodes."""
    for name, value in (("seed", seed), ("replicate", replicate)):
        if not 0 <= value < 2**32:
            raise InputError(f"{name}: {value} does not fit; expected a whole number from 0 to {2**32 - 1}")
    filled = 0 if used is None else int(used.federal["rows"][0])
    world = blank(template, used)
    world.given["seed"], world.given["replicate"] = seed, replicate
    if not week.begin(world, *beside_routine(world)):
        said = "crises lead to more crises than there is room for; expected less of it"
        raise InputError(f"parameters.excitation: {said}")
    world.issues[int(world.federal["rows"][0]) : max(filled, 0)] = np.zeros((), world.issues.dtype)
    return world


def finish(world: World) -> World:
    """Run a world to its end."""
    week.run(world, int(world.given["ticks"][0]))
    check_room(world)
    return world


def check_room(world: World) -> None:
    """Raises InputError if crises have bred more crises than there are rows for."""
    if world.federal["overflow"][0]:
        raise InputError(
            "parameters.spawn: crises lead to more crises than there is room for; expected less of it, or of "
            "parameters.excitation"
        )
