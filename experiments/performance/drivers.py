"""The same decade with three drivers: compiled, by Mesa agents, and in plain Python.

One set of rules drives all three. Mesa's model is built before timing starts, while the compiled run draws its decade
within the timing: the comparison favours Mesa. Plain Python is the compiled program without its compiler
(NUMBA_DISABLE_JIT), in a separate process, for fewer years; the compiled program is timed for the same years.
"""

import hashlib
import json
import os
import subprocess
import sys
import time

import numpy as np

from experiments.performance.rows import Row, best, of_version, row, same
from sim.agents.model import DiplomacyModel
from sim.inputs.scenario import load_scenario
from sim.model import start
from sim.model.metrics import measure
from sim.model.world import World
from sim.setup.config import setup_from

PART = "drivers"


def prepared(years: float, log: bool = False) -> start.Template:
    return start.prepare(load_scenario("us_2023"), setup_from("centralized").policy, years=years, log=log)


def digest(world: World, fte: dict[str, float]) -> str:
    """One hash of every issue, every actor, every week and every outcome. Padding between fields is not data."""
    found = hashlib.sha256(np.ascontiguousarray(measure(world, fte)).tobytes())
    for table in (
        world.issues,
        world.departments,
        world.subnationals,
        world.privates,
        world.counterparts,
        world.series,
    ):
        for name in table.dtype.names:
            found.update(np.ascontiguousarray(table[name]).tobytes())
    return found.hexdigest()


def decade(years: float) -> tuple[str, float]:
    """Digest of a decade of so many years, and the CPU seconds of drawing and running it."""
    template = prepared(years)
    began = time.process_time()
    world = start.finish(start.begin(template, 1, 0))
    taken = time.process_time() - began
    return digest(world, template.fte), taken


def in_plain_python(years: float) -> tuple[str, float]:
    code = f"import json; from experiments.performance.drivers import decade; print(json.dumps(decade({years})))"
    answer = subprocess.run(
        [sys.executable, "-c", code],
        check=True,
        capture_output=True,
        text=True,
        env=os.environ | {"NUMBA_DISABLE_JIT": "1", "PYTHONPATH": os.pathsep.join(sys.path)},
    )
    found, seconds = json.loads(answer.stdout)
    return found, seconds


def by_mesa(years: float, collect: bool) -> tuple[DiplomacyModel, float]:
    """A model that has completed its run, and the CPU seconds of the run only."""
    model = DiplomacyModel(years=years, collect=collect)
    began = time.process_time()
    model.run_for(float(model.given["weeks"]))
    return model, time.process_time() - began


def study(years: float = 10.0, plain_years: float = 2.0, times: int = 20, mesa_times: int = 2) -> list[Row]:
    template, plain_template = prepared(years), prepared(plain_years)
    world, plain_world = (start.finish(start.begin(t, 1, 0)) for t in (template, plain_template))
    known = digest(world, template.fte)
    mesa: dict[bool, list[float]] = {True: [], False: []}
    by_mesa(max(years / 50, 1 / 52), True)
    for _ in range(mesa_times):
        for collect, taken in mesa.items():
            model, seconds = by_mesa(years, collect)
            same(f"a decade by Mesa, collecting {collect}", digest(model.world, template.fte), known)
            taken.append(seconds)
    plainly, plain_seconds = in_plain_python(plain_years)
    same("a decade in plain Python", plainly, digest(plain_world, plain_template.fte))
    taken = best(
        {
            "decade": lambda: start.finish(start.begin(template, 1, 0, world)),
            "short": lambda: start.finish(start.begin(plain_template, 1, 0, plain_world)),
        },
        times,
    )
    issues, few = int(world.federal["rows"][0]), int(plain_world.federal["rows"][0])
    decades = f"{years:g} years, {issues:,} issues; {of_version('mesa')}; every issue, actor, week and outcome equal"
    shorts = f"{plain_years:g} years, {few:,} issues, both; every issue, actor, week and outcome equal"
    rows = [row(PART, "compiled", 1e3 * taken["decade"], "ms a decade", f"{years:g} years", note=decades)]
    for collect, name in ((True, "Mesa as it comes"), (False, "Mesa, collecting nothing")):
        seconds = min(mesa[collect])
        rows += [
            row(PART, name, 1e3 * seconds, "ms a decade", f"{years:g} years", note=decades),
            row(
                PART,
                f"{name} / compiled",
                seconds / taken["decade"],
                "times",
                f"{years:g} years",
                least=50,
                note=decades,
            ),
        ]
    rows += [
        row(PART, "compiled", 1e3 * taken["short"], "ms", f"{plain_years:g} years", note=shorts),
        row(PART, "plain Python", 1e3 * plain_seconds, "ms", f"{plain_years:g} years", note=shorts),
        row(
            PART,
            "plain Python / compiled",
            plain_seconds / taken["short"],
            "times",
            f"{plain_years:g} years",
            least=500,
            note=shorts,
        ),
    ]
    return rows
