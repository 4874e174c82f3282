"""Means of the weekly series, promises kept, and the belief behind credibility."""

import math

import pytest

from sim.model.records import AT_CONSENT, AT_DRAFT, BY_COURT, BY_SANCTION
from sim.model.rules.belief import trust


def test_means_and_ends(hand):
    series = hand.series
    series["allies"][:52], series["allies"][52:] = 0.6, 0.8
    series["rivals"], series["legitimacy"], series["trust"] = 0.4, 0.5, 0.3
    series["legitimacy"][-1] = 0.9
    series["captured"][:26] = 2
    hand.agree(10)
    hand.agree(11)
    hand.agree(12, kept=0)
    hand.lapse(13)
    out = hand.outcomes()
    assert (out["credibility_allies"], out["credibility_allies_end"]) == pytest.approx((0.7, 0.8))
    assert (out["credibility_rivals"], out["credibility_rivals_end"]) == pytest.approx((0.4, 0.4))
    assert (out["legitimacy"], out["legitimacy_end"]) == pytest.approx((0.5 + 0.4 / 104, 0.9))
    assert (out["subnational_trust"], out["captured"]) == pytest.approx((0.3, 0.5))
    assert out["delivered"] == pytest.approx(2 / 3)


def test_no_promises(hand):
    out = hand.outcomes()
    assert math.isnan(out["delivered"]) and math.isnan(out["failed_at_law"])


def test_what_fails_at_law(hand):
    """Refused consent, or voided by a court, of what was signed and decided: not what a sanction voided, what lapsed
    unsigned, or what still waits."""
    for voided in (0, 0, BY_SANCTION, BY_COURT):
        hand.agree(10, voided=voided)
    hand.lapse(12, desk=AT_CONSENT)
    hand.lapse(12, desk=AT_DRAFT)
    hand.add(5, desk=AT_CONSENT)
    assert hand.outcomes()["failed_at_law"] == pytest.approx(2 / 5)


def test_belief_after_eighteen_kept_and_two_broken(hand):
    counterpart = hand.world.counterparts
    counterpart["kept"][0], counterpart["broken"][0] = 18, 2
    assert trust(hand.world, 0) == pytest.approx(19 / 22)
