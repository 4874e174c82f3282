"""A copy of the tree in which one mistake at a time is made, and the compiled code that the mistake leaves valid.

Numba's cache looks at the file of a function alone, so a changed rule would be missed in the machine code of its
callers elsewhere. Compiled code of whatever calls the changed function, however indirectly, is therefore forgotten;
calls are matched by name alone, so too much is forgotten rather than too little. The rest is kept, where compiling
everything takes about a minute.
"""

import ast
import os
import shutil
import subprocess
import sys
from collections import defaultdict
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from mutant import ROOT, Mutant, apply

LONG_AGO = 1_600_000_000  # every file's date, so that a mutant's later one tells the caches of Python and numba


def copy_tree(target: Path) -> None:
    """Copy what git tracks, and what is new and not ignored, as it lies now; a file gone by then is left out."""
    listed = subprocess.run(
        ["git", "ls-files", "-co", "--exclude-standard", "-z"], cwd=ROOT, check=True, capture_output=True, text=True
    ).stdout
    for name in filter(None, listed.split("\0")):
        path = target / name
        try:
            path.parent.mkdir(parents=True, exist_ok=True)
            shutil.copyfile(ROOT / name, path)
        except FileNotFoundError:
            continue


def callers(sources: list[str]) -> dict[str, set[str]]:
    """Names of the functions that call each name directly, and of what a module puts together out of it."""
    found = defaultdict(set)
    for source in sources:
        module = ast.parse(source)
        for made in module.body:  # SCHEDULE = (..., turnover.age_actor, ...), discovery = earliest([... one.find ...])
            if isinstance(made, ast.Assign | ast.AnnAssign) and made.value is not None:
                targets = made.targets if isinstance(made, ast.Assign) else [made.target]
                names = {target.id for target in targets if isinstance(target, ast.Name)}
                for node in ast.walk(made.value):
                    if isinstance(node, ast.Name | ast.Attribute):
                        found[getattr(node, "id", None) or getattr(node, "attr", "")] |= names
        for function in ast.walk(module):
            if isinstance(function, ast.FunctionDef):
                for node in ast.walk(function):
                    if isinstance(node, ast.Call) and isinstance(node.func, ast.Name | ast.Attribute):
                        found[getattr(node.func, "id", None) or getattr(node.func, "attr", "")].add(function.name)
    return found


def touched(name: str, calls: dict[str, set[str]]) -> set[str]:
    """A function and all that call it, however indirectly."""
    reached, waiting = {name}, [name]
    while waiting:
        new = calls.get(waiting.pop(), set()) - reached
        reached |= new
        waiting += new
    return reached


class Workshop:
    """One copy of the tree, used for one mutant after another."""

    def __init__(self, folder: Path, source: Path):
        self.tree, self.cache, self.kept = folder / "tree", folder / "compiled", folder / "compiled.whole"
        shutil.copytree(source, self.tree)
        shutil.copyfile(Path(__file__).with_name("witness.py"), folder / "witness.py")
        self.cache.mkdir()
        # A comment in every source: whatever looks at the text and not at behaviour fails before anything is broken.
        for path in self.tree.glob("sim/**/*.py"):
            path.write_text(path.read_text() + "# a comment changes nothing\n")
        for path in self.tree.rglob("*"):
            os.utime(path, (LONG_AGO, LONG_AGO))
        self.calls = callers([path.read_text() for path in self.tree.glob("sim/**/*.py")])
        self.now = LONG_AGO
        self.environment = os.environ | {
            "PYTHONPATH": os.pathsep.join([str(self.tree), str(folder)]),
            "PARADIPLOMACY_COMPILED": str(self.cache),
            "XDG_CACHE_HOME": str(folder / "home"),
            "OMP_NUM_THREADS": "1",
            "PYTHONHASHSEED": "0",
        }

    def keep(self) -> None:
        """Take what is compiled now for that of the whole tree."""
        shutil.copytree(self.cache, self.kept)

    def forget(self, function: str) -> None:
        """Begin from the whole tree's compiled code without that of a function and its callers ("": of anything)."""
        shutil.rmtree(self.cache, ignore_errors=True)
        if function:
            shutil.copytree(self.kept, self.cache)
            names = touched(function, self.calls)
            for path in self.cache.rglob("*.nb[ic]"):  # service.take_next-46.py311.nbi
                if path.name.split(".", 1)[1].rsplit("-", 1)[0].rsplit(".", 1)[-1] in names:
                    path.unlink()

    @contextmanager
    def broken(self, mutant: Mutant) -> Iterator[None]:
        """The tree with the mistake in it, for as long as the context lasts."""
        path = self.tree / mutant.file
        whole = path.read_text()
        self.forget(mutant.function)
        self.now += 10
        try:
            path.write_text(apply(mutant, whole))
            os.utime(path, (self.now, self.now))
            yield
        finally:
            path.write_text(whole)
            os.utime(path, (LONG_AGO, LONG_AGO))

    def command(self, *options: str) -> list[str]:
        """Pytest on the copy's tests, seen by the witness."""
        return [
            sys.executable,
            "-m",
            "pytest",
            "-p",
            "witness",
            "-p",
            "no:cacheprovider",
            "-n",
            "0",  # one process, so that the tests come in the order asked for
            "--assert=plain",
            "--tb=no",
            "--no-header",
            *options,
        ]
