"""What actors and counterparts want: moments and independence of what is drawn once a world."""

import math

import numpy as np
import pytest

from sim.model import start


@pytest.fixture
def wants(prepare):
    """Preferences (J, D) and ideals (C, D) of many worlds, (seeds, ...), and one of the worlds."""

    def wants(seeds=200, scenario="us_2023", **parameters):
        template = prepare(scenario, None, parameters, years=0.1)
        worlds, made = None, []
        for seed in range(seeds):
            worlds = start.begin(template, seed)
            d = len(worlds.domains)
            made.append(
                (
                    worlds.preferences.reshape(-1, d).copy(),
                    worlds.first_preferences.reshape(-1, d).copy(),
                    worlds.commitments["ideal"].reshape(-1, d).copy(),
                )
            )
        return *map(np.array, zip(*made, strict=True)), worlds

    return wants


def test_leaning_and_spread(wants):
    """Mean lean_scale lean loading, spread preference_sd, each actor and domain for itself."""
    preferences, base, _, world = wants(preference_sd=0.5, lean_scale=2)
    assert (preferences == base).all()
    mean = 2 * world.subnationals["lean"][:, None] * world.domains["loading"]
    error = (preferences - mean) / 0.5
    seeds = len(error)
    assert abs(error.mean()) < 4 / math.sqrt(error.size) and error.std() == pytest.approx(
        1, rel=4 / math.sqrt(2 * error.size)
    )
    assert np.abs(error.mean(axis=0)).max() < 5 / math.sqrt(seeds)
    # Neighbours of any kind are strangers: between actors, between domains, between worlds.
    for one, other in ((error[:, 1:], error[:, :-1]), (error[:, :, 1:], error[:, :, :-1]), (error[1:], error[:-1])):
        assert abs((one * other).mean()) < 4 / math.sqrt(one.size)


def test_without_spread_only_elections_speak(wants):
    preferences, _, _, world = wants(seeds=2, preference_sd=0, lean_scale=2)
    assert (preferences == 2 * world.subnationals["lean"][:, None] * world.domains["loading"]).all()


def test_counterparts_lie_on_either_side(wants):
    """At their distance times how geopolitical the domain is, on a side drawn for each domain."""
    _, _, ideals, world = wants()
    away = world.counterparts["ideal"][:, None] * world.domains["geopolitics"]
    assert np.abs(ideals) == pytest.approx(np.broadcast_to(away, ideals.shape))
    side = np.sign(ideals)[:, away > 0]
    assert abs(side.mean()) < 4 / math.sqrt(side.size)
    same = np.sign(ideals) * (away > 0)
    for one, other in ((same[:, 1:], same[:, :-1]), (same[:, :, 1:], same[:, :, :-1])):
        assert abs((one * other).mean()) < 4 / math.sqrt(one.size)
