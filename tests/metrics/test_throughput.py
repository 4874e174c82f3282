"""Throughput of worlds small enough to count on paper. Two years; what opened before week 78 could have ended."""

import math

import pytest

from sim.model.records import CONSULT, DUE, FREELANCE, JOINT, LICENSED, MANDATE, QUIET, ROGUE, UNSEEN


def test_rates_and_completion(hand):
    hand.agree(10, vitality=0.5)
    hand.agree(20, vitality=0.8, kept=0)  # promise broken: no goodput
    hand.agree(30, vitality=0.9, channel=MANDATE, voided=1)  # voided: none either
    hand.agree(40, vitality=0.7, channel=QUIET)
    hand.lapse(50, vitality=0.8)
    hand.lapse(60, vitality=0.2)
    hand.add(70)
    hand.agree(100, opened=90)  # too late to count for completion
    hand.lapse(101, opened=91)  # and for what lapses
    hand.add(104, stage=DUE)  # not yet opened: counts nowhere
    out = hand.outcomes()
    assert out["throughput"] == pytest.approx(5 / 104)
    assert out["official_throughput"] == pytest.approx(4 / 104)
    assert out["goodput"] == pytest.approx((0.5 + 0.7) / 104)
    assert out["completion"] == pytest.approx(4 / 7)
    assert out["lapse_ratio"] == pytest.approx(2 / 7)
    assert out["vital_lapse_ratio"] == pytest.approx(1 / 4)  # vital: .8, .9, .7 agreed, .8 lapsed
    assert out["backlog_end"] == 1
    assert out["per_1000_fte"] == pytest.approx(2.5 / hand.world.given["headcount"][0] * 1000)


def test_shares_by_channel(hand):
    for channel, times in (
        (0, 4),
        (MANDATE, 3),
        (JOINT, 2),
        (CONSULT, 1),
        (QUIET, 5),
        (FREELANCE, 2),
        (ROGUE, 1),
        (LICENSED, 2),
    ):
        for _ in range(times):
            hand.agree(10, channel=channel)
    out = hand.outcomes()
    names = ("central", "mandate", "joint", "consult", "quiet", "freelance", "private")
    assert [out[f"share_{name}"] for name in names] == pytest.approx([n / 20 for n in (4, 3, 2, 1, 5, 2, 3)])


def test_what_is_handed_over_is_counted_when_it_opens(hand):
    """Whatever becomes of it, in number and in what it is worth; opportunities by whether they were taken."""
    hand.agree(10, route=MANDATE, vitality=0.2)
    hand.lapse(20, route=JOINT, vitality=0.4)
    hand.add(70, route=CONSULT, vitality=0.9)
    hand.agree(30, vitality=0.5)
    hand.add(40, stage=UNSEEN, opportunity=1, route=-1)
    hand.agree(50, opportunity=1, route=MANDATE, vitality=0.1)
    hand.agree(103, opened=100, opportunity=1, vitality=0.9)  # too late to count
    out = hand.outcomes()
    assert out["handed_over"] == pytest.approx(3 / 6)
    assert out["worth_handed_over"] == pytest.approx(0.7 / 3.0)
    assert out["opportunities_taken"] == pytest.approx(1 / 2)


def test_ages_of_what_is_open(hand):
    for k in range(10):
        hand.add(104 - 10 * (k + 1))  # 10, 20, ... 100 weeks old
    out = hand.outcomes()
    assert out["backlog_age_p50"] == pytest.approx(50, abs=0.06)
    assert out["backlog_age_p90"] == pytest.approx(90, abs=0.06)


def test_load_and_overload(hand):
    hand.series["busy"][:52], hand.series["busy"][52:] = 0.5, 1.0
    hand.series["open"] = 7
    out = hand.outcomes()
    assert (out["central_load_start"], out["central_load_end"], out["backlog_mean"]) == (0.5, 1.0, 7)
    # A year has mean .95 once 46.8 of its 52 weeks are full ones: 47 weeks after week 52.
    assert out["overload_week"] == 99


def test_no_overload_counts_the_length_of_the_run(hand):
    """So that the mean over runs is a restricted mean, and says so."""
    assert hand.outcomes()["overload_week"] == 104


def test_nothing_happened(hand):
    out = hand.outcomes()
    assert (out["throughput"], out["goodput"], out["backlog_end"]) == (0, 0, 0)
    assert math.isnan(out["completion"]) and math.isnan(out["share_central"]) and math.isnan(out["backlog_age_p50"])
