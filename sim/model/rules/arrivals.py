"""When issues arise: the streams of a decade, whatever a government does.

Routine issues: a Poisson process of rate Λ(t) = Λ0 (1+g)^(t/52), made by mapping the k-th arrival of a unit-rate
process through the inverse of ∫Λ, so issue k is the same one whatever the growth, the tick or the policy.
Crises: a second such stream of rate crisis_share Λ(t), each crisis opening Poisson(η) more after exponential delays of
mean EXCITATION_WEEKS (Hawkes 1971; mean cluster size 1/(1-η)).
International crises: a third, steady stream of `grave_rate` a year, each the work of many issues, open for months.
Opportunities: a fourth, of rate opportunity_share Λ(t), which only somebody close can see (`routing.is_seen`).
Surges that a scenario dates are streams of their own (dated.py).
"""

from sim.model import draws
from sim.model.compiled import drive, rule
from sim.model.elementary import expm1, log
from sim.model.records import FLARE_UP, GRAVE

# Identities: routine issues count from 0; opportunities, international crises, issues of surges (each surge from a
# place of its own) and flare-ups from here; what is born in a run lies above 2^31.
OPPORTUNITIES, GRAVES, SURGING, FLARE_UPS = 1 << 28, 1 << 29, (1 << 29) + (1 << 28), 1 << 30
SURGES, MOST_IN_SURGE = 1 << 12, 1 << 16
# Mean delay of crises that a crisis leads to. No assumption: between 1 and 6 weeks it moves no outcome by what matters.
EXCITATION_WEEKS = 2.0


@rule
def crisis_kind(uid):
    """What kind of crisis the issue with this identity is, 0 for none."""
    if uid >= FLARE_UPS:
        return FLARE_UP
    return GRAVE if GRAVES <= uid < SURGING else 0


@rule
def arrival_time(given, total):
    """When the integrated rate reaches `total`: t = 52/ln(1+g) ln(1 + total ln(1+g)/(52 Λ0)); total/Λ0 if g = 0."""
    r = given.log_growth
    if abs(r) < 1e-9:  # the logarithm would lose its digits; t to second order in r
        steady = total / given.arrival_rate
        return steady - 0.5 * r * steady * steady
    return log(1.0 + total * r / given.arrival_rate) / r


@rule
def draw_grave(w, times, uids):
    """Fill times and identities of international crises, a Poisson process; returns how many."""
    given = w.given[0]
    n, t = 0, 0.0
    while given.grave_rate > 0.0 and n < times.shape[0]:
        t += 52.0 / given.grave_rate * draws.exponential(draws.uniform(given, draws.CRISIS, GRAVES + n, 0, 0))
        if t >= given.weeks:
            break
        times[n], uids[n] = t, GRAVES + n
        n += 1
    return n


@rule
def draw_stream(w, times, uids, n, share, address, first):
    """Fill times and identities of a stream of rate share Λ(t) from the n-th on; returns how many there are then. Its
    k-th arrival has the draw at `address` + k and the identity `first` + k."""
    given = w.given[0]
    total, k = 0.0, 0
    while share > 0.0 and n < times.shape[0]:
        total += draws.exponential(draws.uniform(given, draws.CRISIS, address + k, 0, 0)) / share
        t = arrival_time(given, total)
        if t >= given.weeks:
            break
        times[n], uids[n] = t, first + k
        n += 1
        k += 1
    return n


@drive
def draw_beside(w, times, uids):
    """Fill times and identities of what arises beside routine issues, unsorted: opportunities and both kinds of crises;
    returns how many (at most the room given)."""
    given = w.given[0]
    n = draw_grave(w, times, uids)
    n = parent = draw_stream(w, times, uids, n, given.opportunity_share, OPPORTUNITIES, OPPORTUNITIES)
    n = draw_stream(w, times, uids, n, given.crisis_share, 0, FLARE_UPS)
    while parent < n:
        many = draws.poisson(draws.uniform(given, draws.OFFSPRING, uids[parent], 0, 0), given.excitation)
        for j in range(many):
            uid = draws.child_uid(given, uids[parent], j)
            t = times[parent] + EXCITATION_WEEKS * draws.exponential(
                draws.uniform(given, draws.OFFSPRING, uids[parent], 0, j + 1)
            )
            if t < given.weeks and n < times.shape[0]:
                times[n], uids[n] = t, uid
                n += 1
        parent += 1
    return n


@rule
def integrated_rate(given, time):
    """The integrated rate at a time, ∫Λ = 52 Λ0 ((1+g)^(t/52) - 1)/ln(1+g)."""
    r = given.log_growth
    if abs(r) < 1e-9:
        return given.arrival_rate * (time + 0.5 * r * time * time)
    return given.arrival_rate * expm1(r * time) / r
