"""Which lever made which part of a difference: two policies and mixtures of them in the same worlds, parts that add up.

Values and interactions are worked out world by world, so that their 95% intervals are paired. Up to ten parts every
mixture is run and an interval holds chance alone. Of more, each world draws an order of its own and its reverse: what
is found there is right on average, and since worlds are drawn independently their spread holds both the luck of a world
and that of its orders. The luck of each run is taken off as in a comparison, with the λ of the two policies.
"""

from collections.abc import Sequence
from pathlib import Path

import numpy as np
import pandas as pd

from sim.errors import InputError, nearest, shown
from sim.model.metrics import HEADLINES, METRIC
from sim.model.metrics.smallest import smallest_effect, verdict
from sim.runs.intervals import interval
from sim.runs.luck import evened
from sim.runs.work import NAMES
from sim.setup.config import Setup
from sim.study.attribute.attribution import Attribution
from sim.study.attribute.game import chains, draw_orders, from_orders, interactions, shapley
from sim.study.attribute.players import Pair, pair_up
from sim.study.attribute.runs import Progress, worths

MOST = 10  # parts of which every mixture is run


def attribute(
    setups: list[Setup],
    by: str = "group",
    metrics: Sequence[str] | None = None,
    progress: Progress | None = None,
    plain: bool = False,
    folder: Path | None = None,
) -> Attribution:
    """The difference of the second of two policies to the first, in parts. by: group or lever. metrics: outcomes; the
    main ones, and those that were brought, unless named. plain: leave the luck of each run in. folder: where runs are
    kept; in memory without one. Raises InputError unless the two differ in levers, and in nothing else."""
    pair = ready(setups, by)
    names, n = chosen(metrics), setups[0].run.replicates
    k = len(pair.players)
    exact = k <= MOST
    orders = None if exact else draw_orders(k, setups[0].run.seed, n, pair.late)
    sets = np.tile(np.arange(2**k)[:, None], n) if orders is None else chains(orders).reshape(-1, n)
    runs = worths(pair, setups[0], sets, progress, folder)
    found = without_luck(runs, sets[:, 0], plain)[:, :, [NAMES.index(name) for name in names]]
    found = np.where(np.isfinite(found).all(axis=0), found, np.nan)  # a world counts where all of its runs do
    if orders is None:
        values, pairs = shapley(found, pair.late), interactions(found, pair.late)
    else:
        values, pairs = from_orders(orders, found.reshape(2, 2 * k, n, -1), pair.late)
    ends = found[0], found[-1] if orders is None else found[k]
    check_sum(values, ends[1] - ends[0])
    return told(pair, by, names, values, pairs, ends)


def ready(setups: list[Setup], by: str) -> Pair:
    """Raises InputError unless there are two policies that differ in levers, and in nothing else."""
    if len(setups) != 2:
        raise InputError(f"attribute: {len(setups)} policies; expected two, such as status_quo guided_delegation")
    first, second = setups
    for what in ("scenario", "parameters", "run", "agents"):
        if getattr(first, what) != getattr(second, what):
            raise InputError(
                f"attribute: {what} not the same for both; expected two policies that differ in levers alone"
            )
    return pair_up(first.policy, second.policy, by)


def chosen(metrics: Sequence[str] | None) -> list[str]:
    """Raises InputError at a name that is no outcome."""
    if metrics is None:
        return [name for name in NAMES if name in HEADLINES or METRIC[name].group == "own"]
    given = [metrics] if isinstance(metrics, str) else list(metrics)
    for name in given:
        if name not in NAMES:
            raise InputError(f"outcomes: {shown(name)}; expected names of outcomes{nearest(name, NAMES)}")
    if not given:
        raise InputError("outcomes: none named; expected at least one, or None for the main ones")
    return list(dict.fromkeys(given))


def without_luck(runs: np.ndarray, sets: np.ndarray, plain: bool) -> np.ndarray:
    """The same (columns, worlds, metrics), the luck of runs taken off column by column. The λ are those with which the
    two policies gain, as if they were compared alone; a column may hold a different mixture in each world."""
    ends = [int(np.flatnonzero(sets == one)[0]) for one in (0, sets.max())]
    order = [*ends, *(column for column in range(len(runs)) if column not in ends)]
    frames, _ = evened([pd.DataFrame(runs[column], columns=NAMES) for column in order], plain, judged=2)
    found = np.empty_like(runs)
    for column, frame in zip(order, frames, strict=True):
        found[column] = frame.to_numpy()
    return found


def check_sum(values: np.ndarray, whole: np.ndarray) -> None:
    """That parts add up to the difference, to rounding, in every world."""
    gap = np.abs(values.sum(axis=0) - whole)
    allowed = 1e-9 * (1.0 + np.abs(values).sum(axis=0))
    if (gap > allowed).any():
        raise ArithmeticError(f"parts miss the whole by {np.nanmax(gap):.3g}")


def told(pair: Pair, by: str, names: list[str], values: np.ndarray, pairs: dict, ends: tuple) -> Attribution:
    """Tables of what was found: values (parts, worlds, outcomes), pairs of parts (worlds, outcomes), ends of the first
    and of the second policy (worlds, outcomes)."""
    parts, both, whole = [], [], []
    for m, name in enumerate(names):
        unit, mean = METRIC[name].unit, float(interval(ends[0][:, m])[0])
        least = smallest_effect(unit, mean)

        def row(x: np.ndarray, m: int = m, least: float = least, unit: str = unit) -> tuple:
            found = interval(x[:, m])
            return *found, least, verdict(*found[1:], least), unit, int(np.isfinite(x[:, m]).sum())

        whole.append((name, mean, float(interval(ends[1][:, m])[0]), *row(ends[1] - ends[0])))
        for one, x in zip(pair.players, values, strict=True):
            parts.append((name, one.key, one.title, *row(x)))
        for (i, j), x in pairs.items():
            one, other = pair.players[i], pair.players[j]
            both.append((name, one.key, other.key, one.title, other.title, *row(x)))
    columns = "low high smallest verdict unit worlds".split()
    return Attribution(
        pd.DataFrame(parts, columns=["metric", "part", "title", "difference", *columns]),
        pd.DataFrame(whole, columns=["metric", "first", "second", "difference", *columns]),
        pd.DataFrame(both, columns=["metric", "part", "other", "title", "other_title", "together", *columns]),
        {one.key: one.keys for one in pair.players},
        (pair.given[0].name, pair.given[1].name),
        by,
        len(pair.players) <= MOST,
        len(ends[0]),
    )
