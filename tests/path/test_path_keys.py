"""Every key of a path: what it may be, and one line with what was expected and the nearest where it is not that."""

import pytest

from sim.errors import InputError
from sim.model.levers import GROUPS, LEVERS
from sim.model.limits import LEVERS as LEVER_LIMITS
from sim.model.path.keys import FIXED, PHASE, REFORM, RULE, TURNOVER, checked, groups, limit_of
from sim.model.path.path import read_path
from sim.model.path.readings import READINGS

OWN = [
    "review", *(f"phases.3.{key}" for key in PHASE), *(f"rules.12.{key}" for key in RULE),
    *(f"reform.{key}" for key in REFORM), *(f"turnover.{key}" for key in TURNOVER),
]  # fmt: skip
NUMBERS = [key for key in OWN if limit_of(key).kind in ("number", "integer")]
PHASED = {"phases.1.year": 2.0, "phases.1.delegation.level": 0.5}
RULED = {"rules.1.when": "backlog", "rules.1.above": 400.0, "rules.1.set.oversight.alarm": 0.5}


def refused(said: dict | None = None, key: str = "", value: object = None) -> str:
    with pytest.raises(InputError) as fault:
        checked(key, value) if key else read_path(said or {})
    return str(fault.value)


@pytest.mark.parametrize("key", NUMBERS)
def test_a_number_is_taken_at_its_ends_and_refused_beyond(key):
    limit = limit_of(key)
    assert [checked(key, end) for end in (limit.low, limit.high)] == [limit.low, limit.high]
    for beyond, end in ((limit.low - 1, limit.low), (limit.high * 2 + 1, limit.high)):
        line = refused(key=key, value=beyond)
        assert line.startswith(f"policy.{key}: ") and line.endswith(f"the nearest is {end:.12g}")
    for wrong in ("2", None, True, float("nan"), [1]):
        assert f"expected {limit.expected}" in refused(key=key, value=wrong)
    if limit.kind == "integer":
        assert "a whole number" in refused(key=key, value=limit.low + 0.5)


@pytest.mark.parametrize("key", [key for key in LEVERS if key not in FIXED])
def test_a_lever_has_the_limits_that_it_has_in_week_0(key):
    assert limit_of(f"phases.1.{key}") == limit_of(f"rules.99.set.{key}") == LEVER_LIMITS[key]
    if LEVERS[key].kind == "number":
        reach = LEVERS[key].high - LEVERS[key].low
        assert (limit_of(f"rules.1.step.{key}").low, limit_of(f"rules.1.step.{key}").high) == (-reach, reach)
    else:
        line = refused(key=f"rules.1.step.{key}", value="all")
        assert line == f"policy.rules.1.step.{key}: a choice has no steps; expected policy.rules.1.set.{key}"


@pytest.mark.parametrize(
    ("key", "near"),
    [
        ("phases.1.yaer", "phases.1.year"),
        ("phases.2.delegation.levl", "phases.2.delegation.level"),
        ("phases.1.level", "phases.1.delegation.level"),
        ("rules.1.wehn", "rules.1.when"),
        ("rules.3.set.oversight.alram", "rules.3.set.oversight.alarm"),
        ("rules.1.revret", "rules.1.revert"),
        ("reform.weks", "reform.weeks"),
        ("turnover.undoo", "turnover.undo"),
        ("reveiw", "review"),
    ],
)
def test_a_misspelt_key_has_its_nearest(key, near):
    line = refused(key=key, value=1)
    assert line.startswith(f"policy.{key}: not known; expected a key such as policy.")
    assert line.endswith(f"did you mean 'policy.{near}'?")


@pytest.mark.parametrize(
    "key", ["phases.0.year", "phases.100.year", "phases.01.year", "rules.-1.when", "phases.x.year"]
)
def test_numbers_of_phases_and_rules_go_from_1_to_99(key):
    assert f"policy.{key}: not known" in refused(key=key, value=1)
    assert checked("phases.99.year", 3) == 3.0


def test_departments_are_neither_merged_nor_divided():
    for place in ("phases.1.", "rules.1.set.", "rules.1.step."):
        line = refused(key=f"{place}coordination.institutions", value=2)
        assert "neither merged nor divided" in line and line.endswith("outside the path, coordination.institutions")


@pytest.mark.parametrize(
    ("said", "line"),
    [
        ({"phases.1.delegation.level": 0.5}, "policy.phases.1.year is missing"),
        ({"phases.1.year": 2.0, "phases.1.over": 1.0}, "policy.phases.1: changes no lever; expected at least one"),
        (PHASED | {"phases.3.year": 4.0}, "policy.phases.2 is missing; expected phases numbered from 1 on"),
        ({f"rules.2{key[7:]}": x for key, x in RULED.items()}, "policy.rules.1 is missing"),
        (
            {"rules.1.set.oversight.alarm": 0.5, "rules.1.above": 3.0},
            "policy.rules.1.when is missing; expected one of b",
        ),
        (RULED | {"rules.1.below": 3.0}, "policy.rules.1: above and below; expected either above or below"),
        ({key: x for key, x in RULED.items() if "above" not in key}, "policy.rules.1: no bound; expected either above"),
        (
            {key: x for key, x in RULED.items() if "set" not in key},
            "policy.rules.1: does nothing; expected set, step or",
        ),
        (RULED | {"rules.1.step.oversight.alarm": 0.1}, "policy.rules.1: oversight.alarm is set and stepped; expected"),
        (RULED | {"rules.1.revert": 1}, "policy.rules.1.revert: 1, the rule itself; expected the number of another"),
        ({"rules.1.calls": len, "rules.1.above": 3.0}, "policy.rules.1.above: given beside a function; expected one"),
    ],
)
def test_what_is_missing_or_contradicts_itself_is_named(said, line):
    assert refused(said).startswith(line)


def test_groups_to_keep():
    assert groups("all") == tuple(GROUPS) and groups("none") == () and groups("oversight+investment")[1] == "investment"
    line = refused(key="turnover.keep", value="oversight+investmnt")
    assert line.startswith("policy.turnover.keep: 'investmnt'; expected all, none, or groups joined by +")
    assert line.endswith("did you mean 'investment'?")


def test_an_unknown_reading_has_its_nearest():
    line = refused(key="rules.1.when", value="backlgo")
    assert all(name in line for name in READINGS) and line.endswith("did you mean 'backlog'?")
    assert "expected a function" in refused(key="rules.1.calls", value="backlog")


def test_what_is_read_is_what_was_said():
    path = read_path(PHASED | RULED | {"phases.1.over": 0.5, "rules.1.for": 26.0, "turnover.keep": "oversight"})
    (phase,), (rule,) = path.phases, path.rules
    assert (phase.number, phase.week, phase.weeks, phase.levers) == (1, 104.0, 26.0, {"delegation.level": 0.5})
    assert (rule.when, rule.above, rule.bound, rule.lasting, rule.delay) == ("backlog", True, 400.0, 26.0, None)
    assert (rule.since, rule.every, rule.most, rule.set) == (0.0, 52.0, 1000, {"oversight.alarm": 0.5})
    assert path.turnover.keep == ("oversight",) and path.review == 13.0 and path.reform.weeks == 0.0
    assert read_path({}) == read_path({"review": 13}) and not read_path({}).turnover.returns
