"""A random number has an address: (seed, replicate; purpose, entity, tick, k).

Philox4x32-10 (Salmon et al., Parallel random numbers: as easy as 1, 2, 3, SC'11), stateless: the
address is the counter, so no draw depends on what was drawn before it, on agent order, or on threads.
The policy is never part of an address: two policies with one seed meet the same decade.

Variates are made by inverting a distribution function, one uniform each, so that moving a parameter moves the
variate monotonically and paired comparisons stay paired (a gamma of shape other than 1 is the exception).
"""

import math
import zlib

import numpy as np

from sim.model.compiled import rule, step
from sim.model.elementary import exp, log

# Purposes are append-only: a number, once given, keeps its meaning for ever.
(
    ISSUE,
    PLACE,
    TASK,
    WINDOW,
    NOTICE,
    CLEARANCE,
    CRISIS,
    OFFSPRING,
    CHILD,
    SIGNAL,
    COMMON,
    READING,
    LOCAL_SIGNAL,
    ENTRY_NOISE,
    ALONE_FORM,
    ENTER,
    MATCH,
    DESK,
    REDRAFT_WORK,
    RULING,
    REVIEW,
    RELUCTANCE,
    DELIVERY,
    COURT,
    IDEAL,
    PREFERENCE,
    TROUBLE,
    AUDIT,
    ALARM,
    ALARM_DELAY,
    NOTIFY,
    REPORT,
    SURFACE,
    VOID,
    SPAWN,
    ELECTION,
    NATURE,
    CONSENT,
    JUDGMENT,
    SURGE,
) = range(40)


def purpose(name: str) -> int:
    """A purpose of one's own, for a rule in a file of its own: a number that follows from its name, from 2^31 on."""
    return 2**31 | zlib.crc32(name.encode())


_M0, _M1 = np.uint64(0xD2511F53), np.uint64(0xCD9E8D57)
_W0, _W1 = np.uint64(0x9E3779B9), np.uint64(0xBB67AE85)
_LOW, _32, _12 = np.uint64(0xFFFFFFFF), np.uint64(32), np.uint64(12)


@rule
def philox(c0, c1, c2, c3, k0, k1):
    """Ten rounds on four 32-bit counter words under two 32-bit key words; all uint64 holding 32 bits."""
    for _ in range(10):
        p0 = _M0 * c0
        p1 = _M1 * c2
        c0, c1, c2, c3 = (p1 >> _32) ^ c1 ^ k0, p1 & _LOW, (p0 >> _32) ^ c3 ^ k1, p0 & _LOW
        k0 = (k0 + _W0) & _LOW
        k1 = (k1 + _W1) & _LOW
    return c0, c1, c2, c3


@rule
def pair(given, purpose, entity, tick, k):
    """Two independent uniforms on (0, 1) at one address; `given` holds the key words."""
    a, b, c, d = philox(
        np.uint64(entity) & _LOW,
        np.uint64(k) & _LOW,
        np.uint64(tick) & _LOW,
        np.uint64(purpose),
        np.uint64(given.seed),
        np.uint64(given.replicate),
    )
    # 52 bits and a half step: never 0 and never 1 (53 bits and a half would round up to 1).
    u = (float(((a << _32) | b) >> _12) + 0.5) * 2.220446049250313e-16
    v = (float(((c << _32) | d) >> _12) + 0.5) * 2.220446049250313e-16
    return u, v


@rule
def uniform(given, purpose, entity, tick, k):
    """One uniform on (0, 1)."""
    return pair(given, purpose, entity, tick, k)[0]


@rule
def second(given, purpose, entity, tick, k):
    """The other uniform of the pair at an address, where the first serves somebody else."""
    return pair(given, purpose, entity, tick, k)[1]


@step
def child_uid(given, parent, k):
    """Identity of what is born in a run: a function of its parent, with the top bit set."""
    a, _, _, _ = philox(
        np.uint64(parent) & _LOW,
        np.uint64(k),
        np.uint64(0),
        np.uint64(CHILD),
        np.uint64(given.seed),
        np.uint64(given.replicate),
    )
    return np.int64(a | np.uint64(0x80000000))


@rule
def exponential(u):
    """Unit exponential by inversion of its survival function: -ln u."""
    return -log(u)


@rule
def _ratio(r, a0, a1, a2, a3, a4, a5, a6, a7, b1, b2, b3, b4, b5, b6, b7):
    top = ((((((a7 * r + a6) * r + a5) * r + a4) * r + a3) * r + a2) * r + a1) * r + a0
    return top / (((((((b7 * r + b6) * r + b5) * r + b4) * r + b3) * r + b2) * r + b1) * r + 1.0)


@rule
def normal(u):
    """Standard normal by inversion (Wichura 1988, Algorithm AS 241, PPND16; relative error 1e-16)."""
    q = u - 0.5
    if abs(q) <= 0.425:
        return q * _ratio(
            0.180625 - q * q,
            3.3871328727963666080e0,
            1.3314166789178437745e2,
            1.9715909503065514427e3,
            1.3731693765509461125e4,
            4.5921953931549871457e4,
            6.7265770927008700853e4,
            3.3430575583588128105e4,
            2.5090809287301226727e3,
            4.2313330701600911252e1,
            6.8718700749205790830e2,
            5.3941960214247511077e3,
            2.1213794301586595867e4,
            3.9307895800092710610e4,
            2.8729085735721942674e4,
            5.2264952788528545610e3,
        )
    r = math.sqrt(-log(u if q < 0.0 else 1.0 - u))
    if r <= 5.0:
        z = _ratio(
            r - 1.6,
            1.42343711074968357734e0,
            4.63033784615654529590e0,
            5.76949722146069140550e0,
            3.64784832476320460504e0,
            1.27045825245236838258e0,
            2.41780725177450611770e-1,
            2.27238449892691845833e-2,
            7.74545014278341407640e-4,
            2.05319162663775882187e0,
            1.67638483018380384940e0,
            6.89767334985100004550e-1,
            1.48103976427480074590e-1,
            1.51986665636164571966e-2,
            5.47593808499534494600e-4,
            1.05075007164441684324e-9,
        )
    else:
        z = _ratio(
            r - 5.0,
            6.65790464350110377720e0,
            5.46378491116411436990e0,
            1.78482653991729133580e0,
            2.96560571828504891230e-1,
            2.65321895265761230930e-2,
            1.24266094738807843860e-3,
            2.71155556874348757815e-5,
            2.01033439929228813265e-7,
            5.99832206555887937690e-1,
            1.36929880922735805310e-1,
            1.48753612908506148525e-2,
            7.86869131145613259100e-4,
            1.84631831751005468180e-5,
            1.42151175831644588870e-7,
            2.04426310338993978564e-15,
        )
    return -z if q < 0.0 else z


@step
def poisson(u, mean):
    """Poisson by inversion of its distribution function; meant for small means (offspring counts)."""
    term = exp(-mean)
    total, n = term, 0
    while u > total and n < 1000:
        n += 1
        term *= mean / n
        total += term
    return n


@step
def gamma(given, shape, entity, u):
    """Gamma of the given shape and mean one. Shape 1 inverts the exponential at u; other shapes use
    Marsaglia and Tsang (2000) on addressed draws of the same entity."""
    if shape == 1.0:
        return exponential(u)
    a = shape if shape > 1.0 else shape + 1.0
    d = a - 1.0 / 3.0
    c = 1.0 / math.sqrt(9.0 * d)
    k = 1
    while True:
        v1, v2 = pair(given, TASK, entity, 0, k)
        z = normal(v1)
        v = 1.0 + c * z
        k += 1
        if v > 0.0:
            v = v * v * v
            if log(v2) < 0.5 * z * z + d - d * v + d * log(v):
                break
    x = d * v
    if shape < 1.0:
        x *= exp(log(u) / shape)
    return x / shape


@rule
def pick(cumulative, u):
    """Index of the first entry of a cumulative weight array (last entry 1) that exceeds u."""
    lo, n = 0, cumulative.shape[0]
    while n > 1:  # no branch depends on the data, so the processor never guesses wrong
        half = n // 2
        lo += half if cumulative[lo + half - 1] <= u else 0
        n -= half
    return lo


@rule
def look_up(cumulative, guide, u):
    """The same as `pick`, begun where `guide` says a value such as u lies: constant time on average."""
    i = guide[int(u * guide.shape[0])]
    while cumulative[i] <= u:
        i += 1
    return i
