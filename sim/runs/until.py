"""Adaptive replication: as many replicates as it takes for an interval to be tight enough, and no more.

    h ≤ ε |mean(a)|   (goodput:1%)   or   h ≤ ε   (goodput:0.2, in the outcome's unit)

h is half of the 95% interval of mean(b - a), where a and b are two policies on the same worlds, a the first of them; of
mean(a) where there is no other policy. It is looked at after `FIRST` replicates and then where it should have come down
to ε, since h falls as 1/√n. Few looks and not too early keep the interval's coverage (Chow and Robbins 1965).
"""

import math
from collections.abc import Iterable
from dataclasses import dataclass, replace
from pathlib import Path

import numpy as np
import pandas as pd

from sim.errors import InputError
from sim.model.metrics import METRICS
from sim.runs.intervals import interval
from sim.runs.plan import Plan, with_replicates
from sim.runs.shards import read_shards
from sim.setup.config import Setup
from sim.setup.limits import shown, suggest

FIRST = 20  # replicates before the first look
LEAST, MOST = 1.25, 2.0  # by which replicates grow from look to look


@dataclass(frozen=True)
class Until:
    """goals: (outcome, ε, whether that is a share of the reference's mean). most: replicates, reached or not."""

    text: str
    goals: tuple[tuple[str, float, bool], ...]
    most: int


def read_until(text: str | None, most: int) -> Until | None:
    """Read metric:1% or metric:0.2, several with commas. Raises InputError."""
    if text is None:
        return None
    goals: list[tuple[str, float, bool]] = []
    known = [metric.name for metric in METRICS]
    for part in text.split(","):
        name, _, width = (piece.strip() for piece in part.partition(":"))
        if name not in known or name in [goal[0] for goal in goals]:
            raise InputError(
                f"--until: {shown(name)} is {'named twice' if name in known else 'not known'}; expected an "
                f"outcome of paradip list metrics and how tight, such as goodput:1%{suggest(name, known)}"
            )
        try:
            size = float(width.removesuffix("%")) / (100.0 if width.endswith("%") else 1.0)
        except ValueError:
            size = math.nan
        if not 0.0 < size < math.inf:
            raise InputError(
                f"--until: {name}: {shown(width)}; expected a share such as 1%, or a width above 0 in the "
                "outcome's unit"
            )
        goals.append((name, size, width.endswith("%")))
    return Until(text, tuple(goals), most)


def excess(until: Until, a: np.ndarray, b: np.ndarray | None = None) -> float:
    """The widest h/ε among the goals, of outcomes (goals, n) under the reference and another policy; at most 1 when it
    is enough, inf where an outcome is defined in fewer than two worlds."""
    found = 0.0
    for k, (_, size, relative) in enumerate(until.goals):
        mean, low, high = interval(a[k] if b is None else b[k] - a[k])
        allowed = size * (abs(interval(a[k])[0]) if relative else 1.0)
        half = (high - low) / 2.0
        ratio = 0.0 if half == 0.0 else half / allowed if allowed > 0.0 else math.inf
        found = max(found, ratio if math.isfinite(ratio) else math.inf)
    return found


def widest(until: Until, frames: list[pd.DataFrame]) -> float:
    """The largest excess of policies held against the first, a frame of the same worlds each."""
    names = [name for name, _, _ in until.goals]
    a, *others = (frame[names].to_numpy(float).T for frame in frames)
    return max([excess(until, a, b) for b in others] or [excess(until, a)])


def spared(until: Until, frames: list[pd.DataFrame]) -> str:
    """What it took, in a sentence."""
    used, full, ratio = sum(map(len, frames)), until.most * len(frames), widest(until, frames)
    if ratio > 1.0:
        return f"{until.text}: not reached with {used:,} runs, {as_wide(ratio)}; raise run.replicates={until.most}"
    return f"{until.text}: reached with {used:,} runs of {full:,}: {full - used:,} saved"


def as_wide(ratio: float) -> str:
    return (
        f"the interval is {ratio:.3g} times as wide as asked" if math.isfinite(ratio) else "the outcome is not defined"
    )


def next_look(until: Until, n: int, ratio: float) -> int:
    """n (h/ε)² replicates should do; a step not too short, nor longer than doubling."""
    wanted = min(n * max(LEAST, min(ratio**2, MOST)), until.most)
    return min(math.ceil(wanted), until.most)


def world_of(setup: Setup) -> tuple:
    """What makes worlds the same: all but levers."""
    run = setup.run
    return setup.scenario, run.seed, run.years, run.dt, tuple(sorted(setup.parameters.items()))


def begun(plan: Plan, until: Until | None) -> Plan:
    """The plan with the first replicates alone."""
    if until is None:
        return plan
    if "run.replicates" in plan.keys:
        raise InputError("--until: run.replicates is an axis of this sweep; expected one value, the most there may be")
    return replace(plan, points=[with_replicates(p, min(FIRST, until.most)) for p in plan.points], until=until)


def verdicts(plan: Plan, folder: Path, records: Iterable[dict]) -> list[tuple[int, int, float]]:
    """(point, replicates it shares with its reference, excess) for each policy held against the first in its world."""
    until = plan.until
    assert until is not None
    values = read_goals(plan, folder, records)
    families: dict[tuple, list[int]] = {}
    for number, point in enumerate(plan.points):
        families.setdefault(world_of(point.setup), []).append(number)
    found = []
    for first, *others in families.values():
        for other in others or [first]:
            n = min(plan.points[k].setup.run.replicates for k in (first, other))
            a, b = (values[plan.addresses[k]][:, :n] for k in (first, other))
            found.append((other, n, excess(until, a, b if others else None)))
    return found


def read_goals(plan: Plan, folder: Path, records: Iterable[dict]) -> dict[str, np.ndarray]:
    """Outcomes of the goals, (goals, replicates), by address; nan where a run failed."""
    assert plan.until is not None
    names = [name for name, _, _ in plan.until.goals]
    found = {address: np.full((len(names), plan.replicates[cell]), np.nan) for address, cell in plan.cells.items()}
    for table in read_shards(folder, records, "runs", ["address", "replicate", *names]):
        frame = table.to_pandas()
        for address, part in frame.groupby("address", observed=True, sort=False):
            if address in found:
                part = part[part["replicate"] < found[address].shape[1]]
                found[address][:, part["replicate"].to_numpy()] = part[names].to_numpy().T
    return found


def extended(plan: Plan, folder: Path, records: Iterable[dict]) -> Plan:
    """The plan with more replicates where the interval is too wide yet, and for the policies these are held against;
    the same plan if there is no such point."""
    until = plan.until
    if until is None:
        return plan
    wanted = {
        number: next_look(until, n, ratio)
        for number, n, ratio in verdicts(plan, folder, records)
        if ratio > 1.0 and n < until.most
    }
    if not wanted:
        return plan
    most: dict[tuple, int] = {}
    for number, n in wanted.items():
        world = world_of(plan.points[number].setup)
        most[world] = max(most.get(world, 0), n)
    firsts = {world_of(point.setup): number for number, point in reversed(list(enumerate(plan.points)))}
    for world, n in most.items():
        wanted[firsts[world]] = n
    points = [
        with_replicates(point, max(wanted.get(number, 0), point.setup.run.replicates))
        for number, point in enumerate(plan.points)
    ]
    return replace(plan, points=points)


def told(plan: Plan, folder: Path, records: Iterable[dict]) -> list[str]:
    """What became of it: how many intervals are tight enough, and what that spared."""
    until = plan.until
    assert until is not None
    found = verdicts(plan, folder, records)
    met = sum(ratio <= 1.0 for _, _, ratio in found)
    used, full = int(plan.replicates.sum()), until.most * len(plan.cells)
    lines = [
        f"{until.text}: reached for {met:,} of {len(found):,}, with {used:,} runs; {until.most:,} replicates of each "
        f"would have been {full:,}: {full - used:,} saved"
    ]
    number, n, ratio = max(found, key=lambda one: one[2])
    if ratio > 1.0:
        label = plan.label(plan.cells[plan.addresses[number]])
        lines.append(f"not reached for {label}: {as_wide(ratio)} with run.replicates={until.most}")
    return lines
