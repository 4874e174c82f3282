"""One runner to a folder, or several parts i/n beside each other. The kernel forgets a lock when its owner dies."""

import fcntl
import os
import socket
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from sim.errors import InputError, shown
from sim.runs.files import make_folder
from sim.runs.ours import LOCK, MANIFEST
from sim.runs.plan import WHOLE, Part

PATIENCE = 0.4  # s that a lock is asked for again: whoever looks at the status holds it for a moment
MERGES = ", which merges the parts if all are done"


class Busy(InputError):
    """Somebody else is at work in the folder."""

    code = 4


def read_part(text: str | None) -> Part:
    """`3/8`, as on the command line."""
    if text is None:
        return WHOLE
    number, slash, of = text.partition("/")
    digits = slash and all(word.isascii() and word.isdigit() and len(word) < 7 for word in (number, of))
    if not digits or not 1 <= int(number) <= int(of):
        raise InputError(f"--shard: {shown(text)}; expected i/n, such as 3/8, with i from 1 to n")
    return Part(int(number), int(of))


@contextmanager
def hold(folder: Path, part: Part, wait: bool | None = None, merges: bool = False) -> Iterator[None]:
    """Hold the folder: the whole of it alone, or one part beside others. Raises Busy, or waits; None where nobody could
    have asked for that. merges: by a part that has ended, to see whether it was the last; for that, any other part
    waits."""
    whole = part.of == 1
    held = [take(folder / LOCK, fcntl.LOCK_EX if whole else fcntl.LOCK_SH, wait)]
    try:
        if not whole:
            held.append(take(folder / f".lock-{part.name}", fcntl.LOCK_EX, wait))
        os.ftruncate(held[-1], 0)
        os.pwrite(held[-1], f"process {os.getpid()} on {socket.gethostname()}{MERGES * merges}".encode(), 0)
        yield
    finally:
        for lock in reversed(held):
            os.close(lock)


def take(path: Path, kind: int, wait: bool | None) -> int:
    """The locked file, open."""
    file = open_lock(path)
    asked, told = time.monotonic(), False
    while True:
        try:
            fcntl.flock(file, kind | fcntl.LOCK_NB)
            if is_there(path, file):
                return file
            deleted, file = file, open_lock(path)  # by whoever held it
            os.close(deleted)
            continue
        except BlockingIOError:
            owner = os.pread(file, 200, 0).decode(errors="replace") or "others"
            waits = wait or (kind == fcntl.LOCK_SH and owner.endswith(MERGES))
            if not waits and time.monotonic() - asked > PATIENCE:
                os.close(file)
                hint = "" if wait is None else " (--wait waits)"
                raise Busy(f"{path.parent}: in use by {owner}; expected no other process there{hint}") from None
        except OSError as fault:
            os.close(file)
            raise InputError(
                f"{path.parent}: cannot be locked ({fault.strerror}); expected a file system with flock, such as a "
                "local disk"
            ) from None
        except BaseException:
            os.close(file)
            raise
        if waits and not told:
            print(f"waiting for {owner} ...", file=sys.stderr, flush=True)
            told = True
        time.sleep(0.05)


def open_lock(path: Path) -> int:
    make_folder(path.parent)  # whoever held it may have left nothing at all
    return os.open(path, os.O_RDWR | os.O_CREAT, 0o666)


def is_there(path: Path, file: int) -> bool:
    """Whether an open file is the one of that path."""
    try:
        return os.path.samestat(os.stat(path), os.fstat(file))
    except FileNotFoundError:
        return False


@contextmanager
def alone_in(folder: Path, wait: bool | None = None) -> Iterator[None]:
    """Hold a folder while results are made for it, so that those of two commands never mix. It is deleted again if
    nothing was written; the lock is left where no manifest says yet whose the files are. Raises Busy, or waits."""
    made = [place for place in (folder, *folder.parents) if not place.exists()]
    make_folder(folder)
    try:
        with hold(folder, WHOLE, wait):
            try:
                yield
            finally:
                found = {entry.name for entry in os.scandir(folder)}
                if found == {LOCK} or MANIFEST in found:
                    (folder / LOCK).unlink()
    finally:
        with suppress(OSError):  # not empty
            for place in made:
                place.rmdir()


def owner_of(folder: Path) -> str | None:
    """Who is at work in a folder, None if nobody is; read without holding it."""
    found = []
    for path in sorted(folder.glob(".lock*")):
        try:
            file = os.open(path, os.O_RDONLY)
        except OSError:
            continue
        try:
            fcntl.flock(file, fcntl.LOCK_SH | fcntl.LOCK_NB)
        except OSError:
            found.append(os.pread(file, 200, 0).decode(errors="replace"))
        finally:
            os.close(file)
    return ", ".join(found) or None
