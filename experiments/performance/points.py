"""The cost of a point of a sweep besides its simulation: stock Hydra, Hydra with joblib, and this runner.

The runs are as short as possible, and whole commands are timed, from nothing to the files on disk: a sweep of all
points and one of two. The difference is the cost of the points; the rest is the cost of starting. The time of the
simulation itself is measured separately and subtracted. All run the same points, and every outcome must be equal.
"""

import math
import os
import subprocess
import sys
import tempfile
import time
from pathlib import Path

import numpy as np
import pyarrow.parquet as pq

from experiments.performance.rows import Row, best, of_version, peer, row, same, skipped
from sim.inputs.scenario import load_scenario
from sim.model import start
from sim.model.policy import Policy
from sim.runs.work import NAMES, one

PART = "points"
FEW = 2
SHORT = ("scenario=toy", "run.years=0.02", "run.replicates=1")  # a week: toy is the smallest federation there is
HYDRA = ("-m", "experiments.performance.hydra_app", "-m")


def axis(n: int) -> str:
    return "parameters.load=" + ",".join(f"{x:.4f}" for x in np.linspace(0.5, 1.1, n))


def words(name: str, n: int, folder: Path) -> list[str]:
    """The command that sweeps n points into a folder."""
    if name == "here":
        return ["-m", "sim.commands.cli", "sweep", *SHORT, "run.threads=1", axis(n), "--out", str(folder)]
    joblib = ["hydra/launcher=joblib", "hydra.launcher.n_jobs=2"] if name == "Hydra, joblib" else []
    return [*HYDRA, *SHORT, axis(n), f"hydra.sweep.dir={folder}", *joblib]


def outcomes(name: str, n: int, folder: Path) -> np.ndarray:
    """The outcomes that a sweep wrote, (points, metrics)."""
    if name == "here":
        table = pq.read_table(folder / "sweep.parquet", columns=NAMES)
        return np.column_stack([table[column].to_numpy() for column in NAMES])
    return np.array([np.load(folder / str(k) / "outcomes.npy") for k in range(n)])


def sweep(name: str, n: int) -> tuple[np.ndarray, float]:
    """Outcomes of a sweep in a separate process, and the wall seconds of the whole command."""
    with tempfile.TemporaryDirectory() as folder:
        out = Path(folder, "out")
        began = time.perf_counter()
        subprocess.run(
            [sys.executable, *words(name, n, out)],
            check=True,
            capture_output=True,
            cwd=folder,
            env=os.environ | {"PYTHONPATH": os.pathsep.join(sys.path)},
        )
        return outcomes(name, n, out), time.perf_counter() - began


def simulation(n: int) -> float:
    """Seconds for a point's own world: set up, drawn, run and measured."""
    scenario, loads = load_scenario("toy"), np.linspace(0.5, 1.1, n)

    def act() -> None:
        for load in loads:
            one(start.prepare(scenario, Policy(), {"load": float(load)}, years=0.02), 1, 0)

    act()
    return best({"all": act}, 3)["all"] / n


def study(n: int = 300, times: int = 5) -> list[Row]:
    names, rows = ["here", "Hydra"], []
    if peer("hydra_plugins.hydra_joblib_launcher") is None:
        rows.append(skipped(PART, "hydra-joblib-launcher is not installed"))
    else:
        names.append("Hydra, joblib")
    alone = simulation(n)
    known, cost = None, {}
    for name in names:
        few = many = math.inf
        for _ in range(times if name == "here" else 1):  # the others take half a minute and hardly vary
            few, (found, seconds) = min(few, sweep(name, FEW)[1]), sweep(name, n)
            many = min(many, seconds)
            known = found if known is None else known
            same(f"outcomes of {n} points, here and {name}", known, found)
        workers = 2 if name == "Hydra, joblib" else 1
        cost[name] = (many - few) / (n - FEW) - alone / workers
        if cost[name] <= 0.0:  # other load on the machine exceeded the cost of the points: no number, so no target met
            cost[name] = math.nan
        said = {
            "here": "paradip sweep, one thread, with table, figure and page",
            "Hydra": of_version("hydra-core"),
            "Hydra, joblib": "hydra-joblib-launcher, two processes",
        }[name]
        note = f"{name}: {said}; all outcomes equal; {1e3 * alone:.2f} ms a point of simulation taken off, by worker"
        rows += [
            row(
                PART,
                f"{name}, besides the simulation",
                1e3 * cost[name],
                "ms a point",
                n,
                most=1.0 if name == "here" else math.inf,
                note=note,
            ),
            row(PART, f"{name}, starting and ending", few - FEW * (cost[name] + alone), "s", n, note=note),
        ]
    rows.append(row(PART, "Hydra / here", cost["Hydra"] / cost["here"], "times", n, least=100))
    return rows + [row(PART, f"{name} / here", cost[name] / cost["here"], "times", n) for name in names[2:]]
