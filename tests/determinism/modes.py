"""Every way to compute a result, and what each came to: {field: hash of its bytes over all replicates}.

As a program, for child processes:  python modes.py MODE < lines of overrides  prints one JSON object a line.
"""

import hashlib
import json
import multiprocessing
import sys
from collections import defaultdict
from concurrent.futures import ProcessPoolExecutor
from functools import partial

import numpy as np

from sim.inputs.scenario import load_scenario
from sim.model import start
from sim.model.metrics import METRICS, measure
from sim.model.world import TABLES
from sim.setup.config import resolve

Hashes = dict[str, str]
OUTCOMES = [f"outcomes.{metric.name}" for metric in METRICS]


def fields(world):
    """(name, values) of every field of every table; padding between fields is not data."""
    for name in TABLES:
        table = getattr(world, name)
        if table.dtype.names is None:
            yield name, table
        else:
            yield from ((f"{name}.{field}", table[field]) for field in table.dtype.names)


def hashed(replicates) -> Hashes:
    """One hash a name over replicates, each a list of (name, values) in the same order."""
    digests: defaultdict = defaultdict(hashlib.sha256)
    for found in replicates:
        for name, values in found:
            digests[name].update(np.ascontiguousarray(values).tobytes())
    return {name: digest.hexdigest()[:20] for name, digest in digests.items()}


def outcomes_of(values):
    return zip(OUTCOMES, np.asarray(values, float), strict=True)


def compiled(setup, template, replicate):
    """By the compiled week."""
    return start.finish(start.begin(template, setup.run.seed, replicate))


def agents(setup, template, replicate, shuffle=False):
    """By Mesa agents, in order or shuffled."""
    from sim.agents.model import DiplomacyModel  # here, since most child processes do without Mesa

    model = DiplomacyModel(
        setup.scenario,
        setup.policy,
        setup.run.seed,
        replicate,
        setup.run.years,
        setup.run.dt,
        setup.parameters,
        shuffle=shuffle,
        collect=False,
    )
    return model.run_for(float(template.world.given["weeks"][0])).world


DRIVERS = {"compiled": compiled, "agents": agents, "shuffled": partial(agents, shuffle=True)}


def run(line: str, driver: str = "compiled") -> list[list]:
    """(name, values) of every field of each finished world, log included, and of every outcome."""
    setup, found = resolve(line.split()), []
    template = start.prepare(
        load_scenario(setup.scenario), setup.policy, setup.parameters, setup.run.years, setup.run.dt, log=True
    )
    for replicate in range(setup.run.replicates):
        world = DRIVERS[driver](setup, template, replicate)
        found.append([*fields(world), *outcomes_of(measure(world, template.fte))])
    return found


def worlds(line: str, driver: str = "compiled") -> Hashes:
    return hashed(run(line, driver))


def by_threads(lines: list[str], threads: int, chunk: int) -> list[Hashes]:
    """Outcomes as an ensemble gives them, so many configurations at a time."""
    from sim.study import ensemble

    found = []
    for k in range(0, len(lines), chunk):
        setups = [resolve([*line.split(), f"run.threads={threads}"]) for line in lines[k : k + chunk]]
        frame = ensemble.outcomes(setups)
        found += [
            hashed(map(outcomes_of, frame.loc[frame["setup"] == n, ensemble.NAMES].to_numpy()))
            for n in range(len(setups))
        ]
    return found


def by_processes(lines: list[str], method: str, workers: int, chunk: int) -> list[Hashes]:
    """Whole worlds in a pool of processes that are forked or spawned, so many configurations at a time."""
    with ProcessPoolExecutor(workers, multiprocessing.get_context(method)) as pool:
        return list(pool.map(worlds, lines, chunksize=chunk))


def results(mode: str, lines: list[str]) -> list[Hashes]:
    """mode: compiled, agents, shuffled, threads-THREADS-CHUNK, fork-WORKERS-CHUNK or spawn-WORKERS-CHUNK."""
    how, *sizes = mode.split("-")
    if how == "threads":
        return by_threads(lines, *map(int, sizes))
    if how in ("fork", "spawn"):
        return by_processes(lines, how, *map(int, sizes))
    return [worlds(line, how) for line in lines]


def differing(expected: Hashes, found: Hashes) -> list[str]:
    """Names whose bits differ among those that a mode reports."""
    assert found and found.keys() <= expected.keys()
    return [name for name in found if found[name] != expected[name]]


if __name__ == "__main__":
    for result in results(sys.argv[1], sys.stdin.read().splitlines()):
        print(json.dumps(result))
