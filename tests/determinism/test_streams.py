"""Every part of an address leads to an independent uniform stream: purposes, entities, weeks, k, seeds, replicates."""

import math

import numpy as np
import pytest
from streams import LIMIT, PURPOSES, N, chi_square, dependence, fill, flatness, key, pairs, worst

from sim.model import draws
from sim.model.compiled import step

STEPS = np.arange(N)
DIMENSIONS = ("entity", "tick", "k", "seed", "replicate")
SWEPT = {name: {name: STEPS} for name in DIMENSIONS} | {
    "born": {"entity": STEPS + 2**31},
    "crisis": {"entity": STEPS + 2**30},
    "purpose": {"purpose": STEPS % len(PURPOSES), "entity": STEPS // len(PURPOSES)},
    "actor and week": {"entity": STEPS % 1000, "tick": STEPS // 1000},
    "rival, week and look": {
        "purpose": draws.COURT,
        "entity": STEPS // 8000,
        "tick": STEPS // 8 % 1000,
        "k": STEPS % 8,
    },
    "issue, draft and desk": {
        "purpose": draws.DESK,
        "entity": STEPS // 20,
        "tick": STEPS // 5 % 4,
        "k": 0xB17A3F02 + STEPS % 5,
    },
    "seed and replicate": {"seed": STEPS // 1000, "replicate": STEPS % 1000},
}


def along(found):
    """Statistics of the pairs at neighbouring addresses: each half, both halves, next to next, and a longer way."""
    u, v, lag = found[:, 0], found[:, 1], len(PURPOSES)
    return [
        *flatness(u),
        *flatness(v),
        *dependence(u, v),
        *dependence(u[:-1], u[1:]),
        *dependence(v[:-1], v[1:]),
        *dependence(v[:-1], u[1:]),
        *dependence(u[:-lag], u[lag:]),
    ]


def test_uniform_for_every_purpose():
    for purpose in PURPOSES:
        u, v = pairs(purpose=purpose, entity=STEPS).T
        assert worst([*flatness(u), *flatness(v), *dependence(u, v)]) < LIMIT, purpose
        assert 0 < min(u.min(), v.min()) and max(u.max(), v.max()) < 1


@pytest.mark.parametrize("part", SWEPT)
def test_uniform_and_independent_along(part):
    assert worst(along(pairs(**SWEPT[part]))) < LIMIT


@pytest.mark.slow
@pytest.mark.parametrize("part", DIMENSIONS)
def test_uniform_and_independent_along_for_every_purpose(part):
    for purpose in PURPOSES:
        assert worst(along(pairs(purpose=purpose, **{part: STEPS}))) < LIMIT, purpose


# The same addresses under every purpose, and under next and far keys.
BESIDE = [{"purpose": purpose} for purpose in PURPOSES] + [
    {"seed": 2},
    {"seed": 3},
    {"seed": 2**31},
    {"replicate": 1},
    {"replicate": 2},
    {"replicate": 2**31},
    {"seed": 0, "replicate": 1},
    {"seed": 2, "replicate": 1},
]
BELOW = np.tril_indices(len(BESIDE), -1)


@step
def multiply(made, purposes, values, away, streams, strays):
    """Add up the products of every two streams, and of how far they stray from a half, over N entities."""
    for entity in range(N):
        for a in range(purposes.shape[0]):
            values[a] = draws.pair(made[a], purposes[a], entity, 0, 0)[0] - 0.5
            away[a] = abs(values[a]) - 0.25
        for a in range(purposes.shape[0]):
            for b in range(a):
                streams[a, b] += values[a] * values[b]
                strays[a, b] += away[a] * away[b]


def test_uncorrelated_between_purposes_seeds_and_replicates():
    """A product of two uniforms has mean 0 and variance 1/12²; of how far they stray, 1/48²."""
    n = len(BESIDE)
    made = np.concatenate([key(one.get("seed", 1), one.get("replicate", 0)) for one in BESIDE])
    streams, strays = np.zeros((n, n)), np.zeros((n, n))
    multiply(made, np.array([one.get("purpose", 0) for one in BESIDE]), np.zeros(n), np.zeros(n), streams, strays)
    assert worst(streams[BELOW] * 12 / math.sqrt(N)) < LIMIT
    assert worst(strays[BELOW] * 48 / math.sqrt(N)) < LIMIT
    assert 3 < worst(streams[BELOW] * 12 / math.sqrt(N)) and PURPOSES == list(range(len(PURPOSES))) and n >= 44


@step
def meet(levels, cells):
    """Joint counts of the levels (0 to 7) of every two streams: levels (n, streams), cells (streams, streams, 64)."""
    for i in range(levels.shape[0]):
        for a in range(levels.shape[1]):
            for b in range(a):
                cells[a, b, levels[i, a] * 8 + levels[i, b]] += 1


@pytest.mark.slow
def test_independent_between_purposes_seeds_and_replicates():
    """Every two streams fill the square evenly."""
    levels = np.empty((N, len(BESIDE)), np.uint8)
    for k, address in enumerate(BESIDE):
        levels[:, k] = pairs(entity=STEPS, **address)[:, 0] * 8
    cells = np.zeros((len(BESIDE), len(BESIDE), 64), np.int64)
    meet(levels, cells)
    assert worst(chi_square(counts, N / 64) for counts in cells[BELOW]) < LIMIT


@step
def flip(words, found):
    """Of n addresses (n, 6), how often each output bit changes with each input bit: found (192, 128)."""
    for i in range(words.shape[0]):
        w = words[i]
        one = draws.philox(w[0], w[1], w[2], w[3], w[4], w[5])
        for bit in range(192):
            w[bit // 32] ^= np.uint64(1) << np.uint64(bit % 32)
            other = draws.philox(w[0], w[1], w[2], w[3], w[4], w[5])
            w[bit // 32] ^= np.uint64(1) << np.uint64(bit % 32)
            for part in range(4):
                changed = one[part] ^ other[part]
                for place in range(32):
                    found[bit, 32 * part + place] += (changed >> np.uint64(place)) & np.uint64(1)


def test_one_bit_of_an_address_changes_half_of_the_draw():
    """Each of the 192 bits of an address flips each of the 128 bits of a block every other time, at addresses such as
    the model's: small numbers. An avalanche that misses a bit in 40 is seen."""
    n = 20_000
    rng = np.random.default_rng(3)
    words = np.column_stack([rng.integers(0, high, n, np.uint64) for high in (2**32, 2**8, 600, 36, 2**10, 2**7)])
    flipped = np.zeros((192, 128), np.int64)
    flip(words, flipped)
    assert worst((flipped.ravel() - n / 2) / math.sqrt(n / 4)) < LIMIT


@step
def bear(made, children, uids):
    for i in range(uids.shape[0]):
        uids[i] = draws.child_uid(made[0], i // children, i % children)


def test_those_born_get_numbers_all_over():
    """Numbers of children, 31 bits: even, and as many twins as chance has it, n²/2³² (2.3; 20 or more: 1e-12)."""
    uids = np.empty(100_000, np.int64)
    bear(key(), 10, uids)
    assert (uids >= 2**31).all() and (uids < 2**32).all()
    assert worst(flatness((uids - 2**31) / 2**31)) < LIMIT
    assert uids.size - len(set(uids)) < 20


def test_faults_are_seen():
    """The statistics can fail: half a percent more draws below a half; one in fifty that repeats the one before, or
    the other stream."""
    u, v = pairs(entity=STEPS).T
    assert worst([*flatness(u), *dependence(u, v)]) < LIMIT
    assert worst(flatness(np.where((u > 0.5) & (v < 0.01), u - 0.5, u))) > LIMIT
    repeating = np.where(v[1:] < 0.02, u[:-1], u[1:])
    assert worst(dependence(repeating[:-1], repeating[1:])) > LIMIT
    assert worst(dependence(u, np.where(v < 0.02, u, v[::-1]))) > LIMIT > worst(dependence(u, v[::-1]))


def test_plain_python_fills_the_same():
    small = [np.arange(5) % 2, *(np.arange(5) for _ in range(5))]
    compiled, plain = np.empty((5, 2)), np.empty((5, 2))
    fill(key(), *small, compiled)
    with np.errstate(over="ignore"):
        fill.py_func(key().view(np.recarray), *[[int(x) for x in part] for part in small], plain)
    assert compiled.tobytes() == plain.tobytes()
