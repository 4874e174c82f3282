"""One tidy table out of all shards: rows by point and replicate, the same bytes whatever was interrupted or shared out.

The table is made in blocks of `BLOCK` rows, and for each the shards are read through once: memory stays under
2 × 8 BLOCK metrics ≈ 170 MB beside one shard, however many runs there are.
"""

from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path

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


def blocks(folder: Path, plan: Plan, records: Iterable[dict]) -> Iterator[pa.Table]:
    """The table, block by block; runs that are not there are left out."""
    layout, left, names = Layout(plan.points, plan.addresses), columns_of(plan.points), plan.measures
    total = int(layout.offsets[-1])
    for first in range(0, total, BLOCK):
        n = min(BLOCK, total - first)
        values, there = np.empty((len(names), n)), np.zeros(n, bool)
        for table in read_shards(folder, records, "runs"):
            address = table["address"].combine_chunks()
            replicates = table["replicate"].to_numpy()
            outcomes = [table[name].to_numpy() for name in names]
            for source, row in layout.rows(address.dictionary.to_pylist(), address.indices.to_numpy(), replicates):
                here = (row >= first) & (row < first + n)
                source, row = source[here], row[here] - first
                there[row] = True
                for column, outcome in zip(values, outcomes, strict=True):
                    column[row] = outcome[source]
        yield layout.tidy(left, np.flatnonzero(there) + first, names, values[:, there])


def merge(folder: Path, plan: Plan, records: list[dict], owner: str = "") -> None:
    """Write sweep.parquet and sweep.csv."""

    def fill(parquet: Path, text: Path) -> None:
        made = blocks(folder, plan, records)
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
