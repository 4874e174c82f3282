"""A sweep's folder that was edited by hand, or is another's: sealed pages that say nonsense end in one line."""

import copy
import json
import os
import random
import shutil
import time
from contextlib import suppress

import pytest
from by_default import by_default
from sweeping import sweep

from sim.commands.cli import main
from sim.errors import InputError
from sim.runs.files import Damaged, page, read_page
from sim.runs.results import load
from sim.runs.shape import DESIGN, MANIFEST, RECORD, misfit, read_shaped
from sim.runs.shards import read_record
from sim.runs.store import read_log

WORDS = ["delegation.level=0,0.3", "scenario=toy", "run.years=0.1", "run.replicates=3"]
NONSENSE = (
    None, True, -1, 0, 1.5, 10**18, 1e300, "", "x", "-", "0-999999", "../../x", "\x1b[31m", [], [1], {}, {"x": 1},
)  # fmt: skip


@pytest.fixture(scope="module")
def made(tmp_path_factory):
    folder = tmp_path_factory.mktemp("made") / "sweep"
    sweep(folder, *WORDS)
    return folder


@pytest.fixture
def folder(made, tmp_path):
    shutil.copytree(made, tmp_path / "sweep")
    return tmp_path / "sweep"


def pages(folder):
    return {
        "design": folder / "design.json",
        "manifest": folder / "manifest.json",
        "record": next((folder / "shards").glob("*.json")),
    }


def places(tree, path=()):
    """The address of every value in a tree."""
    yield from ([path] if path else [])
    parts = tree.items() if isinstance(tree, dict) else enumerate(tree) if isinstance(tree, list) else ()
    for key, value in parts:
        yield from places(value, (*path, key))


def changed(tree, path, value):
    """A copy with another value there; without it, if the value is Ellipsis."""
    tree = copy.deepcopy(tree)
    at = tree
    for key in path[:-1]:
        at = at[key]
    if value is ... and isinstance(at, dict):
        del at[path[-1]]
    else:
        at[path[-1]] = None if value is ... else value
    return tree


def reseal(path, tree):
    path.write_bytes(page(tree))


def check(folder, capsys):
    """Every command that reads the folder ends in its time, with a line at most."""
    for words in (["status"], ["resume"], ["export", "--format", "iamc"], ["explorer", "-o", str(folder / "e.html")]):
        began = time.monotonic()
        code = main([words[0], str(folder), *words[1:]])
        said = capsys.readouterr().err
        assert code in (0, 2, 4, 5) and said.count("\n") <= 2, (words, code, said)
        assert "out of memory" not in said and "Traceback" not in said
        assert time.monotonic() - began < 20
    with suppress(InputError):
        load(folder)


@pytest.mark.parametrize("seed", by_default(range(1), range(40)))
@pytest.mark.parametrize("name", ["design", "manifest", "record"])
def test_nonsense_on_a_page_is_a_line(name, seed, folder, capsys):
    path, chance = pages(folder)[name], random.Random(f"{name} {seed}")
    tree = read_page(path)
    where = chance.choice(list(places(tree)))
    reseal(path, changed(tree, where, chance.choice([*NONSENSE, ...])))
    check(folder, capsys)


@pytest.mark.parametrize("seed", by_default(range(2), range(100)))
def test_nonsense_in_the_log_is_left_out(seed, folder, capsys):
    chance = random.Random(seed)
    lines = (folder / "log.jsonl").read_bytes().splitlines()
    k = chance.randrange(len(lines))
    if chance.random() < 0.5:
        byte = bytearray(lines[k])
        byte[chance.randrange(len(byte))] ^= 1 << chance.randrange(8)
        lines[k] = bytes(byte)
    else:
        line = json.loads(lines[k])
        lines[k] = json.dumps(changed(line, (chance.choice(list(line)),), chance.choice([*NONSENSE, ...]))).encode()
    (folder / "log.jsonl").write_bytes(b"\n".join(lines))
    assert main(["status", str(folder)]) == 0
    assert capsys.readouterr().err == ""


FILES = ["design.json", "manifest.json", "log.jsonl", "sweep.parquet", "record", "table"]


@pytest.mark.parametrize("name", by_default(["design.json", "table"], FILES))
def test_a_pipe_in_place_of_a_file_does_not_hang(name, folder, capsys):
    record = pages(folder)["record"]
    path = {"record": record, "table": record.with_suffix(".parquet")}.get(name, folder / name)
    path.unlink()
    os.mkfifo(path)
    check(folder, capsys)


@pytest.mark.parametrize(
    "until", [3, "goodput:1%", {"text": 3, "most": 2}, {"text": "goodput:1%"}, {"text": "x", "most": 9}]
)
def test_until_that_is_none(until, folder, capsys):
    tree = read_page(folder / "design.json")
    reseal(folder / "design.json", tree | {"until": until})
    check(folder, capsys)


@pytest.mark.parametrize(
    ("name", "key", "value"),
    [
        ("manifest", "files", ["sweep.csv"]),
        ("record", "runs", {"x": "9-"}),
        ("record", "tables", {}),
        ("design", "points", 3),
    ],
)
def test_a_page_of_another_shape_is_damaged(name, key, value, folder):
    path = pages(folder)[name]
    reseal(path, read_page(path) | {key: value})
    shape = {"manifest": MANIFEST, "record": RECORD, "design": DESIGN}[name]
    if value == {}:
        with pytest.raises(Damaged, match="expected runs, series and log"):
            read_record(path)
        return
    with pytest.raises(Damaged, match=f"{key}.* is .*; expected a page as this program writes it"):
        read_shaped(path, shape)


def test_shapes_fit_what_is_written(folder):
    for shape, name in ((DESIGN, "design"), (MANIFEST, "manifest"), (RECORD, "record")):
        tree = read_page(pages(folder)[name])
        assert misfit(tree, shape, "") == ""
        for key in shape:
            assert misfit({k: v for k, v in tree.items() if k != key}, shape, "") == f"{key} is missing"
            assert misfit(tree | {key: object()}, shape, "").startswith(f"{key} is ")


def test_a_log_is_read_as_it_was_written(folder):
    assert next(line["event"] for line in read_log(folder)) == "begin"
    assert any(line["event"] == "shard" and line["runs"] > 0 for line in read_log(folder))
