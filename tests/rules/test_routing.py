"""Who decides, and the way of a paper from desk to desk, each step against what the rules say in words."""
import math

import numpy as np
import pytest

from sim import draws, start
from sim.rules import routing
from sim.world.records import (
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
    READY,
    RETURNED_,
    REVIEWED,
    ROUTED,
    RULED,
    SIGNED,
    TABLED,
    WAITING,
)


class Centre:
    """A world at week 0 whose centre is worked rule by rule; issue 0 is at hand."""

    def __init__(self, template, seed=1):
        self.world = start.begin(template, seed)
        self.w, self.given, self.federal = self.world, self.world.given[0], self.world.federal[0]
        self.issues, self.issue = self.world.issues, self.world.issues[0]
        self.issue["next_queue"] = self.issue["next_table"] = -1
        self.issue["crisis"], self.issue["waited"], self.issue["ready"] = 0, 0.0, 0.75
        self.n = len(self.world.departments)

    def route(self, i=0):
        return routing.route(self.given, self.issues, self.w.domains, self.w.subnationals, i)

    def send(self, channel, i=0):
        routing.send(self.given, self.issues, self.federal, self.w.departments, self.w.subnationals, self.w.domains,
                     self.w.queues, self.w.events, i, channel)

    def hand_on(self, desk, i=0, **fields):
        """The paper has left a desk."""
        for name, value in ({"desk": desk, "stage": READY} | fields).items():
            self.issues[name][i] = value
        routing.hand_on(self.given, self.issues, self.federal, self.w.departments, self.w.subnationals,
                        self.w.counterparts, self.w.domains, self.w.commitments, self.w.queues, self.w.events, i)

    def settle(self):
        routing.settle_disputes(self.given, self.issues, self.federal, self.w.departments, self.w.counterparts,
                                self.w.domains, self.w.commitments, self.w.queues, self.w.events)

    def join(self, e, i, joined, desk=AT_CLEARANCE):
        """Issue i waits at department e's clearance desk since `joined`."""
        self.issues["desk"][i], self.issues["holder"][i], self.issues["ready"][i] = desk, e, joined
        routing.join(self.issues, self.w.queues, self.n + e, i, joined)

    def queued(self):
        """Station where each waiting issue stands, by issue."""
        found = {}
        for k, queue in enumerate(self.w.queues):
            i = queue["head"]
            while i >= 0:
                found[int(i)] = k // 3
                i = self.issues["next_queue"][i]
        return found

    def told(self):
        """Kinds, issues, actors and values of what the log says happened."""
        events = self.w.events[: int(self.federal["events"])]
        return [(EVENTS[event["kind"]], int(event["issue"]), int(event["actor"]), float(event["value"])) for event in events]

    def where(self):
        return int(self.issue["stage"]), int(self.issue["desk"]), int(self.issue["holder"]), self.queued().get(0)


@pytest.fixture
def centre(prepare, toy_prices):
    def centre(levers=None, seed=1, years=1.0, **parameters):
        return Centre(prepare("toy", levers, toy_prices | parameters, years, log=True), seed)
    return centre


OPEN = {"delegation.level": 0.6, "delegation.cap": 0.9, "delegation.min_capacity": 0.0}


@pytest.mark.parametrize(("form", "channel"), [("mandate", MANDATE), ("joint", JOINT), ("consult", CONSULT)])
@pytest.mark.parametrize(("level", "cap"), [(0.6, 0.9), (0.9, 0.6), (1.0, 1.0), (0.0, 1.0)])
def test_who_decides(centre, form, channel, level, cap):
    """The least vital matters of open domains, where an actor is able, free of suspension, and found."""
    made = centre(OPEN | {"delegation.form": form, "delegation.level": level, "delegation.cap": cap}, match=0.7)
    w, given = made.world, made.given
    n = int(w.federal["docket"][0])
    issues = w.issues[:n]
    given["now"] = 10.0
    w.subnationals["able"][0], w.subnationals["suspended"][:3] = 0, (0.0, 10.0, 10.5)
    u = np.array([draws.uniform(given, draws.MATCH, uid, 0, 0) for uid in issues["uid"]])
    away = ((issues["crisis"] == 0) & (w.domains["delegable"][issues["domain"]] == 1)
            & (issues["rank"] < min(level, cap)) & ~np.isin(issues["locality"], (0, 2)) & (u < 0.7))
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


@pytest.mark.parametrize(("crisis", "ready", "task"), [(0, 0.8, 3.0), (1, 0.0, 3.0), (1, 0.8, 3.0 / 1.48), (2, 0.5, 3.0 / 1.3)])
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


@pytest.mark.parametrize(("channel", "desk", "share"), [(MANDATE, AT_ACTOR, 1.0), (JOINT, AT_ACTOR, 1.0),
                                                        (CONSULT, AT_ADVICE, 0.3)])
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
        routing.offer(made.given, made.issues, made.federal, made.w.counterparts, made.w.events, i)
    assert (made.issues["stage"][[0, 2]] == TABLED).all() and (made.issues["tabled"][[0, 2]] == 5.5).all()
    routing.put_on_table(made.issues, made.w.counterparts, 0)
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
            routing.to_clearance(made.given, made.issues, made.w.departments, made.w.queues, 0, department, AT_REVIEW, 0.7)
            u, v = draws.pair(made.given, draws.DESK, made.issue["uid"], redrafts,
                              int(made.w.departments["uid"][department]) + AT_REVIEW)
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
    u = draws.pair(made.given, draws.DESK, made.issue["uid"], 0, int(made.w.departments["uid"][owner]) + AT_SIGNATURE)[0]
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
    from sim.rules.knowledge import federal_position
    made = centre(federal_coordination=0)
    made.w.domains["common"] = 0.7
    mine = federal_position(made.given, made.issues, 0, made.w.domains, made.w.subnationals, made.w.commitments)
    made.hand_on(AT_SIGNATURE, position=mine + offset, route=JOINT)
    assert made.issue["position"] == pytest.approx(mine + offset / 2)
    owner = int(made.w.domains["department"][made.issue["domain"]])
    assert made.told()[0] == ("signed", 0, owner, pytest.approx(mine + offset / 2)) and made.where()[0] == TABLED


@pytest.mark.parametrize(("offset", "kept"), [(-2.0, -0.8), (-0.3, -0.3), (0.8, 0.8), (0.3, 0.3), (2.0, 0.8)])
def test_a_review_moves_to_the_edge_of_tolerance(centre, offset, kept):
    from sim.rules.knowledge import federal_position
    made = centre(federal_coordination=0, overreach=0.8)
    mine = federal_position(made.given, made.issues, 0, made.w.domains, made.w.subnationals, made.w.commitments)
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
    assert issue["task"] == pytest.approx(-0.4 * made.given["mean_work"] * math.log(u))
    assert made.told() == [("returned", 0, other, 3.0)]
    made.w.queues["head"] = made.w.queues["tail"] = -1
    made.hand_on(AT_CLEARANCE, holder=other, pending=1 << other, returns=0.3)
    assert made.where()[0] == TABLED and issue["redrafts"] == 3


def test_what_was_settled_elsewhere_goes_nowhere(centre):
    made = centre()
    made.hand_on(AT_DRAFT, stage=CONCLUDED)
    assert made.where()[:2] == (CONCLUDED, AT_DRAFT) and made.queued() == {} and made.told() == []


BODY = {"coordination.body": "body", "coordination.slots": 2, "coordination.escalation": 3}


@pytest.mark.parametrize(("slow", "quick"), [(0, 1), (1, 0)])
def test_the_body_hears_the_longest_wait(centre, slow, quick):
    """Two slots a week for what has waited three weeks or more at the head of a clearance queue, whoever holds it."""
    made = centre(BODY | {"coordination.authority": 1}, federal_coordination=0)
    made.given["now"] = 10.0
    for e, i, joined in ((quick, 0, 6.5), (quick, 1, 1.0), (slow, 2, 5.0), (slow, 3, 5.5)):
        made.issues["priority"][i] = 2
        made.join(e, i, joined)
    made.given["authority_kept"] = 1.0
    made.settle()
    assert made.queued() == {0: made.n + quick, 1: made.n + quick}  # 1 waits behind 0
    assert made.issues["stage"][[2, 3]].tolist() == [TABLED, TABLED]
    assert made.issues["ruled"][:4].tolist() == [0, 0, 1, 1] and made.federal["rulings"] == 2
    assert made.issues["tabled"][[2, 3]].tolist() == [10.0, 10.0] and made.issues["waited"][[2, 3]].tolist() == [5.0, 4.5]
    assert made.federal["slots"] == pytest.approx(made.given["slots_kept"] - 2)
    assert [line[0] for line in made.told()] == ["ruled", "offered", "ruled", "offered"]


def test_what_is_fresh_or_lies_elsewhere_is_not_heard(centre):
    made = centre(BODY)
    made.given["now"] = 10.0
    made.join(0, 0, 7.0)                  # three weeks and no more
    made.join(1, 1, 2.0, desk=AT_REVIEW)  # a review is no dispute
    made.settle()
    assert set(made.queued()) == {0, 1} and made.federal["rulings"] == 0
    assert made.federal["slots"] == pytest.approx(made.given["slots_kept"])


def test_slots_are_not_saved_up(centre):
    made = centre(BODY)
    for _ in range(5):
        made.settle()
    assert made.federal["slots"] == pytest.approx(made.given["slots_kept"] + 1)
    made = centre(BODY | {"coordination.slots": 0.25}, years=0.5)
    slots = []
    for _ in range(6):
        made.settle()
        slots.append(float(made.federal["slots"]))
    quarter = float(made.given["slots_kept"])
    assert slots == pytest.approx(np.minimum(quarter * np.arange(1, 7), 1 + quarter))


def test_settled_papers_leave_the_queue(centre):
    made = centre(BODY)
    made.given["now"] = 10.0
    made.join(0, 0, 1.0)
    made.join(0, 1, 2.0)
    made.issues["stage"][0], made.given["authority_kept"] = CONCLUDED, 1.0
    made.settle()
    assert made.queued() == {} and made.issues["ruled"][:2].tolist() == [0, 1]


def test_a_ruling_that_does_not_bind_goes_to_the_end_of_the_queue(centre):
    made = centre(BODY | {"coordination.slots": 1})
    made.given["now"], made.given["authority_kept"], made.given["slots_kept"] = 10.0, 0.0, 1.0
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
    """With probability `authority`, drawn anew each week."""
    made, bound = centre(BODY), 0
    n = min(int(made.federal["docket"]), 400)
    made.given["authority_kept"] = authority
    for tick in range(n):
        made.given["now"], made.given["tick"], made.given["slots_kept"] = 10.0 + tick, tick, 1.0
        made.join(0, tick, 1.0)
        made.settle()
        bound += int(made.issues["ruled"][tick])
        made.w.queues["head"] = made.w.queues["tail"] = -1
    assert abs(bound / n - authority) < 4 * math.sqrt(authority * (1 - authority) / n)


def test_a_ruling_respects_what_was_promised(centre):
    """y <- (y + δ m)/(1 + δ): the body sees all of earlier promises."""
    made = centre(BODY, federal_coordination=0.5)
    made.given["now"], made.given["authority_kept"], made.issue["pending"] = 10.0, 1.0, 3
    place = int(made.issue["counterpart"]) * len(made.w.domains) + int(made.issue["domain"])
    made.w.commitments["count"][place], made.w.commitments["position"][place] = 2.0, 4.0
    made.issue["position"] = 1.0
    made.join(0, 0, 1.0)
    made.settle()
    assert made.issue["position"] == pytest.approx((1 + 0.5 * 4) / 1.5) and made.issue["pending"] == 0
    assert made.told()[0] == ("ruled", 0, 0, pytest.approx(2.0))


def test_names_of_events():
    assert [EVENTS[kind] for kind in (ROUTED, MANDATED, DRAFTED, CLEARED, RETURNED_, RULED, OVERRULED, REVIEWED, SIGNED,
                                      OFFERED, ADVISED)] == [
        "routed", "mandated", "drafted", "cleared", "returned", "ruled", "overruled", "reviewed", "signed", "offered",
        "advised"]
