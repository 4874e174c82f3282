"""What of a plan is done: read off the shards that verify. Damaged ones are named, and count for nothing."""

from dataclasses import dataclass, field
from pathlib import Path

import numpy as np

from sim.runs import shape
from sim.runs.address import read_spans
from sim.runs.files import Damaged, digest_of, remove
from sim.runs.ours import FAILURES, MANIFEST, RECORD, SHARDS, TABLE, named
from sim.runs.plan import Plan
from sim.runs.shape import read_shaped
from sim.runs.shards import file_of, read_content, read_record


@dataclass
class Ledger:
    """done: which runs of the plan, (total,), cells in order and replicates within. records: of sound shards that hold
    some of them. others: runs in shards that hold none, such as those of earlier rules. failed: by cell, replicates and
    what was said. damaged: files, and why. stray: files without a record."""

    done: np.ndarray
    records: list[dict] = field(default_factory=list)
    others: int = 0
    failed: dict[int, dict[int, str]] = field(default_factory=dict)
    damaged: dict[Path, str] = field(default_factory=dict)
    stray: list[Path] = field(default_factory=list)

    @property
    def n_failed(self) -> int:
        return sum(map(len, self.failed.values()))


def read_ledger(folder: Path, plan: Plan) -> Ledger:
    """Every shard that holds runs of the plan is read and held against its record."""
    ledger = Ledger(np.zeros(plan.total, bool))
    owned: set[Path] = set()
    for path in named(folder / SHARDS, RECORD):
        files = [path]
        try:
            record = read_record(path)
            files += [folder / SHARDS / file_of(record["name"], kind) for kind in record["tables"]]
            wanted = not plan.cells.keys().isdisjoint(record["runs"])
            for kind in record["tables"] if wanted else ():
                read_content(folder, record, kind)
        except Damaged as fault:
            ledger.damaged |= dict.fromkeys(files, str(fault))
        else:
            if wanted:
                mark(ledger.done, plan, record)
                del record["runs"]  # a hundred bytes a run
                ledger.records.append(record)
            else:
                ledger.others += sum(len(read_spans(text)) for text in record["runs"].values())
        owned.update(files)
    ledger.stray = sorted({*named(folder / SHARDS, TABLE)} - owned)
    for path in named(folder / FAILURES, RECORD):
        try:
            note(ledger, plan, read_record(path, shape.FAILURES))
        except Damaged as fault:
            ledger.damaged[path] = str(fault)
    return ledger


def mark(done: np.ndarray, plan: Plan, record: dict) -> None:
    """Runs that a shard holds, with all tables that are wanted, are done."""
    if not plan.tables <= record["tables"].keys():
        return
    for address, text in record["runs"].items():
        cell = plan.cells.get(address)
        if cell is not None:
            replicates = np.array(read_spans(text))
            done[plan.offsets[cell] + replicates[replicates < plan.replicates[cell]]] = True


def note(ledger: Ledger, plan: Plan, record: dict) -> None:
    """Runs that failed and were not done since."""
    for one in record["failures"]:
        cell = plan.cells.get(one["address"])
        if cell is not None:
            for replicate in read_spans(one["replicates"]):
                if replicate < plan.replicates[cell] and not ledger.done[plan.offsets[cell] + replicate]:
                    ledger.failed.setdefault(cell, {})[replicate] = one["message"]


def clear(ledger: Ledger, folder: Path, alone: bool) -> None:
    """Delete what is damaged, records first; and, if nobody else is at work, what has no record, and old failures,
    which are tried again."""
    damaged = sorted(ledger.damaged, key=lambda path: path.suffix != ".json")
    others = [*ledger.stray, *named(folder / FAILURES, RECORD)] if alone else []
    if damaged or others:
        remove(*damaged, *others)
    if alone:
        ledger.failed.clear()


def is_whole(folder: Path) -> bool:
    """Whether the folder was concluded and every file of its manifest is as it was then."""
    try:
        files = read_shaped(folder / MANIFEST, shape.MANIFEST)["files"]
        return all(digest_of(folder / name) == digest for name, digest in files.items())
    except (Damaged, OSError):
        return False
