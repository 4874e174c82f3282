"""A policy switched in the middle of a run: what must follow, what must not move, and that both drivers agree."""

import numpy as np
import pytest

from sim.agents.model import DiplomacyModel
from sim.errors import InputError
from sim.model import regime, start, week
from sim.model.metrics import METRICS, measure
from sim.model.records import AT_ACTOR, AT_ADVICE, AT_CONSENT, AT_POST, CENTRAL, CONCLUDED, IN_HAND, WAITING

SCENARIO, YEARS, WEEK = "toy", 3.0, 60.0
PAIRS = [
    ("centralized", "laissez_faire"),
    ("laissez_faire", "centralized"),
    ("guided_delegation", "guided_delegation_moved"),
    ("guided_delegation_moved", "ban"),
    ("cooperative_joint", "parallel_disharmony"),
]
NAMES = [metric.name for metric in METRICS]


@pytest.fixture
def prepared(prepare, toy_prices):
    def prepared(policy, log=True, levers=None, **parameters):
        return prepare(SCENARIO, levers, policy=policy, parameters=toy_prices | parameters, years=YEARS, log=log)

    return prepared


@pytest.fixture
def halfway(prepared):
    """A world under one policy as the week of the switch begins."""

    def halfway(policy, log=True, **parameters):
        world = start.begin(prepared(policy, log, **parameters), seed=5)
        week.run(world, int(WEEK))
        return world

    return halfway


def outcomes(world, fte=None):
    return dict(zip(NAMES, measure(world, fte).tolist(), strict=True))


@pytest.mark.parametrize(("before", "after"), PAIRS)
def test_both_drivers_switch_alike(before, after, prepared, differ, toy_prices):
    one = regime.follow([(0.0, prepared(before)), (WEEK, prepared(after, log=False))], seed=5)
    model = DiplomacyModel(SCENARIO, before, seed=5, years=YEARS, parameters=toy_prices, shuffle=True, collect=False)
    model.run_for(WEEK)
    model.policy = after
    model.run_for(YEARS * 52)
    assert differ(one, model.world) == []
    assert model.policy.name == after and one.regime.tobytes() == prepared(after).world.regime.tobytes()


@pytest.mark.parametrize("policy", ["centralized", "guided_delegation", "guided_delegation_moved"])
def test_the_same_policy_again_changes_nothing(policy, prepared, simulate, differ):
    template = prepared(policy)
    constant = start.finish(start.begin(template, seed=5))
    again = regime.follow([(0.0, template), (WEEK, prepared(policy)), (WEEK + 20, prepared(policy))], seed=5)
    assert differ(constant, again) == [] and outcomes(constant, template.fte) == pytest.approx(
        outcomes(again, template.fte), rel=0, abs=0, nan_ok=True
    )


@pytest.mark.parametrize(("before", "after"), PAIRS)
def test_nothing_is_lost_and_nothing_counted_twice(before, after, halfway, prepared):
    """Who is open stays open; who is in hand or waits does so at one desk; a row has as many teams as it says."""
    world = halfway(before)
    opened = {name: int(world.federal[name][0]) for name in ("open", "opened", "agreed", "lapsed")}
    stages = world.issues["stage"].copy()
    switched = regime.switch(world, prepared(after))
    assert opened == {name: int(switched.federal[name][0]) for name in opened}
    live = (stages == WAITING) | (stages == IN_HAND)
    assert set(switched.issues["stage"][live]) <= {WAITING, IN_HAND}
    assert (switched.issues["stage"][~live] == stages[~live]).all()
    held = [int(i) for i in switched.teams["issue"] if i >= 0]
    queued = []
    for queue in switched.queues:
        i, n = int(queue["head"]), 0
        while i >= 0:
            queued.append(i)
            last, i, n = i, int(switched.issues["next_queue"][i]), n + 1
        assert n == queue["length"] and (n == 0 or last == queue["tail"])
    assert len(set(held + queued)) == len(held) + len(queued)
    with_teams = live & ~np.isin(switched.issues["desk"], (AT_CONSENT, AT_POST))  # these wait for others
    assert {i for i in held + queued if switched.issues["stage"][i] < CONCLUDED} == set(np.flatnonzero(with_teams))
    for desk in switched.stations:
        mine = switched.teams[desk["offset"] : desk["offset"] + desk["servers"]]
        free = mine["free"]
        assert len(mine) == desk["servers"] and (mine["issue"] >= 0).sum() == desk["busy"]
        assert all(free[(k - 1) // 2] <= free[k] for k in range(1, len(free)))  # a heap
    assert switched.stations["servers"].tolist() == prepared(after).world.stations["servers"].tolist()


def test_what_lay_with_actors_that_may_no_longer_act_begins_anew_at_the_centre(halfway, prepared):
    world = halfway("guided_delegation_moved")
    with_actors = np.isin(world.issues["desk"], (AT_ACTOR, AT_ADVICE)) & np.isin(
        world.issues["stage"], (WAITING, IN_HAND)
    )
    assert with_actors.sum() > 0
    switched = regime.switch(
        world, prepared("centralized", levers={"delegation.staff": "moved"})
    )  # no staff, no mandate
    assert not switched.subnationals["able"].any()
    moved = switched.issues[with_actors]
    assert (moved["route"] == 0).all() and (
        moved["task"][moved["crisis"] == 0] == moved["work"][moved["crisis"] == 0]
    ).all()
    done = start.finish(switched)
    assert (done.issues["stage"][with_actors] >= CONCLUDED).mean() > 0.5


def test_work_handed_back_is_what_was_left(halfway, prepared):
    """Teams leave the drafting desks: who is handed back has as much to do as its team still had, and its window has
    stood still only while it was worked on."""
    world = halfway("centralized", load=1.2)
    now, n = regime.now_of(world), len(world.departments)
    before, paces = world.issues.copy(), [regime.rate(world, d) for d in range(n)]
    drafts = {
        int(team["issue"]): d
        for d, desk in enumerate(world.stations[:n])
        for team in world.teams[desk["offset"] : desk["offset"] + desk["servers"]]
        if team["issue"] >= 0
    }
    fewer = prepared("centralized", load=1.2)
    servers = fewer.world.stations["servers"].copy()
    servers[:n] = np.maximum(servers[:n] // 2, 1)
    made = world.replace(teams=regime.lay_teams(world, servers, [regime.rate(world, s) for s in range(len(servers))]))
    back = [i for i in drafts if made.issues["stage"][i] == WAITING]
    assert back
    for i in back:
        left = (float(before["ready"][i]) - now) * paces[drafts[i]]
        assert made.issues["task"][i] == pytest.approx(left, rel=1e-12)
        assert made.issues["deadline"][i] == pytest.approx(
            before["deadline"][i] - (before["ready"][i] - now), rel=1e-12
        )
        assert made.issues["ready"][i] > now
    kept = [i for i in drafts if made.issues["stage"][i] == IN_HAND]
    assert max(before["ready"][kept]) <= max(before["ready"][back])


def test_costs_are_a_mean_over_the_weeks(prepared):
    one, other = prepared("centralized"), prepared("whole_of_government")
    phases = [(0.0, one), (WEEK, other)]
    world = regime.follow(phases, seed=5)
    weeks = float(world.given["weeks"][0])
    share = WEEK / weeks
    found, parts = (
        outcomes(world, regime.mean_cost([(0.0, one.fte), (WEEK, other.fte)], weeks)),
        [template.world.regime for template in (one, other)],
    )
    means = {"fte_levers": "overhead", "fte_front": "front", "managers": "managers", "fte_support": "supply"}
    for metric, field in means.items():
        expected = share * float(parts[0][field][0]) + (1 - share) * float(parts[1][field][0])
        assert found[metric] == pytest.approx(expected, rel=1e-12), metric
    groups = [found[f"fte_{group}"] for group in ("delegation", "oversight", "coordination", "investment")]
    assert sum(groups) == pytest.approx(found["fte_levers"], rel=1e-12) and found["fte_levers"] > 0


def test_worlds_are_the_same_until_the_switch(prepared):
    constant = start.finish(start.begin(prepared("centralized"), seed=5))
    switched = regime.follow([(0.0, prepared("centralized")), (WEEK, prepared("laissez_faire"))], seed=5)
    early = constant.series["time"] <= WEEK
    assert (constant.series[early] == switched.series[early]).all() and (
        constant.series[~early] != switched.series[~early]
    ).any()
    logs = [world.events[: int(world.federal["events"][0])] for world in (constant, switched)]
    past = [log[log["time"] < WEEK] for log in logs]
    count = min(map(len, past))
    assert count > 1000 and (past[0][:count] == past[1][:count]).all()


def test_deterrence_and_desks_follow(halfway, prepared):
    """A ban catches more than nothing does, and its officers correct more."""
    world = halfway("centralized")
    was = {name: float(world.regime[name][0]) for name in ("caught_alone", "deterred_alone", "desk_rate", "overhead")}
    switched = regime.switch(world, prepared("ban"))
    assert all(float(switched.regime[name][0]) > value for name, value in was.items())


def test_a_policy_that_does_not_fit_is_refused_and_nothing_changes(halfway, prepared, prepare, toy_prices, differ):
    world = halfway("centralized")
    for other in (
        prepare("textbook_queue", years=YEARS),
        prepared("centralized", growth=0.01),
        prepare(SCENARIO, parameters=toy_prices, years=YEARS + 1),
    ):
        with pytest.raises(InputError, match="policy: made for another scenario, other parameters or another length"):
            regime.switch(world, other)
    model = DiplomacyModel(SCENARIO, "centralized", seed=5, years=YEARS, parameters=toy_prices, collect=False).run_for(
        10
    )
    before = model.world.regime.tobytes()
    with pytest.raises(InputError, match="did you mean 'combined'"):
        model.policy = "combind"
    assert model.world.regime.tobytes() == before and model.policy.name == "centralized"
    with pytest.raises(InputError, match="phases: they begin in weeks 0, 0"):
        regime.follow([(0.0, prepared("centralized")), (0.0, prepared("ban"))])


def test_teams_that_come_to_an_empty_desk_begin_then(halfway):
    """The weeks in which nobody was there are not theirs; where somebody was, nothing moves."""
    world = halfway("centralized")
    servers = world.stations["servers"].copy()
    world.teams["issue"], world.teams["free"] = -1, 3.0
    made = regime.lay_teams(world, servers, [0.0, *[1.0] * (len(servers) - 1)])
    assert servers[0] > 0 and (made["free"][: servers[0]] == WEEK).all() and (made["free"][servers[0] :] == 3.0).all()


def test_an_empty_desk_keeps_nothing_and_does_nothing(prepare):
    """All teams leave in week 60 and are back in week 100: what they had in hand is finished, and what waits for them
    begins when they are back."""
    away = {"delegation.level": 1.0, "delegation.staff": "moved"}
    here, gone = (prepare("textbook_clearance", levers, {"load": 1.3}, years=3.0) for levers in (None, away))
    assert not gone.world.departments["teams"].any()
    world = regime.follow([(0.0, here), (60.0, gone), (100.0, here)], seed=5)
    issues = world.issues[: int(world.federal["rows"][0])]
    issues = issues[(issues["opened"] < 60) & (issues["route"] == CENTRAL)]
    began = issues["started"]
    assert (began < 60).any() and (np.isfinite(began) & (began >= 100)).any()
    assert not ((began >= 60) & (began < 100)).any()
    assert not ((issues["stage"] == IN_HAND) & (issues["ready"] < 100)).any()
