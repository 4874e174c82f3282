"""Phases, turnover and reform by hand: which levers hold when, and why."""

import numpy as np
import pytest

from sim.model import draws, start
from sim.model.path.course import RESUMED, SETTLED, UNDOING, UNDONE, chance_undone, on_the_way, stepped
from sim.model.path.path import Turnover
from sim.model.records import SWITCHED

LEVEL, ALARM, SLOTS = "delegation.level", "oversight.alarm", "coordination.slots"
FORM = "delegation.form"


def phase(number, year, over=0.0, **levers):
    said = {"year": year, "over": over} | {key.replace("__", "."): value for key, value in levers.items()}
    return {f"phases.{number}.{key}": value for key, value in said.items()}


LATE = phase(1, 9.9, investment__grants=0.01)  # there has to be something to undo


def test_a_phase_at_once(course, begun):
    made = course(phase(1, 2.0, delegation__level=0.6, delegation__form="joint"))
    standing = begun(made)
    assert made.first[LEVEL] == 0.0 and made.move(standing, 103.0) == []
    assert standing.levers[LEVEL] == 0.0
    assert made.move(standing, 104.0) == [1] and made.move(standing, 117.0) == []
    assert (standing.levers[LEVEL], standing.levers[FORM]) == (0.6, "joint")
    others = {key: x for key, x in standing.levers.items() if key not in (LEVEL, FORM)}
    assert others == {key: x for key, x in made.first.items() if key not in (LEVEL, FORM)}


def test_a_ramp_goes_step_by_step(course, begun):
    """From .2 to .6 within a year from year 1: a quarter of the way with every review of 13 weeks; a choice at once."""
    ramp = phase(1, 1.0, 1.0, delegation__level=0.6, coordination__slots=10, delegation__form="joint")
    made = course(ramp, levers={LEVEL: 0.2, SLOTS: 3.0})
    standing = begun(made)
    found = []
    for week in range(130):
        if causes := made.move(standing, float(week)):
            assert causes == [1]
            found.append((week, standing.levers[LEVEL], standing.levers[SLOTS], standing.levers[FORM]))
    assert found == [
        (52, 0.2, 3.0, "joint"), (65, 0.3, 4.75, "joint"), (78, 0.4, 6.5, "joint"), (91, 0.5, 8.25, "joint"),
        (104, 0.6, 10.0, "joint"),
    ]  # fmt: skip


def test_what_is_whole_stays_whole():
    """From 3 to 10: 4.75 is 5, 6.5 is 6 (to the even), 8.25 is 8. A step of 2.6 is one of 3, and 20 is the most."""
    key = "coordination.institutions"
    assert [on_the_way(3, 10, share, key) for share in (0.0, 0.25, 0.5, 0.75, 1.0)] == [3, 5, 6, 8, 10]
    assert [stepped(value, 2.6, key) for value in (3.0, 19.0)] == [6, 20]
    assert stepped(0.95, 0.1, ALARM) == 1.0 and stepped(0.05, -0.1, ALARM) == 0.0
    assert on_the_way(0.1, 0.4, 2 / 3, ALARM) == 0.3 and on_the_way("joint", "consult", 0.0, FORM) == "consult"


@pytest.mark.parametrize(("over", "review", "steps"), [(0.5, 13.0, 2), (0.5, 4.0, 7), (0.1, 13.0, 1), (2.0, 26.0, 4)])
def test_a_ramp_has_a_step_for_every_review(course, begun, over, review, steps):
    """One for each that fits in, and one at its end."""
    made = course(phase(1, 1.0, over, oversight__alarm=0.8) | {"review": review})
    standing = begun(made)
    weeks = [tick for tick in range(520) if made.move(standing, float(tick))]
    assert len(weeks) == steps and weeks[-1] == np.ceil(52 + 52 * over)
    assert set(weeks) <= set(made.looks), "the driver looks at every step"


def test_phases_follow_each_other(course, begun):
    made = course(phase(1, 1.0, oversight__alarm=0.4) | phase(2, 2.0, 1.0, oversight__alarm=0.0))
    standing = begun(made)
    alarm = {}
    for week in (51, 52, 104, 130, 156):
        made.move(standing, float(week))
        alarm[week] = standing.levers[ALARM]
    assert alarm == {51: 0.0, 52: 0.4, 104: 0.4, 130: 0.2, 156: 0.0}


def test_a_phase_from_week_0_is_the_arrangement(course, begun):
    made = course(phase(1, 0.0, delegation__level=0.6) | phase(2, 0.0, 1.0, oversight__alarm=0.4))
    standing = begun(made)
    assert made.first[LEVEL] == 0.6 and made.first[ALARM] == 0.0 and standing.done == {1}
    assert made.move(standing, 26.0) == [2] and standing.levers[ALARM] == 0.2


def test_looks_are_at_dates_reviews_and_after_elections(course):
    """The toy elects in week 104 and every 208: what is new governs from the week after."""
    assert course(phase(1, 2.0, oversight__alarm=0.4)).looks == [104]
    given = course({}).template.world.given[0]
    date, between = float(given["first_election"]), float(given["election_interval"])
    elections = [int(date + k * between) + 1 for k in range(10) if date + k * between < 520]
    assert course(LATE | {"turnover.undo": 0.5}).looks == [*elections, 515] and elections
    rules = {"rules.1.when": "load", "rules.1.above": 0.5, f"rules.1.set.{ALARM}": 0.5}
    assert course(rules).looks == list(range(13, 520, 13))
    assert course(rules, dt=4.0).looks == sorted({-(-week // 4) for week in range(13, 520, 13)})
    assert course(rules | {"review": 52.0}, years=2.0).looks == [52]


@pytest.mark.parametrize(
    ("locked_in", "archives", "inclusion", "chance"),
    [(0.0, 1.0, 1.0, 0.8), (0.5, 1.0, 0.0, 0.4), (0.5, 0.0, 1.0, 0.4), (0.5, 1.0, 1.0, 0.2), (1.0, 1.0, 0.3, 0.0)],
)
def test_what_is_locked_in_is_less_likely_undone(locked_in, archives, inclusion, chance):
    """P = undo (1 - locked_in archives)(1 - locked_in inclusion), with undo .8."""
    levers = {"investment.archives": archives, "coordination.inclusion": inclusion}
    assert chance_undone(Turnover(0.8, (), locked_in), levers) == pytest.approx(chance)


def turned(made, seed=1, parties=(-1.0,)):
    """The standing after elections that end so, and what each look said."""
    world = start.blank(made.template, None)
    world.given["seed"] = seed
    standing = made.begin(world)
    standing.levers |= {LEVEL: 0.6, ALARM: 0.3}
    standing.before = {1: {ALARM: 0.9}}
    said = []
    for number, party in enumerate(parties, 1):
        world.federal["party"], world.federal["election"] = party * world.given["incumbent"][0], number
        said.append(made.turn(world, standing))
    return standing, said


def test_a_new_government_undoes_but_for_what_it_keeps(course):
    standing, said = turned(course(LATE | {"turnover.undo": 1.0, "turnover.keep": "oversight"}))
    assert said == [[UNDONE]] and standing.undone and (standing.levers[LEVEL], standing.levers[ALARM]) == (0.0, 0.3)
    standing, said = turned(course(LATE | {"turnover.undo": 1.0, "turnover.keep": "all"}))
    assert said == [[UNDONE]] and (standing.levers[LEVEL], standing.levers[ALARM]) == (0.6, 0.3)


def test_the_same_party_and_the_party_that_began_undo_nothing(course):
    standing, said = turned(course(LATE | {"turnover.undo": 1.0}), parties=(1.0, 1.0))
    assert said == [[], []] and standing.levers[LEVEL] == 0.6
    made = course(LATE | {"turnover.undo": 1.0, "turnover.locked_in": 1.0}, levers={"investment.archives": 1.0})
    assert turned(made, parties=(-1.0, 1.0, -1.0))[1] == [[], [], []]


def test_the_draw_has_an_address(course):
    """Undone where the uniform of this world, purpose and election lies below the chance: in half of the worlds."""
    made, world = course(LATE | {"turnover.undo": 0.5}), None
    found = {}
    for seed in range(200):
        world = start.blank(made.template, world)
        world.given["seed"] = seed
        found[seed] = draws.uniform(world.given[0], UNDOING, 1, 0, 0) < 0.5
        assert turned(made, seed)[0].undone == found[seed]
    assert 70 < sum(found.values()) < 130


def test_who_began_it_may_take_it_up_again(course):
    """All phases whose date has come hold at once; nobody returns who has not been promised."""
    path = phase(1, 1.0, 1.0, delegation__level=0.6) | {"turnover.undo": 1.0}
    made = course(path | {"turnover.returns": 1})
    standing, said = turned(made, parties=(-1.0, 1.0))
    assert said == [[UNDONE], [RESUMED]] and not standing.undone and standing.levers[LEVEL] == 0.0
    assert made.move(standing, 400.0) == [1] and standing.levers[LEVEL] == 0.6 and standing.before == {}
    assert turned(course(path), parties=(-1.0, 1.0))[1] == [[UNDONE], []]


def test_what_held_from_the_start_is_undone_too(course):
    """A reform in force from week 0, at once or not, gives way to what it replaced, and comes back."""
    for over in (0.0, 1.0):
        path = phase(1, 0.0, over, delegation__level=0.6) | {"turnover.undo": 1.0, "turnover.returns": 1}
        made = course(path, levers={LEVEL: 0.1})
        assert made.first[LEVEL] == (0.1 if over else 0.6)
        standing, said = turned(made, parties=(-1.0,))
        assert said == [[UNDONE]] and standing.levers[LEVEL] == 0.1
        standing, said = turned(made, parties=(-1.0, 1.0))
        assert said == [[UNDONE], [RESUMED]]
        assert made.move(standing, 400.0) == [1] and standing.levers[LEVEL] == 0.6


REFORM = {"reform.weeks": 26.0, "reform.dip": 0.1, "reform.fte": 20.0, "reform.moving": 0.02}


def test_a_reform_slows_costs_and_ends(course):
    """While it is under way departments work at .9 of their pace and it takes 20 FTE and 2% of all posts."""
    made = course(phase(1, 1.0, oversight__alarm=0.2) | REFORM, years=3.0)
    calm, busy = (made.arrangement(made.first | {ALARM: 0.2}, one) for one in (False, True))
    headcount = float(calm.world.given["headcount"][0])
    assert busy.fte["reform.fte"] == 20.0 + 0.02 * headcount and "reform.fte" not in calm.fte
    assert busy.world.regime["overhead"][0] == pytest.approx(calm.world.regime["overhead"][0] + busy.fte["reform.fte"])
    assert busy.world.regime["time_kept"][0] == pytest.approx(0.9 * calm.world.regime["time_kept"][0])
    assert busy.world.regime["teams"][0] < calm.world.regime["teams"][0]
    world, standing = made.follow(5, 0)
    assert [(one.week, one.causes) for one in standing.history] == [(0.0, ()), (52.0, (1,)), (78.0, (SETTLED,))]
    assert world.regime["overhead"][0] == calm.world.regime["overhead"][0]
    share = 26.0 / 156.0
    assert standing.spent(156.0)["reform.fte"] == pytest.approx(share * busy.fte["reform.fte"])
    assert standing.spent(156.0)[ALARM] == pytest.approx((104.0 / 156.0) * calm.fte[ALARM])


def test_a_change_during_a_reform_begins_it_anew(course):
    made = course(phase(1, 1.0, oversight__alarm=0.2) | phase(2, 1.25, oversight__alarm=0.3) | REFORM, years=3.0)
    _, standing = made.follow(5, 0)
    assert [(one.week, one.causes) for one in standing.history[1:]] == [(52.0, (1,)), (65.0, (2,)), (91.0, (SETTLED,))]


def test_the_log_tells_why(course):
    made = course(phase(1, 1.0, oversight__alarm=0.2) | REFORM, years=2.0)
    world, _ = made.follow(5, 0)
    told = world.events[: int(world.federal["events"][0])]
    told = told[told["kind"] == SWITCHED]
    assert list(zip(told["time"].tolist(), told["value"].tolist(), strict=True)) == [
        (52.0, 1.0),
        (78.0, float(SETTLED)),
    ]
