"""Your own agents: a subclass with a Python rule is honoured, whoever it stands in for, and models leave no trace."""

import gc
import weakref

import mesa
import numpy as np
import pytest

from sim import DiplomacyModel
from sim.agents.agents import Counterpart, Department, FederalApparatus, PrivateActor, SubnationalActor
from sim.errors import InputError
from sim.model.records import AT_CONSENT

STUCK = {"load": 1.2, "freelance_rate": 0.06}


class Loyal(SubnationalActor):
    """Never goes it alone."""

    def goes_alone(self, i):
        return 0


class Willing(Counterpart):
    """Agrees at once to whatever it considers."""

    def agrees(self, i, channel, position, since):
        return max(self.model.clock["now"], since)


class Neutral(Department):
    """Takes position 0."""

    def position(self, i):
        return 0.0


class Hoarder(FederalApparatus):
    """Delegates nothing, whatever the policy."""

    def route(self, i):
        return 0


class Absent(PrivateActor):
    """Never enters."""

    def enters(self, i):
        return 0


def ran(agents=None, policy="centralized", weeks=52, scenario="toy", **parameters):
    return DiplomacyModel(
        scenario, policy, years=weeks / 52, parameters=STUCK | parameters, agents=agents, collect=False
    ).run_for(weeks)


def channels(model):
    return model.issues["channel"].value_counts()


def test_loyal_by_class():
    assert {"quiet", "freelance"} & set(channels(ran()).index)
    model = ran({"SubnationalActor": Loyal})
    assert not {"quiet", "freelance"} & set(channels(model).index)
    assert (model.issues["venture"] == 0).all()


def test_loyal_by_code():
    """Only the one that was replaced."""
    plain, mixed = ran().issues, ran({"north": Loyal}).issues
    assert (plain[plain["locality"] == "north"]["venture"] > 0).any()
    assert (mixed[mixed["locality"] == "north"]["venture"] == 0).all()
    assert (mixed[mixed["locality"] == "south"]["venture"] > 0).any()


def test_willing_by_class_and_code():
    acts = ran({"Counterpart": Willing}).issues
    acts = acts[(acts["channel"] == "central") & (acts["desk"] != AT_CONSENT)]
    assert (acts["closed"] == acts["tabled"]).all() and len(acts) > 1000
    acts = ran({"NEU": Willing}).issues
    acts = acts[(acts["channel"] == "central") & (acts["desk"] != AT_CONSENT)]
    at_once = acts["closed"] == acts["tabled"]
    assert at_once[acts["counterpart"] == "NEU"].all() and not at_once[acts["counterpart"] != "NEU"].any()


def test_neutral_department():
    acts = ran({"Department": Neutral}).issues
    assert (acts[acts["channel"] == "central"]["agreed"] == 0).all()
    acts = ran({"foreign": Neutral}, load=0.5).issues
    acts = acts[acts["channel"] == "central"]
    assert (acts[acts["domain"] != "climate"]["agreed"] == 0).all()
    assert (acts[acts["domain"] == "climate"]["agreed"] != 0).all()


def test_hoarding_centre_and_absent_company():
    assert channels(ran(policy="laissez_faire")).get("mandate", 0) > 100
    assert "mandate" not in channels(ran({"centre": Hoarder}, policy="laissez_faire"))
    eager = {"reach": 0.4, "entry_rate": 0.6, "overdue": 4, "freelance_rate": 0}
    assert channels(ran(**eager)).get("rogue", 0) > 10
    assert (ran({"contractor": Absent}, **eager).issues["entry"] == 0).all()


def test_a_code_goes_before_a_class():
    model = ran({"SubnationalActor": Loyal, "south": SubnationalActor}, weeks=1)
    kinds = {agent.code: type(agent) for agent in model.groups[SubnationalActor]}
    assert kinds == {"north": Loyal, "port": Loyal, "border": Loyal, "south": SubnationalActor}


def test_a_phase_of_ones_own():
    """Any phase of the week by its name there, also one that no agent of ours defines."""
    asked = []

    class Lasting(FederalApparatus):
        def vote(self):
            asked.append(self.model.tick)

    class Ageless(SubnationalActor):
        def age(self):
            pass

    model = ran({"centre": Lasting, "north": Ageless}, weeks=60, learning=0.5)
    assert asked == list(range(60))
    learned = {agent.code: agent.skill > model.given["skill"] for agent in model.groups[SubnationalActor]}
    assert learned == {"north": False, "south": True, "port": True, "border": True}


def test_subclass_that_changes_nothing_changes_nothing(differ):
    class Same(SubnationalActor):
        def goes_alone(self, i):
            return super().goes_alone(i)

    assert differ(ran().world, ran({"SubnationalActor": Same}).world) == []


@pytest.mark.parametrize(("wrong", "hint"), [("Countrpart", "'Counterpart'"), ("nort", "'north'"), ("", "agents: ''")])
def test_unknown_agents(wrong, hint):
    with pytest.raises(InputError, match=hint):
        ran({wrong: Loyal}, weeks=1)


def test_five_kinds_of_agent():
    model = ran(weeks=1)
    assert set(model.agents_by_type) == {FederalApparatus, Department, SubnationalActor, PrivateActor, Counterpart}
    assert len(model.agents) == 1 + 2 + 4 + 1 + 3
    assert all(isinstance(agent, mesa.Agent) for agent in model.agents)
    north = next(agent for agent in model.groups[SubnationalActor] if agent.code == "north")
    assert (north.name, north.lean, north.trust) == ("North", 0.2, model.world.subnationals["trust"][north.index])
    with pytest.raises(AttributeError, match="no attribute 'colour'"):
        north.colour  # noqa: B018


def test_the_end_is_said():
    model = ran(weeks=4)
    with pytest.raises(InputError, match="4 weeks of this world are over"):
        model.step()
    assert model.run_for(10).tick == 4


@pytest.mark.parametrize("weeks", [float("nan"), float("inf"), -1, "x", None])
def test_so_many_weeks_is_a_number(weeks):
    model = ran(weeks=1)
    with pytest.raises(InputError, match="^weeks: .*; expected a number from 0"):
        model.run_for(weeks)


def nothing(self):
    pass


MISSPELT = {
    "a decision": (SubnationalActor, "go_alone", "goes_alone"),
    "another spelling": (SubnationalActor, "goesAlone", "goes_alone"),
    "a phase": (Department, "acts", "act"),
    "a phase that no agent of ours defines": (FederalApparatus, "votes", "vote"),
}


@pytest.mark.parametrize("case", MISSPELT)
@pytest.mark.parametrize("mixed_in", [False, True])
def test_a_misspelt_method_is_noticed(case, mixed_in):
    kind, name, meant = MISSPELT[case]
    mixin = type("Mixin", (), {name: nothing})
    with pytest.raises(InputError, match=f"Mine.{name}: never called; .* did you mean '{meant}'"):
        type("Mine", (mixin, kind) if mixed_in else (kind,), {} if mixed_in else {name: nothing})


def test_methods_of_ones_own_are_free():
    """Those with names of their own, and those that others of the class call."""

    class Free(SubnationalActor):
        positions_taken = ()

        def react(self):
            pass

        def positions(self):
            return []

        def _go_alone(self):
            return self.positions()

    assert ran({"north": Free}, weeks=1).tick == 1


def test_models_leave_no_trace():
    gone = []
    for seed in range(3):
        model = DiplomacyModel("toy", years=0.1, seed=seed).run_for(4)
        gone.append(weakref.ref(model))
        del model
    gc.collect()
    assert [ref() for ref in gone] == [None] * 3


WRONG = {
    "seed None": ({"seed": None}, "run.seed: 'None'; expected a whole number"),
    "seed 1.5": ({"seed": 1.5}, "run.seed: '1.5'; expected a whole number"),
    "years nan": ({"years": float("nan")}, "run.years: 'nan'; expected a number"),
    "years -1": ({"years": -1}, "run.years: '-1'; expected a number"),
    "years text": ({"years": "1"}, "run.years: '1'; expected a number"),
    "dt .3": ({"dt": 0.3}, "run.dt: '0.3'; expected weeks that divide a year"),
    "replicate -1": ({"replicate": -1}, "replicate: '-1'; expected a whole number from 0"),
    "load -1": ({"parameters": {"load": -1}}, "parameters.load: '-1'; expected a number"),
    "a field of the clock": ({"parameters": {"tick": 5}}, "parameters.tick: not known"),
    "parameters 3": ({"parameters": 3}, "parameters: '3'; expected values by name"),
    "a policy's name": ({"policy": "centralised"}, "did you mean 'centralized'"),
    "policy 3": ({"policy": 3}, "policy: '3'; expected the name of a preset or a Policy"),
    "a scenario's name": ({"scenario": "toyy"}, "did you mean 'toy'"),
    "agents 3": ({"agents": 3}, "agents: '3'; expected classes by name or code"),
    "no class": ({"agents": {"north": 3}}, "agents: 'north' is '3'; expected a subclass of SubnationalActor"),
}


@pytest.mark.parametrize("case", WRONG)
def test_a_model_checks_what_a_run_checks(case):
    settings, said = WRONG[case]
    with pytest.raises(InputError, match=said):
        DiplomacyModel(**{"scenario": "toy", "years": 0.1} | settings)


def test_a_model_takes_numbers_of_numpy():
    numbers = {"seed": np.int64(3), "replicate": np.int32(1), "years": np.float64(0.25), "dt": np.float64(1.0)}
    ours = DiplomacyModel("toy", parameters={"load": np.float64(1.5)}, **numbers).run_for(4)
    theirs = DiplomacyModel("toy", parameters={"load": 1.5}, seed=3, replicate=1, years=0.25).run_for(4)
    assert ours.issues.equals(theirs.issues)
