"""What size costs: support that grows faster than the front line, posts that are dearer the higher they are,
links between institutions."""

import pytest
from apart import APART

from sim.commands.list_scenario import scenario as told
from sim.errors import InputError
from sim.model.metrics import NAMES, measure
from sim.model.rules import staffing
from sim.model.start import begin, finish
from sim.setup.config import setup_from
from sim.tell import explain
from sim.web.app.panel import columns
from sim.web.app.view import View
from sim.web.levers import rows


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


EIGHT = {"link_fte": 5.0}  # the United States have eight departments, 28 pairs


def test_every_pair_of_institutions_has_its_link(prepare):
    """28 links of 5 FTE each, under any policy, from the start: the load of the centre alone is the one stated."""
    for levers in ({}, {"coordination.guidance": 1.0}):
        made = prepare("us_2023", levers, EIGHT, years=0.1)
        given, regime = made.world.given[0], made.world.regime[0]
        assert regime["links"] == 140 and regime["overhead"] == sum(made.fte.values())
        posts = sum(regime[name] for name in ("overhead", "links", "front", "managers", "supply"))
        assert posts == pytest.approx(27_500, rel=1e-14)
        outcome = dict(zip(NAMES, measure(finish(begin(made, 1)), made.fte).tolist(), strict=True))
        assert (outcome["fte_links"], outcome["fte_levers"]) == (140, regime["overhead"])
    plain = prepare("us_2023", {}, years=0.1).world
    assert prepare("textbook_queue", {}, EIGHT, years=0.1).world.regime["links"] == 0  # one institution
    usual = prepare("us_2023", {}, EIGHT, years=0.1).world
    assert usual.given["usual_front"] == usual.regime["front"] == pytest.approx(staffing.front_line(27_360, 6.25, 1.2))
    ratio = float(usual.regime["front"][0] / plain.regime["front"][0])
    assert float(usual.given["mean_work"][0] / plain.given["mean_work"][0]) == pytest.approx(ratio)
    assert given["usual_front"] == usual.given["usual_front"][0] > regime["front"]


@pytest.mark.parametrize(
    ("levers", "each", "said"),
    [
        ({}, 6000.0, "take 6,000 FTE; expected less than the headcount of 6,000"),
        ({"investment.grants": 0.5}, 3000.0, "take 3,000 FTE beside 3,000 for the levers; expected less than the head"),
    ],
)
def test_links_that_take_everybody_are_refused(prepare, levers, each, said):
    with pytest.raises(InputError, match=f"^parameters.link_fte: the links between 2 institutions {said}"):
        prepare("toy", levers, {"link_fte": each}, years=0.1)


def test_links_are_told_wherever_staff_is(tmp_path):
    """The story of the centre, the table of a report, the strip of the page, the list of scenarios; nowhere if off."""
    for extra, is_told in (({}, False), (EIGHT, True)):
        parameters = APART | extra
        setup = setup_from("guided_delegation", "us_2023", parameters, years=0.2)
        story = " ".join(explain.tell(setup, actor="centre").split())
        assert ("140 for the links between 8 institutions, " in story) == is_told
        assert "managers above them, and" in story
        *_, link, total = rows(setup)
        assert (link == ("Links between 8 institutions", "under every policy", "140")) == is_told
        assert total[2] == ("1,979" if is_told else "1,839")
        view = View(parameters=parameters)
        assert [one["links"] for one in columns(view)] == [", and 140 for links between 8 institutions" * is_told] * 2
        page = tmp_path / f"linked{is_told:d}"
        page.mkdir()
        (page / "scenario.yaml").write_text(f"like: us_2023\nname: {page.name}\nparameters: {parameters}\n")
        listed = " ".join(told(str(page)).split())
        assert ("27,500 FTE, of which 140 keep the links between its 8 institutions." in listed) == is_told


def test_dearer_managers_are_told():
    setup = setup_from("centralized", "us_2023", APART | {"pay_step": 1.3}, years=0.2)
    made = staffing.front_line(27_500, 6.25, 1.2, step=1.3)
    heads, paid = (made - 1) / 5.25, staffing.management(made, 6.25, 1.3)
    story = " ".join(explain.tell(setup, actor="centre").split())
    assert f"{heads:,.0f} managers above them at the cost of {paid:,.0f} officers, and" in story
