"""What arises, issue by issue: every mark of an issue from the draws at its address, the order of a docket, and what is
set when an issue opens."""

import math

import numpy as np
import pytest

from sim.inputs.scenario import load_scenario
from sim.model import draws, start
from sim.model.records import BORN, DUE, ISSUE, OPENED, WAITING
from sim.model.rules import arrivals, docket

PLAIN = {"growth": 0.03, "crisis_share": 0.2, "excitation": 0.5, "arrival_rate": 5}


def exponential(u):
    return -math.log(u)


class Docket:
    """The toy's decade before anybody acts."""

    def __init__(self, template, seed=4):
        self.template, self.world = template, start.begin(template, seed)
        self.w = w = self.world
        self.given, self.clock, self.federal = w.given[0], w.clock[0], w.federal[0]
        self.n = int(self.federal["docket"])
        self.issues = self.world.issues[: self.n]

    def u(self, purpose, uid, k=0):
        return draws.pair(self.given, purpose, uid, 0, k)

    def place(self, uid, k):
        """Domain, counterpart and locality by the scenario's weights."""
        u_counterpart, u_locality = self.u(draws.PLACE, uid, k)
        return tuple(
            int(np.searchsorted(cumulative, u, side="right"))
            for cumulative, u in (
                (self.w.domain_cdf, self.u(draws.ISSUE, uid, k)[1]),
                (self.w.counterpart_cdf, u_counterpart),
                (self.w.locality_cdf, u_locality),
            )
        )


@pytest.fixture
def opened(prepare):
    def opened(scenario="toy", years=2.0, **parameters):
        return Docket(prepare(scenario, None, PLAIN | parameters, years, log=True))

    return opened


def shares(values):
    return np.asarray(values, float) / np.sum(values)


@pytest.mark.parametrize("weight", [0.0, 0.25, 1.0])
def test_where_issues_arise_and_with_whom(opened, weight):
    """In localities by their economy and, of the weight given, their exports; with counterparts by the root of their
    economy and, of the weight given, how many ties there are."""
    made, scenario = opened(exports_weight=weight, ties_weight=weight), load_scenario("toy")
    abroad = scenario.counterparts
    for cumulative, plain, weighted in (
        (made.w.locality_cdf, scenario.economy, scenario.exports_own),
        (made.w.counterpart_cdf, np.sqrt(abroad["gdp_musd"]), np.add(abroad["ties"], 1.0)),
    ):
        expected = (1 - weight) * shares(plain) + weight * shares(weighted)
        assert np.diff(cumulative, prepend=0.0) == pytest.approx(expected, abs=1e-12)


def week_of(given, total):
    """When the integrated rate Λ0 (e^{rt} - 1)/r reaches a total."""
    r = math.log1p(given["growth"]) / 52
    return math.log1p(total * r / given["arrival_rate"]) / r if r else total / given["arrival_rate"]


def expected_crises(made):
    """(week, identity) of crises that come by themselves and of those that each breeds, in order."""
    given, found, total, k = made.given, [], 0.0, 0
    while True:
        total += exponential(made.u(draws.CRISIS, k)[0]) / given["crisis_share"]
        if week_of(given, total) >= given["weeks"]:
            break
        found.append((week_of(given, total), 2**30 + k))
        k += 1
    for when, uid in found:  # the list grows while it is read
        many = draws.poisson(made.u(draws.OFFSPRING, uid)[0], float(given["excitation"]))
        for j in range(many):
            t = when + arrivals.EXCITATION_WEEKS * exponential(made.u(draws.OFFSPRING, uid, j + 1)[0])
            if t < given["weeks"]:
                found.append((t, int(draws.child_uid(given, uid, j))))
    return sorted(found)


@pytest.mark.parametrize("change", [{}, {"growth": 0}, {"excitation": 0}, {"crisis_share": 0}])
def test_the_docket_in_order(opened, change):
    """Routine issues from the k-th unit exponential on, crises among them by their weeks."""
    made = opened(**change)
    crises = expected_crises(made) if made.given["crisis_share"] > 0 else []
    routine, total = [], 0.0
    for k in range(10_000):
        total += exponential(made.u(draws.ISSUE, 0, k)[0]) if k == 0 else exponential(made.u(draws.ISSUE, k, 0)[0])
        if week_of(made.given, total) >= made.given["weeks"]:
            break
        routine.append((week_of(made.given, total), k))
    expected = sorted(routine + crises)
    assert made.n == len(expected) and (len(crises) > 50) == (made.given["crisis_share"] > 0)
    assert made.issues["uid"].tolist() == [uid for _, uid in expected]
    assert made.issues["opened"] == pytest.approx([week for week, _ in expected], rel=1e-12)
    assert made.issues["crisis"].tolist() == [int(uid >= 2**30) for _, uid in expected]
    where = [made.place(uid, 0) for _, uid in expected]
    for name, column in zip(("domain", "counterpart", "locality"), zip(*where, strict=True), strict=True):
        assert made.issues[name].tolist() == list(column), name


@pytest.mark.parametrize(("priorities", "window"), [(1, 1.0), (0, 1.0), (1, 0.0), (1, 0.5)])
def test_marks_of_every_matter(opened, priorities, window):
    """Rank, vitality, class, work, window, shock and restraint, from the draws at the issue's own address."""
    made = opened(
        priorities=priorities, window=window, crisis_work=0.7, crisis_window=3.0, work_shape=1, vital_threshold=0.6
    )
    given, w = made.given, made.w
    ranks = np.linspace(0, 1, w.vitality.shape[1])
    for issue in made.issues:
        uid, d, crisis = issue["uid"], issue["domain"], issue["crisis"] > 0
        (u_rank, u_work), (u_window, u_shock) = made.u(draws.TASK, uid), made.u(draws.WINDOW, uid)
        assert issue["rank"] == (1.0 if crisis else u_rank)
        vitality = 0.8 + 0.2 * u_rank if crisis else np.interp(u_rank, ranks, w.vitality[d])
        assert issue["vitality"] == pytest.approx(vitality)
        assert issue["priority"] == (2 if not priorities else 0 if crisis else 1 if vitality >= 0.6 else 2)
        assert issue["work"] == pytest.approx(given["mean_work"] * (0.7 if crisis else 1.0) * exponential(u_work))
        mean = (3.0 if window else 0.0) if crisis else w.domains["window"][d] * window
        assert issue["deadline"] == (
            pytest.approx(issue["opened"] + mean * exponential(u_window)) if window else math.inf
        )
        assert issue["omega"] == pytest.approx(w.domains["local_sd"][d] * draws.normal(u_shock))
        assert issue["restraint"] == pytest.approx(exponential(made.u(draws.NOTICE, uid)[0]))
        assert (issue["stage"], issue["parent"]) == (DUE, -1)
    assert (made.issues["crisis"] > 0).sum() > 20


@pytest.mark.parametrize("reach", [0.0, 0.3, 1.0])
def test_who_notices(opened, reach):
    """A share `reach` of what some company cares for; who, by their appetite for the domain."""
    made = opened("us_2023", years=0.5, reach=reach)
    chances = made.w.private_cdf
    for issue in made.issues:
        u = made.u(draws.NOTICE, issue["uid"])[1]
        cared = chances[issue["domain"], -1] > 0
        expected = (
            int(np.searchsorted(chances[issue["domain"]], u / reach, side="right")) if u < reach and cared else -1
        )
        assert issue["private"] == expected
    assert (made.issues["private"] >= 0).any() == (reach > 0) and (chances[:, -1] == 0).any()


@pytest.mark.parametrize("clearance", [0.0, 0.5, 1.0])
def test_who_must_clear(opened, clearance):
    """Each desk that may be asked has a draw of its own, by its name."""
    made = opened("us_2023", years=0.3, clearance=clearance)
    for issue in made.issues:
        asked = [e for e, p in enumerate(made.w.clearance[issue["domain"]]) if p * clearance > 0]
        needed = 0
        for e in asked:
            u = made.u(draws.CLEARANCE, issue["uid"], int(made.w.departments["uid"][e]))[0]
            needed |= int(u < made.w.clearance[issue["domain"], e] * clearance) << e
        assert issue["clearances"] == needed
    assert (made.issues["clearances"] > 0).any() == (clearance > 0)


def test_rows_that_do_not_suffice(opened):
    """The docket says so; crises stop at the room they are given."""
    made = opened()
    w = made.w
    for rows, n in ((made.n, made.n), (made.n - 1, -1)):
        crises = expected_crises(made)
        times, uids = (
            np.array(column, kind) for column, kind in zip(zip(*crises, strict=True), (float, np.int64), strict=True)
        )
        events = np.full(len(times), -1, np.int32)
        assert docket.draw_docket(w.replace(issues=w.issues[:rows]), times, uids, events) == n
    many = len(crises)
    for room in (many - 1, 10, 1):
        times, uids = np.zeros(room), np.zeros(room, np.int64)
        assert arrivals.draw_beside(made.w, times, uids) == room and (times > 0).all()


def test_a_matter_opens(opened):
    """With nothing done on it, first on the list of its place and of whoever noticed it, due when its window closes."""
    made = opened("us_2023", years=1)
    w, issues = made.w, made.issues
    untouched = (
        "stage uid opened deadline rank vitality work omega clearances domain counterpart locality private "
        "priority crisis opportunity act_class restraint parent twin"
    ).split()
    before = {name: issues[name].copy() for name in untouched}
    for name in ISSUE.names:
        if name not in untouched:
            issues[name] = 99
    for i in range(made.n):
        docket.admit(made.w, i)
    assert all((issues[name] == before[name]).all() for name in untouched)
    zero = (
        "route venture entry on_table redrafts kept contradicts had_standing ruled incident voided watched "
        "pending waited task position faithful returns venture_position entry_position agreed line gap severity rift"
    ).split()
    never = (
        "started ready tabled closed joined venture_at venture_ready entry_at entry_ready found detected "
        "remedied surfaces surfaced"
    ).split()
    heads = {"next_local", "next_private", "next_due"}
    links = {name for name in ISSUE.names if name.startswith("next_")}
    lone = {"holder", "desk", "channel", "caution", "reluctance", "found_by"} | links - heads
    assert {*untouched, *zero, *never, "act_class"} | lone | heads == set(ISSUE.names)
    for names, value in ((zero, 0), (never, math.inf), (lone, -1)):
        assert all((issues[name] == value).all() for name in names)

    def listed(head, link):
        found = []
        while head >= 0:
            found.append(int(head))
            head = issues[link][head]
        return found

    for j, actor in enumerate(w.subnationals):
        assert listed(actor["home"], "next_local") == np.flatnonzero(issues["locality"] == j)[::-1].tolist()
    for p, company in enumerate(w.privates):
        assert listed(company["openings"], "next_private") == np.flatnonzero(issues["private"] == p)[::-1].tolist()
    for tick, head in enumerate(w.due[:-1]):
        assert listed(head, "next_due") == np.flatnonzero(issues["deadline"] // 1 == tick)[::-1].tolist()
    assert (made.federal["open"], made.federal["opened"]) == (made.n, made.n)
    events = w.events[: int(made.federal["events"])]
    assert (events["kind"] == OPENED).all() and (events["issue"] == np.arange(made.n)).all()
    for name in ("time", "actor", "value"):
        assert (events[name] == issues[{"time": "opened", "actor": "locality", "value": "vitality"}[name]]).all()


@pytest.mark.parametrize("dt", [0.5, 1.0, 4.0])
def test_windows_are_due_in_their_tick(opened, dt):
    """Or at once, if that has passed; never after the end."""
    made = opened()
    w = made.w
    made.given["dt"], made.clock["tick"] = dt, 3
    end = float(made.given["weeks"])
    for deadline, bucket in ((5.2 * dt, 5), (3.0 * dt, 3), (1.5 * dt, 3), (end, None), (math.inf, None)):
        w.due[:], made.issues["deadline"][0], made.issues["next_due"][0] = -1, deadline, -7
        docket.put_due(made.w, 0)
        assert np.flatnonzero(w.due >= 0).tolist() == ([] if bucket is None else [bucket])
    w.due[4] = 9
    made.issues["deadline"][0] = 4.5 * dt
    docket.put_due(made.w, 0)
    assert w.due[4] == 0 and made.issues["next_due"][0] == 9


@pytest.mark.parametrize("chance", [0.0, 0.4, 1.0])
def test_trouble_breeds_crises(opened, chance):
    """By one draw of the parent; the child opens when the tick ends, in its place, with an identity of its own."""
    made = opened(excitation=0)
    w, rows = made.w, made.n
    made.clock["now"], made.clock["then"] = 30.0, 31.0
    for parent in range(min(60, made.n)):
        old = made.issues[parent]
        u = made.u(draws.SPAWN, old["uid"])[0]
        docket.give_birth(made.w, parent, chance)
        if u < chance:
            child = w.issues[rows]
            assert child["uid"] == draws.child_uid(made.given, old["uid"], 255) >= 2**31
            assert (child["crisis"], child["opened"], child["parent"], child["stage"]) == (2, 31.0, parent, DUE)
            for name in ("domain", "counterpart", "locality"):
                assert child[name] == old[name]
            told = w.events[int(made.federal["events"]) - 1]
            assert (told["kind"], told["issue"], told["actor"], told["time"]) == (BORN, rows, parent, 31.0)
            rows += 1
        assert made.federal["rows"] == rows and made.federal["born"] == rows - made.n
        if rows == len(w.issues):
            break
    assert made.federal["overflow"] == 0 and (rows > made.n) == (chance > 0)


def test_no_room_for_more_crises(opened):
    made = opened(excitation=0)
    made.federal["rows"] = len(made.w.issues)
    docket.give_birth(made.w, 0, 1.0)
    assert made.federal["overflow"] == 1 and made.federal["born"] == 0 and made.federal["rows"] == len(made.w.issues)
    made.federal["rows"], made.federal["overflow"] = len(made.w.issues) - 1, 0
    docket.give_birth(made.w, 0, 1.0)
    assert made.federal["overflow"] == 0 and made.federal["rows"] == len(made.w.issues)


def test_the_log_ends_where_its_room_does(opened):
    made = opened()
    events, federal = made.w.events[:3], made.federal
    w = made.w.replace(events=events)
    for k in range(5):
        docket.note(w, 1.5 + k, WAITING, k, 7, 0.25)
    assert federal["events"] == 3 and events["time"].tolist() == [1.5, 2.5, 3.5]
    assert tuple(events[2]) == (3.5, WAITING, 2, 7, 0.25)
