"""The table of parameters: every entry is complete, and moving it over its plausible range moves the world."""

import math

import pytest
from happening import happening, shutdown

from sim.model.given import GIVEN, REGIME
from sim.model.levers import LEVERS
from sim.model.parameters import OFF, PARAMETERS

# What brings a mechanism into a run of three years: an election that turns the centre, a shutdown, trouble.
BASE = {"swing": 1, "grave_rate": 6, "linkage": 1}
PLACE = happening("us_2023", shutdown())
# Entries that the common policy does not touch, and what does.
SPECIAL = {
    "swing": ({}, {}),
    "ratification": ({}, BASE | {"consent_time": 10}),
    "advice_share": ({"delegation.form": "consult"}, BASE),
    "office_half": ({"delegation.office": 2}, BASE),
    "office_wait": ({"delegation.office": 1, "delegation.level": 0.9}, BASE | {"office_rate": 4}),
}


@pytest.mark.parametrize("p", PARAMETERS.values(), ids=PARAMETERS)
def test_entry_is_complete(p):
    assert p.low <= p.default <= p.high and p.low < p.high
    assert all(math.isfinite(x) for x in (p.low, p.default, p.high))
    assert p.symbol and p.unit and p.source and len(p.meaning) > 5


def test_names():
    taken = {lever.name for lever in LEVERS.values()} | set(REGIME.names or ())
    assert set(PARAMETERS) <= set(GIVEN.names or ()) and not taken & set(GIVEN.names or ())
    assert set(OFF) <= set(PARAMETERS)
    prices = {name for name in PARAMETERS if name.endswith("_fte")} - {"team_fte", "setup_fte"}
    assert all(PARAMETERS[name].unit.startswith(("FTE", "share")) for name in prices)


def outcomes_differ(one, other):
    """Whether a week, a total or an issue that both worlds know differs; room to spare does not count."""
    n = min(int(world.federal["rows"][0]) for world in (one, other))
    return any(
        (getattr(one, table)[:n][field] != getattr(other, table)[:n][field]).any()
        for table in ("series", "federal", "issues")
        for field in getattr(one, table).dtype.names
    )


@pytest.mark.parametrize("name", PARAMETERS)
def test_parameter_matters(simulate, rich, name):
    """Over its plausible range, under a policy with every lever on, the course of some world differs."""
    p = PARAMETERS[name]
    levers, parameters = SPECIAL.get(name, ({}, BASE))
    for seed in (1, 2, 3):
        one, other = (
            simulate(PLACE, rich | levers, parameters | {name: value}, years=3, seed=seed) for value in (p.low, p.high)
        )
        assert one.given[name][0] == p.low and other.given[name][0] == p.high
        if outcomes_differ(one, other):
            return
    raise AssertionError(f"{name} moves nothing")
