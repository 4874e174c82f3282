"""What the search tries: each policy costed, those within the budget run, and all of them remembered."""

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
    """Called by the search with points; tells it what is to be made small, and how far over the budget they are."""

    def __init__(self, task: Task, run: RunAll, most: int, progress: Progress = lambda done, total: None) -> None:
        self.task, self.run, self.most, self.progress = task, run, most, progress
        self.better = np.array([metric.better for metric in task.outcomes], float)
        self.rows: list[dict] = []
        self.found: dict[tuple, np.ndarray] = {}
        self.generation = 0

    def __call__(self, cube: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
        self.generation += 1
        setups = [self.task.setup(point) for point in cube]
        costs = np.array([self.task.cost(setup) for setup in setups])
        over = costs - self.task.budget
        values = np.full((len(cube), len(self.better)), np.nan)
        fits = np.flatnonzero(over <= 0.0)
        if fits.size:
            before, idle = len(self.rows), len(cube) - len(fits)
            values[fits] = means(
                self.run([setups[k] for k in fits], lambda done, _: self.progress(before + idle + done, self.most))
            )
        for point, setup, cost, value in zip(cube, setups, costs.tolist(), values, strict=True):
            self.found[tuple(point)] = value
            self.rows.append(
                {
                    "generation": self.generation,
                    "fte": cost,
                    "affordable": cost <= self.task.budget,
                    **said(setup.policy),
                    **dict(zip(self.task.names, value.tolist(), strict=True)),
                }
            )
        undefined = ~np.isfinite(values).all(axis=1)
        small = np.where(undefined[:, None], np.inf, -self.better * values)
        return small, np.where(undefined & (over <= 0.0), self.task.headcount, over)  # undefined: as bad as can be

    def renamed(self, points: np.ndarray, others: np.ndarray) -> np.ndarray:
        """Other points that did what these did; they are remembered with the same means."""
        for point, other in zip(points, others, strict=True):
            self.found[tuple(other)] = self.found[tuple(point)]
        return others

    @property
    def n_run(self) -> int:
        return sum(row["affordable"] for row in self.rows)

    @property
    def table(self) -> pd.DataFrame:
        """One row a policy tried, in the order they were: generation, FTE, whether affordable, levers, means of the
        search (nan: not run)."""
        return pd.DataFrame(self.rows)
