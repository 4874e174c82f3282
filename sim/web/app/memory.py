"""Runs that a page has seen already. A run depends on nothing but its setup and its number, so what one visitor waited
for the next one need not: when a lever is pulled, the other columns stand at once."""

from collections import OrderedDict
from threading import Lock

import numpy as np

from sim.runs.work import NAMES

MOST = 400  # setups: each at most 200 replicates of some 80 outcomes, 50 MB in all
_runs: OrderedDict[str, np.ndarray] = OrderedDict()
_turn = Lock()


def recall(key: str) -> np.ndarray:
    """Outcomes (replicate, metric) of the first replicates at an address (sim.runs.address); none if there are none."""
    with _turn:
        if key not in _runs:
            return np.empty((0, len(NAMES)))
        _runs.move_to_end(key)
        return _runs[key]


def keep(key: str, found: np.ndarray) -> None:
    """found: as from `recall`. More replicates replace fewer."""
    with _turn:
        if key not in _runs or len(_runs[key]) < len(found):
            _runs[key] = found.copy()
            _runs[key].flags.writeable = False
        _runs.move_to_end(key)
        while len(_runs) > MOST:
            _runs.popitem(last=False)
