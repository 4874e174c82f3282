"""A whole number as an option of a command takes it."""

from sim.errors import InputError, shown
from sim.model.limits import SETTINGS

SEEDS = int(SETTINGS["run.seed"].high)


def read_whole(option: str, text: str, low: int, high: int) -> int:
    """Raises InputError."""
    number = int(text) if text.isascii() and text.isdigit() and len(text) <= 12 else -1
    if not low <= number <= high:
        raise InputError(f"{option}: {shown(text)}; expected a whole number from {low:,} to {high:,}")
    return number


def read_seed(text: str) -> int:
    """The seed of worlds. Raises InputError."""
    return read_whole("--seed", text, 0, SEEDS)
