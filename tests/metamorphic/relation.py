"""What the relations share: how many worlds each is tried on, and any policy under any assumptions.

A few worlds in every run of the tests. Two hundred of each relation, a thousand edits:

    python -m pytest tests/metamorphic -m slow

The worlds are the same every time: nothing is drawn by the clock and none is kept from run to run.
"""

import functools
import inspect
from typing import Any, NamedTuple

import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from sim.inputs.scenario import load_scenario
from sim.model.catalogue import Lever
from sim.model.levers import GROUPS, LEVERS
from sim.model.parameters import OFF, PARAMETERS

MANY = 200
# A world that breaks a relation is printed as it is: to make it smaller (Phase.shrink) can take minutes.
HOW: dict[str, Any] = {
    "deadline": None,
    "derandomize": True,
    "database": None,
    "phases": [Phase.generate],
    "suppress_health_check": list(HealthCheck),
}


def relation(few: int, many: int = MANY, **strategies):
    """A test of what must hold on every world that the strategies draw: `few` of them, or `many` under -m slow. The
    other arguments of the body are fixtures or parametrised names, as always."""

    def decorate(body):
        tried = {n: settings(max_examples=n, **HOW)(given(**strategies)(body)) for n in (few, many)}

        @functools.wraps(body)
        def test(examples, **others):
            tried[examples](**others)

        others = [p for p in inspect.signature(body).parameters.values() if p.name not in strategies]
        examples = inspect.Parameter("examples", inspect.Parameter.POSITIONAL_OR_KEYWORD)
        test.__signature__ = inspect.Signature([examples, *others])  # type: ignore[attr-defined]
        counts = [pytest.param(few, id=str(few)), pytest.param(many, id=str(many), marks=pytest.mark.slow)]
        return pytest.mark.parametrize("examples", counts)(test)

    return decorate


class Case(NamedTuple):
    """One world: a bundled scenario, levers and parameters by full name, a seed, weeks to a tick."""

    scenario: str
    levers: dict[str, float | str]
    parameters: dict[str, float]
    seed: int
    dt: float
    happening: tuple | None = None  # dated events in place of the scenario's own

    def but(self, settings=None, dt=None) -> "Case":
        """The same with some levers and parameters changed."""
        settings = dict(settings or {})
        events = settings.pop("happening", self.happening)
        levers = {name: value for name, value in settings.items() if "." in name}
        parameters = {name: value for name, value in settings.items() if "." not in name}
        return self._replace(
            levers=self.levers | levers, parameters=self.parameters | parameters, dt=dt or self.dt, happening=events
        )


# Every lever free of charge.
FREE = {name: 0 for name in PARAMETERS if name.endswith("_fte") and name not in ("team_fte", "setup_fte", "link_fte")}
# Ends at which every lever together is still affordable and the small scenario is not emptied.
TOO_MUCH = {
    "liaison": 2,
    "slots": 20,
    "office": 10,
    "exercises": 8,
    "grants": 0.05,
    "min_capacity": 0.5,
    "escalation": 8,
    "institutions": 3,  # as many as the toy has domains
}

# Nothing is looked for, so nothing is found.
NOTHING_FOUND = {
    "caught": 0,
    "oversight.patrol": 0,
    "oversight.inspector": 0,
    "oversight.alarm": 0,
    "oversight.registry": 0,
    "coordination.reviews": 0,
}


def lever_values(lever: Lever):
    """Values of one lever: one of its choices; or off half of the time, or anywhere in its bounds."""
    name = lever.name
    if lever.choices:
        return st.sampled_from(list(lever.choices))
    if name == "patrol_period":
        return st.sampled_from([2.0, 6.5, 13.0, 26.0])
    if name == "min_capacity":
        return st.sampled_from([0.02, 0.05, 0.5])
    most = TOO_MUCH.get(lever.name, lever.high)
    if lever.whole:
        return st.sampled_from(range(int(lever.low), int(most) + 1))
    return st.one_of(st.just(float(lever.low)), st.floats(lever.low, most))


@functools.cache
def policies(scenario: str = "toy"):
    """Any policy that the scenario's prices allow."""
    parts = {}
    for lever in sorted(LEVERS.values(), key=lambda one: (list(GROUPS).index(one.group), one.kind == "choice")):
        if not lever.open:
            parts[lever.key] = lever_values(lever)
    some = loaded(scenario).domains.codes
    parts["coordination.institutions"] = st.sampled_from(range(min(TOO_MUCH["institutions"], len(some)) + 1))
    parts["delegation.scope"] = st.sampled_from(["all", "subnational", "+".join(some[:2])])
    return st.fixed_dictionaries(parts)


# Staffing and prices say how many there are, not what they do; more arrivals only make a longer test.
STILL = {"headcount", "span", "support", "support_growth", "pay_step", "team_fte", "arrival_rate", "legitimacy_hit"} | {
    name for name in PARAMETERS if name.endswith("_fte")
}
MOVABLE = sorted(set(PARAMETERS) - STILL)


def values(name: str):
    """Values of one parameter: an end of its plausible range, anything between, or its off value."""
    p = PARAMETERS[name]
    if p.unit == "switch":
        return st.sampled_from([0, 1])
    inside = st.one_of(st.sampled_from([p.low, p.high]), st.floats(p.low, p.high))
    return st.one_of(st.just(OFF[name]), inside) if name in OFF else inside


def anywhere(name):
    """Values of a lever, from end to end, or of a parameter."""
    if name == "delegation.scope":
        return st.sampled_from(["all", "subnational"])
    if "." not in name:
        return values(name)
    lever = LEVERS[name]
    if lever.choices:
        return st.sampled_from(list(lever.choices))
    if lever.whole:
        return lever_values(lever)
    low, high = 0.02 if lever.name == "min_capacity" else lever.low, TOO_MUCH.get(lever.name, lever.high)
    return st.sampled_from([2.0, 13.0, 52.0]) if lever.name == "patrol_period" else st.floats(low, high)


BUSY = st.fixed_dictionaries(
    {
        "load": st.sampled_from([0.3, 0.95, 1.5]),
        "spawn": st.sampled_from([0.0, 0.3]),
        "bargaining": st.sampled_from([0.0, 1.0]),
        "window": st.sampled_from([0.0, 0.3, 1.0]),
        "freelance_rate": st.sampled_from([0.0, 0.06]),
        "pooled": st.sampled_from([0, 1]),
        "clearance": st.sampled_from([0.0, 1.0]),
        "growth": st.sampled_from([0.0, 0.05]),
        "swing": st.just(1.0),
        "priorities": st.sampled_from([0, 1]),
        "arrival_rate": st.just(10.0),
        "crisis_share": st.just(0.1),
        "consent_time": st.sampled_from([0.0, 8.0]),
    }
)


@st.composite
def assumptions(draw):
    """The mechanisms that matter most at their off values, defaults or beyond; up to a dozen others anywhere."""
    some = sorted(draw(st.sets(st.sampled_from(MOVABLE), max_size=12)))
    return draw(BUSY) | {name: draw(values(name)) for name in some}


@st.composite
def cases(draw, scenarios=("toy", "us_2023"), dts=(0.5, 1.0, 4.0), settings=None):
    """Any world of these scenarios, with what is given here held fixed."""
    scenario = draw(st.sampled_from(scenarios))
    made = Case(
        scenario, draw(policies(scenario)), draw(assumptions()), draw(st.integers(1, 1000)), draw(st.sampled_from(dts))
    )
    return made.but(settings)


loaded = functools.cache(load_scenario)
