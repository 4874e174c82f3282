"""The whole of history matching on a small federation: files, doors, what resumes, and what test targets may not do."""

import json
from dataclasses import replace

import numpy as np
import pandas as pd
import pytest

import sim
from sim.commands.cli import main
from sim.errors import InputError
from sim.inputs import in_use
from sim.study.evidence.page import read_targets
from sim.study.history import waves
from sim.study.history.match import match
from sim.study.history.runs import bench_of
from sim.study.history.waves import Sizes

TINY = Sizes(worlds=50, most=2, drawn=100, kept=40, tested=10, decades=2, enough=1)
SETTINGS = {"run.threads": 1}


@pytest.fixture(autouse=True)
def tiny(monkeypatch):
    monkeypatch.setattr(waves, "QUICK", TINY)
    yield
    in_use.ask_for(None)


@pytest.fixture(scope="module")
def stored(tmp_path_factory):
    """Runs that all of these tests share, since none is repeated."""
    return tmp_path_factory.mktemp("runs")


@pytest.fixture
def pages(page):
    """One target to fit, which must tell something, and one to test."""
    fit = page("kept", value="0.93", error="0.01", discrepancy="0.01")
    test = page("seen", reading="credibility_allies", use="test")
    return [str(fit), str(test)]


def matched(pages, stored):
    return match(read_targets(pages), SETTINGS, TINY, stored, lambda stage, runs: lambda more: None)


def test_the_command_writes_what_it_found_and_python_finds_the_same(pages, stored, tmp_path, capsys):
    words = ["run.threads=1", "--runs", str(stored), "--out", str(tmp_path / "out")]
    assert main(["evidence", "--quick", *pages, *words]) == 0
    said = capsys.readouterr().out
    assert "of the plausible worlds" in said and "The targets tell something about" in said
    manifest = json.loads((tmp_path / "out" / "manifest.json").read_text())
    assert set(manifest["files"]) == {one.name for one in (tmp_path / "out").iterdir()} - {"manifest.json"}
    written = pd.read_csv(tmp_path / "out" / "worlds.csv")
    found = sim.history(*pages, quick=True, runs=stored, threads=1)
    pd.testing.assert_frame_equal(found.worlds, written, check_exact=False, rtol=1e-9)
    assert found.worlds["weight"].sum() == pytest.approx(1.0)
    assert list(found.table["target"]) == ["kept", "seen"] and 0.0 < found.shares["left"].iloc[-1] < 1.0
    page = (tmp_path / "out" / "README.md").read_text()
    assert page.startswith("# Which worlds agree") and "nan" not in page


def test_what_is_left_lies_nearer_to_what_was_observed(pages, stored):
    row = matched(pages, stored).table.set_index("target").loc["kept"]
    assert abs(row["after"] - row["observed"]) < abs(row["before"] - row["observed"])


def test_a_second_time_nothing_is_run(pages, stored):
    matched(pages, stored)
    before = sum(1 for one in stored.rglob("*") if one.is_file())
    matched(pages, stored)
    assert sum(1 for one in stored.rglob("*") if one.is_file()) == before


def test_nothing_leaks_from_a_target_kept_to_test(pages, page, stored):
    """Another figure, or none, for the target kept to test: worlds and weights are the same to the bit."""
    other = page("other", reading="credibility_allies", use="test", value="0.05", error="0.001")
    found = [matched(these, stored) for these in (pages, [pages[0], str(other)], pages[:1])]
    for one in found[1:]:
        assert (one.cube == found[0].cube).all() and (one.weights == found[0].weights).all()
    assert [len(one.table) for one in found] == [2, 2, 1]


def test_an_assumption_that_is_settled_is_not_drawn(pages, stored):
    bench = bench_of(read_targets(pages), SETTINGS | {"parameters.default_rate": 0.02}, stored)
    keys = [factor.key for factor in bench.factors]
    assert "parameters.default_rate" not in keys and "parameters.leeway" in keys
    (setup,) = bench.setups(read_targets(pages[:1])).values()
    assert setup.parameters["default_rate"] == 0.02


def test_a_target_that_no_world_meets_is_named_on_the_page(pages, page, stored):
    from sim.study.history.page import page_of

    never = page("never", value="7", error="0.01", discrepancy="0.01")
    history = matched([*pages, str(never)], stored)
    assert [one.target for one in history.waves.apart] == ["never"]
    assert "`never` is met by hardly any world" in page_of(history)
    alone = matched(pages, stored)
    assert history.marginals["told"].sum() > 0 or alone.marginals["told"].sum() == 0


def test_marginals_tell_of_what_moved_and_of_nothing_where_all_is_left(pages, page, stored):
    """A target that allows anything leaves every assumption where it was, but for chance."""
    anything = page("anything", error="5", discrepancy="5")
    history = matched([str(anything)], stored)
    assert history.shares["left"].iloc[-1] == 1.0 and np.allclose(history.weights, 1 / len(history.weights), rtol=0.05)
    assert history.marginals["told"].mean() < 0.03


def test_without_a_target_to_fit_there_is_nothing_to_match(pages, stored):
    with pytest.raises(InputError, match="no target of use: fit"):
        matched(pages[1:], stored)


def test_worlds_that_are_too_few_to_try_conclusions_in_are_not_handed_on(pages, stored, tmp_path, monkeypatch, capsys):
    monkeypatch.setattr(waves, "QUICK", replace(TINY, enough=10_000))
    words = ["run.threads=1", "--runs", str(stored), "--out", str(tmp_path / "o")]
    assert main(["evidence", "--quick", *pages, *words]) == 0
    assert "too few to try conclusions in" in " ".join(capsys.readouterr().out.split())
    assert not (tmp_path / "o" / "worlds.csv").exists()
    assert "worlds.csv" not in (tmp_path / "o" / "README.md").read_text()
