"""Finished sweeps: found by name, drawn as a map and a front that hold the sweep's own numbers."""

import shlex
import shutil
from dataclasses import replace
from itertools import combinations

import numpy as np
import pytest
from finished_sweeps import SWEEPS, TOY, cells, of

from sim.commands.cli import main
from sim.runs.intervals import interval
from sim.runs.page import read_plan
from sim.runs.results import load
from sim.web.app.sweeps import again, sweep
from sim.web.app.sweeps import found as finding
from sim.web.app.sweeps.choice import settled, turned
from sim.web.app.sweeps.front import front_of
from sim.web.app.sweeps.look import MEAN, NOTHING, Look
from sim.web.app.sweeps.map import map_of

pytestmark = pytest.mark.usefixtures("at_hand")


def test_a_crossed_sweep_has_the_line_that_makes_it_again(folder, tmp_path, blank_pictures):
    """Run, it leaves the same bytes, whether the points were crossed or drawn; without the words they were made with, a
    crossed one has a line still."""
    for name in SWEEPS:
        if name == "federations":
            continue
        [(_, made)] = sweep.opened(name).lines
        assert made.startswith("paradip sweep "), name
        with blank_pictures():
            assert main([*shlex.split(made)[1:], "--out", str(tmp_path / name)]) == 0
        assert (tmp_path / name / "sweep.csv").read_bytes() == (folder / name / "sweep.csv").read_bytes()
        left = tmp_path / f"left {name}"
        shutil.copytree(folder / name, left)
        (left / "log.jsonl").unlink()
        assert bool(again.line(read_plan(left), left)) == (name not in ("drawn", "sampled"))


@pytest.mark.slow
def test_a_sweep_of_several_commands_has_a_line_for_each_point(tmp_path):
    grown = tmp_path / "grown"
    for words in (["delegation.level=0.2,0.4"], ["delegation.level=0.6", "oversight.alarm=0,0.5"]):
        assert main(["sweep", *TOY, "policy=combined", "parameters.load=1.1", *words, "--out", str(grown)]) == 0
    found, table = again.lines(read_plan(grown), grown), load(grown)
    assert len(found) == table["point"].nunique() == 4
    for k, (_, made) in enumerate(found):
        assert main([*shlex.split(made)[1:], "--out", str(tmp_path / f"{k}")]) == 0
        np.testing.assert_array_equal(load(tmp_path / f"{k}")["goodput"], table.loc[table["point"] == k, "goodput"])


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
    for place, why in (
        (folder / "half", "not finished"),
        (tmp_path, "no finished sweep"),
        (tmp_path / "nowhere", "no finished sweep"),
    ):
        assert main(["workshop", "--sweep", str(place)]) == 2
        said = capsys.readouterr().err
        assert why in said and said.count("\n") == 1


def test_the_map_holds_the_means_and_their_intervals(folder):
    here, look = of(
        "levels", across="delegation.level", down="coordination.guidance", held={"delegation.form": "joint"}
    )
    drawn, runs = map_of(here, look), load(folder / "levels")
    assert (
        drawn["across"] == ["0%", "30%", "60%"]
        and [row["text"] for row in drawn["rows"]] == ["0", "0.5"]
        and not drawn["over"]
    )
    shades = [cell["shade"] for cell in cells(drawn)]
    assert min(shades) == 0 and max(shades) == 1
    means = []
    for i, guidance in enumerate((0, 0.5)):
        for j, level in enumerate((0, 0.3, 0.6)):
            cell = drawn["rows"][i]["cells"][j]
            part = runs[
                (runs["delegation.level"] == level)
                & (runs["coordination.guidance"] == guidance)
                & (runs["delegation.form"] == "joint")
            ]
            mean, low, high = interval(part["goodput"])
            means.append(mean)
            assert float(cell["text"]) == pytest.approx(mean, rel=0.005) and cell["point"] == part["point"].iloc[0]
            assert f"{low:.1f} to {high:.1f}, 3 worlds" in cell["whole"]
    assert np.argsort(means).tolist() == np.argsort(shades).tolist()


def test_a_mean_over_all_is_taken_within_each_world(folder):
    """So that its interval is that of worlds, which the points share, and not of runs."""
    here, look = of(
        "levels", across="delegation.level", down=NOTHING, held={"delegation.form": MEAN, "coordination.guidance": "0"}
    )
    drawn, runs = map_of(here, look), load(folder / "levels")
    part = runs[(runs["delegation.level"] == 0.6) & (runs["coordination.guidance"] == 0)]
    mean, low, high = interval(part.groupby("replicate")["goodput"].mean())
    cell = drawn["rows"][0]["cells"][2]
    assert f"{low:.1f} to {high:.1f}, 3 worlds" in cell["whole"] and float(cell["text"]) == pytest.approx(
        mean, rel=0.005
    )
    assert cell["point"] is None and "mean over form of delegation" in drawn["over"] and "Hold that" in drawn["over"]


def test_assumptions_and_policies_are_axes_too():
    here, look = of("loads", down="parameters.load")
    assert [*here.axes] == ["policy", "oversight.liaison", "parameters.load"]
    drawn = map_of(here, look)
    assert (
        drawn["across"] == ["centralized", "combined"]
        and drawn["y"] == "Load of the centre alone, at the start, with no lever on"
    )
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


@pytest.mark.parametrize(
    "pair", [("surfaced", "goodput"), ("goodput", "fte_per_resolved"), ("line_gap", "severity")], ids="-".join
)
def test_the_front_is_what_no_other_beats(folder, pair):
    here, look = of("levels", show="front", right=pair[0], up=pair[1])
    drawn, runs = front_of(here, look), load(folder / "levels")
    sign = np.array([1 if axis["way"] == "more is better" else -1 for axis in drawn["axes"]])
    means = sign * runs.groupby("point")[list(pair)].mean().to_numpy()
    beaten = [any((other >= one).all() and (other > one).any() for other in means) for one in means]
    assert 0 < sum(beaten) < len(beaten)
    assert {mark["point"] for mark in drawn["marks"] if not mark["on"]} == {*np.flatnonzero(beaten).tolist()}
    for one, other in combinations(drawn["marks"], 2):  # the picture keeps the order of the means
        assert (
            np.sign(one["x"] - other["x"]) == np.sign(sign[0] * (means[one["point"], 0] - means[other["point"], 0]))
            or abs(one["x"] - other["x"]) < 0.02
        )
    front = [mark for mark in drawn["marks"] if mark["on"]]
    assert [mark["number"] for mark in front] == list(range(1, len(front) + 1))
    for x, y, *_ in drawn["steps"]:  # the line goes where somebody of the front is as good in both
        assert any((sign * (np.array([mark["x"], mark["y"]]) - (x, y)) >= -0.02).all() for mark in front)


def test_policies_are_not_held_against_one_another_under_different_assumptions():
    here, look = of("loads", show="front")
    assert here.held(look) == ["parameters.load"] and front_of(here, look)["n"] == 4
    over = front_of(here, replace(look, held={"parameters.load": MEAN}))
    assert (
        over["n"] == 4 and all(mark["point"] is None for mark in over["marks"]) and "load of the centre" in over["over"]
    )


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
        assert isinstance(said, str) and f"{tmp_path}" not in said and "has changed since it was written" in said
