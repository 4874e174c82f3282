"""Compiled rules come from a cache that a changed callee in another file renews; without one they work too."""

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

HERE = Path(__file__).parents[1]
# rows.take_stock calls counterpart.take_stock, which calls counterpart.trust.
ASK = """
from sim.model import rows
from sim.model.given import GIVEN
from sim.model.records import COUNTERPART, rows as table
given, one = table(GIVEN, 1), table(COUNTERPART, 1)
given["agree_trust"] = 1.0
rows.take_stock(given, one, 0)
print(one["mood"][0])
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
    assert ask(package, cache) == 0.0
    assert ask(package, cache) == 0.0
    (first,) = (cache / "paradiplomacy").iterdir()
    assert first.stat().st_mode & 0o077 == 0
    rule = package / "sim/model/rules/counterpart.py"
    text = rule.read_text()
    old = "return (1.0 + counterpart.kept) / (2.0 + counterpart.kept + counterpart.broken)"
    assert text.count(old) == 1
    rule.write_text(text.replace(old, "return 0.75"))
    assert ask(package, cache) == 0.25
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
    assert ask(package, blocked) == 0.0
