"""What a command leaves on disk: everything and a manifest, or nothing."""

import errno
import json
import os
import sys
import types

import pandas
import pytest
from matplotlib.figure import Figure

import sim.study
from sim.commands.cli import main


@pytest.fixture(autouse=True)
def results_at_once(monkeypatch, tmp_path):
    """Results of runs and comparisons without a simulation, and no figures."""
    frame = pandas.DataFrame({"seed": [1, 1], "replicate": [0, 1], "goodput": [1.0, 2.0]})
    summary = pandas.DataFrame(
        {"mean": 1.5, "low": 1.0, "high": 2.0, "unit": "1/week", "group": "throughput"}, index=["goodput"]
    )
    fake = types.ModuleType("sim.study.ensemble")
    fake.run = lambda setup, progress=None, until=None, plain=False: frame
    fake.summarise = lambda frame, plain=False: summary
    row = {"metric": "goodput", "group": "throughput", "unit": "1/week", "better": 1, "smallest": 0.01, "penalty": 0.3}
    row |= {"centralized": 1.0, "ban": 2.0}
    paired = {"difference_ban": 1.0, "low_ban": 0.5, "high_ban": 1.5, "winner_ban": "ban", "runs_saved_ban": 40.0}
    table = pandas.DataFrame([row | paired])
    fake.compare = lambda setups, progress=None, until=None, over_time=(), plain=False: types.SimpleNamespace(
        table=table, runs=frame, staffing={}, in_time={}
    )
    for name in ("comparison", "sweep"):
        drawing = types.ModuleType(f"sim.figures.{name}")
        drawing.draw = lambda *_: Figure()
        monkeypatch.setitem(sys.modules, f"sim.figures.{name}", drawing)
    if "sim.figures" not in sys.modules:
        monkeypatch.setitem(sys.modules, "sim.figures", types.ModuleType("sim.figures"))
    monkeypatch.setitem(sys.modules, "sim.study.ensemble", fake)
    monkeypatch.setattr(sim.study, "ensemble", fake, raising=False)
    monkeypatch.chdir(tmp_path)


def test_good_input_is_saved_with_a_manifest(capsys, tmp_path):
    assert main(["run", "scenario=toy", "run=trial", "--out", "there"]) == 0
    assert "goodput" in capsys.readouterr().out
    names = sorted(path.name for path in (tmp_path / "there").iterdir())
    assert names == ["manifest.json", "runs.parquet", "summary.csv"]
    manifest = json.loads((tmp_path / "there" / "manifest.json").read_text())
    assert manifest["configurations"][0]["scenario"] == "toy"
    assert len(manifest["scenarios"]["toy"]) == 64
    assert os.environ.get("HOME", "/root") not in json.dumps(manifest)


def test_compare_and_sweep_save_tables_and_figures(capsys, tmp_path):
    assert main(["compare", "centralized", "ban", "scenario=toy"]) == 0
    said = capsys.readouterr().out
    assert "95% from" in said and "42 with independent seeds" in said
    (folder,) = (tmp_path / "results" / "compare").iterdir()
    assert sorted(path.name for path in folder.iterdir()) == [
        "comparison.csv", "comparison.png", "comparison.svg", "manifest.json", "runs.parquet",
    ]  # fmt: skip
    words = ["sweep", "delegation.level=0,0.3", "scenario=toy", "run.years=0.1", "run.replicates=2"]
    for _ in range(2):  # the second time it is all there
        assert main(words) == 0
        assert "2 points, 4 runs" in capsys.readouterr().out
        (folder,) = (tmp_path / "results" / "sweep").iterdir()
        assert sorted(path.name for path in folder.iterdir() if path.is_file() and not path.name.startswith(".")) == [
            "README.md", "design.json", "log.jsonl", "manifest.json", "sweep.csv", "sweep.parquet", "sweep.png",
            "sweep.svg",
        ]  # fmt: skip
    manifest = json.loads((folder / "manifest.json").read_text())
    assert (manifest["points"], manifest["runs"], manifest["failures"]) == (2, 4, 0)
    assert os.environ.get("HOME", "/root") not in (folder / "design.json").read_text() + json.dumps(manifest)


@pytest.mark.parametrize(("number", "code"), [(errno.ENOSPC, 3), (errno.EDQUOT, 3), (errno.EIO, 2)])
def test_a_full_disk_leaves_nothing_half_written(number, code, capsys, monkeypatch, tmp_path):
    def fail(_):
        raise OSError(number, os.strerror(number))

    monkeypatch.setattr(os, "fsync", fail)
    assert main(["run", "scenario=toy", "--out", "there"]) == code
    said = capsys.readouterr().err
    assert said.count("\n") == 1 and os.strerror(number) in said
    assert list((tmp_path / "there").iterdir()) == []


def test_an_interruption_has_its_own_code(capsys, monkeypatch):
    def interrupt(*_, **__):
        raise KeyboardInterrupt

    monkeypatch.setattr(sys.modules["sim.study.ensemble"], "run", interrupt)
    assert main(["run", "scenario=toy"]) == 130
    assert capsys.readouterr().err == "paradip: interrupted\n"
