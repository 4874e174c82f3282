"""A world of nothing but what a test puts there."""

import numpy as np

from sim.model.records import rows
from sim.model.world import TABLES, World


def bare(n=1, **tables) -> World:
    """Tables of n zeroed rows, but for these."""
    made = {
        name: rows(kind, n) if kind.names else np.zeros((n, 1)[:axes], kind) for name, (kind, axes) in TABLES.items()
    }
    return World(**made | tables)
