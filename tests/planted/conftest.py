"""A copy of what is shipped with every file of `tree` planted in it: each is one addition."""

import json
import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

import sim
from sim.inputs.shipped import shipped

TREE = Path(__file__).parent / "tree"


@pytest.fixture(scope="session")
def copy(tmp_path_factory) -> Path:
    """The folder of the copy. Nothing that is shipped is overwritten; what is published can be added to. Bytecode comes
    along, else every process would begin by making it."""
    here = tmp_path_factory.mktemp("planted")
    shutil.copytree(Path(sim.__file__).parent, here / "sim")
    for folder in ("configs", "experiments"):
        shutil.copytree(shipped(folder), here / folder)
    (here / "results" / "published").mkdir(parents=True)
    for folder in shipped("published").iterdir():
        (here / "results" / "published" / folder.name).symlink_to(folder)
    for file in (path for path in TREE.rglob("*.*") if path.suffix in (".py", ".yaml")):
        place = here / file.relative_to(TREE)
        assert not place.exists(), place
        shutil.copy(file, place)
    return here


# A process that answers commands, one after another: each is a line of JSON, and so is what it printed.
SERVER = """
import contextlib, io, json, sys
from sim.commands.cli import main

for line in sys.stdin:
    words, said, code = json.loads(line), io.StringIO(), 0
    with contextlib.redirect_stdout(said), contextlib.redirect_stderr(said):
        if words[0] == "-c":
            try:
                exec(words[1], {})
            except SystemExit as end:
                code = end.code
        else:
            code = main(words)
    print(json.dumps([code, said.getvalue()]), flush=True)
"""


@pytest.fixture(scope="session")
def paradip(copy):
    """What a command prints in that copy, as plain Python: its rules are not compiled for the sake of a test."""
    environment = os.environ | {"PYTHONPATH": str(copy), "NUMBA_DISABLE_JIT": "1", "COLUMNS": "120"}
    server = subprocess.Popen(
        [sys.executable, "-c", SERVER],
        cwd=copy,
        env=environment,
        text=True,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
    )

    def run(*words, code=0) -> str:
        assert server.stdin and server.stdout
        server.stdin.write(json.dumps(words) + "\n")
        server.stdin.flush()
        ended, said = json.loads(server.stdout.readline())
        assert ended == code, said
        return said

    yield run
    server.communicate()
