"""The first compilation, in two processes. While this one compiles the week from its first phase on, another begins
with what measures a world and goes on with the last phase, the one before it, and so on. Each keeps what it has
compiled in the cache and takes from there what the other has."""

import os
import subprocess
import sys
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager, suppress

from numba import typeof, types

from sim.inputs.scenario import load_scenario
from sim.model import compiled, start
from sim.model.metrics import counted
from sim.model.policy import Policy
from sim.model.schedule import Phase
from sim.model.week import SCHEDULE

BACKWARDS = "from sim.runs.ahead import compile_backwards; compile_backwards()"


def compile_backwards() -> None:
    """What the other process does; it needs no world that has run."""
    world = start.prepare(load_scenario("toy"), Policy(), years=0.1).world
    world.clock["tick"] = 1
    counted(world)
    for entry in reversed(SCHEDULE):
        for phase in reversed((entry,) if isinstance(entry, Phase) else entry.phases):
            phase.rule.compile((typeof(world),) if phase.who == "federal" else (typeof(world), types.int64))


@contextmanager
def helped() -> Iterator[None]:
    """Another process compiles backwards meanwhile, where there is a processor for it and a cache to meet in. Whatever
    goes wrong with it is only left for this one to compile."""
    with ExitStack() as helper:
        if compiled.FOLDER is not None and sys.executable and (os.cpu_count() or 1) > 1:
            with suppress(OSError):
                process = subprocess.Popen(
                    [sys.executable, "-c", BACKWARDS],
                    env=os.environ | {"PYTHONPATH": os.pathsep.join(filter(None, sys.path))},
                    stdin=subprocess.DEVNULL,
                    stdout=subprocess.DEVNULL,
                    stderr=subprocess.DEVNULL,
                )
                helper.callback(process.wait)
                helper.callback(process.kill)
        yield
