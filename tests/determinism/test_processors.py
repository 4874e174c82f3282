"""Where floating point forbids the same bits. Another processor, or a library built for one, has other last digits in
exp, log, pow and matrix products (here: the variants that one machine has to offer). Nothing is decided otherwise:
every whole number of every world is the same, and every other number to nine digits."""

import os
import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest
from configurations import generated
from modes import run

HERE = Path(__file__).parent
CHILD = """
import sys
import numpy
sys.path.insert(0, sys.argv[2])
from modes import run
for k, line in enumerate(sys.stdin.read().splitlines()):
    numpy.savez(f"{sys.argv[1]}/{k}.npz", **dict(run(line)[0]))
"""


def vectors() -> str:
    """Numpy's code paths for newer processors, by the names this numpy gives them."""
    from numpy._core import _multiarray_umath as numpy_core

    return " ".join(name for name in numpy_core.__cpu_dispatch__ if numpy_core.__cpu_features__[name])


ELSEWHERE = {
    "a C library without fused arithmetic": {"GLIBC_TUNABLES": "glibc.cpu.hwcaps=-AVX2,-FMA"},
    "a numpy for older processors": {"NPY_DISABLE_CPU_FEATURES": vectors(), "OPENBLAS_CORETYPE": "Nehalem"},
}
DIGITS = 1e-9  # measured over a hundred decades: 3e-9 of a wait, a difference of times; 2e-15 of any outcome


@pytest.fixture(scope="module", params=[3, pytest.param(50, marks=pytest.mark.slow)])
def lines(request):
    return generated(request.param)


@pytest.mark.parametrize("where", ELSEWHERE)
def test_another_processor_decides_the_same(lines, tmp_path, where):
    subprocess.run(
        [sys.executable, "-c", CHILD, tmp_path, HERE],
        input="\n".join(lines),
        text=True,
        check=True,
        env=os.environ | {"PYTHONPATH": os.pathsep.join(filter(None, sys.path))} | ELSEWHERE[where],
    )
    for k, line in enumerate(lines):
        found = np.load(tmp_path / f"{k}.npz")
        for name, values in run(line)[0]:
            if np.asarray(values).dtype.kind in "iu":
                assert np.array_equal(found[name], values), name
            else:
                np.testing.assert_allclose(found[name], values, rtol=DIGITS, atol=DIGITS, err_msg=name)
