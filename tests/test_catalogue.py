"""What is declared is complete and true: levers, parameters, outcomes, instruments, channels and kinds of incident."""

import math

import pytest

from sim.model import acts, records
from sim.model.catalogue import modules
from sim.model.instruments import INSTRUMENTS
from sim.model.levers import GROUPS, LEVERS, body
from sim.model.limits import LIMITS
from sim.model.metrics import METRICS
from sim.model.parameters import PARAMETERS
from sim.model.policy import KINDS, Policy, cost, with_levers
from sim.model.units import plain, quantity, with_unit
from sim.tell import document

PRICED = [key for key, lever in LEVERS.items() if lever.price]
PRICES = {name: p.default for name, p in PARAMETERS.items()}
HOUSES, DEPARTMENTS = 7, 5


def sentence(text):
    """Plain words: something to read, in one line, without what only code says."""
    return len(text) > 2 and text.isprintable() and "_" not in text and text == text.strip()


@pytest.mark.parametrize("key", LEVERS)
def test_a_lever_says_what_it_is_and_its_bounds_hold_its_off_value(key):
    lever = LEVERS[key]
    assert lever.group in GROUPS and hasattr(KINDS[lever.group](), lever.name)
    assert sentence(lever.title) and sentence(lever.meaning) and len(lever.title) < 45
    assert lever.unit or lever.choices
    assert set(lever.needs) <= set(LEVERS)
    assert lever.off == getattr(getattr(Policy(), lever.group), lever.name)
    if lever.choices:
        assert lever.off in lever.choices and all(map(sentence, lever.choices.values()))
    else:
        assert lever.low <= lever.off <= lever.high and lever.low < lever.high
        assert lever.step > 0 and lever.reach > lever.low
        assert (LIMITS[key].low, LIMITS[key].high) == (lever.low, lever.high)


@pytest.mark.parametrize("name", PARAMETERS)
def test_a_parameter_says_what_it_is_and_its_limit_holds_its_range_and_off_value(name):
    one, limit = PARAMETERS[name], LIMITS[f"parameters.{name}"]
    assert one.unit and one.source and one.theme
    assert sentence(one.title) and sentence(one.meaning) and sentence(one.brief) and one.heading[0].isupper()
    assert limit.low <= one.low <= one.default <= one.high <= limit.high
    assert one.off is None or limit.low <= one.off <= limit.high
    assert not one.sides or one.unit == "switch"


@pytest.mark.parametrize("metric", METRICS, ids=lambda metric: metric.name)
def test_an_outcome_says_what_it_is(metric):
    assert metric.unit and metric.group and metric.better in (-1, 0, 1)
    assert sentence(metric.title) and len(metric.meaning) > 5 and len(metric.title) < 65
    assert bool(metric.more) == bool(metric.less) == bool(metric.thing)


def test_nothing_is_declared_twice():
    titles = [lever.title for lever in LEVERS.values()], [metric.title for metric in METRICS]
    assert all(len(set(one)) == len(one) for one in titles)
    assert len({lever.name for lever in LEVERS.values()}) == len(LEVERS)


def worked_out(formula, levers):
    """A formula as a reader works it out."""
    text, _, _ = formula.replace("×", "*").replace("√", "sqrt").partition(" (nothing without a body)")
    names = PRICES | vars(levers) | {"houses": HOUSES, "departments": DEPARTMENTS}
    if hasattr(levers, "body"):
        names |= {"slot_price": body.DESIGNS[levers.body].slot_price}
        if "without a body" in formula and levers.body == "none":
            return 0.0
    return eval(text, {"__builtins__": {}, "sqrt": math.sqrt}, names)


@pytest.mark.parametrize("key", PRICED)
def test_the_price_is_what_its_formula_says(policy, rich, key):
    """With every lever on, at half of each, and off."""
    half = {name: value / 2 for name, value in rich.items() if isinstance(value, float)} | {"coordination.body": "lead"}
    for levers in (rich, half, {}):
        made = policy(levers)
        expected = worked_out(LEVERS[key].price.formula, getattr(made, LEVERS[key].group))
        assert cost(made, PRICES, HOUSES, DEPARTMENTS)[key] == pytest.approx(expected, rel=1e-12)


def test_the_document_gives_the_price_that_is_paid():
    """FTE at 1 of the table of levers: what a policy with that lever alone, and what it is paid with, is charged."""
    table = [[cell.strip() for cell in line.split(" | ")] for line in document.lever_table().splitlines()[2:]]
    for (cell, _, _, at_one, formula, _), (key, lever) in zip(table, LEVERS.items(), strict=True):
        assert (
            cell == f"| `{key}`"
            and formula == (lever.price.formula if lever.price else lever.paid) + ", burden" * lever.burdens
        )
        value, _, at = at_one.partition(" at ")
        if lever.kind == "number":
            beside = {"coordination.body": "body"} if lever.paid == "with the body" else {}
            charged = cost(
                with_levers(Policy(), beside | {key: float(at or 1)}), PRICES, document.HOUSES, document.DEPARTMENTS
            )
            assert float(value) == pytest.approx(sum(charged.values()))


def test_instruments_lie_one_to_a_file_and_name_their_levers():
    from sim.model import instruments

    assert len(list(modules(instruments))) == len(INSTRUMENTS)
    for one in INSTRUMENTS.values():
        assert sentence(one.title) and (not one.lever or one.lever in LEVERS)
    found = [one.found for one in INSTRUMENTS.values() if one.found]
    assert len(set(found)) == len(found) == 6


def test_channels_and_kinds_have_the_numbers_of_the_records():
    names = ("CENTRAL", "MANDATE", "JOINT", "CONSULT", "QUIET", "FREELANCE", "ROGUE", "LICENSED")
    assert [getattr(records, name) for name in names] == list(range(len(acts.CHANNELS)))
    assert [name.lower() for name in names] == [one.name for one in acts.CHANNELS] == list(records.CHANNELS)
    assert [records.KINDS[records.CAPTURE], records.KINDS[records.CRISIS_LOST]] == ["capture", "crises_lost"]
    known = {metric.name for metric in METRICS}
    exposed = {f"{name}_per_100" for name in acts.MANY}
    assert {*acts.WHO, *acts.MANY, *exposed} == {name for name in known if name.startswith(("share_", "inc_"))}
    assert {one.metric for one in acts.OMISSIONS} < known


def test_values_are_said_with_their_units():
    assert quantity(0.3, "share") == "30%" and quantity(0.02, "1/year", brief=True) == "2%"
    assert [quantity(x, "weeks") for x in (1, 2.5)] == ["1 week", "2.5 weeks"]
    assert quantity(0.5, "[0,1]") == "0.5 on a scale of 0 to 1" and quantity(1, "multiple") == "as usual"
    assert quantity(27_500, "FTE") == "27,500 staff" and plain(-0.5) == "\N{MINUS SIGN}0.5"
    assert with_unit("12", "incidents/year") == "12 a year" and quantity(1, "switch") == "yes"
