"""The study of whether any preset wins by arithmetic: budgets, ties, regret, ablation and what it says of a leader."""

from pathlib import Path

import numpy as np
import pandas as pd
import pytest

from experiments.dominance import gallery
from experiments.dominance.__main__ import by_lever, main, markdown
from experiments.dominance.study import OUTCOMES, Study, best_of, entrants, leader_of, shares, spent
from sim.setup.spending import spending
from sim.study.claims.arms import Trial


def test_everyone_costs_the_budget_or_what_it_can():
    costs = spent(1500.0).set_index("policy")["here, FTE"]
    assert set(costs.index) == set(entrants()) and len(costs) == 16
    for name in ("guided_delegation", "whole_of_government", "combined", "half_measures", "cooperative_joint"):
        assert costs[name] == pytest.approx(1500, rel=1e-3)
    assert costs["centralized"] == costs["laissez_faire"] == 0 and costs["ban"] < 600
    assert 700 < costs["status_quo"] < 800  # as it is


def test_the_budget_is_that_of_each_world():
    """Prices are drawn with everything else, and the levers follow them."""
    study = Study(Trial(n=40), 1500.0, Path("unused"), 1, lambda *_: None)
    setups = study.setups("policy=whole_of_government")[:5]
    assert [spending(setup) for setup in setups] == pytest.approx([1500] * 5, rel=1e-3)
    assert len({setup.policy.coordination.guidance for setup in setups}) == 5


def test_ties_are_shared_and_what_is_not_defined_counts_for_nobody():
    best = best_of(np.array([[1.0, 2.0, np.nan], [1.0, 0.0, 3.0], [0.0, 1.0, 4.0]]))
    assert best[:, 0].tolist() == [0.5, 0.5, 0.0] and best[:, 1].tolist() == [1.0, 0.0, 0.0]
    assert np.isnan(best[:, 2]).all()


def test_regret_is_nothing_for_the_best_and_in_smallest_effects_for_the_rest():
    table = {"goodput": np.array([[10.0, 10.0], [10.5, 9.0]])}
    found = shares(table, {"goodput": 0.1}, ["one", "other"], "kept").set_index("policy")
    assert found["best"].tolist() == [0.5, 0.5]
    assert found["mean_regret"].tolist() == pytest.approx([(5 + 0) / 2, (0 + 10) / 2])
    assert found["least_regret"].tolist() == [True, False] and leader_of(found.reset_index()) == "one"
    assert found["low"].iloc[0] < 0.5 < found["high"].iloc[0]


def test_a_lever_that_neither_helps_nor_harms_is_left_out():
    rows = [("kept", "p", "a", "goodput", 3.0, 2.0, 4.0, 0.1), ("kept", "p", "b", "goodput", 0.5, 0.1, 0.9, 0.9)]
    table = pd.DataFrame(rows, columns="staffing leader lever outcome brings low high still_best".split())
    found = by_lever(table)
    assert found["lever"].tolist() == ["a"] and found["helps"].tolist() == [1]
    assert "| a | 1 | 0 | goodput | 3.00 | 0.10 |" in markdown(found)


@pytest.mark.slow
def test_the_whole_study_in_a_few_worlds(tmp_path):
    """Every file, under both conventions."""
    main(1500.0, 4, "plausible", 1, tmp_path / "out", tmp_path / "runs")
    found = pd.read_csv(tmp_path / "out" / "shares.csv")
    assert set(found["staffing"]) == {"kept", "moved"} and set(found["outcome"]) == set(OUTCOMES)
    assert found.groupby(["staffing", "outcome"])["best"].sum().to_numpy() == pytest.approx(1.0)
    page = (tmp_path / "out" / "README.md").read_text(encoding="utf-8")
    assert gallery.finding(found) in page and "## Where another is best" in page
    assert {"dominance.svg", "dominance.png", "ablation.csv", "elsewhere.csv", "manifest.json"} <= {
        path.name for path in (tmp_path / "out").iterdir()
    }
