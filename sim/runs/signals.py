"""Ctrl-C, SIGTERM and SIGHUP: heard at once, or when it suits."""

import signal
import threading
from collections.abc import Iterator
from contextlib import contextmanager

SIGNALS = (signal.SIGINT, signal.SIGTERM, getattr(signal, "SIGHUP", signal.SIGTERM))
_watched = _asked = False


def hear(number=None, frame=None) -> None:
    """The first signal raises KeyboardInterrupt; later ones only where nobody sees to the end of the process."""
    global _asked
    before, _asked = _asked, True
    if not (before and _watched):
        raise KeyboardInterrupt


def watch_over() -> None:
    """From now on somebody sees to the end of the process: see `sim/commands/stop.py`."""
    global _watched
    _watched = True


def is_watched() -> bool:
    return _watched


def was_stopped() -> bool:
    """Whether a process that is watched has heard a signal, whatever became of its KeyboardInterrupt."""
    return _watched and _asked


@contextmanager
def patience(stop: threading.Event) -> Iterator[None]:
    """The first signal sets `stop`, so that nothing is broken off while it is written."""

    def ask(number, frame) -> None:
        global _asked
        if stop.is_set():
            hear()
        stop.set()
        _asked = True

    with listening(dict.fromkeys(SIGNALS, ask)):
        yield


@contextmanager
def listening(handlers: dict) -> Iterator[None]:
    if threading.current_thread() is not threading.main_thread():  # only the main thread may hear
        yield
        return
    before = {
        number: signal.signal(number, handler)
        for number, handler in handlers.items()
        if signal.getsignal(number) not in (signal.SIG_IGN, None)
    }
    try:
        yield
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)
