"""The study of whether any preset wins by arithmetic: budgets, ties, regret, ablation and what it says of a leader."""

import numpy as np
import pandas as pd
import pytest

from experiments.dominance import gallery
from experiments.dominance.__main__ import by_lever, main, markdown
from experiments.dominance.study import OUTCOMES, best_of, enter, leader_of, shares
from sim.setup.config import assemble
from sim.setup.overrides import read_overrides
from sim.setup.spending import spending


def test_every_entrant_costs_the_budget_and_the_others_cannot():
    entrants = enter(1500.0)
    assert {"guided_delegation", "whole_of_government", "combined", "status_quo"} <= set(entrants.words)
    for words in entrants.words.values():
        setup = assemble({one.key: one.values[0] for one in read_overrides(words.split())})
        assert spending(setup) == pytest.approx(1500, rel=1e-3)
    assert set(entrants.left_out) == {"ban", "centralized", "laissez_faire", "parallel_disharmony", "parallel_harmony"}
    assert entrants.left_out["ban"].startswith("costs 389 FTE; expected at most 524")


def test_ties_are_shared_and_what_is_not_defined_counts_for_nobody():
    best = best_of(np.array([[1.0, 2.0, np.nan], [1.0, 0.0, 3.0], [0.0, 1.0, 4.0]]))
    assert best[:, 0].tolist() == [0.5, 0.5, 0.0] and best[:, 1].tolist() == [1.0, 0.0, 0.0]
    assert np.isnan(best[:, 2]).all()


def test_regret_is_nothing_for_the_best_and_in_smallest_effects_for_the_rest():
    """Honoured commitments of 10 under the reference: one smallest effect is .1."""
    names = ["status_quo", "other"]
    found = shares({"goodput": np.array([[10.0, 10.0], [10.5, 9.0]])}, names, "kept").set_index("policy")
    assert found["best"].tolist() == [0.5, 0.5]
    assert found.loc["status_quo", "mean_regret"] == pytest.approx((5 + 0) / 2)
    assert found.loc["other", "mean_regret"] == pytest.approx((0 + 10) / 2)
    assert found["least_regret"].tolist() == [True, False] and leader_of(found.reset_index()) == "status_quo"
    assert found["low"].iloc[0] < 0.5 < found["high"].iloc[0]


def test_a_lever_that_neither_helps_nor_harms_is_left_out():
    rows = [("kept", "p", "a", "goodput", 3.0, 2.0, 4.0, 0.1), ("kept", "p", "b", "goodput", 0.5, 0.1, 0.9, 0.9)]
    table = pd.DataFrame(rows, columns="staffing leader lever outcome brings low high still_best".split())
    found = by_lever(table)
    assert found["lever"].tolist() == ["a"] and found["helps"].tolist() == [1]
    assert "| a | 1 | 0 | goodput | 3.00 | 0.10 |" in markdown(found)


def test_the_whole_study_in_a_few_worlds(tmp_path):
    """Every file; both conventions; a second time nothing is run."""
    main(1500.0, 6, 1, tmp_path / "out", tmp_path / "runs")
    found = pd.read_csv(tmp_path / "out" / "shares.csv")
    assert set(found["staffing"]) == {"kept", "moved"} and set(found["outcome"]) == set(OUTCOMES)
    totals = found.groupby(["staffing", "outcome"])["best"].sum()
    assert totals.to_numpy() == pytest.approx(1.0)
    page = (tmp_path / "out" / "README.md").read_text(encoding="utf-8")
    assert gallery.finding(found) in page and "## Where another is best" in page
    assert {"dominance.svg", "dominance.png", "ablation.csv", "elsewhere.csv", "manifest.json"} <= {
        path.name for path in (tmp_path / "out").iterdir()
    }
