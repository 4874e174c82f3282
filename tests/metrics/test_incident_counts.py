"""Latent, detected and surfaced are three numbers; what is left undone is a fourth, and no act."""

import math

import pytest

from sim.model.acts import INCIDENTS
from sim.model.records import (
    CONTRADICTION,
    CRISIS_LOST,
    MANDATE,
    OVERREACH,
    PRIVATE_HARM,
    ROGUE,
    UNAUTHORISED,
    VITAL_LAPSE,
)


def test_counts_of_two_years(hand):
    hand.agree(10, incident=CONTRADICTION, severity=1.0)  # nobody knows yet
    hand.agree(11, incident=OVERREACH, severity=2.0, channel=MANDATE, watched=1, detected=12, remedied=14, surfaces=50)
    hand.agree(12, incident=OVERREACH, severity=3.0, channel=MANDATE, watched=1, detected=13, voided=1, surfaced=20)
    hand.agree(13, incident=UNAUTHORISED, severity=0.5, channel=5, surfaced=30)
    hand.agree(14, incident=PRIVATE_HARM, severity=8.0, channel=ROGUE, detected=200, remedied=201)  # after the end
    hand.agree(15, channel=MANDATE, agreed=0.9, line=0.3, omega=-0.4)  # 1 sd from what was asked, and prevented
    hand.lapse(16, incident=VITAL_LAPSE, severity=0.7, vitality=0.7)
    hand.lapse(17, incident=CRISIS_LOST, severity=1.8, vitality=0.9, crisis=2)
    hand.lapse(18, vitality=0.4)
    out = hand.outcomes()
    assert out["latent"] == 5 / 2 and out["latent_severity"] == pytest.approx(14.5 / 2)
    assert out["detected"] == 2 / 2 and out["detection_share"] == pytest.approx(2 / 5)
    assert out["remedied"] == 1 / 2
    assert out["surfaced"] == 2 / 2 and out["severity"] == pytest.approx(3.5 / 2) and out["severity_worst"] == 3
    assert out["surfaced_per_100"] == pytest.approx(100 * 2 / 6) and out["latent_per_100"] == pytest.approx(100 * 5 / 6)
    assert out["misjudged_per_100"] == pytest.approx(100 / 6)
    assert [out[one.metric] for one in INCIDENTS] == [0, 0, 0.5, 0.5, 0, 0]
    assert sum(out[one.metric] for one in INCIDENTS) == out["surfaced"]
    for one in INCIDENTS:
        assert out[f"{one.metric}_per_100"] == pytest.approx(100 * out[one.metric] * 2 / 6)
    assert (out["vital_lapses"], out["crises_lost"]) == (0.5, 0.5)
    assert out["missed_vitality"] == pytest.approx((0.7 + 0.9) / 2)
    assert out["born_crises"] == 0.5
    assert out["voided_per_1000"] == pytest.approx(1000 / 3)


def test_no_incidents(hand):
    hand.agree(10)
    out = hand.outcomes()
    assert (out["latent"], out["surfaced"], out["severity_worst"], out["surfaced_per_100"]) == (0, 0, 0, 0)
    assert (out["vital_lapses"], out["crises_lost"], out["missed_vitality"]) == (0, 0, 0)
    assert math.isnan(out["detection_share"]) and math.isnan(out["voided_per_1000"])


def test_no_act_has_no_exposure(hand):
    hand.lapse(16, incident=VITAL_LAPSE, severity=0.7, vitality=0.7)
    out = hand.outcomes()
    assert out["surfaced"] == 0 and math.isnan(out["surfaced_per_100"]) and math.isnan(out["inc_private_per_100"])
