"""Two at once, Ctrl-C, a termination, a policy that raises: said plainly, and what was done is kept (C6, C7)."""

import os
import signal
import time
import uuid
from pathlib import Path

import pytest
from by_default import by_default
from small_sweep import TOTAL, WORDS
from sweeping import digests, held, left_behind, ran, resume, sweep

from sim.commands.cli import main
from sim.runs import work
from sim.runs.lock import WHOLE, hold
from sim.runs.results import load

LONG = [word if not word.startswith("run.replicates") else "run.replicates=20000" for word in WORDS]


def wait_for(what, seconds=30.0) -> float:
    """Until it is so; the seconds that took."""
    began = time.monotonic()
    while not what():
        assert time.monotonic() - began < seconds, "waited in vain"
        time.sleep(0.01)
    return time.monotonic() - began


def shards(folder: Path) -> list[Path]:
    return list((folder / "shards").glob("*.json"))


def marked(mark: str) -> list[int]:
    """Processes with a mark in their environment."""
    found = []
    for path in Path("/proc").glob("[0-9]*/environ"):
        try:
            found += [int(path.parent.name)] if mark.encode() in path.read_bytes() else []
        except OSError:
            continue
    return found


def test_a_second_one_is_told_and_the_dead_hold_no_lock(victim, undisturbed, tmp_path, capsys):
    folder = tmp_path / "sweep"
    pid = victim.start([*LONG, "--out", folder])
    wait_for(lambda: shards(folder))
    for words in ([*LONG, "--out", str(folder)], ["resume", str(folder)]):
        began = time.monotonic()
        assert main(words) == 4
        assert time.monotonic() - began < 5.0
        said = capsys.readouterr().err
        assert said.count("\n") == 1 and str(folder) in said and f"process {pid}" in said
    assert main(["status", str(folder)]) == 0 and f"in use by process {pid}" in capsys.readouterr().out
    victim.kill(pid)
    assert victim.end()["status"] == -signal.SIGKILL
    with hold(folder, WHOLE):
        pass


def test_waiting(victim, undisturbed, tmp_path):
    folder = tmp_path / "sweep"
    folder.mkdir()
    with hold(folder, WHOLE):
        victim.start([*WORDS, "--wait", "--out", folder])
        time.sleep(1.0)
        assert not shards(folder)
    assert victim.end()["status"] == 0 and digests(folder) == digests(undisturbed)


def test_parts_at_the_same_time(victim, undisturbed, tmp_path):
    """Three jobs of an array in one folder; one of them here."""
    folder = tmp_path / "sweep"
    victim.start([*WORDS, "--out", folder, "--shard", "2/2"])
    assert main([*WORDS, "--out", str(folder), "--shard", "1/2"]) == 0
    assert victim.end()["status"] == 0
    assert main(["resume", str(folder)]) == 0
    assert digests(folder) == digests(undisturbed) and ran(folder) == TOTAL and set(held(folder).values()) == {1}
    assert [path.name for path in folder.glob(".lock*")] == [".lock"], "locks of parts are left"


@pytest.mark.parametrize("merges", [True, False])
def test_a_part_that_begins_while_another_looks_whether_it_was_the_last(merges, victim, undisturbed, tmp_path):
    """As a task of an array that was killed and started again: it waits for a part that has ended, and for nobody
    else."""
    folder = tmp_path / "sweep"
    assert main([*WORDS, "--out", str(folder), "--shard", "1/2"]) == 0
    with hold(folder, WHOLE, merges=merges):
        before = ran(folder)
        victim.start([*WORDS, "--out", folder, "--shard", "2/2"])
        time.sleep(1.5)
        assert ran(folder) == before == TOTAL // 2
    assert victim.end()["status"] == (0 if merges else 4)
    assert not merges or digests(folder) == digests(undisturbed)


@pytest.mark.parametrize(
    "number", [signal.SIGINT, pytest.param(signal.SIGTERM, marks=pytest.mark.slow)], ids=["Ctrl-C", "SIGTERM"]
)
@pytest.mark.parametrize("who", by_default(["threads", "processes"], ["threads", "slow", "processes"]))
def test_stopped(number, who, victim, undisturbed, tmp_path):
    """`slow`: amid runs of half a minute, which cannot be broken off."""
    folder, said, mark = tmp_path / "sweep", tmp_path / "said", f"mark-{uuid.uuid4()}"
    more = ["run.cluster=processes"] if who == "processes" else []
    pid = victim.start([*LONG, *more, "--out", folder], slow=30 if who == "slow" else 0, said=str(said), mark=mark)
    wait_for(lambda: (folder / "log.jsonl").exists() if who == "slow" else shards(folder))
    time.sleep(0.3)
    began = time.monotonic()
    os.kill(pid, number)
    status = victim.end()["status"]
    taken = time.monotonic() - began
    assert status == 130 and taken < 2.0
    line = said.read_text().splitlines()[-1]
    assert line.startswith("paradip: interrupted; ") and f"paradip resume {folder}" in line
    assert left_behind(folder) == []
    wait_for(lambda: marked(mark) == [], 3.0)
    if who != "slow":
        assert set(held(folder).values()) == {1}
        assert len(held(folder)) == ran(folder) > 0


def test_processes_end_with_their_parent(victim, tmp_path):
    mark = f"mark-{uuid.uuid4()}"
    pid = victim.start([*LONG, "run.cluster=processes", "--out", tmp_path / "sweep"], mark=mark)
    wait_for(lambda: shards(tmp_path / "sweep"))
    assert len(marked(mark)) >= 2
    victim.kill(pid)
    victim.end()
    wait_for(lambda: marked(mark) == [], 5.0)


FAILING = [
    "oversight.patrol=0,1",
    "coordination.guidance=0,1",
    "parameters.patrol_fte=2000",
    "parameters.headcount=1500",
    "scenario=toy",
    "run.years=0.1",
    "run.replicates=3",
]


def test_a_policy_that_raises(tmp_path, capsys, monkeypatch):
    folder = sweep(tmp_path / "sweep", *FAILING, code=5)
    said = capsys.readouterr().err
    assert said.count("\n") == 1 and "6 of 12 runs failed" in said and "oversight.patrol: the levers cost" in said
    assert len(load(folder)) == 6 and set(load(folder)["oversight.patrol"]) == {0}
    assert main(["status", str(folder)]) == 0
    assert capsys.readouterr().out.count("failed: oversight.patrol=1.0") == 2
    before = digests(folder, ["sweep.parquet", "manifest.json"])
    resume(folder, code=5)
    assert ran(folder) == 6 and digests(folder, before) == before
    one = work.start.prepare

    def mended(scenario, policy, parameters, *rest):
        return one(scenario, policy, {**parameters, "patrol_fte": 100.0}, *rest)

    monkeypatch.setattr(work.start, "prepare", mended)
    resume(folder)
    assert ran(folder) == 12 and len(load(folder)) == 12
    assert not list((folder / "failures").iterdir())


def test_failing_at_once(tmp_path, capsys):
    folder = sweep(tmp_path / "sweep", *FAILING, "--fail-fast", code=5)
    said = capsys.readouterr().err
    assert said.count("\n") == 1 and "oversight.patrol: the levers cost" in said
    assert not (folder / "sweep.parquet").exists()
    resume(folder, code=5)
    assert len(load(folder)) == 6


def test_when_all_fail(tmp_path, capsys):
    folder = sweep(tmp_path / "sweep", "oversight.patrol=0.9,1", *FAILING[1:], code=5)
    assert "12 of 12 runs failed" in capsys.readouterr().err
    assert len(load(folder)) == 0
