"""Posts are neither made nor lost: under every policy the levers' posts, the front line, its managers and its support
are the headcount; teams that move with the work are the centre's own."""

import math

import numpy as np
import pytest
from hypothesis import strategies as st
from relation import cases, loaded, relation

from sim.inputs.scenario import load_scenario
from sim.model.metrics import METRICS, measure
from sim.model.parameters import PARAMETERS
from sim.model.policy import GROUPS
from sim.model.start import begin, finish

NAMES = [metric.name for metric in METRICS]
PRICED = sorted(
    name
    for name, p in PARAMETERS.items()
    if name.endswith("_fte") and p.unit.startswith("FTE") and name not in ("team_fte", "setup_fte", "link_fte")
)
# Each within its plausible range; prices in the scenario's own scale.
STAFFING = {
    "span": st.floats(5, 10),
    "support": st.floats(0.5, 2),
    "support_growth": st.sampled_from([1.0, 1.1, 1.3]),
    "link_fte": st.sampled_from([0.0, 2.5, 5.0]),
    "pay_step": st.sampled_from([1.0, 1.2, 1.5]),
    "clearance_share": st.floats(0.06, 0.2),
    "clearance": st.sampled_from([0.0, 1.0]),
    "setup_fte": st.sampled_from([0.0, 3.0, 40.0]),
    "local_support": st.floats(0, 1.2),
    "own_staff": st.floats(0.7, 1.4),
    "team_fte": st.floats(40, 160),
    "training_fte": st.floats(0.01, 0.06),
    "rotation_fte": st.floats(0.005, 0.03),
}
ANY = {
    "case": cases(("toy", "us_2023", "canada_2023")),
    "staffing": st.fixed_dictionaries(STAFFING),
    "dear": st.fixed_dictionaries({name: st.floats(0.3, 1.5) for name in PRICED}),
}


@pytest.fixture(scope="session")
def staffed(template, prices):
    """A case made ready with staffing assumptions and prices moved."""

    def staffed(case, staffing, dear):
        own = prices(case.scenario)
        return template(case, staffing | {name: own[name] * times for name, times in dear.items()}, years=0.1)

    return staffed


def scenario_staff(name):
    """International staff of all actors of a scenario, in FTE."""
    return load_scenario(name).subnationals["staff"].sum()


def is_the_headcount(world):
    given, regime = world.given[0], world.regime[0]
    front = regime["front"]
    posts = front + regime["managers"] + regime["supply"] + regime["overhead"] + regime["links"]
    k = len(world.departments)
    assert regime["links"] == given["link_fte"] * k * (k - 1) / 2
    behind = given["support"] * (front / given["usual_front"]) ** (given["support_growth"] - 1)
    assert regime["supply"] == pytest.approx(behind * front)
    assert posts == pytest.approx(given["headcount"], rel=1e-12)
    step, span = given["pay_step"], given["span"]
    paid = step * (front - front ** (math.log(step) / math.log(span))) / (span - step)
    assert regime["managers"] == pytest.approx(paid)
    assert regime["teams"] == pytest.approx(front / given["team_fte"])
    assert front > 1


@relation(8, **ANY)
def test_posts_are_the_headcount(staffed, case, staffing, dear):
    made = staffed(case, staffing, dear)
    regime = made.world.regime[0]
    is_the_headcount(made.world)
    assert sum(made.fte.values()) == pytest.approx(regime["overhead"], rel=1e-12)
    assert min(made.fte.values()) >= 0
    outcome = dict(zip(NAMES, measure(finish(begin(made, case.seed)), made.fte), strict=True))
    assert outcome["fte_levers"] == regime["overhead"]
    assert sum(outcome[f"fte_{group}"] for group in GROUPS) == pytest.approx(regime["overhead"], rel=1e-12)
    parts = {"fte_links": "links", "fte_front": "front", "managers": "managers", "fte_support": "supply"}
    assert [outcome[name] for name in parts] == [regime[part] for part in parts.values()]


@relation(8, case=cases(("toy", "us_2023", "canada_2023")), step=st.floats(1, 1.5))
def test_the_dearer_managers_are_the_fewer_stand_at_the_front(template, case, step):
    """Under every policy."""
    fronts = [
        float(template(case, {"pay_step": power}, years=0.1).world.regime["front"][0]) for power in (1.0, step, 1.5)
    ]
    assert fronts == sorted(fronts, reverse=True) and fronts[0] > fronts[2]


@relation(8, case=cases(("toy", "us_2023", "canada_2023")), times=st.floats(1.001, 4), growth=st.floats(1, 1.3))
def test_the_faster_support_grows_the_fewer_of_many_stand_at_the_front(template, case, times, growth):
    """Beyond the usual headcount more γ never leaves more front line, nor more of it a head than fewer staff have; the
    scenario's own staff with no lever on is as it was. Links between departments take as much whatever the staff, so
    that more staff have more left: none here."""
    usual = loaded(case.scenario).centre["headcount"]
    case = case._replace(levers={})
    fronts = {}
    for power in (1.0, growth, 1.3):
        for head in (usual, times * usual):
            given = {"headcount": head, "support_growth": power, "link_fte": 0}
            fronts[power, head] = float(template(case, given, years=0.1).world.regime["front"][0])
    many = [fronts[power, times * usual] for power in (1.0, growth, 1.3)]
    assert many == sorted(many, reverse=True) and many[0] > many[2]
    assert [fronts[power, usual] for power in (growth, 1.3)] == pytest.approx([fronts[1.0, usual]] * 2, rel=1e-14)
    assert many[1] / times <= fronts[growth, usual] * (1 + 1e-9) + 0.2


@relation(8, **ANY)
def test_teams_are_the_front_line(staffed, case, staffing, dear):
    """Kept: the departments have all of the centre's teams, and delegates bring their own. Moved: departments and
    actors together have what departments had, grants apart. Grants buy what is left of them after setting up."""
    worlds = {
        staff: staffed(case.but({"delegation.staff": staff}), staffing, dear).world for staff in ("kept", "moved")
    }
    for staff, world in worlds.items():
        given, regime = world.given[0], world.regime[0]
        is_the_headcount(world)
        departments = world.departments["teams"].sum()
        if world.clearance.sum() * given["clearance"] > 0:  # else a desk to sign at costs nobody's time
            departments += world.departments["clearance_teams"].sum()
        moved = regime["moved_share"] * regime["teams"]
        assert departments + moved == pytest.approx(regime["teams"])
        own = given["own_staff"] * scenario_staff(case.scenario) / given["team_fte"]
        granted = world.subnationals["teams"].sum() - moved - (own if staff == "kept" else 0)
        share = np.diff(world.locality_cdf, prepend=0)
        officers = regime["grant_fte"] * share / (1 + given["local_support"])
        bought = np.maximum(officers - given["setup_fte"], 0).sum() / given["team_fte"]
        assert granted == pytest.approx(bought, abs=1e-9)
    kept, moved = (world.regime[0] for world in worlds.values())
    assert kept["teams"] == moved["teams"] and kept["moved_share"] == 0 <= moved["moved_share"] < 1


@relation(8, case=cases(settings={"delegation.level": 0.5, "delegation.cap": 1.0, "delegation.scope": "all"}))
def test_moved_is_an_equal_total(template, case):
    """Whatever the level, staff that moves with the work leaves as many teams in the country."""
    totals = []
    for level in (0.0, 0.3, 0.9):
        world = template(
            case,
            {
                "delegation.level": level,
                "delegation.staff": "moved",
                "investment.grants": 0.0,
                "delegation.min_capacity": 0.0,
                "clearance": 0.0,
            },
            years=0.1,
        ).world
        totals.append(world.departments["teams"].sum() + world.subnationals["teams"].sum())
        assert (world.regime["moved_share"][0] > 0) == (level > 0)
    assert totals == pytest.approx([totals[0]] * 3, rel=1e-12)
