"""Each mechanism at its off value leaves no trace at all. (What only it uses no longer matters: tests/metamorphic.)"""

import pytest
from apart import apart
from traces import OPEN, TRACES, acts

from sim.model.parameters import OFF, PARAMETERS
from sim.model.policy import GROUPS, Policy
from sim.model.records import DETECTED, SANCTIONED

YEARS = 3


@pytest.fixture
def simulate(simulate):
    return apart(simulate)


def test_every_mechanism_has_a_trace():
    assert set(TRACES) == set(OFF)


@pytest.mark.parametrize("name", OFF)
def test_off_leaves_no_trace(simulate, rich, name):
    levers, parameters, no_trace = TRACES[name]
    levers = rich if levers is None else levers
    world = simulate("us_2023", levers, parameters | {name: OFF[name]}, years=YEARS)
    assert no_trace(world, world.issues[: int(world.federal["docket"][0])])
    assert len(acts(world)) > 500


@pytest.mark.parametrize(
    "name",
    [
        name
        for name in OFF
        if name not in ("growth", "federal_coordination", "local_coordination", "skill_effect", "verification")
    ],
)
def test_on_leaves_one(simulate, rich, name):
    """The traces tell: at the far end of the range they are there."""
    levers, parameters, no_trace = TRACES[name]
    ends = PARAMETERS[name].low, PARAMETERS[name].high
    on = 1 if name == "swing" else max(ends, key=lambda value: abs(value - OFF[name]))
    world = simulate("us_2023", rich if levers is None else levers, parameters | {name: on}, years=YEARS)
    assert not no_trace(world, world.issues[: int(world.federal["docket"][0])])


def test_nobody_is_sanctioned_without_sanctions(simulate):
    for strictness in (0.0, 0.5):
        world = simulate(
            "us_2023", OPEN | {"oversight.patrol": 1.0, "oversight.sanction": strictness}, years=YEARS, log=True
        )
        kinds = world.events["kind"][: int(world.federal["events"][0])]
        assert (kinds == DETECTED).sum() > 100
        touched = (kinds == SANCTIONED).any(), (world.subnationals["suspended"] > 0).any(), world.issues["voided"].any()
        assert set(touched) == {strictness > 0}


def test_defaults_are_off():
    """The default policy is off in every lever: its levers at their off values are the plain centre."""
    for group in GROUPS:
        for lever, value in vars(getattr(Policy(), group)).items():
            assert value in (0.0, "none", "mandate", "all", "kept") or lever in (
                "cap",
                "patrol_period",
                "escalation",
            ), lever
