"""What large sweeps cost: the accounts by hand, a check that finds what is wrong, crews of which nobody is left. The
ways themselves are in tests/faults."""

import math
import shutil
import signal
import time
from datetime import UTC, datetime
from pathlib import Path

import pytest

pytest.importorskip("psutil", reason="dask is not installed: pip install '.[cluster]'")
from experiments.big_machines import __main__ as experiment
from experiments.big_machines import audit, costs, page
from experiments.big_machines.crew import Crew, Failed
from experiments.big_machines.loss import Kill, Loss, of_tasks, of_workers
from sim.commands.cli import main

SLEEP = ("timeit", "-n", "1", "-r", "1", "import time; time.sleep(60)")
PARENT = ("timeit", "-n", "1", "-r", "1", "import subprocess as s, sys; s.run([sys.executable, '-m', *%r])" % (SLEEP,))  # noqa: UP031


def until(what, seconds=20.0) -> None:
    began = time.monotonic()
    while not what():
        assert time.monotonic() - began < seconds, "waited in vain"
        time.sleep(0.05)


def test_a_task_loses_what_it_has_done_since_its_last_shard():
    def line(t, event, pid):
        return {"time": datetime.fromtimestamp(t, UTC).isoformat(), "event": event, "pid": pid}

    log = [line(100, "begin", 1), line(104, "shard", 1), line(105, "shard", 2), line(109.5, "begin", 3)]
    assert of_tasks(log, [Kill(107, 1, 3), Kill(108, 7, 8)]) == [Loss(3.0, 2.5), Loss(0.0, None)]


def test_a_worker_loses_the_chunk_it_is_at_and_what_it_has_not_handed_over():
    def gone(*, processing, computed):
        return {"action": "remove-worker", "processing-tasks": processing, "lost-computed-tasks": computed}

    events = [
        (90, gone(processing={"z"}, computed=set())),
        (100.1, gone(processing={"a", "b"}, computed={"c"})),
        (104, {"action": "add-worker"}),
        (200.1, gone(processing=set(), computed=set())),
    ]
    kills = [Kill(95, 0, 1), Kill(100, 1, 2), Kill(200, 3, 4)]
    assert of_workers(events, kills) == [Loss(None, None), Loss(2.0, 4.0), Loss(0.0, None)]


def measured(runs: int, years: float, cpu: float, **more) -> dict:
    used = {"sweep": {"processes": 1, "seconds": cpu, "megabytes": 300.0}}
    return {"runs": runs, "years": years, "workers": 8, "seconds": 50.0, "used": used, "losses": []} | more


def test_a_million_decades_by_hand():
    """Starting takes 1 s, a decade 40 ms, a run by tasks .5 ms more; by Dask, 500 runs a second can be stored."""
    size, took = {"bytes": {"shards": 500_000, "tables": 500_000}}, {"seconds": 20.0, "megabytes": 900.0}
    looked = {"resume": took, "status": took}
    dask = measured(1000, 0.5, 2.0, **size) | {"losses": [{"lost": 2.0, "gap": 4.0}, {"lost": 0.0, "gap": None}]}
    dask["used"] |= {"worker": {"processes": 10, "seconds": 1.5, "megabytes": 200.0}}
    found = {
        "start": measured(20, 0.5, 1.0),
        "undisturbed": measured(1000, 0.5, 4.0, **size),
        "dask": dask,
        "slurm": measured(1000, 0.5, 3.5, **size, **looked),
        "decades": measured(100, 10.0, 5.0),
        "crowd": {"runs": 5000, **looked},
    }
    table = costs.costs(found).set_index(["way", "what"])["value"]
    assert table["folder", "decades a core-hour"] == pytest.approx(90_000)
    assert table["slurm", "a million decades"] == pytest.approx(1e6 * 0.0405 / 3600)
    merging = 20.0 * 200
    assert table["slurm", "a million decades on 8 cores"] == pytest.approx((40_500 / 8 + merging) / 60)
    assert table["dask", "a million decades on 512 cores"] == pytest.approx((2000 + merging) / 60)
    assert table["dask", "cores that one sweep keeps busy"] == pytest.approx(0.0405 / 0.002)
    assert table["dask", "a million runs on disk"] == pytest.approx(1.0)
    assert table["dask", "work done twice, a kill"] == 1.0 and table["dask", "until another worker stands in"] == 4.0
    assert math.isnan(costs.mean([None]))
    assert table["dask", "runs done twice in all, about"] == pytest.approx(2.0 * 1000 / (8 * 50))


def test_the_section_is_renewed_and_nothing_else(tmp_path):
    """A way beside the others, and what belongs to none of them."""
    rows = [
        ("dask", "a million decades", 11.3, "core-hours", "paradip sweep DASK"),
        ("slurm", "a million decades", 11.25, "core-hours", "paradip sweep ARRAY"),
        ("undisturbed", "2 runs", 1.5, "s", "paradip sweep"),
        ("folder", "merging", 2.5, "s", "paradip resume DIR"),
    ]
    told = costs.pd.DataFrame(rows, columns=list(costs.COLUMNS))
    facts = {"runs": 2, "scenario": "toy", "years": 0.25, "workers": 8, "pause": 60.0, "machine": "a machine"}
    path = tmp_path / "machines.md"
    path.write_text(f"above\n{page.SECTION[0]}from before\n{page.SECTION[1]}\nbelow\n")
    for _ in range(2):
        page.write_section(path, told, facts)
    text = path.read_text()
    assert text.startswith("above\n") and text.endswith(f"{page.SECTION[1]}\nbelow\n") and "before" not in text
    assert text.count("| a million decades | core-hours |  | 11.3 | 11.25 |") == 1
    assert "| command |  | `paradip sweep` | `paradip sweep DASK` | `paradip sweep ARRAY` |" in text
    assert "| merging | 2.5 | s | `paradip resume DIR` |" in text


def test_tables_are_compared(sound, tmp_path):
    """The first replicates of a larger sweep are those of a smaller; one bit is a difference."""
    words = ["delegation.level=0,0.3", "scenario=toy", "run.years=0.1", "--metrics", "goodput"]
    assert main(["sweep", *words, "run.replicates=2", "--out", str(tmp_path / "few")]) == 0
    audit.compare(tmp_path / "few", sound, shutil.copytree(sound, tmp_path / "same"))
    assert main(["sweep", *words, "run.replicates=2", "parameters.load=1.01", "--out", str(tmp_path / "other")]) == 0
    with pytest.raises(Failed, match=r"other, sweep: runs of the same worlds differ"):
        audit.compare(tmp_path / "other", sound)
    with pytest.raises(Failed, match="expected the same bytes"):
        audit.compare(tmp_path / "few", sound, tmp_path / "other")


@pytest.fixture(scope="module")
def sound(tmp_path_factory):
    folder = tmp_path_factory.mktemp("sound") / "sweep"
    words = ["delegation.level=0,0.3", "scenario=toy", "run.years=0.1", "run.replicates=3", "--metrics", "goodput"]
    assert main(["sweep", *words, "--out", str(folder)]) == 0
    return folder


def damage(folder: Path, kind: str) -> None:
    (record,) = (folder / "shards").glob("*.json")
    if kind == "lost":
        record.unlink()
    elif kind == "temporary":
        (folder / ".part-12-sweep.csv").touch()
    elif kind == "locks":
        (folder / ".lock-3of8").touch()
    elif kind == "twice":
        half = folder.with_name("half")
        words = ["delegation.level=0,0.3", "scenario=toy", "run.years=0.1", "run.replicates=2"]
        assert main(["sweep", *words, "--out", str(half)]) == 0
        shutil.copytree(half / "shards", folder / "shards", dirs_exist_ok=True)


@pytest.mark.parametrize("kind", ["", "lost", "temporary", "locks", "twice"])
def test_the_check_finds_what_is_wrong(kind, sound, tmp_path):
    folder, crew = shutil.copytree(sound, tmp_path / "sweep"), Crew(tmp_path)
    damage(folder, kind)
    if kind:
        with pytest.raises(Failed, match=kind):
            audit.check(crew, folder, 6)
    else:
        audit.check(crew, folder, 6)
        assert audit.weigh(folder).keys() == {"shards", "records", "sweep.parquet", "sweep.csv", "everything else"}


def test_of_a_crew_nobody_is_left_whoever_was_killed(tmp_path):
    """Two with a child each: one killed, one dismissed."""
    with Crew(tmp_path) as crew:
        members = [crew.start(f"parent {k}", *PARENT, child="child") for k in (1, 2)]
        until(lambda: len(crew.left()) == 4)
        crew.kill(members[0])
        assert members[0].returncode == -signal.SIGKILL
        until(lambda: len(crew.left()) == 2)
    assert crew.left() == [] and members[1].returncode is not None
    assert {used.role for used in crew.used.values()} == {"parent", "child"}
    assert all(used.megabytes > 1.0 for used in crew.used.values())


def test_a_member_that_fails_is_told(tmp_path):
    with Crew(tmp_path) as crew, pytest.raises(Failed, match="no_such_module: exit code 1"):
        crew.watch(crew.start("sweep", "no_such_module"))
    assert "no_such_module" in (tmp_path / "sweep.txt").read_text()


def test_without_dask_it_says_so(monkeypatch, capsys):
    monkeypatch.setattr(experiment, "find_spec", lambda name: None)
    with pytest.raises(SystemExit) as ended:
        experiment.main([])
    assert ended.value.code == 2 and "dask is not installed" in capsys.readouterr().err


@pytest.mark.parametrize(
    ("words", "named"),
    [
        (["--runs", "30"], "multiple of 20"),
        (["--runs", "x"], "x"),
        (["nobody"], "nobody"),
        (["--work", __file__], "--work: "),
    ],
)
def test_what_cannot_be_asked_for(words, named, capsys):
    with pytest.raises(SystemExit) as ended:
        experiment.main(words)
    assert ended.value.code == 2 and named in capsys.readouterr().err
