"""Paired decades for a page: a few at once, then more, on a thread that stops when it is told to."""

from collections import deque
from collections.abc import Iterator
from threading import Event

import numpy as np

from sim.runs.executors import open_pool
from sim.runs.memory import Memory
from sim.runs.plan import plan_setups
from sim.runs.runner import carry_out
from sim.runs.work import NAMES
from sim.setup.config import Setup
from sim.study.comparison import Comparison
from sim.study.ensemble import compared, labelled
from sim.web.app import memory
from sim.web.app.places import turn

LOOKS = (4, 20, 50, 100, 200)  # replicates after which the page is told
SPAN = 50  # replicates after which others may have their turn
CHUNK = 0.25  # s of work that come back together
THREADS = 2


def looks(wanted: int) -> list[int]:
    return [n for n in LOOKS if n < wanted] + [wanted]


def progressive(setups: list[Setup], cancel: Event) -> Iterator[np.ndarray]:
    """Outcomes (setup, replicate, metric) of ever more replicates, what was run before at once. Ends early when
    cancelled; raises InputError at the first run that fails. Every so many replicates others may have their turn."""
    plan, wanted = plan_setups(setups), setups[0].run.replicates
    store, rows = Memory(plan), plan.rows()
    found, have = (part.reshape(len(plan.cells), wanted, *part.shape[1:]) for part in (store.values, store.done))
    for cell, key in enumerate(plan.cells):
        before = memory.recall(key)[:wanted]
        found[cell, : len(before)], have[cell, : len(before)] = before, True
    coming = deque(looks(wanted))
    for last in range(SPAN, wanted + SPAN, SPAN):
        missing = [(cell, r) for cell, r in plan.missing(store.done) if r < last]
        if missing:
            with turn(cancel) as mine, open_pool("threads", THREADS) as pool:
                if not mine:
                    return
                for _ in carry_out(plan, store, pool, runs=missing, stop=cancel, chunk=CHUNK):
                    due = [coming.popleft() for _ in range(sum(n <= leading(have.all(axis=0)) for n in coming))]
                    if due and due[-1] < wanted:
                        yield store.values[rows[:, : due[-1]]]
            for cell, key in enumerate(plan.cells):
                memory.keep(key, found[cell, : leading(have[cell])])
            if cancel.is_set():
                return
    yield store.values[rows]


def leading(done) -> int:
    """How many there are before the first that is not."""
    return len(done) if done.all() else int(done.argmin())


def comparison_of(setups: list[Setup], found: np.ndarray) -> Comparison:
    """What `sim.study.ensemble.compare` makes of the same runs; found: (setup, replicate, metric)."""
    counts = np.full(len(setups), found.shape[1])
    return compared(setups, labelled(found.reshape(-1, len(NAMES)), setups, counts))
