"""A sweep's folder only grows: what is done is not done again, and the table does not tell how it came about."""

import json
import shutil
from itertools import chain

import numpy as np
import pandas as pd
import pyarrow.parquet as pq
import pytest
from sweeping import GRID, SHORT, digests, held, left_behind, ran, resume, sweep

import sim
from sim.commands.cli import main
from sim.errors import InputError
from sim.inputs.scenario import load_scenario
from sim.model.metrics import METRICS
from sim.model.parameters import PARAMETERS
from sim.model.records import EVENTS, SERIES
from sim.runs import runner, store
from sim.runs.plan import Part
from sim.runs.results import load


@pytest.fixture(scope="module")
def whole(tmp_path_factory):
    return sweep(tmp_path_factory.mktemp("whole") / "sweep", *GRID)


@pytest.fixture
def many_shards(monkeypatch):
    monkeypatch.setattr(store, "SOONEST", 0.0)
    monkeypatch.setattr(runner, "CHUNK", 1e-6)


def test_what_is_in_the_folder(whole):
    names = sorted(path.name for path in whole.iterdir() if not path.name.startswith("."))
    assert names == [
        "README.md",
        "design.json",
        "log.jsonl",
        "manifest.json",
        "shards",
        "sweep.csv",
        "sweep.parquet",
        "sweep.png",
        "sweep.svg",
    ]
    assert set(held(whole).values()) == {1} and len(held(whole)) == 12
    data = json.loads((whole / "design.json").read_text())
    assert data["both"] == {"delegation.level": {"values": [0.0, 0.2, 0.4], "each": 1}} and len(data["points"]) == 3
    assert data["measures"] == [metric.name for metric in METRICS] and data["common"]["run.replicates"] == 4
    manifest = json.loads((whole / "manifest.json").read_text())
    assert (manifest["points"], manifest["runs"], manifest["failures"]) == (3, 12, 0)
    assert {name: manifest["files"][name] for name in digests(whole)} == digests(whole)
    assert manifest["versions"]["rules"] == data["rules"] and manifest["versions"]["model"] >= 1


def test_the_table_is_that_of_a_sweep_in_memory(whole):
    pd.testing.assert_frame_equal(load(whole), sim.sweep(*GRID))
    pd.testing.assert_frame_equal(pd.read_csv(whole / "sweep.csv"), load(whole), check_dtype=False)
    frame = load(whole)
    assert list(frame.columns[:2]) == ["scenario", "policy"] and frame["point"].tolist() == [0] * 4 + [1] * 4 + [2] * 4
    assert list(frame.columns[-len(METRICS) :]) == [metric.name for metric in METRICS]


def test_every_column_is_explained(whole):
    page = (whole / "README.md").read_text()
    assert all(column in page for column in load(whole).columns)


def test_tables_are_written_with_page_checksums(whole):
    for path in [whole / "sweep.parquet", *(whole / "shards").glob("*.parquet")]:
        column = pq.ParquetFile(path).metadata.row_group(0).column(5)
        assert column.compression == "ZSTD"
        raw = bytearray(path.read_bytes())
        raw[column.data_page_offset + column.total_compressed_size - 3] ^= 1
        path_of_damage = path.with_name("damaged.tmp")
        path_of_damage.write_bytes(raw)
        with pytest.raises(OSError):
            pq.read_table(path_of_damage, page_checksum_verification=True)
        path_of_damage.unlink()


def test_the_same_command_again_runs_nothing(whole):
    before = digests(whole, ["manifest.json", "sweep.parquet", "sweep.svg", "log.jsonl"])
    sweep(whole, *GRID)
    resume(whole)
    assert digests(whole, before) == before


@pytest.mark.parametrize("how", [["run.threads=1"], ["run.threads=3"], ["--fail-fast"], ["--wait"]], ids=str)
def test_chunks_and_workers_leave_no_trace(whole, tmp_path, many_shards, how):
    other = sweep(tmp_path / "other", *GRID, *how)
    assert digests(other) == digests(whole) and len(list((other / "shards").glob("*.json"))) > 1
    assert digests(other, ["manifest.json"]) == digests(whole, ["manifest.json"])


@pytest.mark.parametrize(
    "first",
    [
        ["delegation.level=0,0.2,0.4", *SHORT[:-1], "run.replicates=2"],
        ["delegation.level=0,0.4", *SHORT],
        ["delegation.level=0.4,0", *SHORT],
        ["delegation.level=0.2,0.4", "oversight.alarm=0", *SHORT],
    ],
    ids=["fewer replicates", "coarser", "backwards", "otherwise written"],
)
def test_more_is_only_what_is_new(whole, tmp_path, first):
    folder = sweep(tmp_path / "grown", *first)
    before = ran(folder)
    sweep(folder, *GRID)
    assert before < 12 and ran(folder) == 12 and set(held(folder).values()) == {1}
    assert digests(folder) == digests(whole)


def test_more_replicates_by_resuming(whole, tmp_path):
    folder = sweep(tmp_path / "grown", *GRID[:-1], "run.replicates=1")
    resume(folder, "run.replicates=4", "run.threads=1")
    assert ran(folder) == 12 and digests(folder) == digests(whole)


def test_more_seeds(tmp_path):
    folder = sweep(tmp_path / "seeds", *GRID)
    sweep(folder, *GRID, "run.seed=1,2,3")
    assert ran(folder) == 36
    pd.testing.assert_frame_equal(load(folder), sim.sweep(*GRID, "run.seed=1,2,3")[load(folder).columns])
    sweep(folder, *GRID, "run.seed=4")
    assert ran(folder) == 48 and load(folder)["seed"].tolist()[-12:] == [4] * 12


def test_another_grid_adds_points(tmp_path):
    folder = sweep(tmp_path / "both", *GRID)
    sweep(folder, "delegation.level=0.4,0.6", "oversight.alarm=0,0.5", *SHORT)
    frame = load(folder)
    assert ran(folder) == 12 + 3 * 4 and len(frame) == 24  # level 0.4 without alarms was there
    assert frame.groupby("point")[["delegation.level", "oversight.alarm"]].first().to_numpy().tolist() == [
        [0, 0],
        [0.2, 0],
        [0.4, 0],
        [0.4, 0.5],
        [0.6, 0],
        [0.6, 0.5],
    ]
    sweep(folder, "delegation.level=0,0.4", "parameters.growth=0,0.03", *SHORT)
    growth = load_scenario("toy").parameters.get("growth", PARAMETERS["growth"].default)
    assert set(load(folder)["parameters.growth"]) == {0, 0.03, growth}


@pytest.mark.parametrize(
    ("words", "named"),
    [
        (["delegation.level=0,0.3", "parameters.growth=0.05", *SHORT], "parameters.growth"),
        (["delegation.level=0,0.3", "scenario=toy", "run.years=0.2", "run.replicates=4"], "run.years"),
        (["delegation.level=0,0.3", "oversight=none,alarm", *SHORT], "oversight"),
        (["delegation.level=0,0.3", "run=trial,decade", "scenario=toy", "run.years=0.1", "run.replicates=4"], "run:"),
    ],
)
def test_what_could_not_be_told_apart_is_refused(whole, words, named, capsys):
    before = digests(whole, ["design.json", "manifest.json"])
    sweep(whole, *words, code=2)
    said = capsys.readouterr().err
    assert said.count("\n") == 1 and named in said and "expected" in said
    assert digests(whole, before) == before


def test_points_that_are_one_are_run_once(tmp_path):
    folder = sweep(tmp_path / "twins", "name=one,other", "run.replicates=2,3", *SHORT[:-1])
    assert ran(folder) == 3
    frame = load(folder)
    assert len(frame) == 10 and frame["policy"].tolist() == ["one"] * 5 + ["other"] * 5
    one, other = (frame[frame["point"] == k][[m.name for m in METRICS]].reset_index(drop=True) for k in (1, 3))
    pd.testing.assert_frame_equal(one, other)


def test_series_and_logs_come_on_demand(tmp_path):
    folder = sweep(tmp_path / "told", *GRID)
    with pytest.raises(InputError, match="series"):
        load(folder, "series")
    sweep(folder, *GRID, "--series", "--log")
    assert ran(folder) == 24  # the outcomes were there, but not how they came about
    series, log, runs = load(folder, "series"), load(folder, "log"), load(folder)
    assert list(series.columns) == ["point", "seed", "replicate", *SERIES.names]
    assert series.groupby(["point", "replicate"]).size().tolist() == [6] * 12  # weeks of a tenth of a year
    assert np.allclose(series[series["time"] == 6]["agreed"] / 6, runs["throughput"])
    assert set(log["kind"].cat.categories) == set(EVENTS) and len(log) > 100
    agreed = (log["kind"] == "agreed").groupby([log["point"], log["replicate"]]).sum()
    assert agreed.tolist() == series[series["time"] == 6]["agreed"].tolist()
    other = sweep(tmp_path / "at once", *GRID, "--series", "--log", "run.threads=1")
    pd.testing.assert_frame_equal(load(other, "log"), log)
    assert digests(other) == digests(folder)


def test_a_stopped_sweep_is_balanced():
    from sim.runs.plan import make_plan
    from sim.setup.design import grid

    plan = make_plan(grid([*GRID[:1], "run.replicates=2,5", *SHORT[:-1]]))
    order = list(plan.missing(np.zeros(plan.total, bool)))
    assert len(order) == plan.total == 15 and [r for _, r in order] == sorted(r for _, r in order)
    parts = [list(plan.missing(np.zeros(plan.total, bool), Part(k, 4))) for k in (1, 2, 3, 4)]
    assert sorted(chain.from_iterable(parts)) == sorted(order)
    assert [int(plan.owned(Part(k, 4)).sum()) for k in (1, 2, 3, 4)] == [len(part) for part in parts]


def test_parts_in_one_folder(whole, tmp_path, capsys):
    folder = tmp_path / "parts"
    for k in (2, 1, 3):
        sweep(folder, *GRID, "--shard", f"{k}/3")
        assert ("so far" in capsys.readouterr().out) == (k != 3)
    assert ran(folder) == 12 and digests(folder) == digests(whole)
    assert digests(folder, ["manifest.json"]) == digests(whole, ["manifest.json"])


def test_parts_in_folders_of_their_own(whole, tmp_path):
    folders = [sweep(tmp_path / f"part{k}", *GRID, "--shard", f"{k}/3") for k in (1, 2, 3)]
    assert not (folders[0] / "sweep.parquet").exists()
    resume(folders[0], *map(str, folders[1:]))
    assert ran(folders[0]) == 4 and digests(folders[0]) == digests(whole)
    assert set(held(folders[0]).values()) == {1}


def test_status(whole, tmp_path, capsys):
    assert main(["status", str(whole)]) == 0
    said = capsys.readouterr().out
    assert "complete" in said and "12 of 12" in said and "a second" in said
    folder = sweep(tmp_path / "part", *GRID, "--shard", "1/3")
    capsys.readouterr()
    assert main(["status", str(folder)]) == 0
    assert "stopped" in (said := capsys.readouterr().out) and "4 of 12" in said
    assert left_behind(folder) == []


def test_load_says_what_does_not_fit(whole, tmp_path):
    with pytest.raises(InputError, match="did you mean 'series'"):
        load(whole, "serie")
    with pytest.raises(InputError, match="no runs in it"):
        load(tmp_path)


def test_another_page_in_place_of_the_plan_is_named(whole, tmp_path, capsys):
    """Sealed and whole, but of another kind."""
    import shutil

    folder = tmp_path / "swapped"
    shutil.copytree(whole, folder)
    shutil.copy(next((folder / "shards").glob("*.json")), folder / "design.json")
    for words in (["status", str(folder)], ["resume", str(folder)]):
        assert main(words) == 2
        said = capsys.readouterr().err
        assert "design.json: another page stands in its place" in said and said.count("\n") == 1


def test_some_columns_are_those_of_the_whole(whole, tmp_path):
    """Of a finished sweep and of one that is still being filled."""
    left = tmp_path / "left"
    shutil.copytree(whole, left)
    (left / "manifest.json").unlink()
    for folder in (whole, left):
        pd.testing.assert_frame_equal(load(folder, columns=["goodput", "point"]), load(folder)[["goodput", "point"]])
        with pytest.raises(InputError, match="did you mean 'goodput'"):
            load(folder, columns=["point", "godput"])
        with pytest.raises(InputError, match="only for runs"):
            load(folder, "series", columns=["point"])
