"""A policy as one word of a comparison: a preset, and what of it was moved.

    guided_delegation
    guided_delegation:delegation.level=0.5,oversight.liaison=2
"""

from collections.abc import Iterable

from sim.errors import InputError
from sim.limits import shown
from sim.overrides import check_preset


def is_column(word: str) -> bool:
    """A policy, and not an override that holds for all of them."""
    return "=" not in word.partition(":")[0]


def read_column(word: str) -> tuple[str, dict[str, str]]:
    """The preset, and the values moved by key, as they were written. Raises InputError."""
    preset, colon, rest = word.partition(":")
    check_preset("policy", preset)
    moved: dict[str, str] = {}
    for part in rest.split(",") if colon else ():
        key, equals, value = (piece.strip() for piece in part.partition("="))
        if not equals or key in moved:
            raise InputError(f"{preset}: {shown(part)}; expected each lever once, such as {preset}:delegation.level=0.5,oversight.liaison=2")
        moved[key] = value
    return preset, moved


def write_column(preset: str, moved: Iterable[str]) -> str:
    """The word again. moved: key=value each."""
    words = ",".join(moved)
    return f"{preset}:{words}" if words else preset


def names_of(columns: Iterable[tuple[str, bool]]) -> list[str]:
    """A name for each (preset, was anything moved?): a plus says that something was, a number or a minus tells apart
    what would be called the same."""
    names: list[str] = []
    seen: dict[str, int] = {}
    for preset, moved in columns:
        name = preset + "+" * moved
        seen[name] = n = seen.get(name, 0) + 1
        names.append(name if n == 1 else f"{name}{n}" if moved else f"{name}-{n}")
    return names
