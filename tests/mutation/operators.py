"""Mutants of every function of a file, from its syntax tree; each is one replacement at a node's place in the text.

    arithmetic   + and -, * and /, // and *, % and //, ** and *, | and &, << and >>, also in x += y; -x and x
    boundary     < and <=, > and >=               equality   == and !=
    logic        and and or; not x and x          extremum   min and max
    constant     0 and 1, True and False, k and k + 1
    drop         an assignment, a call, a return, a break or a continue becomes pass
    negate       the condition of an if, a while or a conditional expression
    purpose      one purpose of a draw becomes another

Left out because they change nothing on their face: docstrings, annotations, defaults and messages of errors; the tick
and the number in the address of a draw where they are literals (any other address is as good); < and <= where one side
is a uniform (a tie has probability zero). Left out because they cannot compile: the axis in `.shape[0]`.
"""

import ast
import re
from collections.abc import Iterator
from itertools import pairwise

from mutant import Mutant, make

SWAPS = {
    ast.Add: ("+", "-"),
    ast.Sub: ("-", "+"),
    ast.Mult: ("*", "/"),
    ast.Div: ("/", "*"),
    ast.FloorDiv: ("//", "*"),
    ast.Mod: ("%", "//"),
    ast.Pow: ("**", "*"),
    ast.BitOr: ("|", "&"),
    ast.BitAnd: ("&", "|"),
    ast.LShift: ("<<", ">>"),
    ast.RShift: (">>", "<<"),
}
COMPARISONS = {
    ast.Lt: ("<", "<="),
    ast.LtE: ("<=", "<"),
    ast.Gt: (">", ">="),
    ast.GtE: (">=", ">"),
    ast.Eq: ("==", "!="),
    ast.NotEq: ("!=", "=="),
}
UNIFORM = re.compile(r"[uv](_\w+)?$")  # the name of a uniform in this house
DROPPED = (ast.Assign, ast.AugAssign, ast.Expr, ast.Return, ast.Break, ast.Continue)
Edit = tuple[str, int, int, str]  # operator, where the replaced text starts and ends, what replaces it


class Text:
    """A file's text; syntax trees count columns in bytes, this in characters."""

    def __init__(self, text: str):
        self.text, self.lines, self.starts = text, text.splitlines(keepends=True), [0]
        for line in self.lines:
            self.starts.append(self.starts[-1] + len(line))

    def offset(self, line: int, column: int) -> int:
        return self.starts[line - 1] + len(self.lines[line - 1].encode()[:column].decode())

    def span(self, node) -> tuple[int, int]:
        return self.offset(node.lineno, node.col_offset), self.offset(node.end_lineno, node.end_col_offset)

    def between(self, left, right, symbol: str) -> tuple[int, int]:
        """Where the symbol of an operator stands between its two sides."""
        start, end = self.span(left)[1], self.span(right)[0]
        found = re.search(
            rf"(?<![\w<>=*/]){re.escape(symbol)}(?![\w<>=*/])",
            re.sub(r"#.*", lambda m: " " * len(m[0]), self.text[start:end]),
        )
        assert found, self.text[start:end]
        return start + found.start(), start + found.end()


def purposes(tree: ast.AST) -> list[str]:
    """Names of the purposes of draws that a file uses, sorted."""
    return sorted({node.attr for node in ast.walk(tree) if is_purpose(node)})


def is_purpose(node) -> bool:
    return (
        isinstance(node, ast.Attribute)
        and isinstance(node.value, ast.Name)
        and node.value.id == "draws"
        and node.attr.isupper()
    )


def is_draw(node) -> bool:
    """A call of draws.uniform, draws.pair and so on."""
    return (
        isinstance(node, ast.Call)
        and isinstance(node.func, ast.Attribute)
        and isinstance(node.func.value, ast.Name)
        and node.func.value.id == "draws"
    )


def is_uniform(node) -> bool:
    return (is_draw(node) and node.func.attr == "uniform") or (
        isinstance(node, ast.Name) and bool(UNIFORM.match(node.id))
    )


def parts(node) -> Iterator[ast.AST]:
    """What lies below a node and may be mutated."""
    if isinstance(node, ast.Raise | ast.JoinedStr):
        return
    for child in ast.iter_child_nodes(node):
        if is_draw(node) and isinstance(child, ast.Constant):
            continue
        if (
            isinstance(node, ast.Subscript)
            and child is node.slice
            and isinstance(child, ast.Constant)
            and (isinstance(node.value, ast.Attribute) and node.value.attr == "shape")
        ):
            continue
        if isinstance(node, ast.AnnAssign) and child is node.annotation:
            continue
        yield child
        yield from () if isinstance(child, ast.UnaryOp) and isinstance(child.operand, ast.Constant) else parts(child)


def edits(text: Text, node, used: list[str], last: ast.stmt | None) -> Iterator[Edit]:
    """Every change that the operators make at one node."""
    match node:
        case ast.BinOp(left=left, op=op, right=right) if type(op) in SWAPS:
            yield "arithmetic", *text.between(left, right, SWAPS[type(op)][0]), SWAPS[type(op)][1]
        case ast.AugAssign(target=left, op=op, value=right) if type(op) in SWAPS:
            old, new = SWAPS[type(op)]
            yield "arithmetic", *text.between(left, right, old + "="), new + "="
        case ast.UnaryOp(op=ast.USub(), operand=ast.Constant(value=k)):
            yield "constant", *text.span(node), repr(1 - k)
        case ast.UnaryOp(op=ast.USub() | ast.Not()):
            start, end = text.span(node)
            word = "not" if isinstance(node.op, ast.Not) else "-"
            yield ("logic" if word == "not" else "arithmetic"), start, start + len(word), ""
        case ast.Compare(left=left, ops=ops, comparators=others):
            for a, op, b in zip([left, *others], ops, others, strict=False):
                if type(op) in COMPARISONS:
                    old, new = COMPARISONS[type(op)]
                    if old not in ("==", "!=") and (is_uniform(a) or is_uniform(b)):
                        continue
                    yield ("equality" if old in ("==", "!=") else "boundary"), *text.between(a, b, old), new
        case ast.BoolOp(op=op, values=values):
            old, new = ("and", "or") if isinstance(op, ast.And) else ("or", "and")
            places = [text.between(a, b, old) for a, b in pairwise(values)]
            start, end, joined = places[0][0], places[-1][1], ""
            for (_, stop), (begin, _) in pairwise(places):
                joined += new + text.text[stop:begin]
            yield "logic", start, end, joined + new
        case ast.Call(func=ast.Name(id="min" | "max" as name), args=[_, _, *_]):
            yield "extremum", *text.span(node.func), {"min": "max", "max": "min"}[name]
        case ast.Constant(value=bool(k)):
            yield "constant", *text.span(node), repr(not k)
        case ast.Constant(value=int(k) | float(k)):
            yield "constant", *text.span(node), repr({0: 1, 1: 0}.get(k, k + 1) * type(k)(1))
        case ast.Attribute(attr=name) if is_purpose(node):
            others = [other for other in used if other != name]
            yield "purpose", *text.span(node), f"draws.{others[used.index(name) % len(others)]}"
    if isinstance(node, ast.If | ast.While | ast.IfExp) and not (
        isinstance(node.test, ast.Compare) and isinstance(node.test.ops[0], ast.Eq | ast.NotEq)
    ):
        start, end = text.span(node.test)
        yield "negate", start, end, f"(not ({text.text[start:end]}))"
    if (
        isinstance(node, DROPPED)
        and node is not last
        and not (isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant))
    ):
        start, end = text.span(node)
        yield "drop", start, end, "pass" + "\n" * text.text.count("\n", start, end)


def generate(file: str, source: str) -> list[Mutant]:
    """Every mutant of every function of a file, in the order of its text; all parse, no two mean the same."""
    tree, text, made = ast.parse(source), Text(source), []
    used = purposes(tree)
    used = used if len(used) > 1 else [*used, "ISSUE", "SURFACE"]
    for function in tree.body:
        if not isinstance(function, ast.FunctionDef):
            continue
        end = function.body[-1]
        found = [
            edit
            for statement in function.body
            for node in (statement, *parts(statement))
            for edit in edits(text, node, used, end if isinstance(end, ast.Return) else None)
        ]
        first, last = text.span(function)
        seen = {ast.dump(ast.parse(source[first:last]))}
        for operator, start, stop, new in sorted(found, key=lambda edit: edit[1:]):
            meaning = ast.dump(ast.parse(source[first:start] + new + source[stop:last]))
            if meaning not in seen:
                seen.add(meaning)
                made.append(make(file, source, start, source[start:stop], new, operator))
    return made
