"""Another policy in the middle of a run.

A policy settled for a scenario is a `Template`. To switch is to put in force what the new template says wherever the
policy decides it: levers and what follows from them, domains open to delegation, who may act, liaisons, teams. Nothing
that has happened is touched, so two runs are the same world until they first differ in policy.

Work in hand is finished under the old arrangement. Where a desk loses teams, idle ones go first; then those whose work
would take longest lay it back at the head of the queue, with what is left of it at the pace of that day:
    left = (finish - now) rate,     and the window that stood still for the rest of the work moves again,
but for that of an international crisis, which had not stood still.
Issues with an actor that may no longer act go back to the department that owns the domain, which begins anew.

What levers cost is accounted to the day: outcomes in FTE are means over the weeks that have passed.
"""

import itertools
from collections.abc import Sequence

import numpy as np

from sim.errors import InputError
from sim.model import institutions, records, start, week
from sim.model.records import CENTRAL, CONCLUDED, GRAVE, ROUTED, SWITCHED, rows, single
from sim.model.rules import department, subnational
from sim.model.rules.docket import note
from sim.model.rules.routing import to_department
from sim.model.rules.service import join, leave
from sim.model.start import Template
from sim.model.world import World

# Columns that a policy decides, by table.
DECIDED = {
    "domains": ("delegable",),
    "subnationals": ("able", "teams", "liaison"),
    "departments": ("teams", "clearance_teams"),
}
ACCOUNTS = {
    "spent_levers": "overhead",
    "spent_front": "front",
    "spent_managers": "managers",
    "spent_supply": "supply",
    "spent_brought": "brought",
}


def switch(world: World, template: Template, causes: Sequence[float] = (0,)) -> World:
    """Put the policy of `template` in force from the tick that the clock shows; returns the world to go on with, whose
    memory is that of `world` but for its teams. causes: why, as the log tells it (`sim.model.path.course`; 0: by hand).
    The same policy changes nothing. Raises InputError if the template is
    not of this scenario, parameters, length and number of institutions."""
    new = template.world
    check_fits(world, template)
    if is_in_force(world, template):
        return world
    paces = [rate(world, station) for station in range(len(world.stations))]
    close_account(world)
    np.copyto(world.regime, new.regime)
    barred = np.flatnonzero((world.subnationals["able"] > 0) & (new.subnationals["able"] == 0))
    for table, columns in DECIDED.items():
        for column in columns:
            getattr(world, table)[column] = getattr(new, table)[column]
    for j in barred:
        call_back(world, int(j))
    made = world.replace(teams=lay_teams(world, new.stations["servers"], paces))
    for cause in causes:
        note(made, now_of(world), SWITCHED, -1, -1, float(cause))
    return made


def check_fits(world: World, template: Template) -> None:
    """Raises InputError where the policy of the template cannot follow in this world."""
    new = template.world
    given = [name for name in world.given.dtype.names or () if name not in ("seed", "replicate")]
    if any(
        getattr(world, name).shape != getattr(new, name).shape
        for name in (*DECIDED, "counterparts", "series")
        if name != "departments"
    ) or any(world.given[name] != new.given[name] for name in given):
        raise InputError("policy: made for another scenario, other parameters or another length; expected the same")
    now, then = len(world.departments), len(new.departments)
    if now != then:
        raise InputError(
            f"{institutions.KEY}: {then} in the middle of a run that began with {now}; expected {now}, since "
            "departments with work in hand are neither merged nor divided"
        )


def follow(phases: Sequence[tuple[float, Template]], seed: int = 1, replicate: int = 0) -> World:
    """A finished world under one policy after another: (week, template) in order of time, the first at week 0."""
    weeks = [week_from for week_from, _ in phases]
    if weeks[0] != 0.0 or any(one >= other for one, other in itertools.pairwise(weeks)):
        raise InputError(
            f"phases: they begin in weeks {', '.join(f'{w:g}' for w in weeks)}; expected 0 first, then later ones"
        )
    world = start.begin(phases[0][1], seed, replicate)
    for week_from, template in phases[1:]:
        week.run(world, min(tick_of(world, week_from), int(world.given["ticks"][0])))
        world = switch(world, template)
    return start.finish(world)


def mean_cost(costs: Sequence[tuple[float, dict[str, float]]], weeks: float) -> dict[str, float]:
    """FTE that each lever took, a mean over `weeks`, of what they cost from a week on, in order of time."""
    if len(costs) == 1:
        return dict(costs[0][1])
    ends = [*(week_from for week_from, _ in costs[1:]), weeks]
    lasted = [max(min(end, weeks) - week_from, 0.0) for end, (week_from, _) in zip(ends, costs, strict=True)]
    levers = dict.fromkeys(lever for _, fte in costs for lever in fte)
    return {
        lever: sum(length * fte.get(lever, 0.0) for length, (_, fte) in zip(lasted, costs, strict=True)) / weeks
        for lever in levers
    }


def is_in_force(world: World, template: Template) -> bool:
    """Whether the policy of the template is the one that rules already."""
    new = template.world
    return world.regime.tobytes() == new.regime.tobytes() and all(
        np.array_equal(getattr(world, table)[column], getattr(new, table)[column])
        for table, columns in DECIDED.items()
        for column in columns
    )


def now_of(world: World) -> float:
    """Weeks that have passed when the next tick begins."""
    return float(world.clock["tick"][0] * world.given["dt"][0])


def tick_of(world: World, week_from: float) -> int:
    """The first tick that begins in that week or later."""
    return int(np.ceil(week_from / world.given["dt"][0] - 1e-9))


def close_account(world: World) -> None:
    """Book what the policy that ends has cost, in FTE-weeks."""
    federal, regime, now = single(world.federal), single(world.regime), now_of(world)
    for account, fte in ACCOUNTS.items():
        setattr(federal, account, getattr(federal, account) + getattr(regime, fte) * (now - federal.since))
    federal.since = now


def rate(world: World, station: int) -> float:
    """Work a week of one team at a station under the policy in force."""
    n, servers = len(world.departments), float(world.stations["servers"][station])
    if station < 2 * n:
        name = "teams" if station < n else "clearance_teams"
        return float(world.departments[name][station % n]) / servers * department.pace(world, station % n)
    return float(world.subnationals["teams"][station - 2 * n]) / servers * subnational.pace(world, station - 2 * n)


def lay_teams(world: World, servers: np.ndarray, paces: list[float]) -> np.ndarray:
    """The team rows of every station with so many `servers` (S,), and the stations told of them. Where they are as many
    as before they stay as they are; `paces` is the rate of each station until now."""
    now, old = now_of(world), world.teams
    teams = rows(records.TEAM, int(servers.sum()))
    teams["issue"], teams["free"] = -1, now
    offset = 0
    for station, desk in enumerate(world.stations):
        mine = old[desk["offset"] : desk["offset"] + desk["servers"]]
        if paces[station] <= 0.0 < rate(world, station):  # the desk stood empty: nobody worked there before now
            mine["free"][mine["issue"] < 0] = now
        kept = mine
        if servers[station] != len(mine):
            # Who is busy and done first stays first; ties by the order in which they stood.
            order = np.lexsort((mine["free"], mine["issue"] < 0))
            kept = mine[order[: servers[station]]]
            for team in mine[order[servers[station] :]][::-1]:  # the longest first, so that the shortest lies on top
                if team["issue"] >= 0:
                    lay_back(world, station, int(team["issue"]), (float(team["free"]) - now) * paces[station])
        place = teams[offset : offset + int(servers[station])]
        place[: len(kept)] = kept
        if servers[station] != len(mine):
            place[:] = place[np.argsort(place["free"], kind="stable")]  # a sorted row is a heap
            desk["busy"] = int((place["issue"] >= 0).sum())
        desk["offset"], desk["servers"] = offset, servers[station]
        offset += int(servers[station])
    return teams


def lay_back(world: World, station: int, i: int, left: float) -> None:
    """What a team had in hand goes to the head of its class with what is left of the work."""
    issue, now = world.issues[i], now_of(world)
    if issue["stage"] >= CONCLUDED:
        return
    move_window(world, i, float(issue["ready"]) - now)
    issue["task"] = max(left, 0.0)
    behind = int(world.queues["head"][station * 3 + int(issue["priority"])])
    join(world, station, i, now)
    queue = world.queues[station * 3 + int(issue["priority"])]
    if behind >= 0:  # from the end to the head
        last = behind
        while int(world.issues["next_queue"][last]) != i:
            last = int(world.issues["next_queue"][last])
        world.issues["next_queue"][last], queue["tail"] = -1, last
        issue["next_queue"], queue["head"] = behind, i


def move_window(world: World, i: int, rest: float) -> None:
    """A window that was to stand still for the `rest` of the work closes so much earlier, and is looked at in time."""
    issue, due, following = world.issues[i], world.due, world.issues["next_due"]
    if issue["crisis"] == GRAVE or rest <= 0.0:
        return
    tick, dt, late = int(world.clock["tick"][0]), float(world.given["dt"][0]), float(issue["deadline"])
    issue["deadline"] -= rest
    if issue["deadline"] >= world.given["weeks"][0]:
        return
    closes = max(int(issue["deadline"] / dt), tick)
    for bucket in range(tick, min(int(min(late, float(world.given["weeks"][0])) / dt), len(due) - 1) + 1):
        before, one = -1, int(due[bucket])
        while one >= 0 and one != i:
            before, one = one, int(following[one])
        if one == i and bucket <= closes:
            return
        if one == i and before < 0:
            due[bucket] = following[i]
        elif one == i:
            following[before] = following[i]
        if one == i:
            break
    following[i], due[closes] = due[closes], i


def call_back(world: World, j: int) -> None:
    """All that lies with an actor goes to the departments that own it, to be begun anew."""
    station, now = 2 * len(world.departments) + j, now_of(world)
    desk = world.stations[station]
    returned = []
    for priority in range(3):
        while world.queues["head"][station * 3 + priority] >= 0:
            i = leave(world, world.queues[station * 3 + priority])
            world.issues["waited"][i] += max(now - float(world.issues["joined"][i]), 0.0)
            returned.append(i)
    for team in world.teams[desk["offset"] : desk["offset"] + desk["servers"]]:
        if team["issue"] >= 0:
            i = int(team["issue"])
            move_window(world, i, float(world.issues["ready"][i]) - now)
            returned.append(i)
        team["issue"], team["free"] = -1, now
    desk["busy"] = 0
    for i in returned:
        if world.issues["stage"][i] < CONCLUDED:
            world.issues["route"][i] = CENTRAL
            note(world, now, ROUTED, i, j, CENTRAL)
            to_department(world, i, now, float(world.issues["work"][i]))
