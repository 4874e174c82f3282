"""One rule, two drivers: the Mesa model, agent by agent in any order, and the compiled week give the same bits."""

import numpy as np
import pytest

from sim import DiplomacyModel
from sim.model import start, week
from sim.model.parameters import PARAMETERS
from sim.model.records import AT_POST, SERIES, UNSEEN


@pytest.fixture
def both(prepare, policy, toy_prices):
    """The same world run compiled and by agents."""

    def both(scenario, levers=None, years=10.0, shuffle=False, seed=3, dt=1.0, **parameters):
        parameters = (toy_prices if scenario == "toy" else {}) | parameters
        template = prepare(scenario, levers, parameters, years, dt, log=True)
        model = DiplomacyModel(
            scenario,
            policy(levers),
            seed=seed,
            years=years,
            dt=dt,
            parameters=parameters,
            shuffle=shuffle,
            collect=False,
        )
        model.run_for(years * 52)
        return start.finish(start.begin(template, seed)), model.world

    return both


@pytest.mark.parametrize(
    ("scenario", "shuffle"),
    [("toy", False), ("us_2023", True)]
    + [pytest.param(*one, marks=pytest.mark.slow) for one in (("toy", True), ("us_2023", False))],
)
def test_decade_with_every_lever_on(both, rich, differ, scenario, shuffle):
    compiled, agents = both(scenario, rich, shuffle=shuffle)
    assert differ(compiled, agents) == []
    assert compiled.federal["agreed"][0] > 10_000 and compiled.federal["events"][0] > 50_000


@pytest.mark.parametrize(
    "levers",
    [
        {},
        {"delegation.level": 0.8, "delegation.form": "joint", "oversight.preclearance": 1.0},
        {"delegation.level": 0.8, "delegation.form": "consult", "delegation.staff": "moved"},
        {
            "delegation.level": 1.0,
            "delegation.scope": "climate+trade",
            "coordination.body": "lead",
            "coordination.slots": 3.0,
            "coordination.escalation": 0.0,
            "coordination.authority": 0.3,
        },
    ],
    ids=str,
)
@pytest.mark.parametrize("dt", [1.0, 0.25])
def test_other_policies(both, differ, levers, dt):
    assert differ(*both("toy", levers, years=1, dt=dt, shuffle=True)) == []


@pytest.mark.parametrize("levers", [{}, {"delegation.level": 0.3, "oversight.sanction": 0.5}], ids=str)
def test_what_is_off_by_default(both, differ, levers):
    """Every mechanism whose default is its off value, on, where states and cities do much by themselves."""
    on = {name: p.high for name, p in PARAMETERS.items() if p.off == p.default}
    often = {"freelance_rate": 0.06, "aspiration": 2, "quiet_value": 0.9, "choice_noise": 0.5, "venture_speed": 12}
    compiled, agents = both("toy", levers, years=5, shuffle=True, load=1.2, **often, **on)
    assert differ(compiled, agents) == [] and (compiled.issues["venture"] > 0).sum() > 300


@pytest.mark.parametrize("scenario", ["toy", "us_2023"])
def test_networks_and_abroad(both, rich, differ, scenario):
    """With all that members of networks take from each other, and all who are abroad beside governments."""
    apart = {"delegation.level": 0.2, "oversight.sanction": 0.0}
    abroad = {"twin_share": 0.5, "rival_budget": 5, "patronage": 0.5}
    together = {"contagion": 40, "common_text": 0.5, "pooling": 0.5}
    compiled, agents = both(scenario, rich | apart, years=3, shuffle=True, **together, **abroad)
    assert differ(compiled, agents) == [] and compiled.networks["heat"].max() > 0
    assert compiled.issues["twin"].any() and (compiled.courts >= 0).sum() > 1


@pytest.mark.parametrize("levers", [{}, {"delegation.level": 0.5, "delegation.form": "joint"}], ids=str)
def test_posts_with_few_hands(both, differ, levers):
    compiled, agents = both("us_2023", levers, years=1, shuffle=True, post_strain=1.25)
    assert differ(compiled, agents) == []
    assert (compiled.issues["tabled"] > compiled.issues["ready"])[compiled.issues["desk"] == AT_POST].sum() > 300


def test_canada(both, rich, differ):
    assert differ(*both("canada_2023", rich, years=1)) == []


def test_textbook(both, differ):
    """No private actors at all."""
    assert differ(*both("textbook_queue", years=1)) == []


def test_in_pieces_as_at_once(differ):
    models = [DiplomacyModel("toy", years=2, shuffle=True) for _ in range(2)]
    models[0].run_for(104)
    for weeks in (1, 30, 0, 53, 50):
        models[1].run_for(weeks)
    assert models[0].tick == models[1].tick == 104
    assert differ(models[0].world, models[1].world) == []
    for kind in ("model_vars", "agenttype_vars"):
        if kind == "model_vars":
            frames = [model.datacollector.get_model_vars_dataframe() for model in models]
            assert frames[0].equals(frames[1])


def test_compiled_in_pieces(prepare, rich, differ):
    template = prepare("us_2023", rich, years=10)
    whole, pieces = start.finish(start.begin(template, 1)), start.begin(template, 1)
    for ticks in (100, 100, 101, 519, 520):
        week.run(pieces, ticks)
    assert differ(whole, pieces) == []


def test_collected_frames():
    """A row a week of everything in the series, and one a week and agent by kind of agent."""
    from sim.agents.agents import Counterpart, Department, PrivateActor, SubnationalActor

    model = DiplomacyModel("toy", years=1)
    model.run_for(20)
    frame = model.datacollector.get_model_vars_dataframe()
    assert list(frame.columns) == list(SERIES.names) and len(frame) == 20
    for name in SERIES.names:
        assert (frame[name].to_numpy() == model.world.series[name][:20]).all()
    for kind, table, field in (
        (SubnationalActor, "subnationals", "trust"),
        (Counterpart, "counterparts", "kept"),
        (Department, "departments", "skill"),
        (PrivateActor, "privates", "barred"),
    ):
        people = model.datacollector.get_agenttype_vars_dataframe(kind)
        assert len(people) == 20 * len(getattr(model.world, table))
        last = people.xs(20, level=0) if 20 in people.index.levels[0] else people.loc[people.index.levels[0].max()]
        assert sorted(last[field]) == sorted(getattr(model.world, table)[field])


def test_frames_of_issues_and_events():
    model = DiplomacyModel("toy", "laissez_faire", years=1).run_for(30)
    issues, events = model.issues, model.events
    assert (issues["stage"] != UNSEEN).sum() == model.world.federal["opened"][0] <= len(issues)
    assert (events["time"].diff().dropna() >= 0).all()
    counts = events["kind"].value_counts()
    assert counts["opened"] == (issues["stage"] != UNSEEN).sum()
    assert counts["agreed"] == (issues["channel"].notna()).sum() == model.world.federal["agreed"][0]
    assert counts["window_closed"] + counts["consent_refused"] == model.world.federal["lapsed"][0]
    assert counts["surfaced"] == np.isfinite(issues["surfaced"]).sum() == model.world.federal["surfaced"][0]
    assert set(issues["locality"]) <= {"north", "port", "south", "border"}
