"""Compiled rules come from a cache that a changed callee in another file renews; without one they work too."""

import errno
import math
import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from numba.core.event import install_recorder

from sim.model import compiled, week
from sim.runs.ahead import BACKWARDS, compile_backwards
from sim.runs.work import ready

HERE = Path(__file__).parents[1]
# arrivals.arrival_time calls elementary.log, of another file.
ASK = """
import errno
import math
from sim.model.given import GIVEN
from sim.model.records import rows
from sim.model.rules.arrivals import arrival_time
given = rows(GIVEN, 1)
given["log_growth"] = given["arrival_rate"] = 1.0
print(arrival_time(given[0], math.inf))
"""


def ask(package: Path, cache: Path) -> float:
    done = subprocess.run(
        [sys.executable, "-c", ASK],
        cwd=package,
        check=True,
        capture_output=True,
        text=True,
        env={**os.environ, "PYTHONPATH": str(package), "XDG_CACHE_HOME": str(cache)},
    )
    return float(done.stdout)


@pytest.fixture
def package(tmp_path):
    shutil.copytree(HERE / "sim", tmp_path / "sim", ignore=shutil.ignore_patterns("__pycache__"))
    return tmp_path


def test_a_changed_callee_is_seen(package, tmp_path):
    cache = tmp_path / "cache"
    assert ask(package, cache) == math.inf
    assert ask(package, cache) == math.inf
    (first,) = (cache / "paradiplomacy").iterdir()
    assert first.stat().st_mode & 0o077 == 0
    rule = package / "sim/model/elementary.py"
    text = rule.read_text()
    old = "if x == math.inf:\n        return x"
    assert text.count(old) == 1
    rule.write_text(text.replace(old, old.replace("return x", "return 0.75")))
    assert ask(package, cache) == 0.75
    assert len(list((cache / "paradiplomacy").iterdir())) == 2


@pytest.mark.skipif(not compiled.COMPILES, reason="the rules are not compiled")
def test_what_is_compiled_ahead_is_what_a_run_asks_for():
    """Else the other process would compile what nobody takes from the cache."""
    ready()
    with install_recorder("numba:compile") as compilations:
        compile_backwards()
    assert compilations.buffer == []


@pytest.mark.slow
@pytest.mark.skipif(compiled.FOLDER is None, reason="the rules are not compiled or not kept")
def test_compiled_by_two_processes_it_is_the_same(tmp_path):
    def said(cache: Path) -> tuple[str, str]:
        environment = {**os.environ, "XDG_CACHE_HOME": str(cache), "PYTHONPATH": str(HERE)}
        done = subprocess.run(
            [sys.executable, "-c", DOORS["run"]],
            cwd=tmp_path,
            check=True,
            capture_output=True,
            text=True,
            env=environment,
        )
        return done.stdout, done.stderr

    begun = tmp_path / "begun"  # what the other process does alone is kept for this one
    environment = {**os.environ, "XDG_CACHE_HOME": str(begun), "PYTHONPATH": str(HERE)}
    subprocess.run([sys.executable, "-c", BACKWARDS], cwd=tmp_path, check=True, env=environment)
    kept = {path.name.split("-")[0] for path in begun.rglob("*.nbc")}
    assert kept >= {"reading.read", "department.act", "subnational.decide", "week.record"} and "week.run" not in kept
    here = said(Path(compiled.FOLDER).parents[1])
    assert said(tmp_path / "empty") == (here[0], "compiling the rules (once, about half a minute) ...\n")
    assert said(tmp_path / "empty") == here and here[1] == ""


DOORS = {
    "run": "import sim; print(sim.run(scenario='toy', years=0.2, replicates=1)['throughput'][0])",
    "mesa": "import sim; m = sim.DiplomacyModel(scenario='toy', years=0.2); m.step(); print(m.issues['work'].sum())",
    "explain": "from sim.commands.cli import main; main(['explain', 'ban', 'scenario=toy', 'run.years=0.2'])",
    "verify": "from sim.commands.cli import main; main(['verify', 'staffing', '--out', 'found'])",
}
# What a disk that was full or a process that was killed may leave, by the end of a file's name.
CUT, NOISE = (lambda content: content[: len(content) // 2]), (lambda content: b"noise")


@pytest.mark.skipif(compiled.FOLDER is None, reason="the rules are not compiled or not kept")
@pytest.mark.slow
@pytest.mark.parametrize("door", DOORS)
@pytest.mark.parametrize("rules", [["elementary", "counterpart"], ["*"]])
def test_damaged_files_are_compiled_again_whoever_asks(rules, door, tmp_path):
    ready()
    shutil.copytree(compiled.FOLDER, tmp_path / "cache" / "paradiplomacy" / compiled.FOLDER.name)

    def told() -> tuple[str, str]:
        environment = {**os.environ, "XDG_CACHE_HOME": str(tmp_path / "cache"), "PYTHONPATH": str(HERE)}
        done = subprocess.run(
            [sys.executable, "-c", DOORS[door]],
            cwd=tmp_path,
            check=True,
            capture_output=True,
            text=True,
            env=environment,
        )
        return done.stdout, "\n".join(line for line in done.stderr.splitlines() if "cache" in line)

    sound, said = told()
    assert said == ""
    kept = sorted(path for rule in rules for path in (tmp_path / "cache").rglob(f"{rule}.*.nb[ic]"))
    assert len({path.suffix for path in kept}) == 2
    for k, path in enumerate(kept):
        path.write_bytes((CUT, NOISE)[k % 2](path.read_bytes()))
    again, said = told()
    assert again == sound and said == "the cache of compiled rules is damaged; compiling again what is damaged ..."
    assert told() == (sound, "")


def test_no_cache_is_no_harm(package, tmp_path):
    blocked = tmp_path / "file"
    blocked.write_text("not a folder")
    assert ask(package, blocked) == math.inf


@pytest.mark.skipif(compiled.FOLDER is None, reason="the rules are not compiled or not kept")
def test_a_cache_that_cannot_be_written_is_done_without(monkeypatch, capsys):
    @compiled.step
    def double(x):
        return 2 * x

    def full(key, data):
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))

    compiled._tell.cache_clear()
    monkeypatch.setattr(double._cache._cache_file, "save", full)
    assert double(3) == 6 and double(1.5) == 3.0
    said = capsys.readouterr().err
    assert said.count("\n") == 1
    assert said.startswith("the cache of compiled rules cannot be written (No space left on device: ")


@pytest.mark.skipif(compiled.FOLDER is None, reason="the rules are not compiled or not kept")
def test_whether_rules_are_cold_is_asked_of_the_function_itself(monkeypatch, tmp_path):
    """Not whether a file of that name is there: another checkout, or python -O, may have made it."""
    ready()
    assert not compiled.is_cold(week.run)
    key = week.run._cache._index_key
    monkeypatch.setattr(week.run._cache, "_index_key", lambda *_: (*key(*_)[:-1], ("other", "code")))
    assert compiled.is_cold(week.run)
    monkeypatch.undo()
    monkeypatch.setattr(week.run._cache._cache_file, "_index_path", str(tmp_path / "none.nbi"))
    assert compiled.is_cold(week.run)
