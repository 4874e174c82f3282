"""What law asks of an act, by hand: its class, who may conclude it, whose consent it needs, what a court voids."""

import math

import numpy as np
import pytest
from apart import APART

from sim.inputs.scenario import load_scenario
from sim.model import draws, start
from sim.model.records import (
    AT_CONSENT,
    BY_COURT,
    BY_SANCTION,
    CENTRAL,
    CHANNELS,
    COMPACT,
    CONCLUDED,
    CONSULT,
    FREELANCE,
    JOINT,
    LAPSED,
    MANDATE,
    MEMORANDUM,
    QUIET,
    TABLED,
    TREATY,
)
from sim.model.rules import law, oversight, routing

OPEN = {"delegation.level": 0.9, "delegation.cap": 0.9, "delegation.min_capacity": 0.0}


@pytest.fixture
def signing(table):
    """Issue 0 of the toy, a treaty that the centre has offered, is signed in week 20.5."""

    def signing(route=CENTRAL, act=TREATY, **parameters):
        made = table(**{"consent_time": 4, "default_rate": 0} | parameters)
        made.prepare(0, act_class=act, route=route)
        made.conclude(channel=route)
        return made

    return signing


def test_a_class_is_the_worlds(centre):
    """By one draw of the issue and the shares of its domain; a crisis has no time for more than a memorandum."""
    for parameters in ({}, {"consent_time": 10}):
        made = centre(**parameters)
        n = int(made.federal["docket"])
        for i in range(n):
            issue, domain = made.issues[i], made.w.domains[made.issues[i]["domain"]]
            u = draws.uniform(made.given, draws.NATURE, issue["uid"], 0, 0)
            some = TREATY if u < domain["treaty"] else COMPACT if u < domain["treaty"] + domain["compact"] else 0
            assert issue["act_class"] == law.class_of(made.w, i, u) == (MEMORANDUM if issue["crisis"] > 0 else some)
        assert set(made.issues["act_class"][:n]) == {MEMORANDUM, COMPACT, TREATY}


@pytest.mark.parametrize("weeks", [0, 10])
@pytest.mark.parametrize("act", [MEMORANDUM, COMPACT, TREATY])
def test_a_treaty_is_not_delegated(centre, weeks, act):
    made = centre(OPEN, match=1, consent_time=weeks)
    made.issue["act_class"], made.issue["rank"], made.issue["domain"] = act, 0.1, 2
    stays = weeks > 0 and act == TREATY
    assert routing.refusal(made.w, 0) == (routing.A_TREATY if stays else 0)
    made.issue["rank"] = 0.95  # what is told first
    assert routing.refusal(made.w, 0) == (routing.A_TREATY if stays else routing.TOO_VITAL)


@pytest.mark.parametrize("weeks", [0, 10])
def test_teams_move_with_what_may_be_delegated(weeks, policy):
    """All open work but what takes a treaty."""
    levers = {"delegation.level": 0.5, "delegation.staff": "moved", "delegation.min_capacity": 0.0}
    world = start.prepare(
        load_scenario("toy"), policy(levers), APART | {"consent_time": weeks, "crisis_share": 0}
    ).world
    kept = 0.9 if weeks else 1.0  # climate and trade: three tenths each, of which a tenth are treaties
    assert world.regime["moved_share"][0] == pytest.approx(0.5 * 0.6 * kept * world.given["match"][0])


@pytest.mark.parametrize("channel", range(len(CHANNELS)))
def test_who_has_to_ask(table, channel):
    """For a treaty whoever signs officially; for a compact a delegate that signs alone; nobody where law binds not."""
    made = table(consent_time=10)
    for act, asks in ((MEMORANDUM, ()), (COMPACT, (MANDATE,)), (TREATY, (CENTRAL, MANDATE, JOINT, CONSULT))):
        made.prepare(0, act_class=act)
        assert law.needs_consent(made.w, 0, channel) == (channel in asks)
        assert not law.needs_consent(table(consent_time=0).w, 0, channel)


def test_what_is_signed_is_not_yet_in_force(signing):
    """Its window closes no more and no other offer is heard, but it is open, and nothing is promised."""
    made = signing()
    issue, uid = made.issue, int(made.issue["uid"])
    delay = -4 * math.log(draws.uniform(made.given, draws.CONSENT, uid, 0, 0))
    assert (issue["stage"], issue["desk"], issue["channel"], issue["closed"]) == (TABLED, AT_CONSENT, -1, math.inf)
    assert issue["deadline"] == math.inf and issue["ready"] == pytest.approx(20.5 + delay) and issue["agreed"] == 0.5
    assert (made.country["kept"], made.country["broken"], made.standing()["count"]) == (0, 0, 0)
    assert made.country["concluded"] == 0 and law.is_signed(made.w, 0)
    issue["next_tray"] = 7
    made.conclude()
    assert issue["next_tray"] == 7  # once only


def test_what_is_signed_leaves_the_table(signing):
    made = signing()
    for i in (0, 1):
        made.issues["next_table"][i], made.country["table"] = made.country["table"], i
    made.issues["deadline"][1], made.issues["stage"][1] = math.inf, TABLED
    made.given["bargaining"], made.given["agree_base"] = 1.0, -10.0
    made.meet()
    assert made.lying() == [1]


@pytest.mark.parametrize("ratification", [0.0, 0.5, 1.0])
@pytest.mark.parametrize("legitimacy", [0.0, 0.3, 1.0])
def test_consent_is_the_likelier_the_more_legitimate(signing, ratification, legitimacy):
    made = signing(ratification=ratification)
    made.w.federal["legitimacy"] = legitimacy
    chance = 1 - ratification * (1 - legitimacy)
    assert law.chance_of_consent(made.w) == pytest.approx(chance)
    for i in range(20):
        u = draws.uniform(made.given, draws.CONSENT, int(made.issues["uid"][i]), 0, 1)
        assert law.consents(made.w, i) == (u < chance)


def test_consent_puts_it_in_force(signing):
    """From then on it binds, is held against what stands then, and is judged by the line under which it was signed."""
    made = signing(ratification=0)
    made.w.domains["line"], made.issue["line"], made.issue["ready"] = 9.0, 0.25, 20.75
    made.w.federal["open"] = 10
    made.standing()["position"], made.standing()["count"] = 2.0, 1.0
    oversight.decide_consent(made.w, 0)
    issue = made.issue
    assert (issue["stage"], issue["closed"], issue["channel"], issue["agreed"]) == (CONCLUDED, 20.75, CENTRAL, 0.5)
    assert (issue["line"], issue["had_standing"], issue["kept"]) == (0.25, 1, 1)
    assert issue["gap"] == pytest.approx(abs(0.5 - made.given["allowance"] * issue["omega"] - 2.0))
    assert (made.country["kept"], made.country["broken"]) == (1, 0)
    assert (made.w.federal["open"][0], made.w.federal["agreed"][0], made.w.federal["lapsed"][0]) == (9, 1, 0)


def test_refused_it_is_a_broken_promise(signing):
    """Nobody meant to break it (Putnam 1988), and nothing was left undone that anybody would be blamed for."""
    made = signing(route=MANDATE, act=COMPACT, ratification=1)
    made.w.federal["legitimacy"], made.w.federal["open"], made.issue["ready"] = 0.0, 10, 20.75
    oversight.decide_consent(made.w, 0)
    issue = made.issue
    assert (issue["stage"], issue["closed"], issue["channel"], issue["incident"]) == (LAPSED, 20.75, -1, 0)
    assert (made.country["kept"], made.country["broken"], made.standing()["count"]) == (0, 1, 0)
    assert (made.w.federal["open"][0], made.w.federal["agreed"][0], made.w.federal["lapsed"][0]) == (9, 0, 1)


def voidable(made, i: int = 0) -> None:
    """Give issue i an identity that a court would void it by."""
    u = [draws.pair(made.given, draws.JUDGMENT, uid, 0, 0)[0] for uid in range(200)]
    made.issues["uid"][i] = next(uid for uid in range(200) if u[uid] < law.COURTS_VOID)


@pytest.mark.parametrize("channel", range(len(CHANNELS)))
@pytest.mark.parametrize("reserved", [0, 1])
@pytest.mark.parametrize("act", [MEMORANDUM, COMPACT, TREATY])
@pytest.mark.parametrize("weeks", [0, 10])
def test_who_lacks_authority(watch, channel, reserved, act, weeks):
    """Where law binds at all: who acts alone in a reserved domain or on what would have needed consent."""
    made = watch(consent_time=weeks).put(1, channel=channel, act_class=act, domain=2)
    voidable(made)
    made.w.domains["reserved"][2] = reserved
    alone = channel in (QUIET, FREELANCE)
    lacking = alone and weeks > 0 and (reserved > 0 or act != MEMORANDUM)
    assert law.lacks_authority(made.w, 0) == lacking
    delay = -52 * math.log(draws.pair(made.given, draws.JUDGMENT, int(made.issue["uid"]), 0, 0)[1])
    assert law.voided_at(made.w, 0) == (pytest.approx(25 + delay) if lacking else math.inf)


def test_courts_void_their_share(watch):
    made, found = watch(consent_time=5).put(1, channel=FREELANCE), []
    made.w.domains["reserved"] = 1
    for uid in range(4000):
        made.issues["uid"][0] = uid
        found.append(math.isfinite(law.voided_at(made.w, 0)))
        assert found[-1] == (draws.pair(made.given, draws.JUDGMENT, uid, 0, 0)[0] < law.COURTS_VOID)
    p = law.COURTS_VOID
    assert abs(np.mean(found) - p) < 4 * math.sqrt(p * (1 - p) / 4000)


ORDERS = [  # when it is found, surfaces and is voided; what is told, in order
    (30.2, 30.4, 30.6, ["detected", "surfaced", "voided"]),
    (30.6, 30.8, 30.2, ["voided", "detected", "surfaced"]),
    (math.inf, 30.6, 30.2, ["voided", "surfaced"]),
    (30.2, math.inf, 30.6, ["detected", "voided"]),
    (math.inf, math.inf, 30.6, ["voided"]),
    (30.2, 30.4, math.inf, ["detected", "surfaced"]),
]


@pytest.mark.parametrize(("found", "surfaces", "voided", "told"), ORDERS)
def test_each_thing_befalls_an_act_in_its_time(watch, monkeypatch, found, surfaces, voided, told):
    """A promise is broken once, whatever else befalls it."""
    made = watch(consent_time=5).put(1, channel=FREELANCE, detected=found, surfaces=surfaces, incident=0)
    voidable(made)
    made.issue["act_class"] = MEMORANDUM
    made.issue["incident"], made.regime["desk_rate"], made.regime["sanction"] = int(surfaces < math.inf), 0.0, 0.0
    made.w.domains["reserved"] = 1 if voided < math.inf else 0
    if voided < math.inf:  # concluded so long ago that the court speaks just then
        made.issue["closed"] = voided - (law.voided_at(made.w, 0) - made.issue["closed"])
    oversight.look_later(made.w, 0)
    made.come_due()
    assert [line[0] for line in made.told()] == told
    assert made.issue["kept"] == 0 if {"surfaced", "voided"} & set(told) else 1
    assert made.w.counterparts["broken"][1] == pytest.approx(0.9 * 2 + 1)
    assert made.issue["voided"] == (BY_COURT if "voided" in told else 0)
    assert [line[2] for line in made.told() if line[0] == "voided"] == pytest.approx([voided] * told.count("voided"))


def test_what_a_sanction_voided_no_court_voids_again(watch):
    made = watch(consent_time=5).put(2, channel=FREELANCE, voided=BY_SANCTION)
    voidable(made)
    made.w.domains["reserved"] = 1
    assert oversight.due_dates(made.w, 0)[2] == math.inf
    made.issues["voided"][1], made.regime["sanction"] = BY_COURT, 1.0
    made.call("sanction", 1)
    assert made.issues["voided"][:2].tolist() == [BY_SANCTION, BY_COURT]


def test_consent_that_is_due_is_decided_in_its_tick(watch):
    """Whatever the window was: it is asked when signed and closed when decided."""
    made = watch(consent_time=2, ratification=0)
    signed = {"stage": TABLED, "desk": AT_CONSENT, "route": CENTRAL, "channel": -1, "act_class": TREATY, "kept": 0}
    made.put(3, incident=0, detected=math.inf, surfaces=math.inf, closed=math.inf, tabled=29.0, **signed)
    made.issues["ready"][:3], made.issues["next_tray"][:3] = (30.5, 31.5, 99.0), (1, 2, -1)
    made.w.counterparts["concluded"][1] = 0
    made.w.due[30], made.issues["next_due"][0], made.issues["deadline"][:3] = 0, 1, math.inf
    made.receive()
    assert made.listed(made.w.watch, "next_watch") == {30: [0], 31: [1]}
    made.come_due()
    assert made.issues["stage"][:3].tolist() == [CONCLUDED, TABLED, TABLED]
    assert [line[:2] for line in made.told()] == [
        *(("consent_asked", i) for i in range(3)),
        ("consent_given", 0),
        ("agreed", 0),
    ]
    assert made.federal["open"] == 99


@pytest.mark.parametrize("levers", [{}, OPEN])
def test_class_without_law_is_nothing(prepare, differ, levers):
    """All parameters of law at their off values: shares of classes move nothing but the class itself."""
    worlds = []
    for shares in ((0.0, 0.0), (0.3, 0.6)):
        template = prepare("toy", levers, {"freelance_rate": 0.06}, 3.0)
        template.world.domains["treaty"], template.world.domains["compact"] = shares
        worlds.append(start.finish(start.begin(template, 5)))
    assert set(differ(*worlds)) == {"domains.treaty", "domains.compact", "issues.act_class"}
    assert np.bincount(worlds[1].issues["act_class"]).min() > 50
