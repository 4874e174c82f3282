"""Implausibility and the variance of a reading: limits, symmetry, 1/n."""

import math

import numpy as np
import pytest

from sim.study.evidence import implausibility, judge, read, read_target
from sim.study.evidence.fit import missed, table_of

SIDES = (0.25, 0.5, 2.0, 8.0)


def runs(**metrics):
    return {"": {name: np.asarray(values, float) for name, values in metrics.items()}}


def test_what_agrees_is_not_implausible_and_distance_counts_in_standard_deviations(page):
    """d = .2 of .75 and e = .05 make sqrt(.15² + .05²) = .158; one such away is I = 1, with any variance less."""
    target = read_target(page())
    spread = math.hypot(0.15, 0.05)
    assert implausibility(target, 0.75) == 0.0
    assert implausibility(target, 0.75 + spread) == pytest.approx(1.0)
    assert implausibility(target, 0.75 - spread) == pytest.approx(1.0)
    assert implausibility(target, 0.75 + spread, spread**2) == pytest.approx(1 / math.sqrt(2))


def test_limits(page):
    """Nothing is implausible where everything is allowed; everything is where nothing is; a reading whose own spread is
    without bound says nothing."""
    strict = read_target(page("strict", error="0", discrepancy="1e-12"))
    loose = read_target(page("loose", discrepancy="1e9"))
    assert implausibility(strict, 0.76) > 1e9
    assert implausibility(loose, 1e3) < 1e-5
    assert implausibility(strict, 0.5, 1e12) < 1e-6
    assert math.isnan(implausibility(strict, math.nan, 1.0))


@pytest.mark.parametrize("factor", SIDES)
def test_a_log_scale_counts_factors(factor, page):
    """k times as much and a kth are as far away, and the unit is of no matter."""
    weeks = read_target(page("weeks", value="10", error="1", scale="log"))
    days = read_target(page("days", value="70", error="7", scale="log"))
    away = implausibility(weeks, 10.0 * factor)
    assert away == pytest.approx(implausibility(weeks, 10.0 / factor))
    assert away == pytest.approx(abs(math.log(factor)) / math.hypot(0.1, math.log(1.2)))
    assert away == pytest.approx(implausibility(days, 70.0 * factor))


def test_on_a_log_scale_nothing_is_infinitely_far_from_something(page):
    target = read_target(page(value="10", error="1", scale="log"))
    assert implausibility(target, np.array([0.0, -1.0])).tolist() == [math.inf, math.inf]


@pytest.mark.parametrize("deals", [[0.0] * 20, [0.0] * 19 + [1.0]])
def test_next_to_nothing_is_far_from_something(page, deals):
    """A reading of 0 is infinitely far on a log scale, and of one run in twenty it has a variance."""
    target = read_target(page(value="10", error="1", scale="log", reading="surfaced"))
    away = implausibility(target, *read(target, runs(surfaced=np.array(deals))))
    assert away == math.inf if not any(deals) else 1.0 < away < math.inf


def test_an_interval_is_read_as_95_percent(page):
    linear = read_target(page("linear", error=None, interval="[0.652, 0.848]"))
    log = read_target(page("log", value="10", error=None, interval="[5, 20]", scale="log"))
    assert linear.error == pytest.approx(0.05, rel=1e-3) and (linear.low, linear.high) == (0.652, 0.848)
    assert log.error == pytest.approx(math.log(2.0) / 1.96, rel=1e-3)


def test_the_variance_of_a_plain_metric_is_that_of_a_mean(page):
    values = np.random.default_rng(1).normal(0.8, 0.1, 30)
    value, variance = read(read_target(page()), runs(delivered=values))
    assert value == pytest.approx(values.mean()) and variance == pytest.approx(values.var(ddof=1) / 30)


def test_the_variance_falls_as_one_over_n(page):
    """Of a ratio, over 400 samples of 20 and of 80 runs: a quarter; and it is that of the readings themselves."""
    target = read_target(page(reading="surfaced / throughput"))
    rng = np.random.default_rng(2)
    found = {}
    for n in (20, 80):
        samples = runs(surfaced=rng.normal(8.0, 2.0, (400, n)), throughput=rng.normal(40.0, 4.0, (400, n)))
        value, variance = read(target, samples)
        found[n] = variance.mean()
        # a variance of 400 readings has a relative error of sqrt(2/399), .07; four of them
        assert value.var(ddof=1) == pytest.approx(variance.mean(), rel=0.28)
    assert found[20] / found[80] == pytest.approx(4.0, rel=0.1)


def test_on_a_log_scale_the_variance_is_relative(page):
    """Of ln y about (s/m)²/n, whatever the unit."""
    target = read_target(page(value="10", error="1", scale="log", reading="conclusion_p50"))
    values = np.random.default_rng(3).normal(10.0, 0.5, 40)
    _, variance = read(target, runs(conclusion_p50=values))
    assert variance == pytest.approx((values.std(ddof=1) / values.mean()) ** 2 / 40, rel=0.01)
    assert variance == pytest.approx(read(target, runs(conclusion_p50=values * 7))[1])


def test_common_worlds_make_a_difference_sure(page):
    """Two policies that differ by a constant in every world: no variance, though each has one."""
    target = read_target(page(reading="b.delivered - a.delivered", policy="{a: policy=status_quo, b: policy=ban}"))
    values = np.random.default_rng(4).normal(0.7, 0.1, 12)
    value, variance = read(target, {"a": {"delivered": values}, "b": {"delivered": values + 0.1}})
    assert value == pytest.approx(0.1) and variance == pytest.approx(0.0, abs=1e-30)


def test_runs_in_which_a_metric_is_not_defined_are_left_out(page):
    target = read_target(page(reading="grave_agreed"))
    value, variance = read(target, runs(grave_agreed=[0.2, math.nan, 0.4]))
    assert value == pytest.approx(0.3) and 0.0 < variance < math.inf
    values = np.random.default_rng(6).normal(0.3, 0.1, 40)
    alone = read(target, runs(grave_agreed=values))[1]
    assert read(target, runs(grave_agreed=[*values, *[math.nan] * 40]))[1] == pytest.approx(alone, rel=0.03)
    assert math.isnan(read(target, runs(grave_agreed=[math.nan, math.nan]))[0])
    assert math.isnan(read(target, runs(grave_agreed=[0.2]))[1])


def test_many_worlds_are_judged_at_once_as_one_by_one(page):
    targets = [
        read_target(page("a")),
        read_target(page("b", value="10", error="1", scale="log", reading="surfaced + 3")),
    ]
    rng = np.random.default_rng(5)
    worlds = {"delivered": rng.uniform(0, 1, (7, 6)), "surfaced": rng.uniform(1, 20, (7, 6))}
    arm = ("toy", "policy=status_quo")
    readings, found = judge(targets, {arm: worlds})
    assert found.shape == (2, 7) and readings[0].value.shape == (7,)
    for k in range(7):
        alone = judge(targets, {arm: {name: values[k] for name, values in worlds.items()}})[1]
        assert np.allclose(found[:, k], alone)


def test_what_is_missed_is_told_with_its_side(page):
    targets = [read_target(page(name)) for name in ("fine", "high", "low", "none")]
    values = {"fine": 0.7, "high": 2.0, "low": 0.1, "none": math.nan}
    readings = [read(one, runs(delivered=[values[one.name]] * 3)) for one in targets]
    assert missed(table_of(targets, readings, 3)) == [
        "The model misses 2 of 3 targets, at an implausibility over 3.",
        "It gives too much: high.",
        "It gives too little: low.",
        "Not defined in these runs: none.",
    ]
