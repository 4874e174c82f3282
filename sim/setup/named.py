"""Pages of yaml by name: those that come with the program, those of a study, or your own by its path."""

from collections.abc import Callable
from pathlib import Path
from typing import TypeVar

from sim.errors import InputError, nearest, shown
from sim.inputs.in_use import studies
from sim.inputs.pages import MOST_BYTES, placed, read_yaml
from sim.inputs.study import shipped_pages
from sim.inputs.tables import read_text

T = TypeVar("T")


def own_pages(kind: str) -> dict[str, tuple[str, bytes]]:
    """Pages of the studies in use: by name, as told in faults and what they hold."""
    return {name: page for study in studies() for name, page in study.pages[kind].items()}


def names(kind: str) -> list[str]:
    """Of all pages of a kind, those of studies last."""
    return [*shipped_pages(kind), *own_pages(kind)]


def find(kind: str, name: str, by_path: bool = True) -> tuple[str, bytes]:
    """The page that is named: as told in faults, and what it holds. by_path: a file elsewhere will do. Raises
    InputError."""
    own, known = own_pages(kind), shipped_pages(kind)
    if name in own:
        return own[name]
    path = known.get(name, Path(name))
    try:
        raw = path.read_bytes() if name in known or (by_path and is_page(path)) else b""
    except (OSError, ValueError):
        raw = b""
    if not raw or len(raw) > MOST_BYTES:
        words = f"one of {', '.join([*known, *own])}" + (", or the path of your own yaml file" if by_path else "")
        raise InputError(f"{kind}: {shown(name)}; expected {words}{nearest(name, [*known, *own])}")
    return f"{kind} {name if name in known else path.name}", raw


def is_page(path: Path) -> bool:
    """Whether it is a file of yaml; a pipe would never end."""
    return path.suffix in (".yaml", ".yml") and path.is_file()


def read(kind: str, name: str, parse: Callable[[str, object], T], by_path: bool = True) -> T:
    """What `parse` makes of the page that is named, given the name of it and what its yaml holds. Raises InputError."""
    place, raw = find(kind, name, by_path)
    page = read_yaml(place, read_text(place, raw))
    try:
        return parse(name, page)
    except InputError as fault:
        raise placed(place, fault) from None
