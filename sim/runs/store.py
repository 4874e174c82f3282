"""The folder of a sweep while it is being filled: results are kept a moment, then written as one shard."""

import json
import os
import socket
import time
from datetime import datetime
from pathlib import Path

from sim.runs.files import Damaged, read_regular
from sim.runs.ledger import Ledger
from sim.runs.plan import Part, Plan
from sim.runs.shape import misfit
from sim.runs.shards import write_failures, write_shard
from sim.runs.work import Found

# s between shards: a hundredth of the session, so that a kill costs no more than that. Of n parts each waits n times as
# long at first: together they write no more files, and a kill, of one of them, costs no more.
SOONEST, LATEST = 1.0, 30.0
MOST_BYTES, MOST_RUNS = 64 * 2**20, 2**15  # that are kept in memory


LINE = {"time": str, "event": str}
SHARD = LINE | {"runs": int}


class Folder:
    """Takes what is found, in any order and as often as it likes."""

    def __init__(self, folder: Path, plan: Plan, ledger: Ledger, part: Part) -> None:
        self.folder, self.part, self.done = folder, part, ledger.done
        self.addresses = list(plan.cells)
        self.kept: list[Found] = []
        self.began = self.written = 0.0

    def add(self, found: Found) -> None:
        self.kept.append(found)
        now = time.monotonic()
        if not self.began:
            self.began = self.written = now
        pause = min(max(SOONEST * self.part.of, 0.01 * (now - self.began)), LATEST)
        full = sum(one.nbytes for one in self.kept) > MOST_BYTES or sum(len(one.runs) for one in self.kept) > MOST_RUNS
        if full or now - self.written > pause:
            self.flush()

    def flush(self) -> None:
        """Put on disk what is kept."""
        if not self.kept:
            return
        kept, self.kept = self.kept, []
        name = write_shard(self.folder, kept, self.addresses, self.part.name)
        failures = [failure for one in kept for failure in one.failures]
        told = ((self.addresses[cell], replicates, said) for cell, replicates, said in failures)
        write_failures(self.folder, told, self.part.name)
        self.written = time.monotonic()
        self.tell(
            "shard",
            name=name,
            runs=sum(len(one.runs) for one in kept),
            failures=len(failures),
            seconds=round(sum(one.seconds for one in kept), 3),
        )

    def tell(self, event: str, **what) -> None:
        """A line of the log: times, hosts and processes stand here and nowhere else."""
        now = time.strftime("%Y-%m-%dT%H:%M:%S", time.gmtime()) + f"{time.time() % 1:.3f}Z"[1:]
        line = {"time": now, "event": event, "host": socket.gethostname(), "pid": os.getpid(), **what}
        with open(self.folder / "log.jsonl", "a", encoding="utf-8") as log:
            log.write(json.dumps(line) + "\n")


def read_log(folder: Path) -> list[dict]:
    """Lines of the log; one that was cut short or changed is left out."""
    lines = []
    try:
        text = read_regular(folder / "log.jsonl").decode(errors="replace")
    except (OSError, Damaged):
        return []
    for line in text.splitlines():
        try:
            found = json.loads(line)
            datetime.fromisoformat(found["time"])
        except (ValueError, TypeError, KeyError, RecursionError):
            continue
        if not misfit(found, SHARD if found.get("event") == "shard" else LINE, ""):
            lines.append(found)
    return lines
