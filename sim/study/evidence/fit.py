"""The fit at default assumptions: every policy that a target names is run once, and each target is held against it."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import pandas as pd

from sim.errors import InputError
from sim.runs.intervals import student
from sim.setup.config import Setup, setup_of
from sim.setup.overrides import read_overrides
from sim.study import ensemble
from sim.study.evidence.implausibility import MISSES, distance, implausibility
from sim.study.evidence.reading import Reading, Runs, read
from sim.study.evidence.target import Target

REPLICATES = 20
RUN = ("run.replicates", "run.seed", "run.threads", "run.cluster")
LENGTH = ("run", "run.years", "run.dt")
Progress = Callable[[int, int], None]
Arm = tuple[str, str]  # a scenario, and the words of a policy


@dataclass(frozen=True)
class Fit:
    """table: one row a target. setups: what was run."""

    table: pd.DataFrame
    setups: list[Setup]

    def figure(self):
        """Observed and read, a row each; a matplotlib Figure."""
        from sim.figures.evidence import draw

        return draw(self.table)

    @property
    def missed(self) -> list[str]:
        """In sentences, which targets the model misses and to which side."""
        return missed(self.table)


def settings_of(words: Iterable[str]) -> dict[str, Any]:
    """Assumptions and settings of the runs, by key. Raises InputError."""
    found = {}
    for one in read_overrides(words):
        if one.swept:
            raise InputError(f"{one.key}: several values; expected one")
        found[one.key] = one.values[0]
    return found


def setups_of(targets: Iterable[Target], settings: Mapping[str, Any]) -> dict[Arm, Setup]:
    """What the targets need, each once. settings: values by key, which hold for all. Raises InputError at what the
    targets decide by themselves."""
    for key in settings:
        if key not in RUN and not key.startswith("parameters."):
            said = ": readings are of ten years" if key in LENGTH else ""
            raise InputError(f"{key}: the targets decide{said}; expected {', '.join(RUN)} or parameters.NAME")
    found = {}
    for scenario, words in dict.fromkeys((one.scenario, words) for one in targets for words in one.policies.values()):
        stated = {one.key: one.values[0] for one in read_overrides(words.split())}
        setup = setup_of({"run.replicates": REPLICATES, "scenario": scenario} | stated | dict(settings))
        if setup.run.replicates < 2:
            raise InputError(f"run.replicates: {setup.run.replicates}; expected at least 2, for an interval")
        found[scenario, words] = setup
    return found


def runs_of(target: Target, outcomes: Mapping[Arm, Mapping[str, np.ndarray]]) -> Runs:
    """Of each policy of the target its metrics."""
    return {name: outcomes[target.scenario, words] for name, words in target.policies.items()}


def judge(
    targets: Sequence[Target], outcomes: Mapping[Arm, Mapping[str, np.ndarray]]
) -> tuple[list[Reading], np.ndarray]:
    """Readings, and implausibility (targets, ...). outcomes: by scenario and words of a policy each metric,
    (..., runs), where all that precedes the last axis are worlds."""
    readings = [read(target, runs_of(target, outcomes)) for target in targets]
    return readings, np.array(
        [implausibility(target, *reading) for target, reading in zip(targets, readings, strict=True)]
    )


def fit_defaults(
    targets: Sequence[Target], settings: Mapping[str, Any] | None = None, progress: Progress | None = None
) -> Fit:
    """Run what the targets need and hold each against it. Raises InputError."""
    arms = setups_of(targets, settings or {})
    setups = list(arms.values())
    frame = ensemble.outcomes(setups, progress)
    outcomes = {
        arm: {name: part[name].to_numpy() for name in ensemble.NAMES}
        for arm, (_, part) in zip(arms, frame.groupby("setup"), strict=True)
    }
    return Fit(table_of(targets, judge(targets, outcomes)[0], setups[0].run.replicates), setups)


def table_of(targets: Sequence[Target], readings: Sequence[Reading], n: int) -> pd.DataFrame:
    """One row a target, n runs each. `away`: from what was observed, in standard deviations of error, discrepancy and
    reading, above 0 where the model gives too much. `implausibility`: its size."""
    rows = []
    for target, (value, variance) in zip(targets, readings, strict=True):
        away, spread = distance(target, value, variance)
        low, high = interval_of(target, value, variance, n)
        rows.append({
            "target": target.name, "title": target.title, "scenario": target.scenario,
            "policy": "; ".join(target.policies.values()), "use": target.use, "unit": target.unit,
            "scale": "log" if target.log else "linear", "reading_of": target.reading.text,
            "observed": target.value, "observed_low": target.low, "observed_high": target.high,
            "error": target.error, "discrepancy": target.discrepancy,
            "reading": float(value), "low": low, "high": high, "variance": float(variance), "n": n,
            "away": float(away / spread), "implausibility": float(abs(away) / spread),
        })  # fmt: skip
    return pd.DataFrame(rows)


def interval_of(target: Target, value, variance, n: int) -> tuple[float, float]:
    """95% of a reading, in the unit of the target: by Student's t on its scale."""
    middle, half = float(target.scaled(value)), student(n) * float(variance) ** 0.5
    low, high = middle - half, middle + half
    return (float(np.exp(low)), float(np.exp(high))) if target.log else (low, high)


def missed(table: pd.DataFrame) -> list[str]:
    known = table[table["implausibility"].notna()]
    over = known[known["implausibility"] > MISSES]
    found = [f"The model misses {len(over)} of {len(known)} targets, at an implausibility over {MISSES:g}."]
    for side, part in (("too much", over[over["away"] > 0]), ("too little", over[over["away"] < 0])):
        if len(part):
            found.append(f"It gives {side}: {', '.join(part['target'])}.")
    if undefined := list(table.loc[table["implausibility"].isna(), "target"]):
        found.append(f"Not defined in these runs: {', '.join(undefined)}.")
    return found
