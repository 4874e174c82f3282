"""What a week does to people, governments and memories, row by row; and the row that is written down of it."""

import math

import numpy as np
import pytest
from bare_world import bare

from sim.model import draws, start, week
from sim.model.records import CAPTURED, ELECTED, EVENTS
from sim.model.rules import knowledge, turnover


class Country:
    """The toy in week 30, whose log is kept."""

    def __init__(self, template):
        self.world = w = start.begin(template, 3)
        self.w, self.given, self.federal, self.d = w, w.given[0], w.federal[0], len(w.domains)
        self.regime, self.clock = w.regime[0], w.clock[0]
        self.clock["now"], self.clock["then"], self.given["dt"], self.clock["tick"] = 30.0, 31.0, 1.0, 30

    def told(self):
        events = self.w.events[: int(self.federal["events"])]
        return [
            (EVENTS[e["kind"]], float(e["time"]), int(e["issue"]), int(e["actor"]), float(e["value"])) for e in events
        ]

    def vote(self):
        turnover.hold_election(self.w)


@pytest.fixture
def country(prepare, toy_prices):
    def country(levers=None, **parameters):
        return Country(prepare("toy", levers, toy_prices | parameters, 1.0, log=True))

    return country


@pytest.mark.parametrize(
    ("skill", "gain", "loss", "after"),
    [(0.4, 0.1, 0.05, 0.44), (0.9, 2.0, 0.0, 1.0), (0.1, 0.0, 2.0, 0.0), (0.5, 0.0, 0.0, 0.5)],
)
def test_skill(skill, gain, loss, after):
    """It closes a share of the gap, loses a share of itself, and stays between nothing and all."""
    w = bare()
    w.regime["skill_gain"], w.regime["skill_loss"] = gain, loss
    assert turnover.next_skill(w, skill) == pytest.approx(after)


@pytest.mark.parametrize("dt", [0.5, 1.0])
def test_a_department_ages(country, dt):
    """Readiness halves in 26 weeks; 13 exercises a year, each closing .4 of the gap, close 1 - .6^(1/4) a week."""
    made = country({"coordination.exercises": 13}, readiness_life=26, exercise_gain=0.4)
    made.given["dt"], made.regime["skill_gain"], made.regime["skill_loss"] = dt, 0.1, 0.05
    row = made.w.departments[1]
    row["readiness"], row["skill"] = 0.7, 0.4
    turnover.age_department(made.w, 1)
    faded, gained = 0.7 * 0.5 ** (dt / 26), 1 - 0.6 ** (dt / 4)
    assert row["readiness"] == pytest.approx(faded + gained * (1 - faded)) and row["skill"] == pytest.approx(0.44)


@pytest.mark.parametrize("displaced", [0, 1])
def test_an_actor_ages(country, displaced):
    """Preferences drift back at the rate of recovery once they were displaced."""
    made = country(recovery=0.2, capture_threshold=0.4)
    made.regime["skill_gain"], made.regime["skill_loss"], made.given["dt"] = 0.1, 0.05, 0.5
    row, w = made.w.subnationals[2], made.w
    w.first_preferences[:], w.preferences[:] = 1.0, 1.0
    w.preferences[6:9] = 2.0, 1.0, 0.4
    row["skill"], row["displaced"], row["drift"], row["captured"] = 0.4, displaced, 0.77, 1
    turnover.age_actor(made.w, 2)
    keep = math.exp(-0.2 * 0.5) if displaced else 1.0
    assert (
        w.preferences[6:9] == pytest.approx([1 + keep, 1, 1 - 0.6 * keep])
        and (np.delete(w.preferences, [6, 7, 8]) == 1).all()
    )
    assert row["skill"] == pytest.approx(0.44)
    assert row["drift"] == pytest.approx(keep * (w.domains["share"] @ (1.0, 0.0, 0.6)) if displaced else 0.77)
    assert (row["displaced"], row["captured"]) == (displaced, 1)


@pytest.mark.parametrize(("drift", "captured", "displaced"), [(0.3, 1, 1), (0.19, 0, 1), (2e-6, 0, 1), (5e-7, 0, 0)])
def test_the_way_back_ends(country, drift, captured, displaced):
    """Capture at half the threshold, displacement when nothing is left of it."""
    made = country(recovery=0, capture_threshold=0.4)
    row, w = made.w.subnationals[0], made.w
    w.preferences[:] = w.first_preferences
    w.preferences[:3] += drift
    row["displaced"] = row["captured"] = 1
    turnover.age_actor(made.w, 0)
    assert (row["captured"], row["displaced"]) == (captured, displaced)


@pytest.mark.parametrize("published", [False, True])
@pytest.mark.parametrize("party", [1.0, -1.0])
def test_the_line(country, party, published):
    """Party gap times loading; actors go on reading the old one until it is published."""
    made = country(line_gap=0.4)
    made.federal["party"], made.w.domains["published"] = party, 7.0
    turnover.set_line(made.w, published)
    assert made.w.domains["line"] == pytest.approx(party * 0.4 * made.w.domains["loading"])
    assert (made.w.domains["published"] == (made.w.domains["line"] if published else 7.0)).all()


@pytest.mark.parametrize(
    ("first", "interval", "held", "date"),
    [
        (30.5, 208.0, 0, 30.5),
        (30.0, 208.0, 0, 30.0),
        (31.0, 208.0, 0, None),
        (29.9, 208.0, 0, None),
        (10.5, 10.0, 2, 30.5),
        (10.5, 10.0, 1, None),
        (30.5, 0.0, 0, 30.5),
        (30.5, 0.0, 1000000, 30.5),
        (0.0, 30.5, 1, None),
        (-1.0, 31.5, 1, None),
    ],
)
def test_dates(country, first, interval, held, date):
    """The first, then one an interval; without an interval only one; none at all without a first."""
    made = country(swing=1)
    given, federal = made.given, made.federal
    given["first_election"], given["election_interval"] = first, interval
    federal["election"], federal["party"] = held, 1.0
    made.vote()
    if date is None:
        assert made.told() == [] and federal["party"] == 1 and federal["election"] == held
    else:
        after = held + (1 if interval else 1_000_000)
        assert made.told() == [("elected", date, -1, after, -1.0)] and federal["election"] == after


@pytest.mark.parametrize(("seed", "archives"), [(1, 0.0), (1, 0.5), (2, 0.0), (3, 0.0), (4, 0.0)])
def test_a_change_of_government(country, seed, archives):
    """By one draw of the election: party, line, skill, readiness and standing abroad; the line is read once written."""
    made = country(
        {"coordination.inclusion": 0.5, "investment.archives": archives},
        swing=0.5,
        political_share=0.4,
        archive_effect=0.8,
        reversal=0.6,
        line_delay=6,
        inclusion_delay=1.5,
        line_gap=0.4,
        inclusion_fte=0,
        archives_fte=0,
    )
    w, given, federal = made.w, made.given, made.federal
    given["seed"], given["first_election"], given["election_interval"], federal["election"] = seed, 10.25, 10.0, 2
    federal["party"], federal["publish_at"] = -1.0, math.inf
    w.departments["skill"], w.departments["readiness"], w.counterparts["broken"] = (0.5, 0.8), (0.3, 0.6), 1.0
    turnover.set_line(w, True)
    old = w.domains["line"].copy()
    turned = draws.uniform(given, draws.ELECTION, 2, 0, 0) < 0.5
    made.vote()
    memory = 1 - 0.8 * archives
    kept = 1 - 0.4 * memory if turned else 1.0
    assert federal["party"] == (1.0 if turned else -1.0)
    assert made.told() == [("elected", 30.25, -1, 3, federal["party"])]
    assert w.departments["skill"] == pytest.approx([0.5 * kept, 0.8 * kept])
    assert w.departments["readiness"] == pytest.approx([0.3 * kept, 0.6 * kept])
    assert w.counterparts["broken"] == pytest.approx([1 + 0.6 * memory * turned] * 3)
    assert w.domains["line"] == pytest.approx(-old if turned else old) and (w.domains["published"] == old).all()
    assert federal["publish_at"] == (pytest.approx(30.25 + 6 * 1.75) if turned else math.inf)


def test_both_outcomes_are_among_those(country):
    made = country()
    turned = set()
    for seed in (1, 2, 3, 4):
        made.given["seed"] = seed
        turned.add(bool(draws.uniform(made.given, draws.ELECTION, 2, 0, 0) < 0.5))
    assert turned == {False, True}


@pytest.mark.parametrize(("publish_at", "read"), [(29.0, True), (30.9, True), (31.0, False), (math.inf, False)])
def test_a_line_is_read_once_it_is_written(country, publish_at, read):
    made = country(line_gap=0.4)
    made.federal["publish_at"], made.federal["party"], made.w.domains["published"] = publish_at, -1.0, 7.0
    made.vote()
    assert (made.w.domains["published"] != 7.0).all() == read
    assert made.federal["publish_at"] == (math.inf if read else publish_at)


@pytest.mark.parametrize(
    ("archives", "openness", "transparency", "inclusion", "earned"),
    [(0.0, 0.4, 0.0, 0.0, 0.6), (0.5, 0.4, 0.5, 0.25, 0.75), (1.0, 0.8, 1.0, 1.0, 1.0)],
)
@pytest.mark.parametrize("dt", [0.5, 1.0])
def test_lessons_and_legitimacy_fade(archives, openness, transparency, inclusion, earned, dt):
    """Lessons over a mean life that archives lengthen; legitimacy, in a year, to what openness earns, at most one."""
    w = bare()
    federal, given, regime = w.federal, w.given, w.regime
    given["lesson_life"], given["legitimacy"], given["openness"], given["dt"] = 4, 0.6, openness, dt
    regime["memory_kept"], regime["transparency"], regime["inclusion"] = 1 - 0.8 * archives, transparency, inclusion
    federal["lessons"], federal["legitimacy"] = 0.5, 0.3
    turnover.fade(w)
    assert federal["lessons"][0] == pytest.approx(0.5 * math.exp(-dt * (1 - 0.8 * archives) / 208))
    assert federal["legitimacy"][0] == pytest.approx(earned + (0.3 - earned) * math.exp(-dt / 52))


def test_all_who_work_on_a_domain_share_an_error_for_a_quarter(country):
    """Drawn in the first week and in the first tick of each quarter, for each domain."""
    made = country()
    w, given, clock = made.w, made.given, made.clock
    for dt in (1.0, 0.5, 4.0):
        given["dt"] = dt
        for tick in range(round(30 / dt)):
            clock["tick"], clock["now"] = tick, tick * dt
            w.domains["common"] = 99.0
            knowledge.think_alike(w)
            quarter = int(tick * dt // 13)
            if tick == 0 or int((tick - 1) * dt // 13) < quarter:
                errors = [draws.uniform(given, draws.COMMON, uid, quarter, 0) for uid in w.domains["uid"]]
                assert w.domains["common"].tolist() == [draws.normal(u) for u in errors]
            else:
                assert (w.domains["common"] == 99.0).all()


def test_the_row_of_a_week(country):
    """Counts as they stand; means over departments by their teams, over actors alike, over allies and rivals apart."""
    made = country()
    w, federal = made.w, made.federal
    counts = {"opened": 90, "agreed": 40, "lapsed": 30, "open": 20, "surfaced": 7, "missed": 4, "born": 3, "rulings": 5}
    for name, value in (counts | {"party": -1.0, "legitimacy": 0.55, "lessons": 0.2, "means": 0.9}).items():
        federal[name] = value
    w.departments["teams"], w.departments["busy"], w.departments["readiness"] = (30.0, 10.0), (0.9, 0.5), (0.2, 0.6)
    w.subnationals["trust"], w.subnationals["skill"] = (0.1, 0.2, 0.3, 0.8), (0.4, 0.4, 0.4, 0.8)
    w.subnationals["captured"] = (1, 0, 1, 1)
    w.counterparts["kept"], w.counterparts["broken"] = (7.0, 5.0, 1.0), (1.0, 5.0, 5.0)
    week.record(made.w)
    row = w.series[30]
    assert {name: row[name] for name in counts} == counts and not w.series["opened"][[29, 31]].any()
    assert [row[name] for name in ("time", "party", "legitimacy", "lessons", "means")] == [31.0, -1.0, 0.55, 0.2, 0.9]
    assert (row["busy"], row["readiness"]) == pytest.approx((0.8, 0.4))
    assert (row["trust"], row["skill"], row["captured"]) == pytest.approx((0.35, 0.5, 3))
    assert (row["allies"], row["rivals"]) == pytest.approx((0.8, 2 / 8))


def test_a_row_without_teams_allies_or_rivals(country):
    made = country()
    w = made.w
    w.departments["teams"], w.counterparts["ally"], w.counterparts["rival"] = 0.0, 0, 0
    week.record(made.w)
    assert (w.series["busy"][30], w.series["allies"][30], w.series["rivals"][30]) == (0.0, 0.5, 0.5)


def test_kinds():
    assert (EVENTS[CAPTURED], EVENTS[ELECTED]) == ("captured", "elected")
