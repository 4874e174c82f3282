"""Who may work, and for how long: two jobs at a time of all sessions, never two of one, first come first served.

A session is a browser, however many pages of ours it has open. What it asks for anew waits until what was asked before,
and is cancelled, has left its place.
"""

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from threading import Condition, Event, Timer

from sim.errors import InputError

MOST = 2  # jobs at the same time
LONGEST = 120.0  # s from asking to the end, waiting included
_room = Condition()
_queue: list[list[str]] = []  # tickets: each a list of its own, told apart by identity
_working: list[str] = []  # sessions


def session() -> str:
    """Whose thread this is; "" outside of any page."""
    solara = sys.modules.get("solara")
    try:
        return solara.get_session_id() if solara else ""
    except RuntimeError:
        return ""


def next_ticket() -> list[str] | None:
    """Who has waited longest among those whose session is not at work already."""
    return next((one for one in _queue if one[0] not in _working), None) if len(_working) < MOST else None


@contextmanager
def turn(cancel: Event) -> Iterator[bool]:
    """Wait for a place; False if that was cancelled meanwhile."""
    ticket = [session()]
    with _room:
        _queue.append(ticket)
        while not cancel.is_set() and next_ticket() is not ticket:
            _room.wait(0.1)
        _queue[:] = [one for one in _queue if one is not ticket]
        mine = not cancel.is_set()
        if mine:
            _working.append(ticket[0])
        _room.notify_all()
    try:
        yield mine
    finally:
        if mine:
            with _room:
                _working.remove(ticket[0])
                _room.notify_all()


@contextmanager
def in_time(cancel: Event) -> Iterator[None]:
    """Cancels what takes too long; then raises InputError."""
    late = Event()

    def end() -> None:
        late.set()
        cancel.set()

    clock = Timer(LONGEST, end)
    clock.daemon = True
    clock.start()
    try:
        yield
    finally:
        clock.cancel()
    if late.is_set():
        raise InputError(
            f"This took longer than {LONGEST:g} seconds and was stopped; expected fewer worlds, fewer years "
            "or fewer pages at once. Change something to try again"
        )
