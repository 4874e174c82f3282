"""Where the files of a scenario lie, and their bytes."""

import hashlib
import stat
from collections.abc import Iterable
from pathlib import Path

from sim.errors import InputError, nearest, shown
from sim.inputs.in_use import studies
from sim.inputs.settings import read_like
from sim.inputs.shipped import shipped
from sim.inputs.study import shipped_pages

MAX_BYTES = 64 * 2**20  # 90,000 local governments take 8 MB


def config_dir() -> Path:
    """The configs of the installed package, or of the source tree."""
    return shipped("configs")


def named_folders() -> dict[str, Path]:
    """Scenarios that are known by a name: those that come with the program, then those of studies."""
    return shipped_pages("scenario") | {name: place for one in studies() for name, place in one.scenarios.items()}


def scenario_names() -> list[str]:
    return list(named_folders())


def find_folder(name_or_path: str | Path) -> Path:
    if place := named_folders().get(str(name_or_path)):
        return place
    try:
        if str(name_or_path) and Path(name_or_path).is_dir():
            return Path(name_or_path)
    except ValueError:  # a NUL in the path
        pass
    expected = f"one of {', '.join(scenario_names())} or the path of a folder"
    hint = nearest(name_or_path, scenario_names())
    raise InputError(f"scenario {shown(name_or_path)}: not found; expected {expected}{hint}")


def read_pages(folder: Path) -> dict[Path, bytes]:
    """The settings file of a folder, then those of the scenarios that it is like, by folder."""
    pages: dict[Path, bytes] = {}
    while folder not in pages:
        pages[folder] = read_bytes(folder, "scenario.yaml")
        model = read_like(pages[folder])
        if model is None:
            return pages
        if model not in scenario_names():
            expected = f"one of {', '.join(scenario_names())}{nearest(model, scenario_names())}"
            raise InputError(f"scenario.yaml key like: {shown(model)}; expected {expected}")
        folder = find_folder(model)
    raise InputError("scenario.yaml key like: it refers back to itself; expected another scenario")


def read_bytes(folder: Path, file: str, others: Iterable[Path] = ()) -> bytes:
    """A file of the folder, or of the first of `others` that has it."""
    path = next((place / file for place in (folder, *others) if (place / file).exists()), folder / file)
    try:
        status = path.stat()
        if not stat.S_ISREG(status.st_mode):  # a pipe or device would never end
            raise InputError(f"{file}: not a regular file; expected a table of plain text in {folder}")
        if status.st_size > MAX_BYTES:
            raise InputError(f"{file}: {status.st_size / 2**20:.0f} MB; expected at most {MAX_BYTES // 2**20} MB")
        return path.read_bytes()
    except OSError as error:
        problem = "missing" if isinstance(error, FileNotFoundError) else (error.strerror or "unreadable")
        raise InputError(f"{file}: {problem}; expected it in {folder}") from None


def digest_of(files: dict[str, bytes]) -> str:
    digest = hashlib.sha256()
    for file, raw in sorted(files.items()):
        digest.update(f"{file} {len(raw)}\n".encode() + raw)
    return digest.hexdigest()
