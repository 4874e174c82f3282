"""Papers travel in the order in which they were ready; moot trouble is not found; capture takes half the way to end."""

import numpy as np
import pytest
from bare_world import bare

from sim.model.records import DOMAIN, ISSUE, MANDATE, MISJUDGED, rows
from sim.model.rules import post, turnover


def test_papers_travel_in_order_of_being_ready():
    w = bare(issues=rows(ISSUE, 50), bins=np.full(64, -1, np.int32))
    issues, bins = w.issues, w.bins
    w.clock["now"], w.clock["then"], w.given["dt"] = 7.0, 9.0, 2.0
    issues["ready"] = 7.0 + 2.0 * np.random.default_rng(3).random(50)
    issues["next_tray"] = [*range(1, 25), -1, *range(26, 50), -1]  # two trays
    post.sort_tray(w, 0)
    post.sort_tray(w, 25)
    carried = []
    for head in bins:
        while head >= 0:
            carried.append(head)
            head = issues["next_tray"][head]
    assert sorted(carried) == list(range(50))
    assert np.diff(issues["ready"][carried]).min() > -2.0 / 64  # to a 64th of a tick


@pytest.mark.parametrize("rate", [0.0, 0.02, 0.08])
def test_moot_trouble_is_not_found(simulate, rate):
    """Every mandate audited, an audit a period P apart: found before it is moot with (1 - e^-fP)/(fP)."""
    period = 40.0
    world = simulate(
        "us_2023",
        {"oversight.patrol": 1.0, "oversight.patrol_period": period, "delegation.level": 0.8},
        {"surface_rate": 0, "caught": 0, "fading_rate": rate, "courtship": 0, "own_staff": 5},
        years=6,
    )
    acts = world.issues[(world.issues["incident"] == MISJUDGED) & (world.issues["channel"] == MANDATE)]
    found, n = np.isfinite(acts["detected"]).mean(), len(acts)
    expected = 1.0 if rate == 0 else (1 - np.exp(-rate * period)) / (rate * period)
    assert n > 500
    assert abs(found - expected) <= 4 * np.sqrt(expected * (1 - expected) / n) + 0.02  # closings are not quite uniform


def test_half_the_way_back_ends_capture():
    w = bare(domains=rows(DOMAIN, 3), preferences=np.zeros(3), first_preferences=np.zeros(3))
    given, actor = w.given, w.subnationals
    w.domains["share"] = 0.5, 0.3, 0.2
    given["capture_threshold"], given["dt"] = 0.4, 1.0  # no recovery: preferences stay where they are put
    for away, captured in ((0.39, 1), (0.21, 1), (0.19, 0)):
        actor["captured"], actor["displaced"], w.preferences[:] = 1, 1, away
        turnover.age_actor(w, 0)
        assert actor["drift"][0] == pytest.approx(away)
        assert actor["captured"][0] == captured
