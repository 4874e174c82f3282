"""Which files in a folder are ours: nothing else is deleted, and a folder that holds others is not written to."""

import json
import os
import re
from pathlib import Path

from sim.errors import InputError, shown

SHARDS, FAILURES, LOCK = "shards", "failures", ".lock"
MANIFEST, DESIGN = "manifest.json", "design.json"  # pages of ours, each with its seal
RECORD = re.compile(r"[0-9a-f]{16}\.json")
TABLE = re.compile(r"[0-9a-f]{16}(\.series|\.log)?\.parquet")
TEMPORARY = re.compile(r"\.part-[0-9]+(of[0-9]+)?-.+")


def named(folder: Path, pattern: re.Pattern) -> list[Path]:
    """Files of a folder whose whole name fits, in order; none if it is no folder."""
    try:
        return sorted(path for path in folder.iterdir() if pattern.fullmatch(path.name))
    except (FileNotFoundError, NotADirectoryError):
        return []


def check_ours(folder: Path) -> None:
    """Raises InputError if a folder has files in it and nothing shows that they are results of this program."""
    try:
        found = sorted(entry.name for entry in os.scandir(folder))
    except FileNotFoundError:
        return
    if found and not is_marked(folder) and not is_rest(folder, found) and not all(is_marked(folder / x) for x in found):
        raise InputError(
            f"--out: {shown(str(folder))} holds files that are not results of this program, such as "
            f"{shown(found[0])}; expected a new or empty folder, or one with earlier results"
        )


def is_marked(folder: Path) -> bool:
    """Whether the lock of whoever works there, or a page of ours, is in a folder."""
    return is_lock(folder / LOCK) or is_sealed(folder / MANIFEST) or is_sealed(folder / DESIGN)


def is_rest(folder: Path, found: list[str]) -> bool:
    """Whether it is what is left of a sweep whose pages were deleted: shards alone."""
    inside = [path.name for name in found for path in named(folder / name, re.compile(".*"))]
    return {*found} <= {SHARDS, FAILURES, "log.jsonl"} and all(
        RECORD.fullmatch(name) or TABLE.fullmatch(name) for name in inside
    )


def is_sealed(path: Path) -> bool:
    """Whether it looks like a page of ours, intact or not."""
    try:
        tree = json.loads(path.read_bytes()) if path.is_file() else None  # a pipe would never end
    except (OSError, ValueError, RecursionError):
        return False
    return isinstance(tree, dict) and len(str(tree.get("sha256"))) == 64


def is_lock(path: Path) -> bool:
    """Whether it is what whoever works in a folder leaves there."""
    try:
        return path.is_file() and path.read_bytes()[:8] in (b"", b"process ")
    except OSError:
        return False
