"""Rules by hand: when one fires, what it moves and what it leaves alone, and functions in place of rules."""

import numpy as np
import pytest

from sim.errors import InputError
from sim.model import start, week
from sim.model.path.course import RULES

LEVEL, ALARM, FORM = "delegation.level", "oversight.alarm", "delegation.form"
WEEKS = range(13, 520, 13)


def rule(number=1, when="backlog", **said):
    said = {key.replace("__", ".").replace("lasting", "for").replace("since", "from"): x for key, x in said.items()}
    return {f"rules.{number}.when": when} | {f"rules.{number}.{key}": value for key, value in said.items()}


@pytest.fixture
def fired(course, begun, sees):
    """Weeks of the reviews at which rules fired and which, and the alarm after each, with a backlog that is given."""

    def fired(path, backlog, levers=None, weeks=WEEKS, **columns):
        made = course(path, levers=levers)
        standing = begun(made)
        found = []
        for now in weeks:
            causes = [
                *made.move(standing, float(now)),
                *made.watch(sees(standing, now, open=backlog, **columns), standing),
            ]
            if causes:
                found.append((now, causes, standing.levers[ALARM]))
        return found

    return fired


def after(first):
    """A backlog of 500 from that week on, and of 0 before."""
    return lambda weeks: np.where(weeks >= first, 500.0, 0.0)


@pytest.mark.parametrize(
    ("said", "first"),
    [
        ({}, 104), ({"delay": 0.0}, 104), ({"lasting": 26.0}, 130), ({"lasting": 26.0, "delay": 13.0}, 143),
        ({"since": 5.0}, 260), ({"delay": 104.0}, 208),
    ],
)  # fmt: skip
def test_a_rule_fires_once_what_it_waits_for_has_lasted_and_is_known(fired, said, first):
    """500 issues from week 100 on; known four weeks later: at the review of week 104 the centre knows week 100."""
    found = fired(rule(above=400.0, set__oversight__alarm=0.5, **said), after(100))
    assert found == [(first, [RULES + 1], 0.5)]


def test_a_bound_is_passed_not_reached(fired):
    assert fired(rule(above=500.0, set__oversight__alarm=0.5), after(0)) == []
    assert fired(rule(below=500.0, set__oversight__alarm=0.5), after(0)) == []
    assert fired(rule(below=500.1, set__oversight__alarm=0.5), after(0)) == [(13, [RULES + 1], 0.5)]


def test_one_week_short_is_not_lasting(fired):
    """Of 26 weeks one lies below: at no review have all of the past 26 been above."""
    broken = lambda weeks: np.where(weeks % 26 == 0, 0.0, 500.0)  # noqa: E731
    assert fired(rule(above=400.0, lasting=26.0, set__oversight__alarm=0.5), broken) == []
    assert fired(rule(above=400.0, lasting=20.0, set__oversight__alarm=0.5), broken)[0][0] == 26  # weeks 3 to 22


def test_what_is_not_defined_fires_nothing(fired):
    """No agreement, no wait; and no rate in the first quarter, neither above nor below."""
    assert fired(rule(1, "wait", below=9.0, set__oversight__alarm=0.5), 0.0) == []
    found = fired(rule(1, "lapses", below=9.0, set__oversight__alarm=0.5), 0.0)
    assert found == [(26, [RULES + 1], 0.5)]  # 22 weeks are known; at the first review it was 9


@pytest.mark.parametrize(
    ("every", "most", "weeks"), [(52.0, 3, [13, 65, 117]), (1.0, 2, [13, 26]), (60.0, 2, [13, 78])]
)
def test_steps_at_most_so_often(fired, every, most, weeks):
    found = fired(rule(above=400.0, every=every, most=most, step__oversight__alarm=0.1), after(0))
    assert [now for now, _, _ in found] == weeks
    assert [alarm for _, _, alarm in found] == [0.1, 0.2, 0.3][: len(weeks)]


def test_steps_end_at_the_limit_and_are_exact(fired):
    """.1 + .1 + .1 is .3; from .8 two steps lead to 1, and the third changes nothing."""
    found = fired(rule(above=400.0, every=1.0, step__oversight__alarm=0.1), after(0), {ALARM: 0.8})
    assert [(now, alarm) for now, _, alarm in found] == [(13, 0.9), (26, 1.0)]
    found = fired(rule(above=400.0, every=1.0, most=3, step__oversight__alarm=0.1), after(0))
    assert found[-1][2] == 0.3


def test_a_revert_goes_back_to_where_the_other_rule_found_it(fired):
    """Stepped from .2 in weeks 13 and 65: what was done last is taken back, and once only."""
    back = lambda weeks: np.where(weeks < 100, 500.0, 0.0)  # noqa: E731
    path = rule(1, above=400.0, step__oversight__alarm=0.1) | rule(2, below=100.0, every=1.0, revert=1)
    found = fired(path, back, {ALARM: 0.2})
    assert [(now, causes) for now, causes, _ in found] == [(13, [RULES + 1]), (65, [RULES + 1]), (104, [RULES + 2])]
    assert [alarm for _, _, alarm in found] == pytest.approx([0.3, 0.4, 0.3])
    nothing = fired(rule(1, above=900.0, set__oversight__alarm=0.5) | rule(2, below=100.0, revert=1), 0.0)
    assert nothing == [], "there is nothing to revert"


def test_a_revert_waits_for_the_phase_that_is_moving_its_lever(fired):
    """Set to .9 in week 13, on a ramp to .5 in weeks 52 to 104, which has its way first; then back to .2, once."""
    ramp = {"phases.1.year": 1.0, "phases.1.over": 1.0, f"phases.1.{ALARM}": 0.5}
    path = ramp | rule(1, above=400.0, most=1, set__oversight__alarm=0.9) | rule(2, below=100.0, every=1.0, revert=1)
    found = fired(path, lambda weeks: np.where(weeks < 50, 500.0, 0.0), {ALARM: 0.2})
    assert [alarm for now, _, alarm in found if now <= 91] == pytest.approx([0.9, 0.8, 0.7, 0.6])
    assert found[4:] == [(104, [1, RULES + 2], 0.2)]


def test_rules_fire_one_after_another(fired):
    path = rule(1, above=400.0, set__oversight__alarm=0.5, most=1) | rule(2, above=300.0, step__oversight__alarm=0.2)
    assert fired(path, after(0), weeks=[13]) == [(13, [RULES + 1, RULES + 2], 0.7)]


def test_a_rule_leaves_alone_what_a_phase_is_moving(fired):
    """A ramp of the alarm from week 52 to 104: until then the rule waits its turn; before and after it has its way."""
    ramp = {"phases.1.year": 1.0, "phases.1.over": 1.0, f"phases.1.{ALARM}": 0.4}
    path = ramp | rule(above=400.0, every=1.0, since=1.0, most=1, set__oversight__alarm=0.9)
    found = fired(path, after(0))
    assert [(now, alarm) for now, _, alarm in found] == [(65, 0.1), (78, 0.2), (91, 0.3), (104, 0.9)]
    early = fired(ramp | rule(above=400.0, most=1, set__oversight__alarm=0.9), after(0))
    assert early[0] == (13, [RULES + 1], 0.9) and early[1][2] == pytest.approx(0.775) and early[-1][2] == 0.4


def test_a_rule_that_changes_nothing_has_not_fired(fired):
    """Where the levers stand already nothing is counted: it fires, for the first time, when a phase has moved them."""
    path = rule(above=400.0, most=1, set__oversight__alarm=0.5)
    path |= {"phases.1.year": 2.0, f"phases.1.{ALARM}": 0.1}
    assert fired(path, after(0), {ALARM: 0.5}) == [(104, [1, RULES + 1], 0.5)]


def function(calls, **said):
    return {"rules.1.calls": calls} | {f"rules.1.{key}": x for key, x in said.items()}


def test_a_function_is_asked_at_every_review(fired):
    asked = []

    def calls(seen):
        asked.append((seen.week, seen["backlog"], seen.levers[ALARM]))
        return {ALARM: 0.5} if seen.week >= 39 else None

    assert fired(function(calls), lambda weeks: weeks, weeks=[13, 26, 39, 52]) == [(39, [RULES + 1], 0.5)]
    assert asked == [(13, 9.0, 0.0), (26, 22.0, 0.0), (39, 35.0, 0.0)]  # then it rests for a year
    rising = function(lambda seen: {ALARM: seen.levers[ALARM] + 0.25}, every=1.0, most=2)
    assert [alarm for _, _, alarm in fired(rising, 0.0)] == [0.25, 0.5]


@pytest.mark.parametrize("said", [None, {}, {ALARM: 0.0}])
def test_a_function_that_changes_nothing(fired, said):
    assert fired(function(lambda seen: said, every=1.0), 0.0) == []


@pytest.mark.parametrize(
    ("said", "line"),
    [
        (3, "policy.rules.1: the function answered '3'; expected levers by key, or None"),
        ([ALARM], "policy.rules.1: the function answered"),
        ({"oversight.alram": 1.0}, "policy.rules.1: the function answered 'oversight.alram'; expected a lever"),
        ({3: 1.0}, "policy.rules.1: the function answered '3'; expected a lever"),
        ({"coordination.institutions": 2}, "policy.rules.1: the function answered 'coordination.institutions'"),
        ({ALARM: 2.0}, "policy.rules.1: oversight.alarm: '2'; expected a number from 0 to 1, the nearest is 1"),
        ({ALARM: float("nan")}, "policy.rules.1: oversight.alarm: 'nan'; expected"),
        ({FORM: "jiont"}, "policy.rules.1: delegation.form: 'jiont'; expected one of"),
    ],
)
def test_a_bad_answer_is_one_line(fired, said, line):
    with pytest.raises(InputError) as fault:
        fired(function(lambda seen: said), 0.0)
    assert str(fault.value).startswith(line)


def test_in_a_world_a_rule_sees_what_the_record_says(course):
    """Over three years of the toy: a function that looks as the rule does fires in the same weeks, to the bit."""
    by_word = rule(1, "lapses", above=5.0, every=13.0, lasting=4.0, step__oversight__alarm=0.05)
    calls = lambda seen: (  # noqa: E731
        {ALARM: round(seen.levers[ALARM] + 0.05, 9)}
        if (said := seen.lasting("lapses", 4.0)).size and (said > 5.0).all()
        else None
    )
    one, other = (course(path, years=3.0).follow(5, 0) for path in (by_word, function(calls, every=13.0)))
    assert one[1].history == other[1].history and len(one[1].history) > 5
    assert one[0].series.tobytes() == other[0].series.tobytes()


def test_what_a_rule_sees_is_known_at_its_week(course):
    """The latest value of a reading at week 26 is the record's four weeks before."""
    seen_then = {}
    made = course(function(lambda seen: seen_then.setdefault(seen.week, seen["backlog"]) and None), years=1.0)
    world, _ = made.follow(5, 0)
    assert seen_then == {float(w): world.series["open"][w - 4 - 1] for w in (13, 26, 39)}
    early = start.begin(made.template, 5)
    week.run(early, 26)
    assert early.series["open"][21] == seen_then[26.0]
