"""The ways in which a sweep is done by many workers, one of which is killed with SIGKILL from time to time.

undisturbed   `paradip sweep` with a thread for each processor, and nobody is killed
dask          `dask scheduler`, a number of `dask worker ADDRESS`, and `paradip sweep run.cluster=ADDRESS`
slurm         a number of `paradip sweep --shard k/n --wait` in one folder, as the tasks of a job array

Whoever is killed is started again at once: a worker as the next one that joins a cluster, a task as SLURM requeues it.
"""

import json
import os
import time
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from subprocess import Popen
from typing import NamedTuple

from experiments.big_machines.crew import Crew, Failed
from experiments.big_machines.loss import Kill, Loss, of_tasks, of_workers
from sim.commands.progress import Progress
from sim.runs.store import read_log

LOOK = 0.5  # s between looks at who has used what
START = 60.0  # s for a scheduler to say where it is
ORPHANED = 300  # s after which scheduler and workers end by themselves, if the experiment itself was killed


class Done(NamedTuple):
    """seconds: on the clock, from the first process to the last. losses: what each kill cost."""

    seconds: float
    losses: list[Loss]


@dataclass
class Sweep:
    """words: of `paradip sweep`. workers: how many there are. pause: s from kill to kill."""

    words: list[str]
    folder: Path
    runs: int
    workers: int
    pause: float

    def command(self, *more: str) -> list[str]:
        return ["sim.commands.cli", "sweep", *self.words, "--out", str(self.folder), *more]


def undisturbed(crew: Crew, sweep: Sweep) -> Done:
    client = crew.start("sweep", *sweep.command(f"run.threads={os.cpu_count() or 1}"))
    seconds, _ = attend(crew, sweep, [], lambda: ended(crew, [client]))
    return Done(seconds, [])


def slurm(crew: Crew, sweep: Sweep) -> Done:
    def start(k: int) -> Popen:
        part = f"{k + 1}/{sweep.workers}"
        return crew.start(f"task {part}", *sweep.command("--shard", part, "--wait", "run.threads=1"))

    tasks = [start(k) for k in range(sweep.workers)]
    seconds, kills = attend(crew, sweep, tasks, lambda: ended(crew, tasks), start)
    return Done(seconds, of_tasks(read_log(sweep.folder), kills))


def dask(crew: Crew, sweep: Sweep) -> Done:
    from distributed import Client

    said = crew.folder / "scheduler.json"
    options = ("--host", "127.0.0.1", "--port", "0", "--no-dashboard", "--idle-timeout", ORPHANED)
    scheduler = crew.start("scheduler", "dask", "scheduler", *options, "--scheduler-file", said)
    address = answer(crew, scheduler, said)

    def start(k: int) -> Popen:
        options = ("--nthreads", "1", "--no-dashboard", "--death-timeout", ORPHANED)
        where = ("--local-directory", crew.folder / f"worker-{k}")
        return crew.start(f"nanny {k + 1}", "dask", "worker", address, *options, *where, child="worker")

    workers = [start(k) for k in range(sweep.workers)]
    client = crew.start("sweep", *sweep.command(f"run.cluster={address}"))
    events: list[tuple[float, dict]] = []
    with Client(address, set_as_default=False) as listener:
        listener.subscribe_topic("all", events.append)  # the scheduler itself keeps the last thousand
        seconds, kills = attend(crew, sweep, workers, lambda: ended(crew, [client]), start)
    return Done(seconds, of_workers(events, kills))


def answer(crew: Crew, scheduler: Popen, said: Path) -> str:
    """The address of a scheduler, once it has written it. Raises Failed."""
    began = time.monotonic()
    while time.monotonic() - began < START:
        with suppress(OSError, ValueError):
            return json.loads(said.read_text())["address"]
        crew.check(scheduler)
        time.sleep(0.1)
    raise Failed(f"dask scheduler has not said where it is after {START:g} s; expected {said.name}")


def ended(crew: Crew, processes: list[Popen]) -> bool:
    """Whether all of them have ended. Raises Failed if one has with an error."""
    for process in processes:
        crew.check(process)
    return all(process.poll() is not None for process in processes)


def attend(
    crew: Crew,
    sweep: Sweep,
    workers: list[Popen],
    over: Callable[[], bool],
    start: Callable[[int], Popen] | None = None,
) -> tuple[float, list[Kill]]:
    """Until it is over: one worker after another is killed, unless it has ended by itself, and another started in its
    place; the next is not killed before runs were stored, so that work goes on however slow the machine is. The seconds
    that it took, and the kills."""
    began = last = time.time()
    before, kills = 0, list[Kill]()
    with Progress() as progress:
        while not over():
            crew.look()
            stored = sum(line["runs"] for line in read_log(sweep.folder) if line["event"] == "shard")
            if stored:
                progress(stored, sweep.runs)
            running = [k for k, worker in enumerate(workers) if worker.poll() is None]
            if start and running and stored > before and time.time() - last > sweep.pause:
                k, last, before = running[len(kills) % len(running)], time.time(), stored
                killed = workers[k]
                crew.kill(killed)
                workers[k] = start(k)
                kills.append(Kill(last, killed.pid, workers[k].pid))
            time.sleep(LOOK)
    return time.time() - began, kills
