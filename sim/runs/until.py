"""Adaptive replication: as many replicates as it takes for an interval to be tight enough, and no more.

    h ≤ ε |mean(a)|   (goodput:1%)   or   h ≤ ε   (goodput:0.2, in the outcome's unit)

h is half of the 95% interval of mean(b - a), where a and b are two policies on the same worlds, a the first of them; of
mean(a) where there is no other policy. In `run` and `compare` the luck of each run is taken off first
(`sim.runs.luck`); the points of a sweep keep theirs. It is looked at after `FIRST` replicates and then where it should
have come down to ε, since h falls as 1/√n. Few looks and not too early keep the interval's coverage (Chow and Robbins
1965).
"""

import math
from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from sim.errors import InputError, shown
from sim.model.limits import suggest
from sim.runs.intervals import interval
from sim.runs.luck import evened
from sim.runs.work import NAMES

if TYPE_CHECKING:  # it takes a second to load, and status does without
    import pandas as pd

FIRST = 20  # replicates before the first look
LEAST, MOST = 1.25, 2.0  # by which replicates grow from look to look


@dataclass(frozen=True)
class Until:
    """goals: (outcome, ε, whether that is a share of the reference's mean). most: replicates, reached or not."""

    text: str
    goals: tuple[tuple[str, float, bool], ...]
    most: int


def read_until(text: str | None, most: int, known: Sequence[str] = NAMES) -> Until | None:
    """Read metric:1% or metric:0.2, several with commas. Raises InputError."""
    if text is None:
        return None
    goals: list[tuple[str, float, bool]] = []
    for part in text.split(","):
        name, _, width = (piece.strip() for piece in part.partition(":"))
        if name not in known or name in [goal[0] for goal in goals]:
            raise InputError(
                f"until: {shown(name)} is {'named twice' if name in known else 'not known'}; expected an "
                f"outcome of paradip list metrics and a width, such as goodput:1%{suggest(name, known)}"
            )
        try:
            size = float(width.removesuffix("%")) / (100.0 if width.endswith("%") else 1.0)
        except ValueError:
            size = math.nan
        if not 0.0 < size < math.inf:
            raise InputError(
                f"until: {name}: {shown(width)}; expected a share such as 1%, or a width above 0 in the outcome's unit"
            )
        goals.append((name, size, width.endswith("%")))
    return Until(text, tuple(goals), most)


def excess(until: Until, a: np.ndarray, b: np.ndarray | None = None) -> float:
    """The widest h/ε among the goals, of outcomes (goals, n) under the reference and another policy; at most 1 when it
    is enough, inf where an outcome is defined in fewer than two worlds."""
    found = 0.0
    for k, (_, size, relative) in enumerate(until.goals):
        _, low, high = interval(a[k] if b is None else b[k] - a[k])
        allowed = size * (abs(interval(a[k])[0]) if relative else 1.0)
        half = (high - low) / 2.0
        ratio = 0.0 if half == 0.0 else half / allowed if allowed > 0.0 else math.inf
        found = max(found, ratio if math.isfinite(ratio) else math.inf)
    return found


def widest(until: Until, frames: "list[pd.DataFrame]", plain: bool) -> float:
    """The largest excess of policies held against the first, a frame of the same worlds each; plain: with the luck of
    each run left in."""
    names = [name for name, _, _ in until.goals]
    a, *others = (frame[names].to_numpy(float).T for frame in evened(frames, plain)[0])
    return max([excess(until, a, b) for b in others] or [excess(until, a)])


def spared(until: Until, frames: "list[pd.DataFrame]", plain: bool) -> str:
    """What it took, in a sentence."""
    used, full, ratio = sum(map(len, frames)), until.most * len(frames), widest(until, frames, plain)
    if ratio > 1.0:
        return f"{until.text}: not reached with {used:,} runs, {as_wide(ratio)}; raise run.replicates={until.most}"
    return f"{until.text}: reached with {used:,} runs of {full:,}: {full - used:,} saved"


def as_wide(ratio: float) -> str:
    return (
        f"the interval is {ratio:.3g} times as wide as requested"
        if math.isfinite(ratio)
        else "the outcome is not defined"
    )


def next_look(until: Until, n: int, ratio: float) -> int:
    """n (h/ε)² replicates should do; a step not too short, nor longer than doubling."""
    wanted = min(n * max(LEAST, min(ratio**2, MOST)), until.most)
    return min(math.ceil(wanted), until.most)
