"""Times to an event when some have not come yet: histograms of 0.05 week instead of sorted times.

n_k at risk at bin k (censored times count as later than events of the same bin), d_k events, l_k of another kind:
    Kaplan-Meier         S_k = Π (1 - d_k/n_k);                quantile: where 1 - S reaches p
    Aalen-Johansen       F_k = Σ S_(k-1) d_k/n_k, S falls by both kinds;   quantile: where F reaches p F_end
with linear interpolation within a bin. Kaplan and Meier (1958); Aalen and Johansen (1978).
"""

import math

from sim.model.compiled import rule

BINS_A_WEEK = 20.0
_TIE = 1e-12  # a curve that steps exactly to p has reached it, whatever rounding says


def bins(weeks: float) -> int:
    """How many bins reach from 0 to `weeks`."""
    return math.ceil(weeks * BINS_A_WEEK) + 1


@rule
def put(histogram, weeks):
    """Count one time, in weeks, in a histogram (bins,)."""
    k = int(weeks * BINS_A_WEEK)
    histogram[min(max(k, 0), histogram.shape[0] - 1)] += 1


@rule
def total(histogram):
    """How many times were counted."""
    n = 0
    for k in range(histogram.shape[0]):
        n += histogram[k]
    return n


@rule
def quantile(histogram, p):
    """Week that a share p of the counted times lie below; NaN if there are none."""
    n = total(histogram)
    if n == 0:
        return math.nan
    below, wanted = 0, p * n
    for k in range(histogram.shape[0]):
        if histogram[k] > 0 and below + histogram[k] >= wanted:
            return (k + (wanted - below) / histogram[k]) / BINS_A_WEEK
        below += histogram[k]
    return math.nan


@rule
def kaplan_meier(events, censored, p):
    """Week by which a share p has had the event. If the curve does not get there, when the last one was lost from
    sight: it takes at least so long, and nothing is known of later. NaN if nobody is seen."""
    at_risk = total(events) + total(censored)
    if at_risk == 0:
        return math.nan
    survival, last = 1.0, 0
    for k in range(events.shape[0]):
        if events[k] + censored[k] > 0:
            last = k
        if events[k] > 0:
            after = survival * (1.0 - events[k] / at_risk)
            if 1.0 - after >= p - _TIE:
                return (k + (survival - (1.0 - p)) / (survival - after)) / BINS_A_WEEK
            survival = after
        at_risk -= events[k] + censored[k]
    return (last + 1) / BINS_A_WEEK


@rule
def reach_incidence(events, rivals, censored, wanted):
    """Walk the incidence curve F up to `wanted`: the week it gets there (inf if never) and the F reached."""
    at_risk = total(events) + total(rivals) + total(censored)
    survival, incidence = 1.0, 0.0
    for k in range(events.shape[0]):
        ended = events[k] + rivals[k]
        if ended > 0:
            step = survival * events[k] / at_risk
            if step > 0.0 and incidence + step >= wanted - _TIE:
                return (k + (wanted - incidence) / step) / BINS_A_WEEK, incidence + step
            incidence += step
            survival *= 1.0 - ended / at_risk
        at_risk -= ended + censored[k]
    return math.inf, incidence


@rule
def aalen_johansen(events, rivals, censored, p):
    """Week by which a share p of those that will have the event have had it; NaN if none had."""
    end = reach_incidence(events, rivals, censored, math.inf)[1]
    return reach_incidence(events, rivals, censored, p * end)[0] if end > 0.0 else math.nan
