"""Two plans for one folder become one: it only grows, and what is done is not done again."""

import numpy as np

from sim.errors import InputError, shown
from sim.model.limits import LIMITS
from sim.model.parameters import PARAMETERS
from sim.runs.plan import Plan
from sim.setup.config import Setup
from sim.setup.overrides import AGENTS, NO_CLASS
from sim.setup.points import HOW, Column, Points, column, joined

NAMES = ("scenario", "policy")  # columns of every table, whatever was swept


def unite(old: Plan | None, new: Plan) -> Plan:
    """A plan with the points of both: in the order of the new one if it has them all, else the new after the old.

    Raises InputError where rows of the common table could not be told apart: presets swept in one of them alone, or
    assumptions that differ and are no column.
    """
    if old is None:
        return new
    keys = list(dict.fromkeys([*new.keys, *old.keys]))
    for key in keys:
        if key not in (*LIMITS, *NAMES) and not key.startswith(AGENTS) and not (key in old.keys and key in new.keys):
            here, there = ("here", "in this folder") if key in new.keys else ("in this folder", "here")
            raise InputError(f"{key}: swept {here} and not {there}; expected the same presets swept, or another folder")
    points = same_points(old, new) or together(old, new, keys)
    return Plan(
        points[0],
        points[1],
        dict(sorted((old.scenarios | new.scenarios).items())),
        keys,
        new.drawn,
        old.series or new.series,
        old.log or new.log,
        new.until,
    )


def same_points(old: Plan, new: Plan) -> tuple[Points, list[str]] | None:
    """Those of the new one, with as many replicates as one of them wants, if both have the same."""
    told, names = (old.points.told, new.points.told), [plan.points.listed(["name"]) for plan in (old, new)]
    if old.addresses != new.addresses or names[0] != names[1] or list(told[0]) != list(told[1]):
        return None
    if not all(told[0][key].like(told[1][key]) for key in told[0]):
        return None
    return new.points.with_replicates(np.maximum(old.points.replicates, new.points.replicates)), new.addresses


def together(old: Plan, new: Plan, keys: list[str]) -> tuple[Points, list[str]]:
    """The points of both and their addresses: what tells a point from the others is its address, its policy's name, and
    the presets it was made of."""
    pages = {name: one.parameters for name, one in (old.scenarios | new.scenarios).items()}
    check_hidden(old, new, keys, pages)
    swept = [{key: told(plan, key, pages) for key in dict.fromkeys(["name", *keys])} for plan in (old, new)]
    marks = [
        list(zip(plan.addresses, *(side[key].listed() for key in side if key not in NAMES), strict=True))
        for plan, side in zip((old, new), swept, strict=True)
    ]
    most: dict[tuple, int] = {}
    for mark, n in zip([*marks[0], *marks[1]], [*old.points.replicates, *new.points.replicates], strict=True):
        most[mark] = max(most.get(mark, 0), n)
    sides = [0, 1] if {*marks[0]} - {*marks[1]} else [1]  # the new after the old, or as the new has them all
    place = {mark: k for k, mark in reversed([*enumerate(mark for side in sides for mark in marks[side])])}
    order = np.array(sorted(place.values()))
    sets = [whole((old, new)[side].points) for side in sides]
    for key in dict.fromkeys(key for one in sets for key in one):
        for side, one in zip(sides, sets, strict=True):
            one.setdefault(key, column([None] * len(marks[side])))
    points = Points(
        len(order),
        {key: joined([swept[side][key] for side in sides], order) for key in keys},
        {key: joined([one[key] for one in sets], order) for key in sets[0]},
        {"name": ""},
        Setup(),
    )
    found = sorted(place, key=place.__getitem__)
    return points.with_replicates(np.array([most[mark] for mark in found])), [mark[0] for mark in found]


def whole(points: Points) -> dict[str, Column]:
    """Everything that decides the results, a column for each full key."""
    common, sets = points.flat()
    return {key: column([value] * len(points)) for key, value in common.items()} | sets


def told(plan: Plan, key: str, pages: dict[str, dict]) -> Column:
    """The value of a key at each point, whether it was swept there or not."""
    if key in plan.points.told:
        return plan.points.told[key]
    scenarios, names, values = plan.points.listed(["scenario", "name", key])
    if key in ("policy", "name"):
        return column(names)
    part, _, leaf = key.partition(".")
    if key.startswith(AGENTS):
        values = [NO_CLASS if v is None else v for v in values]
    if part == "parameters":
        standard = {name: float(page.get(leaf, PARAMETERS[leaf].default)) for name, page in pages.items()}
        values = [standard[s] if v is None else v for s, v in zip(scenarios, values, strict=True)]
    if key in HOW:
        values = [getattr(plan.points[0].setup.run, leaf)] * len(plan.points)
    return column(values)


def check_hidden(old: Plan, new: Plan, keys: list[str], pages: dict) -> None:
    """What decides the numbers and is no column of the table must be the same in both."""
    free = ("parameters.", AGENTS)
    names = {key for plan in (old, new) for key in whole(plan.points) if key.startswith(free)}
    names |= set() if "run" in keys else {"run.years", "run.dt"}
    for name in sorted(names - set(keys)):
        there, here = ({*told(plan, name, pages).listed()} for plan in (old, new))
        if there != here:
            was, now = (shown(", ".join(map(str, sorted(side)))) for side in (there, here))
            raise InputError(
                f"{name}: {was} in this folder and {now} here; expected the same, {name} as an axis, or another folder"
            )
