"""A copy of what is shipped with every file of `tree` planted in it: each is one addition."""

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

import sim
from sim.scenarios.shipped import shipped

TREE = Path(__file__).parent / "tree"


@pytest.fixture(scope="session")
def copy(tmp_path_factory) -> Path:
    """The folder of the copy. Nothing that is shipped is overwritten; what is published can be added to."""
    here = tmp_path_factory.mktemp("planted")
    ignored = shutil.ignore_patterns("__pycache__")
    shutil.copytree(Path(sim.__file__).parent, here / "sim", ignore=ignored)
    for folder in ("configs", "experiments"):
        shutil.copytree(shipped(folder), here / folder, ignore=ignored)
    (here / "results" / "published").mkdir(parents=True)
    for folder in shipped("published").iterdir():
        (here / "results" / "published" / folder.name).symlink_to(folder)
    for file in (path for path in TREE.rglob("*.*") if path.suffix in (".py", ".yaml")):
        place = here / file.relative_to(TREE)
        assert not place.exists(), place
        shutil.copy(file, place)
    return here


@pytest.fixture(scope="session")
def paradip(copy):
    """What a command prints in that copy, as plain Python: its rules are not compiled for the sake of a test."""
    environment = os.environ | {"PYTHONPATH": str(copy), "NUMBA_DISABLE_JIT": "1", "COLUMNS": "120"}

    def run(*words, code=0) -> str:
        program = words if words[0] == "-c" else ("-m", "sim.commands.cli", *words)
        done = subprocess.run([sys.executable, *program], cwd=copy, env=environment, capture_output=True, text=True)
        assert done.returncode == code, done.stdout + done.stderr
        return done.stdout + done.stderr

    return run
