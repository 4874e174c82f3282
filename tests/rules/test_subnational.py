"""States and cities: their positions, their trust, when they go it alone and what then lies on which list."""

import math

import numpy as np
import pytest

from sim.model import draws
from sim.model.records import (
    AT_ACTOR,
    AT_ADVICE,
    CENTRAL,
    CONCLUDED,
    CONSULT,
    FREELANCE,
    LAPSED,
    LICENSED,
    MANDATE,
    QUIET,
    TABLED,
)
from sim.model.rules import subnational
from sim.model.rules.service import join


@pytest.mark.parametrize(("skill", "pace"), [(0.3, 0.88), (0.5, 1.0), (1.0, 1.3)])
def test_skill_speeds_work(state, skill, pace):
    for local in (1.0, 1.4):
        made = state(skill=0.5, skill_effect=0.6, local_pace=local)
        made.actor["skill"] = skill
        assert subnational.pace(made.w, 1) == pytest.approx(local * pace)


@pytest.mark.parametrize("alone", [False, True])
@pytest.mark.parametrize("liaison", [0.0, 0.7])
def test_position(state, alone, liaison):
    """a_S (ω + e_S/√π_S) + what it takes the line to be + slack (P - L); alone, unguided and with all its slack."""
    made = state(local_precision=2.0, guidance_noise=0.8, local_coordination=0, shock_sd=1.0)
    given, issue, domains = made.given, made.issue, made.w.domains
    made.regime["guided"], given["slack"], made.regime["slack_kept"] = 0.3, 0.9, 0.5
    made.actor["liaison"], domains["published"], domains["line"], domains["local_sd"] = (
        liaison,
        (0.1, 0.2, 0.3),
        5.0,
        0.7,
    )
    place = 1 * len(domains) + int(issue["domain"])
    made.w.preferences[:], made.w.preferences[place] = 99.0, 1.7
    e_own, e_reading = (
        draws.normal(draws.uniform(given, purpose, issue["uid"], 0, 0))
        for purpose in (draws.LOCAL_SIGNAL, draws.READING)
    )
    weight = 2 * 0.49 / (2 * 0.49 + 1)
    line = float(domains["published"][issue["domain"]])
    slack, error = (0.9, 0.8) if alone else (0.5 * (1 - liaison), 0.7 * 0.8)
    expected = weight * (issue["omega"] + e_own / math.sqrt(2)) + line + error * e_reading + slack * (1.7 - line)
    assert made.position(alone) == pytest.approx(expected)


def test_position_leans_to_what_was_promised(state):
    made = state(local_coordination=0.0)
    plain = made.position(False)
    made.given["local_coordination"], made.regime["seen_by_actors"] = 0.8, 0.25
    assert made.position(False) == plain
    place = int(made.issue["counterpart"]) * len(made.w.domains) + int(made.issue["domain"])
    made.w.commitments["count"], made.w.commitments["position"] = 1.0, 99.0
    made.w.commitments["position"][place] = -2.0
    answer = subnational.local_terms(made.w, 0, False)[0]
    for allowance in (0.0, 0.5, 1.0):
        made.given["allowance"] = allowance
        assert made.position(False) == pytest.approx((plain + 0.2 * (allowance * answer - 2.0)) / 1.2)


@pytest.mark.parametrize("promised", [False, True])
def test_a_delegate_without_a_wish_is_faithful(state, promised):
    """What it writes is what its mandate takes it to write, guided and with what is promised; a wish of its own moves
    the first alone."""
    made = state(guidance_noise=0.8, local_coordination=0.5)
    made.regime["guided"], made.regime["seen_by_actors"] = 0.6, 0.5
    made.w.commitments["count"], made.w.commitments["position"] = float(promised), 3.0
    place = 1 * len(made.w.domains) + int(made.issue["domain"])
    for wish, same in ((0.0, True), (1.5, False)):
        made.w.preferences[place] = float(made.w.domains["published"][made.issue["domain"]]) + wish
        made.issue["desk"] = AT_ACTOR
        subnational.draft(made.w, 0)
        assert (made.issue["position"] == made.issue["faithful"]) == same
        assert made.issue["faithful"] == subnational.faithful_position(made.w, 0)


def test_advice_takes_no_position(state):
    made = state()
    for desk, written in ((AT_ADVICE, False), (AT_ACTOR, True)):
        made.issue["desk"], made.issue["position"] = desk, 77.0
        subnational.draft(made.w, 0)
        assert (made.issue["position"] != 77.0) == written
    assert made.issue["position"] == made.position(False)


@pytest.mark.parametrize(
    ("fields", "answer"),
    [
        ({"stage": CONCLUDED, "channel": CENTRAL, "closed": 16.0}, math.exp(-0.5)),
        ({"stage": CONCLUDED, "channel": CONSULT, "closed": 22.0, "route": CONSULT}, math.exp(-1)),
        ({"stage": CONCLUDED, "channel": QUIET, "closed": 16.0}, 0.0),
        ({"stage": CONCLUDED, "channel": LICENSED, "closed": 16.0}, 0.0),
        ({"stage": LAPSED, "closed": 16.0}, 0.0),
        ({"stage": CONCLUDED, "channel": MANDATE, "closed": 16.0, "route": MANDATE}, None),
        ({"stage": LAPSED, "closed": 16.0, "route": MANDATE}, None),
    ],
)
def test_trust_moves_with_answers(state, fields, answer):
    """trust <- trust + rate (x - trust): x falls with the age of an official answer, 0 for none; its own mandates teach
    nothing about the centre."""
    made = state(patience=12, trust_rate=0.2)
    made.prepare(0, **fields)
    subnational.take_answer(made.w, 0)
    assert made.actor["trust"] == pytest.approx(0.4 if answer is None else 0.4 + 0.2 * (answer - 0.4))


def test_urge(state):
    """h0 aspiration (1 - trust) a tick, but for the age of the issue over patience and what deters."""
    made = state(freelance_rate=0.03, patience=12, aspiration=2, caught=0)
    subnational.feel_urge(made.w, 1)
    assert made.actor["urge"] == pytest.approx(0.03 / 12 * 2 * 1.5 * 0.6)


def test_hazards_use_up_restraint(state):
    """By the urge times the age of the issue when the week begins."""
    made = state()
    made.actor["urge"] = 0.25
    assert made.alone() == 0 and made.issue["restraint"] == pytest.approx(50 - 2.5)
    made.clock["now"] = 22.0
    assert made.alone() == 0 and made.issue["restraint"] == pytest.approx(50 - 2.5 - 3.0)
    made.issue["restraint"] = 3.01
    assert made.alone() == 0
    made.issue["restraint"] = 3.0
    assert made.alone() > 0


@pytest.mark.parametrize(
    "fields",
    [
        {"venture": QUIET},
        {"stage": TABLED},
        {"stage": CONCLUDED},
        {"route": MANDATE},
        {"deadline": 20.0},
        {"opened": 20.0},
        {"opened": 20.5},
    ],
)
def test_what_is_left_to_others(state, fields):
    """Issues it ventured on already, that were offered or settled, its own mandates, closed windows, this week's."""
    made = state()
    made.actor["urge"] = 0.25
    made.prepare(0, **({"restraint": 0.0} | fields))
    assert made.alone() == 0 and made.issue["restraint"] == 0.0
    made.prepare(0, restraint=0.0, deadline=20.1, route=CONSULT)
    assert made.alone() > 0


def test_no_more_ventures_than_it_can_carry(state):
    made = state()
    for ventures, free in ((0, True), (2, True), (3, False), (4, False)):
        made.prepare(0, restraint=0.0)
        made.actor["ventures"] = ventures
        assert (made.alone() > 0) == free


@pytest.mark.parametrize(("deterred", "value", "noise"), [(0.0, 0.6, 0.2), (0.8, 0.6, 0.2), (0.4, 0.9, 0.5)])
def test_quietly_or_openly(state, deterred, value, noise):
    """Openly: worth 1 and the full risk; quietly: worth less at half the risk. One draw of the issue decides."""
    made = state(quiet_value=value, choice_noise=noise)
    made.regime["deterred_alone"] = deterred
    made.actor["home"] = 0
    subnational.feel_urge(made.w, 1)
    chance = 1 / (1 + math.exp(((1 - deterred) - (value - 0.5 * deterred)) / noise))
    for i in range(60):
        made.prepare(i, restraint=0.0)
        u = draws.uniform(made.given, draws.ALONE_FORM, made.issues["uid"][i], 0, 0)
        assert made.alone(i) == (QUIET if u < chance else FREELANCE)


def test_a_venture_begins(state):
    """Ready after its work at the pace of the actor's own people, here of four fifths of a team for each venture; the
    latest first on its list."""
    made = state(venture_speed=1.5, skill=0.5, skill_effect=0.6, local_pace=1)
    made.actor["skill"], made.actor["solo"] = 1.0, 0.8
    for i, how in ((0, QUIET), (1, FREELANCE)):
        made.prepare(i)
        subnational.start_venture(made.w, i, how, 0.25)
        assert (made.issues["venture"][i], made.issues["venture_at"][i]) == (how, 20.0)
        assert made.issues["venture_ready"][i] == pytest.approx(20 + 3 / (1.5 * 1.3 * 0.8))
        assert made.issues["venture_position"][i] == 0.25
    assert made.listed("alone", "next_alone") == [1, 0] and made.actor["ventures"] == 2


@pytest.mark.parametrize("ready", [[], [0], [1], [2], [0, 1], [0, 2], [1, 2], [0, 1, 2]])
def test_ventures_that_are_ready_go_out(state, ready):
    made = state()
    for i in range(3):
        made.prepare(i)
        subnational.start_venture(made.w, i, QUIET, 0.0)
    made.issues["venture_ready"][:3] = 21.0
    made.issues["venture_ready"][ready] = 20.99
    subnational.finish_ventures(made.w, 1)
    assert sorted(made.listed("alone_tray", "next_alone")) == ready
    assert made.listed("alone", "next_alone") == [i for i in (2, 1, 0) if i not in ready]
    assert made.actor["ventures"] == 3 - len(ready)


@pytest.mark.parametrize("settled", [[], [0], [1], [2], [0, 1], [0, 2], [1, 2], [0, 1, 2]])
@pytest.mark.parametrize("deciding", [False, True])
def test_settled_matters_leave_the_list(state, settled, deciding):
    """And each moves trust, the latest opened first, after the week's urge was felt, whoever decides what to do about
    the others."""
    made = state(trust_rate=0.2, patience=12)
    for i in range(3):
        made.prepare(i, next_local=i - 1)
    made.actor["home"] = 2
    for i in settled:
        made.prepare(i, next_local=i - 1, stage=CONCLUDED, channel=CENTRAL, closed=11.0 + 3 * i)
    subnational.look_home(made.w, 1, deciding)
    assert made.listed("home", "next_local") == [i for i in (2, 1, 0) if i not in settled]
    trust = 0.4
    for i in reversed(settled):
        trust += 0.2 * (math.exp(-(1 + 3 * i) / 12) - trust)
    assert made.actor["trust"] == pytest.approx(trust)
    assert made.actor["urge"] == pytest.approx(made.regime["urge_rate"] * 1.5 * 0.6)


def test_a_look_home(state):
    """Ventures that are ready go out first, so that others can begin; each takes the position of one who is alone."""
    made = state()
    for i in range(3):
        made.prepare(i, next_local=i - 1, restraint=0.0)
    made.actor["home"], made.actor["ventures_max"] = 2, 1
    made.issues["locality"][5] = 1
    subnational.start_venture(made.w, 5, QUIET, 0.0)
    made.issues["venture_ready"][5] = 20.5
    made.decide()
    assert made.listed("alone_tray", "next_alone") == [5] and made.listed("alone", "next_alone") == [2]
    assert made.issues["venture_position"][2] == made.position(True, 2) and made.issues["venture"][2] > 0
    assert made.listed("home", "next_local") == [2, 1, 0] and made.actor["ventures"] == 1


def test_mandates_are_worked_and_drafted(state):
    """At the actor's teams over its desks, by its pace; what is finished has a position."""
    made = state({"delegation.level": 0.5, "delegation.min_capacity": 0}, skill=0.5, skill_effect=0.6, local_pace=1)
    w, station = made.w, 2 * len(made.w.departments) + 1
    servers = int(w.stations["servers"][station])
    made.actor["skill"], made.actor["teams"] = 1.0, 0.8 * servers
    rate = 0.8 * 1.3
    for i in (0, 1):
        made.prepare(
            i, desk=AT_ACTOR, task=0.2, joined=20.0, started=math.inf, next_queue=-1, priority=2, position=77.0
        )
    for able, worked in ((0, False), (1, True)):
        made.actor["able"] = able
        w.queues["head"] = w.queues["tail"] = -1
        w.teams["free"] = 20.0
        for i in (0, 1):
            join(made.w, station, i, 20.0)
        subnational.act(made.w, 1)
        assert np.isfinite(made.issues["started"][0]) == worked
    assert made.issues["ready"][0] == pytest.approx(20 + 0.2 / rate)
    assert made.issues["position"][0] == made.position(False) and made.listed("tray", "next_tray")[-1] == 0
