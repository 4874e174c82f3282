"""Same question, same bits: again, on more threads, under another hash seed, and without the compiler. Fifty
configurations in every way there is to compute them: determinism/test_modes.py."""

import hashlib
import os
import subprocess
import sys

import numpy as np
import pytest

import sim
from sim.model import start
from sim.model.compiled import FOLDER

# What a child process runs: a short world with every mechanism busy, one line a field.
CHILD = """
import hashlib, sys
import numpy as np
sys.path.insert(0, {tests!r})
import conftest
world = conftest.run_world("toy", conftest.RICH, conftest.TOY_PRICES | dict(arrival_rate=6, work_shape={shape}),
                           years={years}, seed=4, log=True)
assert world.federal["agreed"][0] > 20
for name, values in conftest.columns(world):
    print(name, hashlib.sha256(np.ascontiguousarray(values).tobytes()).hexdigest())
"""


def lines(years=1.0, shape=1, **environment):
    """Field -> hash of its bytes, from a fresh process."""
    code = CHILD.format(tests=os.path.dirname(__file__), years=years, shape=shape)
    done = subprocess.run(
        [sys.executable, "-c", code],
        capture_output=True,
        text=True,
        check=True,
        env=os.environ | {"PYTHONPATH": os.pathsep.join(sys.path)} | environment,
    )
    return dict(line.split() for line in done.stdout.splitlines())


@pytest.fixture(scope="module")
def compiled():
    return lines()


@pytest.mark.parametrize("scenario", ["toy", "us_2023"])
def test_again(simulate, differ, rich, toy_prices, scenario):
    one, other = (
        simulate(scenario, rich, toy_prices if scenario == "toy" else None, years=3, seed=9, log=True) for _ in range(2)
    )
    assert differ(one, other) == []


def test_a_template_is_not_used_up(prepare, differ):
    template = prepare("toy", years=1)
    before = start.finish(start.begin(template, 1))
    for seed in (2, 3):
        start.finish(start.begin(template, seed))
    assert differ(before, start.finish(start.begin(template, 1))) == []


def test_memory_taken_over_leaves_no_trace(prepare, rich, differ, toy_prices):
    """A world in the memory of a finished one, of another seed or of another policy, is as if new; a world of another
    size gets memory of its own."""
    watched = rich | {"oversight.patrol": 0.3, "delegation.level": 0.3}
    templates = [
        prepare("toy", levers, toy_prices, years=2, log=True) for levers in (rich, rich, watched, {}, {}, rich)
    ]
    used, taken_over = None, []
    for seed, template in enumerate(templates):
        before, used = used, start.finish(start.begin(template, seed, 0, used))
        taken_over.append(before is not None and np.shares_memory(before.series, used.series))
        assert differ(used, start.finish(start.begin(template, seed))) == []
    assert taken_over == [False, True, True, False, True, False]


def test_threads():
    frames = [sim.run("combined", scenario="us_2023", years=1, replicates=6, threads=threads) for threads in (1, 2, 4)]
    digests = {hashlib.sha256(frame.to_csv().encode()).hexdigest() for frame in frames}
    assert len(digests) == 1 and len(frames[0]) == 6


@pytest.mark.slow
@pytest.mark.parametrize("seed", ["0", pytest.param("1", marks=pytest.mark.slow)])
def test_hash_seed(compiled, seed):
    assert lines(PYTHONHASHSEED=seed) == compiled


@pytest.mark.slow
@pytest.mark.parametrize("shape", [0.5, pytest.param(1, marks=pytest.mark.slow)])
def test_without_the_compiler(compiled, shape):
    """The rules as plain Python give the bits of the machine code, in every field of every table."""
    plain = lines(shape=shape, NUMBA_DISABLE_JIT="1")
    expected = compiled if shape == 1 else lines(shape=shape)
    assert {name for name in expected if plain[name] != expected[name]} == set()
    assert set(plain) == set(expected)


def test_compiled_files_are_private():
    assert FOLDER is None or FOLDER.stat().st_mode & 0o077 == 0
