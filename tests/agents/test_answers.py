"""An own rule that answers nonsense is refused by the name of its agent and method, and never reaches compiled code."""

import _thread
import copy
import math
import threading
import time

import numpy as np
import pytest

from sim import DiplomacyModel
from sim.agents.agents import Counterpart, Department, FederalApparatus, PrivateActor, SubnationalActor
from sim.errors import InputError
from sim.model.records import CENTRAL, FREELANCE, JOINT, LICENSED, QUIET, ROGUE
from sim.model.rules import counterpart, post, private, subnational

EAGER = {"load": 1.2, "freelance_rate": 0.3, "reach": 0.4, "entry_rate": 0.6, "overdue": 4}
NAMES = {
    FederalApparatus: "Mine centre ",
    Department: "Mine ",
    SubnationalActor: "Mine north North: ",
    PrivateActor: "Mine contractor ",
    Counterpart: "Mine NEU ",
}


def ran(kind, method, rule, weeks=12, policy="guided_delegation"):
    """A model in which one agent of this kind, or all departments, have this method."""
    who = {FederalApparatus: "centre", SubnationalActor: "north", PrivateActor: "contractor", Counterpart: "NEU"}
    mine = type("Mine", (kind,), {method: rule})
    agents = {who.get(kind, "Department"): mine}
    return DiplomacyModel("toy", policy, years=1, parameters=EAGER, agents=agents, collect=False).run_for(weeks)


NUMBERS = (None, "0", 9, 7.0, math.nan, math.inf, True, np.bool_(True), [0], (), np.array([0, 1]))
NONSENSE = [
    *[(FederalApparatus, "route", answer) for answer in (*NUMBERS, 4, -1, "central")],
    *[(SubnationalActor, "goes_alone", answer) for answer in (*NUMBERS, CENTRAL + 1, ROGUE, -1, "quiet")],
    *[(PrivateActor, "enters", answer) for answer in (*NUMBERS, QUIET, -1, "rogue")],
    *[
        (kind, "position", answer)
        for kind in (Department, SubnationalActor)
        for answer in (math.nan, math.inf, -math.inf, 1e300, "0.1", None, True, [0.1], np.array([0.1, 0.1]))
    ],
    *[(Counterpart, "considers", answer) for answer in (None, 0, "channel", (0, 0.0), (0, 0.0, 0.0, 0.0))],
    *[(Counterpart, "considers", (channel, 0.0, 0.0)) for channel in (9, -2, LICENSED, JOINT, None, "central", 0.0)],
    *[(Counterpart, "agrees", answer) for answer in (math.nan, -math.inf, -1, 0.0, 1e9, None, "now", True, [1.0])],
]


@pytest.mark.parametrize(("kind", "method", "answer"), NONSENSE, ids=str)
def test_nonsense_is_refused(kind, method, answer):
    with pytest.raises(InputError) as refused:
        ran(kind, method, lambda self, i, *more, **settings: answer)
    said = str(refused.value)
    assert said.startswith(NAMES[kind]) and f": {method}(" in said and "expected " in said and len(said) < 200


@pytest.mark.parametrize(
    ("place", "part"),
    [((math.nan, 0.0), "position"), (("x", 0.0), "position"), ((0.0, math.nan), "since"), ((0.0, 1e6), "since")],
    ids=str,
)
def test_an_offer_with_a_nonsensical_part(place, part):
    def considers(self, i):
        channel = Counterpart.considers(self, i)[0]
        return (channel, *place)

    with pytest.raises(InputError, match=rf"Mine NEU .*: considers\(\d+\), {part}: "):
        ran(Counterpart, "considers", considers)


def test_quiet_for_ever():
    """An issue on which an actor acts alone already."""
    with pytest.raises(
        InputError, match=r"north North: goes_alone\(\d+\) is '4'; expected 0 \(no\), since it acts alone"
    ):
        ran(SubnationalActor, "goes_alone", lambda self, i: QUIET)


def test_quiet_wherever_it_can():
    def goes_alone(self, i):
        return FREELANCE if self.world.issues["venture"][i] == 0 else np.bool_(False)

    issues = ran(SubnationalActor, "goes_alone", goes_alone).issues
    old = issues[(issues["locality"] == "north") & (issues["opened"] < 10) & (issues["closed"] > 12)]
    assert len(old) > 3 and (old["venture"] == FREELANCE).all()


def test_rogue_for_ever_is_once_each():
    issues = ran(PrivateActor, "enters", lambda self, i: np.int64(ROGUE)).issues
    assert (issues["entry"] == ROGUE).sum() > 10


ONCE = {
    "venture": (SubnationalActor, "decide", "home", lambda w, i: subnational.start_venture(w, i, QUIET, 0.0)),
    "entry": (PrivateActor, "act", "openings", lambda w, i: private.start_entry(w, i, ROGUE)),
    "agreement": (Counterpart, "act", "table", lambda w, i: counterpart.conclude(w, i, CENTRAL, 0.0, 1.5)),
}


@pytest.mark.parametrize("what", ONCE)
def test_what_is_begun_again_and_again_begins_once(what):
    """A phase of one's own that calls a compiled rule twice for an issue: it would close a list to a ring, which
    compiled code walks for ever."""
    kind, phase, head, begin = ONCE[what]
    times = []

    def own(self):
        i = getattr(self, head)
        if i >= 0 and not times:
            before = self.world.issues[i].copy()
            for _ in range(3):
                begin(self.w, i)
                times.append(self.world.issues[i].copy())
            assert before != times[0] == times[1] == times[2]  # here, before a ring is walked
        getattr(kind, phase)(self)

    assert ran(kind, phase, own).tick == 12 and times


def test_rounds_of_the_post_are_bounded():
    """Twelve a week, whatever the centre says of it."""
    counts = []

    def carry(self):
        counts.append(self.model.tick)
        post.post(self.w)
        return 1

    ran(FederalApparatus, "post", carry, weeks=3)
    assert [counts.count(tick) for tick in range(3)] == [12, 12, 12]


def test_a_rule_without_end_can_be_interrupted():
    began = []

    def goes_alone(self, i):
        began.append(time.monotonic())
        threading.Timer(0.2, _thread.interrupt_main).start()
        while True:
            pass

    with pytest.raises(KeyboardInterrupt):
        ran(SubnationalActor, "goes_alone", goes_alone)
    assert time.monotonic() - began[0] < 20


def test_a_week_that_was_broken_off_does_not_go_on():
    class Failing(SubnationalActor):
        fails = True

        def decide(self):
            if self.model.tick == 3 and self.fails:
                raise ZeroDivisionError
            super().decide()

    model = DiplomacyModel("toy", years=0.2, agents={"north": Failing})
    with pytest.raises(ZeroDivisionError):
        model.run_model()
    Failing.fails = False
    for _ in range(2):
        with pytest.raises(InputError, match="week 3 of this world is half done; expected a new model"):
            model.run_model()
    assert model.tick == 3


def test_a_rule_does_not_step_its_own_model_or_a_copy_of_its_half_week():
    for step in (lambda model: model.step(), lambda model: copy.deepcopy(model).step()):
        with pytest.raises(InputError, match="week 0 of this world is half done"):
            ran(SubnationalActor, "decide", lambda self, step=step: step(self.model))


def test_a_policy_set_within_a_week_rules_from_the_next(differ):
    class Voter(FederalApparatus):
        def vote(self):
            if self.model.tick == 4:
                self.model.policy = "guided_delegation"

    model = DiplomacyModel("toy", years=0.5, agents={"centre": Voter}).run_for(12)
    other = DiplomacyModel(
        "toy", years=0.5, agents={"centre": type("Silent", (FederalApparatus,), {"vote": lambda self: 0})}
    )
    other.run_for(5).policy = "guided_delegation"
    assert differ(model.world, other.run_for(7).world) == [] and model.fte == other.fte
    assert model.policy.name == "guided_delegation" and model.events["kind"].eq("switched").sum() == 1


WRONG = {"a class of another kind": {"north": Counterpart}, "no agent": {"north": dict}, "an instance": {"north": 3}}


@pytest.mark.parametrize("case", WRONG)
def test_a_class_stands_in_for_its_own_kind(case):
    with pytest.raises(InputError, match="agents: 'north' is .*; expected a subclass of SubnationalActor"):
        DiplomacyModel("toy", years=0.1, agents=WRONG[case])
