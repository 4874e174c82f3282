"""Runs of an arm, kept in a file each: what was run once is not run again."""

import hashlib
from collections.abc import Callable
from pathlib import Path

import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq

from sim.runs.address import address_of
from sim.runs.executors import Pool
from sim.runs.files import write
from sim.runs.runner import Feed
from sim.runs.work import NAMES
from sim.scenarios.scenario import load_scenario
from sim.setup.config import Setup

Progress = Callable[[int], None]  # told how many runs were done


def key_of(setups: list[Setup]) -> str:
    """What is run, whatever it is called: the addresses and the number of replicates."""
    digests = {name: load_scenario(name).digest for name in {setup.scenario for setup in setups}}
    told = [(address_of(setup, digests[setup.scenario]), setup.run.replicates) for setup in setups]
    return hashlib.sha256(repr(told).encode()).hexdigest()[:20]


def outcomes_of(setups: list[Setup], folder: Path, pool: Pool, progress: Progress) -> dict[str, np.ndarray]:
    """Each metric, (worlds, replicates); nan where a run failed or the outcome is not defined. Kept in `folder`."""
    replicates = setups[0].run.replicates
    path = folder / f"{key_of(setups)}.parquet"
    shape = (len(setups), replicates)
    table = read(path, shape)
    if table is None:
        values = np.full((len(NAMES), *shape), np.nan)
        digests = {name: load_scenario(name).digest for name in {setup.scenario for setup in setups}}
        runs = ((k, r) for k in range(len(setups)) for r in range(replicates))
        for part in Feed(pool, runs, len(setups) * replicates, lambda k: (setups[k], digests[setups[k].scenario])):
            values[:, part.runs[:, 0], part.runs[:, 1]] = part.outcomes.T
            progress(len(part.runs) + sum(len(numbers) for _, numbers, _ in part.failures))
        table = pa.table({name: pa.array(column.ravel()) for name, column in zip(NAMES, values, strict=True)})
        found = table
        write(path, lambda part: pq.write_table(found, part, compression="zstd", write_page_checksum=True))
    else:
        progress(len(setups) * replicates)
    return {name: table[name].to_numpy().reshape(shape) for name in NAMES}


def read(path: Path, shape: tuple[int, int]) -> pa.Table | None:
    """What is kept, if it is whole; else it is done again."""
    try:
        table = pq.read_table(path, page_checksum_verification=True)
    except (OSError, pa.ArrowException):
        return None
    return table if table.num_rows == shape[0] * shape[1] and table.column_names == NAMES else None
