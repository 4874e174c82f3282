"""Ctrl-C and SIGTERM: heard at once, or when it suits."""

import signal
import threading
from collections.abc import Iterator
from contextlib import contextmanager


@contextmanager
def terminations() -> Iterator[None]:
    """SIGTERM is heard as Ctrl-C is."""
    with listening({signal.SIGTERM: signal.default_int_handler}):
        yield


@contextmanager
def patience(stop: threading.Event) -> Iterator[None]:
    """The first Ctrl-C or SIGTERM sets `stop`, so that nothing is broken off while it is written; the second does."""

    def ask(number, frame) -> None:
        if stop.is_set():
            raise KeyboardInterrupt
        stop.set()

    with listening({signal.SIGINT: ask, signal.SIGTERM: ask}):
        yield


@contextmanager
def listening(handlers: dict) -> Iterator[None]:
    if threading.current_thread() is not threading.main_thread():  # only the main thread may hear
        yield
        return
    before = {number: signal.signal(number, handler) for number, handler in handlers.items()}
    try:
        yield
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)
