"""No unit is hidden in the code: with distance, time or staff measured in another unit every world is the same world.

Units are changed by powers of two, which floating point carries exactly, so that the same means the same bits. Where
code holds a figure with a unit of its own, the mechanism it is in is silenced here, and this is the whole list:

distance   severity grows with 1/2 + distance; rivals court by e^-distance; an actor is at peace again within 1e-6.
time       the centre errs alike and networks remember for a quarter (13 weeks); rivals look once a week; a crisis is
           left alone for a private actor within two weeks; legitimacy returns within a year, budgets follow it and
           courts speak after one; patrols and inspectors cost by the quarter.
staff      the chief has nobody above, so a tree is not quite in proportion to its front line: what managers take beside
           twice as many is given on top.
"""

import dataclasses

import numpy as np
import pytest
from happening import happening, shutdown
from hypothesis import strategies as st
from relation import FREE, Case, cases, loaded, relation

from sim.model.parameters import PARAMETERS
from sim.model.rules.staffing import management

YEARS = 2
DEFAULT = {name: p.default for name, p in PARAMETERS.items()}


def scaled(case, base, *powers):
    """The case with each name that a power (factor, names) lists multiplied by that factor; `base`: what it is where
    the case does not say."""
    told = DEFAULT | base | case.parameters | case.levers
    return case.but({name: told[name] * factor for factor, names in powers for name in names.split()})


SD = (
    "shock_sd line_gap guidance_noise lean_scale preference_sd private_noise ideal_scale tolerance leeway "
    "capture_threshold agency_lean line_noise"
)
PER_SD2 = "federal_precision sharing_precision liaison_precision local_precision rotation_gain"
PLACED = ("omega", "position", "faithful", "agreed", "line", "gap", "venture_position", "entry_position", "rift")


@pytest.fixture
def agendas(tables, rewritten):
    """A scenario whose private actors' agendas are measured in another unit."""

    def agendas(scenario, factor):
        rows = tables(scenario)["privates"]
        return rewritten(scenario, privates=[row | {"agenda": repr(float(row["agenda"]) * factor)} for row in rows])

    return agendas


def distances_have_no_unit(run, agendas, case, unit):
    """All positions, tastes, errors and tolerances in another unit: every distance is so many times as large, and not a
    date, channel, agreement or incident moves."""
    small = scaled(case, {}, (unit, SD), (unit**-2, PER_SD2), (1 / unit, "agree_distance"))
    one, two = run(case, years=YEARS), run(small, scenario=agendas(case.scenario, unit), years=YEARS)
    n = int(one.federal["rows"][0])
    for name in one.issues.dtype.names:
        if name != "severity":
            before, after = one.issues[name][:n], two.issues[name][:n]
            assert np.array_equal(before, after / unit if name in PLACED else after), name
    said = [name for name in one.series.dtype.names if name not in ("harm", "gravest")]
    assert all((one.series[name] == two.series[name]).all() for name in said)
    assert np.array_equal(one.preferences, two.preferences / unit)
    assert np.array_equal(one.commitments["position"], two.commitments["position"] / unit)


FLAT = {"delegation.scope": "all", "courtship": 0, "spawn": 0, "legitimacy_hit": 0}


@pytest.mark.parametrize("scenario", ["toy", "us_2023"])
def test_distances_have_no_unit_on_a_busy_world(run, agendas, rich, scenario):
    distances_have_no_unit(run, agendas, Case(scenario, rich, {}, 1, 1.0).but(FLAT), 1 / 64)


@pytest.mark.parametrize("scenario", ["toy", "us_2023"])
@relation(5, case=cases(("toy",), settings=FLAT), unit=st.sampled_from([1 / 64, 1 / 8]))
def test_distances_have_no_unit(run, agendas, scenario, case, unit):
    distances_have_no_unit(run, agendas, case._replace(scenario=scenario), unit)


PER_WEEK = (
    "arrival_rate freelance_rate entry_rate surface_rate fading_rate quit_rate learning rotation_loss training_gain "
    "recovery grave_rate office_rate coordination.slots coordination.exercises"
)
WEEKS = (
    "crisis_window grave_window window patience overdue alarm_delay notice_delay remedy_work "
    "suspension lesson_life consent_time line_delay readiness_life office_wait bargaining exercise_cost body_fte "
    "oversight.patrol_period coordination.escalation"
)
DATED = (
    "opened",
    "deadline",
    "work",
    "task",
    "joined",
    "waited",
    "started",
    "ready",
    "tabled",
    "closed",
    "found",
    "detected",
    "remedied",
    "surfaces",
    "surfaced",
    "venture_at",
    "venture_ready",
    "entry_at",
    "entry_ready",
)
TIMELESS = {
    "delegation.scope": "all",
    "growth": 0,
    "courtship": 0,
    "contagion": 0,
    "groupthink": 0,
    "standards_groupthink": 0,
    "patrol_fte": 0,
    "inspector_fte": 0,
    "ratification": 0,
    "budget_response": 0,
    "excitation": 0,
}


TURN = ("reversal", "all", 1)  # of the line, for good


def time_has_no_unit(run, prices, case, unit):
    """Half-weeks for weeks, everywhere: the same course at twice the pace, date by date."""
    quick = scaled(case, prices(case.scenario), (unit, PER_WEEK), (1 / unit, WEEKS)).but(dt=case.dt / unit)
    page = loaded(case.scenario)
    elections = dict(page.elections, first_week=104, interval=208)
    early = dict(elections, first_week=104 // unit, interval=208 // unit)
    usual, sooner = (
        happening(dataclasses.replace(page, elections=dates), shutdown(30 * pace, 5 * pace), (60 * pace, 0, *TURN))
        for dates, pace in ((elections, 1), (early, 1 / unit))
    )
    one, two = run(case, scenario=usual, years=4), run(quick, scenario=sooner, years=4 / unit)
    n = int(one.federal["docket"][0])
    assert n == two.federal["docket"][0] > 100
    for name in one.issues.dtype.names:
        if not name.startswith("next_"):
            before, after = one.issues[name][:n], two.issues[name][:n]
            assert np.array_equal(before, after * unit if name in DATED else after), name
    assert all(
        (one.series[name] == two.series[name]).all()
        for name in one.series.dtype.names
        if name not in ("time", "took", "legitimacy")
    )
    assert all((one.series[name] == two.series[name] * unit).all() for name in ("time", "took"))


EITHER = pytest.mark.parametrize(
    "left_alone",
    [{"reach": 0, "freelance_rate": 0}, {"crisis_share": 0, "grave_rate": 0, "spawn": 0, "consent_time": 0}],
    ids=["no company, nobody alone", "no crisis, no law"],
)


@EITHER
@pytest.mark.parametrize("scenario", ["toy", "us_2023"])
def test_time_has_no_unit_on_a_busy_world(run, prices, rich, scenario, left_alone):
    stated = {"coordination.escalation": 1.0, "oversight.patrol_period": 6.5}
    time_has_no_unit(run, prices, Case(scenario, rich | stated, {}, 1, 1.0).but(TIMELESS | left_alone), 4)


@EITHER
@pytest.mark.parametrize("scenario", ["toy", "us_2023"])
@relation(5, case=cases(("toy",), settings=TIMELESS), unit=st.sampled_from([2, 4]))
def test_time_has_no_unit(run, prices, scenario, left_alone, case, unit):
    time_has_no_unit(run, prices, case._replace(scenario=scenario).but(left_alone), unit)


FTE = "team_fte setup_fte link_fte desk_base remedy_work " + " ".join(
    name for name in FREE if PARAMETERS[name].unit.startswith("FTE")
)


@pytest.mark.parametrize("scenario", ["toy", "us_2023"])
@relation(
    5,
    case=cases(
        ("toy",),
        settings={
            "delegation.scope": "all",
            "investment.training": 0,
            "investment.rotation": 0,
            "investment.grants": 0,
            "attenuation": 1,
        },
    ),
    unit=st.sampled_from([2, 8]),
)
def test_staff_has_no_unit(run, prices, scenario, case, unit):
    """A country of twice the posts in teams of twice the size, for prices twice as high: the same teams, to rounding,
    and the same course. (Of its managers there are not quite twice as many: what they take more or less than that is
    added to the headcount, as it is and as the scenario has it before any lever is on.)"""
    case = case._replace(scenario=scenario)
    page = loaded(scenario)
    one = run(case, years=YEARS)

    def beside(front):
        tree = DEFAULT["span"], DEFAULT["pay_step"]
        return management(unit * front, *tree) - unit * management(front, *tree)

    head = page.centre["headcount"]
    more = {"headcount": head * unit + beside(float(one.regime["front"][0]))}
    staff = page.subnationals.columns | {"staff": page.subnationals["staff"] * unit}
    large = dataclasses.replace(
        page,
        centre=page.centre | {"headcount": head * unit + beside(float(one.given["usual_front"][0]))},
        subnationals=dataclasses.replace(page.subnationals, columns=staff),
    )
    two = run(scaled(case, prices(scenario), (unit, FTE)).but(more), scenario=large, years=YEARS)
    n = int(one.federal["docket"][0])
    assert one.regime["teams"][0] == pytest.approx(two.regime["teams"][0], rel=1e-12)
    assert one.regime["front"][0] * unit == pytest.approx(two.regime["front"][0], rel=1e-12)
    for name in (
        "opened",
        "work",
        "started",
        "tabled",
        "closed",
        "waited",
        "agreed",
        "detected",
        "remedied",
        "surfaced",
        "venture_at",
        "entry_at",
        "stage",
        "channel",
        "incident",
    ):
        np.testing.assert_allclose(two.issues[name][:n], one.issues[name][:n], rtol=1e-6, atol=1e-6, err_msg=name)
