"""Large sweeps by Dask and as a job array, workers killed: the table of an undisturbed one, and nobody left (C3)."""

import json
import os
import signal
import subprocess
import sys
import time
import uuid
from pathlib import Path

import pytest

pytest.importorskip("distributed", reason="dask is not installed: pip install '.[cluster]'")
from experiments.big_machines import __main__ as experiment
from experiments.big_machines.costs import costs


def marked(mark: str) -> int:
    """Processes with a mark in their environment."""
    found = 0
    for path in Path("/proc").glob("[0-9]*/environ"):
        try:
            found += mark.encode() in path.read_bytes()
        except OSError:
            continue
    return found


@pytest.mark.slow
def test_ctrl_c_leaves_no_process(patience, tmp_path):
    mark = f"mark-{uuid.uuid4()}"
    words = ["-m", "experiments.big_machines", "slurm", "--runs", "20000", "--work", str(tmp_path)]
    env = {**os.environ, "PARADIP_MARK": mark, "PYTHONPATH": os.pathsep.join(filter(None, sys.path))}
    started = subprocess.Popen([sys.executable, *words], env=env, stderr=subprocess.PIPE, text=True)

    with patience(120):
        while len(list(tmp_path.glob("20000/slurm/shards/*.json"))) < 3:
            assert started.poll() is None
            time.sleep(0.1)
    assert marked(mark) >= 9
    began = time.monotonic()
    started.send_signal(signal.SIGINT)
    assert started.wait(10) == 130 and time.monotonic() - began < 5.0
    assert "interrupted" in started.stderr.read().splitlines()[-1] and marked(mark) == 0


@pytest.mark.parametrize(
    ("runs", "workers", "pause"),
    [pytest.param(20_000, 2, 6.0, marks=pytest.mark.slow), pytest.param(200_000, 8, 10.0, marks=pytest.mark.faults)],
)
def test_both_ways_with_kills_leave_the_table_of_an_undisturbed_sweep(runs, workers, pause, tmp_path, figures):
    found = experiment.study(tmp_path, list(experiment.PARTS), runs, workers, pause, "toy")
    killed = {way: len(found[way]["losses"]) for way in ("dask", "slurm")}
    assert min(killed.values()) >= 1 and found["crowd"]["runs"] == 5 * runs
    table = costs(found)
    assert (table["value"] >= 0.0).all() and not table.duplicated(["way", "what"]).any()
    assert json.loads((tmp_path / "dask.json").read_text())["digests"] == found["undisturbed"]["digests"]
    assert experiment.study(tmp_path, ["dask"], runs, workers, pause, "toy")["dask"] == found["dask"]  # as it was kept
    figures(f"{runs:,} runs by {workers} workers, {killed} killed: every run once, byte-identical, nothing left")
