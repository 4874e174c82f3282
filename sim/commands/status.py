"""paradip status: the state of a sweep."""

from contextlib import suppress
from datetime import datetime
from pathlib import Path

from sim.errors import InputError

ABOUT = """\
Shows points, runs done, failures, damaged files, size and rate. It only reads, and can be used while the sweep runs."""
EXAMPLES = """examples:
  paradip status results/sweep/level-1a2b3c4d"""
MOST = 8  # failures and damaged files that are named


def add_arguments(parser) -> None:
    parser.add_argument("folder", metavar="DIR", nargs="?", help="the folder of a sweep")


def execute(arguments) -> None:
    from sim.commands.table import paragraphs
    from sim.runs.age import age_of
    from sim.runs.ledger import is_whole, read_ledger
    from sim.runs.lock import owner_of
    from sim.runs.ours import RECORD, SHARDS, named
    from sim.runs.page import read_plan

    if not arguments.folder:
        raise InputError(
            "status: no folder named; expected the folder of a sweep, such as results/sweep/level-1a2b3c4d"
        )
    folder = Path(arguments.folder)
    plan = read_plan(folder)
    ledger, owner = read_ledger(folder, plan), owner_of(folder)
    n_done = int(ledger.done.sum())
    old = age_of(plan, folder).removeprefix(f"{folder}: ")
    if owner:
        state = f"in use by {owner}"
    elif old:
        state = old
    elif is_whole(folder) and n_done + ledger.n_failed == plan.total and not ledger.damaged:
        state = "complete"
    else:
        state = f"stopped; to resume: paradip resume {folder}"
    size = sum(map(size_of, folder.rglob("*")))
    entries = {
        "state": state,
        "points": f"{len(plan.points):,}",
        "runs": f"{n_done:,} of {plan.total:,}",
        "failures": f"{ledger.n_failed:,}",
        "damaged": f"{len(ledger.damaged):,}",
        "size": f"{size / 1e6:,.1f} MB, {len(named(folder / SHARDS, RECORD)):,} shards",
        "rate": rate(folder),
    } | ({"others": f"{ledger.others:,} runs of other rules or points, not in the table"} if ledger.others else {})
    print(paragraphs(entries))
    listed = [
        f"failed: {plan.label(cell)}, {len(said)} replicates: {next(iter(said.values()))}"
        for cell, said in list(ledger.failed.items())[: MOST + 1]
    ]
    listed += [f"damaged: {path.relative_to(folder)}" for path in sorted(ledger.damaged)]
    for line in listed[:MOST]:
        print(line)
    if len(listed) > MOST:
        print(f"... and {len(listed) - MOST:,} more")


def size_of(path: Path) -> int:
    """Bytes of a file; 0 if it has vanished meanwhile, as the temporary ones of a sweep at work do."""
    with suppress(FileNotFoundError):
        if path.is_file():
            return path.stat().st_size
    return 0


def rate(folder: Path) -> str:
    """Runs a second of the last session, by the log."""
    from sim.runs.store import read_log

    session: list[dict] = []
    for line in read_log(folder):
        if line["event"] == "begin":
            session = []
        session.append(line)
    stored = [line for line in session if line["event"] == "shard"]
    if not stored or session[0]["event"] != "begin":
        return "no runs yet"
    began, ended = (datetime.fromisoformat(line["time"]) for line in (session[0], stored[-1]))
    seconds = max((ended - began).total_seconds(), 1e-3)
    n_runs = sum(line["runs"] for line in stored)
    return f"{n_runs / seconds:,.1f} runs a second, {n_runs:,} in {seconds:,.0f} s from {session[0]['time']}"
