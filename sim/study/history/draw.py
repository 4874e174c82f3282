"""Worlds drawn from what is left, however small its share of the box.

Subset simulation (Au and Beck 2001): from worlds drawn over the whole box the quarter with the least g is kept, spread
over all that is as good by Markov chains, and so on until g ≤ 3. The share of the box left is the product of the
shares kept. A chain's step is taken in normal scores z = Φ⁻¹(x), where every assumption is standard normal:

    z' = sqrt(1 - s²) z + s ξ,    ξ standard normal,     accepted if g ≤ limit       (Papaioannou and others 2015)

which leaves the uniform distribution over what is within the limit as it is; s is set so that about a third are taken.
"""

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np

KEPT, STEPS, LEVELS = 0.25, 12, 60  # share kept at a level; steps of each chain there; levels at most
BETTER = 0.01  # by which a level must be lower than the last
MOVES = 40  # steps of the chains at the end, so that those that share an origin part

Level = Callable[..., np.ndarray]  # g of worlds, and a limit beyond which it need not be known


@dataclass(frozen=True)
class Found:
    """cube: worlds within the limit, (n, factors), or as near as could be come. share: of the box within the limit; 0
    if none was found. reached: the lowest limit that a quarter of some level met."""

    cube: np.ndarray
    share: float
    reached: float


def draw_left(level: Level, n_factors: int, n: int, seed: int, limit: float) -> Found:
    rng = np.random.default_rng(seed)
    z = rng.standard_normal((n, n_factors))
    g, share, step, before = level(cube_of(z)), 1.0, 0.5, np.inf
    for _ in range(LEVELS):
        inside = g <= limit
        if inside.mean() >= KEPT:
            z, g, _ = spread(level, *again(z, g, inside, rng), limit, step, rng, MOVES)
            return Found(cube_of(z), share * float(inside.mean()), limit)
        at = float(np.quantile(g, KEPT))
        if at > before - BETTER * max(abs(before), limit) and np.isfinite(before):
            return Found(cube_of(z[np.argsort(g)]), 0.0, float(g.min()))
        before, kept = at, g <= at
        share *= float(kept.mean())
        z, g, step = spread(level, *again(z, g, kept, rng), at, step, rng, STEPS)
    return Found(cube_of(z[np.argsort(g)]), 0.0, float(g.min()))


def again(z: np.ndarray, g: np.ndarray, kept: np.ndarray, rng) -> tuple[np.ndarray, np.ndarray]:
    """Those that are kept, each as often as any other or once more, in as many rows as before."""
    which = np.resize(rng.permutation(np.flatnonzero(kept)), len(z))
    return z[which], g[which]


def spread(
    level: Level, z: np.ndarray, g: np.ndarray, limit: float, step: float, rng, steps: int
) -> tuple[np.ndarray, np.ndarray, float]:
    """The chains some steps on, each within the limit; and the size of their steps at the end."""
    z, g = z.copy(), g.copy()
    for _ in range(steps):
        new = np.sqrt(1.0 - step**2) * z + step * rng.standard_normal(z.shape)
        there = level(cube_of(new), limit)
        taken = there <= limit
        z[taken], g[taken] = new[taken], there[taken]
        step = float(np.clip(step * np.exp(taken.mean() - 1.0 / 3.0), 0.02, 1.0))
    return z, g, step


def cube_of(z: np.ndarray) -> np.ndarray:
    """Φ(z), within the open unit cube."""
    from scipy.special import ndtr

    return np.clip(ndtr(z), 1e-9, 1.0 - 1e-9)
