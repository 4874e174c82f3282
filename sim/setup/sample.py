"""Points drawn: a Latin hypercube or a Sobol sequence over the ranges of factors.

    lhs:N        in each factor one point in each of N slices of equal chance (McKay, Beckman and Conover 1979)
                     u_i = (π(i) + v_i)/N        π a random order of 0 ... N-1, v_i uniform
    sobol:N      N a power of two, scrambled (Sobol' 1967; Owen 1998): evener than chance in several factors at once,
                 and the first points of a longer sequence are those of a shorter one
    lhs:N:SEED   another draw; 1 unless given

Each column of a Latin hypercube is drawn from the seed and its own factor's name, so whatever factors are added, the
others stay as they are. A Sobol sequence gives its columns out in the order of the factors: one more at the end leaves
the others as they are.
"""

import re
from collections.abc import Mapping, Sequence
from functools import cached_property, lru_cache
from typing import NamedTuple

import numpy as np

from sim.errors import InputError, nearest, shown
from sim.inputs.worlds import Worlds
from sim.setup.factors import Factor
from sim.setup.overrides import MOST_POINTS

KINDS = ("lhs", "sobol")
SPELT = re.compile(r"([a-z]+):([0-9]{1,9})(?::([0-9]{1,10}))?")
MOST_FACTORS, CHUNK = 512, 4096  # columns that a Sobol sequence is always drawn with; rows at a time


class Sample(NamedTuple):
    """How many points are drawn, and how."""

    kind: str
    n: int
    seed: int = 1


def read_sample(text: str) -> Sample:
    """lhs:200, sobol:256, lhs:200:7. Raises InputError."""
    kind = text.partition(":")[0]
    if kind not in KINDS:
        raise InputError(f"design: {shown(text)}; expected lhs:N or sobol:N{nearest(kind, KINDS)}")
    spelt = SPELT.fullmatch(text)
    if not spelt:
        raise InputError(f"design: {shown(text)}; expected {kind}:N or {kind}:N:SEED in whole numbers")
    return check_sample(Sample(kind, int(spelt[2]), int(spelt[3] or 1)))


def check_sample(sample: Sample) -> Sample:
    kind, n, seed = sample
    if not 1 <= n <= MOST_POINTS:
        raise InputError(f"design: {kind} of {n:,} points; expected 1 to {MOST_POINTS:,}")
    if kind == "sobol" and n & (n - 1):
        lower = 1 << (n.bit_length() - 1)
        raise InputError(f"design: sobol of {n:,} points; expected a power of two, such as {lower:,} or {2 * lower:,}")
    if not 0 <= seed < 2**32:
        raise InputError(f"design: seed {seed}; expected a whole number from 0 to {2**32 - 1}")
    return sample


def check_factors(n: int) -> int:
    if n > MOST_FACTORS:
        raise InputError(f"design: {n} factors; expected at most {MOST_FACTORS}")
    return n


class Drawn(Sequence):
    """The values of one factor in a sample, drawn when the first of them is asked for. place: of the factor, among so
    many: a Sobol sequence gives its columns out in that order."""

    def __init__(self, sample: Sample, factor: Factor, place: int, n_factors: int) -> None:
        self.sample, self.factor, self.place, self.n_factors = sample, factor, place, n_factors
        self.way = (sample, factor, place, n_factors)

    def __len__(self) -> int:
        return self.sample.n

    def __getitem__(self, k):
        return self.factor.at(float(self.cube[k]))

    def __iter__(self):
        return map(self.factor.at, self.cube.tolist())

    def at(self, places: np.ndarray) -> list:
        """The values at these places."""
        return list(map(self.factor.at, self.cube[places].tolist()))

    @cached_property
    def cube(self) -> np.ndarray:
        """Of the unit cube, (n,)."""
        if self.sample.kind == "lhs":
            return latin_hypercube(self.sample, [self.factor])[:, 0]
        return sobol_sequence(self.sample, self.n_factors)[:, self.place]


def draw(sample: Sample, factors: list[Factor]) -> list[dict]:
    """One row for each point: a value for each factor. Raises InputError."""
    return rows_of(draw_columns(sample, factors))


def rows_of(columns: Mapping[str, Sequence]) -> list[dict]:
    return [dict(zip(columns, line, strict=True)) for line in zip(*columns.values(), strict=True)]


def draw_columns(sample: Sample, factors: list[Factor], worlds: Worlds | None = None) -> dict[str, Sequence]:
    """A column for each factor. Rows are all different unless assumptions are drawn from a table, `worlds`. Raises
    InputError."""
    if not factors:
        raise InputError(
            "design: nothing to sample; expected factors to draw over, such as all or load,growth, or one such as "
            "parameters.load=interval(0.8,1.1) or oversight=choice(none,alarm)"
        )
    if worlds and any(factor.key in worlds.columns for factor in factors):
        return columns_from(worlds, sample, factors)
    columns = columns_of(sample, factors)
    if all(len({*one}) < sample.n for one in columns.values()):
        n_different = len({*zip(*columns.values(), strict=True)})
        if n_different < sample.n:
            raise InputError(
                f"design: only {n_different:,} of {sample.n:,} points differ; expected an interval of numbers "
                "among the factors, or axes key=a,b,c"
            )
    return dict(columns)


def columns_of(sample: Sample, factors: list[Factor]) -> dict[str, Drawn]:
    """Of a sample, whether its rows are different or not."""
    check_factors(len(factors))
    return {factor.key: Drawn(sample, factor, place, len(factors)) for place, factor in enumerate(factors)}


def columns_from(worlds: Worlds, sample: Sample, factors: list[Factor]) -> dict[str, Sequence]:
    """A column for each factor: of the assumptions in a table what the rows drawn from it have, and the sample of the
    others. Rows may be the same."""
    others = columns_of(sample, [factor for factor in factors if factor.key not in worlds.columns])
    rows = worlds.draw(sample.n, sample.seed)
    return {key: others[key] if key in others else worlds.columns[key][rows].tolist() for key, *_ in factors}


def latin_hypercube(sample: Sample, factors: list[Factor]) -> np.ndarray:
    """(n, factors) in the unit cube."""
    columns = []
    for factor in factors:
        chance = np.random.default_rng([sample.seed, *factor.key.encode()])
        columns.append((chance.permutation(sample.n) + chance.random(sample.n)) / sample.n)
    return np.column_stack(columns)


@lru_cache(maxsize=1)
def sobol_sequence(sample: Sample, n_factors: int) -> np.ndarray:
    """(n, factors) in the unit cube."""
    try:
        from scipy.stats import qmc
    except ImportError:
        raise InputError(
            "design: sobol needs scipy, which is not installed; expected it, from pip install "
            "'paradiplomacy[analysis]', or lhs"
        ) from None
    engine = qmc.Sobol(MOST_FACTORS, scramble=True, rng=np.random.default_rng(sample.seed))
    parts = [engine.random(min(CHUNK, sample.n))[:, :n_factors] for _ in range(0, sample.n, CHUNK)]
    return np.vstack(parts)
