"""What the search tries: each policy run, and all of them remembered."""

from collections.abc import Callable

import numpy as np
import pandas as pd

from sim.model.policy import said
from sim.setup.config import Setup
from sim.study.optimize.front import means
from sim.study.optimize.task import Task

Progress = Callable[[int, int], None]
# Outcomes of setups on common worlds, (setups, outcomes, worlds); Progress is told how many of them are done.
RunAll = Callable[[list[Setup], Progress], np.ndarray]


class Trials:
    """Called by the search with points; tells it what is to be made small, (points, outcomes), inf where an outcome is
    not defined."""

    def __init__(self, task: Task, run: RunAll, most: int, progress: Progress = lambda done, total: None) -> None:
        self.task, self.run, self.most, self.progress = task, run, most, progress
        self.better = np.array([metric.better for metric in task.outcomes], float)
        self.rows: list[dict] = []
        self.found: dict[tuple, np.ndarray] = {}
        self.batch = 0

    def __call__(self, cube: np.ndarray) -> np.ndarray:
        self.batch += 1
        before = len(self.rows)
        setups = [self.task.setup(point) for point in cube]
        values = means(self.run(setups, lambda done, _: self.progress(before + done, self.most)))
        for point, setup, value in zip(cube, setups, values, strict=True):
            self.found[tuple(point)] = value
            means_of = dict(zip(self.task.names, value.tolist(), strict=True))
            self.rows.append({"batch": self.batch, "fte": self.task.cost(setup), **said(setup.policy), **means_of})
        return np.where(np.isfinite(values).all(axis=1)[:, None], -self.better * values, np.inf)

    def renamed(self, points: np.ndarray, others: np.ndarray) -> np.ndarray:
        """Other points that did what these did; they are remembered with the same means."""
        for point, other in zip(points, others, strict=True):
            self.found[tuple(other)] = self.found[tuple(point)]
        return others

    @property
    def table(self) -> pd.DataFrame:
        """One row a policy tried, in the order they were: batch, FTE, levers, means of the search."""
        return pd.DataFrame(self.rows)
