"""A table of worlds of one's own: correlated, with weights that differ a thousandfold."""

from pathlib import Path

import numpy as np
import pandas as pd
import pytest

from sim.inputs import in_use
from sim.study.worlds import factors_of

ROWS = 200
LACKED = "parameters.slack"  # an assumption that the table does not have


@pytest.fixture(autouse=True)
def nothing_left_in_use():
    yield
    in_use.ask_for(None)


@pytest.fixture(scope="session")
def table() -> pd.DataFrame:
    """Every assumption but one; load and growth go together."""
    rng = np.random.default_rng(7)
    weights = rng.lognormal(0.0, 1.5, ROWS)
    cube = {one.key: rng.random(ROWS) for one in factors_of("us_2023") if one.key != LACKED}
    cube["parameters.growth"] = 0.9 * cube["parameters.load"] + 0.1 * cube["parameters.growth"]
    ranges = {one.key: one.values for one in factors_of("us_2023")}
    worlds = {key: ranges[key][0] + u * (ranges[key][1] - ranges[key][0]) for key, u in cube.items()}
    return pd.DataFrame({"weight": weights / weights.sum()} | worlds)


@pytest.fixture
def path(table, tmp_path) -> str:
    table.to_csv(tmp_path / "mine.csv", index=False)
    return str(tmp_path / "mine.csv")


@pytest.fixture
def study(table, tmp_path, monkeypatch) -> Path:
    """A working folder that is a study with a table of worlds."""
    folder = tmp_path / "held"
    (folder / "evidence").mkdir(parents=True)
    (folder / "paradip.yaml").write_text("title: A study with worlds\n")
    table.to_csv(folder / "evidence" / "worlds.csv", index=False)
    monkeypatch.chdir(folder)
    in_use.ask_for(None)
    return folder
