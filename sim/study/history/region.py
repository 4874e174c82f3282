"""What is left: the worlds in which no wave finds the model implausible.

    I_t(x) = |z_t - y_t(x)| / sqrt(e_t² + d_t² + v_t + s_t²)       of target t in the world x, by a wave's emulator
    g(x)   = max over waves of the worst, or second-worst, I_t(x)
    left   = {x: g(x) ≤ 3}                                         (three standard deviations: Pukelsheim 1994)

z, e, d: observed, error, discrepancy; y, s²: the emulator and its variance; v: of the luck of the runs, the median over
worlds, which all share the same luck. The first wave goes by the second-worst, since one of its emulators may be far
off; those after it by the worst.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from sim.study.evidence.implausibility import implausibility
from sim.study.evidence.target import Target
from sim.study.history.emulator import Emulator


@dataclass(frozen=True)
class Wave:
    """What one wave has learned of some targets. luck: variance of each reading from luck. place: 1 for the worst
    implausibility of a world, 2 for the second-worst."""

    targets: tuple[Target, ...]
    emulators: tuple[Emulator, ...]
    luck: tuple[float, ...]
    place: int

    def implausibility(self, cube: np.ndarray) -> np.ndarray:
        """(targets, n) of worlds in the unit cube, (n, factors)."""
        return np.array(
            [of_readings(target, luck, one(cube), one.variance) for target, luck, one in self.parts()]
        ).reshape(len(self.targets), len(cube))

    def parts(self):
        return zip(self.targets, self.luck, self.emulators, strict=True)

    def worst(self, cube: np.ndarray) -> np.ndarray:
        """The worst of each world, or its second-worst, (n,)."""
        found = np.sort(self.implausibility(cube), axis=0)
        return found[max(len(found) - self.place, 0)] if len(found) else np.zeros(len(cube))


def of_readings(target: Target, luck: float, scaled: np.ndarray, variance: float = 0.0) -> np.ndarray:
    """Implausibility of readings that are on the scale of the target already."""
    return implausibility(target, np.exp(scaled) if target.log else scaled, luck + variance)


class Region:
    """Called with worlds, (n, factors), and a limit: g, or inf where it is over the limit."""

    def __init__(self, waves: Sequence[Wave]) -> None:
        self.waves = waves

    def __call__(self, cube: np.ndarray, limit: float = np.inf) -> np.ndarray:
        found, alive = np.zeros(len(cube)), np.arange(len(cube))
        for wave in reversed(self.waves):  # the last knows most, and rules out most
            if not len(alive):
                break
            found[alive] = np.maximum(found[alive], wave.worst(cube[alive]))
            over = found[alive] > limit
            found[alive[over]] = np.inf
            alive = alive[~over]
        return found
