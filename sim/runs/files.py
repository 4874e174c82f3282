"""Files that appear whole or not at all, and pages that show a changed byte.

A file is written under a temporary name in its own folder, flushed onto the disk and renamed, and the folder is
flushed: whoever is killed at any moment leaves it whole or not at all. A page is JSON that ends with the SHA-256
of the rest of itself.
"""

import errno
import hashlib
import json
import os
from collections.abc import Callable
from pathlib import Path

from sim.errors import InputError
from sim.runs.ours import FAILURES, SHARDS, TEMPORARY, named

DISK_FULL = (errno.ENOSPC, errno.EDQUOT, errno.EFBIG)


_writing = 0


class Damaged(InputError):
    """A file is not what it was when it was written."""


def reason(fault: OSError) -> str:
    """Why a file could not be written, and what was expected."""
    if fault.errno == errno.EAGAIN:
        return "the system starts no more threads or processes; expected a higher limit (ulimit -u), or fewer"
    if fault.errno == errno.EFBIG:
        return "files may not grow so large here; expected a higher limit (ulimit -f)"
    return f"{os.strerror(fault.errno) if fault.errno else fault}; expected room and permission to write there"


class Full(InputError):
    """No room on the disk."""

    code = 3


def flush_folder(folder: Path) -> None:
    entry = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(entry)
    finally:
        os.close(entry)


def make_folder(folder: Path) -> None:
    if not folder.is_dir():
        folder.mkdir(parents=True, exist_ok=True)
        flush_folder(folder.parent)


def write(path: Path, fill: Callable[[Path], object], owner: str = "") -> None:
    """Have `fill` write the file under a temporary name, then put it in its place. `owner` marks the temporary, so that
    whoever starts with that name again can delete it. Raises OSError with the name of the file."""
    global _writing
    part = path.with_name(f".part-{owner or os.getpid()}-{path.name}")
    _writing += 1
    try:
        make_folder(path.parent)
        fill(part)
        with open(part, "rb+") as file:
            os.fsync(file.fileno())
        os.replace(part, path)
        flush_folder(path.parent)
    except OSError as fault:
        fault.filename = str(path)
        raise
    finally:
        _writing -= 1
        part.unlink(missing_ok=True)


def writing() -> bool:
    """Whether a file is just being written."""
    return _writing > 0


def write_bytes(path: Path, content: bytes, owner: str = "") -> None:
    write(path, lambda part: part.write_bytes(content), owner)


def remove(*paths: Path) -> None:
    """Delete files and flush their folders."""
    for path in paths:
        path.unlink(missing_ok=True)
    for folder in {path.parent for path in paths}:
        if folder.is_dir():
            flush_folder(folder)


def temporaries(folder: Path, owner: str = "") -> list[Path]:
    """What a killed runner of that name left behind; without a name, what anyone left."""
    found = [path for place in (folder, folder / SHARDS, folder / FAILURES) for path in named(place, TEMPORARY)]
    return [path for path in found if path.name.startswith(f".part-{owner}-" if owner else ".part-")]


def page(tree: dict) -> bytes:
    """A mapping as JSON, in its order, with its seal."""
    body = json.dumps(tree, indent=1, ensure_ascii=False, allow_nan=False)
    seal = hashlib.sha256(body.encode()).hexdigest()
    return f'{body[:-2]},\n "sha256": "{seal}"\n}}\n'.encode()


def read_page(path: Path) -> dict:
    """The mapping, if not a byte has changed since; raises Damaged, or FileNotFoundError."""
    raw = read_regular(path)
    try:
        tree = json.loads(raw)
        del tree["sha256"]
        intact = page(tree) == raw
    except (ValueError, KeyError, TypeError, RecursionError):
        intact = False
    if not intact:
        raise Damaged(f"{path}: changed since it was written, or cut short; expected it as it was")
    return tree


def read_regular(path: Path) -> bytes:
    """The bytes of a file that is one. Raises Damaged, or OSError."""
    return regular(path).read_bytes()


def regular(path: Path) -> Path:
    """The path, if it is that of a file: a pipe or a device would never end. Raises Damaged, or OSError."""
    if not path.is_file():
        path.stat()  # raises what is wrong if nothing is there
        raise Damaged(f"{path}: not a regular file; expected it as it was written")
    return path


def digest_of(path: Path) -> str:
    """SHA-256 of a file, however large. Raises Damaged, or OSError."""
    with open(regular(path), "rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()
