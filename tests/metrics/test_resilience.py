"""A shutdown and elections with the fall written in by hand."""

import math

import numpy as np
import pytest

from sim.model.records import QUIET


def shut_down(made, start=40, weeks=4):
    made.world.dated["week"], made.world.dated["until"] = start, start + weeks


def test_shutdown(hand):
    shut_down(hand)
    for week in range(14, 40):  # two a week before
        hand.agree(week)
        hand.agree(week + 0.5)
    for week in range(40, 44):  # one a week during; the quiet ones are not official
        hand.agree(week)
        hand.agree(week, channel=QUIET)
    hand.agree(13.9)
    hand.agree(44)
    hand.series["open"] = 100
    hand.series["open"][40:50] = 150  # weeks that end at 41 to 50
    hand.series["open"][50:60] = 106
    out = hand.outcomes()
    assert out["shutdown_drop"] == pytest.approx(0.5)
    assert out["shutdown_backlog"] == pytest.approx(0.5)
    assert out["shutdown_recovery"] == 61 - 44


def test_no_recovery_is_the_rest_of_the_run(hand):
    shut_down(hand)
    hand.series["open"][:40], hand.series["open"][40:] = 100, 200
    assert hand.outcomes()["shutdown_recovery"] == 104 - 44


def test_no_shutdown(hand):
    shut_down(hand, start=312)
    out = hand.outcomes()
    assert math.isnan(out["shutdown_drop"]) and math.isnan(out["shutdown_recovery"])
    shut_down(hand)
    hand.series["open"] = 100
    assert hand.outcomes()["shutdown_recovery"] == 0
    hand.world.dated["size"] = 0.0  # events switched off
    assert math.isnan(hand.outcomes()["shutdown_drop"]) and math.isnan(hand.outcomes()["shutdown_recovery"])


def test_elections(hand):
    # Four a week until the party turns in week 50, three after.
    hand.series["party"][50:] = -1.0
    hand.series["agreed"] = np.concatenate([4 * np.arange(1, 51), 200 + 3 * np.arange(1, 55)])
    out = hand.outcomes()
    assert (out["turns"], out["election_drop"]) == pytest.approx((1, 0.25))


def test_a_turn_too_near_an_end_counts_but_is_not_measured(hand):
    hand.series["party"][90:] = -1.0
    hand.series["agreed"] = np.arange(1, 105)
    out = hand.outcomes()
    assert out["turns"] == 1 and math.isnan(out["election_drop"])


def test_no_turn(hand):
    assert hand.outcomes()["turns"] == 0 and math.isnan(hand.outcomes()["election_drop"])
