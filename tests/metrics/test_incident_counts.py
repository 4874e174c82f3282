"""Latent, detected and surfaced are three numbers."""

import math

import pytest

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


def test_three_counts_two_years(hand):
    hand.agree(10, incident=CONTRADICTION, severity=1.0)  # nobody knows yet
    hand.agree(11, incident=OVERREACH, severity=2.0, channel=MANDATE, watched=1, detected=12, remedied=14, surfaces=50)
    hand.agree(12, incident=OVERREACH, severity=3.0, channel=MANDATE, watched=1, detected=13, voided=1, surfaced=20)
    hand.agree(13, incident=UNAUTHORISED, severity=0.5, channel=5, surfaced=30)
    hand.agree(14, incident=PRIVATE_HARM, severity=8.0, channel=ROGUE, detected=200, remedied=201)  # after the end
    hand.agree(15, channel=MANDATE)
    hand.lapse(16, incident=VITAL_LAPSE, severity=0.7, surfaced=16)
    hand.lapse(17, incident=CRISIS_LOST, severity=1.8, surfaced=17, crisis=2)
    out = hand.outcomes()
    assert out["latent"] == 5 / 2 and out["latent_severity"] == pytest.approx(14.5 / 2)
    assert out["detected"] == 2 / 2 and out["detection_share"] == pytest.approx(2 / 5)
    assert out["remedied"] == 1 / 2
    assert out["surfaced"] == 4 / 2 and out["severity"] == pytest.approx((3 + 0.5 + 0.7 + 1.8) / 2)
    assert out["severity_worst"] == 3
    assert out["per_100_acts"] == pytest.approx(100 * 2 / 6)
    kinds = (
        "contradiction",
        "misjudged",
        "overreach",
        "unauthorised",
        "capture",
        "private",
        "vital_lapse",
        "crisis_out_of_hand",
    )
    assert [out[f"inc_{kind}"] for kind in kinds] == [0, 0, 0.5, 0.5, 0, 0, 0.5, 0.5]
    assert sum(out[f"inc_{kind}"] for kind in kinds) == out["surfaced"]
    assert out["born_crises"] == 0.5
    assert out["voided_per_1000"] == pytest.approx(1000 / 3)


def test_no_incidents(hand):
    hand.agree(10)
    out = hand.outcomes()
    assert (out["latent"], out["surfaced"], out["severity_worst"], out["per_100_acts"]) == (0, 0, 0, 0)
    assert math.isnan(out["detection_share"]) and math.isnan(out["voided_per_1000"])
