"""Shards that were made in another folder, such as on a machine without a common disk, are taken in."""

from pathlib import Path

from sim.runs.files import write_bytes
from sim.runs.ledger import read_ledger
from sim.runs.ours import SHARDS
from sim.runs.page import read_plan
from sim.runs.shards import file_of, read_content


def adopt(folder: Path, other: Path) -> None:
    """Copy what verifies, tables before records; names follow from what is inside, so nothing is there twice."""
    for record in read_ledger(other, read_plan(other)).records:
        page = folder / SHARDS / f"{record['name']}.json"
        if not page.exists():
            for kind in record["tables"]:
                path = folder / SHARDS / file_of(record["name"], kind)
                write_bytes(path, read_content(other, record, kind))
            write_bytes(page, (other / SHARDS / page.name).read_bytes())
