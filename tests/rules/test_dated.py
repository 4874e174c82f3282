"""Dated events by hand: what a surge brings, what cuts leave, where a line turns and when it turns back."""

import math

import numpy as np
import pytest
from happening import happening, shutdown

from sim.errors import InputError
from sim.inputs.scenario import load_scenario
from sim.model import draws, start
from sim.model.records import LINE_TURNED, REVERSAL, single
from sim.model.room import room, surging
from sim.model.rules import arrivals, dated, department, turnover

QUIET_TOY = {"crisis_share": 0, "spawn": 0}


@pytest.fixture
def world(prepare):
    """The toy in which these events happen, at week 0; parameters may differ."""

    def world(*events, years=3.0, seed=1, log=False, **parameters):
        made = prepare(happening("toy", *events), {}, parameters, years, log=log)
        return start.begin(made, seed)

    return world


def drawn(world):
    return world.issues[: int(world.federal["docket"][0])]


@pytest.mark.parametrize("growth", [0.0, 0.05])
@pytest.mark.parametrize(("where", "share"), [("climate", 0.3), ("all", 1.0)])
def test_a_surge_by_its_draws(world, growth, where, share):
    """The k-th issue comes when the integrated rate of the surge has risen by the k-th unit exponential."""
    made = world((20.5, 30, "surge", where, 0.8), growth=growth, **QUIET_TOY)
    plain = world(growth=growth, **QUIET_TOY)
    given, event = made.given[0], made.dated[0]
    r = math.log1p(growth) / 52
    total, k, expected = 50 * (math.expm1(r * 20.5) / r if r else 20.5), 0, []
    while True:
        total -= math.log(draws.uniform(given, draws.SURGE, event["uid"], 0, k)) / (0.8 * share)
        when = math.log1p(total * r / 50) / r if r else total / 50
        if when >= 50.5:
            break
        expected.append(when)
        k += 1
    came = drawn(made)[np.isin(drawn(made)["uid"], drawn(plain)["uid"], invert=True)]
    assert came["opened"] == pytest.approx(expected, abs=1e-9) and len(came) > 100
    assert came["uid"].tolist() == [int(dated.surge_uid(event["uid"], k)) for k in range(len(came))]
    assert (came["crisis"] == 0).all() and len(set(came["uid"])) == len(came)
    domains = set(came["domain"].tolist())
    assert domains == ({0} if where == "climate" else {0, 1, 2}) and len(set(came["locality"].tolist())) == 4
    assert (np.diff(drawn(made)["opened"]) >= 0).all()


def test_a_surge_adds_and_changes_nothing_else(world):
    """What arises anyway is the same, issue by issue; a larger surge brings the same issues sooner, and more."""
    plain, small, large = (
        world(*events) for events in ((), ((10, 40, "surge", "trade", 0.5),), ((10, 40, "surge", "trade", 2),))
    )
    for some in (small, large):
        both = np.isin(drawn(some)["uid"], drawn(plain)["uid"])
        rest, usual = drawn(some)[both], drawn(plain)
        assert len(rest) == len(usual) and all((rest[name] == usual[name]).all() for name in usual.dtype.names)
    first, second = (drawn(one)[drawn(one)["uid"] >> 29 == 1] for one in (small, large))
    assert len(second) > 3 * len(first) > 100
    sooner = dict(zip(second["uid"].tolist(), second["opened"].tolist(), strict=True))
    assert all(
        sooner[uid] < opened for uid, opened in zip(first["uid"].tolist(), first["opened"].tolist(), strict=True)
    )


def test_identities_have_a_place_of_their_own(world):
    made = world((0, 150, "surge", "all", 3), (5, 100, "surge", "trade", 1), excitation=0.5, crisis_share=0.1)
    uids = drawn(made)["uid"]
    assert len(set(uids)) == len(uids)
    surging_ = (uids >> 29) == 1
    assert surging_.sum() > 10_000 and (drawn(made)["crisis"][surging_] == 0).all()
    assert (uids[~surging_ & (drawn(made)["crisis"] == 0)] < 2**29).all()


@pytest.mark.parametrize("part", [0.0, 0.5, 1.0, 1.5])
def test_events_scale_every_size(prepare, part):
    """No share beyond all; whose staff is away is another matter."""
    rows = [(5, 5, "shutdown", "foreign", 0.8), (5, 0, "cut", "all", 0.1), (5, 9, "surge", "trade", 2)]
    rows += [(5, 0, "reversal", "climate", 1)]
    place = happening("toy", *rows)
    one, pool = (prepare(place, {}, {"events": part, "pooled": k}, 1.0).world.dated for k in (0, 1))
    assert one["size"] == pytest.approx([min(0.8 * part, 1), 0.1 * part, 2 * part, min(part, 1)])
    assert one["where"].tolist() == [0, -1, 2, 0] and one["until"].tolist() == [10, math.inf, 14, math.inf]
    assert pool.tobytes() == one.tobytes()


@pytest.mark.parametrize(("now", "left"), [(9, 1.0), (10, 0.5), (11, 0.25), (14, 0.25), (15, 0.5), (99, 0.5)])
def test_what_cuts_and_shutdowns_leave(world, now, left):
    """Each its share of what the others left, of its own department."""
    made = world((10, 0, "cut", "interior", 0.5), (11, 4, "shutdown", "all", 0.5), (0, 50, "surge", "trade", 1))
    made.clock["now"] = now
    assert dated.staff_left(made, 1) == pytest.approx(left)
    assert dated.staff_left(made, 0) == pytest.approx(0.5 if 11 <= now < 15 else 1.0)
    assert department.pace(made, 1) == pytest.approx(left)


def test_a_cut_follows_the_staff(prepare):
    """Where departments are merged, divided or all one pool, each loses what those of the tables in it have lost."""
    rows = (0, 0, "cut", "interior", 0.5), (0, 0, "cut", "foreign", 0.2), (0, 9, "shutdown", "all", 0.1)
    place = happening("toy", *rows)
    staff = dict(zip(place.departments.codes, place.departments["staff_share"], strict=True))
    foreign, interior = staff["foreign"], staff["interior"]
    both = 0.9 * (1 - (0.2 * foreign + 0.5 * interior) / (foreign + interior))
    for levers, parameters, left in (
        ({}, {}, [0.9 * 0.8, 0.9 * 0.5]),
        ({"coordination.institutions": 1}, {}, [both]),
        ({"coordination.institutions": 3}, {}, None),
        ({}, {"pooled": 1}, [both, both]),
    ):
        world = prepare(place, levers, parameters, 1.0).world
        found = [dated.staff_left(world, d) for d in range(len(world.departments))]
        if left is None:  # one of the two is divided, and each half of it has lost as much
            assert sorted(set(np.round(found, 12))) == pytest.approx([0.9 * 0.5, 0.9 * 0.8]) and len(found) == 3
        else:
            assert found == pytest.approx(left)
        assert world.composition.sum(axis=1) == pytest.approx(1.0)


def turn(world, tick):
    clock = world.clock[0]
    clock["tick"], clock["now"], clock["then"] = tick, float(tick), tick + 1.0
    turnover.hold_election(world)
    dated.turn_lines(world)


@pytest.mark.parametrize("size", [1.0, 0.25])
def test_a_line_turns_and_turns_back(world, size):
    """To the line of the party that did not govern, whoever governs meanwhile; read once it is put into words."""
    made = world((10.5, 20, "reversal", "climate", size), line_delay=5, swing=1)
    made.given["first_election"] = 20.0
    domains, own = made.domains, made.given["line_gap"][0] * made.domains["loading"]
    lines = {}
    for tick in range(45):
        turn(made, tick)
        lines[tick] = domains["line"].copy(), domains["published"].copy()
    before, turned = own, own * np.array([1 - 2 * size, 1, 1])
    after = -own  # the election at week 20 turned every line
    assert lines[9][0] == pytest.approx(before) and lines[10][0] == pytest.approx(turned)
    assert lines[14][1] == pytest.approx(before) and lines[15][1] == pytest.approx(turned)
    assert lines[20][0] == pytest.approx(-own)  # what it had turned to is the new government's own line
    assert lines[30][0] == pytest.approx(after) and made.dated["side"][0] == 0
    assert lines[44][1] == pytest.approx(after)


def test_a_line_that_turned_for_good_outlasts_an_election(world):
    made = world((10, 0, "reversal", "trade", 1), swing=1)
    made.given["first_election"], made.given["election_interval"] = 20.0, 10.0
    own = made.given["line_gap"][0] * made.domains["loading"]
    for tick in range(45):
        turn(made, tick)
        if tick > 10:
            assert made.domains["line"][2] == pytest.approx(-own[2]) and made.dated["side"][0] == -1
    assert made.federal["election"][0] == 3 and made.domains["line"][0] == pytest.approx(-own[0])


def test_what_is_written_down(world):
    """When a line turns and turns back, in which domain, and to whose it turns; nothing of what is switched off."""
    rows = [(3.25, 4, "reversal", "trade", 1), (5, 0, "cut", "all", 0.1), (30, 100, "reversal", "all", 0.5)]
    for part in (1.0, 0.0):
        made = start.finish(world(*rows, years=1.0, log=True, events=part))
        log = made.events[: int(made.federal["events"][0])]
        told = [
            (float(e["time"]), int(e["issue"]), int(e["actor"]), float(e["value"]))
            for e in log[log["kind"] == LINE_TURNED]
        ]
        assert told == ([(3.25, -1, 2, -1.0), (7.25, -1, 2, 0.0), (30.0, -1, -1, -1.0)] if part else [])


def test_room_for_surges(prepare, simulate):
    """As many rows more as a surge brings, and those that its crises need."""
    place = happening("toy", (10, 52, "surge", "all", 2))
    template = prepare(place, {}, {"growth": 0}, 2.0)
    given = single(template.world.given)
    assert surging(place, given, template.world.dated) == pytest.approx(2 * 50 * 52)
    assert len(template.world.issues) == room(given, 2 * 50 * 52) > room(given) + 5200
    with pytest.raises(InputError, match=r"^events.csv: the surge e0 brings 130,000 issues; expected at most 65,536"):
        prepare(happening("toy", (0, 52, "surge", "all", 50)), {}, {"growth": 0}, 2.0)
    world = simulate(place, parameters={"spawn": 0.2, "legitimacy_hit": 0}, years=2)
    assert world.federal["overflow"][0] == 0


def test_arrivals_are_the_rate_integrated(world):
    for growth in (0.0, 1e-13, 0.03):
        given = world(growth=growth).given[0]
        for time in (0.0, 1.0, 300.0):
            assert arrivals.arrival_time(given, arrivals.integrated_rate(given, time)) == pytest.approx(time, abs=1e-9)


def test_a_reversal_is_the_same_under_every_policy(prepare):
    """Events are the world's: they come in the same weeks, bring the same issues and turn the same lines."""
    place = happening(
        "us_2023", (30, 20, "surge", "trade_investment", 1), (40, 0, "reversal", "climate_energy", 1), shutdown(50)
    )
    worlds = [
        start.finish(start.begin(prepare(place, levers, {"spawn": 0}, 1.5), 4))
        for levers in ({}, {"delegation.level": 0.5, "coordination.guidance": 0.5})
    ]
    one, two = (drawn(world)[["uid", "opened", "domain", "act_class"]] for world in worlds)
    assert (one == two).all() and (worlds[0].domains["line"] == worlds[1].domains["line"]).all()
    assert worlds[0].dated["side"].tolist() == worlds[1].dated["side"].tolist() and REVERSAL in worlds[0].dated["kind"]


@pytest.mark.parametrize("name", ["us_2023", "canada_2023", "toy"])
def test_the_stress_test_of_the_bundled_federations(name):
    events = load_scenario(name).events
    assert [events[k].tolist() for k in ("week", "weeks", "kind", "where", "size")] == [
        [312],
        [5],
        ["shutdown"],
        ["all"],
        [0.4],
    ]
