"""Finished sweeps of this machine: looked for once, when the page starts, and known by their names from then on.

A link or a visitor says a name; a folder is what that name stands for here. So nothing that is typed becomes a path.
"""

import os
from pathlib import Path

from sim.errors import InputError
from sim.runs import page

PLACE, DEEP, MOST = "results", 3, 200  # where they are looked for, how many folders down, how many are offered
MADE = ("manifest.json", "sweep.parquet")  # what a finished sweep has beside its page

found: dict[str, Path] = {}  # by name, the latest first; written before anybody comes in


def finished(folder: Path) -> bool:
    return all((folder / name).is_file() for name in (page.NAME, *MADE))


def beneath(folder: Path) -> list[Path]:
    """Folders of finished sweeps, the latest first. No link is followed."""
    sweeps = []
    for place, inside, files in os.walk(folder):
        here = Path(place)
        if page.NAME in files or len(here.relative_to(folder).parts) >= DEEP:
            inside.clear()
        inside[:] = [name for name in inside if not name.startswith(".")]
        if finished(here):
            sweeps.append(here)
    return sorted(sweeps, key=lambda one: (-(one / MADE[0]).stat().st_mtime, one))[:MOST]


def named(folders: list[Path]) -> dict[str, Path]:
    """Each by the last part of its path, or by as many parts as tell it from the others."""
    names: dict[str, Path] = {}
    for folder in folders:
        parts = folder.resolve().parts
        same = [other.resolve().parts for other in folders if other != folder]
        n = next((n for n in range(1, len(parts)) if not any(other[-n:] == parts[-n:] for other in same)), len(parts))
        names[", ".join(parts[-n:])] = folder
    return names


def find(folder: str | None = None) -> dict[str, Path]:
    """Of one folder: itself, or what is beneath it; without one, what is beneath `results`, if there is any.
    Raises InputError: nothing finished in the folder that was named."""
    if folder is None:
        return named(beneath(Path(PLACE)))
    place = Path(folder)
    if (place / page.NAME).is_file() and not finished(place):
        raise InputError(f"--sweep {folder}: the sweep is not finished; expected one that is: paradip resume {folder}")
    sweeps = beneath(place)
    if not sweeps:
        raise InputError(
            f"--sweep {folder}: no finished sweep in it; expected the folder of one, or a folder that holds some, such "
            f"as {PLACE}"
        )
    return named(sweeps)
