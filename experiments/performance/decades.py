"""Ten thousand default decades on two cores, including storage: wall time of the whole command, and its peak memory.

`paradip sweep` over ten seeds, in a separate process, from nothing to the merged table on disk. Without --full one
tenth is run, and the target is scaled.
"""

import os
import subprocess
import sys
import tempfile
import time
from pathlib import Path

import pandas as pd
import pyarrow.parquet as pq

from experiments.performance.rows import Row, row, same
from sim.inputs.scenario import load_scenario
from sim.model import start
from sim.runs.work import NAMES, one
from sim.setup.config import setup_from

PART = "decades"
SEEDS = 10
WHOLE, TARGET = 10_000, 180.0  # decades, s


def sweep(folder: Path, decades: int, words: tuple[str, ...]) -> tuple[float, float]:
    """Wall seconds of the command, and the peak resident MB of its process."""
    seeds = ",".join(str(seed) for seed in range(1, SEEDS + 1))
    began = time.perf_counter()
    with (folder / "said.txt").open("w") as said:
        child = subprocess.Popen(
            [
                sys.executable,
                "-m",
                "sim.commands.cli",
                "sweep",
                f"run.seed={seeds}",
                f"run.replicates={decades // SEEDS}",
                "run.threads=2",
                *words,
                "--out",
                str(folder / "out"),
            ],
            stdout=said,
            stderr=said,
            cwd=folder,
            env=os.environ | {"PYTHONPATH": os.pathsep.join(sys.path)},
        )
        _, status, used = os.wait4(child.pid, 0)  # of this child only
    child.returncode = os.waitstatus_to_exitcode(status)
    if child.returncode:
        raise RuntimeError(f"paradip sweep: exit code {child.returncode}: {(folder / 'said.txt').read_text()[-500:]}")
    return time.perf_counter() - began, used.ru_maxrss / 1024


def check(table: pd.DataFrame, scenario: str, years: float) -> None:
    """The first, the middle and the last stored run equal the same runs run alone."""
    template = start.prepare(load_scenario(scenario), setup_from("centralized").policy, years=years)
    for k in (0, len(table) // 2, len(table) - 1):
        stored = table.iloc[k]
        same(
            f"outcomes of seed {stored['seed']}, replicate {stored['replicate']}, run alone and stored",
            one(template, int(stored["seed"]), int(stored["replicate"])),
            stored[NAMES].to_numpy(float),
        )


def study(decades: int = 1_000, scenario: str = "us_2023", years: float = 10.0) -> list[Row]:
    with tempfile.TemporaryDirectory() as place:
        folder = Path(place)
        seconds, megabytes = sweep(folder, decades, (f"scenario={scenario}", f"run.years={years:g}"))
        table = pq.read_table(folder / "out" / "sweep.parquet").to_pandas()
    check(table, scenario, years)
    same("runs stored", len(table), decades)
    note = (
        f"{decades:,} runs of {years:g} years of {scenario} by paradip sweep, two threads, start and store included; "
        f"three outcomes run again alone are equal; target of {TARGET:g} s for {WHOLE:,} runs"
        + ("" if decades == WHOLE else f", scaled to {decades:,}; --full does all")
    )
    return [
        row(PART, "wall time", seconds, "s", decades, most=TARGET * decades / WHOLE, note=note),
        row(PART, "speed", 60 * decades / seconds, "runs a minute", decades, note=note),
        row(PART, "largest resident memory", megabytes, "MB", decades, note=note),
    ]
