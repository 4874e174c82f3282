"""What a search costs and finds: the guided search beside plain NSGA-II, which runs whatever it wants to know.

Both begin with the presets and random policies, keep to the same budget of staff and are seeded alike. A front is the
undominated of all policies tried so far, at most so many as `paradip optimize` keeps. Its worth is its hypervolume
(Zitzler and Thiele 1999) in fresh worlds, the same for all: the share that it beats of the box between the means of
`centralized` and the best mean of each outcome that any front or preset reaches.
"""

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import NamedTuple

import numpy as np
import pandas as pd

from sim.runs.address import code_of
from sim.runs.files import digest_of
from sim.runs.fill import Conclude
from sim.runs.rules import rules_now
from sim.study import optimize
from sim.study.optimize.front import means
from sim.study.optimize.guided import FIRST, FRONT, guided, undominated
from sim.study.optimize.runs import Runs, fresh
from sim.study.optimize.search import POPULATION, first_points, search
from sim.study.optimize.space import Space, read_words
from sim.study.optimize.task import STANDARD, Task, fixed_values, read_outcomes
from sim.study.optimize.trials import Trials

Progress = Callable[[int, int], None]
CODE = Path(optimize.__path__[0])
OUTCOMES = ["seed", "way", "policies", "decades", "front", "hypervolume"]


class Way(NamedTuple):
    """How one searches. worlds: in which every policy is run. looks: after how many policies the front is judged; the
    last ends the search. search: of a task, from first points, with a seed."""

    name: str
    worlds: int
    looks: tuple[int, ...]
    search: Callable[[Task, Trials, np.ndarray, int], object]


def by_emulator(task: Task, trials: Trials, first: np.ndarray, seed: int) -> None:
    guided(trials, task.over, first, trials.most, seed, task.space.snap)


def by_running(task: Task, trials: Trials, first: np.ndarray, seed: int) -> None:
    """Every policy that NSGA-II asks about is run, in generations of as many as there are to begin with."""

    def evaluate(cube: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
        over = task.over(cube)
        small = np.full((len(cube), len(task.names)), np.inf)
        small[over <= 0.0] = trials(cube[over <= 0.0])
        return small, over

    search(evaluate, first, len(task.names), -(-trials.most // POPULATION), seed, task.space.snap)


PLAIN = Way("NSGA-II", 20, (100, 200, 400, 800), by_running)
GUIDED = Way("guided", 4, (40, 100, 200, 400), by_emulator)


class Front(NamedTuple):
    """points: (members, factors). policies, decades: what it took to find them."""

    seed: int
    way: str
    policies: int
    decades: int
    points: np.ndarray


def task_of(way: Way, years: float) -> Task:
    """The default task of `paradip optimize`, but for the length of a decade."""
    factors, fixed = read_words([f"run.years={years:g}", f"run.replicates={way.worlds}"], None)
    return Task(Space(factors), fixed_values(fixed), read_outcomes(STANDARD))


def fronts(way: Way, years: float, seed: int, folder: Path, progress: Progress, conclude: Conclude) -> Iterator[Front]:
    """What a search has found at each look. Runs are stored in a folder, and fronts beside it, under the name of the
    code that found them; neither is made twice."""
    code = code_of(rules_now(), *map(digest_of, sorted(CODE.glob("*.py"))), way.worlds, way.looks, years)
    found = folder.with_name(f"{folder.name}-{code}.npz")
    if not found.is_file():
        task = task_of(way, years)
        trials = Trials(task, Runs(folder, task.names, True, conclude), way.looks[-1], progress)
        n = min(FIRST, trials.most)
        first = first_points(task.placed(), task.origin, task.is_affordable, n, task.space.snap, seed)
        way.search(task, trials, first, seed)
        tried, small = np.array(list(trials.found)), -trials.better * np.array(list(trials.found.values()))
        looks = sorted({min(look, len(tried)) for look in way.looks})
        np.savez(found, **{f"{look}": undominated(tried[:look], small[:look], FRONT) for look in looks})
    with np.load(found) as at:
        for look, points in at.items():
            yield Front(seed, way.name, int(look), int(look) * way.worlds, points)


def judged(found: list[Front], years: float, worlds: int, folder: Path, progress: Progress, conclude: Conclude):
    """A row a front, a DataFrame of `OUTCOMES`, and the hypervolume of the presets within the budget."""
    from pymoo.indicators.hv import HV

    task = task_of(GUIDED, years)
    better = np.array([metric.better for metric in task.outcomes], float)
    sets = [front.points for front in found] + [np.array(task.placed()), task.origin[None]]
    points = list({tuple(point): point for part in sets for point in part}.values())
    runs = Runs(folder, task.names, True, conclude)
    values = means(runs([fresh(task.setup(point), worlds) for point in points], progress))
    known = {tuple(point): -better * value for point, value in zip(points, values, strict=True)}
    small = [np.array([known[tuple(point)] for point in part]) for part in sets]
    ideal, reference = np.concatenate(small).min(axis=0), small[-1][0]
    volume = HV(ref_point=np.ones(len(better)))
    shares = [float(volume((part - ideal) / (reference - ideal))) for part in small]
    rows = [(f.seed, f.way, f.policies, f.decades, len(f.points), h) for f, h in zip(found, shares, strict=False)]
    return pd.DataFrame(rows, columns=OUTCOMES), shares[-2]
