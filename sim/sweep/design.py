"""Which points a sweep visits. Each choice of presets is composed once; levers and numbers are assigned to it."""

from itertools import product
from math import prod
from typing import NamedTuple

from sim.config import Setup, assemble, check_place
from sim.errors import InputError
from sim.overrides import MOST_POINTS, read_overrides


class Point(NamedTuple):
    """One point: the swept keys with their values here, and the whole Setup."""

    values: dict[str, float | int | str]
    setup: Setup


def grid(overrides) -> list[Point]:
    """Every combination of the values given, the last key fastest, in the order they are written."""
    assignments = read_overrides(overrides)
    swept = [one for one in assignments if one.swept]
    if not swept:
        raise InputError("sweep: no key has several values; expected key=1,2,3 or key=range(start,stop,step)")
    for one in swept:
        if len(set(one.values)) < len(one.values):
            twice = next(value for value in one.values if one.values.count(value) > 1)
            raise InputError(f"{one.key}: {twice} is listed twice; expected different values")
    n_points = prod(len(one.values) for one in assignments)
    if n_points > MOST_POINTS:
        raise InputError(f"sweep: {n_points:,} points; expected at most {MOST_POINTS:,}")
    fixed = {one.key: one.values[0] for one in assignments if not one.swept}
    keys = [one.key for one in swept]
    points = []
    for values in product(*(one.values for one in swept)):
        here = dict(zip(keys, values, strict=True))
        points.append(Point(here, assemble(fixed | here)))
    for scenario, scope in sorted({(p.setup.scenario, p.setup.policy.delegation.scope) for p in points}):
        check_place(scenario, scope)
    return points
