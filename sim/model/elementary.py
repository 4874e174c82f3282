"""Elementary functions by arithmetic alone: the same last digit on every processor.

A C library has other last digits in exp, log and powers where the processor fuses multiplications with additions, a
BLAS adds up in another order on each, and numpy has code of its own for newer ones. What decides a bit of a world uses
only + - * / and square roots, which IEEE 754 rounds in one way, in the order written here.

Against 60 digits, over ten thousand arguments each (tests/test_elementary.py): exp, log and log1p within 2 units in
the last place, expm1 and sine within 4.
"""

import math

import numpy as np

from sim.model.compiled import rule, step

# ln 2 in two parts: k times the first is exact for every k that an exponent can be.
_LN2_HIGH, _LN2_LOW = 6.93147180369123816490e-01, 1.90821492927058770002e-10
_LOG2_E = 1.4426950408889634
_MANTISSA, _ONE = np.int64(0x000FFFFFFFFFFFFF), np.int64(0x3FF0000000000000)
_52 = np.int64(52)


@rule
def power_of_two(k):
    """2^k for a whole k from -1022 to 1023."""
    return np.int64((np.int64(k) + np.int64(1023)) << _52).view(np.float64)


@rule
def _exp_less_1(r):
    """e^r - 1 = r + r²/2! + ... + r^13/13! for |r| <= ln 2 / 2, in pairs, so that the processor need not wait."""
    r2 = r * r
    r4 = r2 * r2
    low = 0.5 + r * (1.0 / 6.0) + r2 * ((1.0 / 24.0) + r * (1.0 / 120.0))
    middle = (1.0 / 720.0) + r * (1.0 / 5040.0) + r2 * ((1.0 / 40320.0) + r * (1.0 / 362880.0))
    high = (1.0 / 3628800.0) + r * (1.0 / 39916800.0) + r2 * ((1.0 / 479001600.0) + r * (1.0 / 6227020800.0))
    return r + r2 * (low + r4 * (middle + r4 * high))


@rule
def exp(x):
    """e^x = 2^k e^r with r = x - k ln 2; 0 below -708 (where numbers lose digits), inf above 709.78."""
    if x > 709.782712893384:
        return math.inf
    if x < -708.0:
        return 0.0
    k = math.floor(x * _LOG2_E + 0.5)
    r = (x - k * _LN2_HIGH) - k * _LN2_LOW
    if k == 1024.0:
        return (1.0 + _exp_less_1(r)) * power_of_two(1023) * 2.0
    return (1.0 + _exp_less_1(r)) * power_of_two(k)


@rule
def log(x):
    """ln x for x >= 2^-1022; -inf at 0, NaN below. With x = 2^k (1 + f), 1 + f from √½ to √2, and s = f/(2 + f):
    ln(1 + f) = 2 (s + s³/3 + s⁵/5 + ...) = f - f²/2 + s (f²/2 + 2 s²/3 + 2 s⁴/5 + ...)."""
    if not x > 0.0:
        return -math.inf if x == 0.0 else math.nan
    if x == math.inf:
        return x
    bits = np.float64(x).view(np.int64)
    k = (bits >> _52) - np.int64(1023)
    m = np.int64((bits & _MANTISSA) | _ONE).view(np.float64)
    if m > 1.4142135623730951:
        m *= 0.5
        k += np.int64(1)
    f = m - 1.0
    s = f / (2.0 + f)
    z = s * s
    z2 = z * z
    z4 = z2 * z2
    low = (2.0 / 3.0) + z * (2.0 / 5.0) + z2 * ((2.0 / 7.0) + z * (2.0 / 9.0))
    high = (2.0 / 11.0) + z * (2.0 / 13.0) + z2 * ((2.0 / 15.0) + z * (2.0 / 17.0))
    rest = z * (low + z4 * (high + z4 * ((2.0 / 19.0) + z * (2.0 / 21.0))))
    half = 0.5 * f * f
    n = float(k)
    return n * _LN2_HIGH - ((half - (s * (half + rest) + n * _LN2_LOW)) - f)


@rule
def expm1(x):
    """e^x - 1, exact in the digits that a difference would lose near 0."""
    return _exp_less_1(x) if abs(x) < 0.34 else exp(x) - 1.0


@rule
def log1p(x):
    """ln(1 + x): what rounding took from u = 1 + x is made good to first order, ln u + (x - (u - 1))/u."""
    u = 1.0 + x
    if u == math.inf or not u > 0.0:
        return log(u)
    return log(u) + (x - (u - 1.0)) / u


@step
def power(x, y):
    """x^y for x >= 0: by multiplication for whole y up to 64, else e^(y ln x), to |y ln x| units in the last place."""
    if y == math.floor(y) and 0.0 <= y <= 64.0:
        product = 1.0
        for _ in range(int(y)):
            product *= x
        return product
    if x == 0.0:
        return 0.0 if y > 0.0 else math.inf
    return exp(y * log(x))


@step
def sine(x):
    """sin x = x - x³/3! + x⁵/5! - ... for |x| <= π/2, to x^23."""
    z = x * x
    total = 0.0
    for n in range(23, 1, -2):
        total = (1.0 - total) * z / (n * (n - 1.0))
    return x * (1.0 - total)
