"""What must hold in a world at any moment: every matter somewhere exactly once, desks in order, every post counted."""

import numpy as np

from sim.model.records import AT_CONSENT, AT_POST, CONCLUDED, IN_HAND, LAPSED, WAITING


def misplaced(world) -> list[str]:
    """What is wrong with queues and desks, and issues that are at none or at two."""
    wrong = []
    stages = world.issues["stage"]
    live = (stages == WAITING) | (stages == IN_HAND)
    held = [int(i) for i in world.teams["issue"] if i >= 0]
    queued: list[int] = []
    for number, queue in enumerate(world.queues):
        i, n, last = int(queue["head"]), 0, -1
        while i >= 0 and n <= len(world.issues):
            queued.append(i)
            last, i, n = i, int(world.issues["next_queue"][i]), n + 1
        if n != queue["length"] or (n and last != queue["tail"]):
            wrong.append(f"queue {number} is not as long as it says")
    if len({*held, *queued}) != len(held) + len(queued):
        wrong.append("an issue is in two places")
    known = np.bincount(stages[: int(world.federal["rows"][0])], minlength=8)
    told = {name: int(world.federal[name][0]) for name in ("open", "agreed", "lapsed", "opened")}
    if told != {"open": known[WAITING:CONCLUDED].sum(), "agreed": known[CONCLUDED], "lapsed": known[LAPSED]} | {
        "opened": known[WAITING : LAPSED + 1].sum()
    }:
        wrong.append("more or fewer issues than were opened")
    with_teams = live & ~np.isin(world.issues["desk"], (AT_CONSENT, AT_POST))  # the others wait for others
    if {i for i in held + queued if stages[i] < CONCLUDED} != set(np.flatnonzero(with_teams).tolist()):
        wrong.append("an issue is nowhere")
    if world.stations["servers"].sum() != len(world.teams):
        wrong.append("teams that no desk has")
    for number, desk in enumerate(world.stations):
        mine = world.teams[desk["offset"] : desk["offset"] + desk["servers"]]
        free = mine["free"]
        if len(mine) != desk["servers"] or (mine["issue"] >= 0).sum() != desk["busy"]:
            wrong.append(f"desk {number} has not the teams that it says")
        if any(free[(k - 1) // 2] > free[k] for k in range(1, len(free))):
            wrong.append(f"teams of desk {number} are not in order")
    return wrong


def unwatched(world) -> list[int]:
    """Open issues whose window closes in the run, and that nobody looks at in time, or more than once."""
    given, tick = world.given[0], int(world.clock["tick"][0])
    looked: dict[int, list[int]] = {}
    for bucket in range(tick, len(world.due)):
        i = int(world.due[bucket])
        while i >= 0:
            looked.setdefault(i, []).append(bucket)
            i = int(world.issues["next_due"][i])
    wrong = []
    for i in np.flatnonzero((world.issues["stage"] >= WAITING) & (world.issues["stage"] < CONCLUDED)):
        deadline = world.issues["deadline"][i]
        if deadline < given["weeks"]:
            buckets = looked.get(int(i), [])
            if len(buckets) != 1 or buckets[0] > max(int(deadline / given["dt"]), tick):
                wrong.append(int(i))
    return wrong


def posts(world) -> float:
    """Everybody: what levers take, links between institutions, the front line, its managers, supply and support."""
    regime = world.regime[0]
    return float(sum(regime[name] for name in ("overhead", "links", "front", "managers", "supply")))


def counts(world) -> dict[str, int]:
    return {name: int(world.federal[name][0]) for name in ("open", "opened", "agreed", "lapsed", "rows")}
