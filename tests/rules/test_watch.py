"""The centre's watch, act by act: what it reads, when it looks again, whom it sanctions, what one desk corrects, what
surfaces and what lapses; each by hand."""

import math

import numpy as np
import pytest

from sim.model import draws
from sim.model.records import (
    CENTRAL,
    CHANNELS,
    CONCLUDED,
    CONSULT,
    CRISIS_LOST,
    LAPSED,
    LICENSED,
    MISJUDGED,
    QUIET,
    ROGUE,
    TABLED,
    VITAL_LAPSE,
    WAITING,
)
from sim.model.rules import oversight


@pytest.mark.parametrize("dt", [0.5, 1.0, 2.0])
def test_looked_at_again_in_its_tick(watch, dt):
    """Or at once if that has passed; never after the end."""
    made = watch()
    made.given["dt"], made.clock["tick"] = dt, 20
    for when, tick in ((22.3 * dt, 22), (20.0 * dt, 20), (3.0, 20), (made.given["weeks"], None), (math.inf, None)):
        made.w.watch[:] = -1
        oversight.put_watch(made.w, 0, when)
        assert made.listed(made.w.watch, "next_watch") == ({} if tick is None else {tick: [0]})
    made.w.watch[:] = -1
    for i in range(3):
        oversight.put_watch(made.w, i, 21.5 * dt)
    assert made.listed(made.w.watch, "next_watch") == {21: [2, 1, 0]}


def test_agreements_are_read(watch):
    """Each once, from every counterpart; those that hide trouble are looked at when it is found or surfaces."""
    made = watch(caught=0, surface_rate=0.2, fading_rate=0, leeway=0.8)
    made.put(20, incident=0, severity=0.0, detected=math.inf, surfaces=math.inf, agreed=0.5)
    made.issues["agreed"][[1, 3]], made.issues["closed"][:4] = 3.0, 30.5
    made.issues["faithful"] = made.issues["agreed"]
    made.w.counterparts["concluded"], made.issues["next_tray"][0], made.issues["next_tray"][1] = (2, 0, 3), 1, -1
    made.receive()
    assert (made.w.counterparts["concluded"] == -1).all()
    assert (made.federal["open"], made.federal["agreed"]) == (96, 4)
    assert made.issues["incident"][:5].tolist() == [0, MISJUDGED, 0, MISJUDGED, 0]
    assert [line[:2] for line in made.told()] == [
        ("agreed", 2),
        ("agreed", 0),
        ("agreed", 1),
        ("troubled", 1),
        ("agreed", 3),
        ("troubled", 3),
    ]
    assert made.told()[1] == ("agreed", 0, 30.5, 1, 0.5)
    assert made.told()[3] == ("troubled", 1, 30.5, MISJUDGED, made.issues["severity"][1])
    expected = {}
    for i in (1, 3):
        out = 30.5 - math.log(draws.pair(made.given, draws.SURFACE, made.issues["uid"][i], 0, 0)[0]) / 0.2
        assert made.issues["surfaces"][i] == pytest.approx(out)
        if out < 52:
            expected.setdefault(int(out), []).insert(0, i)
    assert made.listed(made.w.watch, "next_watch") == expected and expected


def test_what_is_found_first_is_looked_at_first(watch):
    made = watch(caught=1, alarm_delay=0.001, surface_rate=0.01, fading_rate=0, leeway=0.8)
    made.put(1, agreed=3.0, faithful=3.0, closed=30.5, detected=math.inf, surfaces=math.inf)
    made.w.counterparts["concluded"][1] = 0
    made.receive()
    assert made.listed(made.w.watch, "next_watch") == {30: [0]}


@pytest.mark.parametrize("channel", range(len(CHANNELS)))
@pytest.mark.parametrize("strictness", [0.0, 0.4, 1.0])
def test_sanctions(watch, channel, strictness):
    """Suspension of who did it, as long as the sanction is strict, and less trust; the centre spares itself."""
    made = watch(suspension=20, sanction_trust=0.25).put(20, channel=channel)
    made.regime["sanction"] = strictness
    made.w.subnationals["trust"] = 0.8
    made.call("sanction", 0)
    touched = strictness > 0 and channel not in (CENTRAL, CONSULT)
    actors, company = touched and channel < ROGUE, touched and channel in (ROGUE, LICENSED)
    until = 30 + 20 * strictness
    assert made.w.subnationals["suspended"].tolist() == [0, 0, until if actors else 0, 0]
    assert made.w.subnationals["trust"] == pytest.approx(
        [0.8, 0.8, 0.8 * (1 - 0.25 * strictness) if actors else 0.8, 0.8]
    )
    assert made.w.privates["barred"][0] == (until if company else 0)
    assert made.told() == ([("sanctioned", 0, 30.25, 2, strictness)] if touched else [])
    made.w.subnationals["suspended"], made.w.privates["barred"] = 99.0, 99.0
    made.call("sanction", 1)
    assert made.w.subnationals["suspended"][2] == made.w.privates["barred"][0] == 99.0


@pytest.mark.parametrize("strictness", [0.3, 0.8])
def test_the_stricter_the_more_is_voided(watch, strictness):
    """By one draw of the act; a promise that was kept is then broken, one that was broken is not broken again."""
    made = watch().put(20)
    made.issues["kept"][:20:3] = 0
    made.regime["sanction"], broken, kept, voided = strictness, 2.0, 10.0, 0
    for i in range(20):
        void = draws.uniform(made.given, draws.VOID, made.issues["uid"][i], 0, 0) < strictness
        made.call("sanction", i)
        if void and i % 3:
            kept, broken = 0.9 * kept, 0.9 * broken + 1
        assert made.issues["voided"][i] == void and made.issues["kept"][i] == (i % 3 > 0 and not void)
        voided += void
    assert made.w.counterparts["broken"] == pytest.approx([2, broken, 2]) and 0 < voided < 20
    assert made.w.counterparts["kept"] == pytest.approx([10, kept, 10])


def test_one_desk_corrects_one_act_after_another(watch):
    """remedy_work over the desk's rate each, from when it is found; what would surface first is left to surface."""
    made = watch(remedy_work=3).put(20)
    made.regime["desk_rate"], made.regime["sanction"] = 4.0, 0.0
    made.issues["surfaces"][[0, 1, 2]], made.issues["detected"][3] = (50.0, 31.7, 40.0), 35.0
    for i in range(4):
        made.call("detect", i)
    assert made.issues["remedied"][:4].tolist() == [31.0, math.inf, 31.75, 35.75]
    assert made.federal["desk_free"] == 35.75
    assert made.listed(made.w.watch, "next_watch") == {31: [1]}
    assert [line for line in made.told() if line[1] < 2] == [
        ("detected", 0, 30.25, MISJUDGED, 0.75),
        ("remedied", 0, 31.0, MISJUDGED, 0.75),
        ("detected", 1, 30.25, MISJUDGED, 0.75),
    ]


def test_what_would_surface_just_then_surfaces(watch):
    made = watch(remedy_work=3).put(2)
    made.regime["desk_rate"] = 4.0
    for i, (surfaces, corrected) in enumerate(((31.0, False), (31.01, True))):
        made.federal["desk_free"], made.issues["surfaces"][i] = 0.0, surfaces
        made.call("detect", i)
        assert np.isfinite(made.issues["remedied"][i]) == corrected


def test_without_officers_nothing_is_corrected(watch):
    made = watch().put(1, surfaces=45.0)
    made.regime["desk_rate"] = 0.0
    made.call("detect", 0)
    assert math.isinf(made.issue["remedied"]) and made.listed(made.w.watch, "next_watch") == {45: [0]}


def test_lessons(watch):
    """Each detection closes a part of the gap, where reviews carry no blame."""
    made = watch({"coordination.reviews": 0.5, "coordination.blame": 0.25}, review_learning=0.2).put(20)
    made.federal["lessons"] = 0.1
    made.call("detect", 0)
    assert made.federal["lessons"] == pytest.approx(0.1 + 0.2 * 0.5 * 0.75 * 0.9)


def test_detection_sanctions(watch):
    made = watch(suspension=20).put(1)
    made.regime["sanction"] = 0.5
    made.call("detect", 0)
    assert made.w.subnationals["suspended"][2] == 40.0


@pytest.mark.parametrize("kept", [0, 1])
@pytest.mark.parametrize("severity", [0.5, 3.0, 1e6])
def test_an_incident(watch, kept, severity):
    """A promise broken in full view, legitimacy lost by its severity, and a crisis by its severity up to two."""
    made = watch(legitimacy_hit=0.01, spawn=0.3).put(1, kept=kept, severity=severity, surfaces=30.5)
    rows = int(made.federal["rows"])
    made.call("surface", 0)
    assert made.issue["surfaced"] == 30.5 and made.federal["surfaced"] == 1 and made.issue["kept"] == 0
    assert made.w.counterparts["broken"] == pytest.approx([2, 0.9 * 2 + 1 if kept else 2, 2])
    assert made.federal["legitimacy"] == pytest.approx(max(0.6 - 0.01 * severity, 0))
    assert made.told()[0] == ("surfaced", 0, 30.5, MISJUDGED, severity)
    born = draws.uniform(made.given, draws.SPAWN, made.issue["uid"], 0, 0) < 0.3 * min(severity, 2)
    assert made.federal["rows"] == rows + born


def test_chance_of_a_crisis_grows_with_severity_up_to_two(watch):
    for severity, chance in ((0.5, 0.1), (1.5, 0.3), (2.0, 0.4), (9.0, 0.4)):
        made = watch(spawn=0.2).put(20, severity=severity)
        u = np.array([draws.uniform(made.given, draws.SPAWN, uid, 0, 0) for uid in made.issues["uid"][:20]])
        for i in range(20):
            made.call("surface", i)
        assert made.federal["born"] == (u < chance).sum()


@pytest.mark.parametrize(
    ("fields", "kind", "severity"),
    [
        ({"crisis": 1, "vitality": 0.9, "stage": WAITING}, CRISIS_LOST, 1.8),
        ({"crisis": 2, "vitality": 0.9, "stage": TABLED}, CRISIS_LOST, 1.8),
        ({"vitality": 0.6, "stage": WAITING}, VITAL_LAPSE, 0.6),
        ({"vitality": 0.7, "stage": TABLED}, 0, 0.0),
        ({"vitality": 0.59, "stage": WAITING}, 0, 0.0),
    ],
)
def test_lapses(watch, fields, kind, severity):
    """A lost crisis, or a vital issue on which nothing was offered, is an omission in full view, and no incident; a
    lost crisis breeds."""
    made = watch(legitimacy_hit=0.01, spawn=0.9, vital_threshold=0.6)
    made.put(1, **({"incident": 0, "severity": 0.0, "deadline": 30.75, "surfaces": math.inf, "kept": 0} | fields))
    made.call("lapse", 0)
    assert (made.issue["stage"], made.issue["closed"]) == (LAPSED, 30.75)
    assert (made.federal["open"], made.federal["lapsed"], made.federal["missed"]) == (99, 1, int(kind > 0))
    assert made.federal["surfaced"] == 0
    assert (made.issue["incident"], made.issue["severity"]) == (kind, pytest.approx(severity))
    assert made.issue["surfaced"] == made.issue["surfaces"] == math.inf
    assert made.federal["legitimacy"] == pytest.approx(0.6 - 0.01 * severity)
    assert made.told()[0] == ("window_closed", 0, 30.75, 1, made.issue["vitality"])
    if kind:
        assert made.told()[1] == ("missed", 0, 30.75, kind, pytest.approx(severity))
    u = draws.uniform(made.given, draws.SPAWN, made.issue["uid"], 0, 0)
    assert made.federal["born"] == (kind == CRISIS_LOST and u < 0.9 * 1.8)
    assert (made.w.counterparts["broken"] == 2).all()


def test_legitimacy_does_not_fall_below_nothing(watch):
    made = watch(legitimacy_hit=0.9)
    made.put(1, stage=WAITING, vitality=0.9, deadline=30.5)
    made.call("lapse", 0)
    assert made.federal["legitimacy"] == 0.0


def test_windows_that_close(watch):
    """This tick's lapse; those that moved on while a team worked are due in their new tick, at the earliest the next;
    settled ones are left; what moved beyond the end is forgotten."""
    made = watch()
    made.put(7, stage=WAITING, incident=0, surfaces=math.inf, detected=math.inf)
    made.issues["deadline"][:7] = (30.5, 31.0, 33.5, 30.9, 60.0, 30.99, 31.2)
    made.issues["stage"][3], made.w.due[:], made.w.due[30] = CONCLUDED, -1, 0
    made.issues["next_due"][:7] = (1, 2, 3, 4, 5, 6, -1)
    made.w.due[33] = 9
    made.come_due()
    assert made.issues["stage"][:7].tolist() == [LAPSED, WAITING, WAITING, CONCLUDED, WAITING, LAPSED, WAITING]
    made.w.due[30] = -1
    assert made.listed(made.w.due, "next_due") == {31: [6, 1], 33: [2, 9]}
    assert made.federal["lapsed"] == 2


def test_what_comes_to_light_this_tick(watch):
    """Found and corrected; found, then surfaced in the same tick for want of time; surfaced unseen; found only once."""
    made = watch(remedy_work=1).put(4)
    made.regime["desk_rate"] = 4.0
    made.issues["detected"][:4], made.issues["surfaces"][:4] = (30.1, 30.2, math.inf, 30.3), (50.0, 30.25, 30.5, 40.0)
    made.w.watch[30], made.issues["next_watch"][:4] = 0, (1, 2, 3, -1)
    made.issues["watched"][3] = 1  # found earlier, not corrected, and surfacing now
    made.come_due()
    assert made.issues["watched"][:4].tolist() == [1, 1, 0, 1]
    assert made.issues["remedied"][:4].tolist() == [30.35, math.inf, math.inf, math.inf]
    assert made.issues["surfaced"][:4].tolist() == [math.inf, 30.25, 30.5, 40.0]
    assert made.w.watch[30] == -1 and made.federal["surfaced"] == 3
    assert [line[:2] for line in made.told() if line[0] == "detected"] == [("detected", 0), ("detected", 1)]


def test_quiet_acts_lose_trust_when_found(watch):
    made = watch(sanction_trust=0.2).put(1, channel=QUIET)
    made.regime["sanction"], made.w.subnationals["trust"] = 1.0, 0.5
    made.call("detect", 0)
    assert made.w.subnationals["trust"].tolist() == [0.5, 0.5, 0.4, 0.5]
