"""An attribution from every door: parts add up to what a comparison says, swap sign with policies, and are stored."""

import json

import numpy as np
import pandas as pd
import pytest

import sim
from sim.commands.cli import main
from sim.runs.luck import LEAST
from sim.setup.config import resolve
from sim.study.attribute import attribute as module
from sim.study.attribute.attribute import attribute

PAIR, BOTH = ("status_quo", "guided_delegation"), ("centralized", "laissez_faire")
TOY = {"scenario": "toy", "years": 0.25, "replicates": LEAST}


@pytest.fixture(scope="module")
def found():
    return sim.attribute(*PAIR, **TOY)


def setups(*pair: str, n: int, years: float = 0.25):
    return [resolve([f"policy={name}", "scenario=toy", f"run.years={years}", f"run.replicates={n}"]) for name in pair]


def test_parts_add_up_to_what_a_comparison_says(found):
    """The luck of each run is taken off both alike."""
    compared = sim.compare(*PAIR, **TOY).table.set_index("metric")
    sums = found.table.groupby("metric")["difference"].sum()
    for row in found.whole.itertuples():
        assert sums[row.metric] == pytest.approx(row.difference, rel=1e-9, abs=1e-9)
        both = compared.loc[row.metric]
        if row.worlds == LEAST:
            told = [row.first, row.second, row.difference, row.low, row.high, row.smallest]
            named = [both[PAIR[0]], both[PAIR[1]], *both[[f"{x}_{PAIR[1]}" for x in ("difference", "low", "high")]]]
            assert told == pytest.approx([*named, both["smallest"]], rel=1e-9, abs=1e-12)
    assert (found.whole["worlds"] == LEAST).sum() > 12


def test_parts_whose_sizes_are_known(found):
    """What levers cost is the sum of their prices, and only delegates' own staff brings staff."""
    cost = found.table[found.table["metric"] == "fte_levers"].set_index("part")
    assert cost.loc["staff", "difference"] == 0.0 and (cost["difference"].drop("staff") > 0).all()
    brought = found.table[found.table["metric"] == "fte_brought"].set_index("part")["difference"]
    assert brought["staff"] > 0 and (brought.drop("staff") == 0).all()
    pairs = found.interactions[found.interactions["metric"] == "fte_levers"]
    assert pairs["together"].abs().max() < 1e-9  # prices add up
    assert ("delegation", "staff") not in set(zip(pairs["part"], pairs["other"], strict=True))


def test_swapped_policies_have_the_same_parts_with_the_other_sign(found):
    """With the luck of runs taken off."""
    back = sim.attribute(*PAIR[::-1], **TOY)
    assert (back.table["difference"] == -found.table["difference"]).all()
    assert (back.table["low"] == -found.table["high"]).all()
    one, other = back.interactions["together"], found.interactions["together"]
    assert np.allclose(one, other, rtol=1e-9, atol=1e-9, equal_nan=True)


@pytest.mark.parametrize(
    "pair, n, years", [(("status_quo", "delegate_when_overloaded"), 10, 2.0), (("ban", "laissez_faire"), LEAST, 0.25)]
)
def test_drawn_orders_agree_with_every_mixture(pair, n, years, monkeypatch):
    """In the same worlds; five standard errors of the drawn ones."""
    exact = attribute(setups(*pair, n=n, years=years), "group")
    monkeypatch.setattr(module, "MOST", 1)
    drawn = attribute(setups(*pair, n=n, years=years), "group")
    assert exact.exact and not drawn.exact and "orders drawn" in drawn.title
    known = (exact.whole["worlds"] == n) & (drawn.whole["worlds"] == n)
    pd.testing.assert_frame_equal(exact.whole[known], drawn.whole[known])
    one, other = exact.table.dropna(), drawn.table.dropna()
    error = (other["high"] - other["low"]) / 2 / 2.02
    assert ((one["difference"] - other["difference"]).abs() <= 5 * error + 1e-9).all()
    assert len(one) > 30


def test_an_outcome_of_ones_own():
    """Twice as many teams counted twice: additivity over outcomes, in worlds of the model."""
    own = {
        "cases": lambda world: float(world.federal["rows"][0]),
        "twice": lambda world: 2.0 * world.federal["rows"][0],
    }
    found = sim.attribute(*BOTH, outcomes=["cases", "twice"], metrics=own, scenario="toy", years=0.25, replicates=3)
    parts = found.table.set_index("metric")["difference"]
    assert (parts["twice"].to_numpy() == 2.0 * parts["cases"].to_numpy()).all()
    assert "cases" in set(sim.attribute(*BOTH, metrics=own, scenario="toy", years=0.25, replicates=2).whole["metric"])


def test_the_command_says_the_same_draws_and_repeats_no_run(tmp_path, capsys):
    words = ["attribute", *PAIR, "scenario=toy", "run.years=0.25", "run.replicates=4", "--out", str(tmp_path / "a")]
    assert main([*words, "--metrics", "fte_levers,surfaced"]) == 0
    said = capsys.readouterr().out
    found = sim.attribute(*PAIR, outcomes=["fte_levers", "surfaced"], **TOY | {"replicates": 4})
    assert said.startswith("5 parts: delegation, staff, oversight, coordination, investment")
    assert " ".join(found.sentences[0].split()) in " ".join(said.split())
    table = pd.read_csv(tmp_path / "a" / "parts.csv")
    pd.testing.assert_frame_equal(table, found.table, check_dtype=False)
    manifest = json.loads((tmp_path / "a" / "manifest.json").read_text())
    assert manifest["command"] == "attribute" and manifest["parts"]["staff"] == ["delegation.staff"]
    shards = {path.name for path in (tmp_path / "a" / "runs" / "shards").iterdir()}
    assert main([*words, "--metrics", "surfaced"]) == 0
    assert {path.name for path in (tmp_path / "a" / "runs" / "shards").iterdir()} == shards
    assert [path.name for path in sorted((tmp_path / "a").glob("waterfall_*"))] == [
        "waterfall_surfaced.png", "waterfall_surfaced.svg",
    ]  # fmt: skip


def test_it_goes_on_where_it_stopped(tmp_path):
    """Stopped amid drawn orders, of which each world needs a few runs only: 16 levers have 65,536 mixtures."""
    before: list[tuple[int, int]] = []
    after: list[tuple[int, int]] = []

    def stop(done: int, total: int) -> None:
        before.append((done, total))
        if done >= total // 2:
            raise KeyboardInterrupt

    pair = setups("status_quo", "whole_of_government", n=2)
    with pytest.raises(KeyboardInterrupt):
        attribute(pair, "lever", ["surfaced"], stop, folder=tmp_path)
    again = attribute(pair, "lever", ["surfaced"], lambda *now: after.append(now), folder=tmp_path)
    n = after[-1][1]
    assert before[-1][1] == after[-1][0] == n <= 2 * 62
    assert after[0][0] > before[-1][0] >= n // 2  # none is run again
    pd.testing.assert_frame_equal(again.table, attribute(pair, "lever", ["surfaced"]).table)
    assert not again.exact and len(again.players) == 16 and len(again.interactions) == 120
    assert again.table["difference"].sum() == pytest.approx(again.whole["difference"].item())


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (["ban"], "attribute: 1 policies named; expected two, such as status_quo guided_delegation"),
        (["ban", "ban:oversight.alarm=0.2", "status_quo"], "attribute: 3 policies named; expected two"),
        (["ban", "status_quo", "--by", "levers"], "by: 'levers'; expected group or lever, did you mean 'lever'?"),
        (["ban", "status_quo", "--metrics", "goodputt"], "--metrics: 'goodputt' is not known"),
    ],
)
def test_faults_on_the_command_line(words, said, tmp_path, monkeypatch, capsys):
    monkeypatch.chdir(tmp_path)
    assert main(["attribute", *words]) == 2
    assert capsys.readouterr().err.startswith(f"paradip: {said}") and not list(tmp_path.iterdir())


def test_the_report_says_which_levers_did_it_where_it_is_asked_to(tmp_path, capsys):
    words = ["report", *BOTH, "scenario=toy", "run.years=0.25", "run.replicates=3", "--out", str(tmp_path / "r.html")]
    assert main(words) == 0
    plain = (tmp_path / "r.html").read_text(encoding="utf-8")
    assert main([*words, "--attribute"]) == 0
    asked = (tmp_path / "r.html").read_text(encoding="utf-8")
    assert "Which levers did it" in asked and "Which levers did it" not in plain
    assert "paradip attribute centralized laissez_faire scenario=toy run.years=0.25 run.replicates=3" in asked
    assert asked.count("<svg") == plain.count("<svg") + 1
