"""Sweeps to break: a small one, its undisturbed twin, and a process that can be killed."""

import json
import os
import signal
import subprocess
import sys
import time
from contextlib import suppress
from pathlib import Path

import pytest
from patience import patience
from small_sweep import WORDS

sys.path.insert(0, str(Path(__file__).parents[1] / "sweep"))


class Victim:
    """`paradip` in a process of its own that can be killed."""

    def __init__(self) -> None:
        self.pid = 0
        self.server = subprocess.Popen(
            [sys.executable, str(Path(__file__).with_name("victim.py"))],
            text=True,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            env={**os.environ, "PYTHONPATH": os.pathsep.join(filter(None, sys.path))},
        )

    def start(self, words, **order) -> int:
        """The process id."""
        if self.pid:  # a test that failed left it
            self.kill(self.pid)
            self.end()
        self.server.stdin.write(json.dumps({"words": [str(word) for word in words], **order}) + "\n")
        self.server.stdin.flush()
        self.pid = json.loads(self.server.stdout.readline())["pid"]
        return self.pid

    def kill(self, pid: int) -> None:
        """Unless it has ended already."""
        with suppress(ProcessLookupError):
            os.kill(pid, signal.SIGKILL)

    def end(self) -> dict:
        """Its status and how many fsyncs and renames it made."""
        self.pid = 0
        return json.loads(self.server.stdout.readline())

    def run(self, words, **order) -> dict:
        self.start(words, **order)
        return self.end()


@pytest.fixture(scope="session")
def victim():
    victim = Victim()
    yield victim
    victim.server.stdin.close()
    victim.server.wait(10)


@pytest.fixture(scope="session")
def undisturbed(victim, tmp_path_factory):
    """The folder of a sweep that nobody disturbed."""
    folder = tmp_path_factory.mktemp("undisturbed") / "sweep"
    assert victim.run([*WORDS, "--out", folder])["status"] == 0
    return folder


@pytest.fixture(scope="session")
def pace(victim, undisturbed, tmp_path_factory):
    """The seconds that it takes, once the victim has done it before."""
    began = time.monotonic()
    assert victim.run([*WORDS, "--out", tmp_path_factory.mktemp("pace") / "sweep"])["status"] == 0
    return time.monotonic() - began


@pytest.fixture(name="patience")
def waiting():
    """`with patience(60): ...`, seconds."""
    return patience


@pytest.fixture
def figures(record_property):
    """Has a figure said when all tests are done (tests/conftest.py)."""
    return lambda line: record_property("figure", line)
