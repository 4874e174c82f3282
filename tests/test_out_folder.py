"""Where results go: files of other people are not touched, and two commands never mix their results."""

import json
import os
import threading
import time

import pytest
from by_default import by_default

from sim.commands.cli import main
from sim.inputs.shipped import shipped
from sim.runs.files import page, read_page
from sim.runs.lock import Busy, alone_in, hold
from sim.runs.plan import WHOLE

SHORT = ["scenario=toy", "run.years=0.1", "run.replicates=2"]
COMMANDS = {
    "run": ["run", *SHORT],
    "compare": ["compare", "centralized", "ban", *SHORT],
    "sweep": ["sweep", "delegation.level=0,0.3", *SHORT],
    "sensitivity": ["sensitivity", "--over", "load", "--n", "2", *SHORT],
    "optimize": ["optimize", "--policies", "4", "--check", "2", *SHORT],
    "claims": ["claims", "h05", "--n", "40", "--decades", "2", "--years", "0.2", "--scenario", "toy"],
    "evidence": ["evidence", "registered", "run.replicates=2", "--study", str(shipped("examples") / "study")],
    "worth": ["worth", "centralized", "ban", "--value", "goodput=1", "--n", "40", *SHORT],
    "verify": ["verify", "queues"],
    "reproduce": ["reproduce", "fig01", "--quick", "--published", "results/published"],
}
WAITS = ("sweep", "sensitivity", "optimize")
THEIRS = {
    "shards/part-1.bin": "runs of years",
    "failures/case1.json": "[]",
    ".part-mine": "a draft",
    "README.md": "mine",
    "sweep.csv": "a,b\n1,2\n",
    "manifest.json": "{}",
}


def put(folder, files):
    for name, text in files.items():
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_text(text)


def held(folder):
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


def said(capsys):
    lines = capsys.readouterr().err.strip().splitlines()
    return lines[-1]


@pytest.fixture
def elsewhere(monkeypatch, tmp_path):
    (tmp_path / "results").mkdir()
    (tmp_path / "results" / "published").symlink_to(shipped("published"))
    monkeypatch.chdir(tmp_path)
    return tmp_path


@pytest.mark.parametrize("name", COMMANDS)
def test_a_folder_of_other_files_is_refused_and_left_as_it_is(name, elsewhere, capsys):
    put(elsewhere / "mydata", THEIRS)
    before = held(elsewhere / "mydata")
    assert main([*COMMANDS[name], "--out", "mydata"]) == 2
    assert "'mydata' holds files that are not results of this program, such as '.part-mine'; expected" in said(capsys)
    assert held(elsewhere / "mydata") == before


def test_runs_of_claims_are_stored_beside_other_files(elsewhere):
    put(elsewhere / "mydata", THEIRS)
    before = held(elsewhere / "mydata")
    assert main([*COMMANDS["claims"], "--out", "out", "--runs", "mydata"]) == 0
    assert before.items() < held(elsewhere / "mydata").items()


@pytest.mark.parametrize("one", THEIRS)
def test_a_single_file_is_enough(one, elsewhere, capsys):
    put(elsewhere / "mydata", {one: THEIRS[one]})
    assert main([*COMMANDS["sweep"], "--out", "mydata"]) == 2
    assert "not results of this program" in said(capsys)
    assert held(elsewhere / "mydata") == {one: THEIRS[one].encode()}


@pytest.mark.parametrize("name", ["manifest.json", "design.json", ".lock"])
def test_a_pipe_that_is_named_like_ours_is_refused(name, elsewhere, capsys):
    (elsewhere / "mydata").mkdir()
    os.mkfifo(elsewhere / "mydata" / name)
    assert main([*COMMANDS["run"], "--out", "mydata"]) == 2
    assert "not results of this program" in said(capsys)


@pytest.mark.parametrize("name", by_default(["run", "compare", "sweep", "sensitivity"], COMMANDS))
def test_an_empty_folder_and_earlier_results_are_taken(name, elsewhere):
    (elsewhere / "out").mkdir()
    for _ in range(2):
        assert main([*COMMANDS[name], "--out", "out"]) == 0
    assert list((elsewhere / "out").rglob("manifest.json"))


def test_files_put_among_results_are_kept(elsewhere):
    """Only names that the program could have written are deleted."""
    assert main([*COMMANDS["sweep"], "--out", "out"]) == 0
    put(elsewhere / "out", {name: text for name, text in THEIRS.items() if "/" in name or name.startswith(".")})
    put(elsewhere / "out", {"figures/.part-1-draft": "also mine", "shards/notes.json": "{}"})
    (elsewhere / "out" / "manifest.json").unlink()
    put(elsewhere / "out", {"shards/0123456789abcdef.parquet": "left by a killed runner", ".part-77-sweep.csv": "too"})
    assert main([*COMMANDS["sweep"], "--out", "out"]) == 0
    files = held(elsewhere / "out")
    assert {"shards/part-1.bin", "failures/case1.json", ".part-mine", "figures/.part-1-draft"} <= files.keys()
    assert "shards/notes.json" in files
    assert not {"shards/0123456789abcdef.parquet", ".part-77-sweep.csv"} & files.keys()


def test_a_crafted_record_deletes_nothing_outside(elsewhere):
    assert main([*COMMANDS["sweep"], "--out", "out"]) == 0
    put(elsewhere, {"mine.parquet": "years of work"})
    (elsewhere / "out" / "shards" / f"{'0' * 16}.x").mkdir()
    table = {"sha256": "0" * 64, "values": "0" * 64, "rows": 1}
    address = next(iter(read_page(next((elsewhere / "out" / "shards").glob("*.json")))["runs"]))
    record = {"name": "0" * 16, "tables": {"runs": table, "x/../../../mine": table}, "runs": {address: "0"}}
    (elsewhere / "out" / "shards" / f"{'0' * 16}.json").write_bytes(page(record))
    assert main([*COMMANDS["sweep"], "delegation.cap=0.5", "--out", "out"]) in (0, 2)
    assert (elsewhere / "mine.parquet").read_text() == "years of work"


@pytest.mark.parametrize("name", ["run", "compare", "sensitivity", "optimize", "verify"])
def test_a_folder_in_use_is_left_to_whoever_uses_it(name, elsewhere, capsys):
    (elsewhere / "out").mkdir()
    with hold(elsewhere / "out", WHOLE):
        assert main([*COMMANDS[name], "--out", "out"]) == 4
        line = said(capsys)
        assert "out: in use by process" in line
        assert ("--wait" in line) == (name in WAITS)
    assert list(held(elsewhere / "out")) == [".lock"]


def test_it_is_waited_for_if_that_is_asked(elsewhere, capsys):
    (elsewhere / "out").mkdir()
    release, holding = threading.Event(), threading.Event()

    def keep() -> None:
        with hold(elsewhere / "out", WHOLE):
            holding.set()
            release.wait(30)

    keeper = threading.Thread(target=keep)
    keeper.start()
    holding.wait(10)
    threading.Timer(1.5, release.set).start()
    assert main([*COMMANDS["sensitivity"], "--wait", "--out", "out"]) == 0
    keeper.join()
    assert "waiting for process" in capsys.readouterr().err


def test_a_command_that_fails_leaves_no_folder(elsewhere, capsys):
    dear = ["parameters.headcount=100", "policy=combined"]
    words = ["scenario=toy", *dear, "run.years=4", "run.replicates=1"]
    assert main(["run", *words, "--out", "new/folder"]) == 2
    assert "the levers cost" in said(capsys)
    assert not (elsewhere / "new").exists()


def test_a_lock_that_was_deleted_is_not_believed(tmp_path):
    """Whoever waited for a lock that its owner deletes takes the one that is there now."""
    with alone_in(tmp_path / "out"):
        pass
    assert not (tmp_path / "out").exists()
    (tmp_path / "out").mkdir()
    with hold(tmp_path / "out", WHOLE):
        (tmp_path / "out" / ".lock").unlink()
        with hold(tmp_path / "out", WHOLE):
            assert (tmp_path / "out" / ".lock").is_file()


@pytest.mark.parametrize("left", ["manifest.json", None])
def test_whoever_waited_holds_the_lock_that_is_there(left, tmp_path):
    """The first deletes its lock, and perhaps the folder, as it ends; the second must not hold the deleted one."""
    folder, began, waiting, holding, over = tmp_path / "out", *(threading.Event() for _ in range(4))

    def first() -> None:
        with alone_in(folder):
            if left:
                (folder / left).write_text("{}")
            began.set()
            waiting.wait(10)
            time.sleep(0.5)

    def second() -> None:
        waiting.set()
        with hold(folder, WHOLE, wait=True):
            holding.set()
            over.wait(10)

    threads = [threading.Thread(target=first), threading.Thread(target=second)]
    threads[0].start()
    assert began.wait(10)
    threads[1].start()
    assert holding.wait(10)
    try:
        with pytest.raises(Busy), hold(folder, WHOLE):
            pass
    finally:
        over.set()
        for thread in threads:
            thread.join()


@pytest.mark.parametrize("gone", ["design.json", "shards"])
def test_files_that_vanish_in_a_sweep_are_missed(gone, elsewhere, monkeypatch, capsys):
    from sim.runs import fill

    real = fill.read_ledger

    def delete_first(folder, plan):
        found = real(folder, plan)
        if found.done.any() and not seen:
            seen.append(gone)
            for path in [folder / gone, *(folder / gone).glob("*")][::-1]:
                path.rmdir() if path.is_dir() else path.unlink()
            found = real(folder, plan)
        return found

    seen: list[str] = []
    monkeypatch.setattr(fill, "read_ledger", delete_first)
    assert main([*COMMANDS["sweep"], "--out", "out"]) == 2
    assert "vanished while the sweep ran" in said(capsys)
    assert main([*COMMANDS["sweep"], "--out", "out"]) == 0
    assert json.loads((elsewhere / "out" / "manifest.json").read_text())["runs"] == 4
