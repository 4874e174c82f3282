"""Two plans for one folder become one: it only grows, and what is done is not done again."""

from collections.abc import Iterable

from sim.errors import InputError, shown
from sim.model.limits import LIMITS
from sim.model.parameters import PARAMETERS
from sim.runs.plan import Plan
from sim.setup.design import Point
from sim.setup.overrides import AGENTS, NO_CLASS
from sim.setup.written import class_name

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
    pages = {name: one.parameters for name, one in (old.scenarios | new.scenarios).items()}
    check_hidden(old, new, keys, pages)
    marked = [
        {identity(a, p, keys, pages): p for a, p in zip(plan.addresses, plan.points, strict=True)}
        for plan in (old, new)
    ]
    grows = marked[0].keys() <= marked[1].keys()
    found = marked[1] | marked[0] if grows else marked[0] | marked[1]  # in the order of the left, values of the right
    for mark, point in found.items():
        twin = max((side[mark] for side in marked if mark in side), key=lambda p: p.setup.run.replicates)
        found[mark] = Point({key: told(point, key, pages) for key in keys}, twin.setup)
    return Plan(
        list(found.values()),
        [mark[0] for mark in found],
        dict(sorted((old.scenarios | new.scenarios).items())),
        keys,
        new.drawn,
        old.series or new.series,
        old.log or new.log,
        new.until,
    )


def identity(address: str, point: Point, keys: Iterable[str], pages: dict) -> tuple:
    """What tells a point from the others: its address, its policy's name, and the presets it was made of."""
    return address, point.setup.policy.name, *(told(point, key, pages) for key in keys if key not in NAMES)


def told(point: Point, key: str, pages: dict[str, dict]) -> float | int | str:
    """The value of a key at a point, whether it was swept there or not."""
    setup = point.setup
    if key in point.values:
        return point.values[key]
    if key == "scenario":
        return setup.scenario
    if key in ("policy", "name"):
        return setup.policy.name
    part, _, leaf = key.partition(".")
    if key.startswith(AGENTS):
        return class_name(setup.agents.get(leaf, NO_CLASS))
    if part == "parameters":
        return float(setup.parameters.get(leaf, pages[setup.scenario].get(leaf, PARAMETERS[leaf].default)))
    return getattr(setup.run if part == "run" else getattr(setup.policy, part), leaf)


def check_hidden(old: Plan, new: Plan, keys: list[str], pages: dict) -> None:
    """What decides the numbers and is no column of the table must be the same in both."""
    names = {f"parameters.{name}" for plan in (old, new) for point in plan.points for name in point.setup.parameters}
    names |= {f"{AGENTS}{code}" for plan in (old, new) for point in plan.points for code in point.setup.agents}
    names |= set() if "run" in keys else {"run.years", "run.dt"}
    for name in sorted(names - set(keys)):
        there, here = ({told(Point({}, setup), name, pages) for setup in plan.setups} for plan in (old, new))
        if there != here:
            was, now = (shown(", ".join(map(str, sorted(side)))) for side in (there, here))
            raise InputError(
                f"{name}: {was} in this folder and {now} here; expected the same, {name} as an axis, or another folder"
            )
