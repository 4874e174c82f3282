"""Whatever finds a faulty act is told as what found it; what finds together is the earliest of what finds alone."""

import math

import numpy as np
import pytest

from sim.model.instruments import FINDERS, INSTRUMENTS, discovery
from sim.model.records import FREELANCE, QUIET, single
from sim.model.rules.incidents import openness
from sim.setup.config import setup_from
from sim.tell.explain.decade import Decade
from sim.tell.explain.trouble import discovery as told

ALONE = {
    "patrol": {"oversight.patrol": 1.0, "oversight.patrol_period": 4.0},
    "inspector": {"oversight.inspector": 1.0, "oversight.patrol_period": 4.0},
    "alarm": {"oversight.alarm": 1.0, "coordination.transparency": 1.0},
    "chance": {},
    "registry": {"oversight.registry": 1.0},
    "reviews": {"coordination.reviews": 1.0},
}
SURE = {"report_prob": 0.2, "bystanders": 20, "fading_rate": 0, "surface_rate": 0.005, "self_report": 0.8}


@pytest.fixture
def decade(toy_prices):
    def decade(levers, caught=0.0):
        parameters = toy_prices | SURE | {"caught": caught}
        return Decade(setup_from("laissez_faire", "toy", parameters, years=2, seed=4, **levers), 0)

    return decade


@pytest.mark.parametrize("one", FINDERS, ids=lambda one: one.name)
def test_a_detection_is_told_by_the_instrument_that_made_it(one, decade):
    world = decade(ALONE[one.name], caught=0.2 if one.name == "chance" else 0.0)
    found = [i for i in np.flatnonzero(world.issues.incident) if world.within(world.issues.detected[i])]
    assert len(found) >= 3
    for i in found:
        time, text = told(world, int(i))
        assert time == world.issues.detected[i]
        assert text.startswith(f"The centre detected the problem through {one.found}")


def test_with_all_at_once_each_is_told_by_its_own(decade):
    world = decade({key: value for levers in ALONE.values() for key, value in levers.items()}, caught=0.2)
    found = [i for i in np.flatnonzero(world.issues.incident) if world.within(world.issues.detected[i])]
    names = {FINDERS[world.issues.found_by[i]].name for i in found}
    assert names == set(ALONE)
    for i in found:
        assert f"through {FINDERS[world.issues.found_by[i]].found}" in told(world, int(i))[1]


def test_the_earliest_counts(simulate, rich, toy_prices):
    """Compiled together, and each asked alone."""
    world = simulate("toy", rich, toy_prices, years=2.0)
    troubled = np.flatnonzero((world.issues["incident"] > 0) & np.isfinite(world.issues["closed"]))[:200]
    assert len(troubled) > 50
    for i in troubled.tolist():
        seen = openness(world, int(world.issues["channel"][i]))
        times = [one.find(world, i, seen) for one in FINDERS]
        assert discovery(world, i, seen) == (min(times), times.index(min(times)) if min(times) < math.inf else -1)


def test_an_issue_that_nothing_went_wrong_with_is_found_by_nobody(simulate, rich, toy_prices):
    world = simulate("toy", rich, toy_prices, years=1.0)
    opened = world.issues[: int(world.federal["rows"][0])]
    alone = np.isin(opened["channel"], (QUIET, FREELANCE))  # a breach, found as one, though nothing else went wrong
    clean = opened[(opened["incident"] == 0) & (opened["stage"] > 0) & ~alone]
    assert len(clean) > 100 and (clean["found_by"] == -1).all() and np.isinf(clean["found"]).all()


def test_who_may_be_caught_reckons_with_every_instrument(prepare, toy_prices):
    """1 - Π (1 - chance): of any act by those that see all, of a mandate by those that see mandates alone too."""
    levers = {"oversight.patrol": 0.3, "oversight.alarm": 0.5, "oversight.registry": 0.4, "oversight.preclearance": 0.2}
    world = prepare("toy", levers, toy_prices, years=0.1).world
    given, regime = single(world.given), single(world.regime)
    chances = {name: one.chance(given, regime) for name, one in INSTRUMENTS.items() if one.chance is not None}
    assert set(chances) == {"patrol", "alarm", "chance", "registry", "preclearance"} and all(chances.values())
    unseen = math.prod(1 - chances[name] for name in ("patrol", "alarm", "chance"))
    assert regime.caught_private == pytest.approx((1 - unseen) * given.private_detection)
    both = unseen * (1 - chances["registry"]) * (1 - chances["preclearance"])
    assert regime.caught_delegated == pytest.approx(1 - both)
