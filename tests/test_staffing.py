"""One headcount, a tree of posts, and what is lost on the way up."""

import math

import pytest

from sim.errors import InputError
from sim.model.rules import staffing


@pytest.mark.parametrize(
    ("front", "span", "posts", "above"), [(25_000, 7, 4_170, 6), (25_000, 5, 6_251, 7), (30_000, 10, 3_334, 5)]
)
def test_tree_by_whole_posts(front, span, posts, above):
    """Managers and the levels of managers over the front line."""
    assert staffing.managers(front, span) == (posts, above + 1)
    assert posts == pytest.approx((front - 1) / (span - 1), rel=0.001)


def test_posts_add_up():
    for headcount, span, support in ((27_500, 6.25, 1.2), (199.75, 5, 0.75), (1_000, 10, 0)):
        front = staffing.front_line(headcount, span, support)
        assert front + (front - 1) / (span - 1) + support * front == pytest.approx(headcount)


def test_textbook_tree(simulate):
    world = simulate(years=0.1)
    given, regime = world.given[0], world.regime[0]
    assert (regime["front"], regime["managers"], regime["teams"], given["mean_work"]) == (100, 24.75, 10, 1)
    assert regime["levels"] == math.ceil(math.log(100, 5)) + 1 == 4


@pytest.mark.parametrize("alpha", [1.0, 0.95, 0.8])
def test_control_loss(simulate, issues_of, alpha):
    """Each position keeps α^(n-1) of what it would be: Williamson (1967)."""
    common = {"shock_sd": 1, "load": 0.1}
    plain = issues_of(simulate(parameters=common, years=5))
    damped = issues_of(simulate(parameters=common | {"attenuation": alpha}, years=5))
    done = plain["stage"] == 5
    assert damped["agreed"][done] == pytest.approx(alpha**3 * plain["agreed"][done], rel=1e-12)


@pytest.mark.parametrize(("front", "levels"), [(5, 2), (25, 3), (625, 5), (125, 4)])
def test_full_trees_have_no_level_more(simulate, front, levels):
    """5, 25, 125 or 625 officers at a span of five."""
    regime = simulate(parameters={"headcount": 2 * front - 0.25}, years=0.1).regime[0]
    assert (regime["front"], regime["levels"]) == (front, levels)
    assert staffing.managers(front, 5)[1] == levels


@pytest.mark.parametrize("load", [0.5, 0.95])
def test_load_is_what_was_stated(simulate, issues_of, load):
    """Work that arrives, redrafts and crises included, over the teams' time is the load stated, by default."""
    world = simulate(
        "us_2023",
        parameters={
            "load": load,
            "growth": 0,
            "window": 0,
            "spawn": 0,
            "bargaining": 0,
            "skill_effect": 0,
            "freelance_rate": 0,
            "entry_rate": 0,
            "swing": 0,
            "events": 0,
            "pooled": 1,
            "redraft_prob": 0,
        },
        years=30,
    )
    issues, given = issues_of(world), world.given[0]
    drafting = world.departments["teams"].sum()
    assert issues["work"].sum() / given["weeks"] / drafting == pytest.approx(load, rel=0.05)


def test_too_dear(prepare):
    with pytest.raises(InputError, match="investment.training: .* less than the headcount of 6,000"):
        prepare("toy", {"investment.grants": 0.5, "investment.training": 1}, {"training_fte": 0.6})


@pytest.mark.parametrize("level", [0.2, 0.6])
def test_staff_that_moves_leaves_drafting_and_clearance_alike(prepare, level):
    """What is left at the centre and what has moved are all the teams there are, and clearance gives its part."""
    kept, moved = (
        prepare("us_2023", {"delegation.level": level, "delegation.staff": staff}, years=0.1).world
        for staff in ("kept", "moved")
    )
    share = moved.regime["moved_share"][0]
    assert share > 0.05 and kept.departments["clearance_teams"].sum() > 1
    for desk in ("teams", "clearance_teams"):
        assert moved.departments[desk].sum() == pytest.approx((1 - share) * kept.departments[desk].sum())
