"""Parts of a page of yaml, each checked as it is read; a fault knows the row of its key."""

from collections.abc import Iterable

from sim.errors import InputError, nearest, shown
from sim.inputs.pages import at


def mapping(part: str, found: object, known: Iterable[str] | None, needed: Iterable[str] = ()) -> dict:
    """A part of the page, if all its keys are among those known (None: not checked here) and those needed are there."""
    place, known = f"{part}: " if part else "", None if known is None else list(known)
    if not isinstance(found, dict) or not all(isinstance(key, str) for key in found):
        raise InputError(
            f"{place}{shown(found)}; expected keys with values" + (f": {', '.join(known)}" if known else "")
        )
    for key in found:
        if known is not None and key not in known:
            with at(found, key):
                raise InputError(
                    f"{place}key {shown(key)}: not known; expected {', '.join(known)}{nearest(key, known)}"
                )
    if missing := next((key for key in needed if key not in found), None):
        raise InputError(f"{place}key {missing} is missing; expected {', '.join(needed)}")
    return found


def listed(part: str, found: object) -> list:
    return found if isinstance(found, list) and found else fault(part, found, "a list")


def fault(part: str, found: object, expected: str):
    raise InputError(f"{part}: {shown(found)}; expected {expected}")


def words(part: str, found: object) -> str:
    """Text of any length."""
    return found if isinstance(found, str) and found.strip() else fault(part, found, "text")


def line(part: str, found: object) -> str:
    """Text as one line."""
    return " ".join(words(part, found).split())
