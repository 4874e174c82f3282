"""The choice now: what each policy is worth on average, and what is lost because nothing more is known.

No regression could know all assumptions, but several decades of one world have all of them in common and nothing else:
    t_i = mean_r y_i,r,c - y_i,now   c = argmax_d of the other decades of world i     on average at most the EVPI
    T_i = max_d y_i,d - y_i,now      y_i,d the mean over all decades of world i       on average at least the EVPI
    EVPI = E max_d f_d(θ) - max_d E f_d,   which is what is lost by choosing now
"""

from typing import NamedTuple

import numpy as np
import pandas as pd

from sim.runs.intervals import Z, student

COLUMNS = ("policy", "worth", "low", "high", "behind", "behind_low", "behind_high", "best")


class Lost(NamedTuple):
    """value, error: the mean of t, or 0 if that is below 0; nan with one decade a world. low, high: the lower end of
    its 95% interval and the upper end of that of T. changes: share of worlds in which another policy did better, luck
    included."""

    value: float
    low: float
    high: float
    error: float
    changes: float


def lost(decades: np.ndarray, which: np.ndarray) -> Lost:
    """decades: worth, (worlds, replicates, policies). which: as in `gain.Worlds`."""
    mean = decades.mean(axis=1)
    now = int(mean.mean(axis=0).argmax())
    most, wide = mean_of(mean.max(axis=1) - mean[:, now], which)
    high, changes = most + Z * wide, float((mean.argmax(axis=1) != now).mean())
    if decades.shape[1] == 1:
        return Lost(np.nan, 0.0, high, np.nan, changes)
    others = (decades.sum(axis=1, keepdims=True) - decades).argmax(axis=2)
    chosen = np.take_along_axis(decades, others[..., None], axis=2)[..., 0]
    least, error = mean_of((chosen - decades[..., now]).mean(axis=1), which)
    return Lost(max(least, 0.0), max(least - Z * error, 0.0), high, error, changes)


def policies(names: list[str], decades: np.ndarray, which: np.ndarray) -> pd.DataFrame:
    """policy, worth with its 95% interval over worlds, the difference to the best with its own, the share of worlds in
    which it is best; as named."""
    mean = decades.mean(axis=1)
    best = int(mean.mean(axis=0).argmax())
    shares = np.bincount(mean.argmax(axis=1), minlength=mean.shape[1]) / len(mean)

    def spans(values: np.ndarray) -> tuple[float, float, float]:
        middle, error = mean_of(values, which)
        half = student(int(which.max()) + 1) * error
        return middle, middle - half, middle + half

    rows = [
        (name, *spans(mean[:, k]), *spans(mean[:, k] - mean[:, best]), float(shares[k])) for k, name in enumerate(names)
    ]
    return pd.DataFrame(rows, columns=COLUMNS)


def mean_of(values: np.ndarray, which: np.ndarray) -> tuple[float, float]:
    """With its standard error, for which what was drawn again counts as one:
    se² = G/(G - 1) Σ_g (Σ_i∈g (x_i - x̄))²/n²,  G different worlds"""
    mean = float(values.mean())
    sums = np.bincount(which, values - mean)
    return mean, float((len(sums) / (len(sums) - 1) * (sums**2).sum()) ** 0.5 / len(values))
