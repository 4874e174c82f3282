"""Paired decades for a page: a few at once, then more, on a thread that stops when it is told to."""

from collections import deque
from collections.abc import Iterator
from threading import Event

import numpy as np

from sim.errors import InputError
from sim.runs.executors import open_pool
from sim.runs.runner import Feed
from sim.runs.work import NAMES
from sim.scenarios.scenario import load_scenario
from sim.setup.config import Setup
from sim.study.ensemble import Comparison, compared, labelled
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
    digests = {name: load_scenario(name).digest for name in {s.scenario for s in setups}}
    jobs = [(setup, digests[setup.scenario]) for setup in setups]
    keys = [memory.address(*job) for job in jobs]
    wanted = setups[0].run.replicates
    found = np.empty((len(setups), wanted, len(NAMES)))
    have = np.zeros((len(setups), wanted), bool)
    for k, key in enumerate(keys):
        before = memory.recall(key)[:wanted]
        found[k, : len(before)], have[k, : len(before)] = before, True
    coming = deque(looks(wanted))
    for first in range(0, wanted, SPAN):
        missing = [
            (k, r) for r in range(first, min(first + SPAN, wanted)) for k in range(len(setups)) if not have[k, r]
        ]
        if missing:
            with turn(cancel) as mine:
                if not mine:
                    return
                for _ in run(jobs, missing, found, have, cancel):
                    due = [coming.popleft() for _ in range(sum(n <= leading(have.all(axis=0)) for n in coming))]
                    if due and due[-1] < wanted:
                        yield found[:, : due[-1]].copy()
            for k, key in enumerate(keys):
                memory.keep(key, found[k, : leading(have[k])])
            if cancel.is_set():
                return
    yield found


def leading(done) -> int:
    """How many there are before the first that is not."""
    return len(done) if done.all() else int(done.argmin())


def run(
    jobs: list[tuple[Setup, str]], missing: list[tuple[int, int]], found: np.ndarray, have: np.ndarray, cancel: Event
) -> Iterator[None]:
    """Fills in the runs (setup, replicate) that are missing, and stops after each part of them. The next ones are under
    way meanwhile."""
    with open_pool("threads", THREADS) as pool:
        for part in Feed(pool, iter(missing), len(missing), jobs.__getitem__, stop=cancel, chunk=CHUNK):
            for _, _, said in part.failures:
                raise InputError(said)
            found[part.runs[:, 0], part.runs[:, 1]] = part.outcomes
            have[part.runs[:, 0], part.runs[:, 1]] = True
            yield


def comparison_of(setups: list[Setup], found: np.ndarray) -> Comparison:
    """What `sim.study.ensemble.compare` makes of the same runs; found: (setup, replicate, metric)."""
    counts = np.full(len(setups), found.shape[1])
    return compared(setups, labelled(found.reshape(-1, len(NAMES)), setups, counts))
