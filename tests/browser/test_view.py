"""Without a browser: links and views are the same thing twice, and a page's comparison is the command's."""

import shlex
from dataclasses import replace
from threading import Event

import numpy as np
import pandas as pd
import pytest
from by_default import by_default
from hypothesis import given, settings
from hypothesis import strategies as st

from sim.errors import InputError
from sim.inputs.scenario import load_scenario
from sim.model.limits import LEVERS, LIMITS
from sim.model.metrics import HEADLINES
from sim.model.parameters import PARAMETERS
from sim.runs import runner
from sim.runs.plan import plan_setups
from sim.setup.columns import chosen_setups
from sim.setup.config import resolve
from sim.setup.overrides import presets
from sim.study import ensemble
from sim.web.app import comparing, doubting, exercises, memory, moves, scanning, stage
from sim.web.app import view as spelling
from sim.web.app.link import read_link
from sim.web.app.view import Column, View
from sim.web.assumptions import WEIGHTY
from sim.web.exercise import exercise_names, read_exercise, take_exercise

IN_TIME = [name for name in presets("policy") if resolve([f"policy={name}"]).policy.path]  # for a decade
NUMBERS = {key: limit for key, limit in LEVERS.items() if limit.kind == "number"}
feed = runner.Feed
levers = st.dictionaries(st.sampled_from(sorted(NUMBERS)), st.floats(0, 1), max_size=4).map(
    lambda found: {
        key: float(f"{NUMBERS[key].low + x * (NUMBERS[key].high - NUMBERS[key].low):.6g}") for key, x in found.items()
    }
)


def doubted(key: str, x: float) -> float:
    """A value a share x along the range of an assumption."""
    value = float(f"{PARAMETERS[key].low + x * (PARAMETERS[key].high - PARAMETERS[key].low):.6g}")
    return float(round(value)) if LIMITS[f"parameters.{key}"].kind == "integer" else value


columns = st.lists(st.builds(Column, st.sampled_from(presets("policy")), levers), min_size=2, max_size=4).map(tuple)
doubts = st.dictionaries(st.sampled_from(sorted(PARAMETERS)), st.floats(0, 1), max_size=3).map(
    lambda found: {key: doubted(key, x) for key, x in found.items()}
)
scans = st.just(()) | st.tuples(st.sampled_from(HEADLINES), st.sampled_from(sorted(PARAMETERS)))
more = st.fixed_dictionaries(
    {"doubts": st.lists(st.sampled_from(sorted(PARAMETERS)), max_size=3, unique=True).map(tuple), "flip": scans}
)
views = st.builds(
    View,
    columns,
    st.sampled_from(["us_2023", "toy", "canada_2023"]),
    st.sampled_from([0.5, 1.0, 10.0, 20.0]),
    st.integers(2, 200),
    st.integers(0, 2**32 - 1),
    doubts,
    st.sampled_from(sorted(spelling.TABS)),
).filter(lambda view: view.years >= 10 or not any(column.preset in IN_TIME for column in view.columns))


@settings(max_examples=40, deadline=None, derandomize=True)
@given(views, more)
def test_a_link_restores_its_view(view, more):
    view = replace(view, **more) if view.tab == "assume" else view
    assert read_link(spelling.query(view)) == view


@settings(max_examples=40, deadline=None, derandomize=True)
@given(views)
def test_every_column_has_a_name_of_its_own(view):
    assert len(set(view.names)) == len(view.columns)


def nameless(setups):
    return [replace(setup, policy=replace(setup.policy, name="")) for setup in setups]


@settings(max_examples=40, deadline=None, derandomize=True)
@given(views)
def test_the_command_line_makes_the_same_columns(view):
    """Setup by setup, names too; what stands beside itself is named once."""
    words = shlex.split(spelling.command(view))
    here = spelling.setups(view)
    if words[1] == "run":
        assert [resolve(words[2:])] == [
            replace(here[0], policy=replace(here[0].policy, name=resolve(words[2:]).policy.name))
        ]
        return
    there = chosen_setups(words[2:], ())
    distinct = [setup for k, setup in enumerate(nameless(here)) if view.columns[k] not in view.columns[:k]]
    assert nameless(there) == distinct
    if len(distinct) == len(here):
        assert there == here


@settings(max_examples=10, deadline=None, derandomize=True)
@given(views)
def test_setups_are_called_as_columns_are(view):
    assert [setup.policy.name for setup in spelling.setups(view)] == view.names


@pytest.mark.parametrize("name", by_default(["overloaded_centre"], exercise_names()))
def test_an_exercise_is_a_view(name):
    """As it begins and after each thing to try next: the setups of the page are those of the command."""
    exercise = read_exercise(name)
    for then in ("", *exercise.then):
        words, _ = take_exercise([f"exercise={name}", *[then] * bool(then)])
        view = exercises.opened(name, then)
        assert nameless(spelling.setups(view)) == nameless(chosen_setups(words, ()))
        assert read_link(spelling.query(view)) == view and view.exercise == name
    with pytest.raises(InputError, match="not a part of exercise"):
        exercises.opened(name, "delegation.level=1")


def test_an_assumption_is_said_in_words():
    assert [
        PARAMETERS[pair[0]].said(pair[1])
        for pair in (
            ("redraft_prob", 0.25),
            ("growth", 0.02),
            ("shock_sd", 0.8),
            ("headcount", 27500),
            ("load", 0.95),
            ("window", 1.5),
        )
    ] == ["25%", "2% a year", "0.8 standard deviations", "27,500 staff", "0.95", "1.5 times the usual"]


def test_a_switch_and_a_one_are_said_as_one_says_them():
    assert [
        PARAMETERS[pair[0]].said(pair[1])
        for pair in (("pooled", 0), ("pooled", 1), ("window", 1), ("tolerance", 1), ("tolerance", 1.2))
    ] == ["no", "yes", "as usual", "1 standard deviation", "1.2 standard deviations"]


@pytest.mark.slow
def test_the_picture_of_a_scan_stands_where_its_numbers_do():
    """Marks, ends and zero lie on one straight scale, which is that of the ticks."""
    view = View(
        scenario="toy",
        years=1,
        seed=5,
        tab="assume",
        flip=("completion", "growth"),
        columns=(Column("centralized"), Column("combined"), Column("ban")),
    )
    tried = list(doubting.scan(view, Event()))
    chart = scanning.told(view, tried)["chart"]
    up = [(chart["zero"], 0.0)]
    for k, line in enumerate(chart["lines"]):
        assert line["letter"] == "BC"[k] and len(line["marks"]) == doubting.POINTS
        for (_value, found), mark in zip(tried, line["marks"], strict=True):
            up += [(mark["y"], found[k].difference), (mark["low"], found[k].low), (mark["high"], found[k].high)]
    up += [(tick["at"], float(tick["text"].replace("\u2212", "-")) / 100) for tick in chart["y"]["ticks"]]
    across = [(mark["x"], value) for (value, _), mark in zip(tried, chart["lines"][0]["marks"], strict=True)]
    across += [(tick["at"], float(tick["text"].replace("\u2212", "-")) / 100) for tick in chart["x"]["ticks"]]
    for pairs in (up, across):
        places, values = map(np.array, zip(*pairs, strict=True))
        slope, start = np.polyfit(values, places, 1)
        assert (
            slope > 0
            and np.abs(start + slope * values - places).max() < 0.02
            and places.min() >= 0
            and places.max() <= 100
        )


def test_any_assumption_can_be_put_on_the_table():
    shown = doubting.rows(View(doubts=("pooled",)))
    assert [row["name"] for row in shown] == [*WEIGHTY, "pooled"] and shown[-1]["step"] == 1
    assert {one["value"] for one in doubting.others(shown)} == set(PARAMETERS) - {row["name"] for row in shown}
    pooled, load = (View(flip=("goodput", name), worlds="plausible") for name in ("pooled", "load"))
    assert doubting.points(pooled) == [0.0, 1.0] and len(doubting.points(load)) == doubting.POINTS


def test_a_lever_put_back_is_not_moved():
    view = View(scenario="toy")
    there = moves.moved(view, {"do": "lever", "k": 1, "key": "delegation.level", "value": 0.9})
    assert there.names == ["status_quo", "guided_delegation+"]
    both = moves.moved(there, {"do": "lever", "k": 1, "key": "delegation.form", "value": "joint"})
    assert (
        both.columns[1].levers == {"delegation.level": 0.9, "delegation.form": "joint"}
        and both.columns[0] == view.columns[0]
    )
    assert moves.moved(there, {"do": "lever", "k": 1, "key": "delegation.level", "value": 0.7}) == view


def test_the_page_compares_as_the_command_does():
    setups = spelling.setups(
        View(
            scenario="toy",
            years=1,
            replicates=12,
            seed=80,
            columns=(Column("centralized"), Column("combined"), Column("ban")),
        )
    )
    *some, found = comparing.progressive(setups, Event())
    told = [part.shape[1] for part in some]
    assert told and set(told) <= {4} and told == sorted(told) and found.shape[1] == 12
    for part in some:
        np.testing.assert_array_equal(part, found[:, : part.shape[1]])
    mine, theirs = comparing.comparison_of(setups, found), ensemble.compare(setups)
    pd.testing.assert_frame_equal(mine.table, theirs.table, check_exact=True)
    columns = ["policy", "seed", "replicate", *comparing.NAMES]
    pd.testing.assert_frame_equal(mine.runs[columns], theirs.runs[columns], check_exact=True)
    assert mine.staffing == theirs.staffing


def test_what_was_run_before_is_there_at_once(monkeypatch):
    """A lever of one column is pulled: only that column is run, and the other's runs are what they were."""
    first = View(scenario="toy", years=1, replicates=12, seed=77)
    *_, before = comparing.progressive(spelling.setups(first), Event())
    asked = []
    monkeypatch.setattr(
        runner,
        "Feed",
        lambda pool, plan, runs, *rest: asked.extend(runs := list(runs)) or feed(pool, plan, iter(runs), *rest),
    )
    moved = first.with_column(1, Column("guided_delegation", {"delegation.level": 0.6}))
    *_, after = comparing.progressive(spelling.setups(moved), Event())
    assert sorted(asked) == [(1, r) for r in range(12)]
    np.testing.assert_array_equal(after[0], before[0])
    pd.testing.assert_frame_equal(
        comparing.comparison_of(spelling.setups(moved), after).table,
        ensemble.compare(spelling.setups(moved)).table,
        check_exact=True,
    )
    asked.clear()
    for view, shape in ((first, 12), (replace(first, replicates=5), 5)):
        [at_once] = comparing.progressive(spelling.setups(view), Event())
        np.testing.assert_array_equal(at_once, before[:, :shape])
    assert asked == []
    *_, more = comparing.progressive(spelling.setups(replace(first, replicates=14)), Event())
    assert sorted(asked) == [(k, r) for k in (0, 1) for r in (12, 13)]
    np.testing.assert_array_equal(more[:, :12], before)


@pytest.mark.parametrize(
    "change", [{"seed": 78}, {"years": 0.5}, {"scenario": "textbook_queue"}, {"parameters": {"load": 1.1}}], ids=str
)
def test_another_world_is_not_remembered_for_this_one(change):
    view = View(scenario="toy", years=1, replicates=2, seed=77)
    here, there = ({*plan_setups(spelling.setups(one)).addresses} for one in (view, replace(view, **change)))
    assert here.isdisjoint(there)


def test_memory_has_an_end(monkeypatch):
    monkeypatch.setattr(memory, "MOST", 3)
    for k in range(5):
        memory.keep(f"{k}", np.full((2, len(comparing.NAMES)), float(k)))
    assert [len(memory.recall(f"{k}")) for k in range(5)] == [0, 0, 2, 2, 2]
    assert memory.recall("4")[0, 0] == 4.0


def test_a_cancelled_comparison_stops():
    cancel, told = Event(), []
    for part in comparing.progressive(spelling.setups(View(scenario="toy", years=1, replicates=200, seed=79)), cancel):
        told.append(part.shape[1])
        cancel.set()
    assert told and told[0] < 200


@pytest.mark.parametrize("name", ["toy", "us_2023", "canada_2023", "textbook_queue"])
def test_everybody_has_a_place_of_its_own_on_the_stage(name):
    places = [(node["x"], node["y"]) for node in stage.nodes(load_scenario(name))]
    assert len(set(places)) == len(places)
    assert all(0 < x < stage.WIDTH and 0 < y < stage.HEIGHT for x, y in places)


def test_the_watched_world_is_the_one_that_is_compared():
    from sim.web.app.watching import Stage

    setup = spelling.setups(replace(View(), scenario="toy", years=1.0, replicates=2))[1]
    watched = Stage(setup, 1)
    watched.to(52, Event())
    found = ensemble.outcomes([setup])
    assert watched.over
    agreed = int(watched.model.world.federal["agreed"][0])
    assert agreed == pytest.approx(found["throughput"][1] * 52)
    assert len(watched.sizes()) == len(stage.nodes(load_scenario("toy")))
