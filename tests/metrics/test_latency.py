"""Survival curves with known answers, and what each latency measures."""

import math

import numpy as np
import pytest

from sim.model.metrics import METRICS
from sim.model.metrics.survival import aalen_johansen, bins, kaplan_meier, put, quantile

BIN = 0.05


def histogram(*times, weeks=100):
    made = np.zeros(bins(weeks), np.int32)
    for time in times:
        put(made, time)
    return made


def test_kaplan_meier_with_censoring():
    # Five at risk: events at 1, 2, 4, 5, one censored at 3. S = 4/5, 3/5, then of two: 3/10, 0.
    events, censored = histogram(1, 2, 4, 5), histogram(3)
    assert kaplan_meier(events, censored, 0.2) == pytest.approx(1 + BIN)  # reached at the end of the bin
    assert kaplan_meier(events, censored, 0.5) == pytest.approx(4 + BIN * 0.1 / 0.3)
    assert kaplan_meier(events, censored, 0.9) == pytest.approx(5 + BIN * 0.2 / 0.3)


def test_kaplan_meier_that_ends_too_high_is_the_longest_wait_seen():
    """It takes at least so long, and nobody was watched for longer, however long the run is."""
    assert kaplan_meier(histogram(1), histogram(50, 60, 70), 0.5) == pytest.approx(70 + BIN)
    assert kaplan_meier(histogram(1, 9), histogram(2, 3, 4), 0.95) == pytest.approx(9 + BIN * 0.75 / 0.8)
    assert kaplan_meier(histogram(1, 90), histogram(2, 3, 4, 90), 0.9) == pytest.approx(90 + BIN)
    assert math.isnan(kaplan_meier(histogram(), histogram(), 0.5))


def test_kaplan_meier_of_exponential_times_half_censored():
    # Events at rate .1, censored at rate .1: the median of the events' own law is ln 2/.1.
    rng, n = np.random.default_rng(1), 40_000
    event, censored = rng.exponential(10, n), rng.exponential(10, n)
    seen = event <= censored
    found = kaplan_meier(histogram(*event[seen]), histogram(*censored[~seen]), 0.5)
    # Greenwood: Var S(t) = S² ∫ h dt/(n e^(-.2t)) = S² (e^(.2t) - 1)/(2n) = S² 3/(2n); density at the median .05.
    assert found == pytest.approx(10 * math.log(2), abs=4 * 0.5 * math.sqrt(1.5 / n) / 0.05 + BIN)


def test_competing_end_is_not_censoring():
    # Agreement and lapse both at rate .1: half are agreed, and those after an exponential time of rate .2.
    rng, n = np.random.default_rng(2), 40_000
    agreed, lapsed = rng.exponential(10, n), rng.exponential(10, n)
    first = agreed <= lapsed
    found = aalen_johansen(histogram(*agreed[first]), histogram(*lapsed[~first]), histogram(), 0.5)
    error = 0.5 / math.sqrt(n / 2) / (0.5 * 0.2)
    assert found == pytest.approx(5 * math.log(2), abs=4 * error + BIN)
    assert found < 0.6 * kaplan_meier(histogram(*agreed[first]), histogram(*lapsed[~first]), 0.5)


def test_aalen_johansen_by_hand():
    # Four at risk: agreed at 1, lapsed at 2, open since 3, agreed at 4. F = 1/4, then S = 1/2 at 4: F = 3/4.
    agreed, lapsed, still = histogram(1, 4), histogram(2), histogram(3)
    assert aalen_johansen(agreed, lapsed, still, 0.2) == pytest.approx(1 + BIN * 0.15 / 0.25)
    assert aalen_johansen(agreed, lapsed, still, 0.5) == pytest.approx(4 + BIN * 0.125 / 0.5)


def test_quantiles_of_plain_times():
    times = histogram(*range(1, 11))
    assert quantile(times, 0.5) == pytest.approx(5 + BIN)
    assert quantile(times, 0.95) == pytest.approx(10 + BIN * 0.5)


def test_routine_issues_and_crises_apart(hand):
    for weeks in (2, 4, 6):
        hand.agree(10 + weeks, opened=10, tabled=10 + weeks / 2, started=10.5, waited=0.5)
    hand.lapse(30, opened=10)
    hand.agree(21, opened=20, crisis=1, started=20.5, tabled=20.8, waited=0.2)
    hand.agree(22, opened=20, crisis=2, started=21.5, waited=0.4)
    hand.lapse(20.25, opened=20, crisis=1)  # never started: censored
    hand.add(103, crisis=1)  # still open: has not ended
    out = hand.outcomes()
    assert out["first_act_p50"] == pytest.approx(2, abs=BIN)  # offers after 1, 2, 3 weeks, one never
    assert out["first_act_p90"] == pytest.approx(20 + BIN)  # the curve ends at 3/4; the one that lapsed waited 20 weeks
    assert out["conclusion_p50"] == pytest.approx(4, abs=BIN)
    assert out["conclusion_p90"] == pytest.approx(6, abs=BIN)
    # Crises: lapsed unstarted at .25; then of three left one at .5, the open one censored at 1, one at 1.5.
    assert out["crisis_first_response_p50"] == pytest.approx(1.5, abs=BIN)
    # Lapsed at .25: S = 3/4. Agreed at 1: F = 1/4, then one at risk, agreed at 2: F = 3/4. Half of that is 3/8.
    assert out["crisis_conclusion_p50"] == pytest.approx(2 + BIN * 0.125 / 0.5)
    assert out["crisis_in_time"] == pytest.approx(2 / 3)
    assert out["queue_wait"] == pytest.approx((3 * 0.5 + 0.2 + 0.4) / 5)


def test_international_crises_are_counted_apart(hand):
    """Their end is what is timed, agreed or not; flare-ups do not see them."""
    hand.agree(30, opened=20, crisis=3, started=21, tabled=25.0)
    hand.lapse(24, opened=20, crisis=3)  # never started: censored
    hand.agree(50, opened=20, crisis=3, started=24, tabled=30.0)
    hand.add(103, crisis=3)  # still open
    hand.agree(21, opened=20, crisis=1, started=20.5, tabled=20.8)
    out = hand.outcomes()
    assert out["grave_agreed"] == pytest.approx(2 / 3)
    assert out["grave_first_response_p50"] == pytest.approx(4, abs=2 * BIN)
    assert out["grave_conclusion_p50"] == pytest.approx(10, abs=2 * BIN)
    assert out["crisis_in_time"] == 1 and out["crisis_conclusion_p50"] == pytest.approx(1, abs=2 * BIN)


def test_no_time_is_the_length_of_the_run_unless_it_says_so(hand):
    """Nobody gets an offer, no crisis a team, and the centre is never overloaded, in 104 weeks of which no issue was
    watched for more than nine."""
    for week in (10, 20, 30):
        hand.lapse(week + 9, opened=week)
        hand.lapse(week + 2, opened=week, crisis=1)
    hand.world.dated["week"], hand.world.dated["until"] = 40, 44
    hand.series["open"][:40], hand.series["open"][40:] = 100, 200
    out = hand.outcomes()
    for metric in (one for one in METRICS if one.unit == "weeks"):
        if "restricted to the run" in metric.meaning:
            assert out[metric.name] in (104, 104 - 44) and "within the run" in metric.title
        else:
            assert math.isnan(out[metric.name]) or out[metric.name] <= 9 + BIN, metric.name
    assert out["first_act_p90"] == pytest.approx(9 + BIN)
    assert out["crisis_first_response_p50"] == pytest.approx(2 + BIN)


def test_no_crises(hand):
    hand.agree(10)
    out = hand.outcomes()
    assert all(math.isnan(value) for name, value in out.items() if name.startswith(("crisis", "grave")))
    assert math.isnan(out["queue_wait"])
