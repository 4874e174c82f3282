"""Every draw of a world, by address, while the world is edited at random.

    python tests/metamorphic/ledger.py <edits>

runs without the compiler, so that every call of `draws.pair` can be written down. Prints a line of JSON for each edit:
its kind, how many addresses it and the world before it have in common, and what is wrong.
"""

import json
import random
import sys
import tempfile
from pathlib import Path

from sim.inputs.folder import config_dir
from sim.inputs.scenario import load_scenario
from sim.model import draws, start, week
from sim.model.given import GIVEN
from sim.model.levers import GROUPS, LEVERS
from sim.model.policy import Policy
from sim.model.world import World

TABLES = ("departments", "domains", "clearance", "subnationals", "elections", "counterparts", "privates", "events")
# Draws that make the decade, and those of what no government chooses while it runs.
DECADE = {
    draws.ISSUE,
    draws.PLACE,
    draws.TASK,
    draws.WINDOW,
    draws.NOTICE,
    draws.CLEARANCE,
    draws.CRISIS,
    draws.SURGE,
    draws.NATURE,
    draws.OFFSPRING,
    draws.IDEAL,
    draws.PREFERENCE,
    draws.COMMON,
    draws.COURT,
    draws.ELECTION,
}
YEARS, ARRIVALS = 0.3, 4.0
IDLE = {
    "subnationals": {"population": "0", "gdp_musd": "0", "exports_musd": "0", "kind": "state", "parent": ""},
    "counterparts": {"gdp_musd": "0", "ties": "0", "capability": "0", "ally": "0", "rival": "0"},
    "privates": {"appetite": "0"},
}
BUSY = {
    "subnationals": {"population": "500", "gdp_musd": "40", "exports_musd": "20", "kind": "state", "parent": ""},
    "counterparts": {"gdp_musd": "150", "ties": "4", "ally": "0", "rival": "0"},
    "privates": {"appetite": "0.3"},
}


def switch(world: World, template: start.Template) -> World:
    """Another policy from this week on, at the desks as they were laid: the simulator itself keeps one for a run."""
    for name in set(GIVEN.names or ()) - {"seed", "replicate", "ticks", "dt", "weeks"}:
        world.given[name] = template.world.given[name]
    world.regime[:] = template.world.regime
    for table, fields in (
        ("departments", ("teams", "clearance_teams")),
        ("domains", ("delegable",)),
        ("subnationals", ("teams", "able", "liaison", "ventures_max")),
    ):
        for field in fields:
            getattr(world, table)[field] = getattr(template.world, table)[field]
    return world


class Book(dict):
    """Address (purpose, entity, tick, k) -> the two uniforms that were drawn there."""

    def __init__(self, pair):
        super().__init__()
        self.pair, self.torn = pair, []

    def __call__(self, given, purpose, entity, tick, k):
        drawn = self.pair(given, purpose, entity, tick, k)
        address = (int(purpose), int(entity), int(tick), int(k))
        if self.setdefault(address, drawn) != drawn:
            self.torn.append(address)
        return drawn


def tables() -> dict[str, list[list[str]]]:
    """Lines of the toy's tables, each with its header."""
    folder = config_dir() / "scenario" / "toy"
    return {name: [line.split(",") for line in (folder / f"{name}.csv").read_text().splitlines()] for name in TABLES}


def scenario(lines):
    """A scenario of these tables, read as any other."""
    with tempfile.TemporaryDirectory() as folder:
        for name, rows in lines.items():
            (Path(folder) / f"{name}.csv").write_text("\n".join(map(",".join, rows)) + "\n")
        page = (config_dir() / "scenario" / "toy" / "scenario.yaml").read_text()
        (Path(folder) / "scenario.yaml").write_text(page.replace("first_week: 104", "first_week: 8"))
        return load_scenario(folder)


def add(lines, dice, rows):
    """A row of one of these kinds at a random place in the order of codes."""
    table = dice.choice(sorted(rows))
    header, *old = lines[table]
    model = dict(zip(header, dice.choice(old), strict=True))
    row = model | rows[table] | {"code": f"{model['code']}-{dice.randrange(100)}"}
    lines[table].append([row[name] for name in header])
    return lines


def reorder(lines, dice):
    for rows in lines.values():
        some = rows[1:]
        dice.shuffle(some)
        rows[1:] = some
    return lines


def random_policy(dice) -> Policy:
    """Any levers that cost the toy little."""
    policy = Policy()
    for group in GROUPS:
        mine = [lever for lever in LEVERS.values() if lever.group == group]
        for lever in mine:
            still = lever.name in ("grants", "patrol_period", "min_capacity", "escalation", "institutions")
            if lever.kind == "number" and not still and dice.random() < 0.5:
                value = lever.low + dice.random() * min(lever.high - lever.low, 2.0)
                setattr(getattr(policy, group), lever.name, value)
        for lever in mine:
            if lever.kind == "choice":
                setattr(getattr(policy, group), lever.name, dice.choice(list(lever.choices)))
    return policy


FREE = {
    f"{name}_fte": 0.01
    for name in (
        "liaison",
        "guidance",
        "sharing",
        "standards",
        "dissent",
        "rights",
        "alignment",
        "body",
        "authority",
        "review",
        "inclusion",
        "transparency",
        "preclearance",
        "patrol",
        "alarm",
        "registry",
        "licence",
        "sanction",
        "archives",
        "office",
        "training",
        "rotation",
    )
} | {
    "arrival_rate": ARRIVALS,
    "team_fte": 17.0,
    "ties_weight": 0.0,
    "crisis_share": 0.2,
    "entry_rate": 0.6,
    "spawn": 0.0,
}


def prepared(lines, policy):
    return start.prepare(scenario(lines), policy, FREE, YEARS)


def written(made, seed, book, at=None, then=None):
    """The book of a world, and, where a switch is made, the pages written before it."""
    draws.pair = book
    world = start.begin(made, seed)
    before = None
    if at is not None:
        week.run(world, at)
        before = dict(book)
        switch(world, then)
    start.finish(world)
    return before


def edited(kind, dice, pair):
    """One edit: what is wrong with the two books, and how much they share."""
    seed, policy = dice.randrange(1, 10**6), random_policy(dice)
    one, two = Book(pair), Book(pair)
    made = prepared(tables(), policy)
    wrong = []
    if kind == "switch":
        at = dice.randrange(int(made.world.given["ticks"][0]) + 1)
        never = Book(pair)
        until = written(made, seed, never, at, made)
        written(made, seed, one)
        if until != written(made, seed, two, at, prepared(tables(), random_policy(dice))):
            wrong.append("a draw before the switch")
        if never != one:
            wrong.append("a switch to the same policy")
    else:
        written(made, seed, one)
        lines = {
            "idle": lambda: add(tables(), dice, IDLE),
            "busy": lambda: add(tables(), dice, BUSY),
            "reorder": lambda: reorder(tables(), dice),
            "policy": tables,
        }[kind]()
        written(prepared(lines, random_policy(dice) if kind == "policy" else policy), seed, two)
    shared = one.keys() & two.keys()
    wrong += [f"draw {address} changed" for address in shared if one[address] != two[address]]
    wrong += [f"draw {address} was not one" for book in (one, two) for address in book.torn]
    if kind in ("switch", "policy", "busy"):  # a new row's own draws may come, none may go
        gone = {address for address in one.keys() - two.keys() if address[0] in DECADE}
        wrong += [f"draw {address} of the decade is gone" for address in gone]
    if kind in ("idle", "reorder"):
        new = {address for address in one.keys() ^ two.keys() if address[0] not in (draws.PREFERENCE, draws.IDEAL)}
        wrong += [f"draw {address} came or went" for address in new | one.keys() - two.keys()]
    return {"kind": kind, "shared": len(shared), "wrong": wrong[:3]}


def main(edits: int) -> None:
    pair = draws.pair
    for n in range(edits):
        dice = random.Random(n)
        print(json.dumps(edited(("idle", "reorder", "busy", "policy", "switch")[n % 5], dice, pair)))


if __name__ == "__main__":
    main(int(sys.argv[1]))
