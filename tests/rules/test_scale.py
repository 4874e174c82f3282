"""What size costs: support that grows faster than the front line, posts that are dearer the higher they are."""

import pytest

from sim.model.rules import staffing


@pytest.mark.parametrize("headcount", [0.5, 2.0, 37.5, 1000.0, 27_500.0, 1e6])
@pytest.mark.parametrize("growth", [1.0, 1.0000001, 1.1, 1.3, 2.5])
@pytest.mark.parametrize("usual", [1.0, 450.0, 11_569.0])
def test_support_grows_faster_than_the_front_line(headcount, growth, usual):
    """F + (F - 1)/(s - 1) + r F (F/F0)^(γ-1) = N to the last digits; at γ = 1 the closed form, bit for bit."""
    front = staffing.front_line(headcount, 6.25, 1.2, growth, usual)
    posts = front + max(front - 1, 0) / 5.25 + staffing.supply(front, 1.2, growth, usual)
    assert posts == pytest.approx(headcount, rel=2e-15)
    plain = staffing.front_line(headcount, 6.25, 1.2)
    assert front == plain if growth == 1 else (front < plain) == (plain > usual)
    assert staffing.front_line(-50, 6.25, 1.2, growth, usual) == 0.0


def test_twice_the_staff_is_less_than_twice_the_front_line():
    """A front line of a hundred at γ = 1.25 and r = 1: twice the officers need 2^1.25 times the support."""
    posts = 200 + 199 / 5.25 + 100 * 2**1.25
    assert staffing.front_line(posts, 6.25, 1.0, 1.25, 100.0) == pytest.approx(200, rel=1e-14)
    per_head = [staffing.front_line(n * 27_500, 6.25, 1.2, 1.2, 11_569.0) / n for n in (1, 2, 4)]
    assert per_head[0] > 1.03 * per_head[1] and per_head[1] > 1.03 * per_head[2]
    flat = [staffing.front_line(n * 27_500, 6.25, 1.2) / n for n in (1, 2)]
    assert flat[1] == pytest.approx(flat[0], rel=1e-5)


@pytest.mark.parametrize("step", [1.0, 1.3, 1.6])
@pytest.mark.parametrize(("span", "levels"), [(5.0, 1), (5.0, 2), (5.0, 4), (10.0, 3)])
def test_a_whole_tree_costs_its_posts_level_by_level(step, span, levels):
    """Four levels at a span of five: 125 officers, 25 managers at β, 5 at β² and one at β³."""
    front = span ** (levels - 1)
    posts = sum(step**k * span ** (levels - 1 - k) for k in range(levels))
    assert front + staffing.management(front, span, step) == pytest.approx(posts, rel=1e-14)
    assert staffing.front_line(posts, span, 0.0, step=step) == pytest.approx(front, rel=1e-14)


@pytest.mark.parametrize("headcount", [0.5, 2.3, 37.5, 1000.0, 27_500.0, 1e6])
@pytest.mark.parametrize("step", [1.0, 1.0000001, 1.2, 1.5, 1.9])
@pytest.mark.parametrize("growth", [1.0, 1.2])
def test_dearer_managers_leave_fewer_at_the_front(headcount, step, growth):
    """F + M + support = N to the last digits; at β = 1 the closed form, bit for bit."""
    front = staffing.front_line(headcount, 6.25, 1.2, growth, 450.0, step)
    posts = front + staffing.management(front, 6.25, step) + staffing.supply(front, 1.2, growth, 450.0)
    assert posts == pytest.approx(headcount, rel=2e-15)
    same_pay = staffing.front_line(headcount, 6.25, 1.2, growth, 450.0)
    assert front == same_pay if step == 1 or same_pay <= 1 else front < same_pay
    assert staffing.management(front, 6.25, 1.0) == max(front - 1, 0) / 5.25
