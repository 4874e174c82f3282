"""The same bits on every processor and every Python: worlds, tables and pictures made anew where the BLAS, the C
library or numpy takes other last digits, as far as one machine can be made to do so. Two such places here; each alone,
with every golden there is, with pytest -m slow tests/determinism/test_processors.py"""

import json
import os
import platform
import subprocess
import sys
from functools import lru_cache
from pathlib import Path

import matplotlib
import pytest
from numpy._core import _multiarray_umath as numpy_core

ROOT = Path(__file__).parents[2]
GOLDEN = ROOT / "tests" / "golden"
OTHER = os.environ.get("PARADIP_OTHER_PYTHON")
sys.path.insert(0, str(GOLDEN))

from baseline import changed, read  # noqa: E402
from remade import LINES, arithmetic, remade  # noqa: E402
from tables import COMMANDS  # noqa: E402
from texts import stored  # noqa: E402

# Numpy's code paths for newer processors, by the names this numpy gives them.
VECTORS = " ".join(name for name in numpy_core.__cpu_dispatch__ if numpy_core.__cpu_features__[name])
WIDE = any(numpy_core.__cpu_features__.get(name) for name in ("AVX512_SKX", "X86_V4"))
SCALAR_C = {"GLIBC_TUNABLES": "glibc.cpu.hwcaps=-AVX2,-FMA"}
SCALAR_NUMPY = {"NPY_DISABLE_CPU_FEATURES": VECTORS}
ALONE = {
    "Haswell": {"OPENBLAS_CORETYPE": "Haswell"},
    "Zen": {"OPENBLAS_CORETYPE": "Zen"},
    "SkylakeX": {"OPENBLAS_CORETYPE": "SkylakeX"},
    "Prescott": {"OPENBLAS_CORETYPE": "Prescott"},
    "a C library without fused arithmetic": SCALAR_C,
    "a numpy for older processors": SCALAR_NUMPY,
    "rules compiled for any processor": {"NUMBA_CPU_NAME": "generic", "NUMBA_CPU_FEATURES": ""},
}
OLD = {"OPENBLAS_CORETYPE": "Prescott"} | SCALAR_C | SCALAR_NUMPY
SOME = 8  # worlds: decades
DRAWN, UNDRAWN = ["commands/compare.txt"], ["commands/run.txt"]


@lru_cache
def elsewhere(what: tuple[str, ...], environment: tuple[tuple[str, str], ...], python: str = sys.executable) -> dict:
    """What a child process finds."""
    path = os.pathsep.join(map(str, [GOLDEN, *(filter(None, sys.path) if python == sys.executable else [ROOT])]))
    done = subprocess.run(
        [python, GOLDEN / "remade.py", *what],
        capture_output=True,
        text=True,
        env=os.environ | {"PYTHONPATH": path} | dict(environment),
    )
    assert done.returncode == 0, done.stderr[-2000:]
    return json.loads(done.stdout)


@pytest.fixture(scope="module")
def drawn():
    """Pictures as they are drawn here, by whatever matplotlib there is."""
    return lru_cache(lambda names: remade(0, list(names))["pictures"])


def holds(found: dict, drawn) -> None:
    """Everything is what is pinned; pictures are what this matplotlib draws here."""
    same = found["drawn_by"] == matplotlib.__version__
    pinned = {
        "worlds": read("worlds.json")["worlds"],
        **read("tables.json"),
        "pictures": drawn(tuple(found["pictures"])) if same else found["pictures"],
        "texts": {name: stored(name) for name in found["texts"]},
    }
    apart = {
        kind: changed({name: pinned[kind][name] for name in found[kind]}, found[kind])
        for kind in ("worlds", "tables", "pictures", "texts", "published")
    }
    assert {kind: names for kind, names in apart.items() if names} == {}


def transcripts(environment: dict[str, str], names: list[str]) -> list[str]:
    """Those that can be run there: matplotlib calls the BLAS, and kernels for a wider processor end in an illegal
    instruction. Worlds call none, so they can be tried with any."""
    return names if WIDE or environment.get("OPENBLAS_CORETYPE") != "SkylakeX" else UNDRAWN


@pytest.mark.parametrize(
    "environment",
    [OLD, pytest.param(ALONE["SkylakeX"], marks=pytest.mark.slow)],
    ids=["an old processor", "a wide one"],
)
def test_the_same_elsewhere(environment, drawn):
    what = (str(SOME), *transcripts(environment, DRAWN))
    holds(elsewhere(what, tuple(environment.items())), drawn)


def test_the_last_digits_are_others_there():
    """The old processor of this file is one: exp, log and powers of C and numpy come out otherwise."""
    found = elsewhere((str(SOME), *DRAWN), tuple(OLD.items()))["arithmetic"]
    assert found != arithmetic() or not VECTORS or platform.machine() != "x86_64"


@pytest.mark.slow
@pytest.mark.parametrize("where", ALONE)
def test_every_golden_elsewhere(where, drawn):
    names = transcripts(ALONE[where], COMMANDS)
    holds(elsewhere((str(len(LINES)), *names, *["figures"] * (names == COMMANDS)), tuple(ALONE[where].items())), drawn)


@pytest.mark.skipif(not OTHER, reason="PARADIP_OTHER_PYTHON names no other interpreter that has the dependencies")
def test_every_golden_under_another_python(drawn):
    """Another version of Python, and of whatever packages are installed for it."""
    holds(elsewhere((str(len(LINES)), *COMMANDS, "figures"), (), OTHER), drawn)
