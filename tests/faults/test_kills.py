"""Killed at any moment and resumed: nothing lost, nothing twice, not a byte different (C1, C2)."""

import random
import shutil
import signal
import time
from pathlib import Path

import pytest
from small_sweep import TOTAL, WORDS
from sweeping import digests, held, left_behind, unsound

CODES = {"killed": -signal.SIGKILL, "done": 0}


def check(folder: Path, undisturbed: Path) -> None:
    """The same table, every run in one shard, and nothing left over."""
    assert digests(folder) == digests(undisturbed)
    assert digests(folder, ["manifest.json"]) == digests(undisturbed, ["manifest.json"])
    runs = held(folder)
    lost, twice = TOTAL - len(runs), sum(count > 1 for count in runs.values())
    assert (lost, twice) == (0, 0) and left_behind(folder) == []
    shards = {path.name.partition(".")[0] for path in (folder / "shards").iterdir()}
    assert all((folder / "shards" / f"{name}.{kind}").is_file() for name in shards for kind in ("json", "parquet"))


@pytest.mark.parametrize(
    "sweeps", [pytest.param(2, marks=pytest.mark.slow), pytest.param(50, marks=pytest.mark.faults)]
)
def test_sweeps_killed_three_times_each_at_random_moments(sweeps, victim, undisturbed, pace, tmp_path, figures):
    rng, killed, ended = random.Random(7), 0, 0
    for number in range(sweeps):
        words = [*WORDS, "--out", tmp_path / str(number)]
        for left in (1.0, 0.6, 0.3):  # each time less is left to do
            pid = victim.start(words, seconds=rng.choice([0.0, 0.05]), chunk=rng.choice([0.002, 0.02]))
            time.sleep(rng.uniform(0.0, 0.9 * left * pace))
            victim.kill(pid)
            killed += victim.end()["status"] == CODES["killed"]
            assert unsound(tmp_path / str(number)) == []
        assert (
            victim.run(
                ["resume", tmp_path / str(number)] if (tmp_path / str(number) / "design.json").exists() else words
            )["status"]
            == 0
        )
        check(tmp_path / str(number), undisturbed)
        ended += 1
    assert killed > sweeps
    figures(f"{ended} sweeps killed {killed} times: 0 runs lost, 0 twice, {ended} of {sweeps} byte-identical")


@pytest.mark.parametrize("step", [120, pytest.param(1, marks=pytest.mark.faults)])
@pytest.mark.parametrize("after", [False, pytest.param(True, marks=pytest.mark.slow)], ids=["before", "after"])
def test_killed_at_every_fsync_and_rename(step, after, victim, undisturbed, tmp_path, figures):
    """A few shards only, so that every kind of file is met; from there, the folder is resumed. How many there are
    depends on the speed of the machine at the moment: a run that ends before its turn is tried at an earlier one."""
    calls = victim.run([*WORDS, "--out", tmp_path / "counted"], seconds=0.02, chunk=0.02)["calls"]
    numbers = range(step // 2 + 1, calls + 1, step)
    assert numbers and calls > 30
    for wanted in numbers:
        for number in range(wanted, 0, -1 - wanted // 10):
            words = [*WORDS, "--out", tmp_path / f"{wanted}-{number}"]
            status = victim.run(words, seconds=0.02, chunk=0.02, die=number, after=after)["status"]
            if status == CODES["killed"]:
                break
        assert status == CODES["killed"]
        assert unsound(words[-1]) == []
        assert victim.run(words)["status"] == 0
        check(words[-1], undisturbed)
    figures(
        f"killed {'after' if after else 'before'} {len(numbers)} of {calls} fsyncs and renames: every folder resumed, "
        "all byte-identical"
    )


def test_a_part_killed_while_it_stores_or_merges_leaves_nothing(victim, undisturbed, tmp_path):
    """The last task of an array, started again, has nothing to run and all to merge."""
    first = [*WORDS, "--out", tmp_path / "first", "--shard", "1/2"]
    assert victim.run(first, seconds=60.0)["status"] == 0
    last, killed = ["--shard", "2/2"], 0

    def folder(name: str) -> Path:
        return shutil.copytree(tmp_path / "first", tmp_path / name)

    calls = victim.run([*WORDS, "--out", folder("counted"), *last], seconds=60.0)["calls"]
    for number in range(calls, calls - 16, -5):
        words = [*WORDS, "--out", folder(str(number)), *last]
        killed += victim.run(words, seconds=60.0, die=number)["status"] == CODES["killed"]
        assert victim.run(words)["status"] == 0
        check(tmp_path / str(number), undisturbed)
    assert killed >= 3
