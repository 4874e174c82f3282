"""Draws by the million at chosen addresses, and statistics of them as standard normals.

One limit for all: there are at most FAMILY statistics in the tests of this folder, and with it all of them together
raise a false alarm once in a million families of seeds; the seeds are fixed. A million draws are taken since a hundred
thousand miss a bias of .005 nine times in ten (S.E. .0016 against .0005): at a million it is 10 S.E., seen but for
one time in a thousand where the limit is 6.7.
"""

import math
from statistics import NormalDist

import numpy as np

from sim.model import draws
from sim.model.compiled import step
from sim.model.given import GIVEN

N, CELLS = 1_000_000, 1000
FAMILY = 50_000
LIMIT = NormalDist().inv_cdf(1 - 1e-6 / (2 * FAMILY))
PURPOSES = sorted(value for name, value in vars(draws).items() if name.isupper() and type(value) is int)
ADDRESS = {"purpose": 0, "entity": 0, "tick": 0, "k": 0, "seed": 1, "replicate": 0}


@step
def fill(made, purpose, entity, tick, k, seed, replicate, found):
    given = made[0]
    for i in range(found.shape[0]):
        given.seed, given.replicate = seed[i], replicate[i]
        found[i, 0], found[i, 1] = draws.pair(given, purpose[i], entity[i], tick[i], k[i])


def key(seed=1, replicate=0):
    """A record of what is given, (1,), that says no more than the key."""
    made = np.zeros(1, GIVEN)
    made["seed"], made["replicate"] = seed, replicate
    return made


def pairs(n=N, **address):
    """The two uniforms at n addresses, (n, 2): each part a number or n numbers, by default as in ADDRESS."""
    parts = [np.broadcast_to(np.asarray(part, np.int64), n).copy() for part in (ADDRESS | address).values()]
    found = np.empty((n, 2))
    fill(key(), *parts, found)
    return found


def chi_square(counts, expected):
    """Chi-square as a standard normal (Wilson and Hilferty 1931)."""
    freedom = np.size(counts) - 1
    ratio = float(((counts - expected) ** 2 / expected).sum()) / freedom
    return (ratio ** (1 / 3) - (1 - 2 / (9 * freedom))) / math.sqrt(2 / (9 * freedom))


def flatness(u):
    """Of one stream: its histogram and its mean."""
    counts = np.bincount((u * CELLS).astype(np.int64), minlength=CELLS)
    return [chi_square(counts, u.size / CELLS), (u.mean() - 0.5) * math.sqrt(12 * u.size)]


def dependence(x, y, side=32):
    """Of two streams: how evenly their pairs fill the square, and their covariance."""
    cells = np.bincount((x * side).astype(np.int64) * side + (y * side).astype(np.int64), minlength=side * side)
    return [chi_square(cells, x.size / side**2), ((x - 0.5) * (y - 0.5)).mean() * 12 * math.sqrt(x.size)]


def worst(statistics):
    return max(map(abs, statistics))
