"""Paired decades for a page: a few at once, then more, on a thread that stops when it is told to."""

from collections.abc import Iterator
from threading import Event

import numpy as np

from sim.config import Setup
from sim.ensemble import Comparison, compared, labelled
from sim.errors import InputError
from sim.sweep.executors import open_pool
from sim.sweep.runner import Feed
from sim.sweep.work import NAMES
from sim.workshop.app import memory
from sim.workshop.app.places import turn
from sim.world.scenario import load_scenario

LOOKS = (4, 10, 25, 50, 100, 200)  # replicates after which the page is told
THREADS = 2


def looks(wanted: int) -> list[int]:
    return [n for n in LOOKS if n < wanted] + [wanted]


def progressive(setups: list[Setup], cancel: Event) -> Iterator[np.ndarray]:
    """Outcomes (setup, replicate, metric) of ever more replicates, what was run before at once. Ends early when
    cancelled; raises InputError at the first run that fails. Between looks others may have their turn."""
    digests = {s.scenario: load_scenario(s.scenario).digest for s in setups}
    wanted = setups[0].run.replicates
    found = np.empty((len(setups), wanted, len(NAMES)))
    known = np.zeros(len(setups), np.int64)
    for k, setup in enumerate(setups):
        before = memory.recall(setup)[:wanted]
        found[k, :len(before)], known[k] = before, len(before)
    for n in looks(wanted):
        missing = [(k, r) for r in range(known.min(), n) for k in range(len(setups)) if r >= known[k]]
        if not missing and n < wanted:
            continue
        if missing:
            with turn(cancel) as mine:
                if not mine:
                    return
                with open_pool("threads", THREADS) as pool:
                    for part in Feed(pool, iter(missing), len(missing), lambda k: (setups[k], digests[setups[k].scenario]), stop=cancel):
                        for _, _, said in part.failures:
                            raise InputError(said)
                        found[part.runs[:, 0], part.runs[:, 1]] = part.outcomes
            if cancel.is_set():
                return
            known = np.maximum(known, n)
            for k, setup in enumerate(setups):
                memory.keep(setup, found[k, :n])
        yield found[:, :n].copy()


def comparison_of(setups: list[Setup], found: np.ndarray) -> Comparison:
    """What `sim.ensemble.compare` makes of the same runs; found: (setup, replicate, metric)."""
    counts = np.full(len(setups), found.shape[1])
    return compared(setups, labelled(found.reshape(-1, len(NAMES)), setups, counts))
