"""Published figures: the page, the table, the check that can fail, and a quick one of them made again."""

import json

import numpy as np
import pandas as pd
import pytest

from sim.commands.cli import main
from sim.commands.reproduce import finding_of, read_table
from sim.errors import InputError
from sim.model.version import MODEL_VERSION
from sim.runs.files import page, write_bytes
from sim.setup.config import resolve
from sim.study import ensemble
from sim.study.publish.check import check
from sim.study.publish.compute import compute, points_of
from sim.study.publish.gallery import other
from sim.study.publish.plate import Plate, drawing, plate_ids, plates_dir, read_plate, read_plates

PUBLISHED = plates_dir().parents[1] / "results" / "published"
TOY = Plate(
    "fig00",
    "?",
    figure="liaisons",
    runs=("label=all | scenario=toy run.years=0.5 policy=centralized,ban,laissez_faire",),
    outcomes=("goodput", "surfaced"),
    against=("policy", "centralized"),
    replicates=6,
    quick=3,
)


def test_every_page_reads_and_has_its_figure_and_its_published_numbers():
    assert len(plate_ids()) >= 14
    for plate in read_plates(["all"]):
        assert plate.question.endswith("?")
        assert (PUBLISHED / plate.id / plate.table).is_file(), plate.id


def test_every_title_is_what_its_table_says_today():
    """A figure is drawn again from its published table: a title that its code no longer makes is old."""
    for plate in read_plates(["all"]):
        folder = PUBLISHED / plate.id
        if not plate.command:
            stated = json.loads((folder / "manifest.json").read_text(encoding="utf-8"))["finding"]
            assert finding_of(drawing(plate.figure).draw(read_table(folder))) == stated, plate.id


@pytest.mark.slow
def test_no_page_asks_for_too_many_runs():
    for plate in read_plates(["all"]):
        if not plate.command:
            assert len(points_of(plate, 1)) * plate.replicates <= 4_000, plate.id
            assert 8 <= plate.quick <= plate.replicates


def test_differences_are_those_of_a_comparison():
    table = compute(TOY, 6).set_index(["policy", "outcome"])
    shared = ["scenario=toy", "run.replicates=6", "run.years=0.5"]
    found = ensemble.compare([resolve([*shared, f"policy={name}"]) for name in ("centralized", "ban", "laissez_faire")])
    wide = found.table.set_index("metric")
    for name in ("ban", "laissez_faire"):
        for outcome in TOY.outcomes:
            row = table.loc[(name, outcome)]
            assert row["mean"] == pytest.approx(wide.loc[outcome, f"difference_{name}"], rel=1e-12)
            assert row["low"] == pytest.approx(wide.loc[outcome, f"low_{name}"], rel=1e-12)
            assert row["reference"] == pytest.approx(wide.loc[outcome, "centralized"], rel=1e-12)
    assert (table.loc["centralized", "mean"] == 0).all()


def table_of(mean, half=1.0, n=20):
    return pd.DataFrame(
        {
            "policy": ["a", "b"],
            "outcome": "goodput",
            "mean": mean,
            "low": np.subtract(mean, half),
            "high": np.add(mean, half),
            "n": n,
        }
    )


def test_a_number_that_moved_is_found_and_named():
    published = table_of([1.0, 2.0])
    assert check(table_of([1.0, 2.0]), published).passed
    found = check(published.assign(mean=[1.0, 2.0 + 3e-6]), published)  # of 3, the largest number of that outcome
    assert not found.passed and found.deviation == pytest.approx(1e-6, rel=1e-5)
    assert found.where == "mean at policy=b, outcome=goodput"
    assert not check(published.rename(columns={"policy": "Policy"}), published).passed
    assert not check(published.assign(policy=["a", "c"]), published).passed
    assert not check(table_of([1.0, np.nan]), published).passed


def levels(mean: float, reference: float) -> pd.DataFrame:
    """A difference of two levels, beside an outcome of another size."""
    row = {"mean": mean, "low": mean, "high": mean, "n": 9, "reference": reference}
    return pd.DataFrame([{"outcome": "goodput"} | row, {"outcome": "fte_levers"} | dict.fromkeys(row, 30_000.0)])


@pytest.mark.parametrize(
    ("new", "published", "word"),
    [
        (levels(0.1, 1.0), levels(0.1, 1.0), "pass"),
        (levels(0.1, 1.0 + 1e-12), levels(0.1, 1.0), "last digits"),
        (levels(1e-7 + 1e-12, 1.0), levels(1e-7, 1.0), "last digits"),  # of itself 1e-5, of its levels 1e-12
        (levels(0.1 + 1e-8, 1.0), levels(0.1, 1.0), "FAIL"),  # though 3e-13 of the other outcome
        (levels(0.1, 1.0).assign(n=10), levels(0.1, 1.0), "FAIL"),
    ],
)
def test_last_digits_are_told_from_other_numbers(new, published, word):
    found = check(new, published)
    assert found.word == word and found.passed == (word != "FAIL") and (found.deviation == 0.0) == (word == "pass")


def test_a_table_without_outcomes_has_a_scale_for_each_column():
    published = pd.DataFrame({"id": ["h01", "h02"], "holds": [0.5, 0.25], "n": [1000, 2000]})
    assert check(published.assign(holds=[0.5, 0.25 + 1e-13]), published).word == "last digits"
    assert check(published.assign(holds=[0.5, 0.25 + 1e-6]), published).word == "FAIL"


@pytest.mark.parametrize(("by", "word", "code"), [(0.0, "pass", 0), (1e-13, "last digits", 0), (1e-6, "FAIL", 1)])
def test_reproduce_names_last_digits(by, word, code, tmp_path, capsys, monkeypatch):
    from sim.commands import reproduce

    def make(plate, folder, replicates):
        table = pd.read_csv(PUBLISHED / plate.id / plate.table)
        table["mean"] *= 1.0 + by
        folder.mkdir(parents=True)
        table.to_csv(folder / plate.table, index=False)

    monkeypatch.setattr(reproduce, "make", make)
    assert main(["reproduce", "fig08", "--published", str(PUBLISHED), "--out", str(tmp_path)]) == code
    line = next(line for line in capsys.readouterr().out.splitlines() if line.startswith("fig08"))
    assert f" {word} " in line


def test_quick_checks_within_intervals():
    published = table_of([1.0, 2.0], half=0.5)
    near, far = table_of([1.0, 3.0], half=1.0, n=5), table_of([1.0, 5.0], half=1.0, n=5)
    assert check(near, published, quick=True).passed
    found = check(far, published, quick=True)
    assert (
        not found.passed
        and found.deviation == pytest.approx(3.0 / (1.25**0.5 / 1.96))
        and found.where.startswith("mean at policy=b")
    )


def test_quick_runs_agree_with_full_ones_and_catch_another_model():
    """The same worlds, fewer: within the intervals. Another assumption: not."""
    full = compute(TOY, 40)
    assert check(compute(TOY, 8), full, quick=True).passed
    other = Plate(**{**vars(TOY), "runs": (TOY.runs[0] + " parameters.load=0.6",)})
    assert not check(compute(other, 8).assign(policy=full["policy"]), full, quick=True).passed


@pytest.mark.slow
@pytest.mark.parametrize("name", ["fig08", "fig18"])
def test_published_figures_made_again(name, tmp_path, capsys):
    assert main(["reproduce", name, "--quick", "--published", str(PUBLISHED), "--out", str(tmp_path)]) == 0
    said = capsys.readouterr().out
    assert "pass" in said and "standard errors" in said


@pytest.mark.slow
def test_a_published_number_that_was_changed_fails(tmp_path, capsys):
    folder = tmp_path / "published" / "fig08_liaisons"
    folder.mkdir(parents=True)
    table = pd.read_csv(PUBLISHED / "fig08_liaisons" / "table.csv")
    table.loc[2, ["mean", "low", "high"]] += 1.0
    table.to_csv(folder / "table.csv", index=False)
    assert (
        main(
            [
                "reproduce",
                "fig08",
                "--quick",
                "--published",
                str(tmp_path / "published"),
                "--out",
                str(tmp_path / "new"),
            ]
        )
        == 1
    )
    assert "FAIL" in capsys.readouterr().out


@pytest.mark.parametrize(
    ("words", "named"),
    [
        ([], "no figure named"),
        (["fig99"], "figure 'fig99': not known"),
        (["fig8"], "did you mean 'fig08'?"),
        (["fig08", "fig08"], "named twice"),
        (["fig08", "--quick", "--publish"], "--publish: given together with --quick"),
        (["fig08", "--published", "nowhere"], "no fig08_liaisons in 'nowhere'"),
    ],
)
def test_bad_words(words, named, capsys):
    assert main(["reproduce", *words]) == 2
    said = capsys.readouterr().err
    assert named in said and said.count("\n") == 1


@pytest.mark.parametrize(
    ("old", "new", "named"),
    [
        ("outcomes: [answer_gap", "outcomes: [answer_gat", "did you mean 'answer_gap'?"),
        ("question:", "asked:", "row 1: key 'asked': not known"),
    ],
)
def test_bad_pages(old, new, named, tmp_path):
    page = (plates_dir() / "fig08_liaisons.yaml").read_text()
    (tmp_path / "fig08_liaisons.yaml").write_text(page.replace(old, new))
    with pytest.raises(InputError) as fault:
        read_plate(tmp_path / "fig08_liaisons.yaml")
    assert named in str(fault.value)


@pytest.mark.parametrize(("model", "said"), [(MODEL_VERSION, ""), (MODEL_VERSION - 1, " *Of model ")])
def test_what_is_of_an_earlier_model_says_so(model, said, tmp_path):
    """Beside the figures, too; what has no manifest is of no model."""
    write_bytes(tmp_path / "manifest.json", page({"versions": {"model": model}}))
    line = other(tmp_path, "Known answers", "`paradip verify`")
    assert line.startswith(f"- [Known answers]({tmp_path.name}): `paradip verify`{said}") and line.count("*") == (
        2 if said else 0
    )
    assert "*" not in other(tmp_path / "nothing", "Tests", "tests/mutation")
