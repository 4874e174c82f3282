"""The choice of worlds at every door: claims, sweeps by command, page and Python, sensitivity, completion."""

import json

import numpy as np
import pandas as pd
import pytest

import sim
from experiments.publish import asked
from sim.commands.cli import main
from sim.commands.completion import answer
from sim.errors import InputError
from sim.inputs import worlds
from sim.inputs.worlds import Worlds, read_kinds, read_worlds
from sim.setup.design import Design, points_of
from sim.study.claims.arms import Trial
from sim.study.claims.claim import read_claims
from sim.study.claims.judge import HOLDS, UNDEFINED, effective, shares_of
from sim.study.claims.ledger import table_of, try_claims
from sim.study.claims.tree import rule_of
from sim.study.sensitivity.runs import read_words
from sim.study.worlds import draw_worlds, origins

TOY = ["scenario=toy", "run.years=0.2", "run.replicates=2"]
SMALL = {"scenario": "toy", "n": 40, "decades": 2, "years": 0.2}


def said(capsys, *words) -> str:
    assert main([*words]) == 0
    return capsys.readouterr().out


# Claims


def test_several_kinds_of_worlds_stand_side_by_side(study, tmp_path, capsys):
    """Evidence is concluded from where there is a table, with plausible worlds beside it, which are those of a run in
    plausible worlds alone."""
    sizes = ["--scenario", "toy", "--n", "40", "--decades", "2", "--years", "0.2", "--runs", str(tmp_path / "runs")]
    told = said(capsys, "claims", "h11", *sizes, "--out", "both")
    told = " ".join(told.split())
    assert "drawn by weight from a table of worlds that agree with the evidence" in told and "plausible verdict" in told
    said(capsys, "claims", "h11", *sizes, "--worlds", "plausible", "--out", "one")
    both, one = (pd.read_csv(study / name / "ledger.csv") for name in ("both", "one"))
    assert [*both.columns[-8:]] == [
        *("evidence", "evidence_reversed", "evidence_effective", "evidence_verdict"),
        *("plausible", "plausible_reversed", "plausible_effective", "plausible_verdict"),
    ]
    assert not [name for name in one if "plausible" in name or "evidence" in name]
    assert (both["plausible"] == one["holds"]).all() and (both["plausible_verdict"] == one["verdict"]).all()
    assert (both["evidence"] == both["holds"]).all() and (both["evidence_effective"] < both["worlds"]).all()
    assert (both["plausible_effective"] == one["worlds"]).all()
    page = json.loads((study / "both" / "manifest.json").read_text())
    assert page["trial"]["worlds"] == ["evidence", "plausible"] and page["worlds"]["evidence"]["rows"] == 200
    assert page["worlds"]["evidence"]["sha256"] == read_worlds("evidence").digest
    readme = (study / "both" / "README.md").read_text()
    assert "| evidence: holds | in part | reversed | verdict | plausible: holds | reversed | verdict |" in readme
    assert "--worlds evidence,plausible" in readme
    first, second = (pd.read_csv(study / "both" / name, index_col=0) for name in ("worlds.csv", "worlds_plausible.csv"))
    assert len(first) == len(second) == 40
    assert second.equals(pd.read_csv(study / "one" / "worlds.csv", index_col=0))


def test_the_order_says_what_is_concluded_from(path, tmp_path):
    (claim,), seen = read_claims(["h11"]), {}
    for kinds in (("plausible", path), (path, "plausible")):
        trial = Trial(**SMALL, worlds=kinds)
        seen[kinds] = table_of(try_claims([claim], trial, tmp_path, 2, lambda done, total: None)).iloc[0]
    first, second = seen.values()
    assert first["holds"] == second["plausible"] and second["holds"] == first["mine.csv"]
    assert first["mine.csv_verdict"] == second["verdict"]


def test_a_world_drawn_twice_counts_as_one():
    """c = 3, 1: (3 + 1)²/(9 + 1) = 1.6 of the known; and its copies are never on both sides of the halves."""
    which, known = np.array([0, 0, 1, 0, 2]), np.array([True, True, True, True, False])
    assert effective(known, which) == pytest.approx(1.6) and effective(known) == 4.0
    shares = shares_of(np.array([HOLDS, HOLDS, HOLDS, HOLDS, UNDEFINED]), which)
    assert shares.n == 4 and shares.effective == pytest.approx(1.6)
    few, many = shares_of(np.repeat([HOLDS, 0], 50), np.arange(100) // 4), shares_of(np.repeat([HOLDS, 0], 50))
    assert few.error(0.5) == pytest.approx(2.0 * many.error(0.5))


def test_a_rule_is_tested_on_worlds_that_it_was_not_found_in(path):
    """Noise that goes with single worlds: copies of them in both halves would pass for a rule."""
    rng, found = np.random.default_rng(4), 0
    for _ in range(40):
        each = [{"parameters.load": float(x)} for x in rng.random(100)]
        verdicts = np.where(rng.random(100) < 0.5, HOLDS, 0)
        drawn = rng.permutation(np.repeat(np.arange(100), 5))
        found += rule_of(verdicts[drawn], [each[k] for k in drawn], drawn) is not None
    assert found <= 1


def test_a_world_is_known_again_by_what_the_table_has(path):
    rows = draw_worlds(path, 100, 1, "us_2023")
    numbers = origins(path, rows)
    drawn = read_worlds(path).draw(100, 1)
    assert len({*numbers}) == len({*drawn}) < 100 == len({tuple(row.values()) for row in rows})
    assert len({*zip(numbers, drawn, strict=True)}) == len({*drawn})
    assert origins("plausible", draw_worlds("plausible", 5, 1, "us_2023")) is None


# Sweeps


def test_a_sweep_draws_assumptions_from_the_table(table, path):
    rows = points_of(["policy=centralized,ban"], Design(sample="lhs:20", over="load,growth", worlds=path))
    there = set(zip(table["parameters.load"], table["parameters.growth"], strict=True))
    pairs = [(point.values["parameters.load"], point.values["parameters.growth"]) for point in rows]
    assert set(pairs) <= there and pairs[::2] == pairs[1::2]
    assert [point.values["policy"] for point in rows][:2] == ["centralized", "ban"]


def test_a_range_of_ones_own_stays_ones_own(path):
    words = ["parameters.load=interval(1,1.01)", "delegation.level=interval(0,0.5)"]
    rows = points_of(words, Design(sample="lhs:30", over="growth", worlds=path))
    for key, (low, high) in {"parameters.load": (1.0, 1.01), "delegation.level": (0.0, 0.5)}.items():
        values = np.sort([point.values[key] for point in rows])
        assert (np.floor((values - low) / (high - low) * 30).astype(int) == np.arange(30)).all()


def test_in_a_sweep_a_world_that_comes_again_has_another_seed(table, path):
    n = 300
    rows = points_of(["run.seed=7", "policy=centralized,ban"], Design(sample=f"lhs:{n}", over="load", worlds=path))
    counts: dict[float, set] = {}
    for point in rows:
        counts.setdefault(point.values["parameters.load"], set()).add(point.setup.run.seed)
    weights = dict(zip(table["parameters.load"], table["weight"], strict=True))
    assert max(map(len, counts.values())) > 2
    for load, seeds in counts.items():
        assert seeds == set(range(7, 7 + len(seeds))) and abs(len(seeds) - n * weights[load]) < 1.0
    with pytest.raises(InputError, match=r"run\.seed: several values, where \d+ worlds are drawn more than once"):
        points_of(["run.seed=1,2"], Design(sample=f"lhs:{n}", over="load", worlds=path))


def test_plausible_points_of_a_sweep_are_as_before(path):
    """A Latin hypercube: what is said of worlds changes nothing that is drawn over ranges."""
    plain, named = (
        [point.values for point in points_of([], Design(sample="lhs:9", over="load,growth", worlds=kind))]
        for kind in (None, "plausible")
    )
    assert plain == named
    loads = np.sort([row["parameters.load"] for row in plain])
    assert (np.floor((loads - 0.7) / 0.5 * 9).astype(int) == np.arange(9)).all()


def test_sweeps_by_command_and_from_python_draw_the_same(study, table, capsys):
    told = said(capsys, "sweep", "policy=ban", *TOY, "--design", "lhs:6", "--over", "load,growth", "--out", "drawn")
    assert "assumptions from worlds that agree with the evidence" in told
    made = pd.read_csv(study / "drawn" / "sweep.csv")
    assert set(made["parameters.load"]) <= set(table["parameters.load"])
    settings = {"scenario": "toy", "years": 0.2, "replicates": 2, "policy": "ban", "design": "lhs:6"}
    found = sim.sweep(over=["load", "growth"], **settings)
    assert np.array_equal(found["parameters.load"], made["parameters.load"])
    assert np.allclose(found["goodput"], made["goodput"], rtol=1e-12, equal_nan=True)
    plausible = sim.sweep(over="load,growth", worlds="plausible", **settings)
    assert not set(plausible["parameters.load"]) & set(table["parameters.load"])
    own = sim.sweep(over="load,growth", worlds=study / "evidence" / "worlds.csv", **settings)
    assert own["goodput"].equals(found["goodput"])


def test_an_experiment_says_which_worlds(study, table, capsys):
    (study / "experiments").mkdir()
    (study / "experiments" / "doubt.yaml").write_text(
        "question: Which?\npolicies: [ban]\nworlds: {kind: evidence, design: lhs, n: 4, over: load}\n"
    )
    words = ["sweep", "experiment=doubt", *TOY]
    assert "worlds that agree with the evidence" in said(capsys, *words, "--out", "one")
    assert set(pd.read_csv("one/sweep.csv")["parameters.load"]) <= set(table["parameters.load"])
    assert "plausible worlds" in said(capsys, *words, "--worlds", "plausible", "--out", "two")
    assert not set(pd.read_csv("two/sweep.csv")["parameters.load"]) & set(table["parameters.load"])


# Sensitivity


def test_sensitivity_ranges_over_what_the_worlds_leave(table, path):
    """The middle 95% by weight, from the definition: at most 2.5% of the weight lies below, at most 2.5% above."""
    factors, _ = read_words(
        ["scenario=toy", "parameters.growth=interval(0,0.01)"], "load,delegation.level", worlds_of(path)
    )
    ranges = {one.key: one.values for one in factors}
    low, high = ranges["parameters.load"]
    values, weights = table["parameters.load"], table["weight"]
    assert weights[values < low].sum() < 0.025 <= weights[values <= low].sum()
    assert weights[values > high].sum() <= 0.025 + 1e-12 and weights[values >= high].sum() > 0.025
    assert ranges["parameters.growth"] == (0.0, 0.01) and ranges["delegation.level"] == (0.0, 1.0)


def worlds_of(path: str) -> Worlds:
    found = read_worlds(path)
    assert found is not None
    return found


def test_an_assumption_that_is_settled_is_not_varied(tmp_path):
    (tmp_path / "one.csv").write_text("weight,parameters.load\n0.99,0.9\n0.01,0.8\n")
    with pytest.raises(InputError, match=r"load: '0.9' in nearly all worlds of one.csv; expected parameters.load=0.9"):
        read_words([], "load", worlds_of(str(tmp_path / "one.csv")))


def test_sensitivity_says_which_worlds_it_used(study, capsys):
    words = ["sensitivity", *TOY, "--over", "load,growth", "--n", "2", "--metrics", "goodput"]
    assert "over the middle 95% of worlds that agree with the evidence" in said(capsys, *words, "--out", "one")
    page = json.loads((study / "one" / "manifest.json").read_text())["study"]
    assert page["worlds"] == "evidence" and page["tables"]["evidence"]["file"] == "evidence/worlds.csv"
    assert page["factors"]["parameters.load"][1:] == list(read_worlds("evidence").span("parameters.load"))
    assert "middle" not in said(capsys, *words, "--worlds", "plausible", "--out", "two")


# What is usual, and what is refused


def test_the_usual_worlds(study, monkeypatch):
    assert read_kinds(None) == ("evidence", "plausible")
    monkeypatch.setattr(worlds, "published", lambda: ("worlds.csv", None))
    assert read_kinds(None) == ("plausible",)


@pytest.mark.parametrize(
    ("words", "named"),
    [
        (["sweep", "--design", "lhs:4", "--over", "load", "--worlds", "evidnce"], "did you mean 'evidence'"),
        (["sweep", "run.seed=1,2", "--worlds", "plausible"], "worlds: nothing is drawn from them"),
        (["sweep", "--design", "lhs:4", "delegation.level=interval(0,1)", "--worlds", "plausible"], "nothing is drawn"),
        (["sensitivity", "--over", "load", "--worlds", "nowhere.csv"], "nowhere.csv: missing"),
        (["sensitivity", "parameters.load=interval(0.9,1)", "--worlds", "plausible"], "--worlds: every range is in"),
        (["sensitivity", "--over", "load", "--worlds", "evidence"], "is missing; expected what paradip evidence"),
        (["claims", "h05", "--worlds", "evidence"], "is missing; expected what paradip evidence"),
        (["claims", "h05", "--worlds", "plausible,a.csv,b/a.csv"], "a.csv"),
    ],
)
def test_bad_words_get_one_line(words, named, tmp_path, capsys, monkeypatch):
    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr(worlds, "published", lambda: ("results/published/evidence/worlds.csv", None))
    assert main([*words, "--out", "o"]) == 2
    told = capsys.readouterr().err
    assert named in told and told.count("\n") == 1 and not list(tmp_path.iterdir())


@pytest.mark.parametrize("worlds", [3, ["evidence"]])
def test_from_python_too(worlds):
    with pytest.raises(InputError, match="worlds: .* expected plausible, evidence or the path of a csv"):
        sim.sweep(design="lhs:2", over="load", worlds=worlds)


def test_experiments_take_the_same_words(study, monkeypatch, capsys):
    def given(*words):
        monkeypatch.setattr("sys.argv", ["x", *words])
        return asked("dominance", "about", study, "n", 500, budget=1.0)

    assert (given().worlds, given().n) == ("evidence", 500)
    assert given("--worlds", "plausible", "--n", "4").worlds == "plausible"
    with pytest.raises(SystemExit) as stop:
        given("--worlds", "evidnce")
    assert stop.value.code == 2 and "did you mean 'evidence'" in capsys.readouterr().err


def test_the_tab_key_knows_them():
    assert {"plausible", "evidence"} <= set(answer("paradip sweep --worlds "))
    assert "evidence,plausible" in answer("paradip claims --worlds evidence,")
