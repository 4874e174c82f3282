"""Ctrl-C, SIGTERM and SIGHUP end any command in two seconds and with one line, though it is inside compiled code."""

import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest
from by_default import by_default

from sim.runs.work import ready

HERE = Path(__file__).parents[1]
# Each of them takes minutes: a single run, in a thread and in the main one, and many.
HEAVY = ["scenario=us_2023", "run.years=50", "parameters.arrival_rate=550"]
COMMANDS = {
    "one long run": ["run", *HEAVY, "run.replicates=1"],
    "a story": ["explain", "centralized", *HEAVY],
    "many runs": ["run", "scenario=toy", "run.replicates=100000"],
    "processes": ["run", "scenario=toy", "run.replicates=100000", "run.cluster=processes"],
    "dask": ["run", "scenario=toy", "run.replicates=100000", "run.cluster=local"],
    "claims": ["claims", "h05"],
    "targets": ["evidence", "us_voided", "run.replicates=100000"],
    "worth": ["worth", "status_quo", "ban", "--value", "goodput=1"],
    "known answers": ["verify", "delegating"],
    "a search": ["optimize", "scenario=toy", "--check", "100000"],
    "parts": ["sensitivity", "--over", "load,growth", "--n", "1000"],
}
QUICK = [("one long run", "SIGINT", 1), ("processes", "SIGTERM", 2)]
SLOW = [(name, number, n) for name in COMMANDS for number in ("SIGINT", "SIGTERM", "SIGHUP") for n in (1, 2, 3)]
UNTOLD = ("a second", "left", "compiling the rules", "levers, budget", "search: ", "factors, ")


@pytest.mark.parametrize("case", by_default(QUICK, SLOW))
def test_a_command_is_stopped(case, tmp_path):
    ready()
    name, number, times = case
    words = COMMANDS[name] + ([] if name == "a story" else ["--out", "new/out"])
    process = subprocess.Popen(
        [sys.executable, "-m", "sim.commands.cli", *words],
        cwd=tmp_path,
        env={**os.environ, "PYTHONPATH": str(HERE)},
        stdout=subprocess.DEVNULL,
        stderr=subprocess.PIPE,
        text=True,
    )
    try:
        time.sleep(5.0)
        assert process.poll() is None, process.communicate()
        began = time.monotonic()
        for _ in range(times):
            process.send_signal(getattr(signal, number))
            time.sleep(0.02)
        said = process.communicate(timeout=30)[1]
        taken = time.monotonic() - began
    finally:
        process.kill()
    assert taken < 2.0, (taken, said)
    assert process.returncode == 130
    lines = [line for line in said.splitlines() if not any(word in line for word in UNTOLD)]
    assert len(lines) == 1 and lines[0].startswith("paradip: interrupted"), said


BROKEN_OFF = """
import os, signal, time
from sim.commands.cli import enter

def do(words):
    try:
        os.kill(os.getpid(), signal.SIGTERM)
        time.sleep(5)
    except KeyboardInterrupt:
        raise AttributeError("half made")

enter(do)
"""


def test_a_library_that_fails_for_an_interruption_is_interrupted():
    done = subprocess.run(
        [sys.executable, "-c", BROKEN_OFF], capture_output=True, text=True, env={**os.environ, "PYTHONPATH": str(HERE)}
    )
    assert (done.returncode, done.stderr) == (130, "paradip: interrupted\n")


@pytest.mark.slow
def test_what_nohup_ignores_is_not_heard(tmp_path):
    process = subprocess.Popen(
        ["nohup", sys.executable, "-m", "sim.commands.cli", "run", "scenario=toy", "run.replicates=30"],
        cwd=tmp_path,
        env={**os.environ, "PYTHONPATH": str(HERE)},
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    time.sleep(3.0)
    process.send_signal(signal.SIGHUP)
    assert process.wait(60) == 0
