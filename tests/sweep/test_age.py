"""Runs are known by the rules and tables that made them: old ones are read, called old, never added to, and done again
on request."""

import json
import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pandas as pd
import pytest
from sweeping import digests, held, ran, resume, sweep

from sim.commands.cli import main
from sim.errors import InputError
from sim.inputs.shipped import PACKAGE
from sim.runs.age import OldRuns
from sim.runs.results import load
from sim.runs.rules import rules_hash

ROOT = PACKAGE.parent
LEVELS, SHORT = "delegation.level=0,0.4", ["scenario=toy", "run.years=0.02", "run.replicates=2"]
GRID = [LEVELS, *SHORT]  # four runs
TABLES = ["sweep.parquet", "sweep.csv"]


def edited(folder: Path, *changes: tuple[str, str, str]) -> Path:
    """A copy of the program with places in its sources, given as regular expressions, written anew."""
    shutil.copytree(PACKAGE, folder / "sim", ignore=shutil.ignore_patterns("__pycache__"))
    for name in ("configs", "experiments", "results"):
        (folder / name).symlink_to(ROOT / name)
    for file, old, new in changes:
        path = folder / "sim" / file
        text, n = re.subn(old, new, path.read_text(), count=1)
        assert n == 1, f"{file} has no {old} any more"
        path.write_text(text)
    return folder


COMMANDS = """
import contextlib, io, json, sys
from sim.commands.cli import main
for words in json.load(sys.stdin):
    with contextlib.redirect_stdout(io.StringIO()) as said, contextlib.redirect_stderr(said):
        code = main(words)
    print(json.dumps([code, said.getvalue()]), flush=True)
"""


def run_by(program: Path, *commands: list) -> list[str]:
    """What another program says of commands, one after another in one process, without compiling itself. A command that
    begins with a number is to end with that code."""
    codes = [words[0] if isinstance(words[0], int) else 0 for words in commands]
    asked = [[str(word) for word in words if not isinstance(word, int)] for words in commands]
    done = subprocess.run(
        [sys.executable, "-W", "always::UserWarning", "-c", COMMANDS],
        cwd=program,
        env=os.environ | {"PYTHONPATH": str(program), "NUMBA_DISABLE_JIT": "1"},
        input=json.dumps(asked),
        capture_output=True,
        text=True,
    )
    answers = [json.loads(line) for line in done.stdout.splitlines()]
    assert [code for code, _ in answers] == codes, (answers, done.stderr)
    return [said for _, said in answers]


SAME = {
    "a comment": ("model/rules/counterpart.py", r"\n\n", "\n\n# Said otherwise.\n"),
    "a docstring": ("model/rules/counterpart.py", r'"""', '"""Said otherwise. '),
    "layout": ("model/rules/counterpart.py", r"\n\n\n", "\n\n\n\n"),
    "words of an error": ("model/start.py", "crises lead to more crises", "crises open more crises"),
    "the meaning of a parameter": (
        "model/parameters/docket.py",
        "yearly growth of the agenda",
        "growth of the agenda, a year",
    ),
    "another room": ("runs/until.py", "FIRST = 20", "FIRST = 21"),
}
OTHER = {
    "a number": ("model/rules/belief.py", r"\b2\.0\b", "2.5"),
    "an operator": ("model/rules/belief.py", r"return \(1\.0 \+", "return (1.0 -"),
    "a field of a record": ("model/records.py", "opened deadline restraint", "opened deadline"),
    "a default": ("model/parameters/apparatus.py", r"\b27500\b", "27600"),
    "the reading of tables": ("inputs/scenario.py", r"np\.subtract\.at", "np.add.at"),
    "the version of the model": ("model/version.py", r"MODEL_VERSION = \d+", "MODEL_VERSION = 10**6"),
}


@pytest.mark.parametrize("change", SAME.values(), ids=SAME)
def test_what_moves_no_bit_makes_nothing_old(change, tmp_path):
    assert rules_hash(edited(tmp_path, change) / "sim") == rules_hash()


@pytest.mark.parametrize("change", OTHER.values(), ids=OTHER)
def test_what_may_move_a_bit_does(change, tmp_path):
    assert rules_hash(edited(tmp_path, change) / "sim") != rules_hash()


PROGRAM = '''
"""What it is."""
from typing import NamedTuple
class A(NamedTuple):
    """A row."""
    name: str
    size: float = 1e-9
def f(x: list[int], *rest, key=None, **more) -> str:
    match x:
        case [a, *_] if a > 0: return f"{a!r:>{key}} is {x[0]:.3g}" f" of {more['one two']}"
        case {"a b": 1} | "c d": pass
    try: return (lambda y: y ** 2 // 3)(x) or not {*x} or {n: -n for n in x} or x[1:-1] or b"\\x00" or 2j
    except* (OSError, ValueError) as fault: raise ValueError(f"{fault}: no number, {x=}") from None
'''


def test_the_hash_is_that_of_every_python(tmp_path):
    """A BASELINE, pinned under 3.11 and met by whichever version runs this."""
    (tmp_path / "model").mkdir()
    (tmp_path / "model" / "rule.py").write_text(PROGRAM)
    assert rules_hash(tmp_path)[:16] == "74ef5d249b6cb0bd"


@pytest.mark.parametrize("version", ["3.11", "3.12", "3.13"])
def test_the_same_rules_under_every_python(version):
    code = "import sys; from sim.runs.rules import rules_hash; print('%d.%d' % sys.version_info[:2], rules_hash())"
    python = shutil.which(f"python{version}")
    done = python and subprocess.run([python, "-S", "-c", code], cwd=ROOT, capture_output=True, text=True)
    if not done or done.returncode:
        pytest.skip(f"no Python {version} here")
    assert done.stdout.split() == [version, rules_hash()]


GODSPEED = """from sim.model.catalogue import Metric

METRICS = (Metric("godspeed", "-", 1, "speed", "how fast it goes"),)


def measure(world):
    return [1.0]
"""


EDIT = ("model/rules/belief.py", r"\(1\.0 \+ counterpart\.kept\)", "(0.1 + counterpart.kept)")


def test_an_edited_rule_is_noticed(tmp_path):
    folder = sweep(tmp_path / "a", *GRID)
    first = digests(folder)
    said, status = run_by(edited(tmp_path / "other", EDIT), [2, "resume", folder], ["status", folder])
    assert said.count("\n") == 1 and "old runs, made by other rules" in said and f"resume {folder} --renew" in said
    assert "old runs, made by other rules" in status and "4 of 4" in status and digests(folder) == first


@pytest.mark.slow
def test_runs_of_an_edited_rule_are_done_again_on_request(tmp_path):
    folder = sweep(tmp_path / "a", *GRID)
    first, runs = digests(folder), load(folder)
    more = [*GRID[:-1], "run.replicates=3"]
    other = edited(tmp_path / "other", EDIT)
    *refused, status, exported = run_by(
        other,
        [2, "resume", folder, "run.replicates=3"],
        [2, "sweep", *GRID, "--out", folder],
        ["status", folder],
        ["export", folder, "--format", "ema", "--out", tmp_path / "exported"],
    )
    for said in refused:
        assert said.count("\n") == 1 and "old runs, made by other rules" in said and f"resume {folder} --renew" in said
    assert "old runs, made by other rules" in status and "4 of 4" in status
    assert exported.startswith(f"paradip: {folder}: old runs, made by other rules") and exported.count("\n") == 2
    assert digests(folder) == first

    *_, status = run_by(
        other,
        ["resume", folder, "--renew", "run.replicates=3"],
        ["sweep", *more, "--out", tmp_path / "b"],
        ["status", folder],
    )
    assert ran(folder) == 4 + 6 and digests(folder) == digests(tmp_path / "b")
    assert "4 runs of other rules" in status
    with pytest.warns(OldRuns, match="other rules"):
        renewed = load(folder)
    assert not renewed[renewed["replicate"] < 2].reset_index(drop=True).equals(runs)
    # Back again: what was kept by its address is there at once.
    resume(folder, "--renew")
    assert ran(folder) == 4 + 6 + 2 and digests(folder) == digests(sweep(tmp_path / "c", *more))


@pytest.mark.slow
def test_outcomes_that_came_or_went_are_noticed(tmp_path, capsys):
    """A sweep made where there was one more, read where there is not, and the other way about."""
    more = edited(tmp_path / "more")
    (more / "sim" / "model" / "metrics" / "godspeed.py").write_text(GODSPEED)
    ours, theirs = sweep(tmp_path / "ours", *GRID), tmp_path / "theirs"
    run_by(more, ["sweep", *GRID, "--metrics", "godspeed,goodput", "--series", "--out", theirs])
    with pytest.warns(OldRuns):
        assert main(["explorer", str(theirs), "-o", str(tmp_path / "page.html")]) == 0
    for _ in range(2):
        with pytest.warns(OldRuns, match="other rules"):
            assert "godspeed" in load(theirs) and len(load(theirs)) == 4
        with pytest.warns(OldRuns):
            for kind in ("ema", "iamc"):
                assert main(["export", str(theirs), "--format", kind]) == 0
        capsys.readouterr()
        assert main(["status", str(theirs)]) == 0 and "old runs" in capsys.readouterr().out
        assert resume(theirs, code=2) and "old runs" in capsys.readouterr().err
        (theirs / "manifest.json").unlink(missing_ok=True)  # and with the table still in its shards
    resume(theirs, "--renew")
    assert "godspeed" not in load(theirs) and digests(theirs, TABLES) == digests(ours, TABLES)

    kept = shutil.copytree(ours, tmp_path / "kept")
    (kept / "manifest.json").unlink()
    export = ["export", "--out", tmp_path / "exported", "--format"]
    said = run_by(
        more,
        *([*export, kind, folder] for folder in (ours, kept) for kind in ("ema", "iamc")),
        ["status", kept],
        [2, "resume", kept],
        ["resume", kept, "--renew"],
    )
    assert all("4 runs, in" in one and "old runs" in one for one in said[:4])
    assert "4 of 4" in said[4] and "old runs" in said[5]
    assert "godspeed" in pd.read_csv(kept / "sweep.csv") and ran(kept) == 8


def test_a_scenario_of_ones_own_that_changed(tmp_path, variant, capsys):
    mine = variant("toy").folder
    words = [LEVELS, f"scenario={mine}", *SHORT[1:]]
    folder = sweep(tmp_path / "mine", *words)
    page = (mine / "scenario.yaml").read_text()
    (mine / "scenario.yaml").write_text(page.replace("title:", "title: Another,", 1))
    capsys.readouterr()
    for again in (["resume", str(folder)], ["sweep", *words, "--out", str(folder)]):
        assert main(again) == 2
        said = capsys.readouterr().err
        assert said.count("\n") == 1 and "old runs, made before the tables of scenario" in said and "--renew" in said
    assert main(["status", str(folder)]) == 0 and "were changed" in " ".join(capsys.readouterr().out.split())
    with pytest.warns(OldRuns, match="were changed"):
        assert len(load(folder)) == 4
    resume(folder, "--renew")
    assert ran(folder) == 8 and set(held(folder).values()) == {1}
    (mine / "scenario.yaml").write_text(page)
    resume(folder, "--renew")
    assert ran(folder) == 8 and len(load(folder)) == 4  # as it was before: kept by its address


def test_a_finished_sweep_is_read_anywhere_without_its_scenario(tmp_path, variant, monkeypatch, capsys):
    monkeypatch.chdir(variant("toy").folder.parent)
    words = [LEVELS, f"scenario={variant('toy').folder.name}", *SHORT[1:], "--series", "--log"]
    sweep("here", *words)
    before = {table: load("here", table) for table in ("runs", "series", "log")}
    for kind in ("ema", "iamc"):
        assert main(["export", "here", "--format", kind, "--out", str(tmp_path / "before")]) == 0
    assert main(["explorer", "here", "-o", str(tmp_path / "before" / "page.html")]) == 0
    there = tmp_path / "elsewhere" / "there"
    there.parent.mkdir()
    shutil.move("here", there)
    shutil.rmtree(variant("toy").folder)
    monkeypatch.chdir(there.parent)
    for _ in range(2):
        for table, frame in before.items():
            pd.testing.assert_frame_equal(load("there", table), frame)
        for kind in ("ema", "iamc"):
            assert main(["export", "there", "--format", kind, "--out", "after"]) == 0
        assert main(["status", "there"]) == 0 and "4 of 4" in capsys.readouterr().out
        if (there / "manifest.json").exists():
            assert main(["explorer", "there", "-o", "after/page.html"]) == 0
            (there / "manifest.json").unlink()  # and with the table still in its shards
    names = ["ema.tar.gz", "iamc.csv", "iamc_meta.csv", "page.html"]
    assert digests("after", names) == digests(tmp_path / "before", names)
    with pytest.raises(InputError, match="no runs in it"):
        load("here")
