"""A byte flipped, a file cut short, gone or swapped with another: found, named, and only that done again (C5)."""

import json
import random
import shutil
from pathlib import Path

import pytest
from small_sweep import TOTAL, WORDS
from sweeping import digests, held, ran, resume, sweep

from sim.commands.cli import main
from sim.errors import InputError
from sim.runs import runner, store
from sim.runs.address import read_spans
from sim.runs.results import load

SWEEP = [word for word in WORDS[1:] if not word.startswith(("investment", "run.years"))] + [
    "run.years=0.1"
]  # a figure too
RUNS = TOTAL // 2


@pytest.fixture(scope="module")
def sound(tmp_path_factory):
    """A sweep of several shards."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(store, "SOONEST", 0.0)
        patch.setattr(runner, "CHUNK", 0.001)
        return sweep(tmp_path_factory.mktemp("sound") / "sweep", *SWEEP)


def files(folder: Path) -> list[Path]:
    """All that is data."""
    return sorted(
        path
        for path in folder.rglob("*")
        if path.is_file() and not path.name.startswith(".") and path.name != "log.jsonl"
    )


def damage(rng: random.Random, folder: Path, kind: str) -> list[Path]:
    """Do it to a file, and say to which."""
    path = rng.choice(files(folder))
    content = bytearray(path.read_bytes())
    if kind == "flip":
        content[rng.randrange(len(content))] ^= 1 << rng.randrange(8)
        path.write_bytes(content)
    elif kind == "cut":
        path.write_bytes(content[: rng.randrange(len(content))])
    elif kind == "delete":
        path.unlink()
    else:
        other = rng.choice([one for one in files(folder) if one != path and one.read_bytes() != bytes(content)])
        path.write_bytes(other.read_bytes())
        other.write_bytes(content)
        return [path, other]
    return [path]


def lost_runs(folder: Path, hit: list[Path], kind: str) -> int:
    """Runs in the shards that were hit, as the sound folder tells it."""
    names = {path.name.partition(".")[0] for path in hit if path.parent.name == "shards"}
    records = [json.loads((folder / "shards" / f"{name}.json").read_text()) for name in names]
    return sum(len(read_spans(text)) for record in records for text in record["runs"].values())


def try_one(rng: random.Random, sound: Path, folder: Path, kind: str, capsys) -> None:
    shutil.rmtree(folder, ignore_errors=True)
    shutil.copytree(sound, folder)
    hit = damage(rng, folder, kind)
    lost, before = lost_runs(sound, hit, kind), ran(folder)
    shards = [path for path in hit if path.parent.name == "shards"]
    code = main(["status", str(folder)])
    said = capsys.readouterr()
    if folder / "design.json" in hit:  # what was wanted is gone: it has to be said again, and what is done is kept
        assert code == 2 and "design.json" in said.err and said.err.count("\n") == 1
        sweep(folder, *SWEEP)
    else:
        assert code == 0 and "stopped" in said.out
        for path in shards:
            if kind != "delete" or path.suffix == ".parquet":
                assert f"damaged: {path.relative_to(folder)}" in said.out or path.suffix == ".parquet"
        resume(folder)
    told = capsys.readouterr().err
    assert all(
        path.stem.partition(".")[0] in told for path in shards if not (kind == "delete" and path.suffix == ".json")
    )
    assert ran(folder) - before == lost, "more or less was done again than was hit"
    assert digests(folder) == digests(sound)
    assert digests(folder, ["manifest.json", "sweep.svg", "README.md"]) == digests(
        sound, ["manifest.json", "sweep.svg", "README.md"]
    )
    assert len(held(folder)) == RUNS and set(held(folder).values()) == {1}


@pytest.mark.parametrize(
    ("kind", "times"),
    [
        ("flip", 1),
        ("cut", 1),
        pytest.param("delete", 1, marks=pytest.mark.slow),
        ("swap", 1),
        *(
            pytest.param(kind, times, marks=pytest.mark.faults)
            for kind, times in (("flip", 700), ("cut", 100), ("delete", 100), ("swap", 100))
        ),
    ],
)
def test_damage_is_found_named_and_mended(kind, times, sound, tmp_path, capsys, figures):
    rng = random.Random(kind)
    for _ in range(times):
        try_one(rng, sound, tmp_path / "hit", kind, capsys)
    figures(f"{kind}: {times} of {times} found, named and mended; nothing else done again")


@pytest.mark.parametrize("times", [60, pytest.param(1000, marks=pytest.mark.faults)])
def test_a_flipped_byte_is_never_believed(times, sound, tmp_path, figures):
    """What load gives is right or an error, whichever byte of a table it reads is changed."""
    rng, right, refused = random.Random(5), load(sound), 0
    folder = shutil.copytree(sound, tmp_path / "hit")
    tables = ["sweep.parquet", *(str(path.relative_to(folder)) for path in folder.glob("shards/*.parquet"))]
    (folder / "manifest.json").unlink()  # so that the shards are read
    for _ in range(times):
        name = rng.choice(tables[1:])
        raw = bytearray((sound / name).read_bytes())
        raw[rng.randrange(len(raw))] ^= 1 << rng.randrange(8)
        (folder / name).write_bytes(raw)
        with pytest.raises(InputError, match=Path(name).name):
            load(folder)
        refused += 1
        shutil.copyfile(sound / name, folder / name)
    assert load(folder).equals(right) and refused == times
    figures(f"{refused} of {times} flipped bits in tables: refused by load, by name")


def test_the_merged_table_is_checked_too(sound, tmp_path):
    folder = shutil.copytree(sound, tmp_path / "hit")
    raw = bytearray((folder / "sweep.parquet").read_bytes())
    raw[len(raw) // 2] ^= 4
    (folder / "sweep.parquet").write_bytes(raw)
    with pytest.raises(InputError, match="sweep.parquet"):
        load(folder)
