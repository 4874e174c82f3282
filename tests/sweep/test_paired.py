"""A drawn design compares only worlds that every arm finished, and says how many those are."""

import pandas as pd
import pytest
from sweeping import SHORT, sweep

from sim.commands.cli import main
from sim.runs.page import read_plan
from sim.runs.paired import paired
from sim.runs.results import load

# With a patrol on, its price exceeds the headcount in the dearer of the drawn worlds, and the run fails.
DEAR = ["oversight.patrol=0,0.5,1", "parameters.patrol_fte=interval(1,8000)", "run.replicates=2", *SHORT[:2]]
DRAWN = ["--design", "lhs:12", "--over", "load,growth", "--metrics", "goodput,surfaced"]


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    return sweep(tmp_path_factory.mktemp("paired") / "out", *DEAR, *DRAWN, code=5)


def by_arm(frame):
    return {arm: {*zip(part["parameters.load"], part["replicate"], strict=True)} for arm, part in frame.groupby(
        "oversight.patrol")}  # fmt: skip


def test_a_world_that_failed_in_one_arm_is_left_out_of_all(folder):
    runs = load(folder)
    finished = by_arm(runs)
    common = set.intersection(*finished.values())
    assert len(finished) == 3 and 0 < len(common) < len(finished[0.0]) == 24
    found = paired(runs, read_plan(folder))
    assert by_arm(found.runs) == dict.fromkeys(finished, common)
    assert (found.arms, found.worlds, found.left_out) == (3, len(common), 24 - len(common))


def test_the_sweep_says_so_and_its_table_is_of_these_worlds(folder, capsys):
    assert main(["resume", str(folder)]) == 5
    said = capsys.readouterr().out
    found = paired(load(folder), read_plan(folder))
    assert f"compared in {found.worlds} worlds that all 3 arms finished; {found.left_out} in which a run failed" in said
    means = found.runs.groupby("oversight.patrol")["goodput"].mean()
    rows = [line.split() for line in said.splitlines() if line.split()[:1] in (["0"], ["0.5"], ["1"])]
    assert [float(row[1]) for row in rows] == [pytest.approx(mean, rel=1e-3) for mean in means]


def test_so_do_explorer_export_and_the_page(folder, tmp_path, capsys):
    found = paired(load(folder), read_plan(folder))
    line = found.told
    assert main(["explorer", str(folder), "-o", str(tmp_path / "e.html")]) == 0
    assert line in (tmp_path / "e.html").read_text()
    assert main(["export", str(folder), "--format", "iamc", "--out", str(tmp_path / "iamc")]) == 0
    assert line in capsys.readouterr().out
    assert len(pd.read_csv(tmp_path / "iamc" / "iamc_meta.csv")) == found.runs["point"].nunique()


def test_nothing_is_left_out_where_nothing_failed(tmp_path, capsys):
    words = [word.replace("8000", "10") for word in DEAR]
    folder = sweep(tmp_path / "out", *words, *DRAWN)
    assert "compared in 24 worlds that all 3 arms finished\n" in capsys.readouterr().out
    runs = load(folder)
    assert paired(runs, read_plan(folder)).runs.equals(runs)


def test_an_arm_of_which_no_run_was_finished_is_none(tmp_path):
    words = ["oversight.patrol=0,0.1,1", "parameters.patrol_fte=8000", "parameters.load=interval(0.8,1)"]
    folder = sweep(tmp_path / "out", *words, *SHORT, "--design", "lhs:5", code=5)
    found = paired(load(folder), read_plan(folder))
    assert (found.arms, found.worlds, found.left_out) == (2, 20, 0) and len(found.runs) == 40


def test_points_that_are_not_crossed_stand_alone(tmp_path):
    drawn = ["oversight.patrol=interval(0,1)", "parameters.patrol_fte=interval(7000,8000)"]
    folder = sweep(tmp_path / "out", *drawn, *SHORT, "--design", "lhs:6", code=5)
    runs = load(folder)
    assert 0 < len(runs) < 24 and paired(runs, read_plan(folder)).runs.equals(runs)
    assert paired(runs, read_plan(folder)).arms == 0
