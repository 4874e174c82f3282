"""One hash of the results, however they are computed: by either driver, in any order, by threads or processes, in
any pieces, compiled or not. Four configurations drawn by lot here; fifty with  pytest -m slow tests/determinism."""

import json
import os
import re
import subprocess
import sys
from pathlib import Path

import pytest
from configurations import generated
from modes import differing, results

HERE = Path(__file__).parent
ROOT = HERE.parents[1]
FEW = 4  # configurations by default
OTHER = os.environ.get("PARADIP_OTHER_PYTHON")


@pytest.fixture(scope="module", params=[FEW, pytest.param(50, marks=pytest.mark.slow)])
def lines(request):
    return generated(request.param)


@pytest.fixture(scope="module")
def expected(lines):
    """Field -> hash for each configuration, by the compiled driver in this process."""
    return results("compiled", lines)


def in_child(mode, lines, python=sys.executable, path=None, **environment):
    """What another process finds."""
    path = path or os.pathsep.join(filter(None, sys.path))
    done = subprocess.run(
        [python, HERE / "modes.py", mode],
        input="\n".join(lines),
        capture_output=True,
        text=True,
        env=os.environ | {"PYTHONPATH": path} | environment,
    )
    assert done.returncode == 0, done.stderr[-2000:]
    return [json.loads(line) for line in done.stdout.splitlines()]


def agree(lines, expected, found):
    apart = {
        line: names for line, one, other in zip(lines, expected, found, strict=True) if (names := differing(one, other))
    }
    assert apart == {}


def test_the_configurations_are_different_worlds(lines, expected):
    assert len({json.dumps(one) for one in expected}) == len(lines) == len(set(lines))
    assert len({line.split()[0] for line in lines}) >= 2
    assert len(expected[0]) > 300


@pytest.mark.parametrize("mode", ["compiled", "agents", "shuffled", "threads-1-99", "threads-2-4", "threads-4-1"])
def test_within_a_process(lines, expected, mode):
    agree(lines, expected, results(mode, lines))


@pytest.mark.parametrize(
    ("mode", "hash_seed"),
    [
        ("fork-2-1", "0"),
        pytest.param("spawn-2-3", "2", marks=pytest.mark.slow),
        pytest.param("fork-2-4", "1", marks=pytest.mark.slow),
    ],
)
def test_by_processes(lines, expected, mode, hash_seed):
    """A pool of processes, so many configurations at a time, each under another order of sets."""
    agree(lines, expected, in_child(mode, lines, PYTHONHASHSEED=hash_seed))


def test_without_the_compiler(lines, expected):
    some = lines if len(lines) > FEW else lines[: FEW // 2]  # plain Python takes its time
    agree(some, expected[: len(some)], in_child("compiled", some, NUMBA_DISABLE_JIT="1"))


@pytest.mark.skipif(not OTHER, reason="PARADIP_OTHER_PYTHON names no other interpreter that has the dependencies")
def test_another_python(lines, expected):
    """Another version of Python, and of whatever packages are installed for it."""
    said = subprocess.run([OTHER, "-c", "import sys; print(sys.version)"], capture_output=True, text=True, check=True)
    assert said.stdout.strip() != sys.version, "PARADIP_OTHER_PYTHON is this version of Python; expected another"
    agree(lines, expected, in_child("compiled", lines, python=OTHER, path=str(ROOT)))


def test_a_difference_is_seen(lines, expected):
    """Another seed is another world: the comparison can fail."""
    other = [re.sub(r"run.seed=\d+", "run.seed=1", line) for line in lines[:2]]
    assert all(differing(one, two) for one, two in zip(expected[:2], results("compiled", other), strict=True))
