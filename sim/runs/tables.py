"""What is stored of runs, as Arrow tables with an explicit schema; sorted, so that the same runs are the same bytes.

runs    address, replicate, and every metric (NaN where it is not defined)
series  address, replicate, and the weekly record: `time` in weeks since the start
log     address, replicate, and what happened: time, kind (a name of sim.model.records.EVENTS), issue, actor, value
"""

import hashlib

import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq

from sim.model.records import EVENT, SERIES
from sim.runs.files import Damaged
from sim.runs.work import NAMES

ROWS = 2**16  # of a group of rows in a shard
LEFT = [("address", pa.dictionary(pa.int32(), pa.string())), ("replicate", pa.int64())]
KINDS = ("runs", "series", "log")


def schema_of(kind: str) -> pa.Schema:
    """Columns of a table, with those of all that is measured at present."""
    if kind == "log":
        return pa.schema([*LEFT, *((name, pa.from_numpy_dtype(EVENT[name])) for name in EVENT.names or ())])
    return pa.schema([*LEFT, *((name, pa.float64()) for name in (NAMES if kind == "runs" else SERIES.names or ()))])


def run_table(addresses: list[str], replicates: np.ndarray, outcomes: np.ndarray) -> pa.Table:
    """One row a run, from outcomes (n, metrics), in the order given."""
    return assemble("runs", addresses, np.asarray(replicates), dict(zip(NAMES, outcomes.T, strict=True)))


def record_table(kind: str, addresses: list[str], replicates: np.ndarray, records: list[np.ndarray]) -> pa.Table:
    """Rows of records, a table of them for each run."""
    counts = [len(one) for one in records]
    joined = np.concatenate(records) if records else np.empty(0, {"series": SERIES, "log": EVENT}[kind])
    each = [address for address, count in zip(addresses, counts, strict=True) for _ in range(count)]
    return assemble(
        kind, each, np.repeat(np.asarray(replicates), counts), {name: joined[name] for name in joined.dtype.names or ()}
    )


def assemble(kind: str, addresses: list[str], replicates: np.ndarray, columns: dict[str, np.ndarray]) -> pa.Table:
    number = {address: k for k, address in enumerate(sorted(set(addresses)))}
    codes = np.array([number[address] for address in addresses], np.int32)
    left = [
        pa.DictionaryArray.from_arrays(codes, pa.array(list(number), pa.string())),
        pa.array(replicates, pa.int64()),
    ]
    return pa.table([*left, *(pa.array(whole(values)) for values in columns.values())], schema=schema_of(kind))


def whole(values: np.ndarray) -> np.ndarray:
    """One block of memory, and one bit pattern for what is not defined."""
    values = np.ascontiguousarray(values)
    return np.where(np.isnan(values), np.nan, values) if values.dtype.kind == "f" else values


def logical_digest(table: pa.Table) -> str:
    """SHA-256 of the values, whatever library and version wrote them."""
    digest = hashlib.sha256()
    for name in table.column_names:
        column = table[name].combine_chunks()
        digest.update(f"{name} {len(column)}\n".encode())
        if pa.types.is_dictionary(column.type):
            for part in (column.dictionary.to_pylist(), column.indices.to_pylist()):
                digest.update(",".join(map(str, part)).encode())
        else:
            values = column.to_numpy(zero_copy_only=False)
            digest.update(np.ascontiguousarray(values).astype(values.dtype.newbyteorder("<"), copy=False).tobytes())
    return digest.hexdigest()


def to_bytes(table: pa.Table) -> bytes:
    """The table as a parquet file."""
    sink = pa.BufferOutputStream()
    pq.write_table(
        table,
        sink,
        compression="zstd",
        row_group_size=ROWS,
        write_page_checksum=True,
        use_dictionary=["address"],
        store_schema=False,
    )
    return sink.getvalue().to_pybytes()


def names_in(content: bytes) -> list[str]:
    """Columns of the table of a parquet file. Raises Damaged."""
    try:
        return pq.read_schema(pa.BufferReader(content)).names
    except (pa.ArrowException, OSError) as fault:
        raise Damaged(f"a table cannot be read ({fault}); expected it as it was written") from None


def from_bytes(content: bytes, columns: list[str] | None = None) -> pa.Table:
    """The table of a parquet file, every page checked. Raises Damaged."""
    try:
        return pq.read_table(
            pa.BufferReader(content), columns=columns, read_dictionary=["address"], page_checksum_verification=True
        )
    except (pa.ArrowException, OSError) as fault:
        raise Damaged(f"a table cannot be read ({fault}); expected it as it was written") from None
