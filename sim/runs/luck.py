"""The luck of each run taken off its outcomes, so that fewer runs make an interval as narrow.

Control variates (Lavenberg and Welch 1981). The luck c_i of run i, a row of k sums, is 0 on average
(`sim.model.metrics.luck`), so that for any slopes β
    y'_i = y_i - c_i β
has the mean of y, and the less variance the more of it c explains. The slopes for run i are fitted to the other n - 1
runs, so that the mean stays right but for what scale and λ below know of it, of order 1/n; those of a ridge regression,
in closed form:
    β = W (c - c̄)'(y - ȳ),   W = ((c - c̄)'(c - c̄) + n λ)^-1,   h_i = 1/n + (c_i - c̄) W (c_i - c̄)'
    r_i = (y_i - ŷ_i)/(1 - h_i),   c_i β_(-i) = c_i β - c_i W (c_i - c̄)' r_i
where each sum is scaled to a variance of 1. An outcome has one λ under all policies that are compared, so that the
difference of two means is the mean difference: of a few λ the one with the least geometric mean of the variances of its
levels and its differences to the first policy. None of these may vary more than before; else nothing is taken off.
Kinds of incident have the λ of all incidents, so that they add up to them; a rare kind may then vary more.
"""

import math
from collections.abc import Sequence
from typing import TYPE_CHECKING

import numpy as np

from sim.model.acts import MANY
from sim.model.metrics import METRICS
from sim.model.metrics.luck import METRICS as LUCK

if TYPE_CHECKING:  # it takes a second to load, and status does without
    import pandas as pd

NAMES = [one.name for one in LUCK]
LEAST = 40  # runs; of fewer the slopes are too rough to be worth it
PENALTIES = (0.003, 0.03, 0.3, 3.0)
Table = tuple[np.ndarray, np.ndarray]  # of one policy: outcomes (n, m) and luck (n, k) of the same runs


def less_luck(outcomes: np.ndarray, luck: np.ndarray, penalties: np.ndarray) -> np.ndarray:
    """Outcomes (n, m) without what their luck (n, k) explains. penalties (m,): the λ of each, nan where nothing is to
    be taken off."""
    found = np.array(outcomes, float)
    varies = np.ptp(luck, axis=0) > 0.0
    scaled = luck[:, varies] / luck[:, varies].std(axis=0)
    for penalty in np.unique(penalties[np.isfinite(penalties)]):
        its = penalties == penalty
        found[:, its] -= explained(found[:, its], scaled, penalty * len(luck))
    return found


def explained(y: np.ndarray, luck: np.ndarray, penalty: float) -> np.ndarray:
    """c_i β_(-i), (n, m)."""
    centred = luck - luck.mean(axis=0)
    reach = centred @ np.linalg.inv(centred.T @ centred + penalty * np.eye(luck.shape[1]))
    slopes = reach.T @ (y - y.mean(axis=0))
    leverage = 1.0 / len(y) + np.einsum("ij,ij->i", reach, centred)
    left = (y - y.mean(axis=0) - centred @ slopes) / (1.0 - leverage)[:, None]
    return luck @ slopes - np.einsum("ij,ij->i", reach, luck)[:, None] * left


def find_penalties(tables: Sequence[Table], judged: int | None = None) -> np.ndarray:
    """The λ of each outcome, (m,), for policies on the same worlds, the first the reference; nan where an outcome is
    not defined in every run, never varies or gains nothing, and throughout where there are too few runs. judged: how
    many of the policies, from the first, have to gain."""
    n, m = tables[0][0].shape
    best = np.full(m, np.nan)
    if n < LEAST:
        return best
    fits = np.all([np.isfinite(outcomes).all(axis=0) for outcomes, _ in tables], axis=0)
    tables = [(np.where(fits, outcomes, 0.0), luck) for outcomes, luck in tables[:judged]]
    plain, least = spread([outcomes for outcomes, _ in tables]), np.zeros(m)
    for penalty in PENALTIES:
        left = spread([less_luck(*table, np.full(m, penalty)) for table in tables])
        with np.errstate(divide="ignore", invalid="ignore"):
            ratios = np.where(plain > 0.0, left / plain, np.where(left > 1e-18 * plain.max(axis=0), np.inf, 1.0))
            mean = np.where(ratios.max(axis=0) <= 1.0, np.log(ratios).mean(axis=0), 0.0)
        best, least = np.where(fits & (mean < least), penalty, best), np.minimum(mean, least)
    return best


def spread(outcomes: Sequence[np.ndarray]) -> np.ndarray:
    """Variances of the levels of all policies and of the differences of others to the first, (2p - 1, m)."""
    first, *others = outcomes
    return np.array([one.var(axis=0) for one in (*outcomes, *(other - first for other in others))])


def evened(
    frames: "Sequence[pd.DataFrame]", plain: bool = False, judged: int | None = None
) -> "tuple[list[pd.DataFrame], dict[str, float]]":
    """The runs of policies on the same worlds, the first the reference, with their luck taken off, and the λ of every
    outcome. frames: a row a run, with every metric. plain: take nothing off. judged: how many of the policies, from the
    first, have to gain by it."""
    import pandas as pd

    names = [metric.name for metric in METRICS if metric.name not in NAMES]
    penalties = dict.fromkeys((metric.name for metric in METRICS), math.nan)
    tables = [(frame[names].to_numpy(float), frame[NAMES].to_numpy(float)) for frame in frames]
    if plain or not np.isfinite(found := find_penalties(tables, judged)).any():
        return list(frames), penalties
    found[[names.index(kind) for kind in MANY]] = found[names.index("surfaced")]  # so that kinds add up to all
    even = [
        frame.drop(columns=names).join(pd.DataFrame(less_luck(*table, found), frame.index, names))[frame.columns]
        for frame, table in zip(frames, tables, strict=True)
    ]
    return even, penalties | dict(zip(names, found.tolist(), strict=True))
