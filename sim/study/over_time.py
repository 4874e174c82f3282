"""Policies in the course of a decade: the readings of `sim.model.path.readings`, by quarter of a year.

One row a policy, date and reading: `year` since the start, `outcome` (the reading), `mean`, `low`, `high` (95%, over
replicates), `n`. Values are those of the date itself, not what the centre knew by then.
"""

from collections.abc import Sequence

import numpy as np
import pandas as pd

from sim.errors import InputError, within
from sim.model.path.readings import QUARTER, READINGS, reading
from sim.runs.intervals import interval
from sim.runs.plan import Plan, plan_setups
from sim.runs.work import Found
from sim.setup.config import Setup

SHOWN = ("backlog", "agreements", "omissions", "incidents", "legitimacy", "trust")  # unless others are named


class Watch:
    """Looks at the weekly record of every finished run and keeps its readings at the end of each quarter."""

    def __init__(self, names: Sequence[str], setups: Sequence[Setup]) -> None:
        check(names)
        check_length(setups)
        self.names, self.dt = list(names), setups[0].run.dt
        self.kept: dict[str, dict[int, np.ndarray]] = {}  # by address and replicate, (readings, quarters)

    def see(self, plan: Plan, found: Found) -> None:
        address = {cell: one for one, cell in plan.cells.items()}
        for (cell, replicate), series in zip(found.runs.tolist(), found.series, strict=True):
            ends = quarters(len(series), self.dt)
            values = [np.asarray(READINGS[name].of(series, self.dt), float)[ends] for name in self.names]
            self.kept.setdefault(address[cell], {})[replicate] = np.array(values)

    def table(self, setups: Sequence[Setup], names: Sequence[str]) -> pd.DataFrame:
        """The table above; names: what each setup is called in it."""
        rows, years = [], dates(setups[0])
        for called, address in zip(names, plan_setups(setups).addresses, strict=True):
            runs = np.array([values for _, values in sorted(self.kept[address].items())])
            for k, name in enumerate(self.names):
                for quarter, year in enumerate(years):
                    values = runs[:, k, quarter]
                    rows.append((called, year, name, *interval(values), int(np.isfinite(values).sum())))
        return pd.DataFrame(rows, columns=["policy", "year", "outcome", "mean", "low", "high", "n"])


def check(names: Sequence[str]) -> None:
    """Raises InputError unless these are readings, each once."""
    for name in names:
        within("over time: ", reading, name)
        if list(names).count(name) > 1:
            raise InputError(f"over time: {name} is named twice; expected every reading once")


def quarters(ticks: int, dt: float) -> np.ndarray:
    """Rows of a weekly record at the end of each quarter that is over: the first tick that ends then or later."""
    ends = np.arange(1, int(ticks * dt / QUARTER + 1e-9) + 1) * QUARTER
    return np.ceil(ends / dt - 1e-9).astype(int) - 1


def dates(setup: Setup) -> np.ndarray:
    """Years since the start at which these are told."""
    run = setup.run
    return (quarters(int(np.ceil(run.years * 52.0 / run.dt - 1e-9)), run.dt) + 1) * run.dt / 52.0


def check_length(setups: Sequence[Setup]) -> None:
    """Raises InputError where runs are not of one length, or too short for a quarter to be over."""
    for key in ("years", "dt"):
        if len({getattr(setup.run, key) for setup in setups}) > 1:
            raise InputError(f"over time: run.{key} is not the same for all; expected one value")
    if not len(dates(setups[0])):
        raise InputError(f"run.years: {setups[0].run.years:g}; expected 0.25 or more, to tell quarters of a year")
