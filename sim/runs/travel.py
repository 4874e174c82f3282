"""Whether what Python brings, classes of agents, rules of a policy, functions that measure, can reach workers in other
processes."""

import pickle
import sys
from collections.abc import Iterable

from sim.errors import InputError
from sim.inputs.in_use import brought
from sim.setup.config import Setup

HOW = "expected one that can be imported from a file, one of a study, or run.cluster=threads"


def check_travels(setups: Iterable[Setup], cluster: str) -> None:
    """Raises InputError at a class or function that other processes cannot find. Threads share everything; Dask sends
    the code itself."""
    if cluster != "processes":
        return
    kinds = {kind for setup in setups for kind in setup.agents.values() if isinstance(kind, type)}
    rules = [one for setup in setups for one in setup.policy.path.values() if callable(one)]
    for one in [*kinds, *rules, *(function for own in brought() for function in own.functions)]:
        try:
            pickle.dumps(one)
            is_findable = one.__module__ != "__main__" or hasattr(sys.modules["__main__"], "__file__")
        except (pickle.PicklingError, AttributeError, TypeError):
            is_findable = False
        if not is_findable:
            raise InputError(
                f"{getattr(one, '__qualname__', type(one).__qualname__)}: cannot be sent to another process; {HOW}"
            )
