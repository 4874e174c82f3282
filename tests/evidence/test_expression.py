"""Readings are read as Python would read them, and nothing else is let in."""

import math

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from sim.errors import InputError
from sim.study.evidence.expression import LONGEST, read_expression

METRICS = ("delivered", "surfaced", "share_quiet")
VALUES = {"delivered": 0.75, "surfaced": 3.0, "share_quiet": -0.0625}

NUMBERS = st.integers(0, 999).map(str) | st.floats(0.001, 1e6, allow_nan=False).map(repr)
LEAVES = st.sampled_from(METRICS) | NUMBERS
TREES = st.recursive(
    LEAVES,
    lambda inner: st.one_of(
        st.tuples(inner, st.sampled_from(["+", "-", "*", "/", " + ", " *"]), inner).map("".join),
        inner.map(lambda text: f"({text})"),
        inner.map(lambda text: f"-{text}"),
        inner.map(lambda text: f"+ {text}"),
    ),
    max_leaves=8,
)


@settings(derandomize=True, max_examples=300, deadline=None)
@given(TREES)
def test_the_value_is_the_one_that_python_gives(text):
    """Precedence, signs and brackets: `eval`, on numpy's numbers, is the other reader."""
    if not any(name in text for name in METRICS):
        text = f"delivered + {text}"
    if len(text) > LONGEST:
        return
    found = read_expression(text, METRICS)({("", name): np.float64(value) for name, value in VALUES.items()})
    with np.errstate(all="ignore"):
        try:
            wanted = eval(text, {"__builtins__": {}}, {name: np.float64(value) for name, value in VALUES.items()})
        except ZeroDivisionError:  # of two plain numbers; numpy's quotient is not finite either
            assert not math.isfinite(found)
            return
    assert float(found) == pytest.approx(float(wanted), rel=1e-12, nan_ok=True)


def test_arrays_of_any_shape_are_read_at_once():
    expression = read_expression("2 * delivered / surfaced", METRICS)
    values = {
        ("", "delivered"): np.array([[1.0, 2.0], [3.0, 4.0]]),
        ("", "surfaced"): np.array([[1.0, 0.0], [2.0, 4.0]]),
    }
    assert np.array_equal(expression(values), [[2.0, math.inf], [3.0, 2.0]])


def test_policies_have_metrics_of_their_own():
    expression = read_expression("b.delivered - a.delivered", METRICS, ("a", "b"))
    assert expression.names == (("b", "delivered"), ("a", "delivered"))
    assert expression({("a", "delivered"): np.float64(0.5), ("b", "delivered"): np.float64(0.75)}) == 0.25


@pytest.mark.parametrize(
    ("text", "problem"),
    [
        ("__import__('os').system('true')", "has no place in a reading"),
        ("delivered.real", "policy 'delivered': not known; expected the metric alone"),
        ("delivered()", "has no place"),
        ("delivered[0]", "has no place"),
        ("delivered ** 99999999", "has no place"),
        ("delivered // 2", "has no place"),
        ("delivered % 2", "has no place"),
        ("delivered @ delivered", "has no place"),
        ("delivered << 2", "has no place"),
        ("~delivered", "has no place"),
        ("not delivered", "has no place"),
        ("delivered if surfaced else 1", "has no place"),
        ("delivered < 1", "has no place"),
        ("delivered and surfaced", "has no place"),
        ("[delivered]", "has no place"),
        ("{delivered}", "has no place"),
        ("(delivered, surfaced)", "has no place"),
        ("lambda: delivered", "has no place"),
        ("[delivered for delivered in (1,)]", "has no place"),
        ("(delivered := 1)", "has no place"),
        ("f'{delivered}'", "has no place"),
        ("'delivered'", "has no place"),
        ("delivered + True", "has no place"),
        ("delivered + 1j", "has no place"),
        ("delivered + None", "has no place"),
        ("*delivered", "expected metrics and numbers"),
        ("await delivered", "has no place"),
        ("import os", "expected metrics and numbers"),
        ("delivered = 1", "expected metrics and numbers"),
        ("delivered surfaced", "expected metrics and numbers"),
        ("delivered +", "expected metrics and numbers"),
        ("(" * 300 + "delivered" + ")" * 80, "expected metrics and numbers"),
        ("delivered + 1e999", "expected a finite number"),
        ("delivered + " + "9" * 350, "expected a finite number"),
        ("-" * 401 + "delivered", "expected at most 400"),
        ("3 * 4", "names no metric"),
        ("delivred", "metric 'delivred': not known; expected one of paradip list metrics, did you mean 'delivered'?"),
        ("a.b.delivered", "has no place"),
        ("delivered\x00", "expected metrics and numbers"),
    ],
)
def test_what_is_no_reading_is_refused(text, problem):
    with pytest.raises(InputError) as fault:
        read_expression(text, METRICS)
    assert problem in str(fault.value) and "\n" not in str(fault.value) and len(str(fault.value)) < 400


@pytest.mark.parametrize(
    ("text", "problem"),
    [
        ("delivered", "metric delivered: of which policy? expected free.delivered or banned.delivered"),
        ("fre.delivered", "policy 'fre': not known; expected one of free, banned, did you mean 'free'?"),
        ("free.delivred", "metric 'delivred': not known"),
    ],
)
def test_with_several_policies_each_metric_says_whose(text, problem):
    with pytest.raises(InputError) as fault:
        read_expression(text, METRICS, ("free", "banned"))
    assert problem in str(fault.value)
