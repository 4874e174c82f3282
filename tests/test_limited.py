"""Under limits of the system, on memory, files and processes: one line with the true reason, and no hang."""

import resource
import subprocess
import sys

import pytest
from by_default import by_default

from sim.commands.cli import main
from sim.errors import InputError
from sim.runs import executors
from sim.runs.executors import open_pool

WORDS = ["scenario=toy", "run.years=0.1", "run.replicates=200"]


def limited(kind, n, *words):
    """A command under a limit: exit code, and what it said last."""
    made = subprocess.run(
        [sys.executable, "-B", "-c", "from sim.commands.cli import enter; enter()", *words],
        preexec_fn=lambda: resource.setrlimit(kind, (n, n)), capture_output=True, text=True, timeout=300,
    )  # fmt: skip
    assert "Traceback" not in made.stderr
    return made.returncode, made.stderr.splitlines()[-1]


def test_too_little_memory_to_load_libraries_is_said_before_they_are_loaded():
    code, said = limited(resource.RLIMIT_AS, 600_000_000, "run", *WORDS)
    assert code == 2 and "memory: limited to 600 MB (ulimit -v)" in said and "at least 1,000 MB" in said


@pytest.mark.parametrize("command", by_default(["run"], ["run", "sweep"]))
def test_a_limit_on_files_is_a_full_disk(command, tmp_path):
    words = [*WORDS, *["delegation.level=0,0.1"] * (command == "sweep")]
    code, said = limited(resource.RLIMIT_FSIZE, 4096, command, *words, "--out", str(tmp_path / "out"))
    assert code == 3 and "files may not grow so large here; expected a higher limit (ulimit -f)" in said


def test_a_limit_on_threads_is_told_with_what_there_were(monkeypatch, capsys, tmp_path):
    def start(*_):
        raise RuntimeError("can't start new thread")

    monkeypatch.setattr(executors.ThreadPoolExecutor, "_adjust_thread_count", start)
    words = ["sweep", "delegation.level=0,0.1", *WORDS, "run.threads=256", "--out", str(tmp_path / "out")]
    assert main(words) == 2
    said = capsys.readouterr().err
    assert said.startswith("paradip: run.threads=256: the system starts no more than 0") and said.count("\n") == 1


def test_leaving_a_pool_needs_no_thread(monkeypatch):
    def start(*_):
        raise RuntimeError("can't start new thread")

    with pytest.raises(InputError, match="what happened"), open_pool("threads", 2):
        monkeypatch.setattr(executors.threading.Thread, "start", start)
        raise InputError("what happened")
