"""Paired decades for a page: a few at once, then more, on a thread that stops when it is told to."""

from collections.abc import Iterator
from threading import Event

import numpy as np
import pandas as pd

from sim.config import Setup
from sim.ensemble import STAFFING, Comparison, contrast
from sim.errors import InputError
from sim.intervals import interval
from sim.metrics import METRICS
from sim.sweep.executors import open_pool
from sim.sweep.runner import Feed
from sim.sweep.work import NAMES
from sim.workshop.app.places import turn
from sim.world.scenario import load_scenario

LOOKS = (4, 10, 25, 50, 100, 200)  # replicates after which the page is told
THREADS = 2


def looks(wanted: int) -> list[int]:
    return [n for n in LOOKS if n < wanted] + [wanted]


def progressive(setups: list[Setup], cancel: Event) -> Iterator[np.ndarray]:
    """Outcomes (setup, replicate, metric) of ever more replicates. Ends early when cancelled; raises InputError at the
    first run that fails. Between looks others may have their turn."""
    digests = {s.scenario: load_scenario(s.scenario).digest for s in setups}
    found = np.empty((len(setups), setups[0].run.replicates, len(NAMES)))
    done = 0
    for n in looks(setups[0].run.replicates):
        with turn(cancel) as mine:
            if not mine:
                return
            with open_pool("threads", THREADS) as pool:
                runs = ((k, r) for r in range(done, n) for k in range(len(setups)))
                feed = Feed(pool, runs, (n - done) * len(setups), lambda k: (setups[k], digests[setups[k].scenario]), stop=cancel)
                for part in feed:
                    for _, _, said in part.failures:
                        raise InputError(said)
                    found[part.runs[:, 0], part.runs[:, 1]] = part.outcomes
        if cancel.is_set():
            return
        done = n
        yield found[:, :n].copy()


def comparison_of(setups: list[Setup], found: np.ndarray) -> Comparison:
    """What `sim.ensemble.compare` makes of the same runs."""
    names, n = [s.policy.name for s in setups], found.shape[1]
    rows = []
    for m, metric in enumerate(METRICS):
        row = {"metric": metric.name, "group": metric.group, "unit": metric.unit, "better": metric.better}
        row |= {name: interval(found[k, :, m])[0] for k, name in enumerate(names)}
        for k, name in enumerate(names[1:], 1):
            values = contrast(metric, found[0, :, m], found[k, :, m], (names[0], name))
            row |= {f"{label}_{name}": x for label, x in zip(("difference", "low", "high", "winner", "runs_saved"), values, strict=True)}
        rows.append(row)
    runs = pd.DataFrame(found.reshape(-1, len(NAMES)), columns=NAMES)
    runs.insert(0, "policy", np.repeat(names, n))
    runs.insert(1, "seed", setups[0].run.seed)
    runs.insert(2, "replicate", np.tile(np.arange(n), len(setups)))
    staffing = {s.policy.name: STAFFING[s.policy.delegation.staff] for s in setups if s.policy.delegation.level > 0}
    return Comparison(pd.DataFrame(rows), runs, names, staffing)
