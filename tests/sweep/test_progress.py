"""Progress: a line that renews itself on a terminal, a line now and then elsewhere."""

import io

from sim.commands import progress
from sim.commands.progress import Progress


class Terminal(io.StringIO):
    def isatty(self):
        return True


def told(stream, monkeypatch, seconds, n=2000, before=0):
    """What is said of n runs, one after another, so many seconds each."""
    now = [0.0]
    monkeypatch.setattr(progress.time, "monotonic", lambda: now[0])
    with Progress(stream=stream) as told:
        for done in range(before, n + 1):
            told(done, n)
            now[0] += seconds
        told.say("damaged: x")
    return stream.getvalue()


def test_a_terminal_has_one_line(monkeypatch):
    text = told(Terminal(), monkeypatch, 0.1)
    assert text.count("\n") == 1 and text.count("\r") > 600
    assert "\r2 of 2,000 runs, 10.0 a second, 3 min left " in text and " runs, 10.0 a second, 60 s left " in text
    assert text.endswith("\r" + " " * 70 + "\rdamaged: x\n")


def test_a_log_file_has_a_line_now_and_then(monkeypatch):
    short = told(io.StringIO(), monkeypatch, 0.1)
    assert "\r" not in short and 15 <= short.count("\n") <= 25
    long = told(io.StringIO(), monkeypatch, 100.0)
    assert long.count("\n") < 400 and " a second, 27.8 h left\n" in long  # two days of it


def test_what_was_done_before_is_no_speed(monkeypatch):
    text = told(io.StringIO(), monkeypatch, 1.0, before=1900)
    assert text.splitlines()[0] == "1,910 of 2,000 runs, 1.0 a second, 2 min left"
