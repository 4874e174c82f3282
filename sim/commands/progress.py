"""How far a long run is: on a terminal one line that renews itself, in a log file a line now and then."""

import sys
import time
from typing import Self

PAUSE, LONGEST = 10.0, 600.0  # s between lines when nobody watches: a tenth of the time so far, within these
BLINK = 0.2  # s between renewals on a terminal


class Progress:
    """Called with (done, total); says rate and time left on stderr."""

    def __init__(self, noun: str = "runs", stream=None) -> None:
        self.noun, self.stream = noun, stream or sys.stderr
        self.last = time.monotonic()
        self.first: tuple[int, float] | None = None  # the rate leaves out what came before, such as compiling
        self.live = self.stream.isatty()
        self.open = False

    def __call__(self, done: int, total: int) -> None:
        now = time.monotonic()
        if self.first is None:
            self.first, self.last = (done, now), now
        spent = now - self.first[1]
        if now - self.last < (BLINK if self.live else min(max(PAUSE, spent / 10), LONGEST)):
            return
        self.last = now
        rate = (done - self.first[0]) / max(spent, 1e-9)
        left = f", {span((total - done) / rate)} left" if rate else ""
        line = f"{done:,} of {total:,} {self.noun}" + (f", {rate:,.1f} a second{left}" if rate else "")
        self.stream.write(f"\r{line:<70}" if self.live else f"{line}\n")
        self.stream.flush()
        self.open = self.live

    def say(self, line: str) -> None:
        """A line of its own, above the one that renews itself."""
        self.close()
        self.stream.write(f"{line}\n")
        self.stream.flush()

    def close(self) -> None:
        if self.open:
            self.stream.write("\r" + " " * 70 + "\r")
            self.stream.flush()
            self.open = False

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_) -> None:
        self.close()


def span(seconds: float) -> str:
    if seconds < 90:
        return f"{seconds:.0f} s"
    return f"{seconds / 60:.0f} min" if seconds < 5400 else f"{seconds / 3600:.1f} h"
