"""A value next to nothing acts as nothing: no outcome jumps at 0, but where 0 is a word of its own."""

import numpy as np
import pytest
from by_default import by_default

from sim.model import start
from sim.model.limits import LIMITS, SETTINGS
from sim.model.metrics import METRICS, measure

# What 0 says there that no small value says.
OF_ITS_OWN = {
    "parameters.window": "windows never close",
    "parameters.clearance": "no department sets teams aside for clearing",
    "parameters.clearance_share": "and none has to clear",
    "parameters.line_gap": "there is no line for an act to be on the wrong side of",
    "parameters.own_staff": "nobody has staff, so nobody can be given a mandate or a liaison",
    "parameters.consent_time": "the class of an act binds nobody, so treaties are delegated",
    "delegation.level": "nobody is given a mandate, so nobody brings staff",
    "delegation.cap": "the same",
    "delegation.office": "there is no office that must place a mandate",
}
KEYS = [
    key
    for key, limit in LIMITS.items()
    if key not in {*SETTINGS, *OF_ITS_OWN} and limit.kind == "number" and limit.low <= 0.0 <= limit.high
]


@pytest.fixture
def outcomes(prepare, rich, toy_prices):
    def outcomes(key, value):
        levers, parameters = dict(rich), toy_prices | {"spawn": 0.2, "excitation": 0.3}
        if key.startswith("parameters."):
            parameters[key.removeprefix("parameters.")] = value
        else:
            levers[key] = value
        made = prepare("toy", levers, parameters, years=0.7)
        return measure(start.finish(start.begin(made)), made.fte)

    return outcomes


@pytest.mark.parametrize("value", by_default([1e-16], [5e-324, 1e-200, 1e-16]))
@pytest.mark.parametrize("key", KEYS)
def test_hardly_anything_is_nothing(outcomes, key, value):
    nothing, hardly = outcomes(key, 0.0), outcomes(key, value)
    apart = [
        metric.name
        for metric, one, other in zip(METRICS, nothing, hardly, strict=True)
        if not np.isclose(one, other, rtol=1e-6, atol=1e-9, equal_nan=True)
    ]
    assert apart == []


def test_the_exceptions_are_values_that_may_be_0():
    assert len(KEYS) > 100 and all(LIMITS[key].low == 0.0 for key in OF_ITS_OWN)
