"""What each kill cost, from the records that SLURM's way and Dask keep anyway: seconds of one worker's work that were
lost, and so done twice, and the gap in seconds until another worker stood in its place. None if no record says so
before the next kill, as where nobody was needed any more."""

import math
from collections.abc import Iterable
from datetime import datetime
from itertools import pairwise
from typing import Any, NamedTuple

CHUNK = 1.0  # s of work that a Dask worker has in hand at a time: see sim/runs/runner.py


class Kill(NamedTuple):
    """When, in seconds since 1970, and which process was killed and which was started in its place."""

    when: float
    killed: int
    started: int


class Loss(NamedTuple):
    lost: float | None
    gap: float | None


def of_tasks(log: Iterable[dict[str, Any]], kills: Iterable[Kill]) -> list[Loss]:
    """A task loses what it has done since its last line in the folder's log, which tells of a shard or of its
    beginning; the one in its place writes that it begins."""
    lines = [(datetime.fromisoformat(line["time"]).timestamp(), line) for line in log]
    found = []
    for kill in kills:
        stored = [t for t, line in lines if line.get("pid") == kill.killed and t <= kill.when]
        begun = [t for t, line in lines if line.get("pid") == kill.started and line["event"] == "begin"]
        found.append(Loss(kill.when - max(stored, default=kill.when), begun[0] - kill.when if begun else None))
    return found


def of_workers(events: Iterable[tuple[float, dict[str, Any]]], kills: Iterable[Kill]) -> list[Loss]:
    """A worker loses at most the chunk that it is at, and every finished one that it has not handed over: the scheduler
    notes which tasks it had when it removes it, and when the next worker is added."""
    told = [(t, one["action"], one) for t, one in events if isinstance(one, dict) and "action" in one]
    found = []
    for kill, until in pairwise([*kills, Kill(math.inf, 0, 0)]):
        gone = [one for t, action, one in told if action == "remove-worker" and kill.when <= t < until.when]
        come = [t for t, action, _ in told if action == "add-worker" and kill.when < t < until.when]
        chunks = min(len(gone[0]["processing-tasks"]), 1) + len(gone[0]["lost-computed-tasks"]) if gone else None
        found.append(Loss(None if chunks is None else chunks * CHUNK, come[0] - kill.when if come else None))
    return found
