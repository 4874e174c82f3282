"""Posts abroad, issue by issue: how many hands each has, what goes past it, who is taken up when; each by hand."""

import math
from itertools import permutations

import numpy as np
import pytest

from sim.model import start, week
from sim.model.records import (
    AT_CONSENT,
    AT_POST,
    CENTRAL,
    CONCLUDED,
    CONSULT,
    FREELANCE,
    JOINT,
    LAPSED,
    MANDATE,
    QUIET,
    READY,
    TABLED,
    TREATY,
    VITAL_LAPSE,
    WAITING,
)
from sim.model.rules import routing, subnational

EVEN = {f"agree_{name}": 0.0 for name in ("base", "alignment", "trust", "skill", "distance", "rank")}
WEEK = EVEN | {"bargaining": math.log(2.0), "exposure": 0, "verification": 0}  # talks take what reluctance says


@pytest.fixture
def post(table):
    """Counterpart 1 in week 20, whose post has so many hands; nothing lies before it."""

    def post(hands=1, **parameters):
        made = table(**WEEK | parameters)
        made.country["capacity"] = hands
        made.w.domains["talks"] = 1.0
        return made

    return post


def send(made, i, ready, length=math.inf, **fields):
    """The official text on issue i is ready; talks on it would take so many weeks."""
    values = {"stage": READY, "ready": ready, "tabled": math.inf, "desk": 1, "holder": 0, "priority": 2, "on_table": 0}
    values |= {"next_queue": -1, "waited": 0.0, "crisis": 0, "reluctance": length}
    made.prepare(i, **values | fields)
    routing.offer(made.w, i)


def taken_up(made, *rows):
    return made.issues["tabled"][list(rows)].tolist()


@pytest.mark.parametrize("route", [CENTRAL, MANDATE, JOINT, CONSULT])
@pytest.mark.parametrize("hands", [0, 1])
def test_what_the_centre_signs_goes_through_the_post(post, route, hands):
    """A mandate goes past it, and so does everything where posts have any number of hands."""
    made = post(hands)
    send(made, 0, 20.25, route=route)
    through = hands > 0 and route != MANDATE
    assert made.issue["stage"] == (WAITING if through else TABLED)
    assert (made.issue["desk"] == AT_POST) == through and made.lying() == ([] if through else [0])
    made.meet()
    assert made.issue["stage"] == TABLED and made.issue["tabled"] == 20.25 and made.lying() == [0]


def test_hands_that_become_free_take_up_who_came_first(post):
    """Two hands: talks of .5 and of .3 weeks from 20.1 and 20.2; the third waits until 20.5, the fourth until 20.6, and
    the fifth, which came at 20.4, until one of these two is done."""
    made = post(2)
    for i, (ready, length) in enumerate([(20.1, 0.5), (20.2, 0.3), (20.3, 0.2), (20.35, 0.9), (20.4, 5.0)]):
        send(made, i, ready, length)
    made.meet()
    assert taken_up(made, 0, 1, 2, 3, 4) == pytest.approx([20.1, 20.2, 20.5, 20.6, 20.7])
    assert made.issues["closed"][:3] == pytest.approx([20.6, 20.5, 20.7]) and math.isinf(made.issues["closed"][3])
    assert made.issues["waited"][:5] == pytest.approx([0, 0, 0.2, 0.25, 0.3])
    assert (made.issues["stage"][:5] == [CONCLUDED] * 3 + [TABLED] * 2).all() and sorted(made.lying()) == [3, 4]
    # next week both are in hand, so nothing new is taken up until one of them is done, half a week on
    made.clock["now"], made.clock["then"] = 21.0, 22.0
    send(made, 5, 21.25, 1.0)
    made.meet()
    assert taken_up(made, 5) == pytest.approx([21.5]) and made.issues["waited"][5] == pytest.approx(0.25)


def test_crises_before_all_else_but_not_before_they_come(post):
    """One hand, free at 20.5: a crisis that came before is taken up before what came first, one that comes at 20.7 only
    after what was taken up at 20.6."""
    made = post(1)
    send(made, 0, 20.0, 0.5)
    send(made, 1, 20.1, 0.3)
    send(made, 2, 20.4, 0.1, priority=0, crisis=1)
    send(made, 3, 20.7, 0.05, priority=0, crisis=1)
    send(made, 4, 20.2, 0.05, priority=1)
    made.meet()
    assert taken_up(made, 0, 2, 1, 3, 4) == pytest.approx([20.0, 20.5, 20.6, 20.9, 20.95])


def test_windows_close_at_the_post(post):
    """In hand until 20.3, when its window closes: the next is taken up then. What waits past its own window is not."""
    made = post(1)
    send(made, 0, 20.0, 9.0, deadline=20.3)
    send(made, 1, 20.1, 0.2, deadline=20.25)
    send(made, 2, 20.2, 9.0, deadline=30.0)
    made.meet()
    assert taken_up(made, 0, 1, 2) == pytest.approx([20.0, math.inf, 20.3]) and made.issues["stage"][1] == WAITING
    made.issues["stage"][:2], made.issues["closed"][:2] = LAPSED, [20.3, 20.25]
    made.clock["now"], made.clock["then"] = 21.0, 22.0
    send(made, 3, 21.5)
    made.meet()  # the one whose window has closed holds no hand any more
    assert math.isinf(made.issues["tabled"][3]) and made.lying() == [2] and made.waiting() == [3]


def test_what_is_settled_elsewhere_leaves_the_post(post):
    """A venture is taken while the official text waits: it drops out, and the hand goes to the next."""
    made = post(1)
    send(made, 0, 20.0, 0.5)
    send(made, 1, 20.1, 0.2, venture=FREELANCE, venture_ready=20.15, venture_position=0.0)
    routing.put_on_table(made.w, 1)
    send(made, 2, 20.3, 0.2)
    made.meet()
    assert made.issues["channel"][:3].tolist() == [CENTRAL, FREELANCE, CENTRAL]
    assert taken_up(made, 0, 1, 2) == pytest.approx([20.0, math.inf, 20.5]) and made.waiting() == []


def test_a_rival_that_takes_another_offer_frees_the_hand(post):
    made = post(1)
    made.country["rival"] = 1
    send(made, 0, 20.0, 0.4, position=2.0, venture=QUIET, venture_ready=20.0, venture_position=0.1)
    send(made, 1, 20.2, 9.0)
    made.meet()
    assert made.issue["channel"] == QUIET and taken_up(made, 1) == pytest.approx([20.4])


def test_a_treaty_leaves_the_post_when_it_is_signed(post):
    """Not when the tick began, and not when the legislature has consented to it."""
    made = post(1, consent_time=10.0)
    send(made, 0, 20.1, 0.5, act_class=TREATY, route=CENTRAL)
    send(made, 1, 20.2, 0.1, route=CENTRAL)
    made.meet()
    assert made.issue["desk"] == AT_CONSENT and taken_up(made, 0, 1) == pytest.approx([20.1, 20.6])


def test_where_all_agree_at_once_nobody_waits(post):
    made = post(1, bargaining=0)
    for i, ready in enumerate((20.2, 20.2, 20.1, 20.9)):
        send(made, i, ready)
    made.meet()
    assert taken_up(made, 0, 1, 2, 3) == made.issues["closed"][:4].tolist() == [20.2, 20.2, 20.1, 20.9]


def test_capacity_follows_weight(prepare):
    """In proportion to the share of the docket, in whole issues, at least one; the mean is over whom any concern."""
    made = prepare("toy", parameters={"post_strain": 1 / 3}, years=0.1).world
    weights = np.diff(made.counterpart_cdf, prepend=0)
    expected = np.maximum(np.rint(3.0 * weights / weights.mean()), 1)
    assert made.counterparts["capacity"].tolist() == expected.tolist() and len(set(expected)) > 1
    few = prepare("toy", parameters={"post_strain": 10}, years=0.1).world
    assert (few.counterparts["capacity"] == 1).all()
    assert not prepare("toy", years=0.1).world.counterparts["capacity"].any()


@pytest.mark.filterwarnings("error")
@pytest.mark.parametrize("strain", [1e-12, 1e-300, 5e-324])
def test_next_to_no_strain_is_none(prepare, strain):
    """More hands than a row can count are any number, without an overflow."""
    assert not prepare("toy", parameters={"post_strain": strain}, years=0.1).world.counterparts["capacity"].any()
    many = prepare("toy", parameters={"post_strain": 1e-8}, years=0.1).world.counterparts["capacity"]
    assert (many > 1e7).all()


def test_what_waits_at_the_post_may_be_taken_up_at_home(post):
    """To its own state it is stuck with the centre as if it lay on a desk: nothing has been offered."""
    made = post(0)
    made.issue["locality"], made.issue["restraint"], made.issue["opened"] = 2, 0.0, 1.0
    made.w.subnationals["ventures_max"] = 5
    made.w.subnationals["urge"] = 1.0
    alone = []
    for hands in (0, 1):
        made.country["capacity"] = hands
        send(made, 0, 20.0, restraint=0.0)
        alone.append(int(subnational.goes_alone(made.w, 2, 0)))
    assert alone[0] == 0 < alone[1]


def test_a_vital_issue_that_waits_at_the_post_when_its_window_closes_is_an_omission(simulate, issues_of):
    """Nothing was offered; and the wait counts from opening to agreement."""
    few, any_number = (issues_of(simulate("us_2023", {}, {"post_strain": m}, years=3)) for m in (2, 0))
    lapsed = few[(few["stage"] == LAPSED) & (few["desk"] == AT_POST) & (few["crisis"] == 0)]
    waiting, vital = np.isinf(lapsed["tabled"]), lapsed["priority"] == 1
    assert (waiting & vital).sum() > 20 and (~waiting & vital).sum() > 20
    assert ((lapsed["incident"] == VITAL_LAPSE) == (waiting & vital)).all()
    taken = few[np.isfinite(few["tabled"]) & (few["desk"] == AT_POST)]
    assert (taken["tabled"] >= taken["ready"]).all() and (taken["tabled"] > taken["ready"] + 1).mean() > 0.2
    agreed = [some[some["stage"] == CONCLUDED] for some in (few, any_number)]
    spans = [np.median(some["closed"] - some["opened"]) for some in agreed]
    assert len(agreed[0]) < 0.9 * len(agreed[1]) and spans[0] > spans[1]


def test_no_post_ever_has_more_in_hand(prepare):
    """Week by week; and nobody waits while a hand is free."""
    world = start.begin(prepare("us_2023", {"delegation.level": 0.3}, {"post_strain": 1 / 1.5}, years=2), 4)
    waited = 0
    for tick in range(104):
        week.run(world, tick + 1)
        issues = world.issues[: int(world.federal["rows"][0])]
        here = issues[issues["desk"] == AT_POST]
        hands, n = world.counterparts["capacity"], len(world.counterparts)
        held = np.bincount(here["counterpart"][here["stage"] == TABLED], minlength=n)
        waits = np.bincount(here["counterpart"][here["stage"] == WAITING], minlength=n)
        assert (held <= hands).all() and (held == hands)[waits > 0].all()
        waited += int(waits.sum())
    assert waited > 1000


@pytest.mark.parametrize("seed", range(12))
def test_whom_a_free_hand_takes(post, seed):
    """Against all who wait, one by one: who could start first, crises before the rest, then who came first; one hand,
    papers in any order, some with the same time, some whose window closes before their turn."""
    rng = np.random.default_rng(seed)
    made, n = post(1), 20
    ready = np.round(20.0 + rng.uniform(0, 0.9, n), 1 if seed % 3 == 0 else 6)
    length, crisis = rng.exponential(0.06, n), rng.random(n) < 0.3
    deadline = np.where(rng.random(n) < 0.3, ready + rng.exponential(0.2, n), math.inf)
    for i in range(n):
        send(made, i, ready[i], length[i], priority=0 if crisis[i] else int(rng.integers(1, 3)), deadline=deadline[i])
    made.meet()
    waiting, free, expected = list(range(n)), 20.0, {}
    while waiting:
        waiting = [i for i in waiting if deadline[i] > max(free, ready[i])]
        first = min(waiting, key=lambda i: (max(free, ready[i]), not crisis[i], ready[i], i), default=None)
        if first is None:
            break
        waiting.remove(first)
        expected[first] = start = max(free, ready[first])
        free = min(start + length[first], deadline[first])
        if free >= 21.0:
            break
    taken = {i: float(made.issues["tabled"][i]) for i in range(n) if math.isfinite(made.issues["tabled"][i])}
    assert taken == pytest.approx(expected) and len(taken) > 5


def test_late_papers_stand_where_they_came(post):
    """What lay over a week goes before what came since; lines stay sorted and whole."""
    made = post(1)
    send(made, 0, 20.0, 9.0)
    for i, ready in enumerate((20.5, 20.9), start=1):
        send(made, i, ready)
    made.meet()
    made.clock["now"], made.clock["then"] = 21.0, 22.0
    for i, ready in enumerate((21.3, 20.7, 20.2, 20.9), start=3):
        send(made, i, ready)
    made.meet()
    assert made.waiting() == [5, 1, 4, 2, 6, 3]
    line = made.w.posts[3]
    assert line["length"] == 6 and line["tail"] == 3


def test_a_window_that_closes_as_the_week_ends_frees_the_hand_next_week(post):
    """A crisis that comes at the same moment is taken up before what has waited."""
    made = post(1)
    send(made, 0, 20.0, 9.0, deadline=21.0)
    send(made, 1, 20.5, 9.0)
    made.meet()
    assert math.isinf(made.issues["tabled"][1])
    made.issues["stage"][0], made.issues["closed"][0] = LAPSED, 21.0
    made.clock["now"], made.clock["then"] = 21.0, 22.0
    send(made, 2, 21.0, 9.0, priority=0, crisis=1)
    made.meet()
    assert taken_up(made, 1, 2) == [math.inf, 21.0]


@pytest.mark.parametrize("order", list(permutations(range(3))))
@pytest.mark.parametrize("rows", list(permutations(range(3))))
def test_the_first_row_stands_in_line_like_any_other(post, rows, order):
    """Papers come at 20.0, 20.3 and 20.4, whichever row each has and in whichever order they are sent."""
    made, ready = post(1), (20.0, 20.3, 20.4)
    for k in order:
        send(made, rows[k], ready[k], 9.0)
    made.meet()
    assert made.waiting() == [rows[1], rows[2]]


def test_what_came_too_late_stays_too_late(post):
    """A rival's hand takes one up at 20.6 that a venture then settles as of 20.3. What waits behind it, and lost its
    window at 20.5, when no hand had been free, is not taken up as of 20.3."""
    made = post(1)
    made.country["rival"] = 1
    send(made, 0, 20.0, 0.6)
    send(made, 1, 20.1, 0.05, position=2.0, venture=QUIET, venture_ready=20.25, venture_position=0.1)
    send(made, 2, 20.2, 0.1, deadline=20.5)
    send(made, 3, 20.25, 0.1)
    made.meet()
    assert made.issues["channel"][1] == QUIET and made.issues["closed"][1] == pytest.approx(20.3)
    assert taken_up(made, 0, 1, 2) == [20.0, 20.6, math.inf]
