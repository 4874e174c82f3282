"""Compiled rules come from a cache that a changed callee in another file renews; without one they work too."""

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

HERE = Path(__file__).parents[1]
# week.record calls counterpart.trust, of a rule in another file; the one counterpart is a rival.
ASK = """
import numpy as np
from sim.model import week
from sim.model.records import rows
from sim.model.world import TABLES, World
w = World(**{
    name: rows(kind, 1) if kind.names else np.zeros((1,) * axes, kind) for name, (kind, axes) in TABLES.items()
})
w.counterparts["rival"] = 1
week.record(w)
print(w.series["rivals"][0])
"""


def ask(package: Path, cache: Path) -> float:
    done = subprocess.run(
        [sys.executable, "-c", ASK],
        cwd=package,
        check=True,
        capture_output=True,
        text=True,
        env={**os.environ, "PYTHONPATH": str(package), "XDG_CACHE_HOME": str(cache)},
    )
    return float(done.stdout)


@pytest.fixture
def package(tmp_path):
    shutil.copytree(HERE / "sim", tmp_path / "sim", ignore=shutil.ignore_patterns("__pycache__"))
    return tmp_path


def test_a_changed_callee_is_seen(package, tmp_path):
    cache = tmp_path / "cache"
    assert ask(package, cache) == 0.5
    assert ask(package, cache) == 0.5
    (first,) = (cache / "paradiplomacy").iterdir()
    assert first.stat().st_mode & 0o077 == 0
    rule = package / "sim/model/rules/counterpart.py"
    text = rule.read_text()
    old = "return (1.0 + counterpart.kept) / (2.0 + counterpart.kept + counterpart.broken)"
    assert text.count(old) == 1
    rule.write_text(text.replace(old, "return 0.75"))
    assert ask(package, cache) == 0.75
    assert len(list((cache / "paradiplomacy").iterdir())) == 2


@pytest.mark.slow
def test_damage_is_no_harm(tmp_path):
    code = "import sim; print(sim.run(scenario='toy', years=0.2, replicates=1)['throughput'][0])"

    def outcome():
        return subprocess.run(
            [sys.executable, "-c", code],
            check=True,
            capture_output=True,
            text=True,
            env={**os.environ, "XDG_CACHE_HOME": str(tmp_path)},
        )

    first = outcome()
    for kept in tmp_path.rglob("*.nbi"):
        kept.write_bytes(kept.read_bytes()[:7])
    second = outcome()
    assert second.stdout == first.stdout and "damaged" in second.stderr
    assert outcome().stderr == ""


def test_no_cache_is_no_harm(package, tmp_path):
    blocked = tmp_path / "file"
    blocked.write_text("not a folder")
    assert ask(package, blocked) == 0.5
