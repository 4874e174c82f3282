"""How many institutions share the work: merged and divided by hand, nothing lost, told, and refused in mid-run."""

import dataclasses
import itertools
import math

import numpy as np
import pytest

from sim.agents.model import DiplomacyModel
from sim.errors import InputError
from sim.inputs.scenario import load_scenario
from sim.model import regime
from sim.model.institutions import halves, organised
from sim.model.start import begin, finish
from sim.setup.config import setup_from
from sim.tell import explain
from sim.web.app.stage import HEIGHT, column, nodes, short

COUNTS = [("toy", k) for k in (1, 3)] + [("us_2023", k) for k in (1, 2, 4, 7, 9, 12)] + [("canada_2023", 5)]


def table(scenario, staff, domains, asked):
    """A scenario with these staff shares, domains (work, owner) of equal size, and chances to clear, by department."""
    names = [f"d{k}" for k in range(len(domains))]
    columns = {"code": np.array(names), "name": np.array(names), "share": np.array([work for work, _ in domains])}
    houses = [f"h{k}" for k in range(len(staff))]
    own = {"code": np.array(houses), "name": np.array([f"House {k}" for k in range(len(staff))])}
    own |= {"staff_share": np.array(staff), "source": np.array(houses)}
    return dataclasses.replace(
        scenario,
        domains=dataclasses.replace(scenario.domains, columns=columns, lines=np.zeros(len(domains), int)),
        departments=dataclasses.replace(scenario.departments, columns=own, lines=np.zeros(len(staff), int)),
        owner=np.array([owner for _, owner in domains]),
        clearance=np.array(asked, float),
        staff=np.array(staff),
        composition=np.eye(len(staff)),
        size=np.ones(len(domains)),
    )


@pytest.fixture
def three():
    """House 0 has domains of .5 and .1, house 1 one of .3, house 2 one of .1 and the least staff after house 1."""
    asked = [[0, 0.4, 0.5], [0, 0, 0.2], [0.6, 0, 0.5], [0.3, 0.1, 0]]
    return table(load_scenario("toy"), [0.6, 0.1, 0.3], [(0.5, 0), (0.1, 0), (0.3, 1), (0.1, 2)], asked)


def test_the_two_with_the_least_staff_are_merged(three):
    made = organised(three, 2)
    assert made.departments.codes == ["h0", "h1"] and made.departments.names == ["House 0", "House 1 with House 2"]
    assert made.departments["staff_share"] == pytest.approx([0.6, 0.4])
    assert made.owner.tolist() == [0, 0, 1, 1]
    # whoever of the two would have asked; neither in what both own now
    assert made.clearance == pytest.approx(np.array([[0, 1 - 0.6 * 0.5], [0, 0.2], [0.6, 0], [0.3, 0]]))
    one = organised(three, 1)
    assert (
        one.departments.names == ["House 0 with House 1, House 2"] and not one.clearance.any() and not one.owner.any()
    )


def test_the_one_with_the_most_staff_is_divided(three):
    """House 0 in two: five sixths of its work, staff and clearances go with the first domain. The mean chance of the
    table is 2.6 over its eight pairs."""
    made = organised(three, 4)
    assert made.departments.codes == ["h0", "h0.2", "h1", "h2"]
    assert made.departments.names[:2] == ["House 0 (d0)", "House 0 (d1)"]
    assert made.departments["staff_share"] == pytest.approx([0.5, 0.1, 0.1, 0.3])
    assert made.owner.tolist() == [0, 1, 2, 3]
    mean = 2.6 / 8
    expected = [[0, mean, 0.4, 0.5], [mean, 0, 0, 0.2], [0.5, 0.1, 0, 0.5], [0.25, 0.05, 0.1, 0]]
    assert made.clearance == pytest.approx(np.array(expected))


def test_as_many_as_there_are_is_as_it_is(three):
    assert organised(three, 0) is organised(three, 3) is three
    with pytest.raises(
        InputError, match=r"^coordination.institutions: '5'; expected at most 4, since each needs a dom"
    ):
        organised(three, 5)


@pytest.mark.parametrize("work", [[3, 3], [1, 5, 4], [5, 5, 4, 3, 3], [8, 7, 6, 5, 4], [0, 0, 0], [2, 9, 2, 9, 4]])
def test_halves_are_as_even_as_can_be(work):
    second = halves([float(x) for x in work])
    assert any(second) and not second[0]

    def apart(side):
        return abs(sum(-x if away else x for x, away in zip(work, side, strict=True)))

    every = [side for side in itertools.product((False, True), repeat=len(work)) if any(side) and not all(side)]
    assert apart(second) == min(map(apart, every))


def test_many_domains_are_divided_evenly_too():
    work = [1.0 + 0.37 * k % 1 for k in range(40)]
    second = halves(work)
    assert abs(sum(-x if away else x for x, away in zip(work, second, strict=True))) < 0.05 * sum(work)


@pytest.mark.parametrize(("name", "wanted"), COUNTS)
def test_staff_domains_and_work_are_neither_made_nor_lost(prepare, name, wanted):
    tables, made = load_scenario(name), organised(load_scenario(name), wanted)
    assert len(made.departments) == wanted == len(set(made.departments.codes)) == len(set(made.departments.names))
    assert math.fsum(made.departments["staff_share"]) == pytest.approx(1, rel=1e-14)
    assert sorted(set(made.owner)) == list(range(wanted))
    assert ((made.clearance >= 0) & (made.clearance <= 1)).all()
    assert not made.clearance[np.arange(len(made.domains)), made.owner].any()
    assert set(made.departments.codes) >= set(tables.departments.codes) or wanted < len(tables.departments)
    plain, moved = (
        prepare(name, {"coordination.institutions": k}, {"load": 0.9, "link_fte": 0}, years=0.1).world
        for k in (0, wanted)
    )
    assert moved.given["mean_work"] == plain.given["mean_work"] and moved.regime["teams"] == plain.regime["teams"]
    assert len(moved.departments) == wanted
    teams = moved.departments["teams"].sum() + (moved.departments["clearance_teams"].sum() if wanted > 1 else 0)
    assert teams == pytest.approx(moved.regime["teams"][0], rel=1e-12)


def test_fewer_institutions_clear_less_and_have_fewer_links(prepare):
    """Links: 66 between twelve, 28 between eight, 1 between two. The load of eight is the one stated."""
    asked, links = [], []
    for wanted in (1, 2, 8, 12):
        world = finish(
            begin(prepare("us_2023", {"coordination.institutions": wanted}, {"link_fte": 2, "spawn": 0}, years=1), 1)
        )
        asked.append(float(np.bitwise_count(world.issues["clearances"]).mean()))
        links.append(float(world.regime["links"][0]))
    assert links == [0, 2, 56, 132] and asked == sorted(asked) and asked[0] == 0


def test_the_same_decade(prepare, fields):
    """What no government chooses is the same, and so are the clearances that are asked of whom they were asked of."""
    worlds = [
        finish(begin(prepare("us_2023", {"coordination.institutions": k}, {"spawn": 0}, years=1), 1)) for k in (0, 7, 9)
    ]
    decade = ("opened", "domain", "counterpart", "locality", "crisis", "rank", "work", "omega", "uid")
    n = int(worlds[0].federal["docket"][0])
    for other in worlds[1:]:
        assert all((worlds[0].issues[name][:n] == other.issues[name][:n]).all() for name in decade)
    codes = organised(load_scenario("us_2023"), 9).departments.codes
    for e, code in enumerate(load_scenario("us_2023").departments.codes):
        if code != "state":  # which is two here
            before, after = worlds[0].issues["clearances"][:n] >> e & 1, worlds[2].issues["clearances"][:n]
            assert (before == (after >> codes.index(code) & 1)).all()


def test_another_number_in_mid_run_is_refused_and_nothing_has_changed(prepare, differ):
    said = r"^coordination.institutions: 4 in the middle of a run that began with 8; expected 8, since departments with"
    one, other = (prepare("us_2023", {"coordination.institutions": k}, years=0.5) for k in (0, 4))
    with pytest.raises(InputError, match=said):
        regime.follow([(0.0, one), (10.0, other)])
    eight = prepare("us_2023", {"coordination.institutions": 8}, years=0.5)  # as many as there are already
    same = differ(regime.follow([(0.0, one), (10.0, eight)]), finish(begin(one, 1)))
    assert set(same) <= {"regime.institutions", "federal.since"} | {f"federal.{name}" for name in regime.ACCOUNTS}
    model = DiplomacyModel("us_2023", "status_quo", years=0.2)
    model.run_for(2)
    with pytest.raises(InputError, match=said):
        model.policy = setup_from("status_quo", **{"coordination.institutions": 4}).policy
    assert model.policy.coordination.institutions == 0 and model.run_for(50).tick == 11


def test_agents_are_those_of_the_policy():
    policy = setup_from("status_quo", **{"coordination.institutions": 9}).policy
    model = DiplomacyModel("us_2023", policy, years=0.1)
    departments = [agent.code for agent in next(g for kind, g in model.groups.items() if kind.TABLE == "departments")]
    assert departments == organised(load_scenario("us_2023"), 9).departments.codes and "state.2" in departments


def test_stories_name_the_institutions_of_the_policy():
    few, many = (setup_from("status_quo", years=0.2, **{"coordination.institutions": k}) for k in (7, 9))
    assert "Department of Agriculture and USAID with Department of Health" in explain.tell(few, actor="agriculture_aid")
    both = explain.tell(few, many, actor="commerce")
    assert both.count("is responsible for") == 2
    told = explain.tell(many, actor="state.2")
    assert "The Department of State (Migration, borders" in " ".join(told.split())
    with pytest.raises(InputError, match=r"^actor 'health': no department under status_quo\+, which merges or divides"):
        explain.tell(setup_from("status_quo", years=0.2), few, actor="health")


@pytest.mark.parametrize("n", range(1, 21))
def test_departments_have_room_on_the_stage(n):
    places = column(n)
    assert all(16 < y < HEIGHT - 40 for _, y in places) and len(set(places)) == n


def test_labels_on_the_stage():
    assert [short(code) for code in ("state", "state.2", "homeland_justice.3")] == ["State", "State 2", "Homeland 3"]
    seen = nodes(organised(load_scenario("us_2023"), 12))
    assert sum(one["kind"] == "department" for one in seen) == 12


@pytest.mark.parametrize(
    ("value", "said"),
    [(2.5, "expected a whole number from 0 to 20"), (21, "the nearest is 20"), (13, "expected at most 12, since each")],
)
def test_a_number_that_cannot_be_is_refused(value, said):
    with pytest.raises(InputError, match=f"^coordination.institutions: '{value}'; .*{said}"):
        setup_from("status_quo", **{"coordination.institutions": value})
