"""Variates follow their distributions: exact quantiles where they are inverted, the whole distribution function of a
million draws otherwise, the weights where they pick."""

import math
from decimal import Decimal, getcontext
from statistics import NormalDist

import numpy as np
import pytest
from streams import FAMILY, LIMIT, N, chi_square, dependence, key, pairs, worst

from sim.model import draws
from sim.model.compiled import step
from sim.model.place import guide

getcontext().prec = 90
STEPS = np.arange(N)
# Largest distance between an empirical distribution function and the true one (Massart 1990): P(D > d) <= 2e^(-2nd²).
FURTHEST = math.sqrt(math.log(2 * FAMILY / 1e-6) / (2 * N))
SMALLEST = 2.0**-53
ENDS = [SMALLEST * m for m in (1, 3, 1001)] + [10.0**-k for k in range(1, 16)]
PLACES = [*ENDS, *np.linspace(0.001, 0.999, 400), 0.075, 0.0750001, 0.925, 0.9249999, 0.5, *(1 - u for u in ENDS)]


def normal_below(z: float) -> Decimal:
    """Φ(z) to some 50 digits: ½ + φ(z) (z + z³/3 + z⁵/15 + ...) (Abramowitz and Stegun 26.2.11)."""
    x = Decimal(z)
    term, total, n = x, x, 1
    while abs(term) > Decimal(10) ** -80:
        n += 2
        term *= x * x / n
        total += term
    return Decimal("0.5") + density(x) * total


def density(x: Decimal) -> Decimal:
    pi = Decimal("3.14159265358979323846264338327950288419716939937510582097494459230781640628620899")
    return (-x * x / 2).exp() / (2 * pi).sqrt()


def test_normal_quantiles_are_exact():
    """To 1e-15 of the value, from the smallest uniform there is to the largest. The exact quantile lies
    (Φ(z) - u)/φ(z) from z."""
    for u in map(float, PLACES):
        z = draws.normal(u)
        off = float((normal_below(z) - Decimal(u)) / density(Decimal(z)))
        assert abs(off) <= 1e-15 * abs(z) + 1e-17, u
    assert draws.normal(0.5) == 0.0
    for u in np.linspace(0.001, 0.499, 100):
        assert draws.normal(u) == -draws.normal(1 - u) or abs(draws.normal(u) + draws.normal(1 - u)) < 1e-14


def test_published_normal_quantiles():
    known = {
        0.5: 0.0,
        0.975: 1.959963984540054,
        0.995: 2.5758293035489004,
        0.9: 1.2815515655446004,
        1e-9: -5.997807015007686,
        0.25: -0.6744897501960817,
        1e-5: -4.264890793922825,
    }
    for u, z in known.items():
        assert draws.normal(u) == pytest.approx(z, rel=1e-14, abs=1e-15)
    for u in np.linspace(0.001, 0.999, 999):  # Φ(z) back again
        assert 0.5 * math.erfc(-draws.normal(u) / math.sqrt(2)) == pytest.approx(u, rel=1e-13)


def test_exponential_quantiles_are_exact():
    for u in map(float, PLACES):
        x = draws.exponential(u)
        assert abs(float(-Decimal(u).ln() - Decimal(x))) <= 1.01 * math.ulp(x)


def distance(sample, points, below):
    """Largest distance of the sample's distribution function from the true one at the points."""
    return np.abs(np.searchsorted(np.sort(sample), points, side="right") / sample.size - below).max()


@step
def gammas(made, shape, u, found):
    for i in range(u.shape[0]):
        found[i] = draws.gamma(made[0], shape, i, u[i])


def gamma_below(shape, x):
    """Regularised incomplete gamma function (Abramowitz and Stegun 6.5.29): x^a e^-x Σ x^n/Γ(a + n + 1)."""
    term = np.exp(shape * np.log(x) - x - math.lgamma(shape + 1.0))
    total, n = term.copy(), 0
    while term.max() > 1e-17:
        n += 1
        term = term * x / (shape + n)
        total += term
    return total


def moments(values, mean, variance, fourth):
    """Mean and variance, in standard errors; `fourth` is the central fourth moment."""
    n = len(values)
    return [
        (values.mean() - mean) / math.sqrt(variance / n),
        (values.var() - variance) / math.sqrt((fourth - variance**2) / n),
    ]


def test_exponential_and_normal_moments():
    u = pairs(entity=STEPS)[:200_000, 0]
    x, z = (np.array([rule(one) for one in u]) for rule in (draws.exponential, draws.normal))
    assert worst([*moments(x, 1, 1, 9), *moments(z, 0, 1, 3)]) < LIMIT
    assert x.min() > 0 and abs((x > 1).mean() - math.exp(-1)) < 0.005


@pytest.mark.parametrize("shape", [0.3, 0.5, 0.9, 1.0, 1.7, 2.0, 4.0])
def test_gamma_distribution(shape):
    """Mean one, variance 1/k, fourth central moment (3k + 6)/k³, and the whole distribution; independent of the rank
    that shares its address, and of the next entity's."""
    rank, u = pairs(purpose=draws.TASK, entity=STEPS).T
    x = np.empty(N)
    gammas(key(), shape, u, x)
    assert worst(moments(x, 1, 1 / shape, (3 * shape + 6) / shape**3)) < LIMIT
    points = np.linspace(1e-4, 30.0 / shape, 4000)
    below = gamma_below(shape, shape * points)
    assert below[-1] == pytest.approx(1, abs=1e-9)
    assert distance(x, points, below) < FURTHEST
    ranks = np.argsort(np.argsort(x)) / N
    assert worst([*dependence(rank, ranks), *dependence(ranks[:-1], ranks[1:])]) < LIMIT


def test_a_wrong_shape_is_seen():
    """One three percent off."""
    u = pairs(purpose=draws.TASK, entity=STEPS)[:, 1]
    x, points = np.empty(N), np.linspace(1e-4, 10, 1000)
    gammas(key(), 2.0, u, x)
    assert distance(x, points, gamma_below(2.06, 2.06 * points)) > FURTHEST


@step
def poissons(u, mean, found):
    for i in range(u.shape[0]):
        found[i] = draws.poisson(u[i], mean)


@pytest.mark.parametrize("mean", [0.05, 0.3, 0.7, 3.0, 20.0])
def test_poisson_probabilities(mean):
    found = np.empty(N, np.int64)
    poissons(pairs(entity=STEPS)[:, 0], mean, found)
    assert worst(moments(found, mean, mean, mean + 3 * mean**2)) < LIMIT
    expected = N * np.array([math.exp(n * math.log(mean) - mean - math.lgamma(n + 1)) for n in range(80)])
    counts, likely = np.bincount(found, minlength=80), expected > 50
    counts = np.append(counts[likely], counts[~likely].sum())
    expected = np.append(expected[likely], expected[~likely].sum())
    assert counts.sum() == N and chi_square(counts[expected > 5], expected[expected > 5]) < LIMIT


def test_poisson_of_mean_zero_is_zero():
    assert {draws.poisson(u, 0.0) for u in (SMALLEST, 0.5, 1 - SMALLEST)} == {0}


@step
def choose(cumulative, guide, u, picked, looked_up):
    for i in range(u.shape[0]):
        picked[i] = draws.pick(cumulative, u[i])
        looked_up[i] = draws.look_up(cumulative, guide, u[i])


def chosen(cumulative, u):
    picked, looked_up = np.empty((2, u.size), np.int64)
    choose(cumulative, guide(cumulative), u, picked, looked_up)
    return picked, looked_up


def test_entries_are_chosen_by_their_weights():
    weights = np.random.default_rng(5).integers(0, 9, 60) ** 2.0
    cumulative = np.cumsum(weights) / weights.sum()
    cumulative[-1] = 1.0
    picked, looked_up = chosen(cumulative, pairs(entity=STEPS)[:, 0])
    assert (picked == looked_up).all()
    counts = np.bincount(picked, minlength=60)
    assert (counts[weights == 0] == 0).all()
    assert chi_square(counts[weights > 0], N * weights[weights > 0] / weights.sum()) < LIMIT


def test_pick_follows_the_weights():
    """Every entry by its weight; an entry without weight never."""
    weights = np.array([0.0, 3, 0, 1, 4, 2, 0])
    cumulative = np.cumsum(weights) / weights.sum()
    found = [draws.pick(cumulative, u) for u in (np.arange(1000) + 0.5) / 1000]
    assert (np.bincount(found, minlength=7) == weights * 100).all()


@pytest.mark.parametrize("scenario", ["toy", "us_2023", "canada_2023"])
@pytest.mark.parametrize("table", ["domain", "counterpart", "locality"])
def test_both_searches_agree_at_every_edge(prepare, scenario, table):
    """Just below, at and just above every step, and at both ends: the first entry that exceeds u."""
    cumulative = getattr(prepare(scenario, years=0.1).world, f"{table}_cdf")
    steps = cumulative[(cumulative > 0) & (cumulative < 1)]
    u = np.concatenate([np.nextafter(steps, 0), steps, np.nextafter(steps, 1), [SMALLEST, 1 - SMALLEST]])
    picked, looked_up = chosen(cumulative, u[u < 1])
    assert (picked == looked_up).all()
    assert (picked == np.searchsorted(cumulative, u[u < 1], side="right")).all()


def test_quantiles_of_the_standard_library():
    """Another program for the same algorithm."""
    theirs = NormalDist().inv_cdf
    assert all(draws.normal(u) == pytest.approx(theirs(u), rel=1e-15, abs=1e-16) for u in map(float, PLACES))
