"""Counterparts, offer by offer: which one they take up, how ready they are, when they agree, what they then remember
and whom they court; each by hand."""

import math

import numpy as np
import pytest

from sim.model import draws
from sim.model.records import (
    CENTRAL,
    CHANNELS,
    CONCLUDED,
    CONSULT,
    FREELANCE,
    JOINT,
    LAPSED,
    LICENSED,
    MANDATE,
    QUIET,
    ROGUE,
    TABLED,
    WAITING,
)
from sim.model.rules import counterpart

OFFICIAL, VENTURE, ENTRY = (MANDATE, 0.5, 15.0), (QUIET, -0.3, 18.0), (ROGUE, 0.2, 19.0)


@pytest.mark.parametrize(
    ("rival", "on_table", "venture", "entry", "taken"),
    [
        (0, 1, 1, 1, OFFICIAL),
        (0, 0, 1, 1, ENTRY),
        (0, 0, 1, 0, VENTURE),
        (0, 0, 0, 0, None),
        (0, 0, 0, 1, ENTRY),
        (1, 1, 1, 1, ENTRY),
        (1, 1, 1, 0, VENTURE),
        (1, 1, 0, 0, OFFICIAL),
        (1, 0, 0, 0, None),
        (1, 0, 1, 1, ENTRY),
    ],
)
@pytest.mark.parametrize("ideal", [0.0, 0.05])
def test_which_offer(table, rival, on_table, venture, entry, taken, ideal):
    """Of what is ready, a rival takes the nearest to its own ideal; others the official one while there is one."""
    made = table()
    made.w.commitments["ideal"][made.d + 2], made.country["rival"] = ideal, rival
    made.prepare(
        0,
        stage=TABLED if on_table else WAITING,
        route=MANDATE,
        venture=QUIET * venture,
        entry=ROGUE * entry,
        venture_position=-0.3,
        entry_position=0.2,
        venture_ready=18.0,
        entry_ready=19.0,
    )
    channel, position, since = made.choose()
    assert (channel if taken is None else (channel, position, since)) == (-1 if taken is None else taken)


def test_offers_that_are_not_ready_are_not_seen(table):
    """Until the tick ends, and then they are."""
    made = table()
    for name, channel in (("venture", FREELANCE), ("entry", LICENSED)):
        for ready, seen in ((20.99, True), (21.0, False), (30.0, False)):
            made.prepare(0, stage=WAITING, **{name: channel, f"{name}_ready": ready, f"{name}_position": 0.1})
            assert (made.choose()[0] == channel) == seen
            assert seen == (made.choose()[0] >= 0)


@pytest.mark.parametrize(
    ("positions", "channel"),
    [
        ((0.5, 0.4, 0.3), ROGUE),
        ((0.2, 0.4, 0.3), CENTRAL),
        ((0.5, 0.2, 0.3), QUIET),
        ((0.5, -0.2, 0.3), QUIET),
        ((-0.5, 0.6, -0.3), ROGUE),
    ],
)
def test_a_rival_shops(table, positions, channel):
    made = table()
    made.country["rival"] = 1
    made.prepare(
        0,
        position=positions[0],
        venture=QUIET,
        venture_position=positions[1],
        venture_ready=18.0,
        entry=ROGUE,
        entry_position=positions[2],
        entry_ready=18.0,
    )
    assert made.choose()[0] == channel


def test_mood(table):
    """b0 + ba alignment + bT (trust - 1/2) - exposure transparency."""
    made = table(agree_base=-0.3, agree_alignment=1.5, agree_trust=2.0, exposure=0.4)
    made.regime["transparency"], made.country["alignment"] = 0.25, 0.7
    made.country["kept"], made.country["broken"] = 6.0, 2.0
    counterpart.take_stock(made.w, 1)
    assert made.country["mood"] == pytest.approx(-0.3 + 1.5 * 0.7 + 2 * (0.7 - 0.5) - 0.4 * 0.25)


DISCOUNT = {CENTRAL: 0.0, CONSULT: 0.0, JOINT: 0.6, LICENSED: 0.6, MANDATE: 1.1, QUIET: 1.3, FREELANCE: 1.3, ROGUE: 1.3}


WITH_TWIN = DISCOUNT | {CENTRAL: 0.5, CONSULT: 0.5, MANDATE: 0.6, QUIET: 0.8, FREELANCE: 0.8}


@pytest.mark.parametrize("channel", range(len(CHANNELS)))
def test_a_minister_is_no_peer_of_a_mayor(table, channel):
    """With a city or province abroad rank counts against the centre, and for nobody below it; for the rest as ever."""
    made = table(agree_distance=0.0, agree_skill=0.0, agree_rank=0.5, verification=0.8)
    made.regime["registry"], made.country["mood"] = 0.25, 0.2
    for twin, discount in ((0, DISCOUNT), (1, WITH_TWIN)):
        made.prepare(0, twin=twin)
        assert made.readiness(channel) == pytest.approx(0.2 - discount[channel])
        assert counterpart.is_no_peer(made.w, 0, channel) == (
            channel == ROGUE or (channel in (MANDATE, QUIET, FREELANCE) if twin == 0 else channel in (CENTRAL, CONSULT))
        )


@pytest.mark.parametrize("channel", range(len(CHANNELS)))
@pytest.mark.parametrize("position", [0.5, -1.0])
def test_readiness(table, channel, position):
    """Mood, distance from the ideal, the skill of who negotiates, and what is doubted about who may speak: rank .5,
    verification .8, of which a registry at a quarter leaves .6."""
    made = table(agree_distance=0.7, agree_skill=0.9, agree_rank=0.5, verification=0.8, skill=0.45)
    made.regime["registry"], made.country["mood"] = 0.25, 0.2
    made.w.commitments["ideal"][:], made.w.commitments["ideal"][made.d + 2] = 9.0, 0.1
    made.w.departments["skill"], made.w.subnationals["skill"] = (0.1, 0.2), (0.3, 0.35, 0.6, 0.65)
    department = made.w.domains["department"][2]
    skill = {CENTRAL: (0.1, 0.2)[department], ROGUE: 0.45, LICENSED: 0.45, MANDATE: 0.6, QUIET: 0.6, FREELANCE: 0.6}
    skill[CONSULT] = skill[JOINT] = skill[CENTRAL]
    expected = 0.2 - 0.7 * abs(position - 0.1) + 0.9 * skill[channel] - DISCOUNT[channel]
    assert made.readiness(channel, position) == pytest.approx(expected)


@pytest.mark.parametrize("since", [15.0, 20.0, 20.6])
@pytest.mark.parametrize("mood", [-40.0, -1.0, 1.0])
def test_when_it_agrees(table, since, mood):
    """A unit exponential of the issue, used up at ln(1 + e^x) over the time scale, from when the offer lies there."""
    made = table(bargaining=1.6, agree_distance=0, agree_skill=0)
    made.country["mood"] = mood
    hazard = max(math.log1p(math.exp(mood)), 1e-12) / 1.6
    left, begin = -math.log(draws.uniform(made.given, draws.RELUCTANCE, made.issue["uid"], 0, 0)), max(20.0, since)
    for week in range(20, 60):
        made.clock["now"], made.clock["then"] = week, week + 1.0
        when = made.agrees(since)
        expected = begin + left / hazard
        if expected < week + 1:
            assert when == pytest.approx(expected)
            return
        assert math.isinf(when)
        left, begin = left - hazard * (week + 1 - begin), week + 1.0
        assert made.issue["reluctance"] == pytest.approx(left)
    assert mood == -40.0


def test_a_window_that_closes_first(table):
    made = table(agree_distance=0, agree_skill=0)
    made.country["mood"] = 5.0
    made.prepare(0, reluctance=1.0)
    when = 20 + 1 / math.log1p(math.exp(5.0))
    for deadline, agreed in ((when - 0.01, False), (when + 0.01, True)):
        made.prepare(0, reluctance=1.0, deadline=deadline)
        assert math.isfinite(made.agrees()) == agreed


@pytest.mark.parametrize(
    ("since", "deadline", "when"), [(15.0, 30.0, 20.0), (20.4, 30.0, 20.4), (15.0, 20.0, math.inf), (20.4, 20.5, 20.4)]
)
def test_without_bargaining_it_agrees_at_once(table, since, deadline, when):
    made = table(bargaining=0)
    made.prepare(0, deadline=deadline)
    assert made.agrees(since) == when and made.issue["reluctance"] == -1.0


@pytest.mark.parametrize("reluctance", [-1.0, 0.7])
def test_an_issue_without_an_offer_is_left_as_it_is(table, reluctance):
    """Its venture was stopped, or is not ready: what the counterpart needs to be won over is as before."""
    made = table()
    made.prepare(0, stage=WAITING, reluctance=reluctance, venture=FREELANCE, venture_ready=25.0)
    assert not counterpart.pursue(made.w, 0) and made.issue["reluctance"] == reluctance
    made.clock["now"], made.clock["then"], made.country["mood"] = 25.0, 26.0, 40.0
    assert counterpart.pursue(made.w, 0) and made.issue["channel"] == FREELANCE


def test_an_agreement_is_written_down(table):
    made = table(tolerance=1.0, default_rate=0)
    made.w.domains["line"] = (8.0, 9.0, 0.3)
    made.conclude(channel=JOINT, position=0.7, when=20.25)
    issue = made.issue
    assert (issue["stage"], issue["closed"], issue["channel"], issue["agreed"], issue["line"]) == (
        CONCLUDED,
        20.25,
        JOINT,
        0.7,
        0.3,
    )
    assert (issue["had_standing"], issue["contradicts"], issue["gap"], issue["kept"]) == (0, 0, 0.0, 1)
    assert (made.country["concluded"], made.country["kept"], made.country["broken"]) == (0, 1.0, 0.0)
    made.conclude(1)
    assert made.country["concluded"] == 1 and made.issues["next_tray"][1] == 0


@pytest.mark.parametrize(
    ("allowance", "omega", "gap"),
    [(0.0, 0.8, 1.4), (0.5, 0.8, 1.0), (1.0, 0.8, 0.6), (1.0, -0.8, 2.2), (0.5, 0.0, 1.4)],
)
def test_a_counterpart_accepts_a_share_of_the_local_difference(table, allowance, omega, gap):
    """|y - λω - m̄|, with m̄ the mean of the same: what places differ in is no contradiction where it is accepted."""
    made = table(tolerance=1.0, allowance=allowance)
    made.standing()["count"], made.standing()["position"], made.issue["omega"] = 3.0, 1.0, omega
    made.conclude(position=2.4)
    assert made.issue["gap"] == pytest.approx(gap) and made.issue["contradicts"] == (gap > 1.0 + 1e-12)
    assert made.standing()["position"] == pytest.approx(1.0 + (2.4 - allowance * omega - 1.0) / 4.0)


@pytest.mark.parametrize(("position", "contradicts"), [(2.4, 0), (2.5, 0), (2.51, 1), (0.49, 1), (0.51, 0)])
def test_contradictions_are_beyond_tolerance(table, position, contradicts):
    made = table(tolerance=1.0, allowance=0)
    made.standing()["count"], made.standing()["position"] = 3.0, 1.5
    made.conclude(position=position)
    assert (made.issue["had_standing"], made.issue["contradicts"]) == (1, contradicts)
    assert made.issue["gap"] == pytest.approx(abs(position - 1.5))


def test_what_stands_is_a_mean_with_a_horizon(table):
    """Of all agreements in the domain up to `standing`, then each new one weighs that much."""
    made = table(standing=3, allowance=0)
    means = []
    for i, position in enumerate((1.0, 2.0, 6.0, 9.0)):
        made.conclude(i, position=position)
        means.append(float(made.standing()["position"]))
    assert means == pytest.approx([1.0, 1.5, 3.0, 5.0]) and made.standing()["count"] == 3
    others = np.delete(np.arange(len(made.w.commitments)), made.d + 2)
    assert (made.w.commitments["count"][others] == 0).all()


@pytest.mark.parametrize("rate", [0.0, 0.3, 1.0])
def test_promises_are_delivered_by_chance(table, rate):
    """One draw of the issue; both sides of the belief fade first."""
    made = table(forgetting=0.9)
    made.regime["default_kept"] = rate
    kept = broken = 0.0
    for i in range(20):
        u = draws.uniform(made.given, draws.DELIVERY, made.issues["uid"][i], 0, 0)
        made.conclude(i)
        assert made.issues["kept"][i] == (u >= rate)
        kept, broken = 0.9 * kept + (u >= rate), 0.9 * broken + (u < rate)
    assert (made.country["kept"], made.country["broken"]) == pytest.approx((kept, broken))


@pytest.mark.parametrize("settled", [[], [0], [1], [2], [0, 1], [0, 2], [1, 2], [0, 1, 2]])
def test_settled_matters_leave_the_table(table, settled):
    made = table()
    for i in range(3):
        made.prepare(i, next_table=i - 1, stage=(CONCLUDED if i == 1 else LAPSED) if i in settled else WAITING)
    made.country["table"] = 2
    counterpart.clear_table(made.w, 1)
    assert made.lying() == [i for i in (2, 1, 0) if i not in settled]


def test_a_week_at_the_table(table):
    """All that lies there and is not settled is taken up, by this week's mood; what is agreed leaves."""
    made = table(agree_base=50.0, agree_distance=0)
    for i in range(5):
        made.prepare(i, next_table=i - 1, stage=(TABLED, LAPSED, WAITING, TABLED, CONCLUDED)[i])
    made.prepare(2, stage=WAITING, next_table=1)  # only what has an offer can be agreed
    made.country["table"], made.country["mood"] = 4, -99.0
    made.meet()
    assert (made.issues["stage"][:5] == [CONCLUDED, LAPSED, WAITING, CONCLUDED, CONCLUDED]).all()
    assert made.lying() == [2]
    assert made.issues["closed"][[0, 3]].max() < 20.2 and np.isinf(made.issues["closed"][[1, 2, 4]]).all()
