"""A design on disk: a column for each key, exact to the bit, and of what was drawn only how it was drawn."""

from dataclasses import asdict

import numpy as np
import pytest

from sim.errors import InputError
from sim.runs.files import page, read_page
from sim.runs.page import NAME, read_plan, to_tree, write_plan
from sim.runs.plan import make_plan
from sim.runs.union import unite
from sim.setup.design import Design, points_of
from sim.setup.points import column, gathered

TOY = ["scenario=toy", "run.years=0.1", "run.replicates=3"]
DESIGNS = {
    "grid": (["delegation.level=0,0.2", "run.seed=1,2,3"], Design()),
    "presets": (["oversight=none,alarm", "coordination.guidance=0,1"], Design()),
    "zip": (["delegation.level=0.1,0.2", "oversight=none,alarm"], Design(zip=True)),
    "drawn": (["policy=centralized,combined"], Design(sample="lhs:10", over="all")),
    "kinds": (["delegation.level=interval(0,0.5)"], Design(sample="lhs:12:7", over="pooled,delegation.form")),
}


def plan_of(name):
    words, design = DESIGNS[name]
    return make_plan(points_of([*words, *TOY], design))


def said(points):
    return [(point.values, asdict(point.setup)) for point in points]


@pytest.mark.parametrize("name", DESIGNS)
def test_a_design_is_read_as_it_was_written(name, tmp_path):
    plan = plan_of(name)
    write_plan(tmp_path, plan)
    again = read_plan(tmp_path)
    assert said(again.points) == said(plan.points) and again.addresses == plan.addresses
    assert to_tree(again) == to_tree(plan)


@pytest.mark.parametrize("name", DESIGNS)
def test_points_side_by_side_are_the_same_one_by_one(name):
    plan = plan_of(name)
    assert said(gathered(list(plan.points))) == said(plan.points)
    assert [plan.points[k] for k in range(len(plan.points))] == list(plan.points)
    assert plan.points.replicates.tolist() == [3] * len(plan.points)


def test_what_was_drawn_takes_as_much_as_its_addresses(tmp_path):
    sizes = []
    for n in (20, 220):
        points = points_of([*TOY, "policy=combined"], Design(sample=f"lhs:{n}", over="all"))
        write_plan(tmp_path, make_plan(points))
        sizes.append((tmp_path / NAME).stat().st_size)
    assert sizes[1] - sizes[0] < 200 * 75


def test_a_design_that_would_be_drawn_otherwise_is_refused(tmp_path):
    write_plan(tmp_path, plan_of("drawn"))
    tree = read_page(tmp_path / NAME)
    tree["both"]["parameters.load"]["drawn"] = "lhs:10:2"
    (tmp_path / NAME).write_bytes(page(tree))
    with pytest.raises(InputError, match="its points no longer mean the same"):
        read_plan(tmp_path)


def test_a_design_that_is_asked_for_again_stays_as_it_is_drawn():
    one, more = plan_of("drawn"), plan_of("drawn")
    more = make_plan(more.points.with_replicates(5))
    united = unite(one, more)
    assert united.points.replicates.tolist() == [5] * 20
    assert to_tree(united)["both"] == to_tree(one)["both"]


def test_a_column_tells_whole_numbers_from_others_and_none_from_all():
    made = column([1, 1.0, None, 1, "1"])
    assert made.listed() == [1, 1.0, None, 1, "1"] and [type(v) for v in made.values] == [int, float, str]
    assert np.array_equal(made.at, [0, 1, -1, 0, 2])
