"""What is looked at in a sweep is in the link; what does not fit gets a sentence; a point becomes the policy run."""

import shlex
from dataclasses import replace

import numpy as np
import pandas as pd
import pytest
from finished_sweeps import cells, of
from hypothesis import given, settings
from hypothesis import strategies as st

from sim.commands.cli import main
from sim.errors import InputError
from sim.model.metrics import HEADLINES
from sim.model.parameters import PARAMETERS
from sim.model.policy import levers
from sim.runs.intervals import interval
from sim.runs.results import load
from sim.web.app import view as spelling
from sim.web.app.link import opened, read_link
from sim.web.app.sweeps import found as finding
from sim.web.app.sweeps import sweep
from sim.web.app.sweeps.choice import settled, turned
from sim.web.app.sweeps.front import front_of
from sim.web.app.sweeps.look import MEAN, NOTHING, Look
from sim.web.app.sweeps.map import map_of
from sim.web.app.sweeps.point import put
from sim.web.app.view import Column, View

pytestmark = pytest.mark.usefixtures("at_hand")
LOOKS = [
    Look("levels"),
    Look(
        "levels",
        across="delegation.form",
        down="delegation.level",
        outcome="surfaced",
        held={"coordination.guidance": "0.5"},
    ),
    Look("levels", show="front", right="goodput", up="legitimacy"),
    Look("loads", show="front", held={"parameters.load": MEAN}),
    Look("loads", across="parameters.load", down=NOTHING, held={"policy": "combined", "oversight.liaison": "2"}),
    Look("sampled"),
    Look("drawn"),
]


@pytest.mark.parametrize("look", LOOKS, ids=str)
def test_a_link_restores_the_look(look):
    view = View(scenario="toy", tab="sweep", look=settled(look)[0])
    again, said = opened(spelling.query(view))
    assert (again, said) == (view, "")
    assert "sweep" not in spelling.query(replace(view, tab="compare"))


def test_whatever_a_folder_is_called_a_link_can_name_it(folder):
    finding.found["a, x & y+z%=#\u00fc"] = folder / "levels"
    look = settled(Look("a, x & y+z%=#\u00fc"))[0]
    assert opened(spelling.query(View(tab="sweep", look=look)))[0].look == look


BAD = {
    "sweep=../../etc": "found when the page started",
    "sweep=half": "found when",
    "sweep=levels&sweep.across=parameters.load": "not in this sweep",
    "sweep=levels&sweep.across=delegation.level&sweep.down=delegation.level": "not in this sweep",
    "sweep=levels&sweep.hold=delegation.form:none": "not in this sweep",
    "sweep=levels&sweep.hold=delegation.form": "each key once",
    "sweep=levels&sweep.hold=policy:ban": "not in this sweep",
    "sweep=assumed&sweep.show=front": "not in this sweep",
    "sweep=levels&sweep.outcome=luck": "expected one of",
    "sweep=levels&sweep.right=goodput&sweep.up=goodput": "across already",
    "sweep=levels&sweep.up=fte_brought": "expected one of",  # neither way is better, so it has no front
    "sweep.folder=x": "not a part of a link",
}


@pytest.mark.parametrize("link", BAD)
def test_a_bad_link_gets_a_sentence(link):
    view, said = opened(f"view=sweep&{link}")
    assert said.startswith("The link does not fit. ") and BAD[link] in said and "xpected" in said
    assert view == View() or settled(view.look) == (view.look, "")


def test_choices_change_places_and_are_remembered():
    _, look = of("levels")
    assert (look.across, look.down, look.held) == (
        "delegation.level",
        "coordination.guidance",
        {"delegation.form": "mandate"},
    )
    swapped = turned(look, "across", look.down)
    assert (swapped.across, swapped.down) == (look.down, look.across)
    held = turned(
        turned(turned(look, "down", NOTHING), "hold.delegation.form", "joint"), "hold.coordination.guidance", "0.5"
    )
    assert held.held == {"delegation.form": "joint", "coordination.guidance": "0.5"}
    there_and_back = turned(turned(turned(held, "show", "front"), "up", "surfaced"), "show", "map")
    assert there_and_back.held["delegation.form"] == "joint" and (there_and_back.up, there_and_back.right) == (
        "surfaced",
        "goodput",
    )
    assert turned(held, "sweep", "loads").held == {"parameters.load": "0.8"}


KEYS = "sweep show across down outcome right up hold.delegation.form hold.policy hold. held".split()
VALUES = [*"levels drawn map front delegation.level policy goodput surfaced joint ../x".split(), NOTHING, MEAN]
chosen = st.lists(
    st.tuples(*(st.sampled_from([*words, ""]) | st.text(max_size=5) for words in (KEYS, VALUES))), max_size=5
)


@settings(max_examples=60, deadline=None, derandomize=True)
@given(st.sampled_from(["levels", "loads", "sampled", "drawn"]), chosen)
def test_whatever_is_chosen_can_be_drawn_or_is_refused(name, choices):
    look = settled(Look(name))[0]
    for key, value in choices:
        try:
            look = turned(look, key, value)
        except InputError as fault:
            assert "expected" in str(fault)
    assert settled(look) == (look, "") and opened(spelling.query(View(tab="sweep", look=look)))[1] == ""
    here = sweep.opened(look.sweep)
    assert cells(map_of(here, look)) if look.show == "map" else front_of(here, look)["marks"]


def test_a_point_is_the_policy_that_was_run_there(folder):
    here, runs = of("levels")[0], load(folder / "levels")
    for k in range(12):
        view, said = put(here, View(tab="sweep", years=1), k)
        assert (view.scenario, view.years, view.replicates, view.tab, len(view.columns)) == (
            "toy",
            0.5,
            3,
            "compare",
            3,
        )
        assert "federation, years, worlds" in said and "Policy C" in said and "Not carried" not in said
        assert read_link(spelling.query(view)) == view
        run = runs[runs["point"] == k].iloc[0]
        assert all(run[key] == value for key, value in levers(spelling.setups(view)[2].policy).items())
    again, said = put(here, view, 11)
    assert again.columns == view.columns and "already here, as policy C" in said
    four = replace(view, columns=(Column("ban"), Column("centralized"), Column("combined"), Column("laissez_faire")))
    assert put(here, four, 0)[0].columns[:3] == four.columns[:3]
    for k in (-1, 12, True, None, "0", 1.0):
        with pytest.raises(InputError, match="point"):
            put(here, View(), k)


def test_assumptions_are_carried_as_far_as_a_link_may_hold_them():
    here = of("loads")[0]
    k = [*zip(*(here.frame.drop_duplicates("point")[key] for key in here.axes), strict=True)].index
    view, said = put(here, View(parameters={"growth": 0.01}), k(("combined", 2.0, 0.8)))
    assert view.parameters == {"load": 0.8} and view.seed == 7 and "assumptions" in said and "Not carried" not in said
    view, said = put(here, View(), k(("combined", 2.0, PARAMETERS["load"].high + 1)))
    assert (
        view.parameters == {}
        and "Not carried" in said
        and "load of the centre" in said
        and read_link(spelling.query(view)) == view
    )
    assert "steps of 0.5 weeks" in put(of("assumed")[0], View(), 0)[1]


@pytest.mark.parametrize(
    ("name", "k"),
    [("loads", 2), *(pytest.param(*one, marks=pytest.mark.slow) for one in (("levels", 7), ("sampled", 3)))],
)
def test_link_and_command_line_give_the_mean_of_the_cell(folder, tmp_path, name, k):
    view, said = put(of(name)[0], View(), k)
    assert "Not carried" not in said
    command = spelling.command(read_link(spelling.query(view)))
    assert main([*shlex.split(command)[1:], "--out", str(tmp_path / "both")]) == 0
    again = pd.read_csv(tmp_path / "both" / "comparison.csv", index_col="metric")[view.names[-1]]
    runs = load(folder / name)
    there = [interval(runs.loc[runs["point"] == k, metric])[0] for metric in HEADLINES]
    np.testing.assert_array_equal(again[list(HEADLINES)], there)
