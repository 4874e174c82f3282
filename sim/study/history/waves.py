"""Waves: draw worlds from what is left, run them, learn emulators, and see what is left then.

Waves end when the share of the box left no longer shrinks by much, or after so many. A target is set apart that hardly
any world of the second wave meets, where the others are met but for one at most; and one at a time, when nothing is
left, the target that is farthest off in the worlds nearest to all. It is named, with those that stand against it, and
no longer rules out anything. The others are chased no further into corners of the box where it might be met.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field

import numpy as np

from sim.setup.sample import Sample, latin_hypercube
from sim.study.evidence.implausibility import MISSES
from sim.study.evidence.target import Target
from sim.study.history.draw import Found, draw_left
from sim.study.history.emulator import Emulator, learn
from sim.study.history.region import Region, Wave, of_readings
from sim.study.history.runs import Bench, Readings

FAR = 20.0  # standard deviations
HARDLY = 0.005  # share of the second wave's worlds that must meet a target

Open = Callable[[str, int], Callable[[int], None]]  # by the name of a stage and its runs: told of how many were done


@dataclass(frozen=True)
class Sizes:
    """worlds: of each wave. most: waves. shrinks: the factor by which a wave must shrink what is left, for another to
    follow. drawn: chains that look for what is left. kept: worlds with weights at the end. tested: of these, how many
    are run for the targets kept to test. decades: of each world and policy. enough: effective worlds, below which none
    are handed on."""

    worlds: int = 800
    most: int = 4
    shrinks: float = 1.5
    drawn: int = 1000
    kept: int = 1000
    tested: int = 150
    decades: int = 3
    enough: int = 100


QUICK = Sizes(worlds=300, most=2, drawn=500, kept=300, tested=50, decades=2, enough=50)


@dataclass(frozen=True)
class Apart:
    """A target that cannot be met. least: its implausibility where it comes nearest, the others met as far as can be.
    against: those that are missed there; none if it cannot be met even alone."""

    target: str
    wave: int
    least: float
    against: tuple[str, ...]


@dataclass
class Waves:
    """What the waves learned. cubes, readings: worlds that were run, by wave. found: what was left after each."""

    targets: tuple[Target, ...]
    bench: Bench
    seed: int
    waves: list[Wave] = field(default_factory=list)
    cubes: list[np.ndarray] = field(default_factory=list)
    readings: list[Readings] = field(default_factory=list)
    found: list[Found] = field(default_factory=list)
    apart: list[Apart] = field(default_factory=list)
    silent: list[str] = field(default_factory=list)  # targets that are hardly ever defined

    @property
    def region(self) -> Region:
        """What rules worlds out: all waves, without the targets that are set apart."""
        names = {one.target for one in self.apart}
        return Region([without(wave, names) for wave in self.waves])

    @property
    def left(self) -> Found:
        return self.found[-1]


def without(wave: Wave, names: set[str]) -> Wave:
    """The wave without the targets of these names."""
    kept = [parts for parts in wave.parts() if parts[0].name not in names]
    targets, luck, emulators = zip(*kept, strict=True) if kept else ((), (), ())
    place = max(wave.place - (len(wave.targets) - len(kept)), 1)  # it counts as the one that may be missed
    return Wave(tuple(targets), tuple(emulators), tuple(luck), place)


def run_waves(targets: Sequence[Target], bench: Bench, sizes: Sizes, seed: int, opened: Open) -> Waves:
    """opened: called when a stage begins."""
    state = Waves(tuple(targets), bench, seed)
    cube = latin_hypercube(Sample("lhs", sizes.worlds, seed), list(bench.factors))
    for number in range(1, sizes.most + 1):
        tell = opened(f"wave {number} of at most {sizes.most}", bench.runs(targets, len(cube)))
        state.cubes.append(cube)
        state.readings.append(bench.read(targets, bench.rows(cube), tell))
        state.waves.append(learned(state, place=2 if number == 1 else 1))
        if number == 2:
            state.apart += hardly_met(state)
        state.found.append(look(state, sizes, seed + number))
        new = any(one.wave == number for one in state.apart)  # what it had ruled out has come back
        if number > 1 and not new and state.left.share * sizes.shrinks > state.found[-2].share:
            break
        cube = state.left.cube[: sizes.worlds]
    return state


def learned(state: Waves, place: int) -> Wave:
    """Emulators from the last wave and from those worlds of earlier ones that it could have drawn."""
    near = [state.region(cube, MISSES) <= MISSES for cube in state.cubes[:-1]]
    cube = np.vstack([*(part[inside] for part, inside in zip(state.cubes, near, strict=False)), state.cubes[-1]])
    kept: list[tuple[Target, float, Emulator]] = []
    state.silent = []
    for k, target in enumerate(state.targets):
        earlier = [one.values[k][inside] for one, inside in zip(state.readings, near, strict=False)]
        emulator = learn(cube, clipped(target, np.concatenate([*earlier, state.readings[-1].values[k]])))
        if emulator is None:
            state.silent.append(target.name)
            continue
        kept.append((target, luck_of(state.readings[-1].variances[k]), emulator))
    targets, luck, emulators = zip(*kept, strict=True) if kept else ((), (), ())
    return Wave(tuple(targets), tuple(emulators), tuple(luck), place)


def clipped(target: Target, values: np.ndarray) -> np.ndarray:
    """Readings no farther from what was observed than matters: an emulator that had to tell 30 standard deviations from
    90 would tell 2 from 4 less well."""
    far = FAR * (target.error**2 + target.discrepancy**2) ** 0.5
    return np.clip(values, target.scaled(target.value) - far, target.scaled(target.value) + far)


def luck_of(variances: np.ndarray) -> float:
    """The median over worlds; 0 where it is known in none."""
    known = variances[np.isfinite(variances)]
    return float(np.median(known)) if len(known) else 0.0


def look(state: Waves, sizes: Sizes, seed: int) -> Found:
    """What is left; targets are set apart until something is."""
    n_factors = len(state.bench.factors)
    while True:
        found = draw_left(state.region, n_factors, sizes.drawn, seed, MISSES)
        if found.share > 0.0 or not (remain := [one for wave in state.region.waves[-1:] for one in wave.targets]):
            return found
        state.apart.append(unmet(state, found.cube[: max(sizes.drawn // 20, 10)], [one.name for one in remain]))


def hardly_met(state: Waves) -> list[Apart]:
    """Targets that fewer than `HARDLY` of the last wave's worlds meet, as they were run."""
    found, readings = [], state.readings[-1]
    away = {
        target.name: of_readings(target, luck_of(readings.variances[k]), readings.values[k])
        for k, target in enumerate(state.targets)
    }
    for name, one in away.items():
        known = one[~np.isnan(one)]
        if len(known) and np.mean(known <= MISSES) < HARDLY:
            near = one <= np.nanquantile(one, 0.05)
            against = [other for other, theirs in away.items() if other != name and np.nanmedian(theirs[near]) > MISSES]
            found.append(Apart(name, len(state.waves), float(known.min()), tuple(against)))
    return found


def unmet(state: Waves, nearest: np.ndarray, names: list[str]) -> Apart:
    """The target that is farthest in the worlds nearest to all; and those that are over the limit there as well or
    become so where it is met."""
    last = state.region.waves[-1]
    away = np.median(last.implausibility(nearest), axis=1)
    worst = int(np.argmax(away))
    others = [name for k, name in enumerate(names) if k != worst and away[k] > 0.6 * away[worst]]
    alone = least_alone(state, names[worst])
    return Apart(names[worst], len(state.waves), float(away[worst]), () if alone > MISSES else tuple(others))


def least_alone(state: Waves, name: str) -> float:
    """The least implausibility of a target in any world that was run, whatever the others."""
    k = [target.name for target in state.targets].index(name)
    target = state.targets[k]
    found = [
        np.nanmin(np.append(of_readings(target, luck_of(one.variances[k]), one.values[k]), np.inf))
        for one in state.readings
    ]
    return float(min(found))
