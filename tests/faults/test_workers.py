"""Workers that die: their work is done by others, and what kills every worker costs one recorded failure (C3)."""

import multiprocessing
import os
import random
import signal
import threading
import time
from concurrent.futures import Future, ProcessPoolExecutor
from pathlib import Path

import numpy as np
import pytest
from poison import POISON, deadly
from small_sweep import TOTAL, WORDS
from sweeping import digests, held, left_behind

from sim.commands.cli import main
from sim.runs import executors, runner
from sim.runs.executors import Pool, begin_worker
from sim.runs.plan import plan_setups
from sim.runs.runner import Feed
from sim.runs.work import NAMES, Found, Job
from sim.setup.config import resolve

MORE = [word if not word.startswith("run.replicates") else "run.replicates=100" for word in WORDS]


def children(pid: int) -> list[int]:
    """Worker processes of a process, by /proc."""
    found = []
    for path in Path("/proc").glob("[0-9]*/stat"):
        try:
            fields = path.read_text().rpartition(")")[2].split()
            if int(fields[1]) == pid and "spawn_main" in (path.parent / "cmdline").read_text():
                found.append(int(path.parent.name))
        except (OSError, IndexError):
            continue
    return found


@pytest.mark.slow
def test_a_killed_process_costs_nothing(victim, undisturbed, tmp_path):
    folder, killed = tmp_path / "sweep", 0
    pid = victim.start([*MORE, "run.cluster=processes", "--out", folder], chunk=0.2)
    began, seen = time.monotonic(), 0
    while killed < 2 and time.monotonic() - began < 120:
        time.sleep(0.02)
        stored, workers = len(list((folder / "shards").glob("*.json"))), children(pid)
        if stored > seen + 2 and workers:  # they are at work again
            os.kill(workers[-1], signal.SIGKILL)
            killed, seen = killed + 1, stored
    assert victim.end()["status"] == 0 and killed == 2
    assert len(held(folder)) == 800 and set(held(folder).values()) == {1}


class Deadly(Pool):
    def submit(self, job):
        return self.executor.submit(deadly, job)


def check_poison(pool: Pool) -> None:
    """All runs come back but the one that kills."""
    setups = [resolve(["scenario=toy", "run.years=0.1", f"delegation.level={k / 10}"]) for k in range(6)]
    runs = [(cell, replicate) for replicate in range(20) for cell in range(6)]
    found = list(Feed(pool, plan_setups(setups), iter(runs), len(runs)))
    failures = [failure for one in found for failure in one.failures]
    assert [(cell, replicates) for cell, replicates, _ in failures] == [(POISON[0], [POISON[1]])]
    assert "died" in failures[0][2]
    done = sorted(map(tuple, np.concatenate([one.runs for one in found]).tolist()))
    assert done == sorted(set(runs) - {POISON})


@pytest.mark.faults
def test_one_poison_run_costs_one_failure():
    context = multiprocessing.get_context("forkserver")  # what comes after each death has imported all already
    context.set_forkserver_preload(["poison"])
    pool = Deadly(lambda: ProcessPoolExecutor(2, context, begin_worker), 2)
    check_poison(pool)
    pool.close()


class Tried(Exception):
    """As KilledWorker: several workers have died over a chunk."""


class Retrying(Pool):
    """Does everything at once but the first job, which takes until a killing run is found."""

    retries = True

    def __init__(self) -> None:
        super().__init__(lambda: None, 2, (Tried,))
        self.slow: Future | None = None
        self.late: Job | None = None

    def submit(self, job):
        future = Future()
        if self.slow is None:
            self.slow, self.late = future, job
        elif POISON in job.runs:
            future.set_exception(Tried())
        else:
            future.set_result(self.found(job))
        if job.runs == [POISON] and not self.slow.done():
            self.slow.set_result(self.found(self.late))
        return future

    def found(self, job):
        return Found(np.array(job.runs), np.zeros((len(job.runs), len(NAMES))), [], [], [], 1e-3 * len(job.runs))


def test_work_goes_on_while_a_chunk_that_kills_is_halved(patience):
    """Where the pool retries by itself, as Dask does, a cluster is not idle meanwhile."""
    with patience(20):
        check_poison(Retrying())


def test_dask_that_is_not_there_is_said(monkeypatch, tmp_path, capsys):
    import sys

    monkeypatch.setitem(sys.modules, "distributed", None)
    assert main([*WORDS, "run.cluster=local", "--out", str(tmp_path / "sweep")]) == 2
    said = capsys.readouterr().err
    assert said.count("\n") == 1 and "paradiplomacy[cluster]" in said


@pytest.fixture
def scheduler():
    """A dask scheduler with two workers on the loopback, each with a nanny that replaces it."""
    pytest.importorskip("distributed", reason="dask is not installed: pip install '.[cluster]'")
    with executors.unheard_interrupts(), executors.local_cluster(2) as cluster:
        yield cluster


def test_a_scheduler_that_does_not_answer(tmp_path, capsys, monkeypatch):
    pytest.importorskip("distributed", reason="dask is not installed: pip install '.[cluster]'")
    monkeypatch.setattr(executors, "ANSWER", 0.5)
    assert main([*WORDS, "run.cluster=tcp://127.0.0.1:9", "--out", str(tmp_path / "sweep")]) == 2
    said = capsys.readouterr().err
    assert said.count("\n") == 1 and "does not answer" in said


@pytest.mark.parametrize(
    ("kills", "replicates"),
    [pytest.param(1, 50, marks=pytest.mark.slow), pytest.param(100, 1000, marks=pytest.mark.faults)],
)
def test_dask_workers_killed_amid_chunks(kills, replicates, scheduler, victim, tmp_path, monkeypatch, figures):
    monkeypatch.setattr(runner, "CHUNK", 0.1)
    words = [word if not word.startswith("run.replicates") else f"run.replicates={replicates}" for word in WORDS]
    reference = tmp_path / "undisturbed"
    assert victim.run([*words, "--out", reference], seconds=1.0, chunk=1.0)["status"] == 0
    rng, killed, over, working = random.Random(3), 0, threading.Event(), threading.Event()
    measure = runner.Feed.measure
    monkeypatch.setattr(runner.Feed, "measure", lambda feed, found: (working.set(), measure(feed, found)))

    def kill() -> None:
        """One worker after another, amid their chunks: where workers took longer to load the rules than they had to
        live, the run that they were all given in turn would rightly be suspected of killing them."""
        nonlocal killed
        while killed < kills and not over.is_set():
            nannies = [nanny for nanny in scheduler.workers.values() if nanny.process and nanny.process.pid]
            if len(nannies) == 2 and working.is_set():
                os.kill(rng.choice(nannies).process.pid, signal.SIGKILL)
                killed += 1
                working.clear()
            time.sleep(rng.uniform(0.2, 1.0))

    killer, sweeps = threading.Thread(target=kill), 0
    killer.start()
    try:
        while not sweeps or killed < kills:
            folder, sweeps = tmp_path / f"sweep {sweeps}", sweeps + 1
            assert main([*words, f"run.cluster={scheduler.scheduler_address}", "--out", str(folder)]) == 0
            assert digests(folder) == digests(reference) and left_behind(folder) == []
            runs = held(folder)
            assert len(runs) == TOTAL * replicates // 20 and set(runs.values()) == {1}
    finally:
        over.set()
        killer.join()
    figures(f"dask: {killed} workers killed in {sweeps} sweeps of {len(runs):,} runs: 0 lost, 0 twice, byte-identical")


@pytest.mark.slow
def test_a_cluster_whose_workers_leave_ends_the_sweep(scheduler, patience, tmp_path, monkeypatch, capsys):
    folder = tmp_path / "sweep"
    words = [word if not word.startswith("run.replicates") else "run.replicates=100000" for word in WORDS]

    def leave() -> None:
        while not list(folder.glob("shards/*.json")):
            time.sleep(0.1)
        monkeypatch.setattr(executors, "ARRIVAL", 1.0)
        scheduler.scale(0)

    leaving = threading.Thread(target=leave)
    leaving.start()
    with patience(60):
        assert main([*words, f"run.cluster={scheduler.scheduler_address}", "--out", str(folder)]) == 2
    leaving.join()
    said = capsys.readouterr().err.splitlines()[-1]
    assert "the cluster has had no workers" in said and f"paradip resume {folder}" in said
    assert len(held(folder)) > 0 and set(held(folder).values()) == {1}


@pytest.mark.faults
def test_one_poison_run_costs_one_failure_on_dask_too(scheduler, patience):
    from distributed import Client
    from distributed.scheduler import KilledWorker

    with patience(300), Client(scheduler, set_as_default=False) as client:
        pool = Deadly(lambda: client.get_executor(pure=False), 2, (KilledWorker,))
        pool.retries = executors.Cluster.retries
        check_poison(pool)
