"""An axis of a picture: its ends a little beyond what is drawn, places in percent of the way, ticks at round values."""

from collections.abc import Callable

from matplotlib.ticker import MaxNLocator

from sim.model.units import plain

ROOM = 0.05  # about what is drawn, of its span


def axis(low: float, high: float, times: float = 1.0) -> tuple[Callable[[float], float], list[dict]]:
    """The place of a value, and the ticks. times: by what values are multiplied to be said."""
    room = ROOM * (high - low) or 1.0
    low, high = low - room, high + room

    def at(x: float) -> float:
        return round(100 * (x - low) / (high - low), 2)

    ticks = [
        {"at": at(x / times), "text": plain(x)}
        for x in map(float, MaxNLocator(5).tick_values(times * low, times * high))
        if times * low <= x <= times * high
    ]
    return at, ticks
