"""Ctrl-C, SIGTERM and SIGHUP end any command within two seconds and with one line, whatever it is doing.

The first of them raises KeyboardInterrupt where Python is, so that a sweep stores what is done and says how to resume.
But Python may be inside a compiled run of minutes, or waiting for threads that are. So a watcher, woken by Python's own
signal handler at once, ends the process if that takes longer, and at the second signal.
"""

import os
import select
import signal
import sys
import threading
import time
from contextlib import suppress

from sim.runs.files import writing
from sim.runs.signals import SIGNALS, hear, is_watched, watch_over

GRACE, LONGEST = 1.2, 10.0  # s to end by itself; if a file is just being written
CODE = 130

_saying = threading.Lock()
_said = False


def watch() -> None:
    """From now on. Signals that are ignored, as SIGHUP under nohup, stay so."""
    read, write = os.pipe()
    os.set_blocking(write, False)
    signal.set_wakeup_fd(write, warn_on_full_buffer=False)
    for number in {*SIGNALS}:
        if signal.getsignal(number) != signal.SIG_IGN:
            signal.signal(number, hear)
    watch_over()
    sys.unraisablehook = quiet
    with suppress(RuntimeError):  # the system lets no thread start: signals are heard where Python is
        threading.Thread(target=wait, args=(read,), name="paradip-stop", daemon=True).start()


def quiet(unraisable, full=sys.unraisablehook) -> None:
    """A KeyboardInterrupt in a callback of a library cannot be raised, and need not be told."""
    if not isinstance(unraisable.exc_value, KeyboardInterrupt):
        full(unraisable)


def wait(pipe: int) -> None:
    """What the watcher does."""
    while os.read(pipe, 1)[0] not in SIGNALS:
        pass  # such as a child that ended
    began = time.monotonic()
    while time.monotonic() - began < (LONGEST if writing() else GRACE):
        if select.select([pipe], [], [], 0.05)[0] and os.read(pipe, 1)[0] in SIGNALS:
            break
    say("paradip: interrupted")
    os._exit(CODE)


def say(line: str) -> None:
    """The line on standard error; of a process that is watched, only one."""
    global _said
    with _saying:
        if not (_said and is_watched()):
            _said = True
            with suppress(OSError, ValueError):
                print(line, file=sys.stderr, flush=True)


def leave(code: int) -> None:
    """End the process; at once where it was stopped, or a thread is inside a long run, for which Python would wait."""
    executors = sys.modules.get("sim.runs.executors")
    if code != CODE and (executors is None or not executors.busy()):
        sys.exit(code)
    for stream in (sys.stdout, sys.stderr):
        with suppress(OSError, ValueError):
            stream.flush()
    os._exit(code)
