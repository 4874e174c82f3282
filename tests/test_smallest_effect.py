"""Nobody is called better for less than matters: planted differences about the border, and how often it errs."""

import math
from itertools import pairwise

import numpy as np
import pytest

from sim.model.metrics import METRICS
from sim.model.metrics.smallest import LESS, MORE, SAME, SLIGHT, UNCLEAR, UNDEFINED, smallest_effect, verdict
from sim.runs.intervals import interval, share_interval, share_said
from sim.study.ensemble import contrast

UP = next(m for m in METRICS if m.name == "goodput")
DOWN = next(m for m in METRICS if m.name == "conclusion_p50")
NEUTRAL = next(m for m in METRICS if m.name == "turns")
COST = next(m for m in METRICS if m.name == "fte_levers")
NAMES = ("one", "other")


def planted(difference: float, spread: float, mean: float = 100.0, n: int = 40) -> tuple[np.ndarray, np.ndarray]:
    """A reference of this mean, and a policy whose paired differences have exactly this mean and spread."""
    noise = np.random.default_rng(0).normal(size=n)
    noise = (noise - noise.mean()) / noise.std(ddof=1)
    worlds = np.random.default_rng(1).normal(size=n)
    a = mean + worlds - worlds.mean()
    return a, a + difference + spread * noise


def winner(metric, *given, **more) -> str:
    return contrast(metric, *planted(*given, **more), NAMES)[3]


# The half width of n = 40 is .32 spreads; the smallest effect of a mean of 100 is 1.
@pytest.mark.parametrize(
    "difference, spread, said",
    [
        (1.4, 1.0, "more"),  # 1.08 to 1.72: wholly beyond
        (1.3, 1.0, "inconclusive"),  # .98 to 1.62: without zero, and across the border
        (0.6, 1.0, "too small to matter"),  # .28 to .92: without zero, and wholly within
        (0.0, 1.0, "too small to matter"),  # -.32 to .32
        (0.0, 4.0, "inconclusive"),  # -1.28 to 1.28
        (-1.3, 1.0, "inconclusive"),
        (-1.4, 1.0, "less"),
        (0.0, 0.0, "same"),
        (0.5, 0.0, "too small to matter"),  # by the same in every world
        (1.5, 0.0, "more"),
    ],
)
def test_only_an_interval_wholly_beyond_the_smallest_effect_has_a_winner(difference, spread, said):
    up, down = {"more": ("other", "one"), "less": ("one", "other")}.get(said, (said, said))
    assert (winner(UP, difference, spread), winner(DOWN, difference, spread)) == (up, down)
    assert winner(NEUTRAL, difference, spread) == {"more": "higher", "less": "lower"}.get(said, said)
    assert winner(COST, difference, spread) == {"more": "costs more", "less": "costs less"}.get(said, said)


def test_the_sign_of_the_reference_does_not_matter_and_its_size_does():
    assert winner(UP, 1.4, 1.0, mean=-100.0) == "other" and winner(UP, -1.4, 1.0, mean=-100.0) == "one"
    assert winner(UP, 1.4, 1.0, mean=-200.0) == "too small to matter"


def test_of_nothing_at_all_every_certain_difference_matters():
    """The reference has none, so no share of it is there to go by."""
    worlds = np.zeros(40)
    more = np.random.default_rng(0).uniform(1e-6, 2e-6, 40)
    assert contrast(UP, worlds, more, NAMES)[3] == "other" and contrast(DOWN, worlds, more, NAMES)[3] == "one"
    assert contrast(UP, worlds, worlds, NAMES)[3] == "same"
    assert contrast(UP, worlds, more - 1.5e-6, NAMES)[3] == "inconclusive"


def test_what_has_no_interval_has_no_winner():
    nothing, one, some = np.full(3, math.nan), np.array([1.0, math.nan, math.nan]), np.array([1.0, 2.0, 3.0])
    for a, b in ((nothing, some), (some, nothing), (one, some), (some, one)):
        assert contrast(UP, a, b, NAMES)[3] == "not defined"
    assert verdict(1.0, 2.0, math.nan) == UNDEFINED == verdict(math.nan, math.nan, 1.0)


def test_the_means_that_are_shown_give_the_size():
    """The reference's mean is over all its worlds, as printed, also where the other policy has no value."""
    a, b = planted(1.4, 1.0)
    b[:20] = math.nan
    a[:20] = 1e4
    assert contrast(UP, a, b, NAMES)[3] == "too small to matter"


@pytest.mark.parametrize("metric", METRICS, ids=lambda metric: metric.name)
def test_the_smallest_effect_is_one_rule(metric):
    """A share and what it leaves over are judged alike, and everything else by its size or by single cases."""
    at = [smallest_effect(metric.unit, x) for x in (-2.0, 0.0, 0.1, 0.9, 2.0)]
    if metric.unit in ("share", "[0,1]"):
        assert set(at) == {0.01}
    elif metric.unit == "[-1,1]":
        assert set(at) == {0.02}
    elif metric.unit in ("incidents/year", "acts/year", "lapses/year", "crises/year", "FTE"):
        assert set(at) == {1.0}
    else:
        assert at == pytest.approx([0.02, 0.0, 0.001, 0.009, 0.02])


def test_verdicts_as_the_interval_moves_up():
    """From less over inconclusive, too small and inconclusive to more, each in one stretch."""
    found = [verdict(x, x + 1.0, 0.6) for x in np.linspace(-3.0, 2.0, 501)]
    changes = [a for a, b in pairwise([*found, ""]) if a != b]
    assert changes == [LESS, UNCLEAR, SLIGHT, UNCLEAR, MORE]
    assert verdict(0.0, 0.0, 0.6) == SAME == verdict(0.0, 0.0, 0.0)


def test_how_often_somebody_is_called_better_who_is_not():
    """At the border itself an interval of 95% lies wholly beyond it by chance in 2.5% of studies, and never so often
    on the wrong side; a true difference of nothing is called too small or inconclusive in nearly all."""
    rng, n, studies = np.random.default_rng(5), 20, 4000
    said = {true: [verdict(*interval(row)[1:], 1.0) for row in rng.normal(true, 1.0, (studies, n))] for true in (0, 1)}
    assert said[1].count(MORE) / studies == pytest.approx(0.025, abs=0.008)
    assert said[1].count(LESS) == 0 and said[0].count(MORE) + said[0].count(LESS) < 0.002 * studies


def test_a_share_of_all_has_an_interval():
    """Known values: Wilson's 40 of 40 is n / (n + z²); Newcombe (1998) has 81 of 263 as .2553 to .3662."""
    assert share_interval(1.0, 40) == (pytest.approx(40 / (40 + 1.959964**2)), 1.0)
    assert share_interval(0.0, 40) == (0.0, pytest.approx(1 - 40 / (40 + 1.959964**2)))
    assert share_interval(81 / 263, 263) == pytest.approx((0.2553, 0.3662), abs=5e-5)
    assert share_said(1.0, 40) == "100% (91.2 to 100)" and share_said(0.0, 40) == "0% (0 to 8.8)"
    assert all(map(math.isnan, share_interval(math.nan, 0))) and share_said(math.nan, 0) == "\N{EN DASH}"


def test_the_interval_of_a_share_covers_it():
    """Exactly, from the binomial distribution: 92% or more at every share from 2% to 98%, and 95% on average."""
    n = 40
    spans = [share_interval(k / n, n) for k in range(n + 1)]
    covered = []
    for p in np.linspace(0.02, 0.98, 97):
        chance = [math.comb(n, k) * p**k * (1 - p) ** (n - k) for k in range(n + 1)]
        covered.append(sum(c for c, (low, high) in zip(chance, spans, strict=True) if low <= p <= high))
    assert min(covered) > 0.92 and np.mean(covered) == pytest.approx(0.95, abs=0.01)
