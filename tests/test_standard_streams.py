"""Whatever standard output and error are, a command ends with a line at most, its own exit code, and no traceback."""

import os
import subprocess
import sys
from itertools import product
from pathlib import Path

import pytest
from by_default import by_default

HERE = Path(__file__).parents[1]
SHORT = ["scenario=toy", "run.years=0.1", "run.replicates=2", "--out", "out"]
WORDS = {"list": ["list", "policies"], "help": ["--help"], "run": ["run", *SHORT], "wrong": ["run", "policy=nope"]}
CODES = {"list": 0, "help": 0, "run": 0, "wrong": 2}
CLOSED = "paradip: standard output is closed; expected a terminal, a file or a pipe\n"


def ended(name, redirections, folder):
    """(exit code, standard error) of a command as a shell starts it."""
    line = f'exec "{sys.executable}" -m sim.commands.cli {" ".join(WORDS[name])} {redirections}'
    environment = {**os.environ, "PYTHONPATH": str(HERE)}
    done = subprocess.run(["sh", "-c", line], cwd=folder, env=environment, capture_output=True, text=True, timeout=120)
    return done.returncode, done.stderr


@pytest.mark.parametrize("name", WORDS)
def test_standard_output_is_closed(name, tmp_path):
    assert ended(name, ">&-", tmp_path) == (2, CLOSED)
    assert list(tmp_path.iterdir()) == []


NOWHERE = ["2>&-", "2>/dev/full", "2>&- <&-"]


@pytest.mark.parametrize(
    "case", by_default([("run", "2>&-"), ("wrong", "2>/dev/full"), ("list", "2>&- <&-")], product(WORDS, NOWHERE))
)
def test_standard_error_leads_nowhere(case, tmp_path):
    """Nothing that was to be said on it ends in a file of results."""
    name, where = case
    assert ended(name, f">/dev/null {where}", tmp_path) == (CODES[name], "")
    if name == "run":
        assert (tmp_path / "out" / "manifest.json").read_text().startswith("{")
        assert not (tmp_path / "out" / ".lock").exists()


@pytest.mark.parametrize("name", by_default(["list"], ["list", "help", "run"]))
def test_standard_output_is_full(name, tmp_path):
    code, said = ended(name, ">/dev/full", tmp_path)
    assert code == 3
    assert said == "paradip: output: No space left on device; expected room and permission to write there\n"


def test_a_reader_that_has_seen_enough(tmp_path):
    line = f'"{sys.executable}" -m sim.commands.cli list parameters | head -1'
    environment = {**os.environ, "PYTHONPATH": str(HERE)}
    done = subprocess.run(["sh", "-c", line], cwd=tmp_path, env=environment, capture_output=True, text=True, timeout=60)
    assert (done.returncode, done.stderr) == (0, "") and done.stdout.count("\n") == 1
