"""Sensitivity: known indices through our own path, the noise of the seeds, and the command from end to end."""

import json
import math

import numpy as np
import pandas as pd
import pytest

pytest.importorskip("SALib")

from sim.commands.cli import main
from sim.errors import InputError
from sim.figures.sensitivity import draw
from sim.figures.style import SMALL
from sim.setup.factors import Factor
from sim.setup.overrides import read_overrides
from sim.study import ensemble
from sim.study.sensitivity.noise import noise_of
from sim.study.sensitivity.runs import REPLICATES, outcomes_of, points_of, read_sides, read_words
from sim.study.sensitivity.study import Study
from sim.study.verify.queues import wait

A, B = 7.0, 0.1
X = [Factor(f"x{k}", "number", (-math.pi, math.pi)) for k in (1, 2, 3, 4)]
MIXED = [
    Factor("a", "number", (0.0, 1.0)),
    Factor("b", "number", (0.0, 1.0)),
    Factor("c", "whole", (0, 1)),
    Factor("d", "choice", ("x", "y", "z")),
]


def ishigami(rows) -> np.ndarray:
    """Ishigami and Homma 1990, with a fourth factor that does nothing."""
    return np.array(
        [math.sin(r["x1"]) + A * math.sin(r["x2"]) ** 2 + B * r["x3"] ** 4 * math.sin(r["x1"]) for r in rows]
    )


def by(table: pd.DataFrame, index: str) -> pd.DataFrame:
    return table[table["index"] == index].set_index(["factor", "other"] if index == "S2" else "factor")


def test_the_indices_of_the_ishigami_function():
    study = Study(X, "sobol", 2048)
    table = study.table({"y": ishigami(study.rows)[:, None]})
    v1, v2, v13 = 0.5 * (1 + B * math.pi**4 / 5) ** 2, A**2 / 8, B**2 * math.pi**8 * (1 / 18 - 1 / 50)
    total = v1 + v2 + v13
    exact = {"S1": [v1, v2, 0, 0], "ST": [v1 + v13, v2, v13, 0]}
    for index, values in exact.items():
        found = by(table, index)
        for factor, value in zip(X, values, strict=True):
            row = found.loc[factor.key]
            assert row["low"] <= value / total <= row["high"], (index, factor.key)
            assert abs(row["value"] - value / total) < 0.025
    pairs = by(table, "S2")
    assert abs(pairs.loc[("x1", "x3"), "value"] - v13 / total) < 0.05
    assert pairs.drop(index=("x1", "x3"))["value"].abs().max() < 0.05
    assert len(pairs) == 6 and pairs.loc[("x1", "x3"), "low"] > 0
    assert (by(table, "ST").loc["x4", ["value", "low", "high"]] == 0).all()


def test_morris_finds_the_effects_of_a_sum_exactly_whatever_the_kind_of_factor():
    study = Study(MIXED, "morris", 30)
    y = np.array([3 * r["a"] - 2 * r["c"] for r in study.rows])
    table = study.table({"y": y[:, None]})
    assert by(table, "mu_star")["value"].tolist() == pytest.approx([3, 0, 2, 0])
    assert by(table, "mu")["value"].tolist() == pytest.approx([3, 0, -2, 0])
    assert by(table, "sigma")["value"].tolist() == pytest.approx([0, 0, 0, 0], abs=1e-12)


@pytest.mark.parametrize(("method", "n"), [("morris", 1000), ("sobol", 2048)])
def test_a_factor_that_only_reshuffles_luck_shows_the_noise_of_the_seeds(method, n):
    chance = np.random.default_rng(5)
    study = Study(MIXED, method, n)
    clean = np.array([3 * r["a"] + 2 * r["c"] for r in study.rows])
    worlds, luck = chance.normal(size=4), chance.normal(size=(len(clean), 4))
    y = clean[:, None] + 5 * worlds + luck
    noise = noise_of(y)
    assert noise.variance == pytest.approx(1 / 4, rel=4 * (2 / (3 * (len(y) - 1))) ** 0.5)
    assert noise.share == pytest.approx(0.25 / (clean.var() + 0.25), rel=0.1)
    table = study.table({"y": y})
    for index in {"morris": ("mu_star", "sigma"), "sobol": ("ST",)}[method]:
        for factor in ("b", "d"):  # the others have effects of their own
            row = by(table, index).loc[factor]
            assert row["value"] == pytest.approx(row["noise"], rel=0.1)
    assert table["noise_share"].nunique() == 1


def test_noise_is_what_the_worlds_do_not_share():
    worlds = np.random.default_rng(1).normal(size=5)
    points = np.arange(10.0)[:, None]
    assert noise_of(points + 100 * worlds).variance == pytest.approx(0, abs=1e-20)
    assert math.isnan(noise_of(points).share)


def test_an_outcome_that_never_varies_has_indices_of_nothing():
    study = Study(X, "sobol", 8)
    table = study.table({"y": np.ones((len(study.rows), 2))})
    assert (table[["value", "low", "high"]] == 0).all().all() and len(table) == 4 + 4 + 6


def test_the_same_seed_is_the_same_study():
    for method in ("morris", "sobol"):
        one, same, other = (Study(X, method, 8, seed) for seed in (1, 1, 2))
        assert (one.cube == same.cube).all() and (one.cube != other.cube).any()
        y = ishigami(one.rows)[:, None]
        pd.testing.assert_frame_equal(one.table({"y": y}), same.table({"y": y}))
    assert len(Study(X, "sobol", 8, pairs=False).rows) == 8 * 6 and len(Study(X, "sobol", 8).rows) == 8 * 10


def test_what_waits_for_a_team_depends_on_the_load_as_erlang_says():
    """The textbook queue: the indices of the simulated wait are those of Erlang's formula at the same points; what no
    mechanism reads has none at all."""
    factors = [
        Factor("parameters.load", "number", (0.6, 0.85)),
        Factor("parameters.arrival_rate", "number", (6.0, 20.0)),
        Factor("parameters.quiet_value", "number", (0.3, 0.9)),
        Factor("parameters.pooled", "whole", (0, 1)),
    ]
    study = Study(factors, "sobol", 16, 1, False)
    words = ["scenario=textbook_queue", "run.years=25", "run.dt=4", "run.replicates=2"]
    points, which = points_of(study, read_overrides(words), ["centralized"])
    runs = ensemble.outcomes([point.setup for point in points])["queue_wait"].to_numpy()
    y = outcomes_of(runs.reshape(len(points), 2, 1), ["queue_wait"], 1, which)["queue_wait"]
    erlang = np.array([wait(10, r["parameters.load"]) * 8 / r["parameters.arrival_rate"] for r in study.rows])
    assert np.corrcoef(y.mean(axis=1), erlang)[0, 1] > 0.95
    found, theory = study.table({"wait": y}), study.table({"wait": erlang[:, None]})
    for index in ("S1", "ST"):
        simulated, exact = by(found, index), by(theory, index)
        assert simulated["value"].idxmax() == "parameters.load"
        assert simulated.loc["parameters.load", "value"] > 0.6
        for key in ("parameters.load", "parameters.arrival_rate"):
            assert simulated.loc[key, "low"] <= exact.loc[key, "value"] <= simulated.loc[key, "high"]
        for key in ("parameters.quiet_value", "parameters.pooled"):
            assert (simulated.loc[key, ["value", "low", "high"]] == 0).all()


def test_points_are_run_once_and_both_sides_in_the_same_worlds():
    study = Study(
        [Factor("parameters.load", "number", (0.8, 1.0)), Factor("parameters.pooled", "whole", (0, 1))], "morris", 10
    )
    factors, fixed = read_words(["scenario=toy", "policy=combined"], "load,pooled")
    assert [one.values for one in fixed if one.key == "run.replicates"] == [[REPLICATES]]
    assert [factor.key for factor in factors] == ["parameters.load", "parameters.pooled"]
    sides = read_sides(fixed, "ban")
    points, which = points_of(study, fixed, sides)
    assert sides == ["combined", "ban"] and len(which) == len(study.rows) == 30
    n_different = len({tuple(row.values()) for row in study.rows})
    assert len(points) == 2 * n_different < 2 * 30
    for one, other in zip(points[::2], points[1::2], strict=True):
        assert (one.setup.policy.name, other.setup.policy.name) == ("combined", "ban")
        assert (one.setup.parameters, one.setup.run) == (other.setup.parameters, other.setup.run)
    for row, k in zip(study.rows, which, strict=True):
        assert points[2 * k].setup.parameters["load"] == row["parameters.load"]
    runs = np.array([[[100.0 * p + r] for r in range(3)] for p in range(len(points))])
    y = outcomes_of(runs, ["goodput"], 2, which)["goodput"]
    assert y.shape == (30, 3) and (y == -100.0).all()


def test_an_outcome_that_is_not_defined_is_refused():
    study = Study(X, "morris", 4)
    y = np.full((len(study.rows), 2), np.nan)
    with pytest.raises(InputError, match="y: not defined at 20 of 20 points"):
        study.table({"y": y})
    y[:, 1] = ishigami(study.rows)  # defined in one world of two is enough
    assert by(study.table({"y": y}), "mu_star").loc["x1", "value"] > 0


def test_words_are_checked():
    for wrong, named in ((["policy=ban,combined"], "policy"), (["oversight=choice(none,alrm)"], "alrm")):
        with pytest.raises(InputError, match=named):
            read_words(wrong, None)
    with pytest.raises(InputError, match="at most 4"):
        Study(list(read_words([], "oversight")[0]), "morris", 4).rows  # noqa: B018
    assert len(read_words([], None)[0]) > 100 and len(read_words(["parameters.load=interval(1,1.1)"], None)[0]) == 1


@pytest.mark.parametrize("n_outcomes", [1, 3])
@pytest.mark.parametrize("method", ["morris", "sobol"])
def test_the_figure_shows_intervals_noise_and_the_largest_first(method, n_outcomes):
    study = Study(X, method, 16)
    y = ishigami(study.rows)[:, None] + 0.1 * np.random.default_rng(2).normal(size=(len(study.rows), 3))
    names = ["goodput", "surfaced", "conclusion_p50"][:n_outcomes]
    table = study.table(dict.fromkeys(names, y))
    figure = draw(table, "combined less ban")
    assert [axes.get_label() for axes in figure.axes] == names
    best = by(table[table["outcome"] == "goodput"], study.made.SORT)["value"].idxmax()
    for axes in figure.axes:
        assert axes.get_yticklabels()[0].get_text() == best
        assert sum(line.get_gid() == "noise" for line in axes.lines) == 4
        assert sum(line.get_gid() == "whisker" for line in axes.lines) == 8
        assert axes.get_xlabel()
    texts = [text for text in figure.texts if text.get_text()]
    assert min(text.get_fontsize() for text in texts) >= SMALL
    assert any(
        "combined less ban" in text.get_text() and "Seed noise" in text.get_text().replace("\n", " ") for text in texts
    )


def test_the_command_keeps_its_runs_and_asks_for_no_run_twice(tmp_path, capsys):
    words = [
        "sensitivity",
        "scenario=toy",
        "run.years=0.2",
        "run.replicates=2",
        "policy=laissez_faire",
        "--over",
        "load,slack",
        "--n",
        "3",
        "--against",
        "centralized",
        "--out",
        str(tmp_path / "out"),
    ]
    assert main([*words, "--metrics", "throughput"]) == 0
    said = capsys.readouterr().out
    assert said.startswith("2 factors, ") and "noise alone" in said and "seed noise" in said
    table = pd.read_csv(tmp_path / "out" / "sensitivity.csv")
    assert list(table["factor"].unique()) == ["parameters.load", "parameters.slack"]
    log = (tmp_path / "out" / "runs" / "log.jsonl").read_text()
    first = {path.name: path.read_bytes() for path in (tmp_path / "out").iterdir() if path.is_file()}
    assert main([*words, "--metrics", "goodput,surfaced"]) == 0
    assert set(pd.read_csv(tmp_path / "out" / "sensitivity.csv")["outcome"]) == {"goodput", "surfaced"}
    assert main([*words, "--metrics", "throughput"]) == 0
    assert {path.name: path.read_bytes() for path in (tmp_path / "out").iterdir() if path.is_file()} == first
    assert (tmp_path / "out" / "runs" / "log.jsonl").read_text() == log
    manifest = json.loads(first["manifest.json"])
    assert manifest["study"]["sides"] == ["laissez_faire", "centralized"] and manifest["study"]["n"] == 3
    capsys.readouterr()


def test_a_run_that_fails_is_named_and_no_index_is_made(tmp_path, capsys):
    words = [
        "sensitivity",
        "scenario=toy",
        "run.years=0.2",
        "parameters.load=interval(0.8,1.0)",
        "oversight.patrol=interval(0.9,1)",
        "parameters.patrol_fte=8000",
        "--n",
        "2",
        "--out",
        str(tmp_path / "out"),
    ]
    assert main(words) == 5
    said = capsys.readouterr().err
    assert said.startswith("paradip: an index needs every run, and one failed: ") and "FTE" in said and len(said) < 400
    assert not (tmp_path / "out" / "sensitivity.csv").exists()
