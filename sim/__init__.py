"""Paradiplomacy: should a country's foreign policy run through one centre, or be shared?

Theoretical exposition and structured comparison of arrangements, not forecasting.

>>> from sim import compare
>>> compare("centralized", "guided_delegation", replicates=20)      # doctest: +SKIP
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    import pandas as pd

    from sim.agents.model import DiplomacyModel
    from sim.model.policy import Policy
    from sim.runs.results import load
    from sim.study.ensemble import Comparison, Progress

__version__ = "0.1.0"
__all__ = ["DiplomacyModel", "compare", "load", "run", "sweep"]
# Imported when asked for, so that `import sim` is quick.
LATER = {"DiplomacyModel": "sim.agents.model", "load": "sim.runs.results"}


def run(policy: str | Policy = "centralized", progress: Progress | None = None, **settings: Any) -> pd.DataFrame:
    """Replicates of one policy: a DataFrame, one row each. `policy` is a preset's name or a `Policy`; settings are
    scenario, parameters, years, dt, seed, replicates, threads, presets (oversight="alarm") and levers by their full
    name (**{"delegation.level": 0.4}). Raises InputError."""
    from sim.scenarios.scenario import reading_once
    from sim.setup.config import setup_from
    from sim.study import ensemble

    with reading_once():
        return ensemble.run(setup_from(policy, **settings), progress)


def compare(*policies: str | Policy, progress: Progress | None = None, **settings: Any) -> Comparison:
    """Policies on common worlds: a `Comparison` with the frames `table` (paired differences to the first with 95%
    intervals, one row a metric) and `runs` (one row a policy and replicate). Settings as for `run`, for all."""
    from sim.scenarios.scenario import reading_once
    from sim.setup.config import setup_from
    from sim.study import ensemble

    with reading_once():
        return ensemble.compare([setup_from(policy, **settings) for policy in policies], progress)


def sweep(*overrides: str, progress: Progress | None = None) -> pd.DataFrame:
    """A grid in Hydra's grammar, `sweep("delegation.level=0,0.3", "oversight=none,patrol")`: a tidy DataFrame, one
    row a run. Raises InputError."""
    from sim.scenarios.scenario import reading_once
    from sim.setup.design import grid
    from sim.study import ensemble

    with reading_once():
        return ensemble.sweep(grid(list(overrides)), progress)


def __getattr__(name: str) -> Any:
    if name in LATER:
        return getattr(import_module(LATER[name]), name)
    raise AttributeError(f"module 'sim' has no attribute {name!r}")
