"""Standard output and error as a command needs them, whatever it was started with."""

import io
import os
import sys
from contextlib import suppress


class Unbroken(io.TextIOWrapper):
    """Standard error that goes on where nobody reads or the disk is full: what a command does must not hang on it."""

    def write(self, text: str) -> int:
        with suppress(OSError):
            return super().write(text)
        return len(text)

    def flush(self) -> None:
        with suppress(OSError):
            super().flush()


def open_streams() -> bool:
    """Whether there is somewhere to print to. What was closed leads nowhere: else the next file that is opened would
    take its place, and lines for a terminal would end in it."""
    printable = sys.stdout is not None
    for number in range(3):
        try:
            os.fstat(number)
        except OSError:
            os.open(os.devnull, os.O_RDWR)
    error = os.fdopen(os.dup(2), "wb") if sys.stderr is None else sys.stderr.buffer
    sys.stderr = Unbroken(error, "utf-8", "backslashreplace", line_buffering=True)
    if not printable:
        sys.stdout = os.fdopen(os.dup(1), "w")
    return printable
