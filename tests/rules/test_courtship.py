"""Rivals: whom they pick, how many, and what their courtship does."""

import math

import numpy as np
import pytest
from offered_table import Table

from sim.model import draws, start
from sim.model.records import EVENTS
from sim.model.rules import courtship


class Suitor(Table):
    """Counterpart 1 of a world in week 20, a rival; actors whose ties and wishes differ."""

    def __init__(self, template):
        super().__init__(template)
        rng = np.random.default_rng(1)
        w = self.w
        w.subnationals["trust"], w.subnationals["liaison"] = rng.random((2, len(w.subnationals)))
        w.preferences[:] = rng.normal(size=len(w.preferences))
        w.commitments["ideal"] = rng.normal(size=len(w.commitments))
        self.country["rival"], self.country["capability"] = 1, 1.0

    def looks(self, week):
        """(actor, score) of the eight places that it looks at."""
        w, found = self.w, []
        for k in range(8):
            u, v = draws.pair(self.given, draws.COURT, self.country["uid"], week, k)
            j, d = (
                int(np.searchsorted(table, x, side="right")) for table, x in ((w.locality_cdf, u), (w.domain_cdf, v))
            )
            away = abs(w.preferences[j * self.d + d] - w.commitments["ideal"][self.d + d])
            score = (1 - w.subnationals["trust"][j]) * (1 - w.subnationals["liaison"][j]) * math.exp(-away)
            found.append((j, score))
        return found

    def picked(self):
        courtship.court(self.w, 1)
        mine = self.w.courts[8:16].tolist()
        assert (self.w.courts[:8] == -1).all() and (self.w.courts[16:] == -1).all()
        many = sum(j >= 0 for j in mine)
        assert mine[many:] == [-1] * (8 - many)
        return mine[:many]


@pytest.fixture
def suitor(prepare):
    return lambda **parameters: Suitor(prepare("us_2023", None, parameters, 1.0))


@pytest.mark.parametrize(("rival", "pull"), [(0, 0.1), (1, 0.0), (1, 0.1)])
@pytest.mark.parametrize("budget", [1, 3, 8])
def test_whom_a_rival_courts(suitor, rival, pull, budget):
    """The most promising of the eight that it looks at, each once: the weakest ties and the most sympathetic wishes."""
    made, targets = suitor(courtship=pull, rival_budget=budget), set()
    made.country["rival"] = rival
    for week in range(30):
        made.clock["now"], made.w.courts[8:16] = week + 0.5, 77
        best: dict[int, float] = {}
        for j, score in made.looks(week):
            best[j] = max(score, best.get(j, -1.0))
        expected = sorted(best, key=lambda j: -best[j])[:budget]
        found = made.picked()
        assert found == (expected if rival and pull else [])
        targets |= set(found)
    assert len(targets) > 8 or not (rival and pull)


def test_where_nobody_has_weak_ties_a_rival_courts_the_first_it_looks_at(suitor):
    """Its officers are not sent home: what they bring about there is another matter."""
    made = suitor(rival_budget=0.1)
    made.w.subnationals["liaison"] = 1.0
    assert made.picked() == [made.looks(20)[0][0]]


@pytest.mark.parametrize(
    ("budget", "capability", "many"),
    [
        (1, 1, 1),
        (1, 0.2, 1),
        (1, 0, 1),
        (4, 1, 4),
        (4, 0.5, 2),
        (4, 0.51, 3),
        (8, 0.1, 1),
        (8, 0, 1),
        (2.5, 1, 3),
        (8, 1, 8),
    ],
)
def test_how_many(suitor, budget, capability, many):
    """In proportion to its capability, rounded up, at least one, and never more than it looks at."""
    made = suitor(rival_budget=budget)
    made.country["capability"] = capability
    assert courtship.means(made.w, 1) == many


@pytest.fixture
def toy(prepare, toy_prices):
    """The toy in week 30, whose log is kept."""

    def toy(**parameters):
        w = start.begin(prepare("toy", None, toy_prices | parameters, 1.0, log=True), 3)
        w.clock["now"], w.clock["then"] = 30.0, 31.0
        w.courts[:] = -1
        return w

    return toy


def told(w):
    events = w.events[: int(w.federal["events"][0])]
    return [(EVENTS[e["kind"]], float(e["time"]), int(e["issue"]), int(e["actor"]), float(e["value"])) for e in events]


@pytest.mark.parametrize("dt", [0.5, 1.0])
def test_courtship_tells(toy, dt):
    """On whom a rival courts, by its means and what liaison and knowledge leave open: part of the way to its ideal."""
    w = toy(courtship=0.3, capture_threshold=0.1)
    w.given["dt"], w.courts[16], w.counterparts["capability"] = dt, 3, 0.8
    w.preferences[:] = w.first_preferences
    before = w.preferences.copy()
    w.commitments["ideal"][6:9] = 5.0, -4.0, 6.0
    w.subnationals["liaison"][3], w.subnationals["defence"][3] = 0.25, 0.5
    courtship.spread_influence(w)
    pull = 1 - math.exp(-0.3 * 0.8 * 0.75 * 0.5 * dt)
    expected = before.copy()
    expected[9:12] += pull * (np.array([5.0, -4.0, 6.0]) - before[9:12])
    assert w.preferences == pytest.approx(expected)
    drift = w.domains["share"] @ np.abs(expected - before)[9:12]
    assert w.subnationals["drift"] == pytest.approx([0, 0, 0, drift])
    assert w.subnationals["displaced"].tolist() == w.subnationals["captured"].tolist() == [0, 0, 0, 1]
    assert told(w) == [("captured", 31.0, -1, 3, 2.0)]
    courtship.spread_influence(w)
    assert len(told(w)) == 1  # it is captured once


def test_each_that_is_courted_is_swayed_alike(toy):
    w = toy(courtship=0.3, capture_threshold=9.0)
    w.counterparts["capability"], w.subnationals["liaison"], w.subnationals["defence"] = 1.0, 0.0, 0.0
    w.preferences[:], w.first_preferences[:], w.commitments["ideal"] = 0.0, 0.0, 1.0
    w.courts[16:19] = 2, 0, 3
    courtship.spread_influence(w)
    swayed = np.repeat([1, 0, 1, 1], 3) * (1 - math.exp(-0.3))
    assert w.preferences == pytest.approx(swayed)
    assert w.subnationals["displaced"].tolist() == [1, 0, 1, 1]


def test_the_first_row_can_be_courted_and_capture_needs_drift(toy):
    w = toy(courtship=0.3, capture_threshold=1.0)
    w.preferences[:], w.first_preferences[:], w.commitments["ideal"] = 0.0, 0.0, 1.0
    w.courts[16] = 0
    w.counterparts["capability"], w.subnationals["liaison"], w.subnationals["defence"] = 1.0, 0.0, 0.0
    for times in range(1, 40):
        courtship.spread_influence(w)
        assert w.preferences[:3] == pytest.approx(1 - math.exp(-0.3 * times)) and w.subnationals["captured"][0] == 0
    w.given["capture_threshold"] = w.subnationals["drift"][0]
    w.commitments["ideal"] = w.preferences[0]
    courtship.spread_influence(w)
    assert w.subnationals["captured"][0] == 1
