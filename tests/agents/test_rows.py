"""An agent is its row of the world: what is read, what may be set, who may go."""

import math

import mesa
import numpy as np
import pytest

from sim import DiplomacyModel
from sim.agents.agents import Counterpart, Department, FederalApparatus, PrivateActor, SubnationalActor
from sim.errors import InputError

KINDS = (FederalApparatus, Department, SubnationalActor, PrivateActor, Counterpart)
MAY_SET = [(kind, field) for kind in KINDS for field in kind.MAY_SET]
MAY_NOT = [(kind, field) for kind in KINDS for field in kind.FIELDS if field not in kind.MAY_SET]


class Remembering(SubnationalActor):
    """Has attributes of its own, one by the name of a phase, and loses trust in the first week."""

    age = 40

    def __init__(self, *place):
        super().__init__(*place)
        self.memory = []

    def decide(self):
        super().decide()
        self.memory.append(self.trust)
        self.trust = 0


@pytest.fixture(scope="module")
def toy():
    return DiplomacyModel("toy", years=0.5, collect=False).run_for(5)


def one(model, kind):
    return model.groups[kind][-1]


def stored(agent, field):
    return getattr(agent.model.world, agent.TABLE)[field][agent.index].item()


@pytest.mark.parametrize(("kind", "field"), MAY_SET)
def test_a_field_that_may_be_set_sets_the_row(toy, kind, field):
    agent, limit = one(toy, kind), kind.MAY_SET[field]
    before = stored(agent, field)
    for value in (limit.low, limit.high, np.float64(limit.low), int(limit.high)):
        setattr(agent, field, value)
        assert getattr(agent, field) == stored(agent, field) == value
        assert type(getattr(agent, field)) is type(before) and field not in vars(agent)
    setattr(agent, field, before)


@pytest.mark.parametrize("value", [math.nan, math.inf, -0.1, 1e6, "0.5", [0.5], None, np.array([0.5, 0.5])], ids=str)
@pytest.mark.parametrize("kind", KINDS)
def test_nonsense_is_refused_and_the_row_stays(toy, kind, value):
    agent = one(toy, kind)
    for field in kind.MAY_SET:
        if field == "agenda" and isinstance(value, float) and value == -0.1:
            continue  # which may lie on either side
        before = stored(agent, field)
        with pytest.raises(InputError) as refused:
            setattr(agent, field, value)
        assert str(refused.value).startswith(f"{kind.__name__} {agent.code} {agent.name}: {field}: ")
        assert "expected a" in str(refused.value) and stored(agent, field) == before


@pytest.mark.parametrize(("kind", "field"), MAY_NOT)
def test_what_the_rules_keep_cannot_be_set(toy, kind, field):
    agent = one(toy, kind)
    before = stored(agent, field)
    with pytest.raises(AttributeError, match=f"{agent.code} {agent.name}: {field} cannot be set; expected one of "):
        setattr(agent, field, 0)
    assert stored(agent, field) == before or math.isnan(before)


def test_own_attributes_are_ordinary():
    model = DiplomacyModel("toy", years=0.1, agents={"north": Remembering}).run_for(3)
    north = next(agent for agent in model.agents if agent.code == "north")
    assert len(north.memory) == 3 and max(north.memory[1:]) < north.memory[0] / 2
    north.trsut = 0.3  # no field of that name
    assert vars(north)["trsut"] == 0.3
    del north.memory
    with pytest.raises(AttributeError, match="Remembering has no attribute 'memory'"):
        north.memory  # noqa: B018


def test_a_trust_that_was_set_is_what_the_rules_read():
    def alone(trust):
        model = DiplomacyModel("toy", years=0.5, parameters={"load": 1.2, "freelance_rate": 0.3}, collect=False)
        for _ in range(20):
            model.agents_by_type[SubnationalActor].set("trust", trust)
            model.run_for(1)
        return (model.issues["venture"] > 0).sum()

    assert alone(1.0) == 0 < alone(0.5) < alone(0)


def test_a_class_may_not_hide_a_field():
    for body in ({"skill": 1.0}, {"trust": property(lambda self: 0)}, {"drift": lambda self: 0}):
        with pytest.raises(
            InputError, match=f"Mine.{next(iter(body))}: hides a field of the row; expected another name"
        ):
            type("Mine", (SubnationalActor,), body)
    early = type("Early", (SubnationalActor,), {"__init__": lambda self, *place: setattr(self, "trust", 0)})
    with pytest.raises(AttributeError, match="Early has no attribute"):
        DiplomacyModel("toy", years=0.1, agents={"north": early})


def test_sets_of_agents(toy):
    actors = toy.agents.select(agent_type=SubnationalActor)
    trust = actors.get("trust")
    assert trust == toy.world.subnationals["trust"].tolist() and {type(value) for value in trust} == {float}
    assert actors.agg("trust", [min, max, sum]) == [min(trust), max(trust), sum(trust)]
    assert {type(value) for value in actors.get("able")} == {int}
    trusting = toy.agents.select(lambda agent: getattr(agent, "trust", 0) >= max(trust))
    assert [agent.index for agent in trusting] == [k for k, value in enumerate(trust) if value >= max(trust)]
    assert toy.agents.get("trust", handle_missing="default", default_value=-1).count(-1) == len(toy.agents) - len(trust)
    assert actors.sort("trust", ascending=True).get("trust") == sorted(trust)
    assert {name: list(group) for name, group in toy.agents.groupby("TABLE")}["privates"] == list(
        toy.groups[PrivateActor]
    )
    actors.set("trust", 0.5)
    assert (toy.world.subnationals["trust"] == 0.5).all()
    actors.shuffle_do(lambda agent: setattr(agent, "trust", trust[agent.index]))
    assert toy.world.subnationals["trust"].tolist() == trust
    with pytest.raises(InputError, match="SubnationalActor border Border Town: trust: '2'"):
        actors.set("trust", 2)


def test_what_a_model_and_an_agent_look_like():
    model = DiplomacyModel("toy", "guided_delegation", seed=3, years=1, agents={"north": Remembering}).run_for(5)
    assert repr(model) == "DiplomacyModel(toy, guided_delegation, seed 3, replicate 0, week 5 of 52)"
    assert repr(model.centre) == f"<FederalApparatus centre {model.federation.centre['name']}>"
    assert "<Remembering north North>" in map(repr, model.agents)
    assert repr(DiplomacyModel("toy", years=0.5, dt=0.25).run_for(1.25)).endswith("replicate 0, week 1.25 of 26)")


REMOVALS = {
    "agent.remove": lambda model, agent: agent.remove(),
    "model.deregister_agent": lambda model, agent: model.deregister_agent(agent),
    "model.remove_all_agents": lambda model, agent: model.remove_all_agents(),
    "model.agents.remove": lambda model, agent: model.agents.remove(agent),
    "model.agents.discard": lambda model, agent: model.agents.discard(agent),
    "model.agents.clear": lambda model, agent: model.agents.clear(),
    "model.agents.select": lambda model, agent: model.agents.select(lambda one: one is not agent, inplace=True),
}


@pytest.mark.parametrize("way", REMOVALS)
@pytest.mark.parametrize("kind", KINDS)
def test_agents_of_the_world_stay(way, kind, differ):
    """At once, or when the next week would begin; and nothing of it has happened."""
    model = DiplomacyModel("toy", years=0.1, collect=False).run_for(2)
    agent = model.groups[kind][0]
    first = model.centre if "all" in way or "clear" in way else agent
    with pytest.raises(InputError, match=f"{first}: cannot be removed, since others deal with it; expected a class"):
        REMOVALS[way](model, agent)
        model.step()
    assert model.tick == model.steps == 2
    assert differ(model.world, DiplomacyModel("toy", years=0.1, collect=False).run_for(2).world) == []


def test_agents_of_your_own_come_and_go():
    model = DiplomacyModel("toy", years=0.1, collect=False).run_for(1)
    mine = mesa.Agent(model)
    assert mine.unique_id == len(model.agents) == max(model.agents.get("unique_id"))
    model.step()
    mine.remove()
    assert mine not in model.agents and model.run_for(1).tick == 3
    with pytest.raises(InputError, match="cannot be removed"):
        model.remove_all_agents()


def test_frames_hold_subclasses_too():
    """In the frame of the class that they stand in for, and in one of their own."""
    model = DiplomacyModel(
        "toy", years=0.1, agents={"north": Remembering, "Counterpart": type("Own", (Counterpart,), {})}
    )
    frame = model.run_for(4).datacollector.get_agenttype_vars_dataframe
    everyone, mine = frame(SubnationalActor), frame(Remembering)
    assert [agent.unique_id for agent in model.groups[SubnationalActor]] * 4 == [*everyone.index.get_level_values(1)]
    assert [*everyone.index.get_level_values(0).unique()] == [1, 2, 3, 4] and len(mine) == 4
    assert mine.equals(everyone.loc[mine.index])
    assert everyone.loc[4]["trust"].tolist() == model.world.subnationals["trust"].tolist()
    assert len(frame(Counterpart)) == 4 * len(model.groups[Counterpart])
    by_type = model.agents_by_type
    assert {kind.__name__ for kind in by_type} == {
        "FederalApparatus", "Department", "SubnationalActor", "Remembering", "PrivateActor", "Own",
    }  # fmt: skip
    assert sum(map(len, by_type.values())) == len(model.agents) and len(by_type[Remembering]) == 1
