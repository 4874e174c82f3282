"""Elementary functions against sixty digits, at their limits, compiled or not; and that nothing which decides a bit of
a world goes past them to the C library, to a BLAS or to numpy's reductions."""

import ast
import json
import math
import os
import random
import subprocess
import sys
from decimal import Decimal, localcontext
from functools import lru_cache
from pathlib import Path

import pytest

import sim
from sim.model import elementary
from sim.model.elementary import exp, expm1, log, log1p, power, power_of_two, sine

N = 10_000
TINY = 2.0**-1022
HERE, PACKAGE = Path(__file__), Path(sim.__file__).parent


def drawn(low: float, high: float, seed: int, n: int = N) -> list[float]:
    lot = random.Random(seed)
    return [lot.uniform(low, high) for _ in range(n)]


def scales(low: float, high: float, seed: int, n: int = N) -> list[float]:
    """As many of each size, in powers of ten."""
    return [10.0**size for size in drawn(low, high, seed, n)]


def both_signs(values: list[float]) -> list[float]:
    return [-x if k % 2 else x for k, x in enumerate(values)]


def true_sine(x: Decimal) -> Decimal:
    term = total = x
    for n in range(3, 80, 2):
        term *= -x * x / (n * (n - 1))
        total += term
    return total


# What is drawn, the true value of a Decimal, and how many units in the last place may be missed.
KNOWN = {
    "exp": (drawn(-708, 709.78, 1, N // 2) + drawn(-2, 2, 2, N // 2), Decimal.exp, 2.0),
    "log": (scales(-307, 308, 3, N // 2) + drawn(0.4, 2.2, 4, N // 2), Decimal.ln, 2.0),
    "log1p": (both_signs(scales(-18, -0.001, 5, N // 2)) + scales(-3, 300, 6, N // 2), lambda x: (1 + x).ln(), 2.0),
    "expm1": (both_signs(scales(-18, 1.5, 7, N // 2)) + drawn(-1, 1, 8, N // 2), lambda x: x.exp() - 1, 4.0),
    "sine": (both_signs(scales(-18, 0.19, 9, N // 2)) + drawn(0, math.pi / 2, 10, N // 2), true_sine, 4.0),
}


def worst(name: str, rule) -> float:
    """The most units in the last place by which a function misses."""
    values, truth, _ = KNOWN[name]
    with localcontext(prec=60):
        return max(
            float(abs(Decimal(rule(x)) - true)) / math.ulp(float(true)) for x in values if (true := truth(Decimal(x)))
        )


@pytest.mark.parametrize("name", KNOWN)
def test_against_sixty_digits(name):
    assert worst(name, getattr(elementary, name)) < KNOWN[name][2]


def test_a_shorter_series_would_be_seen():
    """Half of the bound is not met by an exp without its last term."""
    assert worst("exp", lambda x: exp(x) * (1.0 - 4 * 2.0**-52)) > KNOWN["exp"][2]


def test_powers_of_sixty_digits():
    """To |y ln x| units in the last place, and two for what exp itself may miss."""
    with localcontext(prec=60):
        for x, y in zip(scales(-3, 3, 11, 2_000), drawn(-4, 4, 12, 2_000), strict=True):
            true = (Decimal(y) * Decimal(x).ln()).exp()
            off = float(abs(Decimal(power(x, y)) - true)) / math.ulp(float(true))
            assert off < 2.0 * abs(y * math.log(x)) + 3.0, (x, y)


def test_limits_of_exp():
    assert exp(0.0) == 1.0 and exp(-0.0) == 1.0
    assert exp(-745.0) == exp(-708.1) == exp(-math.inf) == 0.0 < exp(-708.0)
    assert exp(709.7) == pytest.approx(math.exp(709.7), rel=1e-15) and exp(709.782712893384) < math.inf
    assert exp(709.7828) == exp(710.0) == exp(math.inf) == math.inf
    assert [power_of_two(k) for k in (-1022, -1, 0, 1, 1023)] == [TINY, 0.5, 1.0, 2.0, 2.0**1023]


def test_limits_of_log():
    assert log(0.0) == log(-0.0) == -math.inf and math.isnan(log(-1.0)) and math.isnan(log(math.nan))
    assert log(1.0) == 0.0 and log(math.inf) == math.inf
    assert log(TINY) == pytest.approx(-1022 * math.log(2), rel=1e-15)
    assert log(sys.float_info.max) == pytest.approx(1024 * math.log(2), rel=1e-15)
    assert log(math.nextafter(1.0, 0.0)) == pytest.approx(-(2.0**-53), rel=1e-15)


@pytest.mark.parametrize("x", [0.0, 1e-300, 1e-20, -1e-20, 5e-17, -5e-17])
def test_near_nothing_expm1_and_log1p_are_their_argument(x):
    assert expm1(x) == log1p(x) == sine(x) == x


def test_limits_of_expm1_and_log1p():
    assert expm1(math.inf) == math.inf and expm1(-math.inf) == expm1(-800.0) == -1.0
    assert log1p(-1.0) == -math.inf and log1p(math.inf) == math.inf and math.isnan(log1p(-1.5))
    assert expm1(math.nextafter(0.34, 0.0)) == pytest.approx(
        expm1(0.34), rel=1e-15
    )  # where one way gives way to the other
    assert 1.0 - 2.0**-52 <= sine(math.pi / 2) <= 1.0


@pytest.mark.parametrize("x", [0.0, 1e-300, 0.3, 1.0, 7.0, 1e200])
def test_limits_of_powers(x):
    assert power(x, 0.0) == 1.0 and power(x, 1.0) == x and power(x, 2.0) == x * x
    assert power(0.0, 0.37) == 0.0 and power(0.0, -0.37) == power(0.0, -1.0) == math.inf and power(1.0, 0.37) == 1.0


def test_whole_exponents_are_products():
    assert [power(2.0, float(k)) for k in range(65)] == [2.0**k for k in range(65)]
    assert [power(3.0, float(k)) for k in range(34)] == [float(3**k) for k in range(34)]  # exact up to 2^53
    assert power(1.1, 65.0) == pytest.approx(1.1**65, rel=1e-13)


SAMPLE = """
import json
from sim.model import elementary
from test_elementary import KNOWN, drawn, scales
found = {
    name: [float(getattr(elementary, name)(x)).hex() for x in values[::10]] for name, (values, _, _) in KNOWN.items()
}
found["power"] = [float(elementary.power(x, y)).hex() for x, y in zip(scales(-3, 3, 13, 500), drawn(-4, 4, 14, 500))]
found["power"] += [float(elementary.power(x, float(y))).hex() for x in (0.0, 0.3, 1.7) for y in range(70)]
"""


def test_compiled_or_not_they_are_the_same_bits():
    here: dict = {}
    exec(SAMPLE, here)
    path = os.pathsep.join([str(HERE.parent), *filter(None, sys.path)])
    done = subprocess.run(
        [sys.executable, "-c", SAMPLE + "print(json.dumps(found))"],
        capture_output=True,
        text=True,
        check=True,
        env=os.environ | {"PYTHONPATH": path, "NUMBA_DISABLE_JIT": "1"},
    )
    assert json.loads(done.stdout) == here["found"]


# What rounds alike everywhere: IEEE 754 asks it of square roots, whole parts are exact, fsum is too.
EXACT = {"sqrt", "floor", "ceil", "fsum", "inf", "nan", "pi", "isinf", "isnan", "isfinite", "copysign"}
REDUCED = {
    "sum",
    "mean",
    "std",
    "var",
    "prod",
    "cumsum",
    "cumprod",
    "dot",
    "trace",
}  # by numpy, as functions and methods
ELSEWHERE = REDUCED | {
    "exp",
    "exp2",
    "expm1",
    "log",
    "log2",
    "log10",
    "log1p",
    "power",
    "float_power",
    "sin",
    "cos",
    "tan",
    "sinh",
    "cosh",
    "tanh",
    "arcsin",
    "arccos",
    "arctan",
    "hypot",
    "cbrt",
    "nansum",
    "nanmean",
    "nanstd",
    "average",
    "vdot",
    "inner",
    "matmul",
    "einsum",
    "tensordot",
    "convolve",
    "correlate",
    "trapezoid",
    "linalg",
    "reduce",
    "accumulate",
    "reduceat",
}
ALLOWED = {  # whole numbers, and a check within a tolerance
    "has_house(own, policy).sum()",
    "servers.sum()",
    "np.cumsum(servers)",
    "(margins - margins[codes.index('national')]).mean(axis=1)",
}


WORDS_ALONE = {"model/units.py"}  # how a number is said to readers; no world reads it
DECORATORS = {("compiled", name) for name in ("rule", "step", "drive")}


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


@lru_cache
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


@pytest.mark.parametrize("path", sorted(deciding()), ids=lambda path: path.relative_to(PACKAGE).as_posix())
def test_nothing_that_decides_a_bit_goes_elsewhere(path):
    assert strays(path.read_text(encoding="utf-8")) == []


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
