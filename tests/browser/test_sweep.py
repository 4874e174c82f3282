"""A finished sweep: its map holds its means, and a cell is the policy that was run there."""

import numpy as np
import pytest

from sim.cli import main
from sim.errors import InputError
from sim.policy import levers
from sim.results import load
from sim.workshop.app import sweep
from sim.workshop.app import view as spelling
from sim.workshop.app.view import View

WORDS = ["scenario=toy", "run.years=0.5", "run.replicates=2", "policy=guided_delegation", "delegation.level=0,0.3,0.6", "coordination.guidance=0,0.5",
         "delegation.form=mandate,joint"]  # fmt: skip


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    path = tmp_path_factory.mktemp("sweep") / "small"
    assert main(["sweep", *WORDS, "--out", str(path)]) == 0
    return str(path)


def test_the_map_holds_the_means(folder):
    found, runs = sweep.open_sweep(folder), load(folder)
    assert found.swept == ["delegation.level", "delegation.form", "coordination.guidance"]
    drawn = sweep.map_of(found, "delegation.level", "coordination.guidance", "goodput")
    assert [one["value"] for one in drawn["across"]] == [0, 0.3, 0.6] and [row["value"] for row in drawn["rows"]] == [0, 0.5]
    here = runs[(runs["delegation.level"] == 0.6) & (runs["coordination.guidance"] == 0.5)]["goodput"].mean()
    assert float(drawn["rows"][1]["cells"][2]["text"]) == pytest.approx(here, rel=0.005)
    shades = np.array([[cell["shade"] for cell in row["cells"]] for row in drawn["rows"]])
    assert shades.min() == 0 and shades.max() == 1
    assert len(sweep.map_of(found, "delegation.form", "delegation.form", "surfaced")["rows"]) == 1


def test_a_cell_opens_as_the_policy_that_was_run_there(folder):
    found, runs = sweep.open_sweep(folder), load(folder)
    view = sweep.cell(found, View(tab="sweep", years=1), "delegation.level", "coordination.guidance", 1, 2)
    assert view.scenario == "toy" and view.tab == "compare" and len(view.columns) == 3
    assert spelling.read(spelling.query(view)) == view
    here = runs[(runs["delegation.level"] == 0.6) & (runs["coordination.guidance"] == 0.5)].iloc[0]
    assert all(here[key] == value for key, value in levers(spelling.setups(view)[2].policy).items())
    for i, j in ((-1, 0), (9, 0), (0, 9)):
        with pytest.raises(InputError, match="not on the map"):
            sweep.cell(found, View(), "delegation.level", "coordination.guidance", i, j)


def test_a_folder_without_a_map_is_refused(tmp_path):
    assert main(["sweep", "scenario=toy", "run.years=0.1", "run.replicates=1", "parameters.load=0.9,1", "--out", str(tmp_path / "none")]) == 0
    with pytest.raises(InputError, match="no levers swept"):
        sweep.open_sweep(str(tmp_path / "none"))
