"""What is left of a front on worlds that the search never saw.

The search keeps what did well on its own worlds, partly by luck: its means are too good (the winner's curse; Smith and
Winkler 2006). Fresh worlds have no part in the choice, so their means are not. By outcome
    optimism = better (search mean - fresh mean)          better: +1 or -1
of which what the chosen worlds were like shows in a policy that nobody chose, such as `centralized`.
"""

from typing import NamedTuple

import numpy as np

LEVEL = 0.05


class Verdict(NamedTuple):
    """by: number of a policy whose means are as good on all outcomes and better on one, -1 if there is none. clear:
    whether that is more than noise."""

    by: int
    clear: bool


def judge(values: np.ndarray) -> list[Verdict]:
    """Of each policy; outcomes on common worlds, (policies, outcomes, worlds): more is better, nan is not defined.

    Beaten clearly: as good or better in the mean on all outcomes, and on one the paired difference exceeds
    t_{n-1, 1-q} se, q = 0.025 divided by the number of differences looked at, which are all rivals and outcomes.
    """
    from scipy.stats import t

    n, n_outcomes, _ = values.shape
    level = 0.5 * LEVEL / max((n - 1) * n_outcomes, 1)
    verdicts = []
    for k in range(n):
        ahead = values - values[k]
        defined = np.isfinite(ahead)
        size = defined.sum(axis=2)
        mean = np.where(defined, ahead, 0.0).sum(axis=2) / np.maximum(size, 1)
        spread = np.where(defined, ahead - mean[..., None], 0.0)
        error = np.sqrt((spread**2).sum(axis=2) / np.maximum(size - 1, 1) / np.maximum(size, 1))
        beats = (mean >= 0.0).all(axis=1) & (mean > 0.0).any(axis=1) & (size > 0).all(axis=1)
        sure = mean - t.ppf(1.0 - level, np.maximum(size - 1, 1)) * error > 0.0
        clear = np.flatnonzero(beats & (sure & (size > 1)).any(axis=1))
        by = clear[0] if clear.size else np.flatnonzero(beats)[0] if beats.any() else -1
        verdicts.append(Verdict(int(by), bool(clear.size)))
    return verdicts


def means(values: np.ndarray) -> np.ndarray:
    """Over worlds, the last axis, where defined; nan where never."""
    defined = np.isfinite(values)
    size = defined.sum(axis=-1)
    return np.where(size > 0, np.where(defined, values, 0.0).sum(axis=-1) / np.maximum(size, 1), np.nan)


def thin(cost: np.ndarray, outcomes: np.ndarray) -> list[int]:
    """Of policies whose outcomes, (policies, outcomes), are the same throughout, the cheapest; in their order."""
    kept: dict[bytes, int] = {}
    for k in np.argsort(cost, kind="stable").tolist():
        kept.setdefault(np.ascontiguousarray(outcomes[k]).tobytes(), k)
    return sorted(kept.values())
