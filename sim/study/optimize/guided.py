"""The search: a few policies are run at a time, those that look best to an emulator that has learnt from all before.

    first · (emulator · NSGA-II asks it for its front · the best of that front that are new are run) · ... · front
The emulator is asked thousands of times for what would cost a run in several worlds each. It errs where it knows
little; what it errs on is run, with some policies that it did not ask for, and it knows better (Jones and others 1998;
for several outcomes Knowles 2006). What is over the budget is never run. The same seed asks for the same policies as
long as it is told the same.
"""

from collections.abc import Callable

import numpy as np

from sim.errors import InputError
from sim.study.optimize.emulator import Emulator, best
from sim.study.optimize.search import Snap, search

FIRST, BATCH = 40, 20  # policies that are run at once, at the beginning and then
CHANCE = 5  # of a batch that owe something to chance
GENERATIONS = 40  # of NSGA-II between batches
FRONT = 20  # most policies that are left in the end; each is run in many fresh worlds

Run = Callable[[np.ndarray], np.ndarray]  # points (n, factors): what is to be made small, (n, outcomes), inf: undefined
Over = Callable[[np.ndarray], np.ndarray]  # how far points are over the constraint, (n,), 0 or less: kept


def guided(run: Run, over: Over, first: np.ndarray, n: int, seed: int, snap: Snap = np.asarray) -> np.ndarray:
    """Of n points run those that no other beats, (members, factors), at most `FRONT`. first: run before there is
    anything to learn from, within the constraint. Raises InputError where none of them has every outcome defined."""
    from threadpoolctl import threadpool_limits

    points, small, emulator = first, run(first), Emulator()
    if not np.isfinite(small).all(axis=1).any():
        raise InputError("optimize: no policy was found with every outcome defined; expected more run.years")
    for batch in range(1, n):
        if len(points) >= n:
            break
        with threadpool_limits(1):  # or the last bits would depend on how many processors there are
            emulator.learn(points, as_bad_as_any(small), seed=batch)
            asked = promising(
                emulator, over, points, int(np.random.default_rng([seed, 2, batch]).integers(2**31)), snap
            )
        if not len(asked):  # nothing is left that differs
            break
        asked = asked[: n - len(points)]
        points, small = np.concatenate([points, asked]), np.concatenate([small, run(asked)])
    return undominated(points, small, FRONT)


def promising(emulator: Emulator, over: Over, tried: np.ndarray, seed: int, snap: Snap) -> np.ndarray:
    """New points, at most a batch, (n, factors): the best of the emulator's front, and some that differ from it by
    chance, since what the emulator takes for bad too early it would never look at again."""
    front = search(lambda cube: (emulator(cube), over(cube)), tried, len(emulator.mean), GENERATIONS, seed, snap)
    known = {tuple(point) for point in tried}
    new = np.array([point for point in front if tuple(point) not in known])
    chosen = new[best(emulator(new), BATCH - CHANCE)] if len(new) else new
    other = varied(front, seed, snap)
    found = {tuple(point): point for point in other[over(other) <= 0.0] if tuple(point) not in known}
    for point in chosen:
        found.pop(tuple(point), None)
    return np.array([*chosen, *list(found.values())[:CHANCE]])


def varied(front: np.ndarray, seed: int, snap: Snap) -> np.ndarray:
    """Members of a front with some levers drawn anew, half of these at their low end, (20 CHANCE, factors)."""
    chance = np.random.default_rng(seed)
    cube = front[chance.integers(len(front), size=20 * CHANCE)]
    drawn = chance.random(cube.shape) * (chance.random(cube.shape) < 0.5)
    return snap(np.where(chance.random(cube.shape) < 2.0 / cube.shape[1], drawn, cube))


def as_bad_as_any(small: np.ndarray) -> np.ndarray:
    """With the worst there is in place of what is not defined."""
    worst = np.where(np.isfinite(small), small, -np.inf).max(axis=0)
    return np.where(np.isfinite(small), small, worst)


def undominated(points: np.ndarray, small: np.ndarray, most: int) -> np.ndarray:
    """Those that no other beats, at most so many, which stand most apart."""
    from pymoo.util.nds.non_dominated_sorting import NonDominatedSorting

    front = NonDominatedSorting().do(small, only_non_dominated_front=True)
    return points[front][best(small[front], most)]
