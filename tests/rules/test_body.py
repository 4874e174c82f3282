"""The coordinating body: whom it hears, how often, and what its rulings do."""

import math

import numpy as np
import pytest

from sim.model import draws
from sim.model.records import AT_REVIEW, CONCLUDED, TABLED, WAITING
from sim.model.rules import knowledge

BODY = {"coordination.body": "body", "coordination.slots": 2, "coordination.escalation": 3}


@pytest.mark.parametrize(("slow", "quick"), [(0, 1), (1, 0)])
def test_the_body_hears_the_longest_wait(centre, slow, quick):
    """Two slots a week for what has waited three weeks or more at the head of a clearance queue, whoever holds it."""
    made = centre(BODY | {"coordination.authority": 1}, federal_coordination=0)
    made.clock["now"] = 10.0
    for e, i, joined in ((quick, 0, 6.5), (quick, 1, 1.0), (slow, 2, 5.0), (slow, 3, 5.5)):
        made.issues["priority"][i] = 2
        made.join(e, i, joined)
    made.regime["authority_kept"] = 1.0
    made.settle()
    assert made.queued() == {0: made.n + quick, 1: made.n + quick}  # 1 waits behind 0
    assert made.issues["stage"][[2, 3]].tolist() == [TABLED, TABLED]
    assert made.issues["ruled"][:4].tolist() == [0, 0, 1, 1] and made.federal["rulings"] == 2
    assert made.issues["tabled"][[2, 3]].tolist() == [10.0, 10.0] and made.issues["waited"][[2, 3]].tolist() == [
        5.0,
        4.5,
    ]
    assert made.federal["slots"] == pytest.approx(made.regime["slots_kept"] - 2)
    assert [line[0] for line in made.told()] == ["ruled", "offered", "ruled", "offered"]


def test_what_is_fresh_or_lies_elsewhere_is_not_heard(centre):
    made = centre(BODY)
    made.clock["now"] = 10.0
    made.join(0, 0, 7.0)  # three weeks and no more
    made.join(1, 1, 2.0, desk=AT_REVIEW)  # a review is no dispute
    made.settle()
    assert set(made.queued()) == {0, 1} and made.federal["rulings"] == 0
    assert made.federal["slots"] == pytest.approx(made.regime["slots_kept"])


def test_slots_are_not_saved_up(centre):
    made = centre(BODY)
    for _ in range(5):
        made.settle()
    assert made.federal["slots"] == pytest.approx(made.regime["slots_kept"] + 1)
    made = centre(BODY | {"coordination.slots": 0.25}, years=0.5)
    slots = []
    for _ in range(6):
        made.settle()
        slots.append(float(made.federal["slots"]))
    quarter = float(made.regime["slots_kept"])
    assert slots == pytest.approx(np.minimum(quarter * np.arange(1, 7), 1 + quarter))


def test_settled_papers_leave_the_queue(centre):
    made = centre(BODY)
    made.clock["now"] = 10.0
    made.join(0, 0, 1.0)
    made.join(0, 1, 2.0)
    made.issues["stage"][0], made.regime["authority_kept"] = CONCLUDED, 1.0
    made.settle()
    assert made.queued() == {} and made.issues["ruled"][:2].tolist() == [0, 1]


def test_a_ruling_that_does_not_bind_goes_to_the_end_of_the_queue(centre):
    made = centre(BODY | {"coordination.slots": 1})
    made.clock["now"], made.regime["authority_kept"], made.regime["slots_kept"] = 10.0, 0.0, 1.0
    for i, joined in ((0, 1.0), (1, 2.0)):
        made.issues["priority"][i] = 2
        made.join(1, i, joined)
    made.settle()
    row = 3 * (made.n + 1) + 2
    assert (made.w.queues["head"][row], made.w.queues["tail"][row]) == (1, 0)
    assert (made.issue["stage"], made.issue["joined"], made.issue["waited"]) == (WAITING, 10.0, 9.0)
    assert made.issue["ruled"] == 0 and made.told() == [("overruled", 0, 1, 0.0)]


@pytest.mark.parametrize("authority", [0.3, 0.8])
def test_rulings_bind_by_chance(centre, authority):
    """With probability `authority`, drawn anew each week by the issue's own number for rulings."""
    made, bound = centre(BODY), 0
    n = min(int(made.federal["docket"]), 400)
    made.regime["authority_kept"] = authority
    for tick in range(n):
        made.clock["now"], made.clock["tick"], made.regime["slots_kept"] = 10.0 + tick, tick, 1.0
        made.join(0, tick, 1.0)
        made.settle()
        u = draws.uniform(made.given, draws.RULING, made.issues["uid"][tick], tick, 0)
        assert made.issues["ruled"][tick] == (u < authority)
        bound += int(made.issues["ruled"][tick])
        made.w.queues["head"] = made.w.queues["tail"] = -1
    assert abs(bound / n - authority) < 4 * math.sqrt(authority * (1 - authority) / n)


def test_a_ruling_respects_what_was_promised(centre):
    """y <- (y + δ m)/(1 + δ): the body sees all of earlier promises, and what they allow for."""
    made = centre(BODY, federal_coordination=0.5, allowance=0.5)
    made.clock["now"], made.regime["authority_kept"], made.issue["pending"] = 10.0, 1.0, 3
    place = int(made.issue["counterpart"]) * len(made.w.domains) + int(made.issue["domain"])
    made.w.commitments["count"][place], made.w.commitments["position"][place] = 2.0, 4.0
    made.issue["position"] = 1.0
    called_for = 4 + 0.5 * knowledge.federal_answer(made.w, 0)
    made.join(0, 0, 1.0)
    made.settle()
    assert made.issue["position"] == pytest.approx((1 + 0.5 * called_for) / 1.5) and made.issue["pending"] == 0
    assert made.told()[0] == ("ruled", 0, 0, pytest.approx((1 + 0.5 * called_for) / 1.5)) and called_for != 4
