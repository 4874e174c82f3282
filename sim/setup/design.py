"""Which points a sweep visits: axes crossed with one another and with points that are listed, zipped or drawn.

Each choice of presets is composed once; levers and numbers are assigned to it. Points that share a row, such as several
policies in one drawn world, stand together and share their seeds.
"""

from collections.abc import Sequence
from itertools import product
from math import prod
from pathlib import Path
from typing import NamedTuple

from sim.errors import InputError
from sim.setup.config import Setup, assemble, check_places
from sim.setup.factors import read_over, split_words
from sim.setup.listed import read_points, zipped
from sim.setup.overrides import MOST_POINTS, Assignment, read_overrides
from sim.setup.sample import draw, read_sample


class Point(NamedTuple):
    """One point: the swept keys with their values here, and the whole Setup."""

    values: dict[str, float | int | str]
    setup: Setup


class Design(NamedTuple):
    """How points are made beside the axes. points: a csv file, or from Python values by key for each. zip: take axes
    side by side. sample: lhs:N or sobol:N. over: what is drawn besides key=interval(low,high) and key=choice(a,b)."""

    points: str | Path | list[dict] | None = None
    zip: bool = False
    sample: str | None = None
    over: str | None = None


AXES = Design()  # and nothing else


def grid(overrides) -> list[Point]:
    """Every combination of the values given, the last key fastest, in the order they are written."""
    return points_of(overrides)


def points_of(
    overrides, design: Design = AXES, more: Sequence[Assignment] = (), policies: Sequence[dict] = ({},)
) -> list[Point]:
    """The points that words key=value and a design make together. From Python, more: further assignments; policies:
    levers and name of each, by key. Raises InputError."""
    rows, assignments = rows_of(overrides, design, more)
    if len(policies) == 1 and rows == [{}] and not any(one.swept for one in assignments):
        raise InputError("sweep: no key has several values; expected key=1,2,3 or key=range(start,stop,step)")
    return cross([row | policy for row in rows for policy in policies], assignments)


def rows_of(overrides, design: Design, more: Sequence[Assignment]) -> tuple[list[dict], list[Assignment]]:
    """The points before they are crossed with axes, and all assignments."""
    ways = [name for name, way in zip(("--points", "--zip", "--design"), design, strict=False) if way]
    if len(ways) > 1:
        raise InputError(f"{ways[1]}: given together with {ways[0]}; expected one of them")
    if design.over is not None and design.sample is None:
        raise InputError("--over: the number of points is missing; expected --design lhs:N or sobol:N as well")
    factors, words = split_words(overrides)
    if design.sample is not None:
        sample = read_sample(design.sample)
        assignments = together(read_overrides(words), more)
        return draw(sample, read_over(design.over or [], factors, assignments)), assignments
    if drawn := next((factor.key for factor in factors if factor.kind != "choice"), None):
        raise InputError(
            f"{drawn}: an interval has to be sampled; expected --design lhs:N or sobol:N as well, or "
            f"a list {drawn}=a,b,c"
        )
    assignments = together(read_overrides(overrides), more)
    if design.points is not None:
        return read_points(design.points), assignments
    if design.zip:
        axes = [one for one in assignments if one.swept]
        return zipped(axes), [one for one in assignments if not one.swept]
    return [{}], assignments


def together(read: list[Assignment], more: Sequence[Assignment]) -> list[Assignment]:
    """Raises InputError at a key that is in both."""
    keys = [one.key for one in (*read, *more)]
    if twice := next((key for key in keys if keys.count(key) > 1), None):
        raise InputError(f"{twice}: given twice; expected once, or {twice}=a,b in a sweep")
    return [*read, *more]


def cross(rows: list[dict], assignments: list[Assignment]) -> list[Point]:
    """Every row with every combination of the axes; the rows slowest, then the axes as written, the last fastest."""
    axes = [one for one in assignments if one.swept]
    for one in axes:
        if len(set(one.values)) < len(one.values):
            twice = next(value for value in one.values if one.values.count(value) > 1)
            raise InputError(f"{one.key}: {twice} is listed twice; expected different values")
    for one in assignments:
        if one.key in rows[0]:
            raise InputError(f"{one.key}: given twice; expected it either as an override or among the points")
    n_points = len(rows) * prod(len(one.values) for one in axes)
    if n_points > MOST_POINTS:
        raise InputError(f"sweep: {n_points:,} points; expected at most {MOST_POINTS:,}")
    fixed = {one.key: one.values[0] for one in assignments if not one.swept}
    keys = [one.key for one in axes]
    points = []
    for row in rows:
        for values in product(*(one.values for one in axes)):
            here = dict(zip(keys, values, strict=True)) | row
            points.append(Point(here, assemble(fixed | here)))
    check_places(point.setup for point in points)
    return points


def axes_of(points: list[Point], most: int = 64) -> list[str]:
    """Keys that meet everything else with each of at most `most` values: axes, not what was drawn, listed or zipped."""
    keys = list(dict.fromkeys(key for point in points for key in point.values))
    columns = {key: [point.values.get(key) for point in points] for key in keys}
    found = []
    for key, column in columns.items():
        n_values = len(set(column))
        if 1 < n_values <= most and len(points) % n_values == 0:
            rest = set(zip(*(others for name, others in columns.items() if name != key), strict=True)) or {()}
            if len(rest) * n_values == len(points):
                found.append(key)
    return found
