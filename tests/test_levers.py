"""Every lever moves the world, and every one that is not free by design costs headcount."""

import pytest

from sim.model.levers import LEVERS
from sim.model.parameters import PARAMETERS
from sim.model.policy import Policy, cost

ALL = list(LEVERS)
PRICE = {name: p.default for name, p in PARAMETERS.items()}

# What a lever needs beside it to do anything, and the value it is moved to.
NEEDS = {
    "delegation.level": ({}, 0.3),
    "delegation.form": ({"delegation.level": 0.3}, "joint"),
    "delegation.scope": ({"delegation.level": 0.3}, "subnational"),
    "delegation.cap": ({"delegation.level": 0.3}, 0.1),
    "delegation.min_capacity": ({"delegation.level": 0.3}, 1.0),
    "delegation.staff": ({"delegation.level": 0.3}, "moved"),
    "delegation.office": ({"delegation.level": 0.3}, 4.0),
    "oversight.preclearance": ({"delegation.level": 0.3}, 0.5),
    "oversight.patrol": ({"delegation.level": 0.3}, 0.5),
    "oversight.patrol_period": ({"delegation.level": 0.3, "oversight.patrol": 0.5}, 6.5),
    "oversight.sanction": ({"delegation.level": 0.3, "oversight.patrol": 0.5}, 0.5),
    "coordination.body": ({"coordination.slots": 10.0, "coordination.authority": 0.5}, "body"),
    "coordination.authority": ({"coordination.slots": 10.0, "coordination.body": "body"}, 0.5),
    "coordination.slots": ({"coordination.body": "body"}, 10.0),
    "coordination.escalation": ({"coordination.slots": 10.0, "coordination.body": "body"}, 1.0),
    "coordination.dissent": ({}, 0.5),
    "coordination.blame": ({"coordination.reviews": 0.5}, 0.5),
    "coordination.exercises": ({}, 4.0),
    "coordination.institutions": ({}, 4),
    "investment.grants": ({"delegation.level": 0.3}, 0.02),
}
FREE = {
    "delegation.level": "deciding who decides needs nobody; the office that places mandates does",
    "delegation.form": "a form of words; a joint act takes time at the clearance desks",
    "delegation.scope": "see level",
    "delegation.cap": "see level",
    "delegation.min_capacity": "a threshold",
    "delegation.staff": "moves staff and hires none",
    "coordination.escalation": "a threshold; the slots it fills are paid for",
    "coordination.exercises": "cost every team time and nobody a post",
    "coordination.blame": "a tone",
    "coordination.institutions": "links between institutions are paid under every policy (tests/test_institutions.py)",
}
# The price of what they lie beside; without it nothing.
TOGETHER = {"coordination.body", "coordination.authority", "coordination.slots", "oversight.patrol_period"}


def moved(lever):
    """(levers beside it, value at which it is on)."""
    return NEEDS.get(lever, ({}, 0.5))


def test_lists_are_whole():
    assert set(NEEDS) | set(FREE) | TOGETHER <= set(ALL)


@pytest.mark.parametrize("lever", ALL)
def test_lever_matters(simulate, differ, lever):
    beside, value = moved(lever)
    off, on = simulate("us_2023", beside, years=2), simulate("us_2023", beside | {lever: value}, years=2)
    assert {"issues.stage", "issues.closed"} & set(differ(off, on)) or lever == "oversight.licence"
    assert {name.partition(".")[0] for name in differ(off, on)} >= {"issues", "series"}


@pytest.mark.parametrize("lever", ALL)
def test_lever_costs(prepare, lever):
    beside, value = moved(lever)
    before, after = (prepare("us_2023", given, years=0.1) for given in (beside, beside | {lever: value}))
    overhead = [float(template.world.regime["overhead"][0]) for template in (before, after)]
    assert overhead[1] == pytest.approx(sum(after.fte.values()))
    if lever in FREE:
        assert overhead[0] == overhead[1] and (lever not in after.fte or not after.fte[lever])
    else:
        assert overhead[1] > overhead[0]
        assert after.world.regime["front"][0] < before.world.regime["front"][0]
    if lever == "coordination.exercises":
        assert after.world.regime["time_kept"][0] < before.world.regime["time_kept"][0] == 1
    if not beside and lever not in FREE:
        assert before.fte[lever] == 0 and after.fte[lever] == overhead[1]


def test_nothing_on_costs_nothing(prepare):
    template = prepare("us_2023", years=0.1)
    assert set(template.fte.values()) == {0.0} and template.world.regime["overhead"][0] == 0
    assert set(cost(Policy(), PRICE, 0, 8).values()) == {0.0}


@pytest.mark.parametrize("lever", sorted(set(ALL) - set(FREE) - TOGETHER))
def test_price_is_proportional(policy, lever):
    """Twice the intensity, twice the cost."""
    part = [cost(policy({lever: x}), PRICE, 40, 8)[lever] for x in (0.2, 0.4)]
    assert part[1] == pytest.approx(2 * part[0]) and part[0] > 0


def test_patrols_and_bodies(policy):
    """Four times as often costs twice as much; a lead agency's slots cost nine tenths."""

    def costs(levers):
        return cost(policy(levers), PRICE, 40, 8)

    quarterly = costs({"oversight.patrol": 0.5})["oversight.patrol"]
    assert costs({"oversight.patrol": 0.5, "oversight.patrol_period": 3.25})["oversight.patrol"] == pytest.approx(
        2 * quarterly
    )
    body = {"coordination.body": "body", "coordination.slots": 10}
    lead = costs(body | {"coordination.body": "lead"})["coordination.body"]
    assert (
        lead == pytest.approx(0.8 * costs(body)["coordination.body"])
        and costs(body | {"coordination.body": "none"})["coordination.body"] == 0
    )
