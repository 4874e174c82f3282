"""Dessein: closed forms, the threshold from both sides, and messages that are what the states behind them say."""

import numpy as np
import pytest

from experiments.docking.dessein import KNOWN, WAYS, answers, decide, expected_loss, messages, play, threshold


@pytest.mark.parametrize("b, losses", KNOWN.items())
def test_closed_forms(b, losses):
    assert [expected_loss(way, b) for way in WAYS[:3]] == pytest.approx(losses, abs=1e-6)


def test_the_threshold_from_both_sides():
    assert threshold() == pytest.approx(1 / np.sqrt(12), abs=1e-9)
    assert expected_loss("delegation", 0.2886) < expected_loss("communication", 0.2886)
    assert expected_loss("delegation", 0.29) > expected_loss("communication", 0.29)


def test_how_many_messages():
    """N messages need 2 N (N - 1) b < 1: at a quarter none informs, just below two do."""
    assert [messages(b) for b in (0.02, 0.05, 0.0833, 0.0834, 0.1, 0.2499, 0.25)] == [5, 3, 3, 2, 2, 2, 1]


def test_delegation_with_the_best_cap_is_never_worse():
    for b in np.linspace(0.01, 0.8, 80):
        assert expected_loss("capped delegation", b) <= min(expected_loss(way, b) for way in WAYS) + 1e-12


@pytest.mark.parametrize("b", [0.02, 0.1, 0.2])
def test_an_answer_is_the_mean_of_the_states_that_send_its_message(b):
    states = np.random.default_rng(3).random(400_000)
    decided = decide("communication", b, states)
    assert len(np.unique(decided)) == messages(b)
    for answer in answers(b):
        sent = states[decided == answer]
        assert abs(sent.mean() - answer) < 4 * sent.std() / np.sqrt(sent.size)


@pytest.mark.parametrize("b", [0.05, 0.2, 0.31])
def test_the_game_played_loses_what_the_closed_forms_say(b):
    for way, (mean, error) in play(b, seed=5, draws=200_000).items():
        assert abs(mean - expected_loss(way, b)) < 4 * error + 1e-12, way


def test_no_other_cap_does_better():
    states = (np.arange(20_000) + 0.5) / 20_000
    for b in (0.1, 0.3):
        lost = {cap: np.mean((np.minimum(states + b, cap) - states) ** 2) for cap in np.linspace(0.5, 1.3, 161)}
        assert min(lost, key=lost.get) == pytest.approx(1 - b, abs=0.005)
        assert min(lost.values()) == pytest.approx(expected_loss("capped delegation", b), abs=1e-6)
