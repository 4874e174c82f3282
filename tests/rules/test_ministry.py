"""Ministries, draft by draft: how they read the line, what they want, how their parts fit; each by hand."""

import math

import numpy as np
import pytest

from sim.model.rules import department, incidents, knowledge, ministry

MINDS = {"agency_lean": 0.4, "line_noise": 0.3, "linkage": 1.0, "division": 0.75}


def terms(made, i=0):
    return knowledge.federal_terms(made.w, i)[:4]


def test_without_minds_of_their_own_the_answer_is_all(centre):
    made = centre()
    made.issue["clearances"] = 2
    answer, *own = terms(made)
    assert own == [0, 0, 0] and answer == knowledge.federal_answer(made.w, 0)


@pytest.mark.parametrize(
    ("levers", "misread", "wanted"),
    [
        ({}, 1, 1),
        ({"coordination.guidance": 0.6}, 0.4, 1),
        ({"coordination.inclusion": 0.5}, 1, 0.75),
        ({"coordination.exchange": 2}, math.exp(-1.6), math.exp(-1.6)),
        ({"coordination.exchange": 2, "coordination.guidance": 0.6}, 0.4 * math.exp(-1.6), math.exp(-1.6)),
    ],
)
def test_what_takes_from_misreadings_and_wishes(centre, levers, misread, wanted):
    parameters = MINDS | {"liaison_effect": 0.8, "buy_in": 0.5}
    plain, made = centre(**parameters), centre(levers, **parameters)
    for i in range(20):
        before, after = terms(plain, i), terms(made, i)
        assert after[2] == pytest.approx(misread * before[2]) and after[3] == pytest.approx(wanted * before[3])


def test_a_house_wants_the_same_in_all_matters_of_a_domain(centre):
    made = centre(**MINDS)
    domains = made.issues["domain"][:400]
    wishes = np.array([ministry.wish(made.w, i) for i in range(400)])
    assert all(np.ptp(wishes[domains == d]) == 0 for d in set(domains))
    assert len(set(wishes)) == len(set(domains)) and np.abs(wishes).min() > 0


@pytest.mark.parametrize("joint", [False, True])
def test_full_weight_of_the_whole_leaves_nothing_unsaid(centre, joint):
    """At λ = 1/2 both kinds of drafting give the text that is best for both: (3 x_1 + 2 x_2)/5 at δ = 1."""
    made = centre(**MINDS | {"division": 0.5})
    assert ministry.unsaid(made.w, joint) == 0
    assert ministry.drafted(made.w, joint, 1.0, 1.0, -0.5) == pytest.approx((3 * 1.0 + 2 * -0.5) / 5)


def test_what_is_unsaid_and_drafted_by_hand(centre):
    """λ = 3/4, δ = 1: b = 2/7 for the centre, 14/19 apart."""
    made = centre(**MINDS)
    for joint, bias in ((True, 2 / 7), (False, 14 / 19)):
        assert ministry.unsaid(made.w, joint) == pytest.approx(bias / (3 + 4 * bias))
    assert ministry.drafted(made.w, True, 9.0, 1.0, -0.5) == pytest.approx((3 - 1) / 5)  # it does not see the 9
    expected = (1.75 * -0.5 + 1.0) / 2.75
    assert ministry.drafted(made.w, False, 1.5, 1.0, -0.5) == pytest.approx((0.75 * 1.5 + expected) / 1.75)


def test_only_matters_of_two_departments_have_parts(centre):
    made = centre(**MINDS)
    made.issues["clearances"][0], made.issues["clearances"][1] = 0, 2
    assert not ministry.has_parts(made.w, 0) and ministry.has_parts(made.w, 1)
    for i in (0, 1):
        department.keep_apart(made.w, i, *knowledge.federal_draft(made.w, i)[1:])
    assert made.issues["rift"][0] == 0 != made.issues["rift"][1]
    assert terms(made, 0)[1] == 0 != terms(made, 1)[1]


@pytest.mark.parametrize(("channel", "asked"), [(0, True), (1, False), (3, True), (5, False)])
def test_parts_at_odds_are_a_contradiction_of_what_the_centre_drafts(centre, channel, asked):
    """√(2δ) times their distance is held against the tolerance: .85 apart at δ = 1, but not at δ = 1/2."""
    made = centre(tolerance=1.0, **MINDS)
    made.issue["channel"], made.issue["rift"] = channel, -0.85
    assert ministry.strain(made.w, 0) == pytest.approx(math.sqrt(2) * 0.85)
    assert incidents.at_odds(made.w, 0) == asked
    made.given["linkage"] = 0.5
    assert not incidents.at_odds(made.w, 0)


def test_a_ruling_speaks_for_no_house(centre):
    body = {"coordination.body": "body", "coordination.slots": 5, "coordination.escalation": 1}
    made = centre(body | {"coordination.authority": 1}, federal_coordination=0, **MINDS)
    made.clock["now"], made.regime["authority_kept"] = 10.0, 1.0
    made.issue["position"], made.issue["faithful"], made.issue["rift"], made.issue["priority"] = 0.9, 0.2, 0.6, 2
    made.join(0, 0, 1.0)
    made.settle()
    assert (made.issue["ruled"], made.issue["position"], made.issue["rift"]) == (1, 0.2, 0)
