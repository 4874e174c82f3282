"""A page of a target that is right, to be made wrong; and a bench on which readings have closed forms, so that what
history matching should find is known."""

from dataclasses import dataclass

import numpy as np
import pytest

from sim.setup.factors import Factor
from sim.study.evidence.expression import read_expression
from sim.study.evidence.target import Target
from sim.study.history.runs import Readings

PAGE = """\
title: Promises kept
observed: Three of four promises were kept.
value: 0.75
error: 0.05
error_from: standard error of a share
source: A textbook, 2020, table 1
derivation: as published
unit: share
scale: linear
reading: delivered
scenario: toy
policy: policy=status_quo
discrepancy: 20%
reason: A proxy.
use: fit
"""


@pytest.fixture
def page(tmp_path):
    """Writes the page with some of its lines changed, by key; None: without the line."""

    def write(name="mine", **lines):
        rows = {row.partition(":")[0]: row for row in PAGE.splitlines()}
        for key, value in lines.items():
            rows[key] = None if value is None else f"{key}: {value}"
        path = tmp_path / f"{name}.yaml"
        path.write_text("\n".join(row for row in rows.values() if row is not None) + "\n", encoding="utf-8")
        return path

    return write


N = 8  # assumptions, of which few matter


def target_of(name, value, error=0.05, discrepancy=0.05, use="fit"):
    reading = read_expression("delivered", ["delivered"])
    return Target(
        name, name, "", value, value - 2 * error, value + 2 * error, error, "", "", "", "share", False, reading, "toy",
        {"": "policy=status_quo"}, discrepancy, "", use, "",
    )  # fmt: skip


@dataclass
class Analytic:
    """readings: of a name, a function of worlds in the unit cube, (n, factors)."""

    readings: dict
    factors: tuple = tuple(Factor(f"parameters.x{k}", "number", (0.0, 1.0)) for k in range(N))

    def rows(self, cube):
        return list(cube)

    def read(self, targets, rows, tell):
        cube = np.array(rows).reshape(len(rows), -1)
        values = np.array([self.readings[one.name](cube) for one in targets]).reshape(len(targets), len(cube))
        return Readings(values, np.zeros_like(values))

    def runs(self, targets, n):
        return n * len(targets)


@pytest.fixture
def analytic():
    """Of x0 alone; of x0 and x1; of nothing."""
    return Analytic({
        "first": lambda x: x[:, 0],
        "both": lambda x: x[:, 0] * x[:, 1] + 0.2 * x[:, 2] ** 2,
        "flat": lambda x: np.full(len(x), 0.5),
    })  # fmt: skip


@pytest.fixture
def target():
    return target_of


@pytest.fixture
def bench():
    """Of functions by name."""
    return Analytic
