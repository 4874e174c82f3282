"""Readings of the targets in many worlds. All worlds run with the same seed, so that they share one luck; runs are
stored in a folder and never repeated."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import numpy as np

from sim.setup.config import Setup, assign
from sim.setup.factors import Factor, free_parameters, known_range
from sim.study.claims.runs import outcomes_of
from sim.study.evidence.fit import Arm, judge, setups_of
from sim.study.evidence.target import Target

Progress = Callable[[int, int], None]
Tell = Callable[[int], None]  # of how many more runs were done


@dataclass(frozen=True)
class Readings:
    """values: on the scale of each target, (targets, worlds). variances: of them, from luck."""

    values: np.ndarray
    variances: np.ndarray


@dataclass(frozen=True)
class Bench:
    """Where worlds are run. factors: the assumptions that are not settled, each over its plausible range. settings:
    values by key that hold in all worlds. folder: of stored runs."""

    factors: tuple[Factor, ...]
    settings: Mapping[str, Any]
    folder: Path

    def rows(self, cube: np.ndarray) -> list[dict[str, Any]]:
        """Worlds of the unit cube, (n, factors), as values by key."""
        return [
            {factor.key: factor.at(u) for factor, u in zip(self.factors, line, strict=True)} for line in cube.tolist()
        ]

    def read(self, targets: Sequence[Target], rows: Sequence[Mapping[str, Any]], tell: Tell) -> Readings:
        """Of each world, given as values by key. An assumption of which a target's federation states a value of its own
        keeps that value there. tell: of runs that were done."""
        outcomes = {}
        for arm, setup in self.setups(targets).items():
            setups = worlds_of(arm, setup, rows)
            outcomes[arm] = outcomes_of(setups, self.folder, setup.run.threads, tell)
        readings, _ = judge(targets, outcomes)
        scaled = [target.scaled(value) for target, (value, _) in zip(targets, readings, strict=True)]
        n = len(rows)
        return Readings(
            np.array(scaled).reshape(len(targets), n),
            np.array([variance for _, variance in readings]).reshape(len(targets), n),
        )

    def runs(self, targets: Sequence[Target], n: int) -> int:
        """How many runs n worlds take."""
        return n * sum(setup.run.replicates for setup in self.setups(targets).values())

    def setups(self, targets: Sequence[Target]) -> dict[Arm, Setup]:
        """What the targets ask for at default assumptions, by scenario and words of a policy."""
        return setups_of(targets, self.settings)


def bench_of(targets: Sequence[Target], settings: Mapping[str, Any], folder: Path) -> Bench:
    """Every assumption is open unless `settings` settle it or each federation of the targets states its value."""
    scenarios = list(dict.fromkeys(target.scenario for target in targets))
    free = dict.fromkeys(key for name in scenarios for key in free_parameters([name]))
    return Bench(tuple(known_range(key) for key in free if key not in settings), dict(settings), folder)


def worlds_of(arm: Arm, setup: Setup, rows: Sequence[Mapping[str, Any]]) -> list[Setup]:
    free = set(free_parameters([arm[0]]))
    found = [assign(setup, {key: value for key, value in row.items() if key in free}) for row in rows]
    return [replace(one, policy=replace(one.policy, name=setup.policy.name)) for one in found]
