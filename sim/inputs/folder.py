"""Where the files of a scenario lie, and their bytes."""

import hashlib
import os
from collections.abc import Iterable
from pathlib import Path

from sim.errors import InputError, nearest, shown
from sim.inputs.in_use import studies
from sim.inputs.pages import at, placed
from sim.inputs.settings import parse_yaml
from sim.inputs.shipped import shipped
from sim.inputs.study import FOLDERS, shipped_pages
from sim.inputs.tables import LARGEST, read_file


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


def called(path: Path) -> str:
    """A file of a scenario as faults name it: in a study by its place there, else by its name."""
    folder = path.parent
    is_own = any(folder in study.scenarios.values() for study in studies())
    return f"{FOLDERS['scenario']}/{folder.name}/{path.name}" if is_own else path.name


def read_pages(folder: Path) -> dict[Path, bytes]:
    """The settings file of a folder, then those of the scenarios that it is like, by folder."""
    pages: dict[Path, bytes] = {}
    while True:
        page = folder / "scenario.yaml"
        pages[folder] = read_bytes(page)
        tree = parse_yaml(called(page), pages[folder])
        if not isinstance(tree, dict) or "like" not in tree:
            return pages
        try:
            with at(tree, "like"):
                folder = find_like(str(tree["like"]))
                if folder in pages:
                    raise InputError("key like: it refers back to itself; expected another scenario")
        except InputError as fault:
            raise placed(called(page), fault) from None


def find_like(model: str) -> Path:
    if model not in scenario_names():
        expected = f"one of {', '.join(scenario_names())}{nearest(model, scenario_names())}"
        raise InputError(f"key like: {shown(model)}; expected {expected}")
    return find_folder(model)


def find_file(folder: Path, file: str, others: Iterable[Path] = ()) -> Path:
    """A file of the folder, or of the first of `others` that has it, if only as a link to nothing."""
    return next((place / file for place in (folder, *others) if os.path.lexists(place / file)), folder / file)


def read_bytes(path: Path) -> bytes:
    return read_file(path, called(path), LARGEST, f"it in {path.parent}, as plain text")


def digest_of(files: dict[str, bytes]) -> str:
    digest = hashlib.sha256()
    for file, raw in sorted(files.items()):
        digest.update(f"{file} {len(raw)}\n".encode() + raw)
    return digest.hexdigest()
