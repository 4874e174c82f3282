"""Elementary functions against sixty digits, at their limits, compiled or not."""

import json
import math
import os
import random
import subprocess
import sys
from decimal import Decimal, localcontext
from pathlib import Path

import pytest

from sim.model import elementary
from sim.model.elementary import exp, expm1, log, log1p, power, power_of_two, sine

N = 10_000
TINY = 2.0**-1022
HERE = Path(__file__)


def drawn(low: float, high: float, seed: int, n: int = N) -> list[float]:
    lot = random.Random(seed)
    return [lot.uniform(low, high) for _ in range(n)]


def scales(low: float, high: float, seed: int, n: int = N) -> list[float]:
    """As many of each size, in powers of ten."""
    return [10.0**size for size in drawn(low, high, seed, n)]


def both_signs(values: list[float]) -> list[float]:
    return [-x if k % 2 else x for k, x in enumerate(values)]


def true_sine(x: Decimal) -> Decimal:
    term = total = x
    for n in range(3, 80, 2):
        term *= -x * x / (n * (n - 1))
        total += term
    return total


# What is drawn, the true value of a Decimal, and how many units in the last place may be missed.
KNOWN = {
    "exp": (drawn(-708, 709.78, 1, N // 2) + drawn(-2, 2, 2, N // 2), Decimal.exp, 2.0),
    "log": (scales(-307, 308, 3, N // 2) + drawn(0.4, 2.2, 4, N // 2), Decimal.ln, 2.0),
    "log1p": (both_signs(scales(-18, -0.001, 5, N // 2)) + scales(-3, 300, 6, N // 2), lambda x: (1 + x).ln(), 2.0),
    "expm1": (both_signs(scales(-18, 1.5, 7, N // 2)) + drawn(-1, 1, 8, N // 2), lambda x: x.exp() - 1, 4.0),
    "sine": (both_signs(scales(-18, 0.19, 9, N // 2)) + drawn(0, math.pi / 2, 10, N // 2), true_sine, 4.0),
}


def worst(name: str, rule) -> float:
    """The most units in the last place by which a function misses."""
    values, truth, _ = KNOWN[name]
    with localcontext(prec=60):
        return max(
            float(abs(Decimal(rule(x)) - true)) / math.ulp(float(true)) for x in values if (true := truth(Decimal(x)))
        )


@pytest.mark.parametrize("name", KNOWN)
def test_against_sixty_digits(name):
    assert worst(name, getattr(elementary, name)) < KNOWN[name][2]


def test_a_shorter_series_would_be_seen():
    """Half of the bound is not met by an exp without its last term."""
    assert worst("exp", lambda x: exp(x) * (1.0 - 4 * 2.0**-52)) > KNOWN["exp"][2]


def test_powers_of_sixty_digits():
    """To |y ln x| units in the last place, and two for what exp itself may miss."""
    with localcontext(prec=60):
        for x, y in zip(scales(-3, 3, 11, 2_000), drawn(-4, 4, 12, 2_000), strict=True):
            true = (Decimal(y) * Decimal(x).ln()).exp()
            off = float(abs(Decimal(power(x, y)) - true)) / math.ulp(float(true))
            assert off < 2.0 * abs(y * math.log(x)) + 3.0, (x, y)


def test_limits_of_exp():
    assert exp(0.0) == 1.0 and exp(-0.0) == 1.0
    assert exp(-745.0) == exp(-708.1) == exp(-math.inf) == 0.0 < exp(-708.0)
    assert exp(709.7) == pytest.approx(math.exp(709.7), rel=1e-15) and exp(709.782712893384) < math.inf
    assert exp(709.7828) == exp(710.0) == exp(math.inf) == math.inf
    assert [power_of_two(k) for k in (-1022, -1, 0, 1, 1023)] == [TINY, 0.5, 1.0, 2.0, 2.0**1023]


def test_limits_of_log():
    assert log(0.0) == log(-0.0) == -math.inf and math.isnan(log(-1.0)) and math.isnan(log(math.nan))
    assert log(1.0) == 0.0 and log(math.inf) == math.inf
    assert log(TINY) == pytest.approx(-1022 * math.log(2), rel=1e-15)
    assert log(sys.float_info.max) == pytest.approx(1024 * math.log(2), rel=1e-15)
    assert log(math.nextafter(1.0, 0.0)) == pytest.approx(-(2.0**-53), rel=1e-15)


@pytest.mark.parametrize("x", [0.0, 1e-300, 1e-20, -1e-20, 5e-17, -5e-17])
def test_near_nothing_expm1_and_log1p_are_their_argument(x):
    assert expm1(x) == log1p(x) == sine(x) == x


def test_limits_of_expm1_and_log1p():
    assert expm1(math.inf) == math.inf and expm1(-math.inf) == expm1(-800.0) == -1.0
    assert log1p(-1.0) == -math.inf and log1p(math.inf) == math.inf and math.isnan(log1p(-1.5))
    assert expm1(math.nextafter(0.34, 0.0)) == pytest.approx(
        expm1(0.34), rel=1e-15
    )  # where one way gives way to the other
    assert 1.0 - 2.0**-52 <= sine(math.pi / 2) <= 1.0


@pytest.mark.parametrize("x", [0.0, 1e-300, 0.3, 1.0, 7.0, 1e200])
def test_limits_of_powers(x):
    assert power(x, 0.0) == 1.0 and power(x, 1.0) == x and power(x, 2.0) == x * x
    assert power(0.0, 0.37) == 0.0 and power(0.0, -0.37) == power(0.0, -1.0) == math.inf and power(1.0, 0.37) == 1.0


def test_whole_exponents_are_products():
    assert [power(2.0, float(k)) for k in range(65)] == [2.0**k for k in range(65)]
    assert [power(3.0, float(k)) for k in range(34)] == [float(3**k) for k in range(34)]  # exact up to 2^53
    assert power(1.1, 65.0) == pytest.approx(1.1**65, rel=1e-13)


SAMPLE = """
import json
from sim.model import elementary
from test_elementary import KNOWN, drawn, scales
found = {
    name: [float(getattr(elementary, name)(x)).hex() for x in values[::10]] for name, (values, _, _) in KNOWN.items()
}
found["power"] = [float(elementary.power(x, y)).hex() for x, y in zip(scales(-3, 3, 13, 500), drawn(-4, 4, 14, 500))]
found["power"] += [float(elementary.power(x, float(y))).hex() for x in (0.0, 0.3, 1.7) for y in range(70)]
"""


def test_compiled_or_not_they_are_the_same_bits():
    here: dict = {}
    exec(SAMPLE, here)
    path = os.pathsep.join([str(HERE.parent), *filter(None, sys.path)])
    done = subprocess.run(
        [sys.executable, "-c", SAMPLE + "print(json.dumps(found))"],
        capture_output=True,
        text=True,
        check=True,
        env=os.environ | {"PYTHONPATH": path, "NUMBA_DISABLE_JIT": "1"},
    )
    assert json.loads(done.stdout) == here["found"]
