"""The experiment on what a search costs: what is counted, what is judged, what is published."""

import numpy as np
import pandas as pd
import pytest

pytest.importorskip("pymoo")
pytest.importorskip("sklearn")

from experiments.search_cost.__main__ import main
from experiments.search_cost.gallery import by_look, finding
from experiments.search_cost.study import GUIDED, OUTCOMES, PLAIN


def test_the_page_counts_the_decades_of_each_way(tmp_path, capsys):
    ways = (GUIDED._replace(worlds=1, looks=(12, 14)), PLAIN._replace(worlds=2, looks=(12,)))
    main(2, 0.3, 2, tmp_path / "new", tmp_path / "runs", ways)
    table = pd.read_csv(tmp_path / "new" / "fronts.csv")
    assert list(table) == OUTCOMES and table["hypervolume"].between(0.0, 1.0).all()
    spent = table.groupby(["way", "seed"])["decades"].max().unstack()
    assert (spent.loc["guided"] == 14).all() and (spent.loc["NSGA-II"] == 24).all()
    text = (tmp_path / "new" / "README.md").read_text("utf-8")
    assert "--seeds 2 --years 0.3 --check 2" in text and "| guided | 14 | 14 |" in text
    before = [one.stat().st_mtime_ns for one in sorted((tmp_path / "runs").rglob("*.npz"))]
    assert len(before) == 4
    main(2, 0.3, 2, tmp_path / "again", tmp_path / "runs", ways)
    assert before == [one.stat().st_mtime_ns for one in sorted((tmp_path / "runs").rglob("*.npz"))]
    assert (tmp_path / "again" / "fronts.csv").read_bytes() == (tmp_path / "new" / "fronts.csv").read_bytes()


@pytest.mark.parametrize(("gain", "word"), [(0.1, "is better"), (-0.1, "is worse"), (0.0, "as far as can be told")])
def test_the_finding_compares_the_last_fronts_seed_by_seed(gain, word):
    common = np.random.default_rng(1).normal(0.5, 0.2, 10)  # a seed is lucky for both: cancels
    own = np.random.default_rng(2).normal(0.0, 0.01, 10)
    rows = [
        (seed, way, 40, decades, 20, share)
        for seed, (luck, noise) in enumerate(zip(common, own - own.mean(), strict=True))
        for way, decades, share in (("guided", 50, 0.1), ("guided", 100, luck + gain + noise), ("NSGA-II", 1000, luck))
    ]
    table = pd.DataFrame(rows, columns=OUTCOMES)
    assert "takes 10% of the decades" in finding(table) and word in finding(table)
    assert by_look(table)["decades"].tolist() == [1000, 50, 100]
