"""Runs go to an executor in chunks of about a second and come back as they finish.

Chunks are sized by what runs were found to cost, and get smaller toward the end so that nobody waits for the last one.
Where a worker dies, what it may have been doing is done again alone, and halved until the run that kills is known:
that one is a failure, and all others are done. Dask does it again by itself, and names the chunk.
"""

from collections import deque
from collections.abc import Iterator, Sequence
from concurrent.futures import FIRST_COMPLETED, BrokenExecutor, CancelledError, Future, wait
from itertools import islice
from threading import Event
from typing import Protocol

import numpy as np

from sim.errors import InputError
from sim.inputs.in_use import brought, folder
from sim.runs.executors import Pool
from sim.runs.plan import WHOLE, Part, Plan, Run
from sim.runs.work import NAMES, Found, Job, Unfit

CHUNK = 1.0  # s of work, unless somebody is waiting for each
MOST_BYTES = 32 * 2**20  # that a chunk may bring back
MOST_RUNS = 4096  # in a chunk
ATTEMPTS = 2  # times that a run alone may kill its worker
TICK = 0.1  # s between looks at whether to stop
GRACE = 0.8  # s that a stop waits for what is under way


class Lost(InputError):
    """The workers are gone or cannot do it."""


class Store(Protocol):
    """Where runs of a plan are kept, in memory or in a folder. done: which of them were there before, (total,)."""

    done: np.ndarray

    def add(self, found: Found) -> None: ...


def carry_out(
    plan: Plan,
    store: Store,
    pool: Pool,
    part: Part = WHOLE,
    runs: Sequence[Run] | None = None,
    stop: Event | None = None,
    chunk: float | None = None,
) -> Iterator[Found]:
    """Have a pool do what a store lacks of a plan, or of a part of it, or these runs of it. Each piece is put in the
    store and then told."""
    wanted = int((~store.done & plan.owned(part)).sum()) if runs is None else len(runs)
    for found in Feed(pool, plan, plan.missing(store.done, part) if runs is None else iter(runs), wanted, stop, chunk):
        store.add(found)
        yield found


class Feed:
    """Feeds runs of a plan to a pool; iterate over it for what is found. `stop` ends it early, with what is done."""

    def __init__(
        self,
        pool: Pool,
        plan: Plan,
        runs: Iterator[Run],
        total: int,
        stop: Event | None = None,
        chunk: float | None = None,
    ) -> None:
        self.pool, self.plan, self.runs, self.left = pool, plan, runs, total
        self.stop, self.chunk = stop or Event(), chunk or CHUNK
        self.waiting: dict[Future[Found], list[Run]] = {}
        self.suspects: deque[tuple[list[Run], int]] = deque()  # chunks under suspicion, how often each was tried alone
        self.trial: tuple[list[Run], int] | None = None  # the one being tried
        self.seconds = self.nbytes = 0.0  # of a run, lately

    def __iter__(self) -> Iterator[Found]:
        while not self.stop.is_set():
            self.submit()
            if not self.waiting:
                return
            yield from self.collect(TICK, FIRST_COMPLETED)
            if self.pool.deserted():
                raise Lost("the cluster has had no workers for some time; expected at least one to be connected")
        self.pool.stop.set()
        for future in list(self.waiting):
            if future.cancel():
                del self.waiting[future]
        if self.waiting:
            yield from self.collect(GRACE)

    def size(self) -> int:
        """Runs for the next chunk."""
        if not self.seconds:
            return 1
        fits = min(self.chunk / self.seconds, MOST_BYTES / max(self.nbytes, 1.0), MOST_RUNS)
        return max(1, int(min(fits, self.left / (2 * self.pool.workers))))

    def submit(self) -> None:
        """Keep everybody busy with one chunk in hand; while there are suspects, one of them at a time and no other."""
        if self.suspects or self.trial:
            if not self.waiting:
                self.trial = self.suspects.popleft()
                self.send(self.trial[0])
            return
        while len(self.waiting) < 2 * self.pool.workers:
            chunk = list(islice(self.runs, self.size()))
            if not chunk:
                return
            self.left -= len(chunk)
            self.send(sorted(chunk))

    def send(self, chunk: list[Run]) -> None:
        plan = self.plan
        setups = {cell: plan.setup(cell) for cell in dict.fromkeys(cell for cell, _ in chunk)}
        cells = {cell: (setup, plan.scenarios[setup.scenario].digest) for cell, setup in setups.items()}
        job = Job(cells, chunk, plan.rules, plan.series, plan.log, folder(), brought())
        try:
            future = self.pool.submit(job)
        except BrokenExecutor:  # somebody died and nobody has looked yet
            self.pool.renew()
            future = self.pool.submit(job)
        self.waiting[future] = chunk

    def collect(self, seconds: float, until: str = "ALL_COMPLETED") -> Iterator[Found]:
        """What has finished, or does so soon."""
        for future in wait(self.waiting, seconds, until).done:
            chunk = self.waiting.pop(future)
            trial, self.trial = self.trial, None
            try:
                found = future.result()
            except self.pool.deaths as death:
                self.pool.renew()
                yield from self.suspect(chunk, trial[1] + 1 if trial else 0, death)
            except Unfit:
                raise
            except CancelledError:
                if not self.stop.is_set():
                    raise Lost("the cluster is gone; expected its scheduler to keep running") from None
            except Exception as fault:
                raise Lost(
                    f"the workers cannot do the runs ({type(fault).__name__}: {fault}); expected the same program "
                    "there as here"
                ) from fault
            else:
                self.measure(found)
                yield found

    def measure(self, found: Found) -> None:
        n = len(found.runs) + sum(len(replicates) for _, replicates, _ in found.failures)
        if n:
            for name, value in (("seconds", found.seconds / n), ("nbytes", found.nbytes / n)):
                old = getattr(self, name)
                setattr(self, name, 0.5 * (old + value) if old else value)

    def suspect(self, chunk: list[Run], tries: int, death: BaseException) -> Iterator[Found]:
        """A worker died over this chunk; `tries` is how often it did so with nothing else under way. Where the pool has
        tried it again by itself, the halves go among the others, and only a single run is tried alone."""
        middle = len(chunk) // 2
        if middle and self.pool.retries:
            self.send(chunk[:middle])
            self.send(chunk[middle:])
        elif middle and tries:
            self.suspects.extend(((chunk[:middle], 0), (chunk[middle:], 0)))
        elif tries < ATTEMPTS:
            self.suspects.append((chunk, tries))
        else:
            (cell, replicate), what = chunk[0], f"its worker died ({type(death).__name__})"
            yield Found(np.empty((0, 2), np.int64), np.empty((0, len(NAMES))), [], [], [(cell, [replicate], what)], 0.0)
