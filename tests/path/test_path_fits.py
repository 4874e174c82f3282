"""Whether all of a path can happen in the run: no phases that pull at one lever, no date after the end, no rule that
never fires or that flips at every review. What just fits is let in."""

import pytest

from sim.errors import InputError
from sim.model.path.fits import check_path
from sim.model.path.path import read_path
from sim.model.path.readings import READINGS

WEEKS = 520.0
ALARM, LEVEL = "oversight.alarm", "delegation.level"


def phase(number, year, over=0.0, lever=LEVEL):
    return {f"phases.{number}.{key}": x for key, x in (("year", year), ("over", over), (lever, 0.1 * number))}


def rule(number, when="backlog", **said):
    said = said or {"above": 400.0, f"set.{ALARM}": 0.5}
    return {f"rules.{number}.when": when} | {f"rules.{number}.{key}": x for key, x in said.items()}


def fits(said, weeks=WEEKS):
    return check_path(read_path(said), weeks)


def refused(said, weeks=WEEKS) -> str:
    with pytest.raises(InputError) as fault:
        fits(said, weeks)
    return str(fault.value)


@pytest.mark.parametrize(
    ("first", "second"),
    [((1.0, 2.0), (2.0, 0.0)), ((2.0, 0.0), (2.0, 1.0)), ((2.0, 0.0), (2.0, 0.0)), ((3.0, 1.0), (1.0, 2.5))],
)
def test_phases_that_pull_at_one_lever_do_not_overlap(first, second):
    line = refused(phase(1, *first) | phase(2, *second))
    assert f"still moves {LEVEL}; expected phases that do not overlap" in line
    assert fits(phase(1, *first) | phase(2, *second, lever=ALARM))  # another lever: nobody is in the way


def test_one_phase_may_begin_as_another_ends():
    assert fits(phase(1, 1.0, 2.0) | phase(2, 3.0, 1.0))
    assert "policy.phases.2: begins in year 2.99" in refused(phase(1, 1.0, 2.0) | phase(2, 2.99, 1.0))


def test_no_date_lies_after_the_end():
    assert fits(phase(1, 9.99))
    line = "policy.phases.1.year: 10, when the run of 10 years is over; expected an earlier one, or more run.years"
    assert refused(phase(1, 10.0)) == line
    late = rule(1, **{"above": 400.0, "from": 10.0, f"set.{ALARM}": 0.5})
    assert refused(late).startswith("policy.rules.1.from: 10, when the run of 10 years is over")


@pytest.mark.parametrize("name", [name for name, one in READINGS.items() if one.low == 0])
def test_a_bound_that_cannot_be_passed(name):
    low, high = READINGS[name].low, READINGS[name].high
    line = refused(rule(1, name, **{"below": low, f"set.{ALARM}": 0.5}))
    assert line.startswith(f"policy.rules.1.below: {low:g} can never be passed, since {name}")
    assert fits(rule(1, name, **{"below": low + 0.01, f"set.{ALARM}": 0.5}))
    top = {"above": high if high < 1e9 else 1e9, f"set.{ALARM}": 0.5}
    if high == 1:
        assert "policy.rules.1.above: 1 can never be passed" in refused(rule(1, name, **top))
    else:
        assert fits(rule(1, name, **top))  # there is no most


def test_the_party_is_one_or_the_other():
    for side, bound in (("above", 1.0), ("below", -1.0)):
        assert "can never be passed, since party" in refused(rule(1, "party", **{side: bound, f"set.{ALARM}": 0.5}))
        assert fits(rule(1, "party", **{side: 0.0, f"set.{ALARM}": 0.5}))


@pytest.mark.parametrize(
    ("name", "said", "weeks", "known"),
    [
        ("backlog", {"for": 503.0}, 520.0, 507.0),  # delay 4; reviews at 13, 26, ... 507
        ("backlog", {"for": 100.0, "delay": 407.0}, 520.0, 507.0),
        ("incidents", {}, 27.0, 14.0),  # a rate: the first quarter, a week later
        ("incidents", {"for": 25.0}, 27.0, 26.0),
        ("gravest", {}, 13.5, 1.0),  # no rate: from the first week on
    ],
)
def test_what_lasts_has_to_be_known_by_the_last_review(name, said, weeks, known):
    """The least week is for + delay, or a quarter + delay of a rate; a week more than the last review is too late."""
    made = rule(1, name, **{"above": 3.0, f"set.{ALARM}": 0.5} | said)
    assert fits(made, weeks)
    last = 13.0 * ((weeks - 0.1) // 13.0)
    beyond = {"rules.1.delay": said.get("delay", READINGS[name].delay) + last - known + 1.0}
    line = refused(made | beyond, weeks)
    assert f"fires in week {last + 1:g} at the earliest" in line and f"last review is in week {last:g}" in line


def test_a_rule_begins_before_the_last_review():
    made = rule(1, **{"above": 3.0, f"set.{ALARM}": 0.5, "from": 9.75})
    assert fits(made)  # in week 507
    assert "policy.rules.1.from: 9.76, after the last review in year 9.75" in refused(made | {"rules.1.from": 9.76})
    assert "policy.review: 52 weeks, in a run of 52" in refused(rule(1) | {"review": 52.0}, 52.0)
    assert fits(rule(1) | {"review": 52.0}, 53.0)


def test_a_revert_names_a_rule_that_is_there():
    assert "policy.rules.1.revert: 3; expected the number of a rule, at most 2" in refused(
        rule(1, above=9.0, revert=3) | rule(2)
    )


SET, OTHER = {f"set.{ALARM}": 0.5}, {f"set.{ALARM}": 0.1}
UP, DOWN = {f"step.{ALARM}": 0.1}, {f"step.{ALARM}": -0.1}


@pytest.mark.parametrize(
    ("one", "other", "flips"),
    [
        (SET, {"revert": 1}, True), (SET, OTHER, True), (SET, SET, False), (UP, DOWN, True), (UP, UP, False),
        (SET, DOWN, True), (DOWN, SET, True), (SET, {f"set.{LEVEL}": 0.1}, False),
    ],
)  # fmt: skip
def test_two_rules_that_flip_a_lever_at_every_review(one, other, flips):
    """Between 100 and 200 both hold; what the one does the other undoes."""
    pair = rule(1, **{"above": 100.0} | one) | rule(2, **{"below": 200.0} | other)
    apart = pair | {"rules.2.below": 90.0}
    slow = pair | {"rules.2.for": 13.0}
    elsewhere = pair | {"rules.2.when": "lapses"}
    assert all(fits(said) for said in (apart, slow, elsewhere))
    if flips:
        line = refused(pair)
        assert line.startswith("policy.rules.2.below: undoes rule 1 at once") and "expected less than 100" in line
    else:
        assert fits(pair)


def test_the_rule_that_comes_second_is_told_its_own_bound():
    pair = rule(1, **{"below": 200.0} | SET) | rule(2, **{"above": 100.0} | OTHER)
    line = refused(pair)
    assert line.startswith("policy.rules.2.above: undoes rule 1") and "expected more than 200" in line


def test_there_has_to_be_something_that_changes():
    for alone in ({"turnover.undo": 1.0}, {"reform.weeks": 26.0}):
        assert refused(alone) == (
            "policy.phases: none, and no rule; expected something that changes, such as policy.phases.1"
        )
        assert fits(alone | phase(1, 2.0))
    assert "policy.rules.1.step.delegation.level: 0; expected a step" in refused(
        rule(1, **{"above": 400.0, f"step.{LEVEL}": 0.0})
    )


def test_each_party_may_have_its_own_policy():
    """A party is 1 or -1: above 0 and below 0 are never both, and it changes at elections alone."""
    ours = {"rules.1.when": "party", "rules.1.above": 0.0, f"rules.1.set.{ALARM}": 0.5}
    theirs = {"rules.2.when": "party", "rules.2.below": 0.0, f"rules.2.set.{ALARM}": 0.1}
    assert fits(ours | theirs)
    assert "undoes rule 1" in refused(ours | theirs | {"rules.2.below": 0.5})
