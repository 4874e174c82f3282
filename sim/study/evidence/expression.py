"""Expressions over metrics: sums, differences, products and quotients of metrics and numbers.

    52 * throughput * (share_quiet + share_freelance)
    banned.surfaced / free.surfaced                    a page that names its policies names them here too

The text is parsed by Python's own grammar, but nothing of it is ever run: the tree is walked, and whatever is not one
of the parts below is refused.
"""

import ast
import math
import operator
import warnings
from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass, field

import numpy as np

from sim.errors import InputError, nearest, shown

LONGEST = 400  # letters
OPERATORS: dict[type, Callable] = {
    ast.Add: operator.add,
    ast.Sub: operator.sub,
    ast.Mult: operator.mul,
    ast.Div: operator.truediv,
}
SIGNS: dict[type, Callable] = {ast.USub: operator.neg, ast.UAdd: operator.pos}
EXPECTED = "expected metrics and numbers with + - * / and brackets"

Name = tuple[str, str]  # a policy, "" where the page has one only, and a metric
Values = Mapping[Name, np.ndarray]


@dataclass(frozen=True)
class Expression:
    """text: as it is written, in one line. names: what it needs, in the order of the text. tree: as it was checked."""

    text: str
    names: tuple[Name, ...]
    tree: ast.expr = field(repr=False, compare=False)

    def __call__(self, values: Values) -> np.ndarray:
        """Its value where each name has a number, or an array of them of any one shape. Not finite where it divides
        by 0."""
        with np.errstate(all="ignore"):
            return np.asarray(evaluate(self.tree, values))


def read_expression(text: str, metrics: Collection[str], policies: Collection[str] = ()) -> Expression:
    """metrics: known names. policies: those by which metrics are told apart, `policy.metric`; none: a metric stands by
    itself. Raises InputError."""
    line = " ".join(text.split())
    if len(line) > LONGEST:
        raise InputError(f"{len(line)} letters; expected at most {LONGEST}")
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # of Python, at what it takes for a slip in a program
            tree = ast.parse(line, mode="eval").body
    except (SyntaxError, ValueError, RecursionError, MemoryError):
        raise InputError(f"{shown(line)}; {EXPECTED}") from None
    names = list(dict.fromkeys(found(tree, line, metrics, policies)))
    if not names:
        raise InputError(f"{shown(line)} names no metric; {EXPECTED}")
    return Expression(line, tuple(names), tree)


def found(node: ast.expr, line: str, metrics: Collection[str], policies: Collection[str]) -> list[Name]:
    """The names below a node. Raises InputError at any part that has no place here."""
    if isinstance(node, ast.BinOp) and type(node.op) in OPERATORS:
        return [*found(node.left, line, metrics, policies), *found(node.right, line, metrics, policies)]
    if isinstance(node, ast.UnaryOp) and type(node.op) in SIGNS:
        return found(node.operand, line, metrics, policies)
    if isinstance(node, ast.Constant) and isinstance(node.value, (int, float)) and not isinstance(node.value, bool):
        if not finite(node.value):
            raise InputError(f"{shown(piece(line, node))}; expected a finite number")
        return []
    if isinstance(node, (ast.Name, ast.Attribute)):
        return [checked(*named(node, line), metrics, policies)]
    raise InputError(f"{shown(piece(line, node))} has no place in a reading; {EXPECTED}")


def named(node: ast.Name | ast.Attribute, line: str) -> Name:
    if isinstance(node, ast.Name):
        return "", node.id
    if isinstance(node.value, ast.Name):
        return node.value.id, node.attr
    raise InputError(f"{shown(piece(line, node))} has no place in a reading; {EXPECTED}")


def checked(policy: str, metric: str, metrics: Collection[str], policies: Collection[str]) -> Name:
    """Raises InputError at an unknown policy or metric."""
    if policy and policy not in policies:
        known = f"one of {', '.join(policies)}" if policies else "the metric alone, since one policy is run"
        raise InputError(f"policy {shown(policy)}: not known; expected {known}{nearest(policy, policies)}")
    if metric not in metrics:
        raise InputError(
            f"metric {shown(metric)}: not known; expected one of paradip list metrics{nearest(metric, metrics)}"
        )
    if policies and not policy:
        raise InputError(f"metric {metric}: of which policy? expected {' or '.join(f'{p}.{metric}' for p in policies)}")
    return policy, metric


def finite(number: float) -> bool:
    try:
        return math.isfinite(float(number))
    except OverflowError:
        return False


def piece(line: str, node: ast.expr) -> str:
    return ast.get_source_segment(line, node) or line


def evaluate(node: ast.expr, values: Values):
    """What a node of a checked tree stands for."""
    if isinstance(node, ast.BinOp):
        return OPERATORS[type(node.op)](evaluate(node.left, values), evaluate(node.right, values))
    if isinstance(node, ast.UnaryOp):
        return SIGNS[type(node.op)](evaluate(node.operand, values))
    if isinstance(node, ast.Constant):
        return np.float64(node.value)  # type: ignore[arg-type]
    assert isinstance(node, (ast.Name, ast.Attribute))
    return np.asarray(values[named(node, "")], float)
