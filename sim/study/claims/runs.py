"""Runs of an arm, stored in a folder of their own and never repeated."""

from collections.abc import Callable
from pathlib import Path

import numpy as np

from sim.runs.fill import How, provide
from sim.runs.plan import plan_setups
from sim.runs.shards import read_outcomes
from sim.runs.work import NAMES
from sim.setup.config import Setup

Progress = Callable[[int], None]  # told how many runs were done


def outcomes_of(
    setups: list[Setup], folder: Path, threads: int, progress: Progress, cluster: str = "threads"
) -> dict[str, np.ndarray]:
    """Each metric, (worlds, replicates); nan where a run failed or the outcome is not defined. Kept in `folder`."""
    plan = plan_setups(setups)
    place, told = folder / plan.code, 0

    def tell(done: int, total: int) -> None:
        nonlocal told
        progress(done - told)
        told = done

    ledger = provide(place, plan, How(cluster, threads, wait=True, progress=tell))
    tell(plan.total, plan.total)
    values = read_outcomes(place, plan, ledger.records, NAMES)[plan.rows()]
    return {name: values[..., k] for k, name in enumerate(NAMES)}
