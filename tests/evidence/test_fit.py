"""The fit at defaults, as a command and from Python, with pages of one's own."""

import json
import shutil

import pandas as pd
import pytest

import sim
from sim.commands.cli import main
from sim.errors import InputError
from sim.inputs import in_use
from sim.inputs.shipped import shipped

FEW = ["run.replicates=3", "run.threads=1"]


@pytest.fixture(autouse=True)
def nothing_left_in_use():
    yield
    in_use.ask_for(None)


@pytest.fixture
def mine(page):
    one = page("kept")
    ratio = page(
        "ratio", value="2", error="0.1", scale="log", unit="ratio", use="test", reading="b.throughput / a.throughput",
        policy="{a: policy=status_quo, b: policy=laissez_faire}",
    )  # fmt: skip
    return [str(one), str(ratio)]


def test_the_command_prints_writes_and_names_what_is_missed(mine, tmp_path, capsys):
    assert main(["evidence", "--defaults", *mine, *FEW, "--out", str(tmp_path / "out")]) == 0
    said = capsys.readouterr().out
    table = pd.read_csv(tmp_path / "out" / "evidence.csv").set_index("target")
    assert list(table.index) == ["kept", "ratio"] and list(table["use"]) == ["fit", "test"]
    assert "The model misses" in said and "saved in" in said
    over = table.index[table["implausibility"] > 3]
    assert f"misses {len(over)} of 2 targets" in said
    manifest = json.loads((tmp_path / "out" / "manifest.json").read_text())
    assert manifest["command"] == "evidence" and len(manifest["configurations"]) == 2  # a policy of both is run once
    assert set(manifest["files"]) == {"evidence.csv", "evidence.svg", "evidence.png"}


def test_python_gives_what_the_command_gives(mine, tmp_path, capsys):
    main(["evidence", "--defaults", *mine, *FEW, "parameters.load=1", "--out", str(tmp_path / "out")])
    fit = sim.evidence(*mine, replicates=3, threads=1, parameters={"load": 1.0})
    written = pd.read_csv(tmp_path / "out" / "evidence.csv")
    pd.testing.assert_frame_equal(fit.table, written, check_exact=False, rtol=1e-12)
    assert fit.figure().get_size_inches()[0] >= 7.0 and fit.missed[0].startswith("The model misses")


def test_the_reading_is_the_one_that_a_run_gives(mine):
    """`sim.run` is the other way to the same number."""
    runs = sim.run("status_quo", scenario="toy", replicates=3, threads=1)
    row = sim.evidence(mine[0], replicates=3, threads=1).table.iloc[0]
    assert row["reading"] == pytest.approx(runs["delivered"].mean())
    assert row["variance"] == pytest.approx(runs["delivered"].var(ddof=1) / 3)


def test_a_study_holds_targets_of_its_own(tmp_path, capsys):
    """Beside those that are shipped: listed, checked, and run by name."""
    folder = tmp_path / "coast"
    shutil.copytree(shipped("examples") / "study", folder, ignore=shutil.ignore_patterns("__pycache__"))
    assert main(["list", "study", "--study", str(folder)]) == 0
    assert "target registered" in capsys.readouterr().out
    assert (
        main(["evidence", "--defaults", "registered", *FEW, "--study", str(folder), "--out", str(tmp_path / "out")])
        == 0
    )
    assert "registered" in capsys.readouterr().out
    text = (folder / "evidence" / "registered.yaml").read_text()
    (folder / "evidence" / "registered.yaml").write_text(text.replace("use: test", "use: tset"))
    assert main(["list", "targets", "--study", str(folder)]) == 2
    assert "evidence/registered.yaml row 17: use: 'tset'; expected fit or test" in capsys.readouterr().err


@pytest.mark.parametrize(
    ("word", "said"),
    [
        ("run.years=5", "run.years: the targets decide: readings are of ten years"),
        ("run=trial", "run: the targets decide: readings are of ten years"),
        ("scenario=toy", "scenario: the targets decide"),
        ("policy=ban", "policy: the targets decide"),
        ("delegation.level=0.5", "delegation.level: the targets decide"),
        ("run.replicates=1", "run.replicates: 1; expected at least 2"),
        ("run.replicates=2,3", "run.replicates: several values; expected one"),
        ("parameters.laod=1", "did you mean 'parameters.load'?"),
        ("delivered", "target: 'delivered'; expected one of"),
    ],
)
def test_what_the_targets_decide_is_not_taken_from_the_line(word, said, capsys, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    assert main(["evidence", word]) == 2
    assert said in capsys.readouterr().err and not list(tmp_path.iterdir())


def test_python_says_the_same_of_what_the_targets_decide():
    with pytest.raises(InputError, match="years: the targets decide: readings are of ten years"):
        sim.evidence(years=2)
    for wrong, said in (
        ({"replicates": "x"}, "run.replicates: 'x'; expected a"),
        ({"replicates": 2.5}, "run.replicates: "),
        ({"threads": -1}, "run.threads: "),
        ({"parameters": {"load": "x"}}, "parameters.load: 'x'; expected a"),
        ({"parameters": {"load": -1}}, "parameters.load: "),
    ):
        with pytest.raises(InputError, match=said):
            sim.evidence("us_voided", **wrong)
    with pytest.raises(InputError, match="target: 'nothing'"):
        sim.evidence("nothing")
