"""Worlds drawn: plausible ones as ever, those of a table by their weights."""

import hashlib

import numpy as np
import pytest

from sim.errors import InputError
from sim.inputs import worlds
from sim.inputs.scenario import load_scenario
from sim.inputs.worlds import read_worlds, usual
from sim.study.claims.arms import Trial, setups_of
from sim.study.worlds import draw_worlds, factors_of

US, CANADA = "us_2023", "canada_2023"


def test_plausible_worlds_are_those_of_the_published_ledger():
    """Drawn as they were before there was a choice: values told by the program of that time."""
    first = [row["parameters.load"] for row in draw_worlds("plausible", 512, 1, US)[:3]]
    assert first == [1.1255130150962676, 0.8792192484222081, 0.9302645061764047]
    third = [row["parameters.load"] for row in draw_worlds("plausible", 40, 3, CANADA)[:3]]
    assert third == [0.7094582464352757, 0.7302317573038668, 0.8962255808832365]


@pytest.mark.parametrize("n", [1, 7, 50, 200, 1000])
@pytest.mark.parametrize("seed", [0, 1, 2])
def test_no_world_is_drawn_more_or_less_often_than_its_weight_asks(path, n, seed):
    found = read_worlds(path)
    counts = np.bincount(found.draw(n, seed), minlength=len(found.weights))
    assert counts.sum() == n
    assert (np.abs(counts - n * found.weights) < 1.0).all()


def test_what_has_no_weight_is_never_drawn(tmp_path):
    (tmp_path / "w.csv").write_text("weight,parameters.load\n0.5,0.9\n0,0.8\n0.4999,1\n0,1.1\n")
    for seed in range(50):
        assert set(read_worlds(str(tmp_path / "w.csv")).draw(7, seed)) <= {0, 2}


def test_draws_agree_with_the_table(table, path):
    """Over many draws every world comes as often as its weight asks: mean and order of what is drawn."""
    n, seeds, key = 50, 400, "parameters.load"
    values, weights = table[key].to_numpy(), table["weight"].to_numpy()
    found = read_worlds(path)
    drawn = np.array([values[found.draw(n, seed)] for seed in range(seeds)])
    wanted = float(weights @ values)
    means = drawn.mean(axis=1)
    assert abs(means.mean() - wanted) < 4.0 * means.std(ddof=1) / seeds**0.5
    assert means.std(ddof=1) < (weights @ (values - wanted) ** 2 / n) ** 0.5  # closer than independent draws would be
    places = drawn.mean(axis=0)  # in no order: none of the n places has another mean than the rest
    error = (weights @ (values - wanted) ** 2 / seeds) ** 0.5
    assert np.abs(places - wanted).max() < 4.5 * error


def test_a_world_is_drawn_as_a_whole(table, path):
    rows = draw_worlds(path, 100, 1, US)
    there = {tuple(line) for line in table.drop(columns="weight").to_numpy().tolist()}
    keys = [key for key in table if key != "weight"]
    assert {tuple(row[key] for key in keys) for row in rows} <= there
    load, growth = (np.array([row[f"parameters.{name}"] for row in rows]) for name in ("load", "growth"))
    assert np.corrcoef(load, growth)[0, 1] > 0.9


def test_what_the_table_lacks_is_drawn_over_its_range(table, path):
    (lacked,) = {one.key for one in factors_of(US)} - set(table)
    mine, plausible = (draw_worlds(kind, 100, 1, US) for kind in (path, "plausible"))
    assert list(mine[0]) == list(plausible[0])
    assert [row[lacked] for row in mine] == [row[lacked] for row in plausible]


def test_what_the_scenario_states_is_left_to_it(path):
    stated = {"parameters." + name for name in load_scenario(CANADA).parameters} | {"parameters.headcount"}
    keys = [one.key for one in factors_of(CANADA)]
    rows = draw_worlds(path, 20, 1, CANADA)
    assert set(rows[0]) == set(keys) < set(draw_worlds(path, 20, 1, US)[0])
    assert not stated & set(rows[0])


def test_a_world_that_comes_twice_has_luck_of_its_own(path):
    rows = draw_worlds(path, 512, 1, US)
    assert len({row["parameters.load"] for row in rows}) < 512
    setups = setups_of("policy=centralized", Trial(worlds=(path,)), rows)
    assert len({one.run.seed for one in setups}) == 512


def test_the_same_seed_draws_the_same_worlds(path):
    one, again, other = (draw_worlds(path, 60, seed, US) for seed in (5, 5, 6))
    assert one == again != other


def test_a_study_brings_its_own_table(study, table):
    assert usual() == "evidence"
    found = read_worlds("evidence")
    assert found.source == "evidence/worlds.csv"
    assert found.digest == hashlib.sha256((study / "evidence" / "worlds.csv").read_bytes()).hexdigest()
    assert np.allclose(found.weights, table["weight"], rtol=1e-12)


def test_without_a_table_the_command_that_makes_it_is_named(monkeypatch):
    monkeypatch.setattr(worlds, "published", lambda: ("results/published/evidence/worlds.csv", None))
    assert usual() == "plausible"
    with pytest.raises(InputError, match=r"worlds\.csv is missing; expected what paradip evidence .* makes, or plaus"):
        draw_worlds("evidence", 10, 1, US)


HEAD = "weight,parameters.load,parameters.growth\n"


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("", "row 1 column weight: missing"),
        (HEAD, "no rows"),
        ("parameters.load\n0.9\n", "column weight: missing"),
        ("weight\n1\n", "no assumption; expected columns parameters.NAME"),
        ("weight,load\n1,0.9\n", "column 'load': unknown; .* did you mean 'parameters.load'"),
        ("weight,parameters.laod\n1,0.9\n", "did you mean 'parameters.load'"),
        ("weight,delegation.level\n1,0.9\n", "column 'delegation.level': unknown"),
        ("weight,parameters.load,parameters.load\n1,0.9,0.9\n", "named twice"),
        (f"{HEAD}-0.5,0.9,0.01\n1.5,0.9,0.01\n", "row 2 column weight: -0.5 is negative"),
        (f"{HEAD}0.5,0.9,0.01\n0.6,0.9,0.01\n", "column weight: adds up to 1.1; expected 1"),
        (f"{HEAD}0,0.9,0.01\n0,0.9,0.01\n", "adds up to 0; expected 1"),
        (f"{HEAD}1,much,0.01\n", "row 2 column parameters.load: 'much' is not a number"),
        (f"{HEAD}1,nan,0.01\n", "row 2 column parameters.load: 'nan' is not a finite number"),
        (f"{HEAD}1,,0.01\n", "row 2 column parameters.load: empty"),
        (f"{HEAD}1,-1,0.01\n", "row 2 column parameters.load: -1 is negative"),
        (f"{HEAD}1,1e9,0.01\n", "row 2 column parameters.load: 1e9 is too large; expected a number from"),
        (f"{HEAD}1,0.9\n", "row 2: 2 cells; expected 3"),
        ("weight,parameters.pooled\n1,0.5\n", "0.5 is not a whole number"),
    ],
)
def test_a_table_that_does_not_fit_gets_one_line(text, said, tmp_path):
    (tmp_path / "mine.csv").write_text(text)
    with pytest.raises(InputError, match=said) as fault:
        read_worlds(str(tmp_path / "mine.csv"))
    assert str(fault.value).startswith("mine.csv") and "\n" not in str(fault.value)


@pytest.mark.parametrize(
    ("kind", "said"),
    [
        ("evidnce", "worlds: 'evidnce'; expected plausible, evidence or the path of a csv, did you mean 'evidence'"),
        ("", "worlds: ''; expected"),
        (7, "worlds: '7'; expected"),
        ("nowhere.csv", "nowhere.csv: missing; expected a csv of worlds"),
    ],
)
def test_worlds_that_are_not_there_get_one_line(kind, said):
    with pytest.raises(InputError, match=said):
        draw_worlds(kind, 10, 1, US)
