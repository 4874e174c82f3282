"""The published ledger as the page tells it: every number is the table's, every word says what the number says."""

import csv
import json
import re
import shutil
from itertools import chain
from pathlib import Path

import numpy as np
import pandas as pd
import pytest
from by_default import by_default

from sim.errors import InputError
from sim.model.parameters import PARAMETERS
from sim.study.claims.arms import Trial
from sim.study.claims.claim import claim_ids, read_claims
from sim.study.claims.judge import HOLDS, UNDEFINED
from sim.web.app.claims import pictures
from sim.web.app.claims import story as tell
from sim.web.app.claims import words as say
from sim.web.app.claims.ledger import published, published_dir, read_ledger
from sim.web.app.view import View

ROOT = Path(__file__).resolve().parents[2]
FOLDER = ROOT / "results" / "published" / "fig16_claims"
IDS = claim_ids()
TRIALS = [(entry.claim.id, one.staffing) for entry in published().entries.values() for one in entry.trials]
RULES = [
    (name, staffing)
    for name, staffing in TRIALS
    if any(one.staffing == staffing and one.rule for one in published().entries[name].trials)
]


def found_of(name: str, staffing: str):
    return next(one for one in published().entries[name].trials if one.staffing == staffing)


# What was published


def test_all_rows_are_read_as_they_were_published():
    table, parts = (pd.read_csv(FOLDER / f"{name}.csv") for name in ("ledger", "parts"))
    assert published_dir() == FOLDER.parent and list(published().entries) == IDS and len(TRIALS) == len(table)
    assert all(entry.trials for entry in published().entries.values())
    for row in table.itertuples():
        one = found_of(row.id, row.staffing)
        for name in ("holds", "partly", "unclear", "reversed", "undefined"):
            assert getattr(one.shares, name) == getattr(row, name), (row.id, name)
        assert (one.shares.n, one.default, one.verdict) == (row.worlds, row.default, row.verdict)
        told = parts[(parts["id"] == row.id) & (parts["staffing"] == row.staffing)]
        assert [(p.effect.mean, p.effect.low, p.effect.high, p.effect.least) for p in one.parts] == list(
            told[["mean", "low", "high", "least"]].itertuples(index=False, name=None)
        )


def without(path: Path, start: str) -> None:
    lines = path.read_text(encoding="utf-8").splitlines(keepends=True)
    path.write_text("".join(line for line in lines if not line.startswith(start)), encoding="utf-8")


def test_a_claim_that_is_in_neither_table_is_not_tested_yet(tmp_path):
    shutil.copytree(FOLDER, tmp_path / "copy")
    for name in ("ledger.csv", "parts.csv"):
        without(tmp_path / "copy" / name, "h05,")
    ledger = read_ledger(tmp_path / "copy")
    assert list(ledger.entries) == IDS and [name for name in IDS if not ledger.entries[name].trials] == ["h05"]
    story = tell.story(ledger.entries["h05"], ledger, View())
    assert story["trials"][0]["verdict"] == "not tested yet" and not story["rules"] and not story["try"]["buttons"]
    for key in ("verdict", "staffing"):
        choices = next(one["choices"] for one in tell.filters(ledger, View()) if one["key"] == key)
        shown = [tell.passing(ledger, View(**{key: one["value"]})) for one in choices[1:]]
        assert {entry.claim.id for entry in chain.from_iterable(shown)} == set(IDS) - {"h05"}


def swap(old: str, new: str, file: str = "ledger.csv"):
    def change(folder: Path) -> None:
        text = (folder / file).read_text(encoding="utf-8")
        assert old in text
        (folder / file).write_text(text.replace(old, new, 1), encoding="utf-8")

    return change


FIRST, *OTHERS = csv.DictReader((FOLDER / "ledger.csv").read_text(encoding="utf-8").splitlines())
PART = next(csv.DictReader((FOLDER / "parts.csv").read_text(encoding="utf-8").splitlines()))
RULED = next(row for row in OTHERS if row["verdict"].startswith("holds when "))
BROKEN = {
    "no table": lambda folder: (folder / "parts.csv").unlink(),
    "not text": lambda folder: (folder / "ledger.csv").write_bytes(b"\xff\xfe\x00id"),
    "empty": lambda folder: (folder / "ledger.csv").write_text(""),
    "a column away": swap("holds_se", "spread"),
    "a cell away": swap("h01,", ""),
    "no number": swap(FIRST["holds"], "few"),
    "a share above all": swap(FIRST["holds"], "1.2"),
    "shares that do not sum": swap(FIRST["holds"], "0.3"),
    "another verdict": swap("too small to matter in most worlds", "holds broadly"),
    "another rule": swap(RULED["rule"], "burden ≤ 1.09"),
    "another claim": swap("gets less than twice as much done", "gets more done"),
    "a claim away": swap("h01,", "h02,"),
    "a verdict away": lambda folder: without(folder / "ledger.csv", "h01,"),
    "a claim too many": swap("h44,", "h99,"),
    "a part away": swap("h05,kept", "h05,none", "parts.csv"),
    "another part": swap("doubled - centre", "centre - doubled", "parts.csv"),
    "a mean beside its interval": swap(PART["mean"], "400", "parts.csv"),
    "another word for an effect": swap("inconclusive", "holds", "parts.csv"),
    "no sizes": swap('"trial"', '"trials"', "manifest.json"),
    "a scenario that is not": swap('"us_2023",\n  "n"', '"/etc",\n  "n"', "manifest.json"),
}


SOME = ("not text", "no number", "another rule", "a claim away", "another part", "a scenario that is not")


@pytest.mark.parametrize("kind", by_default(SOME, BROKEN))
def test_a_broken_ledger_gets_one_sentence(tmp_path, kind):
    folder = tmp_path / "copy"
    shutil.copytree(FOLDER, folder)
    assert list(read_ledger(folder).entries) == IDS
    BROKEN[kind](folder)
    with pytest.raises(InputError, match="expected") as said:
        read_ledger(folder)
    assert len(str(said.value)) < 500 and str(tmp_path) not in str(said.value)


def test_the_figures_that_a_claim_names_are_there():
    named = {one["number"] for claim in read_claims([]) for one in pictures.pictures(claim)}
    assert {4, 7, 9} == {
        number for claim in read_claims([]) for number in map(int, re.findall(r"figure (\d+)", claim.note))
    } <= named and len(named) >= 13
    assert {one for claims in pictures.borne().values() for one in claims} <= set(IDS)
    assert all(len(pictures.files(n)) == 1 for n in (16, *named))


# The list


def test_filters_partition_the_claims():
    ledger = published()

    def ids(**chosen):
        return [one.claim.id for one in tell.passing(ledger, View(**chosen))]

    assert ids() == IDS
    for key, known in (("article", say.ARTICLES), ("staffing", say.TURNED)):
        each = [ids(**{key: one}) for one in known]
        assert sorted(chain.from_iterable(each)) == IDS and all(each[:3]), key  # none is of another source
    kinds = [(name, say.kind(found_of(name, staffing).verdict)) for name, staffing in TRIALS]
    for kind in say.KINDS:
        assert ids(verdict=kind) == sorted({name for name, one in kinds if one == kind})
    turned = {*ids(verdict="reversed")} & {*ids(staffing="turned")}
    assert ids(verdict="reversed", staffing="turned") == sorted(turned) != []
    assert ids(verdict="reversed", article="whole") == []
    for one in tell.filters(ledger, View()):
        for choice in one["choices"]:
            n = int(re.search(r"\((\d+)\)$", choice["text"])[1])
            assert n == len(ids(**{one["key"]: choice["value"]})) > 0


def test_staffing_turns_a_verdict_where_the_two_are_of_another_kind():
    table = pd.read_csv(FOLDER / "ledger.csv")
    table["kind"] = (
        table["verdict"]
        .str.replace(r"holds when .*", "holds when", regex=True)
        .str.replace(r"(holds in part|reversed).*", r"\1", regex=True)
    )
    for name, rows in table.groupby("id"):
        assert say.turned(published().entries[name]) == (
            "once" if len(rows) == 1 else "same" if rows["kind"].nunique() == 1 else "turned"
        ), name


def found(words: str) -> list[str]:
    return [one.claim.id for one in tell.passing(published(), View(find=words))]


@pytest.mark.parametrize("name", by_default(IDS[::5], IDS))
def test_a_search_finds_a_claim_by_its_words(name):
    assert name in found(read_claims([name])[0].claim[:60])


def test_a_search_finds_words_wherever_they_stand():
    assert found("WISCONSIN") == ["h13"] and found("mayors paris") == ["h18"] and found("no such word") == []
    assert found("h07") == ["h07"] and "h23" in found("rulings of the body")


# One claim


@pytest.mark.parametrize("name", by_default(IDS[::3], IDS))
def test_every_claim_tells_its_story_in_plain_words(name):
    entry = published().entries[name]
    story = tell.story(entry, published(), View())
    text = json.dumps(
        {key: value for key, value in story.items() if key not in ("id", "kind", "note")}
        | {"try": story["try"]["text"]},
        allow_nan=False,
        ensure_ascii=False,
    )
    words = re.sub(r'"(kind|staffing|said)": "[a-z]*"', "", text)
    names = {one for one in PARAMETERS if "_" in one} | {
        part.outcome for part in entry.claim.parts if "_" in part.outcome
    }
    assert "parameters." not in words and "delegation." not in words and not [one for one in names if one in words]
    assert (
        story["arms"]
        and all(arm["policy"] and arm["name"] for arm in story["arms"])
        and len(story["parts"]) == len(entry.claim.parts)
    )
    assert len(story["trials"]) == len(story["rules"]) == len(story["defaults"]) == len(entry.trials)
    for one, trial in zip(story["trials"], entry.trials, strict=True):
        assert sum(bar["width"] for bar in one["bars"]) == pytest.approx(100, abs=0.01)
        assert one["verdict"].startswith(say.KINDS[say.kind(trial.verdict)])


@pytest.mark.parametrize("name", by_default(IDS[::3], IDS))
def test_an_interval_lies_where_its_words_say(name):
    """Right of the band: holds. Left: reversed. Within: too small. Over an edge of it: inconclusive."""
    for part in tell.story(published().entries[name], published(), View())["parts"]:
        for row in part["rows"]:
            low, mid, high, least = (row["whisker"][key] for key in ("low", "mid", "high", "least"))
            where = (
                "holds"
                if low > least
                else "reversed"
                if high < -least
                else "too small to matter"
                if -least <= low and high <= least
                else "inconclusive"
            )
            assert row["said"] == where and -1 <= low <= mid <= high <= 1


def test_what_a_part_expects_is_its_contrast():
    """Read back from the words: with numbers for the arms, the inequality has the sign of the contrast."""
    rng = np.random.default_rng(3)
    for claim in read_claims([]):
        values = dict(zip("ABCD", rng.normal(size=4), strict=True))
        for part in claim.parts:
            words = say.expected(claim, part)
            left, way, right = re.fullmatch(r"(.*) is (more|less) than (.*)", words).groups()
            sides = []
            for side in (left, right):
                step = re.fullmatch(r"the step from ([A-D]) to ([A-D])", side)
                sides.append(
                    values[step[2]] - values[step[1]]
                    if step
                    else sum(
                        (float(factor) if factor else 1.0) * values[arm]
                        for factor, arm in re.findall(r"(?:([0-9.]+) × )?([A-D])", side)
                    )
                )
            direct = sum(
                weight * values[dict(zip(claim.arms, "ABCD", strict=False))[arm]]
                for arm, weight in part.weights.items()
            )
            expected = "more" if part.sign > 0 else "less"
            assert sides[0] - sides[1] == pytest.approx(direct) and way == expected, (claim.id, words)


@pytest.mark.parametrize(("name", "staffing"), RULES)
def test_the_words_of_a_rule_are_those_of_the_table(name, staffing):
    """Thresholds and sides as the csv has them, a percentage as a hundredth."""
    lines = say.conditions(words := found_of(name, staffing).rule.words)
    told = sorted(
        (side, float(number.replace(",", "").replace("−", "-")) / (100 if cent else 1))
        for line in lines
        for side, number, cent in re.findall(r"(above|at most) (−?[0-9.,]+)(%?)", line.partition(" (by default")[0])
    )
    wanted = sorted(
        ("above" if one.split()[1] == ">" else "at most", float(one.split()[2]))
        for one in words.split(" and ")
        if PARAMETERS[one.split()[0]].unit != "switch"
    )
    assert [(side, pytest.approx(x)) for side, x in told] == wanted
    for one in words.split(" and "):
        key, side, _ = one.split()
        if PARAMETERS[key].unit == "switch":
            wanted = PARAMETERS[key].sides[side == ">"].casefold()
            assert any(line.partition(" (by default")[0].casefold() == wanted for line in lines)


def test_rules_sort_the_unseen_worlds_as_the_table_says():
    """The worlds are drawn again; thresholds of three digits may put a few of them on the other side."""
    rows, verdicts = Trial().drawn("plausible"), pd.read_csv(FOLDER / "worlds.csv", index_col=0)
    for name, staffing in RULES:
        one = found_of(name, staffing)
        worlds = verdicts[f"{name}_{staffing}"].to_numpy()
        known = worlds != UNDEFINED
        fits = np.ones(len(rows), bool)
        for key, ends in say.bounds(one.rule.words).items():
            values = np.array([row[f"parameters.{key}"] for row in rows])
            fits &= (values > ends.get(">", -np.inf)) & (values <= ends.get("≤", np.inf))
        fits, holds = fits[known][1::2], (worlds == HOLDS)[known][1::2]
        assert abs(fits.sum() - one.rule.n[0]) <= 6 and len(fits) == sum(one.rule.n), (name, staffing)
        assert (
            abs(holds[fits].mean() - one.rule.inside) < 0.02 and abs(holds[~fits].mean() - one.rule.outside) < 0.02
        ), (name, staffing)
