"""How far what the model gives is from what was observed, in units of all that could account for it (Vernon, Goldstein
and Bower 2010)."""

import numpy as np

from sim.study.evidence.target import Target

MISSES = 3.0  # beyond this a world is implausible, whatever the distribution with one mode (Pukelsheim 1994)


def implausibility(target: Target, value, variance=0.0) -> np.ndarray:
    """I = |z - y| / sqrt(e² + d² + v), by world.

    z: observed; y: `value`, the model's reading; e, d: error and discrepancy of the target; v: `variance` of the
    reading over runs, divided by their number, and of an emulator if there is one. All on the scale of the target;
    `value` is in its unit, `variance` as from `sim.study.evidence.reading`. On a logarithmic scale a value of 0 or less
    is infinitely far. nan where the reading is not defined."""
    away, spread = distance(target, value, variance)
    return np.abs(away) / spread


def distance(target: Target, value, variance=0.0) -> tuple[np.ndarray, np.ndarray]:
    """y - z, above 0 where the model gives too much, and sqrt(e² + d² + v), both on the scale of the target."""
    away = target.scaled(value) - target.scaled(target.value)
    spread = np.sqrt(target.error**2 + target.discrepancy**2 + np.asarray(variance, float))
    return away, spread
