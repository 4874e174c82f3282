"""The whole of it: the fit at defaults, waves over what may be used to fit, worlds with weights, and the targets that
are kept to test, which nothing before them has seen."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd

from sim.errors import InputError
from sim.setup.config import Setup
from sim.study.evidence.fit import Fit, fit_defaults
from sim.study.evidence.implausibility import MISSES
from sim.study.evidence.target import Target, fitted
from sim.study.history import tables
from sim.study.history.draw import draw_left
from sim.study.history.emulator import check_library
from sim.study.history.region import Wave
from sim.study.history.runs import Readings, bench_of
from sim.study.history.waves import Open, Sizes, Waves, run_waves
from sim.study.history.weights import draw_likely, effective, emulated, log_likelihood, weights_of


@dataclass(frozen=True)
class History:
    """fit: at default assumptions. cube, weights: worlds that are left, (n, factors), with weights that add up to 1;
    readings: what was read there of the targets for fit. before, after: what was read of the targets kept to test, in
    some worlds of the first wave and in some of those that are left, drawn by their weights."""

    targets: tuple[Target, ...]
    fit: Fit
    waves: Waves
    sizes: Sizes
    cube: np.ndarray
    weights: np.ndarray
    readings: Readings
    before: Readings
    after: Readings

    @property
    def rows(self) -> list[dict[str, Any]]:
        """The worlds that are left, as values by key."""
        return self.waves.bench.rows(self.cube)

    @property
    def effective(self) -> float:
        """As many worlds of equal weight would tell as much."""
        return effective(self.weights)

    @property
    def enough(self) -> bool:
        """Whether these are worlds enough to try conclusions in."""
        return self.effective >= self.sizes.enough

    @property
    def setups(self) -> list[Setup]:
        return list(self.waves.bench.setups(self.targets).values())

    @cached_property
    def worlds(self) -> pd.DataFrame:
        """weight, and a column for each assumption by its key."""
        return tables.worlds(self)

    @cached_property
    def table(self) -> pd.DataFrame:
        """A row a target: observed, at defaults, over the whole box, and over what is left."""
        return tables.targets(self)

    @cached_property
    def emulators(self) -> pd.DataFrame:
        """A row a wave and target: how well it is emulated, and which share of the wave's worlds it rules out."""
        return tables.emulators(self)

    @cached_property
    def shares(self) -> pd.DataFrame:
        """A row a wave: the share of the box left after it."""
        return tables.shares(self)

    @cached_property
    def marginals(self) -> pd.DataFrame:
        """A row an assumption: its range, and where it lies in the worlds that are left."""
        return tables.marginals(self)

    @cached_property
    def pairs(self) -> pd.DataFrame:
        """Pairs of assumptions that go together in what is left, by more than chance."""
        return tables.pairs(self)


def match(
    targets: Sequence[Target], settings: Mapping[str, Any], sizes: Sizes, folder: Path, opened: Open, seed: int = 1
) -> History:
    """settings: values by key that hold in all worlds; what is settled there is not drawn. folder: of stored runs, so
    that the same call resumes where it was stopped. opened: called as each stage begins. Raises InputError."""
    check_library()
    fit_targets = fitted(targets)
    if not fit_targets:
        raise InputError("evidence: no target of use: fit among those given; expected at least one")
    fit = fit_defaults(targets, settings)
    settled = {"run.replicates": sizes.decades} | dict(settings)
    bench = bench_of(fit_targets, settled, folder)
    if not bench.factors:
        raise InputError("evidence: every assumption is settled; expected at least one that is not")
    waves = run_waves(fit_targets, bench, sizes, seed, opened)
    cube, weights, readings = weighted(waves, sizes, seed, opened)
    test_targets = [target for target in targets if target.use != "fit"]
    rng = np.random.default_rng(seed)
    some = rng.choice(len(cube), size=min(sizes.tested, len(cube)), p=weights)
    first = waves.cubes[0][: sizes.tested]
    tell = opened("targets kept to test", bench.runs(test_targets, len(first) + len(some)) if test_targets else 0)
    before = bench.read(test_targets, bench.rows(first), tell)
    after = bench.read(test_targets, bench.rows(cube[some]), tell)
    return History(tuple(targets), fit, waves, sizes, cube, weights, readings, before, after)


def counted(progress: Callable[[int, int], None] | None, say: Callable[[str], None] | None = None) -> Open:
    """As stages are opened: `say` hears of each, `progress` of the runs done and asked for so far, in all."""
    at = {"done": 0, "total": 0}

    def opened(stage: str, total: int) -> Callable[[int], None]:
        at["total"] += total
        if say is not None:
            say(f"{stage}: {total:,} runs")

        def tell(more: int) -> None:
            at["done"] += more
            if progress is not None:
                progress(at["done"], at["total"])

        return tell

    return opened


def weighted(waves: Waves, sizes: Sizes, seed: int, opened: Open) -> tuple[np.ndarray, np.ndarray, Readings]:
    """Worlds of what is left, run, with their weights."""
    bench, region = waves.bench, waves.region
    start = waves.left.cube
    if len(start) < sizes.kept or waves.left.share == 0.0:
        start = draw_left(region, len(bench.factors), sizes.kept, seed + 100, MISSES).cube
    cube = draw_likely(region, start[: sizes.kept], MISSES, seed + 200)
    tell = opened("worlds that are left", bench.runs(waves.targets, len(cube)))
    readings = bench.read(waves.targets, bench.rows(cube), tell)
    last: Wave = region.waves[-1]
    places = [[one.name for one in waves.targets].index(target.name) for target in last.targets]
    run = log_likelihood(last.targets, last.luck, readings.values[places], [0.0] * len(places))
    return cube, weights_of(run, emulated(last, cube)), readings
