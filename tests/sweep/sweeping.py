"""Small sweeps through the command, and what is in their folders."""

import hashlib
import json
from pathlib import Path

from sim.commands.cli import main
from sim.errors import InputError
from sim.runs.address import read_spans
from sim.runs.files import read_page
from sim.runs.store import read_log
from sim.runs.tables import from_bytes

SHORT = ["scenario=toy", "run.years=0.1", "run.replicates=4"]
GRID = ["delegation.level=0,0.2,0.4", *SHORT]
MERGED = ("sweep.parquet", "sweep.csv", "design.json")


def sweep(folder, *words, code=0):
    assert main(["sweep", *words, "--out", str(folder)]) == code
    return Path(folder)


def resume(folder, *words, code=0):
    assert main(["resume", str(folder), *words]) == code
    return Path(folder)


def digests(folder, names=MERGED):
    return {name: hashlib.sha256((Path(folder) / name).read_bytes()).hexdigest() for name in names}


def ran(folder) -> int:
    """Runs that were simulated in all sessions, by the log."""
    return sum(line["runs"] for line in read_log(Path(folder)) if line["event"] == "shard")


def held(folder) -> dict[tuple[str, int], int]:
    """How many shards hold each run."""
    found: dict[tuple[str, int], int] = {}
    for path in (Path(folder) / "shards").glob("*.json"):
        for address, text in json.loads(path.read_text())["runs"].items():
            for replicate in read_spans(text):
                found[address, replicate] = found.get((address, replicate), 0) + 1
    return found


def unsound(folder) -> list[str]:
    """Files under their own name that are not whole, whatever else is missing."""
    found = []
    for path in Path(folder).rglob("*"):
        try:
            if path.name.startswith(".") or path.is_dir():
                continue
            if path.suffix == ".json":
                read_page(path)
            if path.suffix == ".parquet":
                from_bytes(path.read_bytes())
            if path.name == "sweep.csv" and len({line.count(",") for line in path.read_text().splitlines()}) != 1:
                found.append(path.name)
        except InputError:
            found.append(path.name)
    return found


def left_behind(folder) -> list[Path]:
    """Temporary files."""
    return list(Path(folder).rglob(".part-*"))
