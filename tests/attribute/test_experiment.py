"""The published experiment in small: every file, parts that add up, and what leads."""

import numpy as np
import pandas as pd
import pytest

from experiments.attribution.__main__ import main
from experiments.attribution.study import COMPARED, OUTCOMES, leading


def test_it_publishes_every_pair(tmp_path):
    """By group, in a small country; a second time from what is stored."""
    asked = {"places": ("toy",), "ways": ("group",), "words": ("run.years=0.25",)}
    for out in ("one", "two"):
        main(3, tmp_path / out, tmp_path / "runs", **asked)
    parts, whole = (pd.read_csv(tmp_path / "one" / f"{name}.csv") for name in ("parts", "whole"))
    by = ["first_policy", "second_policy", "metric"]
    assert {*zip(parts["first_policy"], parts["second_policy"], strict=True)} == {*COMPARED}
    sums = parts.groupby(by)["difference"].sum(min_count=1)
    assert np.allclose(sums.loc[[*zip(*(whole[x] for x in by), strict=True)]], whole["difference"], equal_nan=True)
    page = (tmp_path / "one" / "README.md").read_text(encoding="utf-8")
    assert f"Of {len(OUTCOMES)} outcomes" in page and page.count("## toy") == 3 and page.count("![") == 6
    made = {path.name for path in (tmp_path / "one").iterdir()}
    assert {"parts.csv", "whole.csv", "interactions.csv", "README.md", "manifest.json"} < made
    assert page == (tmp_path / "two" / "README.md").read_text(encoding="utf-8")


def test_what_leads_is_what_matters_most_in_most_outcomes():
    class Found:
        table = pd.DataFrame(
            [("a", "x", 3.0, "more"), ("a", "y", -5.0, "less"), ("b", "x", 2.0, "more"), ("b", "y", 9.0, "same")],
            columns=["metric", "title", "difference", "verdict"],
        ).assign(smallest=1.0)  # fmt: skip

    assert leading(Found).to_dict() == {"y": 1, "x": 1}


@pytest.mark.slow
def test_by_lever_too(tmp_path):
    main(2, tmp_path / "out", tmp_path / "runs", places=("toy",), words=("run.years=0.25",))
    assert "By lever (orders drawn in each world)" in (tmp_path / "out" / "README.md").read_text(encoding="utf-8")
