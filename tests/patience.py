"""A test that waits for ever fails."""

import signal
from contextlib import contextmanager


@contextmanager
def patience(seconds: int):
    """Within: TimeoutError after so many seconds."""

    def give_up(*_):
        raise TimeoutError(f"not done within {seconds} s")

    before = signal.signal(signal.SIGALRM, give_up)
    signal.alarm(seconds)
    try:
        yield
    finally:
        signal.alarm(0)
        signal.signal(signal.SIGALRM, before)
