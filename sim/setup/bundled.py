"""A page of yaml: one that comes with the program, by its name, or your own, by its path."""

from collections.abc import Callable
from pathlib import Path
from typing import TypeVar

from sim.errors import InputError, nearest, shown
from sim.scenarios.folder import config_dir
from sim.scenarios.pages import MOST_BYTES, read_yaml
from sim.scenarios.tables import read_text
from sim.setup.listed import within

T = TypeVar("T")


def names(group: str) -> list[str]:
    """Pages of a group: the folder of that name in configs."""
    return sorted(path.stem for path in Path(config_dir(), group).glob("*.yaml"))


def read(group: str, name: str, parse: Callable[[str, object], T]) -> T:
    """What `parse` makes of the page that is named, given the name of it and what its yaml holds. Raises InputError."""
    known = names(group)
    path = Path(config_dir(), group, f"{name}.yaml") if name in known else Path(name)
    try:
        raw = path.read_bytes() if path.suffix in (".yaml", ".yml") else b""
    except (OSError, ValueError):
        raw = b""
    if not raw or len(raw) > MOST_BYTES:
        raise InputError(
            f"{group}: {shown(name)}; expected one of {', '.join(known)}, or the path of your own yaml "
            f"file{nearest(name, known)}"
        )
    place = f"{group} {path.stem}"
    return within(place, parse, name, read_yaml(place, read_text(path.name, raw)))
