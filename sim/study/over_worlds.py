"""Whether a conclusion hangs on the assumptions: in what share of drawn worlds one policy does better than another.

    better in a world    d > ε        d = s (y - y of the first policy), s the sign that makes more of it better
    worse                d < -ε       ε the smallest effect that matters, of the first policy's outcome there

Each world is run for one decade, with luck of its own, the same for all policies. What was set by hand stays as it is
set; every other assumption is the world's.
"""

from collections.abc import Callable, Sequence
from dataclasses import replace
from pathlib import Path
from tempfile import TemporaryDirectory

import numpy as np

from sim.inputs.worlds import name_of
from sim.model.metrics import HEADLINES, METRICS
from sim.model.metrics.smallest import smallest_effect
from sim.runs.work import ready
from sim.setup.config import Setup, assign
from sim.study.claims.judge import HOLDS, REVERSED, UNCLEAR, UNDEFINED, Shares, shares_of
from sim.study.claims.runs import outcomes_of
from sim.study.worlds import draw_worlds, origins, seed_of

N = 100  # worlds of each kind, unless told otherwise
JUDGED = [metric for name in HEADLINES for metric in METRICS if metric.name == name and metric.contested]

Found = dict[tuple[str, str, str], Shares]  # by name of the worlds, policy and outcome; `holds` is better


def in_worlds(setup: Setup, rows: Sequence[dict]) -> list[Setup]:
    """A policy in each of these worlds."""
    set_by_hand = {f"parameters.{name}": value for name, value in setup.parameters.items()}
    return [
        replace(made, run=replace(setup.run, seed=seed_of(setup.run.seed, number), replicates=1))
        for number, row in enumerate(rows)
        for made in [assign(setup, row | set_by_hand)]
    ]


def shares_over(
    setups: Sequence[Setup], kinds: Sequence[str], n: int = N, progress: Callable[[int, int], None] | None = None
) -> Found:
    """Of every policy but the first, over n worlds of each kind, how often it is better (`holds`), worse (`reversed`)
    or neither (`unclear`). Raises InputError."""
    first, *_ = setups
    total, done, found = len(kinds) * len(setups) * n, 0, {}

    def count(more: int) -> None:
        nonlocal done
        done += more
        if progress:
            progress(done, total)

    ready()
    with TemporaryDirectory() as folder:
        for kind in kinds:
            rows = draw_worlds(kind, n, first.run.seed, first.scenario)
            which = origins(kind, rows)
            base, *others = (outcomes_of(in_worlds(one, rows), Path(folder), one.run.threads, count) for one in setups)
            for setup, runs in zip(setups[1:], others, strict=True):
                for metric in JUDGED:
                    sides = sides_of(metric, base[metric.name][:, 0], runs[metric.name][:, 0])
                    found[name_of(kind), setup.policy.name, metric.name] = shares_of(sides, which)
    return found


def sides_of(metric, first: np.ndarray, other: np.ndarray) -> np.ndarray:
    """HOLDS where the other is better, REVERSED where it is worse, UNCLEAR, or UNDEFINED, (worlds,)."""
    least = np.array([smallest_effect(metric.unit, float(y)) for y in first])
    gain = metric.better * (other - first)
    with np.errstate(invalid="ignore"):
        sides = np.where(gain > least, HOLDS, np.where(gain < -least, REVERSED, UNCLEAR))
    return np.where(np.isfinite(gain) & np.isfinite(least), sides, UNDEFINED)
