"""A study: the factors, the method, the points it asks for, and the table of indices it makes of their outcomes."""

from dataclasses import dataclass
from functools import cached_property
from types import ModuleType

import numpy as np
import pandas as pd

from sim.errors import InputError, nearest, shown
from sim.setup.factors import Factor
from sim.study.sensitivity import morris, sobol
from sim.study.sensitivity.noise import noise_of

METHODS: dict[str, ModuleType] = {"morris": morris, "sobol": sobol}
COLUMNS = ["outcome", "index", "factor", "other", "value", "low", "high", "noise", "noise_share"]


def method_of(name: str) -> ModuleType:
    if name not in METHODS:
        raise InputError(f"--method: {shown(name)}; expected one of {', '.join(METHODS)}{nearest(name, METHODS)}")
    try:
        import SALib  # noqa: F401
    except ImportError:
        raise InputError(
            "--method: SALib is not installed; expected it, from pip install 'paradiplomacy[analysis]'"
        ) from None
    return METHODS[name]


@dataclass(frozen=True)
class Study:
    """n: trajectories of morris, base points of sobol. pairs: whether sobol is to tell interactions of two factors."""

    factors: list[Factor]
    method: str = "morris"
    n: int = morris.N
    seed: int = 1
    pairs: bool = True

    @cached_property
    def cube(self) -> np.ndarray:
        """The points in the unit cube, (points, factors)."""
        return self.made.sample(self.factors, self.n, self.seed, self.pairs)

    @property
    def made(self) -> ModuleType:
        made = method_of(self.method)
        made.check(self.factors, self.n)
        return made

    @property
    def rows(self) -> list[dict]:
        """The points as values by key."""
        return [
            {factor.key: factor.at(u) for factor, u in zip(self.factors, line, strict=True)}
            for line in self.cube.tolist()
        ]

    def table(self, outcomes: dict[str, np.ndarray]) -> pd.DataFrame:
        """Indices of outcomes by name, each (points, replicates) in the order of `rows`: one row an index.

        outcome, index, factor, other (the second factor of S2, else ""), value, low, high (95%, from the bootstrap over
        points), noise (the index of a factor that only reshuffles luck), noise_share (of the variance between points).
        Raises InputError where an outcome is not defined.
        """
        by_key = {factor.key: factor for factor in self.factors}
        found = []
        for name, values in outcomes.items():
            y = means(name, values)
            noise = noise_of(values)
            for row in self.made.indices(self.factors, self.cube, y, self.seed, self.pairs):
                level = self.made.noise_level(row[0], by_key[row[1]], *noise)
                found.append((name, *row, level, noise.share))
        return pd.DataFrame(found, columns=COLUMNS)


def means(name: str, values: np.ndarray) -> np.ndarray:
    """Over replicates, at every point."""
    defined = np.isfinite(values)
    n_undefined = int((~defined.any(axis=1)).sum())
    if n_undefined:
        raise InputError(
            f"{name}: not defined at {n_undefined:,} of {len(values):,} points; expected an outcome that is, or "
            "more run.replicates or run.years"
        )
    return np.nanmean(np.where(defined, values, np.nan), axis=1)
