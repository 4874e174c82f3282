"""Who decides, and the way of a paper from desk to desk, each step against what the rules say in words."""

import math

import numpy as np
import pytest
from central_office import Centre

from sim.model import draws
from sim.model.records import (
    ADVISED,
    AT_ACTOR,
    AT_ADVICE,
    AT_CLEARANCE,
    AT_DRAFT,
    AT_REVIEW,
    AT_SIGNATURE,
    CENTRAL,
    CLEARED,
    CONCLUDED,
    CONSULT,
    DRAFTED,
    EVENTS,
    JOINT,
    MANDATE,
    MANDATED,
    OFFERED,
    OVERRULED,
    RETURNED_,
    REVIEWED,
    ROUTED,
    RULED,
    SIGNED,
    TABLED,
    WAITING,
)
from sim.model.rules import routing

OPEN = {"delegation.level": 0.6, "delegation.cap": 0.9, "delegation.min_capacity": 0.0}


@pytest.mark.parametrize(("form", "channel"), [("mandate", MANDATE), ("joint", JOINT), ("consult", CONSULT)])
@pytest.mark.parametrize(("level", "cap"), [(0.6, 0.9), (0.9, 0.6), (1.0, 1.0), (0.0, 1.0)])
def test_who_decides(centre, form, channel, level, cap):
    """The least vital issues of open domains, where an actor is able, free of suspension, and found."""
    made = centre(OPEN | {"delegation.form": form, "delegation.level": level, "delegation.cap": cap}, match=0.7)
    w, given = made.world, made.given
    n = int(w.federal["docket"][0])
    issues = w.issues[:n]
    made.clock["now"] = 10.0
    w.subnationals["able"][0], w.subnationals["suspended"][:3] = 0, (0.0, 10.0, 10.5)
    u = np.array([draws.uniform(given, draws.MATCH, uid, 0, 0) for uid in issues["uid"]])
    away = (
        (issues["crisis"] == 0)
        & (w.domains["delegable"][issues["domain"]] == 1)
        & (issues["rank"] < min(level, cap))
        & ~np.isin(issues["locality"], (0, 2))
        & (u < 0.7)
    )
    found = np.array([made.route(i) for i in range(n)])
    assert (found == np.where(away, channel, CENTRAL)).all()
    assert len(set(issues["locality"])) == 4 and (issues["crisis"] > 0).any()
    assert away.any() == (level > 0)


def test_rank_at_the_level_stays(centre):
    made = centre(OPEN | {"delegation.level": 0.5}, match=1.0, crisis_share=0)
    made.world.domains["delegable"], made.world.subnationals["able"] = 1, 1
    for rank, channel in ((0.5, CENTRAL), (np.nextafter(0.5, 0), MANDATE)):
        made.issue["rank"] = rank
        assert made.route() == channel


@pytest.mark.parametrize(
    ("crisis", "ready", "task"), [(0, 0.8, 3.0), (1, 0.0, 3.0), (1, 0.8, 3.0 / 1.48), (2, 0.5, 3.0 / 1.3)]
)
def test_the_centre_drafts(centre, crisis, ready, task):
    """In the department that owns the domain, then to all that must clear; the ready work faster on a crisis."""
    made = centre(readiness_effect=0.6)
    issue, w = made.issue, made.world
    issue["crisis"], issue["work"], issue["clearances"], w.departments["readiness"] = crisis, 3.0, 0b11, ready
    made.send(CENTRAL)
    owner = int(w.domains["department"][issue["domain"]])
    assert made.where() == (WAITING, AT_DRAFT, owner, owner)
    assert (issue["route"], issue["joined"], issue["pending"]) == (CENTRAL, issue["opened"], 0b11)
    assert issue["task"] == pytest.approx(task) and issue["work"] == 3.0
    assert made.told() == [("routed", 0, issue["locality"], CENTRAL)]


@pytest.mark.parametrize(
    ("channel", "desk", "share"), [(MANDATE, AT_ACTOR, 1.0), (JOINT, AT_ACTOR, 1.0), (CONSULT, AT_ADVICE, 0.3)]
)
def test_an_actor_drafts_or_advises(centre, channel, desk, share):
    made = centre(advice_share=0.3)
    made.issue["work"], made.issue["locality"] = 2.0, 3
    made.send(channel)
    assert made.where() == (WAITING, desk, 3, 2 * made.n + 3)
    assert (made.issue["task"], made.issue["route"]) == (pytest.approx(2.0 * share), channel)
    assert made.issue["joined"] == made.issue["opened"]
    assert [line[0] for line in made.told()] == ["routed", "mandated"]
    assert made.told()[1][1:] == (0, 3, channel)


def test_the_office_places_one_mandate_after_another(centre):
    """One server of 1/(rate desks) weeks a mandate; what would wait too long stays with the centre."""
    made = centre({"delegation.office": 2}, office_rate=4, office_wait=0.5)
    made.issues["opened"][:7] = [3.0] * 5 + [3.3, 9.0]
    made.issues["work"][:7] = 1.0
    for i in range(7):
        made.send(MANDATE, i)
    kept = [3.125, 3.25, 3.375, 3.5, 3.0, 3.625, 9.125]
    assert made.issues["joined"][:7].tolist() == pytest.approx(kept)
    assert made.issues["route"][:7].tolist() == [MANDATE] * 4 + [CENTRAL] + [MANDATE] * 2
    assert made.federal["office_free"] == pytest.approx(9.125)
    made.issues["opened"][7] = 20.0
    made.send(CENTRAL, 7)
    assert made.federal["office_free"] == pytest.approx(9.125)


def test_an_offer_lies_on_the_table_once(centre):
    made = centre()
    made.issues["counterpart"][:3] = 1
    for i in (0, 2):
        made.issues["next_table"][i] = -1
        made.issues["ready"][i] = 5.5
        routing.offer(made.w, i)
    assert (made.issues["stage"][[0, 2]] == TABLED).all() and (made.issues["tabled"][[0, 2]] == 5.5).all()
    routing.put_on_table(made.w, 0)
    assert made.w.counterparts["table"].tolist() == [-1, 2, -1]
    assert made.issues["next_table"][[2, 0]].tolist() == [0, -1]
    assert made.told() == [("offered", i, 1, made.issues["position"][i]) for i in (0, 2)]


def test_work_at_a_clearance_desk_is_exponential(centre):
    """With the mean given, drawn anew for each redraft and each department, the return drawn with it."""
    made = centre()
    tasks = []
    for redrafts in range(2):
        for department in range(2):
            made.issue["redrafts"], made.issue["ready"] = redrafts, 4.5
            routing.to_clearance(made.w, 0, department, AT_REVIEW, 0.7)
            u, v = draws.pair(
                made.given,
                draws.DESK,
                made.issue["uid"],
                redrafts,
                int(made.w.departments["uid"][department]) + AT_REVIEW,
            )
            assert made.where() == (WAITING, AT_REVIEW, department, made.n + department)
            assert (made.issue["task"], made.issue["returns"]) == (pytest.approx(-0.7 * math.log(u)), v)
            assert made.issue["joined"] == 4.5
            tasks.append(float(made.issue["task"]))
            made.w.queues["head"] = -1
    assert len(set(tasks)) == 4


def test_advice_goes_to_the_department(centre):
    made = centre(advice_share=0.3)
    made.issue["work"], made.issue["route"], made.issue["task"] = 2.0, CONSULT, 0.6
    made.hand_on(AT_ADVICE)
    owner = int(made.w.domains["department"][made.issue["domain"]])
    assert made.where() == (WAITING, AT_DRAFT, owner, owner)
    assert (made.issue["task"], made.issue["joined"]) == (2.0, 0.75)
    assert made.told() == [("advised", 0, made.issue["locality"], 0.0)]


def test_a_mandate_is_offered_and_a_joint_act_is_signed(centre):
    made = centre(clearance_share=0.2)
    assert made.given["clearance_task"] > 0
    owner = int(made.w.domains["department"][made.issue["domain"]])
    made.hand_on(AT_ACTOR, route=JOINT)
    assert made.where() == (WAITING, AT_SIGNATURE, owner, made.n + owner)
    u = draws.pair(made.given, draws.DESK, made.issue["uid"], 0, int(made.w.departments["uid"][owner]) + AT_SIGNATURE)[
        0
    ]
    assert made.issue["task"] == pytest.approx(-made.given["clearance_task"] * math.log(u))
    made.w.queues["head"] = made.w.queues["tail"] = -1
    made.hand_on(AT_ACTOR, route=MANDATE)
    assert made.where()[0] == TABLED and made.issue["tabled"] == 0.75
    assert [line[0] for line in made.told()] == ["drafted", "drafted", "offered"]


def test_mandates_are_reviewed_by_chance(centre):
    """preclearance of them, the others are offered at once; a review is a part of a clearance."""
    made = centre({"oversight.preclearance": 0.4}, review_work=0.5)
    n = int(made.federal["docket"])
    seen = np.array([draws.uniform(made.given, draws.REVIEW, uid, 0, 0) < 0.4 for uid in made.issues["uid"][:n]])
    for i in range(n):
        made.issues["ready"][i], made.issues["next_table"][i] = 0.5, -1
        made.hand_on(AT_ACTOR, i, route=MANDATE)
    assert ((made.issues["stage"][:n] == TABLED) == ~seen).all() and 0.2 < seen.mean() < 0.6
    assert (made.issues["desk"][:n][seen] == AT_REVIEW).all()
    owners = made.w.domains["department"][made.issues["domain"][:n]]
    assert (made.issues["holder"][:n][seen] == owners[seen]).all()
    mean = made.issues["task"][:n][seen].mean()
    assert abs(mean - 0.5 * made.given["clearance_task"]) < 4 * mean / math.sqrt(seen.sum())


@pytest.mark.parametrize("offset", [-2.0, -0.3, 0.3, 2.0])
def test_both_sign_halfway(centre, offset):
    """What the centre would have said itself, and half of the way to it."""
    from sim.model.rules.knowledge import federal_position

    made = centre(federal_coordination=0)
    made.w.domains["common"] = 0.7
    mine = federal_position(made.w, 0)
    made.hand_on(AT_SIGNATURE, position=mine + offset, route=JOINT)
    assert made.issue["position"] == pytest.approx(mine + offset / 2)
    owner = int(made.w.domains["department"][made.issue["domain"]])
    assert made.told()[0] == ("signed", 0, owner, pytest.approx(mine + offset / 2)) and made.where()[0] == TABLED


@pytest.mark.parametrize(("offset", "kept"), [(-2.0, -0.8), (-0.3, -0.3), (0.8, 0.8), (0.3, 0.3), (2.0, 0.8)])
def test_a_review_moves_to_the_edge_of_tolerance(centre, offset, kept):
    from sim.model.rules.knowledge import federal_position

    made = centre(federal_coordination=0, leeway=0.8)
    mine = federal_position(made.w, 0)
    made.hand_on(AT_REVIEW, position=mine + offset, route=MANDATE)
    assert made.issue["position"] == pytest.approx(mine + kept)
    assert made.told()[0] == ("reviewed", 0, made.w.domains["department"][made.issue["domain"]], pytest.approx(offset))
    assert made.where()[0] == TABLED


def test_clearances_one_after_the_other(prepare):
    """The draft, then each pending desk from the first on, then the table."""
    made = Centre(prepare("us_2023", log=True, years=0.2))
    pending = 1 << 2 | 1 << 4
    made.issue["returns"] = 1.0
    made.hand_on(AT_DRAFT, holder=0, pending=pending)
    assert made.where() == (WAITING, AT_CLEARANCE, 2, made.n + 2)
    for e, following in ((2, 4), (4, None)):
        made.w.queues["head"] = made.w.queues["tail"] = -1
        made.hand_on(AT_CLEARANCE, returns=1.0)
        assert made.issue["pending"] == (1 << 4 if e == 2 else 0)
        assert made.told()[-1 if following else -2] == ("cleared", 0, e, 0.0)
        if following:
            assert made.where() == (WAITING, AT_CLEARANCE, following, made.n + following)
    assert made.where()[0] == TABLED and made.told()[-1][0] == "offered"


def test_a_draft_sent_back(prepare):
    """It goes to its own department with part of the work, and only the desks that have not cleared are asked again."""
    made = Centre(prepare("us_2023", log=True, years=0.2, parameters={"redraft_prob": 0.3, "redraft_share": 0.4}))
    issue, owner = made.issue, int(made.w.domains["department"][made.issue["domain"]])
    other = (owner + 1) % made.n
    issue["clearances"], issue["redrafts"] = (1 << made.n) - 1, 2
    made.hand_on(AT_CLEARANCE, holder=other, pending=1 << other, returns=np.nextafter(0.3, 0))
    assert made.where() == (WAITING, AT_DRAFT, owner, owner)
    assert (issue["pending"], issue["redrafts"], issue["joined"]) == (1 << other, 3, 0.75)
    u = draws.uniform(made.given, draws.REDRAFT_WORK, issue["uid"], 3, 0)
    size = 1.0 if issue["crisis"] else made.w.domains["size"][issue["domain"]]
    assert issue["task"] == pytest.approx(-0.4 * made.given["mean_work"] * size * math.log(u))
    assert made.told() == [("returned", 0, other, 3.0)]
    made.w.queues["head"] = made.w.queues["tail"] = -1
    made.hand_on(AT_CLEARANCE, holder=other, pending=1 << other, returns=0.3)
    assert made.where()[0] == TABLED and issue["redrafts"] == 3


def test_what_was_settled_elsewhere_goes_nowhere(centre):
    made = centre()
    made.hand_on(AT_DRAFT, stage=CONCLUDED)
    assert made.where()[:2] == (CONCLUDED, AT_DRAFT) and made.queued() == {} and made.told() == []


def test_names_of_events():
    assert [
        EVENTS[kind]
        for kind in (
            ROUTED,
            MANDATED,
            DRAFTED,
            CLEARED,
            RETURNED_,
            RULED,
            OVERRULED,
            REVIEWED,
            SIGNED,
            OFFERED,
            ADVISED,
        )
    ] == [
        "routed",
        "mandated",
        "drafted",
        "cleared",
        "returned",
        "ruled",
        "overruled",
        "reviewed",
        "signed",
        "offered",
        "advised",
    ]
