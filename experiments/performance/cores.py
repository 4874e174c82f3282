"""The gain from a second core: the same decades by one thread and two, two processes, and two Dask workers.

The pool is started and has completed a few runs before timing starts. Then it receives chunks of about a second, as in
any sweep. Every variant must return the same outcomes. How much a second core can give on this machine is measured
alongside, by two processes that only count.
"""

import math
import time
from dataclasses import replace

import numpy as np

from experiments.performance.rows import Row, of_version, peer, row, same, skipped
from sim.runs.executors import Pool, open_pool
from sim.runs.memory import Memory
from sim.runs.plan import plan_setups
from sim.runs.runner import CHUNK, carry_out
from sim.setup.config import Setup, setup_from
from sim.study.benchmark import spin

PART = "cores"
WAYS = {
    "one thread": ("threads", 1),
    "two threads": ("threads", 2),
    "two processes": ("processes", 2),
    "two Dask workers": ("local", 2),
}


def outcomes(pool: Pool, setup: Setup, n: int) -> np.ndarray:
    """Outcomes of n decades through a pool, (n, metrics), by replicate."""
    plan = plan_setups([replace(setup, run=replace(setup.run, replicates=n))])
    store = Memory(plan)
    for _ in carry_out(plan, store, pool):
        pass
    return store.values


def study(n: int = 500, times: int = 2, scenario: str = "us_2023", years: float = 10.0) -> list[Row]:
    setup = setup_from("centralized")
    setup.scenario, setup.run.years = scenario, years
    taken, known, rows = dict.fromkeys(WAYS, math.inf), None, []
    if peer("distributed") is None:
        del taken["two Dask workers"]
        rows.append(skipped(PART, "Dask is not installed"))
    for _ in range(times):
        for name in taken:
            with open_pool(*WAYS[name]) as pool:
                outcomes(pool, setup, 4 * pool.workers)
                began = time.perf_counter()
                found = outcomes(pool, setup, n)
                taken[name] = min(taken[name], time.perf_counter() - began)
            known = found if known is None else known
            same(f"outcomes of {n} decades, one thread and {name}", known, found)
    note = (
        f"{n} runs of {years:g} years of {scenario} in chunks of up to {CHUNK:g} s; best of {times}; all outcomes equal"
        + (f"; {of_version('distributed')}" if "two Dask workers" in taken else "")
    )
    for name, seconds in taken.items():
        rows.append(row(PART, name, 60 * n / seconds, "runs a minute", note=note))
    rows += [
        row(PART, f"{name} / one thread", taken["one thread"] / taken[name], "times", least=1.8, note=note)
        for name in list(taken)[1:]
    ]
    if "two Dask workers" in taken:
        rows.append(
            row(
                PART,
                "seconds of two Dask workers / of two threads",
                taken["two Dask workers"] / taken["two threads"],
                "times",
                most=1.1,
                note=note,
            )
        )
    return [*rows, row(PART, "the machine's own limit: two processes that count / one", spin(), "times")]
