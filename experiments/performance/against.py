"""This tree and an earlier one, timed in turn on one machine: ratios, new to old, below 1 where it has become faster.

    python -m experiments.performance --against REV

Each tree has a process of its own, with a cache of its own, which compiles, then draws a decade, runs it, measures it
and has Mesa run two years, again and again; the two work in turn, so that whatever else the machine does falls on both.
A ratio is the median over the rounds, with its quartiles. Outcomes are not compared: the model may have changed.
"""

import json
import os
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path

import numpy as np

from experiments.performance.rows import Row, row
from sim.commands.progress import Progress
from sim.errors import InputError, shown

PART, ROOT = "against", Path(__file__).parents[2]
POLICIES = ("centralized", "guided_delegation")  # known to every edition
ROUNDS, IMPORTS = 30, 7
# Run in each tree; the first names are those of the first edition.
CLOCK = """
import json, resource, sys, time
begun = time.perf_counter()
from sim import DiplomacyModel
try:
    from sim import start
    from sim.config import setup_from
    from sim.metrics import measure
    from sim.world.scenario import load_scenario
except ImportError:
    from sim.inputs.scenario import load_scenario
    from sim.model import start
    from sim.model.metrics import measure
    from sim.setup.config import setup_from
scenario, worlds, templates = load_scenario("us_2023"), {}, {}
for policy in sys.argv[1:]:
    templates[policy] = start.prepare(scenario, setup_from(policy).policy)
    worlds[policy] = start.finish(start.begin(templates[policy], 1, 0))
    measure(worlds[policy], templates[policy].fte)
print(json.dumps(time.perf_counter() - begun), flush=True)
for line in sys.stdin:
    found = {}
    for policy, template in templates.items():
        times = [time.process_time()]
        world = start.begin(template, 1, int(line), worlds[policy])
        times.append(time.process_time())
        worlds[policy] = start.finish(world)
        times.append(time.process_time())
        measure(worlds[policy], template.fte)
        times.append(time.process_time())
        steps = dict(zip(("drawing", "running", "measuring"), (b - a for a, b in zip(times, times[1:]))))
        found |= {f"{policy}, {step}": taken for step, taken in steps.items()}
        found[f"{policy}, in all"] = times[-1] - times[0]
    model = DiplomacyModel(years=2.0)
    begun = time.process_time()
    model.run_for(104.0)
    found["Mesa, two years"] = time.process_time() - begun
    found["resident memory"] = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    print(json.dumps(found), flush=True)
"""


@contextmanager
def earlier(revision: str) -> Iterator[Path]:
    """A tree of that revision, for as long as it is needed. Raises InputError."""
    if shutil.which("git") is None:
        raise InputError("--against: git is not installed; expected it, and a clone of the repository")
    folder = Path(tempfile.mkdtemp(prefix="against-"))
    git = ["git", "-C", str(ROOT)]
    try:
        made = subprocess.run([*git, "worktree", "add", "--detach", "--quiet", str(folder / "tree"), "--", revision],
                              capture_output=True, text=True)  # fmt: skip
        if made.returncode:
            raise InputError(f"--against: {shown(revision)} is not known to git; expected a commit, a tag or a branch")
        yield folder / "tree"
    finally:
        subprocess.run([*git, "worktree", "remove", "--force", str(folder / "tree")], capture_output=True)
        shutil.rmtree(folder, ignore_errors=True)


def process(tree: Path, cache: Path, *code: str) -> subprocess.Popen:
    env = os.environ | {"PYTHONPATH": str(tree), "XDG_CACHE_HOME": str(cache), "NUMBA_CACHE_DIR": str(cache)}
    pipes = {"stdin": subprocess.PIPE, "stdout": subprocess.PIPE, "stderr": subprocess.DEVNULL, "text": True}
    return subprocess.Popen([sys.executable, "-c", *code], cwd=tree, env=env, **pipes)


def answer(one: subprocess.Popen, line: str = ""):
    """What it says next, to a line if one is given. Raises InputError if it has ended."""
    if line:
        one.stdin.write(line)
        one.stdin.flush()
    said = one.stdout.readline()
    if not said:
        raise InputError("--against: that revision does not run here; expected one that this Python can run")
    return json.loads(said)


def seconds_of_import(tree: Path, cache: Path) -> float:
    code = "import time; begun = time.perf_counter(); import sim; print(time.perf_counter() - begun)"
    return float(process(tree, cache, code).communicate()[0])


def study(revision: str, rounds: int = ROUNDS) -> list[Row]:
    """A row for each ratio. Raises InputError where the revision is not known, or does not run."""
    with ExitStack() as open_now:
        trees = (ROOT, open_now.enter_context(earlier(revision)))
        caches = [Path(open_now.enter_context(tempfile.TemporaryDirectory())) for _ in trees]
        clocks, compiling = [], []
        for tree, cache in zip(trees, caches, strict=True):
            clocks.append(open_now.enter_context(process(tree, cache, CLOCK, *POLICIES)))
            compiling.append(answer(clocks[-1]))
        found = []
        with Progress("rounds") as progress:
            for k in range(rounds):
                found.append([answer(clock, f"{k}\n") for clock in clocks])
                progress(k + 1, rounds)
        for clock in clocks:
            clock.stdin.close()
        imports = np.array(
            [[seconds_of_import(*one) for one in zip(trees, caches, strict=True)] for _ in range(IMPORTS)]
        )
    rows = [told("first start, compiling", np.array([compiling]), "s"), told("import sim", 1e3 * imports, "ms")]
    for name in found[0][0]:
        unit, factor = ("MB", 1 / 1024) if name == "resident memory" else ("ms", 1e3)
        rows.append(told(name, factor * np.array([[one[name] for one in pair] for pair in found]), unit))
    return rows


def told(what: str, taken: np.ndarray, unit: str) -> Row:
    """Of rounds, (rounds, [new, old])."""
    ratios = taken[:, 0] / taken[:, 1]
    low, middle, high = np.quantile(ratios, (0.25, 0.5, 0.75))
    new, old = np.median(taken, axis=0)
    note = f"{what}: {new:.4g} against {old:.4g} {unit}, quartiles of the ratio {low:.3f} to {high:.3f}"
    return row(PART, what, middle, "new / old", note=note)
