"""Whether a sweep came out as if nobody had been killed, and what it weighs."""

from pathlib import Path

import numpy as np
import pyarrow.compute as pc
import pyarrow.parquet as pq

from experiments.big_machines.crew import Crew, Failed
from sim.runs.files import digest_of, temporaries
from sim.runs.ledger import read_ledger
from sim.runs.lock import owner_of
from sim.runs.merge import FILES
from sim.runs.ours import LOCK
from sim.runs.page import read_plan


def check(crew: Crew, folder: Path, runs: int) -> None:
    """Every run is in one shard and in one row of the table, and nothing is left over. Raises Failed."""
    plan = read_plan(folder)
    ledger = read_ledger(folder, plan)
    rows = sum(record["tables"]["runs"]["rows"] for record in ledger.records)
    table = pq.read_table(folder / FILES[0], columns=["point", "replicate"])
    pairs = np.column_stack([table["point"].to_numpy(), table["replicate"].to_numpy()])
    owner = owner_of(folder)
    faults = {
        f"{int((~ledger.done).sum()):,} runs are lost": not ledger.done.all() or plan.total != runs,
        f"{rows - runs:,} runs are stored twice": rows != runs,
        f"the table has {len(np.unique(pairs, axis=0)):,} runs in {len(pairs):,} rows": len(pairs) != runs
        or len(np.unique(pairs, axis=0)) != runs,
        f"{ledger.n_failed:,} runs failed": ledger.n_failed > 0,
        f"{len(ledger.damaged) + len(ledger.stray)} files are damaged or have no record": bool(
            ledger.damaged or ledger.stray
        ),
        "temporary files are left": bool(temporaries(folder)),
        f"the folder is locked by {owner}": owner is not None,
        "locks of parts are left": bool([*folder.glob(f"{LOCK}-*")]),
        f"processes {crew.left()} are left": bool(crew.left()),
    }
    for fault, is_so in faults.items():
        if is_so:
            raise Failed(f"{folder}: {fault}; expected every run once and nothing left over")


def digests(folder: Path) -> dict[str, str]:
    """Of the merged tables."""
    return {name: digest_of(folder / name) for name in FILES}


def compare(few: Path, *many: Path) -> None:
    """Raises Failed unless the tables of `many` are the same bytes, and hold the runs of `few`, which are some of their
    replicates, as they stand there."""
    if any(digests(folder) != digests(many[0]) for folder in many):
        raise Failed(f"{', '.join(folder.name for folder in many)}: not the same tables; expected the same bytes")
    alone = pq.read_table(few / FILES[0])
    least = pc.max(alone["replicate"]).as_py()
    if not pq.read_table(many[0] / FILES[0], filters=[("replicate", "<=", least)]).equals(alone):
        raise Failed(f"{few.name}, {many[0].name}: runs of the same worlds differ; expected the same outcomes")


def weigh(folder: Path) -> dict[str, int]:
    """Bytes by kind of file: shards and their records, the merged tables, everything else."""
    kinds = {"shards": "shards/*.parquet", "records": "shards/*.json", **{name: name for name in FILES}}
    found = {kind: sum(path.stat().st_size for path in folder.glob(pattern)) for kind, pattern in kinds.items()}
    whole = sum(path.stat().st_size for path in folder.rglob("*") if path.is_file())
    return found | {"everything else": whole - sum(found.values())}
