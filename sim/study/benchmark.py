"""How fast, on what machine: everything timed side by side in one run. Nothing here is asserted; see the README."""

import json
import os
import platform
import resource
import subprocess
import sys
import tempfile
import time
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace

import numpy as np

from sim.errors import InputError, shown
from sim.inputs.scenario import Scenario, load_scenario
from sim.inputs.tables import Table
from sim.model import start
from sim.setup.config import setup_from
from sim.study import ensemble


def machine() -> str:
    """One line that names the machine and the versions that matter."""
    import mesa
    import numba

    try:
        with open("/proc/cpuinfo") as page:
            model = next(line.split(":", 1)[1].strip() for line in page if line.startswith("model name"))
    except (OSError, StopIteration):
        model = platform.processor() or platform.machine()
    return (
        f"{model}, {os.cpu_count()} cores, {platform.system()}, Python {platform.python_version()}, "
        f"numba {numba.__version__}, Mesa {mesa.__version__}"
    )


def clock(act, times: int) -> np.ndarray:
    """Seconds that each of `times` calls took, (times,)."""
    taken = np.empty(times)
    for k in range(times):
        began = time.perf_counter()
        act(k)
        taken[k] = time.perf_counter() - began
    return taken


def decade(times: int = 30) -> dict[str, float]:
    """A default decade, compiled and by Mesa: milliseconds of drawing and running it, of measuring it, issues."""
    from sim.agents.model import DiplomacyModel

    setup = setup_from("centralized")
    template = start.prepare(load_scenario("us_2023"), setup.policy)
    ensemble.one(template, 1, 0)
    world = start.finish(start.begin(template, 1, 0))
    runs = clock(lambda k: start.finish(start.begin(template, 1, k, world)), times)
    measured = clock(lambda k: ensemble.measure(world, template.fte), times)
    DiplomacyModel(years=0.2, collect=False).run_for(10)
    typical = float(np.median(runs))
    found = {
        "issues": float(world.federal["rows"][0]),
        "memory of a run, MB": megabytes(world),
        "run ms, median": 1e3 * typical,
        "run ms, best": 1e3 * float(runs.min()),
        "measure ms, median": 1e3 * float(np.median(measured)),
    }
    for collect, name in ((True, "Mesa model as it comes"), (False, "Mesa model, collecting nothing")):
        model = DiplomacyModel(collect=collect)
        seconds = float(clock(lambda k, model=model: model.run_for(520), 1)[0])
        found |= {f"{name}, s": seconds, f"{name} / compiled": seconds / typical}
    return found


def megabytes(world) -> float:
    """Memory of all tables of a world, in MB. Rows reserved for issues that never came take none."""
    unused = world.issues[int(world.federal["rows"][0]) :].nbytes
    return (sum(table.nbytes for table in vars(world).values()) - unused) / 1e6


def threads(times: int = 60) -> dict[str, float]:
    """Runs with one thread and with two, outcomes included: the gain."""
    template = start.prepare(load_scenario("us_2023"), setup_from("centralized").policy)
    ensemble.one(template, 1, 0)
    taken = {}
    for workers in (1, 2):
        with ThreadPoolExecutor(workers) as pool:
            began = time.perf_counter()
            list(pool.map(lambda r: ensemble.one(template, 1, r), range(times)))
            taken[workers] = time.perf_counter() - began
    return {
        "decades a minute, 1 thread": 60 * times / taken[1],
        "decades a minute, 2 threads": 60 * times / taken[2],
        "two threads / one": taken[1] / taken[2],
        "two spinning processes / one, this machine's limit": spin(),
    }


def spin() -> float:
    """What a second core is worth here: two processes that only count, against one. Shared hosts give less than 2."""
    code = "x = 0\nfor i in range(20_000_000): x += i"

    def wall(n):
        began = time.perf_counter()
        for child in [subprocess.Popen([sys.executable, "-c", code]) for _ in range(n)]:
            child.wait()
        return time.perf_counter() - began

    return 2 * min(wall(1) for _ in range(3)) / min(wall(2) for _ in range(3))


def fresh(words: list[str], **environment: str) -> str:
    """What Python prints in a process of its own. Raises InputError with the last line of one that fails."""
    done = subprocess.run([sys.executable, *words], capture_output=True, text=True, env=os.environ | environment)
    if done.returncode:
        last = (done.stderr.strip() or f"stopped by signal {-done.returncode}").splitlines()[-1]
        raise InputError(f"python {words[0]} {shown(words[1])} failed: {last}; expected it to run to its end")
    return done.stdout


def commands(cold: bool = False) -> dict[str, float]:
    """Wall seconds of whole commands in fresh processes."""

    def wall(words, **environment):
        began = time.perf_counter()
        fresh(["-m", "sim.commands.cli", *words], **environment)
        return time.perf_counter() - began

    with tempfile.TemporaryDirectory() as out:
        found = {"paradip --help s": min(wall(["--help"]) for _ in range(3))}
        words = ["compare", "centralized", "guided_delegation", "run.replicates=100", "run.threads=2"]
        found["paradip compare, 2 x 100, s"] = min(wall([*words, "--out", f"{out}/{k}"]) for k in range(3))
        if cold:
            words = ["run", "scenario=toy", "run.years=0.1", "run.replicates=1", "--out", f"{out}/cold"]
            found["first run ever, compiling, s"] = wall(words, XDG_CACHE_HOME=f"{out}/cache")
    return found


def scaled(scenario: Scenario, n: int) -> Scenario:
    """The same federation with n localities: what adds up falls as 1/rank, the rest is that of its states in turn; they
    belong to no network."""
    old = scenario.subnationals
    size = 1.0 / np.arange(1, n + 1)

    def shared(total: np.ndarray) -> np.ndarray:
        return size / size.sum() * float(total.sum())

    codes = np.array([f"L{k:06d}" for k in range(n)])
    columns = {name: np.resize(values, n) for name, values in old.columns.items()}
    columns |= {name: shared(old[name]) for name in ("population", "gdp_musd", "exports_musd", "staff")}
    columns |= {"code": codes, "name": codes, "parent": np.full(n, "")}
    return replace(
        scenario,
        subnationals=Table(old.file, columns, np.arange(n)),
        parent=np.full(n, -1),
        members=np.zeros((0, 2), np.int64),
        economy=shared(scenario.economy),
        exports_own=shared(scenario.exports_own),
        population_own=shared(scenario.population_own),
    )


def curve(actors: int, rate: float) -> list[float]:
    """`scale` in a process of its own."""
    code = f"import json; from sim.study.benchmark import scale; print(json.dumps(scale({actors}, {rate})))"
    return json.loads(fresh(["-c", code]))


def scale(actors: int, rate: float) -> tuple[float, float, float, int]:
    """Seconds, MB of the world, largest resident MB of the process, and issues of one decade with so many localities
    and issues a week; run it in a fresh process, since that peak only rises."""
    scenario, policy = load_scenario("us_2023"), setup_from("centralized").policy
    ensemble.one(start.prepare(load_scenario("toy"), policy, years=0.1), 1, 0)
    if actors:
        scenario = scaled(scenario, actors)
    began = time.perf_counter()
    world = start.finish(start.begin(start.prepare(scenario, policy, {"arrival_rate": rate}), 1, 0))
    taken = time.perf_counter() - began
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    return taken, megabytes(world), peak, int(world.federal["rows"][0])
