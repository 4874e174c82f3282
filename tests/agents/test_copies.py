"""A copy of a model in the middle of its decade goes on to the same bits as the model; neither touches the other."""

import copy
import gc
import pickle
import weakref

import pytest

from sim import DiplomacyModel
from sim.agents.agents import SubnationalActor
from sim.errors import InputError
from sim.model.records import QUIET

COPIES = {"deepcopy": copy.deepcopy, "pickle": lambda model: pickle.loads(pickle.dumps(model))}


class Grudging(SubnationalActor):
    """Has a memory and draws."""

    def __init__(self, *place):
        super().__init__(*place)
        self.memory = []

    def goes_alone(self, i):
        how = super().goes_alone(i)
        self.memory.append(self.trust)
        return QUIET if how and self.random.random() < 0.5 else 0


def made(**settings):
    return DiplomacyModel(
        **{
            "scenario": "toy",
            "years": 0.25,
            "parameters": {"load": 1.2, "freelance_rate": 0.3},
            "agents": {"north": Grudging},
            "shuffle": True,
        }
        | settings
    )


def told(model):
    """Everything that a model has to say of itself but its world."""
    frames = model.datacollector
    return (
        frames.get_model_vars_dataframe().to_numpy().tobytes(),
        frames.get_agenttype_vars_dataframe(SubnationalActor).to_numpy().tobytes(),
        [vars(agent).get("memory") for agent in model.agents],
        (model.fte, model.policy, model.steps, model.running, repr(model)),
        (model.random.getstate(), model.rng.bit_generator.state),
    )


@pytest.fixture(scope="module")
def straight():
    """A model that was never copied, at week 13; its policy was switched in week 8."""
    model = made().run_for(8)
    model.policy = "combined"
    return model.run_for(5)


@pytest.mark.parametrize("way", COPIES)
@pytest.mark.parametrize("week", [0, 8, 11])
def test_a_copy_goes_on_identically(way, week, straight, differ):
    """Before, at and after a switch of policy."""
    model = made().run_for(min(week, 8))
    if week >= 8:
        model.policy = "combined"
    made_copy = COPIES[way](model.run_for(max(week - 8, 0)))
    at_copying = told(made_copy)
    assert at_copying == told(model) and differ(model.world, made_copy.world) == []
    for one in (model, made_copy):
        one.run_for(max(8 - one.tick, 0))
        if week < 8:
            one.policy = "combined"
        one.run_for(13)
        assert told(one) == told(straight) and differ(one.world, straight.world) == []
        if one is model:
            assert told(made_copy) == at_copying  # which the model has not touched


@pytest.mark.parametrize("way", COPIES)
def test_agents_of_a_copy_stand_in_its_world(way):
    model = made().run_for(3)
    twin = COPIES[way](model)
    for mine, theirs in zip(model.agents, twin.agents, strict=True):
        assert type(mine) is type(theirs) and repr(mine) == repr(theirs) and theirs.model is twin
        assert theirs in twin.groups[type(theirs).__mro__[type(theirs) is Grudging]]
    north = twin.groups[SubnationalActor][1]
    before = model.world.subnationals["trust"].copy()
    north.trust = 0
    assert north.trust == twin.world.subnationals["trust"][1] == 0 != before[1]
    assert (model.world.subnationals["trust"] == before).all()
    assert twin.given["weeks"] == 13 and twin.clock["tick"] == 3


def test_a_copied_world_has_its_own_memory(differ):
    model = made(collect=False).run_for(3)
    world = copy.deepcopy(model.world)
    assert differ(world, model.world) == []
    model.run_for(5)
    assert "federal.agreed" in differ(world, model.world) and world.federal["agreed"][0] == world.series["agreed"][2]


def test_an_agent_alone_takes_its_model_along():
    agent = copy.deepcopy(made().run_for(2).groups[SubnationalActor][0])
    assert agent.model.run_for(2).tick == 4 and agent in agent.model.agents
    assert agent.trust == agent.model.world.subnationals["trust"][0]


def test_a_shallow_copy_is_refused():
    with pytest.raises(
        InputError, match="DiplomacyModel.toy, .*: a shallow copy would share its world; expected copy.dee"
    ):
        copy.copy(made())


def test_copies_leave_no_trace():
    gone = []
    for _ in range(3):
        model = made().run_for(2)
        twins = [copy_of(model) for copy_of in COPIES.values()]
        gone += [weakref.ref(one.run_for(2)) for one in (model, *twins)]
        del model, twins
    gc.collect()
    assert [ref() for ref in gone] == [None] * 9
