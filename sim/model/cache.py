"""Where compiled rules are kept between commands: a folder of yours that nobody else can write to.

Numba's index files are pickles: whoever can put one there runs code as you. So a folder is used only if it is yours,
with mode 0700, and nobody else can rename a folder above it. Otherwise a fresh private folder serves this command and
those that it starts, and is deleted afterwards.
"""

import atexit
import hashlib
import os
import shutil
import stat
import sys
import tempfile
from pathlib import Path

EXACT = "PARADIPLOMACY_COMPILED"  # the folder as it is; whoever sets it sees to it that no code in it is stale


def fingerprint() -> str:
    """Hash of every source that is compiled. Numba looks only at the file of the function itself and would serve
    stale code when a rule it calls has changed in another file."""
    here = Path(__file__).parent
    digest = hashlib.sha256(repr(sys.version_info[:2]).encode())
    for path in sorted(here.rglob("*.py")):
        digest.update(path.relative_to(here).as_posix().encode() + path.read_bytes())
    return digest.hexdigest()[:16]


def find_cache() -> tuple[Path | None, str]:
    """The folder, and what is wrong with the usual one if it is another; None if there is none at all."""
    environment = os.environ
    home = environment.get("NUMBA_CACHE_DIR") or environment.get("XDG_CACHE_HOME") or os.path.expanduser("~/.cache")
    exact = environment.get(EXACT)
    usual = Path(os.path.realpath(exact)) if exact else Path(os.path.realpath(home), "paradiplomacy", fingerprint())
    try:
        return usable(usual), ""
    except OSError as fault:
        why = f"{usual.parent}: {fault.strerror or fault}"
    try:
        fresh = Path(tempfile.mkdtemp(prefix="paradiplomacy-"))
    except OSError:
        return None, why
    atexit.register(leave, fresh, os.getpid())
    os.environ[EXACT] = str(fresh)  # processes that are started from here share it
    return fresh, why


def leave(folder: Path, owner: int) -> None:
    """Delete a fresh folder with the process that made it, not with a fork of that."""
    if os.getpid() == owner:
        shutil.rmtree(folder, ignore_errors=True)


def usable(folder: Path) -> Path:
    """The folder, made if it is not there. Raises OSError if it cannot be written to or is not private."""
    for place in [place for place in (folder, *folder.parents) if not place.exists()][::-1]:
        place.mkdir(mode=0o700, exist_ok=True)
    check_private(folder)
    if not os.access(folder, os.W_OK | os.X_OK):
        raise PermissionError(0, "cannot be written to")
    return folder


def check_private(folder: Path) -> None:
    """Raises OSError unless a folder is a real one, of this user, and nobody else can put another in its place."""
    if not hasattr(os, "geteuid"):
        return
    for place in (folder, *folder.parents):
        found, own = place.lstat(), place == folder
        writable = found.st_mode & (stat.S_IWOTH | (0 if is_own_group(found) and not own else stat.S_IWGRP))
        if not stat.S_ISDIR(found.st_mode):
            raise OSError(0, f"{place} is a link or no folder")
        if found.st_uid not in ((os.geteuid(),) if own else (0, os.geteuid())):
            raise OSError(0, f"{place} belongs to another user")
        if writable and (own or not found.st_mode & stat.S_ISVTX):
            raise OSError(0, f"{place} can be written to by other users")
    if folder.stat().st_mode & 0o077:
        folder.chmod(0o700)


def is_own_group(found: os.stat_result) -> bool:
    """A group that has the number of its user is that user's alone, by the usual convention."""
    return found.st_gid == found.st_uid == os.geteuid()
