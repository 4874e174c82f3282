"""One tidy table out of all shards: rows by point and replicate, the same bytes whatever was interrupted or shared out.

The shards are read through once, and each run is put in its row of a matrix of outcomes; the table is then written in
blocks of `BLOCK` rows. A matrix of more rows is mapped onto a file without a name, of 8 bytes a run and outcome, so
that memory does not limit how many runs there are; the file is gone when the process is, however it ends.
"""

import os
from collections.abc import Callable, Iterable, Iterator, Sequence
from functools import partial
from pathlib import Path
from tempfile import TemporaryFile

import numpy as np
import pyarrow as pa
import pyarrow.csv
import pyarrow.parquet as pq

from sim.model.limits import LEVERS
from sim.runs.files import write
from sim.runs.plan import Plan
from sim.runs.shards import read_shards
from sim.setup.overrides import AGENTS
from sim.setup.points import Point, Points, gathered
from sim.setup.written import class_labels

BLOCK, ROWS = 2**17, 2**14  # rows in memory, and in a group of rows of the file
FILES = ("sweep.parquet", "sweep.csv")


def described(points: Points) -> Iterator[tuple[str, list]]:
    """What stands left of the outcomes, a column of a value for each point: scenario, policy, every lever, what was
    swept besides."""
    names = ["scenario", "name", *LEVERS]
    own = {key: one.listed() for key, one in points.told.items() if key.startswith(AGENTS) or key.endswith(".calls")}
    labels = class_labels(kind for kinds in own.values() for kind in kinds if kind is not None)
    yield from zip(["scenario", "policy", *LEVERS], points.listed(names), strict=True)
    for key, one in points.told.items():
        if key in own:
            yield key, [labels.get(kind) for kind in own[key]]
        elif key not in ("scenario", "policy", *LEVERS):
            yield key, one.listed()


def columns_of(points: Sequence[Point]) -> dict[str, pa.Array]:
    """The same as Arrow arrays: text, whole numbers, or numbers where not all are whole."""
    return {
        name: pa.array(
            values
            if len({type(v) for v in values}) == 1 or not any(isinstance(v, float) for v in values)
            else [None if v is None else float(v) for v in values]
        )
        for name, values in described(gathered(points))
    }


class Layout:
    """Which rows the points take, and which points show the results of an address."""

    def __init__(self, points: Sequence[Point], addresses: Iterable[str] = ()) -> None:
        replicates, seeds = gathered(points).listed(("run.replicates", "run.seed"))
        self.offsets, self.seeds = np.concatenate([[0], np.cumsum(replicates)]), np.array(seeds)
        self.shown: dict[str, list[int]] = {}
        for number, address in enumerate(addresses):
            self.shown.setdefault(address, []).append(number)

    def rows(
        self, addresses: list[str], codes: np.ndarray, replicates: np.ndarray
    ) -> Iterator[tuple[np.ndarray, np.ndarray]]:
        """Pairs of places in a shard and in the table, for every point that shows them."""
        shown = [self.shown.get(address, []) for address in addresses]
        for layer in range(max(map(len, shown), default=0)):
            point = np.array([numbers[layer] if layer < len(numbers) else -1 for numbers in shown])[codes]
            inside = (point >= 0) & (replicates < self.offsets[point + 1] - self.offsets[point])
            yield np.flatnonzero(inside), (self.offsets[point] + replicates)[inside]

    def tidy(self, left: dict[str, pa.Array], rows: np.ndarray, names: list[str], outcomes: np.ndarray) -> pa.Table:
        """These rows of the table, from the outcomes of those names, (names, rows)."""
        point = np.searchsorted(self.offsets, rows, side="right") - 1
        return pa.table({
            **{name: array.take(pa.array(point)) for name, array in left.items()},
            "point": pa.array(point, pa.int64()),
            "seed": pa.array(self.seeds[point], pa.int64()),
            "replicate": pa.array(rows - self.offsets[point], pa.int64()),
            **{name: pa.array(column, pa.float64(), from_pandas=True)
               for name, column in zip(names, outcomes, strict=True)},
        })  # fmt: skip


def on_disk(folder: Path, shape: tuple[int, int]) -> np.ndarray:
    """Room for outcomes, (rows, outcomes): above `BLOCK` rows in a file of that folder. Raises OSError."""
    if shape[0] <= BLOCK:
        return np.empty(shape)
    with TemporaryFile(prefix=f".part-{os.getpid()}-", dir=folder) as file:
        os.posix_fallocate(file.fileno(), 0, 8 * shape[0] * shape[1])  # a mapped page without room on disk is fatal
        return np.memmap(file, float, "r+", shape=shape)


def blocks(
    folder: Path, plan: Plan, records: Iterable[dict], room: Callable[[tuple[int, int]], np.ndarray] = np.empty
) -> Iterator[pa.Table]:
    """The table, block by block; runs that are not there are left out. room: for outcomes, (rows, outcomes)."""
    layout, left, names = Layout(plan.points, plan.addresses), columns_of(plan.points), plan.measures
    total = int(layout.offsets[-1])
    values, there = room((total, len(names))), np.zeros(total, bool)
    for table in read_shards(folder, records, "runs"):
        address = table["address"].combine_chunks()
        replicates = table["replicate"].to_numpy()
        outcomes = np.column_stack([table[name].to_numpy() for name in names])
        for source, row in layout.rows(address.dictionary.to_pylist(), address.indices.to_numpy(), replicates):
            values[row], there[row] = outcomes[source], True
    for first in range(0, total, BLOCK):
        rows = np.flatnonzero(there[first : first + BLOCK]) + first
        yield layout.tidy(left, rows, names, values[rows].T)


def merge(folder: Path, plan: Plan, records: list[dict], owner: str = "") -> None:
    """Write sweep.parquet and sweep.csv."""

    def fill(parquet: Path, text: Path) -> None:
        made = blocks(folder, plan, records, partial(on_disk, folder))
        table = next(made)
        text_names = [field.name for field in table.schema if pa.types.is_string(field.type)]
        with (
            pq.ParquetWriter(
                parquet,
                table.schema,
                compression="zstd",
                write_page_checksum=True,
                store_schema=False,
                use_dictionary=[*text_names, "point", "seed"],
            ) as rows,
            pyarrow.csv.CSVWriter(text, table.schema) as lines,
        ):
            while table is not None:
                rows.write_table(table, ROWS)
                lines.write_table(table)
                table = next(made, None)

    write(folder / FILES[0], lambda parquet: write(folder / FILES[1], lambda text: fill(parquet, text), owner), owner)
