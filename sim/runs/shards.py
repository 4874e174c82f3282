"""Shards: tables of some runs, each with a small record that says what it holds. A shard is there when its record is.

    shards/NAME.parquet           outcomes               shards/NAME.series.parquet, NAME.log.parquet   if wanted
    shards/NAME.json              the record: for each table its SHA-256, the digest of its values and its rows; the
                                  runs it holds, as address -> replicates (0-3,7)
    failures/NAME.json            runs that failed, and what was said

A name follows from what is inside, so that work done twice is written once.
"""

import hashlib
import json
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

import numpy as np
import pyarrow as pa

from sim.runs import shape
from sim.runs.address import count, spans
from sim.runs.files import Damaged, page, read_regular, write_bytes
from sim.runs.ours import FAILURES, SHARDS
from sim.runs.plan import Plan
from sim.runs.shape import read_shaped
from sim.runs.tables import KINDS, from_bytes, logical_digest, record_table, run_table, to_bytes
from sim.runs.work import Found


def name_of(tree: dict) -> str:
    return hashlib.sha256(json.dumps(tree, sort_keys=True).encode()).hexdigest()[:16]


def file_of(name: str, table: str) -> str:
    return f"{name}.parquet" if table == "runs" else f"{name}.{table}.parquet"


def write_shard(folder: Path, found: list[Found], addresses: list[str], owner: str = "") -> str | None:
    """Store what was found: tables first, then the record. Its name; None if there was nothing. addresses: of cells."""
    runs = np.concatenate([one.runs for one in found])
    if not len(runs):
        return None
    where = [addresses[cell] for cell in runs[:, 0].tolist()]
    order = sorted(range(len(runs)), key=lambda k: (where[k], runs[k, 1]))
    where, replicates = [where[k] for k in order], runs[order, 1]
    tables = {"runs": run_table(where, replicates, np.concatenate([one.outcomes for one in found])[order])}
    for kind, records in (
        ("series", [t for one in found for t in one.series]),
        ("log", [t for one in found for t in one.logs]),
    ):
        if records:
            tables[kind] = record_table(kind, where, replicates, [records[k] for k in order])
    return commit(folder, tables, held(where, replicates), owner)


def held(where: list[str], replicates: np.ndarray) -> dict[str, str]:
    found: dict[str, list[int]] = {}
    for address, replicate in zip(where, replicates.tolist(), strict=True):
        found.setdefault(address, []).append(replicate)
    return {address: spans(numbers) for address, numbers in found.items()}


def commit(folder: Path, tables: dict[str, pa.Table], runs: dict[str, str], owner: str) -> str:
    values = {kind: logical_digest(table) for kind, table in tables.items()}
    name = name_of(values)
    stated = {}
    for kind, table in tables.items():
        content = to_bytes(table)
        write_bytes(folder / SHARDS / file_of(name, kind), content, owner)
        stated[kind] = {"sha256": hashlib.sha256(content).hexdigest(), "values": values[kind], "rows": table.num_rows}
    record = {"name": name, "tables": stated, "runs": runs}
    write_bytes(folder / SHARDS / f"{name}.json", page(record), owner)
    return name


def write_failures(folder: Path, failures: Iterable[tuple[str, list[int], str]], owner: str = "") -> None:
    """Runs that failed: address, replicates and what was said."""
    gathered: dict[tuple[str, str], list[int]] = {}
    for address, replicates, message in failures:
        gathered.setdefault((address, message), []).extend(replicates)
    if gathered:
        stated = [
            {"address": address, "message": message, "replicates": spans(replicates)}
            for (address, message), replicates in sorted(gathered.items())
        ]
        tree = {"name": name_of({"failures": stated}), "failures": stated}
        write_bytes(folder / FAILURES / f"{tree['name']}.json", page(tree), owner)


def read_record(path: Path, kind: Any = shape.RECORD) -> dict:
    """A record, if it is as it was written, under its own name, and says no more than there is. Raises Damaged."""
    try:
        record = read_shaped(path, kind)
    except OSError as fault:
        raise Damaged(f"{path}: {fault.strerror}; expected to read it") from None
    if record.get("name") != path.stem:
        raise Damaged(f"{path}: belongs to another name; expected {record['name']}.json")
    tables = record.get("tables", {"runs": {}})
    if "runs" not in tables or not tables.keys() <= set(KINDS):
        raise Damaged(f"{path}: tables {', '.join(tables)}; expected runs, series and log")
    if "runs" in record and sum(map(count, record["runs"].values())) != tables["runs"]["rows"]:
        raise Damaged(f"{path}: other runs than rows; expected a row for each")
    return record


def read_content(folder: Path, record: dict, kind: str) -> bytes:
    """The bytes of a table, if they are those that were written. Raises Damaged."""
    path = folder / SHARDS / file_of(record["name"], kind)
    try:
        content = read_regular(path)
    except OSError as fault:
        raise Damaged(f"{path}: {fault.strerror}; expected to read it") from None
    if hashlib.sha256(content).hexdigest() != record["tables"][kind]["sha256"]:
        raise Damaged(f"{path}: changed since it was written, or cut short; expected it as it was")
    return content


def read_shards(
    folder: Path, records: Iterable[dict], kind: str, columns: list[str] | None = None
) -> Iterator[pa.Table]:
    """The tables of one kind, shard by shard, for those that have it."""
    for record in records:
        if kind in record["tables"]:
            yield from_bytes(read_content(folder, record, kind), columns)


def read_outcomes(
    folder: Path, plan: Plan, records: Iterable[dict], names: list[str], rows: np.ndarray | None = None
) -> np.ndarray:
    """Outcomes of a plan's runs, or of some of them in order, (total, names); nan where a run is not there or the
    outcome is not defined."""
    wanted = np.arange(plan.total) if rows is None else rows
    found = np.full((len(wanted), len(names)), np.nan)
    for table in read_shards(folder, records, "runs", ["address", "replicate", *names]):
        address, replicate = table["address"].combine_chunks(), table["replicate"].to_numpy()
        cell = np.array([plan.cells.get(one, -1) for one in address.dictionary.to_pylist()])[address.indices.to_numpy()]
        there = (cell >= 0) & (replicate < plan.replicates[cell])
        row = plan.offsets[np.where(there, cell, 0)] + replicate
        place = np.minimum(np.searchsorted(wanted, row), len(wanted) - 1)
        there &= wanted[place] == row
        for k, name in enumerate(names):
            found[place[there], k] = table[name].to_numpy()[there]
    return found
