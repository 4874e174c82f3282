"""Policies in the course of a decade: the readings of `sim.model.path.readings`, by quarter of a year.

One row a policy, date and reading: `year` since the start, `outcome` (the reading), `mean`, `low`, `high` (95%, over
replicates), `n`. They are told as they were at that date, not as late as the centre knows them.
"""

from collections.abc import Sequence

import numpy as np
import pandas as pd

from sim.errors import InputError, nearest, shown
from sim.model.path.readings import QUARTER, READINGS
from sim.runs.intervals import interval
from sim.runs.plan import Plan, plan_setups
from sim.runs.work import Found
from sim.setup.config import Setup

SHOWN = ("backlog", "agreements", "omissions", "incidents", "legitimacy", "trust")  # unless others are named


class Watch:
    """Looks at the weekly record of every run that is finished, and keeps its readings at the end of every quarter."""

    def __init__(self, names: Sequence[str] = SHOWN) -> None:
        for name in names:
            if name not in READINGS:
                raise InputError(
                    f"over time: {shown(name)} is no reading; expected some of {', '.join(READINGS)}"
                    f"{nearest(str(name), READINGS)}"
                )
        self.names = list(names)
        self.kept: dict[tuple[str, int], np.ndarray] = {}  # by address and replicate, (readings, quarters)

    def see(self, plan: Plan, found: Found) -> None:
        address = {cell: one for one, cell in plan.cells.items()}
        for (cell, replicate), series in zip(found.runs.tolist(), found.series, strict=True):
            dt = plan.setup(cell).run.dt
            ends = quarters(len(series), dt)
            values = [np.asarray(READINGS[name].of(series, dt), float)[ends] for name in self.names]
            self.kept[address[cell], replicate] = np.array(values).reshape(len(self.names), len(ends))

    def table(self, setups: Sequence[Setup], names: Sequence) -> pd.DataFrame:
        """The table above; names: what each setup is called in it."""
        rows = []
        for called, address in zip(names, plan_setups(setups).addresses, strict=True):
            runs = np.array([values for (one, _), values in sorted(self.kept.items()) if one == address])
            for k, name in enumerate(self.names):
                for quarter in range(runs.shape[2]):
                    values = runs[:, k, quarter]
                    row = (called, (quarter + 1) * QUARTER / 52.0, name, *interval(values), np.isfinite(values).sum())
                    rows.append(row)
        return pd.DataFrame(rows, columns=["policy", "year", "outcome", "mean", "low", "high", "n"])


def quarters(ticks: int, dt: float) -> np.ndarray:
    """Rows of a weekly record at the end of each quarter that is over."""
    ends = np.arange(1, int(ticks * dt / QUARTER + 1e-9) + 1) * QUARTER
    return np.maximum(np.round(ends / dt).astype(int), 1) - 1
