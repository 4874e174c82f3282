"""Levers that do nothing where they stand, such as the authority of a body that there is not, are put back.

A lever is idle in a policy if putting it back costs no more and leaves every outcome the same to the last bit: each is
tried alone in one world, then all that pass together in all worlds of the search.
"""

from dataclasses import replace

import numpy as np

from sim.study.optimize.task import Task
from sim.study.optimize.trials import Progress, RunAll


def tidied(task: Task, points: np.ndarray, one: RunAll, every: RunAll, progress: Progress) -> np.ndarray:
    """The same policies without idle levers, (policies, factors). one, every: run in one world, in all. progress is
    told runs."""
    moved = [(k, j) for k, point in enumerate(points) for j in np.flatnonzero(point != task.origin)]
    if not moved:
        return points
    without = np.array([np.where(np.arange(points.shape[1]) == j, task.origin, points[k]) for k, j in moved])
    setups = [task.setup(point) for point in [*points, *without]]
    costs = np.array([task.cost(setup) for setup in setups])
    fits = np.flatnonzero(costs <= task.budget)
    brief = [replace(setups[k], run=replace(setups[k].run, replicates=1)) for k in fits]
    worlds = task.base.run.replicates
    total = len(brief) + 2 * len(points) * worlds
    found = dict(zip(fits.tolist(), one(brief, lambda done, _: progress(done, total)), strict=True))
    tidy = points.copy()
    for row, (k, j) in enumerate(moved, len(points)):
        if row in found and costs[row] <= costs[k] and np.array_equal(found[row], found[k], equal_nan=True):
            tidy[k, j] = task.origin[j]
    values = every(
        [task.setup(point) for point in [*points, *tidy]], lambda done, _: progress(len(brief) + done * worlds, total)
    )
    same = [
        np.array_equal(a, b, equal_nan=True) for a, b in zip(values[: len(points)], values[len(points) :], strict=True)
    ]
    return np.where(np.array(same)[:, None], tidy, points)
