"""Policies in time taken apart and put together again."""

import pytest

import sim
from sim.model.levers import LEVERS
from sim.model.path.path import read_path
from sim.model.policy import levers, said
from sim.setup.config import resolve
from sim.study.attribute.courses import WHOLES, check_functions, course, mixed, tidied, whole

NAMES = ("status_quo", "reform_undone", "tighten_after_a_scandal", "delegate_when_overloaded", "pilot_then_widen")


def preset(name: str):
    return tidied(resolve([f"policy={name}"]).policy)


def differing(first, second) -> list[str]:
    found = [key for key in LEVERS if course(first, key) != course(second, key)]
    return found + [name for name in WHOLES if whole(first, name) != whole(second, name)]


@pytest.mark.parametrize("first", NAMES)
@pytest.mark.parametrize("second", NAMES)
def test_all_of_either_is_that_policy_and_every_lever_has_its_course_from_one_of_them(first, second):
    a, b = preset(first), preset(second)
    keys = differing(a, b)
    assert said(mixed(a, b, [])) == said(a) and said(mixed(a, b, keys)) == said(b)
    taken = keys[::2]
    half = mixed(a, b, taken)
    read_path(half.path)  # what it says together makes sense
    for key in LEVERS:
        own = b if key in taken else a
        value, moves = course(half, key)
        assert value == levers(own)[key] and [one[2] for one in moves] == [one[2] for one in course(own, key)[1]]
    assert said(half) == said(mixed(b, a, [key for key in keys if key not in taken]))


def test_what_a_phase_leaves_where_it_is_makes_no_difference():
    """The reform takes all of guided delegation, of which ten levers are not those of 2023."""
    keys = differing(preset("status_quo"), preset("reform_undone"))
    plain = differing(preset("status_quo"), preset("guided_delegation"))
    assert [key for key in keys if key in LEVERS] == plain and keys[len(plain) :] == ["reform", "turnover"]


def test_a_rule_that_takes_another_back_goes_with_the_levers_of_that_one():
    a, b = preset("status_quo"), preset("tighten_after_a_scandal")
    path = mixed(a, b, ["oversight.alarm"]).path
    assert path["rules.1.set.oversight.alarm"] == 0.6 and path["rules.2.revert"] == 1
    assert not any("sanction" in key for key in path)
    assert mixed(a, b, ["coordination.guidance"]).path == mixed(a, b, ["reform", "turnover"]).path == {}


def test_rules_that_differ_stay_apart():
    """Both have a rule 1 with a rule 2 that takes it back, at different bounds."""
    one = preset("tighten_after_a_scandal")
    other = preset("tighten_after_a_scandal")
    other.path["rules.1.above"] = 2.0
    path = mixed(one, other, ["oversight.alarm"]).path
    rules = read_path(path).rules
    by_lever = {key: rule for rule in rules for key in rule.set}
    assert by_lever["oversight.alarm"].bound == 2.0 and by_lever["oversight.sanction"].bound == 3.0
    back = {rule.revert for rule in rules} - {0}
    assert back == {by_lever["oversight.alarm"].number, by_lever["oversight.sanction"].number}


def test_a_rule_that_asks_a_function_must_be_in_both():
    plain = sim.policy("status_quo")
    asks = plain.when(lambda seen: None)
    check_functions(asks, asks)
    with pytest.raises(sim.InputError, match="attribute: policy.rules.1 asks a function of its own"):
        check_functions(plain, asks)
