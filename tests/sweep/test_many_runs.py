"""What many runs and many parts ask for: few files, a merge that memory does not limit, a status amid the work."""

import errno
import os
import shutil
from pathlib import Path

import numpy as np
import pytest
from sweeping import GRID, digests, left_behind, resume, sweep

from sim.commands.cli import main
from sim.model.metrics import METRICS
from sim.runs import merge, store
from sim.runs.ledger import Ledger
from sim.runs.plan import Part, plan_setups
from sim.runs.results import load
from sim.runs.work import Found
from sim.setup.config import resolve


@pytest.fixture(scope="module")
def whole(tmp_path_factory):
    return sweep(tmp_path_factory.mktemp("whole") / "sweep", *GRID)


@pytest.mark.parametrize(("of", "pause"), [(1, 1.0), (8, 8.0), (512, 30.0)])
def test_many_parts_write_no_more_files_together_than_one(of, pause, tmp_path, monkeypatch):
    """Each of n stores every n seconds, at least every half minute."""
    now, written = 0.0, []
    monkeypatch.setattr(store.time, "monotonic", lambda: now)
    plan = plan_setups([resolve(["scenario=toy", "run.years=0.1"])])
    folder = store.Folder(tmp_path, plan, Ledger(np.zeros(plan.total, bool)), Part(1, of))
    none = Found(np.empty((0, 2), np.int64), np.empty((0, len(METRICS))), [], [], [], 0.0)

    def flush():
        folder.written = now
        written.append(now)

    monkeypatch.setattr(folder, "flush", flush)
    for k in range(400):
        now = 0.25 * k
        folder.add(none)
    assert np.diff(written).min() == np.diff(written).max() == pytest.approx(pause + 0.25)


def test_a_table_larger_than_memory_is_the_same_and_leaves_no_file(whole, tmp_path, monkeypatch, capsys):
    """Beyond a block, outcomes are mapped onto a file without a name; where the disk has no room for it, one line."""
    monkeypatch.setattr(merge, "BLOCK", 5)
    folder, made = shutil.copytree(whole, tmp_path / "sweep"), []
    monkeypatch.setattr(
        merge.np, "memmap", lambda *how, memmap=np.memmap, **more: made.append(how) or memmap(*how, **more)
    )
    for room in (merge.on_disk, lambda _, shape: np.empty(shape)):
        monkeypatch.setattr(merge, "on_disk", room)
        (folder / "manifest.json").unlink()
        resume(folder)
        assert load(folder).equals(load(whole)) and left_behind(folder) == []
        made.append(digests(folder))
    (_, on_disk, in_memory) = made
    assert on_disk == in_memory

    def full(*_):
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))

    monkeypatch.undo()
    monkeypatch.setattr(merge, "BLOCK", 5)
    monkeypatch.setattr(merge.os, "posix_fallocate", full)
    (folder / "manifest.json").unlink()
    capsys.readouterr()
    resume(folder, code=3)
    said = capsys.readouterr().err
    assert said.count("paradip: ") == 1 and "No space left" in said and left_behind(folder) == []


def test_status_while_files_come_and_go(whole, tmp_path, monkeypatch):
    """A temporary file that was there when the folder was listed is renamed before it is looked at."""
    folder, is_file = shutil.copytree(whole, tmp_path / "sweep"), Path.is_file
    (folder / ".part-1-sweep.csv").touch()

    def vanish(path):
        there = is_file(path)
        if path.name.startswith(".part-"):
            path.unlink(missing_ok=True)
        return there

    monkeypatch.setattr(Path, "is_file", vanish)
    assert main(["status", str(folder)]) == 0 and left_behind(folder) == []
