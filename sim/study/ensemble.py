"""Replicates, common worlds, paired differences, intervals.

Replicate r of seed s is the same world under every policy, so a comparison is made world by world:
    difference ± t_{n-1} sd(a_r - b_r)/√n
and independent seeds would need n (Var a + Var b)/Var(a - b) runs a policy for an interval as narrow.
"""

import math
from collections.abc import Callable, Sequence
from dataclasses import replace
from typing import Any

import numpy as np
import pandas as pd

from sim.model.levers import LEVERS
from sim.model.metrics import METRICS, measure
from sim.model.metrics.smallest import LESS, MORE, smallest_effect, verdict
from sim.model.parameters import PARAMETERS
from sim.model.path.words import ever
from sim.model.path.words import told as sentences
from sim.runs.executors import open_pool
from sim.runs.extend import world_of
from sim.runs.intervals import interval
from sim.runs.luck import evened
from sim.runs.memory import Memory
from sim.runs.merge import Layout, columns_of, described
from sim.runs.plan import look_up, plan_setups
from sim.runs.runner import carry_out
from sim.runs.travel import check_travels
from sim.runs.until import FIRST, Until, next_look, widest
from sim.runs.work import NAMES, one, warm
from sim.setup.columns import check_common, moved_of
from sim.setup.config import Setup
from sim.setup.overrides import AGENTS, NO_CLASS
from sim.setup.points import Point, gathered
from sim.study.comparison import Comparison
from sim.study.over_time import Watch

__all__ = [
    "NAMES",
    "Comparison",
    "compare",
    "compared",
    "contrast",
    "labelled",
    "measure",
    "one",
    "outcomes",
    "run",
    "summarise",
    "sweep",
    "warm",
]
Progress = Callable[[int, int], None]
# The two conventions give opposite answers to some questions, so every comparison says which it used.
STAFFING, LEVEL = LEVERS["delegation.staff"].choices, "delegation.level"


def outcomes(
    setups: list[Setup], progress: Progress | None = None, first: int = 0, watch: Watch | None = None
) -> pd.DataFrame:
    """One row a run: `setup` (its number), seed, replicate (from the `first`) and every metric, sorted by setup and
    replicate. watch: sees the weekly record of every run. Raises InputError at the first run that fails."""
    plan = plan_setups(setups, series=watch is not None)
    check_travels(setups, setups[0].run.cluster)
    store, done = Memory(plan), 0
    store.done[plan.numbers < first] = True
    total = int((~store.done).sum())
    with open_pool(setups[0].run.cluster, max(s.run.threads for s in setups)) as pool:
        for part in carry_out(plan, store, pool):
            done += len(part.runs)
            if watch is not None:
                watch.see(plan, part)
            if progress is not None:
                progress(done, total)
    starts = [plan.offsets[plan.cells[address]] for address in plan.addresses]
    rows = [np.arange(start + first, start + s.run.replicates) for start, s in zip(starts, setups, strict=True)]
    return labelled(store.values[np.concatenate(rows)], setups, np.array([len(one) for one in rows]), first)


def labelled(found: np.ndarray, setups: list[Setup], replicates: np.ndarray, first: int = 0) -> pd.DataFrame:
    """The table of `outcomes`. found: (runs, metrics), setup by setup, as many of each as `replicates` says."""
    frame = pd.DataFrame(found, columns=NAMES)
    number = np.repeat(np.arange(len(setups)), replicates)
    offsets = np.cumsum(replicates) - replicates
    frame.insert(0, "setup", number)
    frame.insert(1, "seed", np.array([s.run.seed for s in setups])[number])
    frame.insert(2, "replicate", first + np.arange(len(found)) - offsets[number])
    return frame


def enough(
    setups: list[Setup],
    until: Until | None,
    progress: Progress | None = None,
    watch: Watch | None = None,
    plain: bool = False,
) -> pd.DataFrame:
    """`outcomes` with no more replicates, the same number of each, than `until` takes."""
    if until is None:
        return outcomes(setups, progress, watch=watch)
    done, wanted = 0, min(FIRST, until.most)
    parts: list[pd.DataFrame] = []
    worlds: dict[tuple, list[int]] = {}
    for number, setup in enumerate(setups):
        worlds.setdefault(world_of(setup), []).append(number)
    while done < wanted:
        planned = [replace(s, run=replace(s.run, replicates=wanted)) for s in setups]
        parts.append(outcomes(planned, progress, done, watch))
        done = wanted
        frame = pd.concat(parts).sort_values(["setup", "replicate"], ignore_index=True)
        by = [part for _, part in frame.groupby("setup")]
        ratio = max(widest(until, [by[number] for number in numbers], plain) for numbers in worlds.values())
        wanted = next_look(until, done, ratio) if ratio > 1.0 else done
    return frame


def run(
    setup: Setup, progress: Progress | None = None, until: Until | None = None, plain: bool = False
) -> pd.DataFrame:
    """Replicates of one policy: a row each, with scenario, policy, seed, replicate and every metric. plain: `until`
    leaves the luck of each run in."""
    return told([setup], enough([setup], until, progress, plain=plain))


def told(setups: list[Setup], frame: pd.DataFrame) -> pd.DataFrame:
    """The table of `outcomes` with what each run was: scenario, policy, every lever, and whatever parameter, setting or
    agent of its own any of them has."""
    number = frame["setup"].to_numpy()
    points = gathered([Point(own, setup) for own, setup in zip(besides(setups), setups, strict=True)])
    for place, (name, values) in enumerate(described(points)):
        frame.insert(place, name, [values[k] for k in number])
    return frame.drop(columns="setup")


def besides(setups: list[Setup]) -> list[dict[str, Any]]:
    """For each setup its values by key, beside scenario and policy: parameters and agents that any of them sets, and
    settings in which they differ."""
    pages = {setup.scenario: look_up(setup.scenario).parameters for setup in setups}
    names = sorted({name for s in setups for name in s.parameters})
    codes = sorted({code for s in setups for code in s.agents})
    times = [name for name in ("years", "dt") if len({getattr(s.run, name) for s in setups}) > 1]
    found = []
    for s in setups:
        stated = pages[s.scenario] | s.parameters
        values: dict[str, Any] = {
            f"parameters.{name}": float(stated.get(name, PARAMETERS[name].default)) for name in names
        }
        values |= {f"{AGENTS}{code}": s.agents.get(code, NO_CLASS) for code in codes}
        found.append(values | {f"run.{name}": getattr(s.run, name) for name in times})
    return found


def summarise(frame: pd.DataFrame, plain: bool = False) -> pd.DataFrame:
    """Mean and 95% interval of every metric, (metrics × [group, unit, mean, low, high]); with the luck of each run
    taken off, unless they are to be plain."""
    (values,), _ = evened([frame], plain)
    rows = [(m.name, m.group, m.unit, *interval(values[m.name])) for m in METRICS]
    return pd.DataFrame(rows, columns=["metric", "group", "unit", "mean", "low", "high"]).set_index("metric")


def contrast(metric, a: np.ndarray, b: np.ndarray, names: tuple[str, str]) -> tuple:
    """Paired difference b - a of one metric: difference, low, high, winner, runs that pairing saved. The winner is a
    name only where the interval lies wholly beyond the smallest effect that matters, else why there is none."""
    smallest = smallest_effect(metric.unit, interval(a)[0])
    both = np.isfinite(a) & np.isfinite(b)
    a, b = a[both], b[both]
    mean, low, high = interval(b - a)
    winner = verdict(low, high, smallest)
    if math.isnan(low):
        return mean, low, high, winner, math.nan
    if winner in (MORE, LESS):
        winner = named(metric, winner, names)
    spread = float(np.var(b - a, ddof=1))
    apart = float(np.var(a, ddof=1) + np.var(b, ddof=1))
    saved = 2 * a.size * (apart / spread - 1.0) if spread > 0 else math.nan
    return mean, low, high, winner, saved


def named(metric, way: str, names: tuple[str, str]) -> str:
    """Who wins if there is MORE or LESS under the second policy; of a cost and what has no direction, which way."""
    if metric.cost:
        return f"costs {way}"
    if metric.better == 0:
        return "higher" if way == MORE else "lower"
    return names[(way == MORE) == (metric.better > 0)]


def compare(
    setups: list[Setup],
    progress: Progress | None = None,
    until: Until | None = None,
    over_time: Sequence[str] = (),
    plain: bool = False,
) -> Comparison:
    """Policies side by side on common worlds, each held against the first. over_time: readings to keep. plain: leave
    the luck of each run in. Raises InputError unless there are at least two, of different names."""
    check_common(setups, "compare")
    watch = Watch(over_time, setups) if over_time else None
    comparison = compared(setups, enough(setups, until, progress, watch, plain), plain)
    comparison.over_time = watch.table(setups, [s.policy.name for s in setups]) if watch is not None else None
    return comparison


def compared(setups: list[Setup], frame: pd.DataFrame, plain: bool = False) -> Comparison:
    """The comparison that the runs of a table, as from `outcomes`, make."""
    names = [s.policy.name for s in setups]
    runs = [frame[frame["setup"] == k] for k in range(len(setups))]
    by, penalties = evened(runs, plain)
    rows = []
    for m in METRICS:
        row = {"metric": m.name, "group": m.group, "unit": m.unit, "better": m.contested}
        values = [part[m.name].to_numpy() for part in by]
        for name, value in zip(names, values, strict=True):
            row[name] = interval(value)[0]
        row |= {"smallest": smallest_effect(m.unit, interval(values[0])[0]), "penalty": penalties[m.name]}
        for name, value in list(zip(names, values, strict=True))[1:]:
            found = contrast(m, values[0], value, (names[0], name))
            labels = ("difference", "low", "high", "winner", "runs_saved")
            row |= {f"{label}_{name}": x for label, x in zip(labels, found, strict=True)}
        rows.append(row)
    frame, even = told(setups, frame), told(setups, pd.concat(by))
    staffing = {s.policy.name: STAFFING[s.policy.delegation.staff] for s in setups if ever(s.policy, LEVEL)}
    moved = {s.policy.name: levers for s in setups if (levers := moved_of(s.policy))}
    in_time = {s.policy.name: sentences(s.policy) for s in setups if s.policy.path}
    return Comparison(pd.DataFrame(rows), frame, even, names, staffing, moved, in_time)


def sweep(points, progress: Progress | None = None, until: Until | None = None) -> pd.DataFrame:
    """A tidy table, one row a run: every lever, what was swept besides, seed, replicate and every metric; the table
    that `paradip sweep` stores."""
    frame = enough([point.setup for point in points], until, progress, plain=True)
    if until is not None:
        points = gathered(points).with_replicates(int(frame["replicate"].max()) + 1)
    left = columns_of(points)
    table = Layout(points).tidy(left, np.arange(len(frame)), NAMES, frame[NAMES].to_numpy().T)
    return table.to_pandas().drop(columns="name", errors="ignore")  # the policy's, which has a column
