"""Paradiplomacy: should a country's foreign policy run through one centre, or be shared?

Theoretical exposition and structured comparison of arrangements, not forecasting.

>>> from sim import compare
>>> compare("centralized", "guided_delegation", replicates=20)      # doctest: +SKIP
"""

__version__ = "0.1.0"
__all__ = ["DiplomacyModel", "compare", "run", "sweep"]


def run(policy="centralized", progress=None, **settings):
    """Replicates of one policy: a DataFrame, one row each. `policy` is a preset's name or a `Policy`; settings are
    scenario, parameters, years, dt, seed, replicates, threads, presets (oversight="alarm") and levers by their full
    name (**{"delegation.level": 0.4}). Raises InputError."""
    from sim.setup.config import setup_from
    from sim.study import ensemble

    return ensemble.run(setup_from(policy, **settings), progress)


def compare(*policies, progress=None, **settings):
    """Policies on common worlds: a `Comparison` with the frames `table` (paired differences to the first with 95%
    intervals, one row a metric) and `runs` (one row a policy and replicate). Settings as for `run`, for all."""
    from sim.setup.config import setup_from
    from sim.study import ensemble

    return ensemble.compare([setup_from(policy, **settings) for policy in policies], progress)


def sweep(*overrides, progress=None):
    """A grid in Hydra's grammar, `sweep("delegation.level=0,0.3", "oversight=none,patrol")`: a tidy DataFrame, one
    row a run. Raises InputError."""
    from sim.setup.design import grid
    from sim.study import ensemble

    return ensemble.sweep(grid(list(overrides)), progress)


def __getattr__(name):
    if name == "DiplomacyModel":
        from sim.agents.model import DiplomacyModel

        return DiplomacyModel
    raise AttributeError(f"module 'sim' has no attribute {name!r}")
