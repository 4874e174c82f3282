"""What `paradip benchmark` measures: the same federation with more localities, memory that is in use, plain errors."""

import numpy as np
import pytest

from sim.errors import InputError
from sim.inputs.scenario import load_scenario
from sim.model import start
from sim.setup.config import setup_from
from sim.study import benchmark


@pytest.fixture(scope="module")
def scenario():
    return load_scenario("toy")


@pytest.mark.parametrize("n", [3, 200])
def test_more_localities_share_what_there_was(scenario, n):
    larger = benchmark.scaled(scenario, n)
    assert len(larger.subnationals) == n and larger.subnationals.columns.keys() == scenario.subnationals.columns.keys()
    for name in ("economy", "exports_own", "population_own"):
        assert getattr(larger, name).sum() == pytest.approx(getattr(scenario, name).sum())
    assert larger.subnationals["staff"].sum() == pytest.approx(scenario.subnationals["staff"].sum())
    world = start.finish(start.begin(start.prepare(larger, setup_from("laissez_faire").policy, years=0.5), 1, 0))
    assert len(world.subnationals) == n and world.federal["rows"][0] > 0


def test_memory_is_that_of_rows_in_use(scenario):
    policy = setup_from("centralized").policy
    short, long = (start.prepare(scenario, policy, {"growth": 0.0}, years=years) for years in (1, 4))
    worlds = [start.finish(start.begin(template, 1, 0)) for template in (short, long)]
    issues = [int(world.federal["rows"][0]) for world in worlds]
    weeks = [world.series.nbytes / 1e6 for world in worlds]
    grown = benchmark.megabytes(worlds[1]) - benchmark.megabytes(worlds[0]) - (weeks[1] - weeks[0])
    assert grown == pytest.approx((issues[1] - issues[0]) * worlds[0].issues.dtype.itemsize / 1e6, rel=0.02)


def test_a_point_of_the_curve_is_a_process_of_its_own():
    seconds, world, process, issues = benchmark.curve(60, 15)
    assert seconds > 0 and 0 < world < process and np.isfinite(process) and issues > 5000


def test_a_process_that_fails_is_told_in_one_line():
    with pytest.raises(InputError, match=r"failed: ValueError: no such thing; expected it to run to its end"):
        benchmark.fresh(["-c", "raise ValueError('no such thing')"])
    with pytest.raises(InputError, match="stopped by signal 9"):
        benchmark.fresh(["-c", "import os; os.kill(os.getpid(), 9)"])
