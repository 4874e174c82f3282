"""Policies by two outcomes: which are on the front, the area it encloses, and how far decades spread.

Tables are wide: one row per (label, policy), columns (`mean`, `low`, `high` or `n`, outcome).
"""

import math

import numpy as np

from sim.runs.intervals import half_width


def errors(wide, outcome: str) -> np.ndarray:
    mean = wide["mean"][outcome]
    return np.abs(np.array([wide["low"][outcome] - mean, wide["high"][outcome] - mean]))


def deviation(wide, outcome: str) -> tuple[np.ndarray, np.ndarray]:
    """Standard deviation between decades, from the interval of the mean: sd = half √n/t; and half of its own 95%
    interval, 1.96 sd/√(2(n - 1)), a good approximation for near-normal outcomes."""
    n = wide["n"][outcome].to_numpy(int)
    unit = np.array([half_width(np.arange(k)) / np.std(np.arange(k), ddof=1) for k in n])
    sd = (wide["high"][outcome] - wide["low"][outcome]).to_numpy(float) / 2 / unit
    return sd, 1.96 * sd / np.sqrt(2 * (n - 1))


def places(wide, labels: list[str], label: str) -> np.ndarray:
    """Places on the front of the policies without delegation and those under one convention, the fewest incidents
    first."""
    who = np.flatnonzero(wide.index.get_level_values("label").isin([labels[0], label]))
    less, more = (wide["mean"][outcome].to_numpy(float) for outcome in ("surfaced", "goodput"))
    keep, most = [], -math.inf
    for k in who[np.lexsort((-more[who], less[who]))]:
        if more[k] > most:
            keep.append(k)
            most = more[k]
    return np.array(keep)


def boundary(axes, incidents, worth, on, dashes) -> None:
    """The outline of everything that some policy on the front dominates, to the edges of the panel."""
    limits = axes.get_xlim(), axes.get_ylim()
    x, y = np.append(incidents[on], limits[0][1]), np.append(worth[on], worth[on[-1]])
    axes.plot(
        np.insert(x, 0, x[0]),
        np.insert(y, 0, limits[1][0]),
        color="black",
        linewidth=0.9,
        linestyle=dashes,
        drawstyle="steps-post",
        zorder=2,
        gid="front",
    )
    axes.set_xlim(limits[0])
    axes.set_ylim(limits[1])
