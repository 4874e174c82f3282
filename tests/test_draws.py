"""Random numbers have addresses: the published generator, the same compiled and plain, uniform and independent
across every part of an address, variates with the moments they should have, and no policy in any address."""
import math

import numpy as np
import pytest
from numba import njit

from sim import draws, start
from sim.world.given import GIVEN

KNOWN = [  # Random123, kat_vectors: philox4x32-10
    ((0, 0, 0, 0), (0, 0), (0x6627E8D5, 0xE169C58D, 0xBC57AC4C, 0x9B00DBD8)),
    ((0xFFFFFFFF,) * 4, (0xFFFFFFFF,) * 2, (0x408F276D, 0x41C83B0E, 0xA20BC7C6, 0x6D5451FD)),
    ((0x243F6A88, 0x85A308D3, 0x13198A2E, 0x03707344), (0xA4093822, 0x299F31D0),
     (0xD16CFE09, 0x94FDCCEB, 0x5001E420, 0x24126EA1)),
]
N = 1_000_000
PURPOSES = sorted(value for name, value in vars(draws).items() if name.isupper() and type(value) is int)


@njit
def fill(made, purpose, entity, tick, k):
    """Pairs at the addresses given, (n, 2)."""
    found = np.empty((purpose.shape[0], 2))
    for i in range(purpose.shape[0]):
        found[i, 0], found[i, 1] = draws.pair(made[0], purpose[i], entity[i], tick[i], k[i])
    return found


def key(seed=1, replicate=0):
    made = np.zeros(1, GIVEN)
    made["seed"], made["replicate"] = seed, replicate
    return made


def pairs(n=N, seed=1, replicate=0, purpose=0, entity=0, tick=0, k=0):
    parts = [np.broadcast_to(np.asarray(part, np.int64), n).copy() for part in (purpose, entity, tick, k)]
    return fill(key(seed, replicate), *parts)


@pytest.mark.parametrize(("counter", "words", "expected"), KNOWN)
def test_known_answers(counter, words, expected):
    values = [np.uint64(word) for word in (*counter, *words)]
    assert tuple(map(int, draws.philox(*values))) == expected
    with np.errstate(over="ignore"):
        assert tuple(map(int, draws.philox.py_func(*values))) == expected


def test_compiled_equals_plain():
    rng = np.random.default_rng(7)
    parts = [rng.integers(0, high, 10_000) for high in (len(PURPOSES), 2**32, 2**20, 2**32)]
    made = key(12345, 678)
    compiled = fill(made, *parts)
    given = made.view(np.recarray)[0]
    with np.errstate(over="ignore"):
        plain = np.array([draws.pair.py_func(given, *map(int, address)) for address in zip(*parts, strict=True)])
    assert compiled.tobytes() == plain.tobytes()
    u = compiled[:2000, 0]
    for name in ("exponential", "normal"):
        rule = getattr(draws, name)
        assert [rule(x) for x in u] == [rule.py_func(x) for x in u]


def test_layout_of_an_address():
    """Counter (entity, k, tick, purpose), key (seed, replicate); 52 bits of two words each, and a half step."""
    words = [np.uint64(word) for word in (77, 5, 300, draws.RULING, 9, 4)]
    a, b, c, d = map(int, draws.philox(*words))
    u, v = pairs(1, seed=9, replicate=4, purpose=draws.RULING, entity=77, tick=300, k=5)[0]
    assert u == ((a << 32 | b) // 4096 + 0.5) * 2.0**-52 and v == ((c << 32 | d) // 4096 + 0.5) * 2.0**-52


def test_never_zero_or_one():
    """The ends of the 52-bit grid, and a million draws, lie inside (0, 1)."""
    step = 2.220446049250313e-16
    assert 0 < (0 + 0.5) * step and (2.0**52 - 1 + 0.5) * step < 1
    u = pairs(entity=np.arange(N))
    assert 0 < u.min() and u.max() < 1
    assert np.isfinite([draws.exponential(x) for x in (0.5 * step, 1 - 0.5 * step)]).all()
    assert np.isfinite([draws.normal(x) for x in (0.5 * step, 1 - 0.5 * step)]).all()


def chi_square_z(counts, expected):
    """Chi-square as a standard normal (Wilson and Hilferty 1931)."""
    n = counts.size - 1
    ratio = float(((counts - expected) ** 2 / expected).sum()) / n
    return (ratio ** (1 / 3) - (1 - 2 / (9 * n))) / math.sqrt(2 / (9 * n))


SWEPT = {
    "entity": {"entity": np.arange(N)}, "tick": {"tick": np.arange(N)}, "k": {"k": np.arange(N)},
    "born": {"entity": np.arange(N) + 2**31}, "crisis": {"entity": np.arange(N) + 2**30},
    "purpose": {"purpose": np.arange(N) % len(PURPOSES), "entity": np.arange(N) // len(PURPOSES)},
    "actor and week": {"entity": np.arange(N) % 1000, "tick": np.arange(N) // 1000},
}


@pytest.mark.parametrize("part", SWEPT)
def test_uniform_and_independent_along(part):
    """A million draws along one part of the address: flat, and neighbours fill the square evenly. A false alarm has
    probability 1e-6 a statistic (|z| < 4.9); a bias of .005 in any probability would be seen."""
    found = pairs(**SWEPT[part])
    u, v = found[:, 0], found[:, 1]
    for values in (u, v):
        assert abs(chi_square_z(np.bincount((values * 1000).astype(int), minlength=1000), N / 1000)) < 4.9
        assert abs(values.mean() - 0.5) < 4.9 / math.sqrt(12 * N)
    for x, y in ((u, v), (u[:-1], u[1:]), (v[:-1], u[1:]), (u[:-len(PURPOSES)], u[len(PURPOSES):])):
        cells = np.bincount((x * 32).astype(int) * 32 + (y * 32).astype(int), minlength=1024)
        assert abs(chi_square_z(cells, x.size / 1024)) < 4.9
        assert abs(np.corrcoef(x, y)[0, 1]) < 4.9 / math.sqrt(x.size)


def test_independent_between_purposes_seeds_and_replicates():
    n = 100_000
    streams = [pairs(n, purpose=p, entity=np.arange(n))[:, 0] for p in PURPOSES]
    streams += [pairs(n, seed=s, entity=np.arange(n))[:, 0] for s in (2, 3, 2**31)]
    streams += [pairs(n, replicate=r, entity=np.arange(n))[:, 0] for r in (1, 2, 2**31)]
    r = np.corrcoef(streams)[np.triu_indices(len(streams), 1)]
    assert np.abs(r).max() < 6.0 / math.sqrt(n)  # some thousand pairs, 1e-6 together
    assert PURPOSES == list(range(len(PURPOSES))) and len(PURPOSES) >= 36


def test_normal_quantiles():
    known = {0.5: 0.0, 0.975: 1.959963984540054, 0.995: 2.5758293035489004, 0.9: 1.2815515655446004,
             1e-9: -5.997807015007686, 0.25: -0.6744897501960817, 1e-5: -4.264890793922825}
    for u, z in known.items():
        assert draws.normal(u) == pytest.approx(z, rel=1e-14, abs=1e-15)
    for u in np.linspace(0.001, 0.999, 999):  # Φ(z) back again
        assert 0.5 * math.erfc(-draws.normal(u) / math.sqrt(2)) == pytest.approx(u, rel=1e-13)


@njit
def gammas(made, shape, u):
    found = np.empty(u.shape[0])
    for i in range(u.shape[0]):
        found[i] = draws.gamma(made[0], shape, i, u[i])
    return found


def moments(values, mean, variance, fourth):
    """Mean and variance within 4.9 standard errors; `fourth` is the central fourth moment."""
    n = len(values)
    assert abs(values.mean() - mean) < 4.9 * math.sqrt(variance / n)
    assert abs(values.var() - variance) < 4.9 * math.sqrt((fourth - variance**2) / n)


def test_exponential_and_normal_moments():
    u = pairs(entity=np.arange(N))[:, 0]
    x = np.array([draws.exponential(value) for value in u[:200_000]])
    moments(x, 1, 1, 9)
    assert x.min() > 0 and abs((x > 1).mean() - math.exp(-1)) < 0.005
    z = np.array([draws.normal(x) for x in u[:200_000]])
    moments(z, 0, 1, 3)


@pytest.mark.parametrize("shape", [0.5, 1.0, 2.0, 4.0])
def test_gamma_moments(shape):
    """Mean one, variance 1/k, fourth central moment (3k + 6)/k^3."""
    x = gammas(key(), shape, pairs(purpose=draws.TASK, entity=np.arange(N))[:, 1])
    moments(x, 1, 1 / shape, (3 * shape + 6) / shape**3)


@pytest.mark.parametrize("mean", [0.0, 0.3, 0.7, 3.0])
def test_poisson_moments(mean):
    x = np.array([draws.poisson(u, mean) for u in pairs(200_000, entity=np.arange(200_000))[:, 0]], float)
    moments(x, mean, mean, mean + 3 * mean**2) if mean else (x == 0).all()
    assert (x == 0).mean() == pytest.approx(math.exp(-mean), abs=0.005)


def test_pick_follows_the_weights():
    """Every entry by its weight; an entry without weight never."""
    weights = np.array([0.0, 3, 0, 1, 4, 2, 0])
    cumulative = np.cumsum(weights) / weights.sum()
    found = [draws.pick(cumulative, u) for u in (np.arange(1000) + 0.5) / 1000]
    assert (np.bincount(found, minlength=7) == weights * 100).all()


WORLD_GIVEN = ("uid", "opened", "crisis", "rank", "vitality", "priority", "work", "omega", "clearances", "domain",
               "counterpart", "locality", "private", "parent")


def test_no_policy_in_any_address(prepare, rich, fields):
    """Two very different policies of one seed are sent the same decade, and keep it."""
    centre = start.begin(prepare("us_2023", years=3), 5, 2)
    other = start.begin(prepare("us_2023", rich, years=3, policy="laissez_faire"), 5, 2)
    n = int(centre.federal["docket"][0])
    assert n == other.federal["docket"][0] > 8000
    for name, values in fields(centre):
        table, _, field = name.partition(".")
        if table in ("issues", "preferences", "base", "commitments"):
            assert np.ascontiguousarray(values).tobytes() == np.ascontiguousarray(
                getattr(other, table)[field] if field else getattr(other, table)).tobytes(), name
    before = {name: centre.issues[name][:n].copy() for name in WORLD_GIVEN}
    for world in (start.finish(centre), start.finish(other)):
        assert all((world.issues[name][:n] == before[name]).all() for name in WORLD_GIVEN)


def test_seed_and_replicate_matter(prepare):
    template = prepare("toy", years=1)
    works = [start.begin(template, seed, replicate).issues["work"].tobytes()
             for seed, replicate in ((1, 0), (2, 0), (1, 1), (1, 0))]
    assert works[0] == works[3] and len(set(works)) == 3
