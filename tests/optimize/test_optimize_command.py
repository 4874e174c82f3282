"""The command paradip optimize from end to end, and its figure."""

import json
import shutil
import sys

import pandas as pd
import pytest

pytest.importorskip("pymoo")

from sim.commands.cli import main
from sim.figures.optimize import draw
from sim.figures.style import SMALL
from sim.inputs import in_use
from sim.model.policy import levers
from sim.runs.results import load
from sim.setup.config import resolve
from sim.study import ensemble
from sim.study.optimize import runs

TOY = ["scenario=toy", "run.years=0.5", "run.replicates=3", "delegation.office=0"]
SMALL_SEARCH = ["--policies", "48", "--check", "4", "--for", "goodput,surfaced"]


@pytest.fixture(scope="module")
def done(tmp_path_factory):
    folder = tmp_path_factory.mktemp("optimize") / "out"
    assert main(["optimize", *TOY, *SMALL_SEARCH, "--budget", "300", "--out", str(folder)]) == 0
    return folder


def events(folder) -> list[dict]:
    return [json.loads(line) for line in (folder / "log.jsonl").read_text().splitlines()]


def test_what_is_saved(done):
    front, tried = pd.read_csv(done / "front.csv", keep_default_na=False), pd.read_parquet(done / "search.parquet")
    manifest = json.loads((done / "manifest.json").read_text())
    assert {"front.csv", "search.parquet", "optimize.svg", "optimize.png"} <= set(manifest["files"])
    assert manifest["search"]["budget"] == 300 and len(tried) == 48 and tried["batch"].max() == 2
    found = front[front["kind"] == "found"]
    assert len(found) and (front.loc[front["policy"] != "centralized", "fte"] <= 300.0).all()
    assert {"centralized", "laissez_faire"} <= set(front["policy"]) and "combined" not in set(front["policy"])
    assert set(load(done / "runs")["seed"]) == {1} and set(load(done / "check")["seed"]) == {2}
    assert (front["goodput_optimism"] - (front["goodput_search"].astype(float) - front["goodput"])).abs().max() < 1e-9
    assert (
        front["surfaced_optimism"] + (front["surfaced_search"].astype(float) - front["surfaced"])
    ).abs().max() < 1e-9


def test_the_numbers_told_are_those_of_the_policy_in_fresh_worlds(done):
    """Its override line, given to the plain command with the next seed, gives its means."""
    front = pd.read_csv(done / "front.csv", keep_default_na=False)
    for row in front.iloc[[0, -1]].itertuples():
        words = [word for word in row.overrides.split() if word.partition("=")[0] != "run"]
        found = ensemble.run(resolve([*words, "run.years=0.5", "run.seed=2", "run.replicates=4"]))
        assert abs(found["goodput"].mean() - row.goodput) < 1e-9 and abs(found["surfaced"].mean() - row.surfaced) < 1e-9


@pytest.mark.slow
def test_again_runs_nothing_and_more_policies_only_what_is_new(done, tmp_path, capsys):
    done = shutil.copytree(done, tmp_path / "out")
    before, front = events(done / "runs"), (done / "front.csv").read_bytes()
    assert main(["optimize", *TOY, *SMALL_SEARCH, "--budget", "300", "--out", str(done)]) == 0
    assert events(done / "runs") == before and (done / "front.csv").read_bytes() == front
    n_before = len(load(done / "runs"))
    longer = ["--policies", "60", *SMALL_SEARCH[2:]]
    assert main(["optimize", *TOY, *longer, "--budget", "300", "--out", str(done)]) == 0
    ran = sum(event["runs"] for event in events(done / "runs")[len(before) :] if event["event"] == "shard")
    assert len(load(done / "runs")) == n_before + ran  # nothing twice
    assert ran >= 3 * (60 - 48)  # what is new, and what it takes to tidy another front


@pytest.mark.slow
def test_stopped_and_gone_on_with_is_as_if_never_stopped(done, tmp_path, monkeypatch, capsys):
    fill, calls = runs.fill, []

    def stopping(*arguments):
        calls.append(1)
        if len(calls) == 3:
            raise KeyboardInterrupt("7 of 9 runs are stored")
        return fill(*arguments)

    words = ["optimize", *TOY, *SMALL_SEARCH, "--budget", "300", "--out", str(tmp_path / "out")]
    with monkeypatch.context() as patch:
        patch.setattr(runs, "fill", stopping)
        assert main(words) == 130
    assert "the same command resumes" in capsys.readouterr().err and not (tmp_path / "out" / "manifest.json").exists()
    kept = len(load(tmp_path / "out" / "runs"))
    assert kept and main(words) == 0
    shards = [event["runs"] for event in events(tmp_path / "out" / "runs") if event["event"] == "shard"]
    assert sum(shards) == len(load(tmp_path / "out" / "runs")) > kept  # nothing twice
    whole = tmp_path / "whole"
    assert main([*words[:-1], str(whole)]) == 0
    assert (tmp_path / "out" / "front.csv").read_bytes() == (whole / "front.csv").read_bytes()
    assert pd.read_parquet(tmp_path / "out" / "search.parquet").equals(pd.read_parquet(whole / "search.parquet"))


def test_a_policy_found_is_a_preset(done, tmp_path):
    """Its page, put into a study, composes to the policy that was run."""
    (tmp_path / "policies").mkdir()
    shutil.copy(done / "policies" / "found_01.yaml", tmp_path / "policies")
    front = pd.read_csv(done / "front.csv", keep_default_na=False).set_index("policy")
    in_use.ask_for(tmp_path)
    try:
        composed = resolve(["policy=found_01", "scenario=toy"])
    finally:
        in_use.ask_for(None)
    assert levers(composed.policy) == levers(resolve(front.loc["found_01", "overrides"].split()).policy)


@pytest.mark.parametrize(
    ("words", "told"),
    [
        (["--budget", "-1"], "--budget: -1 FTE; expected 0 or more"),
        (["--budget", "1e9"], "less than the headcount of 6,000"),
        (["--budget", "much"], "--budget: 'much'; expected FTE"),
        (["--budget", "nan"], "--budget: 'nan'; expected FTE"),
        (
            ["--budget", "10", "oversight=patrol", "--over", "delegation.level"],
            "what is fixed takes 138; expected at least that",
        ),
        (["--for", "goodput,surfacd"], "did you mean 'surfaced'?"),
        (["--for", "goodput,fte_front"], "fte_front is neither good nor bad"),
        (["--for", "goodput"], "--for: 1 outcomes; expected 2 to 4"),
        (["--for", "goodput,goodput"], "named twice"),
        (["--over", "delegation.levle"], "did you mean 'delegation.level'?"),
        (["--over", "growth"], "parameters.growth: no lever"),
        (["--over", "delegation.staff"], "delegation.staff: not searched"),
        (["delegation.staff=choice(kept,moved)"], "delegation.staff: not searched"),
        (["delegation.level=0,0.3"], "delegation.level: several values"),
        (["--policies", "1"], "--policies: '1'; expected a whole number from 2"),
        (["--policies", "0"], "--policies: '0'; expected"),
        (["--check", "1"], "--check: '1'; expected"),
        (["--seed", "x"], "--seed: 'x'; expected"),
    ],
)
def test_bad_words_get_one_line_and_nothing_is_written(words, told, tmp_path, monkeypatch, capsys):
    monkeypatch.chdir(tmp_path)
    assert main(["optimize", "scenario=toy", *words]) == 2
    error = capsys.readouterr().err
    assert told in error and error.count("\n") == 1
    assert not list(tmp_path.iterdir())


def test_a_run_that_fails_is_named(tmp_path, capsys):
    words = ["scenario=toy", "run.years=50", "parameters.arrival_rate=20000", "run.replicates=2"]
    assert main(["optimize", *words, *SMALL_SEARCH, "--out", str(tmp_path / "out")]) == 5
    error = capsys.readouterr().err.splitlines()[-1]
    assert "one failed: the docket holds" in error and "--fail-fast" not in error


@pytest.mark.parametrize(("module", "library"), [("pymoo", "pymoo"), ("sklearn", "scikit-learn")])
def test_without_a_library_one_line_says_what_to_install(module, library, monkeypatch, capsys):
    monkeypatch.setitem(sys.modules, module, None)
    assert main(["optimize", "scenario=toy"]) == 2
    error = capsys.readouterr().err
    assert library in error and "pip install 'paradiplomacy[analysis]'" in error and error.count("\n") == 1


# The figure


@pytest.mark.parametrize(
    "outcomes",
    [("goodput", "surfaced"), pytest.param(("goodput", "surfaced", "line_gap", "legitimacy"), marks=pytest.mark.slow)],
)
def test_the_figure_says_what_the_table_says(done, outcomes):
    table = pd.read_csv(done / "front.csv", keep_default_na=False)
    for name, source in zip(outcomes, ["goodput", "surfaced", "goodput", "surfaced"], strict=False):
        for column in [c for c in table if c == source or c.startswith(f"{source}_")]:
            table[name + column.removeprefix(source)] = pd.to_numeric(table[column])
    figure = draw(table, list(outcomes), 300.0, 6000.0, 4, "staff moves")
    figure.canvas.draw()
    pairs, n_found = len(outcomes) * (len(outcomes) - 1) // 2, (table["kind"] == "found").sum()
    assert len(figure.axes) == 2 * pairs and n_found > 1
    for k, axes in enumerate(figure.axes):
        drawn = [line.get_gid() for line in axes.lines]
        assert drawn.count("found") + drawn.count("beaten") == n_found
        assert k >= pairs or drawn.count("reference") == 1
    (left, low), (right, high) = figure.get_tightbbox().get_points()
    width, height = figure.get_size_inches()
    assert left > 0 and low > 0 and right < width and high < height
    assert all(text.get_fontsize() >= SMALL for text in figure.findobj(lambda one: hasattr(one, "get_fontsize")))
