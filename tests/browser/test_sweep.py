"""Finished sweeps: found by name, drawn as a map and a front that hold the sweep's own numbers, and opened as the policy that was run."""

import shlex
from dataclasses import replace
from itertools import combinations

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from sim.cli import main
from sim.errors import InputError
from sim.intervals import interval
from sim.metrics import HEADLINES
from sim.policy import levers
from sim.results import load
from sim.workshop.app import view as spelling
from sim.workshop.app.link import opened, read_link
from sim.workshop.app.sweeps import found as finding
from sim.workshop.app.sweeps import sweep
from sim.workshop.app.sweeps.choice import settled, turned
from sim.workshop.app.sweeps.front import front_of
from sim.workshop.app.sweeps.look import MEAN, NOTHING, Look
from sim.workshop.app.sweeps.map import map_of
from sim.workshop.app.sweeps.point import put
from sim.workshop.app.view import Column, View
from sim.world.parameters import PARAMETERS

TOY = ["scenario=toy", "run.years=0.5", "run.replicates=3"]
SWEEPS = {
    "levels": ["policy=guided_delegation", "delegation.level=0,0.3,0.6", "coordination.guidance=0,0.5", "delegation.form=mandate,joint"],
    "loads": ["policy=centralized,combined", "oversight.liaison=0,2", f"parameters.load=0.8,{PARAMETERS['load'].high + 1}", "run.seed=7"],
    "drawn": ["policy=centralized,combined", "--design", "lhs:5", "parameters.load=interval(0.8,1.1)", "delegation.level=interval(0,0.6)"],
    "sampled": ["policy=guided_delegation", "--design", "lhs:6", "delegation.level=interval(0,0.6)", "coordination.guidance=interval(0,1)"],
    "assumed": ["parameters.load=0.9,1", "run.dt=0.5"],
    "federations": ["scenario=toy,textbook_queue", "run.years=0.1"],
}  # fmt: skip


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    place = tmp_path_factory.mktemp("results")
    for name, words in SWEEPS.items():
        held = [word for word in TOY if not any(one.startswith(word.partition("=")[0] + "=") for one in words)]
        assert main(["sweep", *held, *words, "--out", str(place / name)]) == 0
    (place / "half").mkdir()
    (place / "half" / "design.json").write_bytes((place / "levels" / "design.json").read_bytes())
    return place


@pytest.fixture(autouse=True)
def at_hand(folder):
    """As the command does when the page starts."""
    finding.found.clear()
    finding.found.update(finding.find(str(folder)))
    sweep.kept.cache_clear()
    yield
    finding.found.clear()


def of(name: str, **chosen) -> tuple[sweep.Sweep, Look]:
    look, fault = settled(Look(name, **chosen))
    here = sweep.opened(name)
    assert not fault and isinstance(here, sweep.Sweep)
    return here, look


def cells(drawn: dict) -> list[dict]:
    return [cell for row in drawn["rows"] for cell in row["cells"]]


def test_a_crossed_sweep_has_the_line_that_makes_it_again(folder, tmp_path):
    """Run, it leaves the same bytes; a sweep that was drawn has none."""
    for name in ("levels", "loads", "assumed"):
        one = sweep.opened(name)
        assert one.line.startswith("paradip sweep "), name
        assert main([*shlex.split(one.line)[1:], "--out", str(tmp_path / name)]) == 0
        assert (tmp_path / name / "sweep.csv").read_bytes() == (folder / name / "sweep.csv").read_bytes()
    assert [sweep.opened(name).line for name in ("drawn", "sampled")] == ["", ""]


def test_finished_sweeps_are_found_and_have_names_of_their_own(folder, monkeypatch):
    assert set(finding.found) == set(SWEEPS)
    one, other = folder / "a" / "x", folder / "b" / "x"
    assert finding.named([one, other, folder / "c"]) == {"a, x": one, "b, x": other, "c": folder / "c"}
    assert list(finding.find(str(folder / "levels"))) == ["levels"]
    monkeypatch.chdir(folder.parent)
    monkeypatch.setattr(finding, "PLACE", "no-such-folder")
    assert finding.find() == {}
    monkeypatch.setattr(finding, "PLACE", folder.name)
    assert set(finding.find()) == set(SWEEPS)


def test_a_folder_without_a_finished_sweep_is_refused(folder, tmp_path, capsys):
    for place, why in ((folder / "half", "not finished"), (tmp_path, "no finished sweep"), (tmp_path / "nowhere", "no finished sweep")):
        assert main(["workshop", "--sweep", str(place)]) == 2
        said = capsys.readouterr().err
        assert why in said and said.count("\n") == 1


def test_the_map_holds_the_means_and_their_intervals(folder):
    here, look = of("levels", across="delegation.level", down="coordination.guidance", held={"delegation.form": "joint"})
    drawn, runs = map_of(here, look), load(folder / "levels")
    assert drawn["across"] == ["0%", "30%", "60%"] and [row["text"] for row in drawn["rows"]] == ["0", "0.5"] and not drawn["over"]
    shades = [cell["shade"] for cell in cells(drawn)]
    assert min(shades) == 0 and max(shades) == 1
    means = []
    for i, guidance in enumerate((0, 0.5)):
        for j, level in enumerate((0, 0.3, 0.6)):
            cell = drawn["rows"][i]["cells"][j]
            part = runs[(runs["delegation.level"] == level) & (runs["coordination.guidance"] == guidance) & (runs["delegation.form"] == "joint")]
            mean, low, high = interval(part["goodput"])
            means.append(mean)
            assert float(cell["text"]) == pytest.approx(mean, rel=0.005) and cell["point"] == part["point"].iloc[0]
            assert f"{low:.1f} to {high:.1f}, 3 worlds" in cell["whole"]
    assert np.argsort(means).tolist() == np.argsort(shades).tolist()


def test_a_mean_over_all_is_taken_within_each_world(folder):
    """So that its interval is that of worlds, which the points share, and not of runs."""
    here, look = of("levels", across="delegation.level", down=NOTHING, held={"delegation.form": MEAN, "coordination.guidance": "0"})
    drawn, runs = map_of(here, look), load(folder / "levels")
    part = runs[(runs["delegation.level"] == 0.6) & (runs["coordination.guidance"] == 0)]
    mean, low, high = interval(part.groupby("replicate")["goodput"].mean())
    cell = drawn["rows"][0]["cells"][2]
    assert f"{low:.1f} to {high:.1f}, 3 worlds" in cell["whole"] and float(cell["text"]) == pytest.approx(mean, rel=0.005)
    assert cell["point"] is None and "mean over form of delegation" in drawn["over"] and "Hold that" in drawn["over"]


def test_assumptions_and_policies_are_axes_too():
    here, look = of("loads", down="parameters.load")
    assert [*here.axes] == ["policy", "oversight.liaison", "parameters.load"]
    drawn = map_of(here, look)
    assert drawn["across"] == ["centralized", "combined"] and drawn["y"] == "Load of the centre alone, at the start, with no lever on"
    assert here.start["parameters.load"] == "0.8", "the nearest to the standard"


def test_what_was_drawn_is_averaged_over():
    here, look = of("drawn")
    assert [*here.axes] == ["policy"] and look.down == NOTHING and here.compared == ["policy"]
    drawn = map_of(here, look)
    assert all("15 worlds" in cell["whole"] and cell["point"] is None for cell in cells(drawn))
    assert front_of(here, turned(look, "show", "front"))["n"] == 2


def test_levers_that_were_drawn_make_a_front_and_no_map():
    here, look = of("sampled")
    assert here.shows == ["front"] and look.show == "front"
    drawn = front_of(here, look)
    assert drawn["n"] == 6 and sorted(mark["point"] for mark in drawn["marks"]) == list(range(6))


@pytest.mark.parametrize("pair", [("surfaced", "goodput"), ("goodput", "fte_per_resolved"), ("line_gap", "severity")], ids="-".join)
def test_the_front_is_what_no_other_beats(folder, pair):
    here, look = of("levels", show="front", right=pair[0], up=pair[1])
    drawn, runs = front_of(here, look), load(folder / "levels")
    sign = np.array([1 if axis["way"] == "more is better" else -1 for axis in drawn["axes"]])
    means = sign * runs.groupby("point")[list(pair)].mean().to_numpy()
    beaten = [any((other >= one).all() and (other > one).any() for other in means) for one in means]
    assert 0 < sum(beaten) < len(beaten)
    assert {mark["point"] for mark in drawn["marks"] if not mark["on"]} == {*np.flatnonzero(beaten).tolist()}
    for one, other in combinations(drawn["marks"], 2):  # the picture keeps the order of the means
        assert np.sign(one["x"] - other["x"]) == np.sign(sign[0] * (means[one["point"], 0] - means[other["point"], 0])) or abs(one["x"] - other["x"]) < 0.02
    front = [mark for mark in drawn["marks"] if mark["on"]]
    assert [mark["number"] for mark in front] == list(range(1, len(front) + 1))
    for x, y, *_ in drawn["steps"]:  # the line goes where somebody of the front is as good in both
        assert any((sign * (np.array([mark["x"], mark["y"]]) - (x, y)) >= -0.02).all() for mark in front)


def test_policies_are_not_held_against_one_another_under_different_assumptions():
    here, look = of("loads", show="front")
    assert here.held(look) == ["parameters.load"] and front_of(here, look)["n"] == 4
    over = front_of(here, replace(look, held={"parameters.load": MEAN}))
    assert over["n"] == 4 and all(mark["point"] is None for mark in over["marks"]) and "load of the centre" in over["over"]


def test_what_cannot_be_drawn_gets_a_sentence(folder, monkeypatch):
    assert "several federations" in sweep.opened("federations")
    assert sweep.opened("assumed").shows == ["map"], "assumptions make no front"
    monkeypatch.setattr(sweep, "MOST_POINTS", 11)
    assert "12 points; expected at most 11" in sweep.opened("levels")
    sweep.kept.cache_clear()
    monkeypatch.setattr(sweep, "MOST_BYTES", 10)
    assert "too large" in sweep.opened("levels")
    assert settled(Look("levels")) == (Look("levels"), "")


def test_a_damaged_sweep_gets_a_sentence_without_a_path(folder, tmp_path):
    for name, file in (("one", "sweep.parquet"), ("two", "design.json")):
        place = tmp_path / name
        place.mkdir()
        for part in ("design.json", "sweep.parquet", "manifest.json"):
            content = (folder / "levels" / part).read_bytes()
            (place / part).write_bytes(content[:-9] + b"123456789" if part == file else content)
        finding.found[name] = place
        said = sweep.opened(name)
        assert isinstance(said, str) and f"{tmp_path}" not in said and "is not what it was" in said


LOOKS = [Look("levels"), Look("levels", across="delegation.form", down="delegation.level", outcome="surfaced", held={"coordination.guidance": "0.5"}),
         Look("levels", show="front", right="goodput", up="legitimacy"), Look("loads", show="front", held={"parameters.load": MEAN}),
         Look("loads", across="parameters.load", down=NOTHING, held={"policy": "combined", "oversight.liaison": "2"}), Look("sampled"), Look("drawn")]  # fmt: skip


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


BAD = {"sweep=../../etc": "found when the page started", "sweep=half": "found when", "sweep=levels&sweep.across=parameters.load": "not in this sweep",
       "sweep=levels&sweep.across=delegation.level&sweep.down=delegation.level": "not in this sweep", "sweep=levels&sweep.hold=delegation.form:none": "not in this sweep",
       "sweep=levels&sweep.hold=delegation.form": "each key once", "sweep=levels&sweep.hold=policy:ban": "not in this sweep", "sweep=assumed&sweep.show=front": "not in this sweep",
       "sweep=levels&sweep.outcome=luck": "expected one of", "sweep=levels&sweep.right=goodput&sweep.up=goodput": "across already", "sweep.folder=x": "not a part of a link"}  # fmt: skip


@pytest.mark.parametrize("link", BAD)
def test_a_bad_link_gets_a_sentence(link):
    view, said = opened(f"view=sweep&{link}")
    assert said.startswith("The link does not fit. ") and BAD[link] in said and "xpected" in said
    assert view == View() or settled(view.look) == (view.look, "")


def test_choices_change_places_and_are_remembered():
    _, look = of("levels")
    assert (look.across, look.down, look.held) == ("delegation.level", "coordination.guidance", {"delegation.form": "mandate"})
    swapped = turned(look, "across", look.down)
    assert (swapped.across, swapped.down) == (look.down, look.across)
    held = turned(turned(turned(look, "down", NOTHING), "hold.delegation.form", "joint"), "hold.coordination.guidance", "0.5")
    assert held.held == {"delegation.form": "joint", "coordination.guidance": "0.5"}
    there_and_back = turned(turned(turned(held, "show", "front"), "up", "surfaced"), "show", "map")
    assert there_and_back.held["delegation.form"] == "joint" and (there_and_back.up, there_and_back.right) == ("surfaced", "goodput")
    assert turned(held, "sweep", "loads").held == {"parameters.load": "0.8"}


@settings(max_examples=150, deadline=None, derandomize=True)
@given(st.sampled_from(["levels", "loads", "sampled", "drawn"]), st.lists(st.tuples(
    st.sampled_from(["sweep", "show", "across", "down", "outcome", "right", "up", "hold.delegation.form", "hold.policy", "hold.", "held", ""]) | st.text(max_size=5),
    st.sampled_from(["levels", "drawn", "map", "front", "delegation.level", "policy", NOTHING, "goodput", "surfaced", "joint", MEAN, "", "../x"]) | st.text(max_size=5)), max_size=5))  # fmt: skip
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
        assert (view.scenario, view.years, view.replicates, view.tab, len(view.columns)) == ("toy", 0.5, 3, "compare", 3)
        assert "federation, years, worlds" in said and "Policy C" in said and "Not carried" not in said
        assert read_link(spelling.query(view)) == view
        run = runs[runs["point"] == k].iloc[0]
        assert all(run[key] == value for key, value in levers(spelling.setups(view)[2].policy).items())
    again, said = put(here, view, 11)
    assert again.columns == view.columns and "already, as policy C" in said
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
    assert view.parameters == {} and "Not carried" in said and "load of the centre" in said and read_link(spelling.query(view)) == view
    assert "steps of 0.5 weeks" in put(of("assumed")[0], View(), 0)[1]


@pytest.mark.parametrize(("name", "k"), [("loads", 2), ("levels", 7), ("sampled", 3)])
def test_link_and_command_line_give_the_mean_of_the_cell(folder, tmp_path, name, k):
    view, said = put(of(name)[0], View(), k)
    assert "Not carried" not in said
    command = spelling.command(read_link(spelling.query(view)))
    assert main([*shlex.split(command)[1:], "--out", str(tmp_path / "both")]) == 0
    again = pd.read_csv(tmp_path / "both" / "comparison.csv", index_col="metric")[view.names[-1]]
    runs = load(folder / name)
    there = [interval(runs.loc[runs["point"] == k, metric])[0] for metric in HEADLINES]
    np.testing.assert_array_equal(again[list(HEADLINES)], there)


@pytest.fixture(scope="module")
def address(serve, folder):
    with serve("--sweep", str(folder)) as found:
        yield found.where


def chosen(page) -> dict:
    return {one.get_attribute("data-look"): one.input_value() for one in page.locator("[data-look]").all()}


def test_a_cell_becomes_a_column(open_page):
    page = open_page("view=compare&scenario=toy&run.years=0.5&run.replicates=3")
    page.get_by_role("button", name="Sweeps").click()
    page.locator('[data-look="sweep"]').select_option("levels")
    page.wait_for_selector('[data-look="hold.delegation.form"], [data-look="hold.coordination.guidance"]')
    assert page.locator(".w-settings").count() == 0
    page.locator('[data-look="across"]').select_option("coordination.guidance")
    page.locator('[data-look="down"]').select_option("delegation.level")
    page.locator('[data-look="hold.delegation.form"]').select_option("joint")
    page.wait_for_selector('[data-link*="sweep.across=coordination.guidance"][data-link*="sweep.hold=delegation.form:joint"]')
    page.wait_for_function("location.search.includes('sweep.hold=delegation.form:joint')")
    cell = page.locator('[data-cell="2/1"]')
    shown, before = cell.inner_text(), chosen(page)
    page.reload()
    page.wait_for_selector('[data-cell="2/1"]')
    assert chosen(page) == before and cell.inner_text() == shown
    cell.click()
    page.wait_for_selector('[data-policy="2"]')
    assert [page.locator(f'[data-lever="{key}/2"]').input_value() for key in ("delegation.level", "delegation.form", "coordination.guidance")] == ["0.6", "joint", "0.5"]
    page.wait_for_selector('.w-progress[data-done="3"][data-wanted="3"]')
    assert page.locator('tr[data-metric="goodput"] td').nth(2).locator(".w-mean").inner_text() == shown
    assert "Policy C is the one from the sweep" in page.get_by_role("alert").inner_text()


def test_a_mark_of_the_front_becomes_a_column(open_page):
    page = open_page("view=sweep&sweep=loads&p=ban&p=laissez_faire")
    page.locator('[data-show="front"]').click()
    page.locator('[data-look="up"]').select_option("legitimacy")
    page.wait_for_selector('[data-link*="sweep.up=legitimacy"]')
    page.wait_for_function("location.search.includes('sweep.up=legitimacy')")
    marks = page.locator("[data-mark]")
    assert marks.count() == 4 and page.locator(".spot.on").count() == page.locator("[data-front]").count() > 0
    label = page.locator('[data-mark][tabindex="0"]').get_attribute("aria-label")
    page.reload()
    page.wait_for_selector("[data-mark]")
    assert page.locator('[data-mark][tabindex="0"]').get_attribute("aria-label") == label
    page.locator('[data-mark][tabindex="0"]').focus()
    page.keyboard.press("ArrowRight")
    page.keyboard.press("ArrowLeft")
    assert page.evaluate("document.activeElement.getAttribute('aria-label')") == label
    page.keyboard.press("Enter")
    page.wait_for_selector('[data-policy="2"]')
    assert "run.seed=7" in page.url and "parameters.load=0.8" in page.url


def test_a_bad_link_and_an_undrawable_sweep_get_a_sentence(open_page):
    page = open_page("view=sweep&sweep=%2Fetc")
    assert "found when the page started" in page.get_by_role("alert").inner_text()
    page = open_page("view=sweep&sweep=federations")
    page.wait_for_selector(".w-swept .w-said")
    assert "several federations" in page.locator(".w-swept .w-said").inner_text()


@pytest.mark.parametrize("show", ["map", "front"])
def test_a_narrow_screen_needs_no_sideways_scrolling(open_page, show):
    page = open_page(f"view=sweep&sweep=levels&sweep.show={show}", until="[data-cell], [data-mark]", viewport={"width": 390, "height": 844})
    widest = page.evaluate("Math.max(...[...document.querySelectorAll('.w-page *')].filter(e => !e.closest('.scroll, pre, .w-hidden, .skip')).map(e => e.getBoundingClientRect().right))")
    assert widest <= 391
