"""What levers and staff come to before a run begins: one worked example of each formula, and its ends."""

import math

import numpy as np
import pytest

from sim.errors import InputError
from sim.model.given import GIVEN, REGIME
from sim.model.records import rows
from sim.model.rules import staffing

BOTH = np.dtype(GIVEN.descr + REGIME.descr)


def given(**values):
    """What is given and the regime, in one record."""
    made = rows(BOTH, 1).view(np.recarray)[0]
    defaults = {"span": 5, "team_fte": 10, "patience": 12, "patrol_period": 13, "dt": 1}
    defaults |= {"support_growth": 1, "usual_front": 1, "pay_step": 1}
    for name, value in (defaults | values).items():
        made[name] = value
    return made


def levers(**values):
    made = given(**values)
    staffing.settle_levers(made, made)
    return made


def watch(**values):
    made = given(**values)
    staffing.settle_deterrence(made, made)
    return made


def test_front_line_solves_the_head_count():
    """F + (F - 1)/(s - 1) + r F = N."""
    for headcount, span, support in ((1000, 6.0, 1.25), (37.5, 2.5, 0.0), (27_500, 10.0, 0.5)):
        front = staffing.front_line(headcount, span, support)
        assert front + (front - 1) / (span - 1) + support * front == pytest.approx(headcount)
    assert staffing.front_line(-50, 5, 1) == 0.0


@pytest.mark.parametrize("headcount", [1e-3, 0.5, 1.0, 1.9, 2.0])
def test_fewer_than_one_officer_have_no_manager(headcount):
    """F + r F = N where F is at most 1; the two cases meet there."""
    front = staffing.front_line(headcount, 6.25, 1.2)
    assert front * (1 + 1.2) == pytest.approx(headcount) or front > 1
    made = given(headcount=headcount, span=6.25, support=1.2)
    staffing.staff(made, made, {})
    assert made.managers == max(front - 1.0, 0.0) / 5.25 and made.front == front
    assert staffing.front_line(2.2, 6.25, 1.2) == pytest.approx(1.0)
    assert staffing.front_line(2.2 + 1e-9, 6.25, 1.2) == pytest.approx(1.0)


@pytest.mark.parametrize(
    ("front", "span", "expected"),
    [
        (1, 5, (0, 1)),
        (2, 5, (1, 2)),
        (5, 5, (1, 2)),
        (6, 5, (3, 3)),
        (25, 5, (6, 3)),
        (26, 5, (9, 4)),
        (25.0000000001, 5, (6, 3)),
        (10, 2.5, (7, 4)),
        (0.5, 5, (0, 1)),
    ],
)
def test_managers_level_by_level(front, span, expected):
    """26 officers at a span of five: six managers, two over them, one at the top."""
    assert staffing.managers(front, span) == expected


def test_staff():
    """A thousand posts of which forty go to levers; 26 weeks of exercises at .1 a week cost a twentieth of the time."""
    made = given(headcount=1000, support=1.0, attenuation=0.9, exercises=26, exercise_cost=0.1)
    staffing.staff(made, made, {"a": 30.0, "b": 10.0})
    front = (960 + 0.25) / 2.25
    assert (made.overhead, made.front, made.managers) == pytest.approx((40, front, (front - 1) / 4))
    assert made.teams == pytest.approx(front / 10) and made.time_kept == pytest.approx(0.95)
    assert made.supply == front and made.overhead + front + made.managers + made.supply == pytest.approx(1000)
    assert made.levels == 5 and made.retained == pytest.approx(0.9**4)  # 427 officers: 86, 18, 4, 1 above them
    made = given(headcount=1000, support=1.0, exercises=26, exercise_cost=9.0)
    staffing.staff(made, made, {"a": 30.0})
    assert made.time_kept == 0.0


@pytest.mark.parametrize(
    ("costs", "refused"),
    [({"a": 600.0, "b": 400.0}, "a"), ({"a": 400.0, "b": 700.0}, "b"), ({"a": 599.0, "b": 400.0}, None)],
)
def test_levers_that_cost_too_much(costs, refused):
    """The dearest is named; one post less than all is still affordable."""
    made = given(headcount=1000, support=1.0)
    if refused is None:
        staffing.staff(made, made, costs)
        assert made.overhead == 999
    else:
        with pytest.raises(InputError, match=f"^{refused}: .*expected less than the headcount of 1,000"):
            staffing.staff(made, made, costs)


WORK = {
    "support": 1.0,
    "load": 0.8,
    "arrival_rate": 20.0,
    "clearance_share": 0.2,
    "clearance_load": 0.6,
    "redraft_prob": 0.25,
    "redraft_share": 0.5,
    "crisis_share": 0.1,
    "excitation": 0.5,
    "crisis_work": 0.75,
}


def test_scale_of_work():
    """1.5 clearances an issue, a quarter sent back: half an issue's clearances again, at half the work; a fifth as many
    crises at three quarters of the work. Work times arrivals is the load of the drafting teams; clearances times their
    flow that of the clearing ones."""
    made = given(**WORK)
    staffing.scale_work(made, 1.5, 1.5, 1000)
    assert made.usual_front == staffing.front_line(1000, 5, 1.0)
    teams = made.usual_front / 10
    redrafts = 1.5 * (0.25 / 0.75) * 0.5
    per_issue = 1 + redrafts + 0.2 * (0.75 + redrafts)
    assert made.mean_work * 20 * per_issue == pytest.approx(0.8 * teams * 0.8)
    assert made.clearance_task * 20 * 1.2 * 1.5 / 0.75 == pytest.approx(0.6 * teams * 0.2)


def test_big_issues_are_cleared_and_redrafted_as_big_ones():
    """Clearances by size: 2 of a mean routine issue, 1.5 of a crisis, which has no size of its own."""
    made = given(**WORK)
    staffing.scale_work(made, 2.0, 1.5, 1000)
    teams, again = staffing.front_line(1000, 5, 1.0) / 10, (0.25 / 0.75) * 0.5
    assert made.mean_work * 20 * (1 + 2 * again + 0.2 * (0.75 + 1.5 * again)) == pytest.approx(0.8 * teams * 0.8)
    assert made.clearance_task * 20 * (2 + 0.2 * 1.5) / 0.75 == pytest.approx(0.6 * teams * 0.2)


def test_without_clearances_all_teams_draft():
    made = given(**WORK)
    staffing.scale_work(made, 0.0, 0.0, 1000)
    assert made.mean_work * 20 * (1 + 0.2 * 0.75) == pytest.approx(0.8 * staffing.front_line(1000, 5, 1.0) / 10)
    assert made.clearance_task == 0.0


@pytest.mark.parametrize(("body", "won", "carried"), [(0, 0.0, 0.0), (1, 0.7, 0.8), (2, 0.9, 0.9), (3, 1.0, 1.0)])
def test_bodies_win_slots_and_carry_authority(body, won, carried):
    made = levers(body=body, slots=8, authority=0.6)
    assert (made.slots_kept, made.authority_kept) == pytest.approx((8 * won, 0.6 * carried))


@pytest.mark.parametrize(("dissent", "share"), [(0.0, 0.45), (0.4, 0.27), (1.0, 0.0)])
def test_common_error(dissent, share):
    """Groupthink .3 and half of .3 that standards add; dissent removes its part. Squares of the two parts make one."""
    made = levers(groupthink=0.3, standards_groupthink=0.3, standards=0.5, dissent=dissent)
    assert (made.common_error**2, made.own_error**2) == pytest.approx((share, 1 - share))
    assert levers(groupthink=0.9, standards_groupthink=0.4, standards=1.0).common_error == 1.0


def test_growth_is_yearly():
    made = given(**WORK, growth=0.05)
    staffing.scale_work(made, 0.0, 0.0, 1000)
    assert made.log_growth * 52 == pytest.approx(math.log(1.05))


def test_guidance_and_standards_remove_misreadings_each():
    assert levers(guidance=0.4, standards_effect=0.3, standards=0.5).guided == pytest.approx(1 - 0.6 * 0.85)


def test_redrafts_that_remain():
    made = levers(redraft_prob=0.3, rights_effect=0.7, decision_rights=0.5, standards_effect=0.3, standards=0.5)
    assert made.redraft_kept == pytest.approx(0.3 * 0.65 * 0.85)


def test_defaults_that_remain():
    made = levers(default_rate=0.2, alignment_delivery=0.5, alignment=0.6, inclusion_delivery=0.4, inclusion=0.25)
    assert made.default_kept == pytest.approx(0.2 * 0.7 * 0.9)


@pytest.mark.parametrize(
    ("registry", "sharing", "seen"),
    [(0.0, 0.0, 0.0), (0.5, 0.0, 0.5), (0.0, 0.5, 0.2), (0.5, 0.5, 0.6), (1.0, 0.0, 1.0)],
)
def test_what_is_seen_of_promises(registry, sharing, seen):
    """By a registry or by shared data; without either actors see a tenth and the centre a half."""
    made = levers(registry=registry, sharing=sharing, sharing_delegate=0.4, visibility=0.1)
    assert made.seen_by_actors == pytest.approx(0.1 + 0.9 * seen)
    assert made.seen_by_centre == pytest.approx(0.5 + 0.5 * seen)


@pytest.mark.parametrize("dt", [0.5, 1.0])
def test_skill_a_tick(dt):
    """Learning .1 and half of .3 by training a year; quits .2 and half of .1 by moves, of which archives keep .35."""
    made = levers(
        learning=0.1,
        training=0.5,
        training_gain=0.3,
        quit_rate=0.2,
        rotation=0.5,
        rotation_loss=0.1,
        archive_effect=0.7,
        archives=0.5,
        dt=dt,
    )
    assert made.memory_kept == pytest.approx(0.65)
    assert made.skill_gain * 52 == pytest.approx(0.25 * dt) and made.skill_loss * 52 == pytest.approx(0.25 * 0.65 * dt)


@pytest.mark.parametrize(("office", "match"), [(0.0, 0.6), (3.0, 0.9), (1.0, 0.8)])
def test_an_office_finds_what_is_missed(office, match):
    """Half of it at `office_half` desks."""
    assert levers(office=office, office_half=1.0, match=0.6).match_kept == pytest.approx(match)


@pytest.mark.parametrize(
    ("cost", "tail", "share"),
    [
        (0.5, 0.0, math.exp(-0.5)),
        (0.4, -1.0, 0.6),
        (1.5, -1.0, 0.0),
        (1.5, 0.5, 1 / 1.75**2),
        (0.0, 0.5, 1.0),
        (0.0, 0.0, 1.0),
    ],
)
def test_who_gains_more_than_it_costs(cost, tail, share):
    """Generalised Pareto gains: exponential, uniform, and heavy-tailed."""
    assert staffing.undeterred(cost, tail) == pytest.approx(share)


@pytest.mark.parametrize("tail", [5e-324, 1e-300, -1e-17, 1e-15, -2e-12, 1e-9])
def test_nearly_exponential_gains(tail):
    """S = e^-x (1 + ξ x²/2 + ...) as ξ goes to 0 from either side."""
    assert staffing.undeterred(1.5, tail) == pytest.approx(math.exp(-1.5) * (1 + tail * 1.5**2 / 2), rel=1e-12)


EYES = {
    "report_prob": 0.2,
    "alarm": 0.5,
    "transparency": 0.5,
    "bystanders": 3,
    "patrol": 0.4,
    "caught": 0.1,
    "registry": 0.5,
    "compliance": 0.8,
    "preclearance": 0.25,
    "private_detection": 0.3,
}
UNSEEN = 0.6 * 0.925**3 * 0.9  # of those eyes that watch everybody: an alarm of .2 x .5 x .75 by each of three


@pytest.mark.parametrize("sanction", [0.0, 0.5])
@pytest.mark.parametrize("concealment", [0.0, 0.6])
def test_deterrence(sanction, concealment):
    """Caught by one instrument or another, times strictness; notification and review watch delegates alone, who acts
    alone hides the more, the stricter; deniable acts are found less."""
    made = watch(**EYES, sanction=sanction, concealment=concealment)
    caught = 1 - UNSEEN * 0.6 * 0.75, (1 - UNSEEN) * (1 - concealment * sanction), (1 - UNSEEN) * 0.3
    assert (made.caught_delegated, made.caught_alone, made.caught_private) == pytest.approx(caught)
    assert (made.deterred, made.deterred_alone, made.deterred_private) == pytest.approx([sanction * x for x in caught])


def test_what_deterrence_does():
    """It cuts the urge, e^-2D with exponential gains, and slack, with buy-in."""
    made = watch(
        **EYES,
        sanction=0.5,
        deterrence_power=2,
        freelance_rate=0.03,
        aspiration=1.5,
        patience=10,
        slack=0.6,
        buy_in=0.5,
        inclusion=0.4,
        dt=0.5,
    )
    kept = math.exp(-2 * 0.5 * (1 - UNSEEN))
    assert made.undeterred == pytest.approx(kept)
    assert made.urge_rate == pytest.approx(0.03 * 1.5 * kept * 0.5 / 10)
    assert made.slack_kept == pytest.approx(0.6 * (1 - 0.5 * (1 - UNSEEN * 0.6 * 0.75)) * 0.8)


def test_officers_who_correct():
    """A base, and a share of all who watch; patrols four times as often need twice the auditors."""
    prices = {
        "patrol_fte": 300.0,
        "alarm_fte": 40.0,
        "registry_fte": 150.0,
        "preclearance_fte": 200.0,
        "review_fte": 120.0,
    }
    on = {"patrol": 0.5, "alarm": 0.25, "registry": 0.4, "preclearance": 0.3, "reviews": 0.2}
    made = watch(**prices, **on, desk_base=7, desk_share=0.3, patrol_period=3.25)
    assert made.desk_rate == pytest.approx(7 + 0.3 * (0.5 * 300 * 2 + 10 + 60 + 60 + 24))
    assert watch(**prices, desk_base=7, desk_share=0.3).desk_rate == 7
