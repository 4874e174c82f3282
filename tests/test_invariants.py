"""What holds under every policy and seed: nothing is lost, queues are what they say, staff add up, time runs forward,
and what is not there does not matter."""
import math

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from sim.policy import GROUPS
from sim.world.records import CONCLUDED, IN_HAND, LAPSED, WAITING

RUNS = settings(max_examples=40, deadline=None, derandomize=True, database=None,
                suppress_health_check=[HealthCheck.too_slow])
TOO_MUCH = {"liaison": 2, "slots": 20, "office": 10, "exercises": 8, "grants": 0.05, "min_capacity": 0.5,
            "patrol_period": 26, "escalation": 8}


def levers():
    """Any policy the toy's prices allow: each lever off, or anywhere in its bounds."""
    parts = {}
    for group, module in GROUPS.items():
        for name, (low, high) in module.BOUNDS.items():
            parts[f"{group}.{name}"] = st.one_of(st.just(float(low)), st.floats(low, TOO_MUCH.get(name, high)))
        for name, choices in module.CHOICES.items():
            parts[f"{group}.{name}"] = st.sampled_from(choices)
    parts["oversight.patrol_period"] = st.sampled_from([2.0, 6.5, 13.0, 26.0])
    parts["delegation.scope"] = st.sampled_from(["all", "subnational", "trade+climate"])
    return st.fixed_dictionaries(parts)


def assumptions():
    """Mechanisms at their off values, defaults or beyond."""
    return st.fixed_dictionaries({
        "load": st.sampled_from([0.3, 0.95, 1.5]), "spawn": st.sampled_from([0.0, 0.3]),
        "bargaining": st.sampled_from([0.0, 1.0]), "window": st.sampled_from([0.0, 0.3, 1.0]),
        "freelance_rate": st.sampled_from([0.0, 0.06]), "pooled": st.sampled_from([0, 1]),
        "clearance": st.sampled_from([0.0, 1.0]), "growth": st.sampled_from([0.0, 0.05]), "swing": st.just(1.0),
        "priorities": st.sampled_from([0, 1]), "arrival_rate": st.just(10.0), "crisis_share": st.just(0.1)})


@pytest.fixture(scope="module")
def toy(simulate, toy_prices):
    def toy(policy, parameters, seed, dt=1.0):
        return simulate("toy", policy, toy_prices | parameters | {"rotation_fte": 0.01, "training_fte": 0.01},
                        years=2.5, seed=seed, dt=dt)
    return toy


def walk(table, head, link):
    seen = []
    while head >= 0:
        assert head not in seen[-3:], "a list runs in a circle"
        seen.append(int(head))
        head = table[link][head]
        assert len(seen) <= len(table)
    return seen


@RUNS
@given(policy=levers(), parameters=assumptions(), seed=st.integers(1, 1000), dt=st.sampled_from([0.5, 1.0, 4.0]))
def test_any_world(toy, issues_of, policy, parameters, seed, dt):
    world = toy(policy, parameters, seed, dt)
    nothing_is_lost(world, issues_of(world))
    time_runs_forward(world, issues_of(world))
    lists_are_what_they_say(world)
    staff_add_up(world)
    values_stay_in_bounds(world)


def nothing_is_lost(world, issues):
    federal = world.federal[0]
    stage = issues["stage"]
    agreed, lapsed = (stage == CONCLUDED).sum(), (stage == LAPSED).sum()
    assert federal["opened"] == len(issues) and (federal["agreed"], federal["lapsed"]) == (agreed, lapsed)
    assert federal["open"] == len(issues) - agreed - lapsed >= 0
    for route in range(4):
        mine = stage[issues["route"] == route]
        assert len(mine) == sum((mine == k).sum() for k in (CONCLUDED, LAPSED)) + (mine < CONCLUDED).sum()
    series = world.series
    assert (series["opened"] == series["agreed"] + series["lapsed"] + series["open"]).all()
    assert (stage > 0).all() and ((issues["channel"] >= 0) == (stage == CONCLUDED)).all()
    assert np.isfinite(issues["surfaced"]).sum() == federal["surfaced"]
    assert (issues["crisis"] == 2).sum() == federal["born"] - (
        world.issues["crisis"][: federal["rows"]] == 2).sum() + (issues["crisis"] == 2).sum()
    # Official channels only if routed so; unofficial ones only if somebody ventured.
    done = issues[stage == CONCLUDED]
    official = done["channel"] < 4
    assert (done["channel"] == done["route"])[official].all()
    assert ((done["venture"] == done["channel"]) | (done["entry"] == done["channel"]))[~official].all()
    kept = world.counterparts["kept"].sum() + world.counterparts["broken"].sum()
    assert kept <= agreed * 2 + 10 * len(world.counterparts)


def time_runs_forward(world, issues):
    weeks = float(world.given["weeks"][0])
    opened, closed = issues["opened"], issues["closed"]
    done = np.isfinite(closed)
    assert (closed[done] >= opened[done]).all() and (closed[done] < weeks).all()
    started, tabled = issues["started"], issues["tabled"]
    assert (started >= opened).all() and (tabled >= started).all()
    official = (issues["stage"] == CONCLUDED) & (issues["channel"] < 4)
    assert (closed[official] >= tabled[official]).all()
    assert (closed[done] <= issues["deadline"][done]).all()
    lapsed = issues["stage"] == LAPSED
    assert (closed[lapsed] == issues["deadline"][lapsed]).all()
    for at, ready, start in (("venture_at", "venture_ready", opened), ("entry_at", "entry_ready", opened)):
        there = np.isfinite(issues[at])
        assert (issues[at][there] > start[there]).all() and (issues[ready][there] > issues[at][there]).all()
    alone = (issues["channel"] == 4) | (issues["channel"] == 5)
    assert (closed[alone] >= issues["venture_ready"][alone]).all()
    private = issues["channel"] >= 6
    assert (closed[private] >= issues["entry_ready"][private]).all()
    for later in ("detected", "surfaces", "surfaced"):
        there = np.isfinite(issues[later])
        assert (issues[later][there] >= closed[there]).all()
    corrected = np.isfinite(issues["remedied"])
    assert (issues["remedied"][corrected] >= issues["detected"][corrected]).all()
    assert not (corrected & np.isfinite(issues["surfaced"])).any()
    assert (issues["waited"] >= -1e-9).all()


def lists_are_what_they_say(world):
    issues = world.issues
    queued = []
    for queue in world.queues:
        members = walk(issues, queue["head"], "next_queue")
        assert len(members) == queue["length"] >= 0
        assert not members or members[-1] == queue["tail"]
        queued += members
    assert len(queued) == len(set(queued))
    assert set(np.flatnonzero(issues["stage"] == WAITING)) <= set(queued)
    held = world.teams["issue"][world.teams["issue"] >= 0]
    assert len(held) == len(set(held.tolist())) and not set(held.tolist()) & set(queued)
    assert set(np.flatnonzero(issues["stage"] == IN_HAND)) <= set(held.tolist())
    for table, head, link in ((world.counterparts, "table", "next_table"), (world.subnationals, "home", "next_local"),
                              (world.privates, "openings", "next_private"), (world.privates, "busy", "next_entry"),
                              (world.subnationals, "alone", "next_alone")):
        lists = [walk(issues, row[head], link) for row in table]
        members = [i for part in lists for i in part]
        assert len(members) == len(set(members))
        if head == "home":
            assert all(issues["locality"][i] == j for j, part in enumerate(lists) for i in part)
        if head == "alone":
            assert [len(part) for part in lists] == world.subnationals["ventures"].tolist()
        if head == "busy":
            assert [len(part) for part in lists] == world.privates["active"].tolist()
    on_table = np.flatnonzero(issues["stage"] == 4)
    tables = {i for row in world.counterparts for i in walk(issues, row["table"], "next_table")}
    assert set(on_table) <= tables


def staff_add_up(world):
    values = world.given[0]
    front = values["front"]
    posts = front + values["managers"] + values["support"] * front + values["overhead"]
    assert posts == pytest.approx(values["headcount"], rel=1e-12)
    assert values["managers"] == pytest.approx((front - 1) / (values["span"] - 1))
    assert values["teams"] == pytest.approx(front / values["team_fte"])
    departments = world.departments["teams"].sum()
    if values["clearance"] > 0:
        departments += world.departments["clearance_teams"].sum()
    assert departments == pytest.approx(values["teams"] * (1 - values["moved_share"]))
    granted = world.subnationals["teams"].sum() - values["moved_share"] * values["teams"]
    own = 0 if values["staff"] == 1 else values["own_teams"]
    assert -1e-9 <= granted - own <= values["grant_fte"] / values["team_fte"] + 1e-9


def values_stay_in_bounds(world):
    for table, name in (("subnationals", "trust"), ("subnationals", "skill"), ("departments", "skill"),
                        ("departments", "readiness"), ("federal", "legitimacy"), ("federal", "lessons"),
                        ("subnationals", "liaison"), ("subnationals", "defence")):
        values = getattr(world, table)[name]
        assert ((values >= 0) & (values <= 1)).all(), name
    assert (world.privates["active"] <= world.privates["capacity"]).all()
    assert (world.subnationals["ventures"] <= world.subnationals["ventures_max"]).all()
    for table in (world.series, world.counterparts, world.subnationals, world.federal):
        assert not any(np.isnan(table[name]).any() for name in table.dtype.names)
    assert (world.commitments["count"] <= world.given["standing"][0]).all()


def by_code(world, scenario, table, codes):
    """Rows in the order of their codes, without row numbers."""
    rows = getattr(world, table)[[codes.index(code) for code in sorted(codes)]]
    return [rows[name].tobytes() for name in rows.dtype.names if rows.dtype[name] == np.float64]


def test_order_of_lines_means_nothing(variant, simulate, differ, toy_prices):
    from sim.world.scenario import config_dir
    shuffled = {}
    for table in ("departments", "domains", "subnationals", "counterparts", "clearance", "privates"):
        lines = (config_dir() / "scenario" / "toy" / f"{table}.csv").read_text().splitlines()[1:]
        shuffled[table] = [line.split(",") for line in reversed(lines)]
    policy = {"delegation.level": 0.4, "oversight.patrol": 0.3, "oversight.sanction": 0.4}
    assert differ(simulate("toy", policy, toy_prices, years=3),
                  simulate(variant("toy", **shuffled), policy, toy_prices, years=3)) == []


COURSE = [name for name in ("opened", "closed", "agreed", "stage", "channel", "position", "severity", "incident",
                            "detected", "surfaced", "kept", "waited", "vitality", "work", "omega", "clearances")]
NOBODY = {"aspiration": 0, "defence": 0}  # both are relative to the middle of the federation


@pytest.mark.parametrize("code", ["aaa", "mmm", "zzz"])
def test_a_place_without_economy_changes_nothing(variant, simulate, toy_prices, code):
    rows = [line.split(",") for line in (
        "border,Border Town,city,south,500,20,5,0,invented", "north,North,state,,2000,100,40,0.2,invented",
        "port,Port City,city,north,1000,60,30,0.4,invented", "south,South,state,,1000,50,10,-0.2,invented")]
    policy = {"delegation.level": 0.4, "oversight.liaison": 1, "investment.grants": 0.02}
    with_it = simulate(variant("toy", subnationals=[*rows, [code, "Nowhere", "state", "", 0, 0, 0, 0, "x"]]), policy,
                       toy_prices | NOBODY, years=3)
    without = simulate("toy", policy, toy_prices | NOBODY, years=3)
    assert len(with_it.subnationals) == 5
    for name in COURSE:
        assert with_it.issues[name].tobytes() == without.issues[name].tobytes(), name
    others = np.arange(5) != sorted([code, "border", "north", "port", "south"]).index(code)
    for name in ("trust", "skill", "teams", "liaison", "drift", "suspended"):
        assert (with_it.subnationals[name][others] == without.subnationals[name]).all(), name
    assert (with_it.counterparts["kept"] == without.counterparts["kept"]).all()


@pytest.mark.parametrize("code", ["aaa", "zzz"])
def test_a_company_without_appetite_changes_nothing(variant, simulate, code):
    one = "contractor,Security contractor,military,defence;trade,2,0.5,0.5,1.5,invented".split(",")
    idle = [code, "Idle", "corporate", "defence;trade;climate", 5, 0, 0.5, 1.5, "invented"]
    busy = {"load": 1.2}
    with_it = simulate(variant("toy", privates=[one, idle]), None, busy, years=3)
    without = simulate("toy", None, busy, years=3)
    assert (without.issues["entry"] > 0).sum() > 10
    for name in COURSE:
        assert with_it.issues[name].tobytes() == without.issues[name].tobytes(), name


def test_seeds_matter(simulate, differ):
    worlds = [simulate("toy", years=1, seed=seed, replicate=replicate) for seed, replicate in ((1, 0), (2, 0), (1, 1))]
    for k in (1, 2):
        assert {"issues.opened", "issues.work", "issues.closed", "base", "series.open"} <= set(differ(worlds[0], worlds[k]))


def paired(simulate, change, outcome, levers=None, n=12):
    """Mean difference that a change of parameters or levers makes over n common worlds, and its standard error."""
    d = []
    for r in range(n):
        pair = [simulate("us_2023", (levers or {}) | {k: v for k, v in values.items() if "." in k},
                         {k: v for k, v in values.items() if "." not in k}, years=3, replicate=r)
                for values in ({}, change)]
        d.append(outcome(pair[1]) - outcome(pair[0]))
    return np.mean(d), np.std(d, ddof=1) / math.sqrt(n)


AGREED = lambda w: float(w.federal["agreed"][0])  # noqa: E731
OFFICIAL = lambda w: float(((w.issues["stage"] == CONCLUDED) & (w.issues["channel"] == 0)).sum())  # noqa: E731
WAITED = lambda w: float(w.issues["waited"][: int(w.federal["docket"][0])].mean())  # noqa: E731
ALONE = lambda w: float((w.issues["venture"] > 0).sum())  # noqa: E731
SURFACED = lambda w: float(w.federal["surfaced"][0])  # noqa: E731


@pytest.mark.parametrize(("change", "outcome", "sign", "levers"), [
    ({"headcount": 33_000}, AGREED, 1, {}),  # more servers, shorter queues
    ({"headcount": 33_000}, WAITED, -1, {}),
    ({"load": 1.3}, WAITED, 1, {}),
    ({"load": 1.3}, ALONE, 1, {}),  # what is stuck is taken up by others
    ({"pooled": 1}, WAITED, -1, {}),  # pooling servers never lengthens the wait
    ({"redraft_prob": 0}, OFFICIAL, 1, {}),
    ({"window": 0.5}, AGREED, -1, {}),
    ({"oversight.sanction": 0.8, "concealment": 0}, ALONE, -1, {"oversight.alarm": 0.8}),  # pure deterrence
    ({"oversight.patrol": 0.8}, SURFACED, -1, {"delegation.level": 0.5}),  # found first is corrected quietly
    ({"coordination.decision_rights": 1}, WAITED, -1, {}),
    ({"agree_base": 0.5}, AGREED, 1, {}),
])
def test_monotone(simulate, change, outcome, sign, levers):
    mean, error = paired(simulate, change, outcome, levers)
    assert sign * mean > 4 * error
