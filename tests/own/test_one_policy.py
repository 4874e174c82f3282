"""A class of one's own under one policy of a comparison alone."""

import pandas as pd
import pytest

import sim
from sim.commands.cli import main
from sim.inputs import in_use
from sim.setup.columns import chosen_setups

WORLD = ["scenario=coast", "run.years=1", "run.replicates=3", "run.threads=1"]
WORD = "open_door:agents.SubnationalActor=Patient"


def test_its_agents_alone_differ(coast, tmp_path, capsys):
    out = tmp_path / "out"
    words = ["compare", "open_door", WORD, *WORLD, "--study", str(coast)]
    assert main([*words, "-o", str(out)]) == 0
    assert "open_door+: open_door with agents.SubnationalActor=Patient." in capsys.readouterr().out
    found = pd.read_parquet(out / "runs.parquet").set_index("policy")
    assert found["agents.SubnationalActor"].groupby(level=0).unique().map(list).to_dict() == {
        "open_door": ["none"],
        "open_door+": ["Patient"],
    }
    in_use.ask_for(coast)
    settings = {"scenario": "coast", "years": 1, "replicates": 3, "threads": 1}
    patient = sim.run("open_door", agents={"SubnationalActor": "Patient"}, **settings)["alone_share"].tolist()
    usual = sim.run("open_door", **settings)["alone_share"].tolist()
    assert found["alone_share"].tolist() == [*usual, *patient] and usual != patient
    assert sim.compare("open_door", WORD, **settings).runs["alone_share"].tolist() == [*usual, *patient]


def test_its_own_goes_before_the_one_of_all(coast):
    in_use.ask_for(coast)
    words = ["ban", "combined:agents.north=none", "agents.north=Patient", "scenario=coast"]
    assert [setup.agents for setup in chosen_setups(words, ())] == [{"north": "Patient"}, {}]


def test_a_report_says_whose_rule_it_is(coast, tmp_path, capsys):
    page = tmp_path / "page.html"
    words = ["report", "open_door", "open_door:agents.north=Patient", *WORLD, "--study", str(coast)]
    assert main([*words, "-o", str(page)]) == 0
    assert page.read_text().count("north follows a rule of its own, Patient") == 1


@pytest.mark.parametrize(
    ("moved", "named"),
    [("agents.north=Patent", "did you mean 'Patient'"), ("agents.nort=Patient", "did you mean 'north'")],
)
def test_what_does_not_fit_is_told_before_anything_is_written(moved, named, coast, tmp_path, capsys):
    out = tmp_path / "out"
    assert main(["compare", "ban", f"ban:{moved}", *WORLD, "--study", str(coast), "-o", str(out)]) == 2
    assert named in capsys.readouterr().err and not out.exists()
