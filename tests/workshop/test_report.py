"""A report says what the comparison says, no more, and nothing in it reaches outside or runs."""

import shlex
from dataclasses import replace

import pandas as pd
import pytest
from page_reader import Page, asks_nobody

from sim.commands.cli import main
from sim.commands.report import commands_for, made_by
from sim.figures.names import called
from sim.model.metrics import HEADLINES
from sim.model.metrics.smallest import IN_WORDS
from sim.model.units import number, numbers, signed
from sim.runs.intervals import COVERS
from sim.setup.columns import chosen_setups
from sim.study import ensemble
from sim.web.report import report
from sim.web.words import apart, contrast_of, scale

WORDS = ["centralized", "guided_delegation", "laissez_faire", "run=trial", "parameters.load=1.05", "run.replicates=6"]


@pytest.fixture(scope="module")
def setups():
    return chosen_setups(WORDS, ())


@pytest.fixture(scope="module")
def comparison(setups):
    return ensemble.compare(setups)


@pytest.fixture(scope="module")
def content(comparison, setups):
    return report(comparison, setups, commands_for(WORDS, WORDS), made_by(setups))


def test_the_numbers_are_those_of_the_comparison(comparison, content):
    page = Page(content)
    for other, caption in (("guided_delegation", "Guided delegation"), ("laissez_faire", "Laissez faire")):
        rows = page.tables[f"{caption} against centralized: means over common worlds"]
        assert len(rows) == 1 + len(HEADLINES)
        table = comparison.table.set_index("metric")
        for metric, (label, first, mean, difference, span, least, said) in zip(HEADLINES, rows[1:], strict=True):
            k, row = scale(metric), table.loc[metric]
            assert label.startswith(called(metric))
            assert [first, mean] == numbers(k * row["centralized"], [k * row[other]])
            assert least == number(k * row["smallest"], 2)
            assert difference == signed(k * row[f"difference_{other}"])
            ends = f"{signed(k * row[f'low_{other}'])} to {signed(k * row[f'high_{other}'])}"
            assert span in (ends, "exactly") and (span == ends or row[f"low_{other}"] == row[f"high_{other}"])
            assert said == apart(contrast_of(comparison.table, metric, "centralized", other))[0]


def test_told_apart_as_the_comparison_has_it(comparison):
    """Words against the winner that compare names, for every outcome there is."""
    other, seen = "laissez_faire", set()
    for _, row in comparison.table.iterrows():
        winner = row[f"winner_{other}"]
        expected = {other: "better", "centralized": "worse", "higher": "more", "lower": "less"}
        said = apart(contrast_of(comparison.table, row["metric"], "centralized", other))[0]
        assert said == expected.get(winner, winner)
        seen.add(winner)
    assert len(seen) >= 5


def test_the_lines_give_the_same_numbers(comparison, content, tmp_path, monkeypatch, capsys):
    monkeypatch.chdir(tmp_path)
    page, again = Page(content), Page(content).codes
    for line in again:
        program, *words = shlex.split(line)
        assert program == "paradip" and main(words + (["--out", "again"] if words[0] == "compare" else [])) == 0
    capsys.readouterr()
    found = pd.read_csv("again/comparison.csv")
    pd.testing.assert_frame_equal(found, comparison.table, check_dtype=False, rtol=1e-12)
    assert (tmp_path / "report.html").read_text() == content  # the same bytes, and so the same tables
    assert Page((tmp_path / "report.html").read_text()).tables == page.tables


def test_assumptions_that_were_changed_are_told(content):
    _, *rows = Page(content).tables["Changed from their defaults"]
    assert [row[1:4] + row[5:] for row in rows] == [["1.05", "0.95", "0.7 to 1.2", "load"]]
    told = {row[5]: row for row in Page(content).tables["Those that matter most"][1:]}
    assert told["load"][1] == "1.05" and told["window"][1] == told["window"][2] and len(told) >= 8


def test_it_asks_nobody_and_runs_nothing(content):
    asks_nobody(content)
    assert "script-src 'none'" in content and Page(content).scripts == []
    assert COVERS in Page(content).text and IN_WORDS in Page(content).text
    assert "not forecasting" in Page(content).text and "MIT licence" in Page(content).text


HOSTILE = """<script>alert(1)</script>"><img src=x onerror=alert(2)> &amp; ' -->"""


def test_words_of_others_stay_words(comparison, setups):
    """Hostile names of policies, command lines and versions: the page has the same elements as with tame ones."""
    names = dict(zip(comparison.policies, ["centralized", HOSTILE, HOSTILE[::-1]], strict=True))

    def renamed(text):
        stem, _, rest = text.partition("_")
        return (
            f"{stem}_{names[rest]}"
            if rest in names and stem in ("difference", "low", "high", "winner")
            else names.get(text, text)
        )

    other = ensemble.Comparison(
        comparison.table.rename(columns=renamed).replace(names),
        comparison.runs.replace({"policy": names}),
        comparison.evened.replace({"policy": names}),
        list(names.values()),
        {names[name]: words for name, words in comparison.staffing.items()},
        {},
    )
    named = [replace(s, policy=replace(s.policy, name=names[s.policy.name])) for s in setups]
    page = Page(report(other, named, {HOSTILE: HOSTILE}, {HOSTILE: HOSTILE}))
    assert {"script", "img"}.isdisjoint(tag for tag, _ in page.elements)
    assert page.codes == [HOSTILE]
    assert page.text.count("<script>alert(1)</script>") > 10
    asks_nobody(report(other, named, {HOSTILE: HOSTILE}, {HOSTILE: HOSTILE}))


def test_a_scenario_of_ones_own_is_escaped_too(tmp_path, monkeypatch, capsys):
    monkeypatch.chdir(tmp_path)
    (tmp_path / "mine").mkdir()
    (tmp_path / "mine" / "scenario.yaml").write_text("like: toy\nname: mine\ntitle: '<script>alert(1)</script>'\n")
    assert (
        main(
            [
                "report",
                "centralized",
                "ban",
                "scenario=mine",
                "run=trial",
                "run.replicates=2",
                "run.years=0.5",
                "-o",
                "x.html",
            ]
        )
        == 0
    )
    capsys.readouterr()
    page = Page((tmp_path / "x.html").read_text())
    assert page.scripts == [] and "<script>alert(1)</script>" in page.text


def test_nothing_is_lost_when_the_place_is_bad(tmp_path, monkeypatch, capsys):
    monkeypatch.chdir(tmp_path)
    (tmp_path / "folder.html").mkdir()
    assert main(["report", "centralized", "ban", "-o", "folder.html"]) == 2
    assert capsys.readouterr().err.count("\n") == 1
