"""The course of a decade: readings of every run by quarter, as the weekly records have them."""

import numpy as np
import pandas as pd
import pytest

import sim
from sim.errors import InputError
from sim.figures import over_time
from sim.inputs.scenario import load_scenario
from sim.model import start
from sim.model.path.readings import READINGS, Seen
from sim.setup.config import setup_from
from sim.study.over_time import SHOWN, Watch, quarters
from sim.study.publish.plate import parse

SMALL = {"scenario": "toy", "years": 3, "replicates": 4}
SWITCHED = sim.Policy(name="switched").then(1, **{"delegation.level": 0.5, "delegation.scope": "subnational"})


@pytest.fixture(scope="module")
def compared():
    return sim.compare("centralized", SWITCHED, over_time=True, **SMALL)


def test_every_number_is_that_of_the_weekly_records(compared):
    """By hand: a world at a time, a reading at a time, as a government of that week would see it without delay."""
    template = start.prepare(load_scenario("toy"), setup_from("centralized").policy, years=3)
    worlds = [start.finish(start.begin(template, 1, replicate)) for replicate in range(4)]
    table = compared.over_time.set_index(["policy", "outcome", "year"])
    for name in SHOWN:
        for year in (0.25, 1.0, 2.75, 3.0):
            seen = [Seen(world.series, round(year * 52), 1.0, {}).weekly(name, 0)[-1] for world in worlds]
            row = table.loc["centralized", name, year]
            assert row["n"] == np.isfinite(seen).sum() == 4
            assert row["mean"] == pytest.approx(np.mean(seen), rel=1e-12)
            assert row["high"] - row["mean"] == pytest.approx(3.182446 * np.std(seen, ddof=1) / 2, rel=1e-4)


def test_nothing_differs_before_the_first_switch(compared):
    before = compared.over_time[compared.over_time["year"] <= 1.0]
    one, other = (part.drop(columns="policy").reset_index(drop=True) for _, part in before.groupby("policy"))
    pd.testing.assert_frame_equal(one, other, check_exact=True)
    after = compared.over_time.pivot(index=["outcome", "year"], columns="policy", values="mean").loc["backlog"]
    assert (after["centralized"] != after["switched"]).iloc[-1]


def test_to_watch_changes_no_outcome(compared):
    alone = sim.compare("centralized", SWITCHED, **SMALL)
    assert alone.over_time is None
    pd.testing.assert_frame_equal(alone.runs, compared.runs, check_exact=True)
    pd.testing.assert_frame_equal(alone.table, compared.table, check_exact=True)
    with pytest.raises(InputError, match="over_time=True"):
        alone.figure_over_time()


def test_runs_that_until_adds_are_watched_too():
    found = sim.compare(
        "centralized", "ban", over_time=True, scenario="toy", years=1, replicates=40, until="goodput:9%"
    )
    assert found.over_time["n"].max() == found.runs["replicate"].max() + 1 > 8


@pytest.mark.parametrize(("ticks", "dt", "rows"), [(52, 1.0, [12, 25, 38, 51]), (104, 0.5, [25, 51, 77, 103]),
                                                   (12, 1.0, []), (20, 2.0, [5, 12, 19])])  # fmt: skip
def test_quarters_that_are_over(ticks, dt, rows):
    """13 weeks are 6.5 ticks of two weeks: the quarter ends with the tick nearest to it."""
    assert quarters(ticks, dt).tolist() == rows


def test_a_decade_shorter_than_a_quarter_has_an_empty_table():
    found = sim.compare("centralized", "ban", over_time=True, scenario="toy", years=0.1, replicates=2)
    assert found.over_time.empty
    with pytest.raises(InputError, match="shorter than a quarter"):
        found.figure_over_time()


def test_the_figure_says_where_each_policy_ends(compared):
    figure = compared.figure_over_time()
    said = over_time.finding(compared.over_time)
    last = compared.over_time.query("outcome == 'backlog' and year == 3").set_index("policy")["mean"]
    assert f"centralized: {last['centralized']:,.0f}; switched: " in said
    assert ("\u2212" if last["switched"] < last["centralized"] else "+") in said
    panels = [axes.get_title(loc="left") for axes in figure.axes]
    assert panels == [name.capitalize() for name in SHOWN]
    assert [axes.get_ylabel() for axes in figure.axes][:2] == ["issues", "per year"]


def test_a_reading_that_is_none():
    with pytest.raises(InputError, match="over time: 'backlogs' is no reading.*did you mean .backlog"):
        Watch(["backlogs"])


PAGE = {
    "question": "What is it like?",
    "runs": ["policy=status_quo"],
    "over_time": ["backlog"],
    "replicates": 4,
    "quick": 2,
}


def test_a_page_of_a_figure_over_time():
    assert parse("mine.yaml", PAGE).over_time == ("backlog",)
    for wrong, said in (
        ({"over_time": ["goodput"]}, "no reading"),
        ({"outcomes": ["goodput"]}, "given beside outcomes"),
        ({"against": "policy=status_quo"}, "given beside against"),
        ({"over_time": []}, "expected"),
    ):
        with pytest.raises(InputError, match=said):
            parse("mine.yaml", PAGE | wrong)


def test_every_reading_knows_which_way_is_better():
    assert {name for name, one in READINGS.items() if not one.better} == {"load", "detected", "party"}
