"""Runs that are kept in memory, for as long as somebody wants them."""

import numpy as np

from sim.errors import InputError
from sim.runs.plan import Plan
from sim.runs.work import NAMES, Found


class Memory:
    """Outcomes of a plan's runs, values (total, metrics), and which of them are there, done (total,)."""

    def __init__(self, plan: Plan) -> None:
        self.plan = plan
        self.values = np.empty((plan.total, len(NAMES)))
        self.done = np.zeros(plan.total, bool)

    def add(self, found: Found) -> None:
        """Raises InputError at the first run that failed."""
        for _, _, said in found.failures:
            raise InputError(said)
        row = self.plan.offsets[found.runs[:, 0]] + found.runs[:, 1]
        self.values[row], self.done[row] = found.outcomes, True
