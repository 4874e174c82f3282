"""Exports: the archive is what EMA Workbench reads, the long table is what pyam reads."""

import io
import json
import tarfile

import numpy as np
import pandas as pd
import pytest
from sweeping import sweep

from sim.commands.cli import main
from sim.model.metrics import METRICS
from sim.runs.results import load
from sim.study.export.iamc import COLUMNS
from sim.study.export.points import divide

WORDS = [
    "policy=centralized,laissez_faire",
    "parameters.load=0.9,1.1",
    "delegation.level=0,0.5",
    "scenario=toy",
    "run.years=1.5",
    "run.replicates=3",
]


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    return sweep(tmp_path_factory.mktemp("export") / "sweep", *WORDS, "--series")


def export(folder, out, kind):
    assert main(["export", str(folder), "--format", kind, "--out", str(out)]) == 0
    return out


def read_archive(path) -> tuple[pd.DataFrame, dict[str, np.ndarray]]:
    """As `ema_workbench.load_results` 2.5 does it: types by name from metadata.json, a class for each outcome."""
    with tarfile.open(path, "r:gz") as archive:
        metadata = json.loads(archive.extractfile("metadata.json").read())
        experiments = pd.read_csv(archive.extractfile("experiments.csv")).astype(metadata["experiments"])
        outcomes = {}
        for kind, name, file in metadata["outcomes"]:
            assert kind == "ScalarOutcome"
            values = pd.read_csv(archive.extractfile(file), index_col=False, header=None).values
            outcomes[name] = np.reshape(values, (values.shape[0],))
    return experiments, outcomes


def test_the_archive_holds_an_experiment_a_point_and_its_mean_outcomes(folder, tmp_path):
    experiments, outcomes = read_archive(export(folder, tmp_path, "ema") / "ema.tar.gz")
    runs = load(folder)
    assert list(experiments.columns) == ["parameters.load", "delegation.level", "scenario", "policy", "model"]
    assert [experiments[name].dtype.name for name in experiments] == [
        "float64",
        "float64",
        "int64",
        "category",
        "category",
    ]
    assert list(outcomes) == [metric.name for metric in METRICS]
    means = runs.groupby("point").mean(numeric_only=True)
    for name, values in outcomes.items():
        np.testing.assert_allclose(values, means[name].to_numpy(), rtol=1e-15)
    assert np.isnan(outcomes["shutdown_backlog"]).all()  # no shutdown in so short a run: rows are kept all the same
    assert experiments.groupby("scenario")["parameters.load"].nunique().tolist() == [1, 1]
    assert experiments["policy"].nunique() == 4 and len(experiments) == 8


def test_the_archive_is_the_same_bytes_every_time(folder, tmp_path):
    one, other = (export(folder, tmp_path / name, "ema") / "ema.tar.gz" for name in "ab")
    assert one.read_bytes() == other.read_bytes() and one.read_bytes()[4:8] == bytes(4)  # no time in it


def test_ema_workbench_reads_it(folder, tmp_path):
    ema = pytest.importorskip("ema_workbench")
    experiments, outcomes = ema.load_results(export(folder, tmp_path, "ema") / "ema.tar.gz")
    assert experiments.shape == (8, 5) and len(outcomes) == len(METRICS)
    assert outcomes["throughput"] == pytest.approx(load(folder).groupby("point")["throughput"].mean().to_numpy())


def test_the_long_table_says_every_figure_once(folder, tmp_path):
    table = pd.read_csv(export(folder, tmp_path, "iamc") / "iamc.csv", keep_default_na=False)
    runs = load(folder)
    assert list(table.columns) == COLUMNS
    assert not table.duplicated(COLUMNS[:6]).any()
    assert set(table["region"]) == {"Toy federation"} and set(table["model"]) == {"paradiplomacy"}
    assert table["scenario"].nunique() == 8
    told = table[(table["variable"] == "Throughput|Goodput") & (table["scenario"] == "laissez_faire+ 1 world 0")]
    expected = runs[
        (runs["policy"] == "laissez_faire+") & (runs["parameters.load"] == 0.9) & (runs["delegation.level"] == 0.5)
    ]
    assert told["value"].item() == pytest.approx(expected["goodput"].mean(), rel=1e-12)
    assert told["year"].item() == 2024  # the second of one and a half years from January 2023
    low, high = (table[(table["variable"] == f"Throughput|Goodput|95% {end}")] for end in ("low", "high"))
    assert (low["value"].to_numpy() < high["value"].to_numpy()).all() and len(low) == 8


def test_the_years_of_a_run_add_up_to_the_run(folder, tmp_path):
    table = pd.read_csv(export(folder, tmp_path, "iamc") / "iamc.csv", keep_default_na=False)
    series, runs = load(folder, "series"), load(folder)
    agreed = table[table["variable"] == "Yearly|Issues|Agreed"]
    assert set(agreed["year"]) == {2023, 2024}
    last = series.groupby(["point", "replicate"])["agreed"].last().groupby("point").mean()
    total = agreed.groupby("scenario")["value"].sum()
    assert sorted(total) == pytest.approx(sorted(last))
    trust = table[(table["variable"] == "Yearly|Subnational|Trust") & (table["year"] == 2023)]["value"]
    first = series[series["time"] <= 52].groupby("point")["trust"].mean()
    assert sorted(trust) == pytest.approx(sorted(first))
    assert len(runs) == 24


def test_indicators_say_what_each_scenario_assumes(folder, tmp_path):
    out = export(folder, tmp_path, "iamc")
    meta, table = pd.read_csv(out / "iamc_meta.csv"), pd.read_csv(out / "iamc.csv")
    assert set(meta["scenario"]) == set(table["scenario"]) and len(meta) == 8
    row = meta.set_index("scenario").loc["centralized+ 1 world 1"]
    assert (row["parameters.load"], row["delegation.level"], row["policy"]) == (1.1, 0.5, "centralized+")


def test_pyam_reads_it(folder, tmp_path):
    pyam = pytest.importorskip("pyam")
    out = export(folder, tmp_path, "iamc")
    data = pyam.IamDataFrame(out / "iamc.csv")
    data.load_meta(out / "iamc_meta.csv")
    assert len(data.scenario) == 8 and set(data.year) == {2023, 2024}


def test_policies_and_worlds_are_told_apart():
    runs = pd.DataFrame(
        {
            "point": [0, 1, 2, 3],
            "policy": ["a", "b", "a", "b"],
            "scenario": "toy",
            "parameters.load": [1.0, 1.0, 2.0, 2.0],
            "oversight": ["x", "y", "x", "y"],
        }
    )
    points = divide(runs, ["policy", "oversight", "parameters.load"])
    assert points["arrangement"].tolist() == ["a", "b", "a", "b"] and points["world"].tolist() == [0, 0, 1, 1]
    points = divide(runs.assign(oversight=["x", "y", "z", "y"]), ["oversight", "parameters.load"])
    assert points["arrangement"].tolist() == ["a 0", "b", "a 1", "b"]


def test_a_sweep_of_federations_keeps_their_names(tmp_path):
    folder = sweep(tmp_path / "sweep", "scenario=toy,canada_2023", "run.years=0.1", "run.replicates=1")
    export(folder, folder, "ema")
    export(folder, folder, "iamc")
    experiments, _ = read_archive(folder / "ema.tar.gz")
    assert experiments["federation"].tolist() == ["toy", "canada_2023"]
    assert set(pd.read_csv(folder / "iamc.csv")["region"]) == {"Toy federation", "Canada, 2023"}
    assert load(folder)["scenario"].tolist() == ["toy", "canada_2023"]  # the folder is still whole
    assert io.StringIO((folder / "iamc_meta.csv").read_text()).readline() == "model,scenario,federation\n"
