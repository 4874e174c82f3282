"""Whoever does the work, wherever it is, the table is the same to the byte."""

import pytest
from by_default import by_default
from sweeping import GRID, digests, sweep

import sim
from sim.commands.cli import main
from sim.errors import InputError
from sim.runs.results import load


@pytest.fixture(scope="module")
def by_threads(tmp_path_factory):
    return sweep(tmp_path_factory.mktemp("threads") / "sweep", *GRID, "--series")


@pytest.mark.parametrize("cluster", by_default(["local"], ["processes", "local"]))
def test_the_same_bytes(cluster, by_threads, tmp_path):
    if cluster == "local":
        pytest.importorskip("distributed", reason="dask is not installed: pip install '.[cluster]'")
    folder = sweep(tmp_path / "sweep", *GRID, "--series", f"run.cluster={cluster}")
    assert digests(folder) == digests(by_threads)
    assert digests(folder, ["manifest.json", "sweep.svg"]) == digests(by_threads, ["manifest.json", "sweep.svg"])
    assert load(folder, "series").equals(load(by_threads, "series"))


@pytest.mark.slow
def test_in_memory_too(by_threads):
    frame = sim.run(scenario="toy", years=0.1, replicates=4, cluster="processes")
    assert frame.equals(sim.run(scenario="toy", years=0.1, replicates=4, threads=1))


def test_a_failure_in_memory_is_an_error_like_any_other():
    with pytest.raises(InputError, match="oversight.patrol: the levers cost"):
        sim.sweep(
            "oversight.patrol=0,1",
            "parameters.patrol_fte=2000",
            "parameters.headcount=1500",
            "scenario=toy",
            "run.years=0.1",
            "run.replicates=2",
        )


@pytest.mark.slow
@pytest.mark.parametrize("command", [["run"], ["compare", "centralized", "ban"]])
def test_other_commands_take_a_cluster(command, tmp_path):
    words = [*command, "scenario=toy", "run.years=0.1", "run.replicates=2"]
    for number, cluster in enumerate(("threads", "processes")):
        assert main([*words, f"run.cluster={cluster}", "--out", str(tmp_path / str(number))]) == 0
    tables = [(tmp_path / str(number) / "runs.parquet").read_bytes() for number in (0, 1)]
    assert tables[0] == tables[1]
    assert load(tmp_path / "0").equals(load(tmp_path / "1"))
