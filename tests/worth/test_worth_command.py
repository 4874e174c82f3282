"""paradip worth and sim.worth: one question through two doors, runs that are kept, luck that counts for nothing."""

import numpy as np
import pandas as pd
import pytest

import sim
from sim.commands.cli import main
from sim.model.parameters import PARAMETERS
from sim.study.worth.answer import answer
from sim.study.worth.question import Question
from sim.study.worth.value import read_value, worth_of

DOUBTED = ("load", "growth", "window", "spawn", "shock_sd", "leeway")
SET = {one.name: one.default for one in PARAMETERS.values() if one.name not in (*DOUBTED, "headcount")}
WORDS = [
    *("worth", "centralized", "ban", "scenario=toy", "run.years=0.5", "--n", "60", "--worlds", "plausible"),
    *(f"parameters.{name}={value}" for name, value in SET.items()),
]
VALUE, OTHER = "goodput=1,surfaced=-0.05", "credibility_allies=-3"


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    place = tmp_path_factory.mktemp("worth")
    assert main([*WORDS, "--value", VALUE, "--out", str(place / "out"), "--runs", str(place / "runs")]) == 0
    return place


@pytest.fixture(scope="module")
def table(folder):
    return pd.read_csv(folder / "out" / "worth.csv")


def test_every_assumption_has_a_row_for_each_precision(table):
    alone = table[table["chance"].notna()]
    assert {*alone.groupby("assumptions").size()} == {4}
    assert {*alone["precision"]} == {0.0, 0.1, 0.25, 0.5}
    exact = alone[alone["precision"] == 0.0]["worth"].to_numpy()
    assert (np.diff(exact) <= 0.0).all() and (exact >= 0.0).all()
    for _, one in alone.groupby("assumptions"):
        assert (np.diff(one["worth"]) <= 1e-12).all()  # the less precise, the less it is worth
    assert table["called"].iloc[-1] == f"all {alone['assumptions'].nunique()} assumptions"
    assert (table["low"].fillna(0.0) <= table["worth"].fillna(0.0) + 1e-12).all()


def test_another_value_repeats_no_run(folder, monkeypatch):
    monkeypatch.setattr("sim.runs.fill.carry_out", lambda *_, **__: pytest.fail("it was run again"))
    words = [*WORDS, "--value", OTHER, "--unit", "euros", "--precision", "5%", "--together", "load+growth"]
    assert main([*words, "--out", str(folder / "other"), "--runs", str(folder / "runs")]) == 0
    other = pd.read_csv(folder / "other" / "worth.csv")
    assert {*other["precision"]} == {0.0, 0.05} and "load + growth" in {*other["assumptions"]}


def test_python_answers_the_same(folder, table):
    policies, settings = ("centralized", "ban"), {"scenario": "toy", "years": 0.5, "parameters": SET}
    found = sim.worth(*policies, value=read_value(VALUE), n=60, worlds="plausible", runs=folder / "runs", **settings)
    pd.testing.assert_frame_equal(found.table, table, check_dtype=False)
    assert found.sentence in found.sentences and "points" in found.sentences[0]
    assert found.figure().axes[0].get_xlabel() == "worth of knowing, points"
    assert [*found.policies["policy"]] == [*policies] and found.policies["best"].sum() == pytest.approx(1.0)


def test_luck_is_the_same_for_all_policies_and_another_in_each_world(question):
    first, second = (question.in_worlds(setup) for setup in question.setups)
    assert [one.run.seed for one in first] == [two.run.seed for two in second]
    assert len({one.run.seed for one in first}) == question.n
    assert [one.parameters for one in first] == [two.parameters for two in second]


def test_what_is_set_is_not_in_doubt():
    setups = [sim.study.calls.setup_of_policy(name, {"parameters": {"load": 1.0}}) for name in ("centralized", "ban")]
    question = Question(setups, {"goodput": 1.0}, n=50).checked()
    assert "load" not in question.columns and "growth" in question.columns
    assert {one.parameters["load"] for one in question.in_worlds(setups[0])} == {1.0}


@pytest.fixture
def question():
    setups = [
        sim.study.calls.setup_of_policy(name, {"replicates": 2, "parameters": SET}) for name in ("centralized", "ban")
    ]
    return Question(setups, {"goodput": 2.0, "surfaced": -1.0}, "euros", n=200).checked()


def test_the_assumption_that_decides_is_found_and_named(question):
    """A worth made up of one assumption: it alone is told from chance, and the sentence names it with its unit."""
    load = question.columns["load"]
    chance = np.random.default_rng(1)
    ahead = 100.0 * (load - load.mean())[:, None] + chance.normal(0.0, 5.0, (200, 2))
    found = answer(question, np.stack([np.zeros((200, 2)), ahead], axis=2))
    assert found.table["assumptions"].iloc[0] == "load"
    beyond = found.table[(found.table["precision"] == 0.0) & (found.table["worth"] > found.table["chance"])]
    assert "load" in {*beyond["assumptions"]} and len(beyond) <= 2
    assert found.sentence.startswith("Measure load first") and "euros" in found.sentence
    uniform = 100.0 * (load.max() - load.min()) / 8.0  # E max(0, x) of x uniform on -h to h is h/4
    exact = found.table.iloc[0]
    assert abs(exact["worth"] - uniform) < 3.0 * exact["error"]
    assert found.figure()._suptitle is None


def test_one_policy_that_is_always_best_leaves_nothing_to_measure(question):
    decades = np.zeros((200, 2, 2))
    decades[..., 1] = 1.0 + np.random.default_rng(2).random((200, 2))
    found = answer(question, decades)
    assert (found.table["worth"] == 0.0).all()
    assert found.sentence.startswith("Nothing that could be measured would change the choice: ban")


def test_chance_alone_is_not_sold_as_knowledge(question):
    decades = np.random.default_rng(3).normal(size=(200, 2, 2))
    assert answer(question, decades).sentence.startswith("No single assumption is known to be worth measuring")


def test_worlds_without_a_value_are_left_out_if_they_are_few(question):
    decades = np.random.default_rng(4).normal(size=(200, 2, 2))
    decades[:15, 0, 1] = np.nan
    assert answer(question, decades).n == 185
    decades[:40, 0, 1] = np.nan
    with pytest.raises(sim.InputError, match="not defined under ban in 40 of 200 worlds"):
        answer(question, decades)


def test_worth_is_a_sum():
    runs = {"goodput": np.array([[1.0, 2.0]]), "surfaced": np.array([[10.0, 0.0]])}
    assert worth_of(runs, read_value("goodput=2, surfaced=-0.5")).tolist() == [[-3.0, 4.0]]


@pytest.mark.parametrize(
    ("given", "line"),
    [
        ({"value": {"goodput": True}}, "value: goodput=True; expected a number other than 0"),
        ({"value": 3}, "value: '3'; expected what one unit"),
        ({"value": "goodput=1", "n": 10}, "n: '10'; expected a whole number of worlds, 40 or more"),
        ({"value": "goodput=1", "precision": [0.0]}, "precision: '0'; expected standard errors"),
        ({"value": "goodput=1", "together": [["load"]]}, "together: 'load' alone"),
        ({"value": "goodput=1", "runs": 3}, "runs: '3'; expected the path"),
        ({"value": "goodput=1", "unit": "x" * 50}, "unit: "),
    ],
)
def test_faults_from_python(given, line):
    with pytest.raises(sim.InputError) as fault:
        sim.worth("centralized", "ban", **given)
    assert str(fault.value).startswith(line)
