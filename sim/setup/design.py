"""Which points a sweep visits: axes crossed with one another and with points that are listed, zipped or drawn.

Each choice of presets is composed once; levers and numbers are assigned to it. Points that share a row, such as several
policies in one drawn world, stand together and share their seeds.
"""

from collections import Counter
from collections.abc import Mapping, Sequence
from math import prod
from pathlib import Path
from typing import NamedTuple

import numpy as np

from sim.errors import InputError
from sim.inputs.worlds import PLAUSIBLE, read_worlds, usual
from sim.model.limits import Run
from sim.model.policy import GROUPS, LEVERS
from sim.setup.factors import read_over, split_words
from sim.setup.listed import read_points, zipped
from sim.setup.overrides import MOST_POINTS, Assignment, read_overrides
from sim.setup.paths import is_of_path
from sim.setup.points import Column, Point, Points, column, gathered, repeated
from sim.setup.sample import Drawn, draw_columns, read_sample


class Design(NamedTuple):
    """How points are made beside the axes. points: a csv file, or from Python values by key for each. zip: take axes
    side by side. sample: lhs:N or sobol:N. over: what is drawn besides key=interval(low,high) and key=choice(a,b).
    worlds: where the assumptions that `over` names are drawn from, if not over their ranges: evidence, or the path of a
    table."""

    points: str | Path | list[dict] | None = None
    zip: bool = False
    sample: str | None = None
    over: str | None = None
    worlds: str | None = None

    def settled(self) -> "Design":
        """With the worlds that are usual where none are named."""
        return self._replace(worlds=usual()) if self.over is not None and self.worlds is None else self


OF_POLICY = ("policy", "name", *GROUPS, *LEVERS)  # keys that a policy is made of, with those of its path
SEED = "run.seed"
AXES = Design()  # and nothing else


def is_of_policy(key: str) -> bool:
    return key in OF_POLICY or is_of_path(key)


def grid(overrides) -> Points:
    """Every combination of the values given, the last key fastest, in the order they are written."""
    return points_of(overrides)


def points_of(
    overrides, design: Design = AXES, more: Sequence[Assignment] = (), policies: Sequence[dict] = ({},)
) -> Points:
    """The points that words key=value and a design make together. From Python, more: further assignments; policies:
    levers and name of each, by key. Raises InputError."""
    rows, assignments = rows_of(overrides, design, more)
    if len(policies) == 1 and rows == [{}] and not any(one.swept for one in assignments):
        raise InputError("sweep: no key has several values; expected key=1,2,3 or key=range(start,stop,step)")
    return cross(rows, assignments, policies)


def rows_of(
    overrides, design: Design, more: Sequence[Assignment]
) -> tuple[list[dict] | Mapping[str, Sequence], list[Assignment]]:
    """The points before they are crossed with axes, as rows or as columns, and all assignments."""
    ways = [name for name, way in zip(("points", "zip", "design"), design, strict=False) if way]
    if len(ways) > 1:
        raise InputError(f"{ways[1]}: given together with {ways[0]}; expected one of them")
    if design.over is not None and design.sample is None:
        raise InputError("over: the number of points is missing; expected a design as well, lhs:N or sobol:N")
    if design.worlds is not None and design.over is None:
        raise InputError("worlds: nothing is drawn from them; expected over as well, all or assumptions by name")
    factors, words = split_words(overrides)
    if design.sample is not None:
        sample = read_sample(design.sample)
        assignments = together(read_overrides(words), more)
        wanted = read_over(design.over or [], factors, assignments)
        table = read_worlds(design.worlds or PLAUSIBLE)
        if table is None:
            return draw_columns(sample, wanted), assignments
        own = [factor.key for factor in factors]
        return told_apart(draw_columns(sample, wanted, table.without(own)), assignments)
    if drawn := next((factor.key for factor in factors if factor.kind != "choice"), None):
        raise InputError(
            f"{drawn}: an interval has to be sampled; expected a design, lhs:N or sobol:N, or a list {drawn}=a,b,c"
        )
    assignments = together(read_overrides(overrides), more)
    if design.points is not None:
        return read_points(design.points), assignments
    if design.zip:
        axes = [one for one in assignments if one.swept]
        return zipped(axes), [one for one in assignments if not one.swept]
    return [{}], assignments


def told_apart(
    columns: Mapping[str, Sequence], assignments: list[Assignment]
) -> tuple[Mapping[str, Sequence], list[Assignment]]:
    """Rows that are the same, as where a table of worlds gives much weight to one, have luck of their own: a column of
    seeds, which is that of the run for the first of them and counts on from it. Raises InputError."""
    seen: Counter = Counter()
    again = []
    for row in zip(*columns.values(), strict=True):
        again.append(seen[row])
        seen[row] += 1
    if not any(again):
        return columns, assignments
    stated = next((one for one in assignments if one.key == SEED), Assignment(SEED, [Run().seed], False))
    if stated.swept:
        raise InputError(
            f"{SEED}: several values, where {again.count(1):,} worlds are drawn more than once, each time with another "
            "seed; expected one, or fewer points"
        )
    seeds = [(stated.values[0] + k) % 2**32 for k in again]
    return {**columns, SEED: seeds}, [one for one in assignments if one.key != SEED]


def together(read: list[Assignment], more: Sequence[Assignment]) -> list[Assignment]:
    """Raises InputError at a key that is in both."""
    keys = [one.key for one in (*read, *more)]
    if twice := next((key for key in keys if keys.count(key) > 1), None):
        raise InputError(f"{twice}: given twice; expected once, or {twice}=a,b in a sweep")
    return [*read, *more]


def cross(
    rows: list[dict] | Mapping[str, Sequence], assignments: list[Assignment], policies: Sequence[dict] = ({},)
) -> Points:
    """Every row, or place in columns, with every policy and every combination of the axes; the rows slowest, then the
    policies, then the axes as written, the last fastest."""
    axes = [one for one in assignments if one.swept]
    for one in axes:
        if len(set(one.values)) < len(one.values):
            twice = next(value for value in one.values if one.values.count(value) > 1)
            raise InputError(f"{one.key}: {twice} is listed twice; expected different values")
    keys, n_rows = (
        (list(rows[0]), len(rows)) if isinstance(rows, list) else (list(rows), len(next(iter(rows.values()))))
    )
    objects = bool(policies[0])
    if objects or ({"name", *LEVERS} <= {*keys} and "policy" not in keys):  # policies that are told lever by lever
        for key in (
            *(one.key for one in assignments),
            *(("policy" if key == "name" else key) for key in keys if objects),
        ):
            if is_of_policy(key):
                raise InputError(f"{key}: given twice; expected it in each of the policies, or policies by name")
    for one in assignments:
        if one.key in keys:
            raise InputError(f"{one.key}: given twice; expected it either as an override or among the points")
    each = prod(len(one.values) for one in axes)
    n_points = n_rows * len(policies) * each
    if n_points > MOST_POINTS:
        raise InputError(f"sweep: {n_points:,} points; expected at most {MOST_POINTS:,}")
    told, left = {}, each
    for one in axes:
        left //= len(one.values)
        told[one.key] = repeated(column(one.values), left, n_points)
    for key in keys:
        values = [row[key] for row in rows] if isinstance(rows, list) else rows[key]
        part = Column(values, np.arange(n_rows)) if isinstance(values, Drawn) else column(values)
        told[key] = repeated(part, each * len(policies), n_points)
    for key in dict.fromkeys(key for policy in policies for key in policy):  # a path has keys of its own
        told[key] = repeated(column(policy.get(key) for policy in policies), each, n_points)
    return Points(n_points, told, told, {one.key: one.values[0] for one in assignments if not one.swept}).check()


def axes_of(points: Sequence[Point], most: int = 64) -> list[str]:
    """Keys that meet everything else with each of at most `most` values: axes, not what was drawn, listed or zipped."""
    told = gathered(points).told
    codes = {key: one.at if one.is_measured else column(one.listed()).at for key, one in told.items()}
    different = {code.tobytes(): code for code in codes.values()}  # of columns that go together one is enough
    found = []
    for key, code in codes.items():
        n_values = len(np.unique(code))
        if 1 < n_values <= most and len(points) % n_values == 0:
            others = [one for other, one in different.items() if other != code.tobytes()]
            twins = sum(np.array_equal(one, code) for one in codes.values()) > 1
            rest = len(np.unique(np.column_stack([*others, *[code] * twins]), axis=0)) if others or twins else 1
            if rest * n_values == len(points):
                found.append(key)
    return found
