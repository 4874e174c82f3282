"""Replicates, common worlds, paired differences, intervals.

Replicate r of seed s is the same world under every policy, so a comparison is made world by world:
    difference ± t_{n-1} sd(a_r - b_r)/√n
and independent seeds would need n (Var a + Var b)/Var(a - b) runs a policy for an interval as narrow.
"""
import math
import os
import sys
import threading
from collections.abc import Callable, Iterable
from concurrent.futures import FIRST_COMPLETED, ThreadPoolExecutor, wait
from dataclasses import dataclass

import numpy as np
import pandas as pd

from sim import compiled, start
from sim.config import Setup
from sim.errors import InputError
from sim.intervals import interval
from sim.metrics import METRICS, measure
from sim.policy import Policy, levers
from sim.world.scenario import load_scenario

NAMES = [metric.name for metric in METRICS]
_kept = threading.local()
Progress = Callable[[int, int], None]
# The two conventions give opposite answers to some questions, so every comparison says which it used.
STAFFING = {"kept": "delegates bring their own staff", "moved": "staff moves from the centre with the work"}


@dataclass
class Comparison:
    """table: one row a metric. runs: one row a policy and replicate. policies: their names, the first the reference.
    staffing: whose staff does the delegated work, in words, by policy that delegates any."""
    table: pd.DataFrame
    runs: pd.DataFrame
    policies: list[str]
    staffing: dict[str, str]


def one(template: start.Template, seed: int, replicate: int) -> np.ndarray:
    """Outcomes of one run, (len(METRICS),). Each thread runs all its worlds in the same memory."""
    _kept.world = start.finish(start.begin(template, seed, replicate, getattr(_kept, "world", None)))
    return measure(_kept.world, template.fte)


def warm() -> None:
    """Have the rules ready before threads start: compiled, and said so, if this version is new; compiled anew if the
    cache is damaged."""
    template = start.prepare(load_scenario("toy"), Policy(), years=0.1)
    notice = "compiling the rules (once, under a minute) ..."
    if compiled.is_cold():
        print(notice, file=sys.stderr, flush=True)
    try:
        one(template, 1, 0)
    except Exception as fault:  # whatever reading a damaged file raises
        if isinstance(fault, InputError) or not compiled.wipe():
            raise
        print(f"the cache of compiled rules is damaged; {notice}", file=sys.stderr, flush=True)
        one(template, 1, 0)


def tasks(setups: Iterable[Setup]):
    """(setup number, template, seed, replicate), replicates interleaved so that a stopped sweep stays balanced."""
    setups = list(setups)
    scenarios = {name: load_scenario(name) for name in {s.scenario for s in setups}}
    templates: list[start.Template | None] = [None] * len(setups)
    for replicate in range(max(s.run.replicates for s in setups)):
        for k, s in enumerate(setups):
            if replicate < s.run.replicates:
                if templates[k] is None:
                    templates[k] = start.prepare(scenarios[s.scenario], s.policy, s.parameters, s.run.years, s.run.dt)
                yield k, templates[k], s.run.seed, replicate
                if replicate == s.run.replicates - 1:
                    templates[k] = None


def outcomes(setups: list[Setup], progress: Progress | None = None) -> pd.DataFrame:
    """One row a run: `setup` (its number), seed, replicate and every metric, sorted by setup and replicate."""
    for s in setups:  # refuse what does not fit before anything runs
        start.prepare(load_scenario(s.scenario), s.policy, s.parameters, min(s.run.years, 0.1), s.run.dt)
    warm()
    total = sum(s.run.replicates for s in setups)
    workers = max(s.run.threads for s in setups) or os.cpu_count() or 1
    found, keys = np.empty((total, len(NAMES))), np.empty((total, 3), np.int64)
    done = 0
    with ThreadPoolExecutor(workers) as pool:
        waiting: dict = {}
        try:
            for k, template, seed, replicate in tasks(setups):
                waiting[pool.submit(one, template, seed, replicate)] = (k, seed, replicate)
                while len(waiting) >= 2 * workers or (waiting and len(waiting) + done == total):
                    for future in wait(waiting, return_when=FIRST_COMPLETED).done:
                        keys[done], found[done] = waiting.pop(future), future.result()
                        done += 1
                        if progress is not None:
                            progress(done, total)
        except BaseException:
            pool.shutdown(wait=True, cancel_futures=True)
            raise
    frame = pd.DataFrame(found, columns=NAMES)
    for place, name in enumerate(("setup", "seed", "replicate")):
        frame.insert(place, name, keys[:, place])
    return frame.sort_values(["setup", "replicate"], ignore_index=True)


def run(setup: Setup, progress: Progress | None = None) -> pd.DataFrame:
    """Replicates of one policy: a row each, with scenario, policy, seed, replicate and every metric."""
    frame = outcomes([setup], progress).drop(columns="setup")
    frame.insert(0, "policy", setup.policy.name)
    frame.insert(0, "scenario", setup.scenario)
    return frame


def summarise(frame: pd.DataFrame) -> pd.DataFrame:
    """Mean and 95% interval of every metric, (metrics × [group, unit, mean, low, high])."""
    rows = [(m.name, m.group, m.unit, *interval(frame[m.name])) for m in METRICS]
    return pd.DataFrame(rows, columns=["metric", "group", "unit", "mean", "low", "high"]).set_index("metric")


def contrast(metric, a: np.ndarray, b: np.ndarray, names: tuple[str, str]) -> tuple:
    """Paired difference b - a of one metric: difference, low, high, winner, runs that pairing saved."""
    both = np.isfinite(a) & np.isfinite(b)
    a, b = a[both], b[both]
    mean, low, high = interval(b - a)
    if math.isnan(low):
        return mean, low, high, "not defined", math.nan
    if low <= 0.0 <= high:
        winner = "same" if low == high == 0.0 else "not distinguishable"
    elif metric.better == 0:
        winner = "higher" if mean > 0 else "lower"
    else:
        winner = names[1] if mean * metric.better > 0 else names[0]
    spread = float(np.var(b - a, ddof=1))
    apart = float(np.var(a, ddof=1) + np.var(b, ddof=1))
    saved = 2 * a.size * (apart / spread - 1.0) if spread > 0 else math.nan
    return mean, low, high, winner, saved


def compare(setups: list[Setup], progress: Progress | None = None) -> Comparison:
    """Policies side by side on common worlds, each held against the first. Raises InputError unless there are at least
    two, of different names."""
    names = [s.policy.name for s in setups]
    twice = next((name for name in names if names.count(name) > 1), None)
    if len(names) < 2 or twice:
        problem = f"'{twice}' is named twice" if twice else f"{len(names)} policies given"
        raise InputError(f"compare: {problem}; expected at least two, of different names")
    frame = outcomes(setups, progress)
    by = [frame[frame["setup"] == k] for k in range(len(setups))]
    rows = []
    for m in METRICS:
        row = {"metric": m.name, "group": m.group, "unit": m.unit, "better": m.better}
        values = [part[m.name].to_numpy() for part in by]
        for name, value in zip(names, values, strict=True):
            row[name] = interval(value)[0]
        for name, value in list(zip(names, values, strict=True))[1:]:
            found = contrast(m, values[0], value, (names[0], name))
            labels = ("difference", "low", "high", "winner", "runs_saved")
            row |= {f"{label}_{name}": x for label, x in zip(labels, found, strict=True)}
        rows.append(row)
    frame.insert(0, "policy", [names[k] for k in frame["setup"]])
    staffing = {s.policy.name: STAFFING[s.policy.delegation.staff] for s in setups if s.policy.delegation.level > 0}
    return Comparison(pd.DataFrame(rows), frame.drop(columns="setup"), names, staffing)


def sweep(points, progress: Progress | None = None) -> pd.DataFrame:
    """A tidy table, one row a run: the swept keys, every lever, seed, replicate and every metric."""
    frame = outcomes([p.setup for p in points], progress)
    described = [{"scenario": p.setup.scenario, "policy": p.setup.policy.name} | levers(p.setup.policy)
                 | {k: v for k, v in p.values.items() if k not in ("scenario", "policy")} for p in points]
    left = pd.DataFrame(described).iloc[frame["setup"].to_numpy()].reset_index(drop=True)
    return pd.concat([left, frame.rename(columns={"setup": "point"})], axis=1)
