"""Weights: how well each world that is left agrees with all targets together.

Worlds are drawn from what is left with a density in proportion to the emulated likelihood, by Markov chains as in
`draw`; each is then run, and its weight sets right what the emulators got wrong (importance sampling):

    ln L(x) = -½ Σ_t [I_t(x)² + ln(e_t² + d_t² + v_t + s_t²)]       with the emulators and their variances s²
    w(x)    ∝ L_run(x) / L_emulated(x)                              where L_run has the readings of the runs, and s = 0

Targets that are set apart have no say. A reading that is not defined in a world says nothing there.
"""

from collections.abc import Sequence

import numpy as np

from sim.study.evidence.target import Target
from sim.study.history.draw import cube_of
from sim.study.history.region import Region, Wave, of_readings

MOVES, STEP = 60, 0.3  # of each chain, and their size


def log_likelihood(
    targets: Sequence[Target], luck: Sequence[float], values: np.ndarray, variances: Sequence[float]
) -> np.ndarray:
    """ln L of worlds, (n,), but for a constant. values: readings on the scale of each target, (targets, n). variances:
    s² of each target."""
    found = np.zeros(values.shape[1])
    for target, v, one, s2 in zip(targets, luck, values, variances, strict=True):
        away = of_readings(target, v, one, s2)
        spread = np.log(target.error**2 + target.discrepancy**2 + v + s2)
        found += np.where(np.isnan(away), 0.0, -0.5 * (away**2 + spread))
    return found


def emulated(wave: Wave, cube: np.ndarray) -> np.ndarray:
    """ln L by the emulators of a wave."""
    values = np.array([emulator(cube) for emulator in wave.emulators]).reshape(len(wave.targets), len(cube))
    return log_likelihood(wave.targets, wave.luck, values, [one.variance for one in wave.emulators])


def draw_likely(region: Region, cube: np.ndarray, limit: float, seed: int) -> np.ndarray:
    """Worlds of what is left in proportion to their emulated likelihood, one at the end of a chain from each of
    `cube`."""
    from scipy.special import ndtri

    rng, last, step = np.random.default_rng(seed), region.waves[-1], STEP
    z = ndtri(cube)
    likely = emulated(last, cube_of(z))
    for _ in range(MOVES):
        new = np.sqrt(1.0 - step**2) * z + step * rng.standard_normal(z.shape)
        there = cube_of(new)
        inside = region(there, limit) <= limit
        found = np.where(inside, emulated(last, there), -np.inf)
        taken = np.log(rng.random(len(z))) < found - likely
        z[taken], likely[taken] = new[taken], found[taken]
        step = float(np.clip(step * np.exp(taken.mean() - 1.0 / 3.0), 0.02, 1.0))
    return cube_of(z)


def weights_of(run: np.ndarray, emulated: np.ndarray) -> np.ndarray:
    """From ln L of each world by its runs and by the emulators: weights that add up to 1."""
    found = run - emulated
    found = np.where(np.isfinite(found), found, -np.inf)
    if not np.isfinite(found).any():
        return np.full(len(found), 1.0 / len(found))
    found = np.exp(found - found.max())
    return found / found.sum()


def effective(weights: np.ndarray) -> float:
    """As many worlds of equal weight would tell as much (Kish 1965): 1/Σw²."""
    return float(1.0 / np.sum(weights**2))
