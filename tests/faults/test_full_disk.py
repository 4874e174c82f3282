"""A disk that is full at any moment: one line, exit 3, nothing half written; with room again it goes on (C4)."""

import os
import subprocess
from contextlib import contextmanager

import pytest
from small_sweep import WORDS
from sweeping import digests, held, left_behind, unsound

from sim.commands.cli import main
from sim.runs import runner, store


@contextmanager
def small_disk(place, size: int):
    """A file system of so many bytes; skips the test where nobody may make one."""
    place.mkdir(exist_ok=True)
    try:
        subprocess.run(["mount", "-t", "tmpfs", "-o", f"size={size}", "tmpfs", place], check=True, capture_output=True)
    except (OSError, subprocess.CalledProcessError):
        pytest.skip("a small disk can be mounted by root only")
    try:
        yield place
    finally:
        subprocess.run(["umount", "-l", place], check=True)


def grow(place) -> None:
    subprocess.run(["mount", "-o", "remount,size=64m", place], check=True)


@pytest.mark.parametrize(
    "points", [pytest.param(4, marks=pytest.mark.slow), pytest.param(50, marks=pytest.mark.faults)]
)
def test_full_at_many_points(points, undisturbed, tmp_path, capsys, monkeypatch, figures):
    monkeypatch.setattr(store, "SOONEST", 0.0)
    monkeypatch.setattr(runner, "CHUNK", 0.005)
    used = sum(path.stat().st_blocks * 512 for path in undisturbed.rglob("*") if path.is_file())
    full = 0
    for number in range(points):
        size = max(int(used * (number + 0.5) / points), 4096)
        with small_disk(tmp_path / "disk", size) as disk:
            words = [*WORDS, "--out", str(disk / "sweep")]
            code = main(words)
            said = capsys.readouterr().err
            assert code in (0, 3)
            if code == 3:
                full += 1
                assert said.count("paradip: ") == 1 and "No space left" in said and "Traceback" not in said
                assert left_behind(disk) == [] and unsound(disk) == []
            grow(disk)
            assert main(words) == 0
            assert digests(disk / "sweep") == digests(undisturbed)
            assert set(held(disk / "sweep").values()) == {1}
    assert full >= 0.6 * points
    figures(
        f"full at {full} points between {points and used // points // 2:,} and {used:,} bytes: one line, exit 3, no "
        f"temporary left, {full} resumed byte-identical"
    )


@pytest.mark.parametrize(
    "names", [["sweep.csv"], pytest.param(["sweep.parquet", "sweep.csv"], marks=pytest.mark.faults)]
)
def test_a_limit_on_the_size_of_files(names, victim, undisturbed, tmp_path):
    """The same without a disk of one's own: shards fit, the merged tables do not."""
    folder = tmp_path / "sweep"
    for name in names:
        limit = os.path.getsize(undisturbed / name) - 100
        assert victim.run([*WORDS, "--out", folder], limit=limit)["status"] == 3
        assert left_behind(folder) == [] and unsound(folder) == [] and held(folder)
    assert left_behind(folder) == [] and not (folder / "manifest.json").exists()
    assert victim.run(["resume", folder])["status"] == 0
    assert digests(folder) == digests(undisturbed)
