"""The runs a study asks for, and its outcomes read off them: of one policy, or of two, one less the other."""

import numpy as np

from sim.errors import InputError, shown
from sim.inputs.worlds import Worlds
from sim.setup.design import cross
from sim.setup.factors import ALL, Factor, read_over, split_words
from sim.setup.overrides import Assignment, check_preset, read_overrides
from sim.setup.points import Points
from sim.study.sensitivity.study import Study

REPLICATES = 4  # at each point, unless the words say how many


def read_words(
    overrides: list[str], over: str | None, worlds: Worlds | None = None
) -> tuple[list[Factor], list[Assignment]]:
    """The factors, all parameters if none are named, and what is fixed. worlds: a table; of the assumptions in it that
    have no range in the words, the middle 95% there. Raises InputError.

    Indices are of factors that vary independently, and rows of a table do not let them: what can be asked is how much
    each matters over what the evidence leaves of its range, whatever the others are."""
    factors, words = split_words(overrides)
    fixed = read_overrides(words)
    for one in fixed:
        if one.swept:
            raise InputError(f"{one.key}: several values; expected one value, interval(low,high) or choice(a,b)")
    if not {"run", "run.replicates"} & {one.key for one in fixed}:
        fixed.append(Assignment("run.replicates", [REPLICATES], False))
    if over is None and factors:
        return factors, fixed
    own = [factor.key for factor in factors]
    every = read_over(ALL if over is None else over, factors, fixed)
    return [one if worlds is None or one.key in own else narrowed(one, worlds) for one in every], fixed


def narrowed(factor: Factor, worlds: Worlds) -> Factor:
    """Over what a table of worlds leaves of its range. Raises InputError where that is a single value."""
    if factor.key not in worlds.columns:
        return factor
    low, high = worlds.span(factor.key)
    if low == high:
        raise InputError(
            f"{factor.key}: {shown(low)} in nearly all worlds of {worlds.source}; expected {factor.key}={low:g}, or a "
            "range of your own, interval(low,high)"
        )
    return factor._replace(values=(low, high))


def read_sides(fixed: list[Assignment], against: str | None) -> list[str]:
    """The policy, and the one it is held against if there is one."""
    policy = next((str(one.values[0]) for one in fixed if one.key == "policy"), "centralized")
    if against is None:
        return [policy]
    check_preset("policy", against)
    if against == policy:
        raise InputError(f"--against: '{against}' is the policy itself; expected another, or policy=NAME")
    return [policy, against]


def points_of(study: Study, fixed: list[Assignment], sides: list[str]) -> tuple[Points, np.ndarray]:
    """The points to run, each once, all sides of a row together; and which row of them each row of the study is."""
    rows = study.rows
    number = {row: k for k, row in enumerate(dict.fromkeys(tuple(row.values()) for row in rows))}
    keys = [factor.key for factor in study.factors]
    others = [one for one in fixed if one.key != "policy" or len(sides) == 1]
    axis = [Assignment("policy", sides, True)] if len(sides) > 1 else []
    points = cross([dict(zip(keys, row, strict=True)) for row in number], [*others, *axis])
    return points, np.array([number[tuple(row.values())] for row in rows])


def outcomes_of(found: np.ndarray, metrics: list[str], n_sides: int, which: np.ndarray) -> dict[str, np.ndarray]:
    """Each metric at the rows of a study, (rows, replicates): of the one side, or of the first less the second.

    found: outcomes at `points_of`'s points, (points, replicates, metrics).
    """
    sides = found.reshape(-1, n_sides, *found.shape[1:])
    values = (sides[:, 0] - sides[:, 1] if n_sides == 2 else sides[:, 0])[which]
    return {metric: values[..., k] for k, metric in enumerate(metrics)}
