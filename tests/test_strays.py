"""Nothing that decides a bit of a world goes past the elementary functions of the model to the C library, to a BLAS or
to numpy's reductions."""

import ast
from functools import cache
from pathlib import Path

import pytest

import sim

PACKAGE = Path(sim.__file__).parent
# What rounds alike everywhere: IEEE 754 asks it of square roots, whole parts are exact, fsum is too.
EXACT = {"sqrt", "floor", "ceil", "fsum", "inf", "nan", "pi", "isinf", "isnan", "isfinite", "copysign"}
REDUCED = set("sum mean std var prod cumsum cumprod dot trace".split())  # by numpy, as functions and methods
ELSEWHERE = REDUCED | set(
    (
        "exp exp2 expm1 log log2 log10 log1p power float_power sin cos tan sinh cosh tanh arcsin arccos arctan "
        "hypot cbrt nansum nanmean nanstd average vdot inner matmul einsum tensordot convolve correlate trapezoid "
        "linalg reduce accumulate reduceat"
    ).split()
)
ALLOWED = {  # whole numbers, and a check within a tolerance
    "has_house(own, policy).sum()",
    "servers.sum()",
    "np.cumsum(servers)",
    "(margins - margins[codes.index('national')]).mean(axis=1)",
}


WORDS_ALONE = {"model/units.py"}  # how a number is said to readers; no world reads it
DECORATORS = {("compiled", name) for name in ("rule", "step", "drive")}


@cache
def imported(path: Path) -> set[tuple[str, str]]:
    """(module, name) of each import from the package, in full."""
    found, own = set(), path.relative_to(PACKAGE.parent).with_suffix("").parts
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.ImportFrom):
            module = (
                [*own[: len(own) - node.level], *filter(None, [node.module])] if node.level else [node.module or ""]
            )
            found |= {(".".join(module), alias.name) for alias in node.names}
        elif isinstance(node, ast.Import):
            found |= {(alias.name, "") for alias in node.names}
    return {(module, name) for module, name in found if module.partition(".")[0] == PACKAGE.name}


def file_of(module: str) -> Path | None:
    place = PACKAGE.parent.joinpath(*module.split("."))
    return next((path for path in (place.with_suffix(".py"), place / "__init__.py") if path.is_file()), None)


@cache
def deciding() -> frozenset[Path]:
    """Every source that decides a bit of a world: what compiles rules or calls these functions, and its imports."""

    def decides(path: Path) -> bool:
        lasts = {(module.rpartition(".")[2], name) for module, name in imported(path)}
        return any("elementary" in pair or pair in DECORATORS for pair in lasts)

    left = [path for path in PACKAGE.rglob("*.py") if decides(path)]
    found = set(left)
    while left:
        named = imported(left.pop())
        following = {file_of(f"{module}.{name}") or file_of(module) for module, name in named} - {None} - found
        found |= following
        left += following
    return frozenset(path for path in found if path.relative_to(PACKAGE).as_posix() not in WORDS_ALONE)


def strays(source: str) -> list[str]:
    """What in a source has other last digits elsewhere."""
    found = []
    for node in ast.walk(ast.parse(source)):
        text = ast.unparse(node) if isinstance(node, ast.expr) else ""
        if text in ALLOWED:
            continue
        if isinstance(node, ast.ImportFrom) and node.module in ("math", "numpy"):
            found += [alias.name for alias in node.names if alias.name not in EXACT]
        elif (
            isinstance(node, ast.Attribute)
            and isinstance(node.value, ast.Name)
            and (
                (node.value.id == "math" and node.attr not in EXACT)
                or (node.value.id in ("np", "numpy") and node.attr in ELSEWHERE)
            )
        ):
            found += [] if f"{text}(servers)" in ALLOWED else [text]
        elif (
            isinstance(node, ast.Call)
            and isinstance(node.func, ast.Attribute)
            and node.func.attr in REDUCED | {"reduce", "accumulate"}
        ) or (isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id in ("sum", "pow")):
            found.append(text)
        elif isinstance(node, ast.BinOp | ast.AugAssign) and (
            isinstance(node.op, ast.MatMult)
            or (
                isinstance(node.op, ast.Pow)
                and not (
                    isinstance(node, ast.BinOp)
                    and {type(getattr(side, "value", None)) for side in (node.left, node.right)} == {int}
                )
            )
        ):
            found.append(ast.unparse(node))
    return found


def test_every_source_that_decides_is_looked_at():
    names = {path.relative_to(PACKAGE).as_posix() for path in deciding()}
    rules = {path.relative_to(PACKAGE).as_posix() for path in PACKAGE.glob("**/rules/*.py") if path.stem != "__init__"}
    assert len(rules) > 10 and rules <= names
    assert {"draws", "week", "place", "start", "records", "gini"} <= {Path(name).stem for name in names}


def test_nothing_that_decides_a_bit_goes_elsewhere():
    found = {path.relative_to(PACKAGE).as_posix(): strays(path.read_text(encoding="utf-8")) for path in deciding()}
    assert {name: texts for name, texts in found.items() if texts} == {}


@pytest.mark.parametrize(
    "line",
    [
        "math.exp(x)",
        "math.pow(x, y)",
        "np.log(x)",
        "np.sum(x)",
        "x.sum()",
        "x.mean(axis=0)",
        "sum(x)",
        "a @ b",
        "a @= b",
        "x ** 0.5",
        "x ** n",
        "x **= 2",
        "pow(x, y)",
        "np.add.reduce(x)",
        "np.dot(a, b)",
        "from math import exp",
        "from numpy import dot",
        "np.linalg.norm(x)",
        "f(math.log)",
    ],
)
def test_a_stray_is_found(line):
    assert strays(line)


@pytest.mark.parametrize(
    "line",
    [
        "math.sqrt(x)",
        "exp(x)",
        "2 ** 32",
        "math.fsum(x)",
        "np.sqrt(x)",
        "from sim.model.elementary import exp",
        "x.max()",
    ],
)
def test_what_rounds_alike_everywhere_is_none(line):
    assert strays(line) == []
