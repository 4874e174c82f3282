"""The page scans assumptions over what the evidence leaves, or over their plausible ranges, and says which."""

from dataclasses import replace
from threading import Event

import pytest

from sim.errors import InputError
from sim.inputs import worlds
from sim.inputs.worlds import read_worlds
from sim.web.app import doubting, moves, scanning
from sim.web.app import view as spelling
from sim.web.app.lines import lines
from sim.web.app.link import read_link
from sim.web.app.view import Column, View

pytest.importorskip("solara")
COLUMNS = (Column("centralized"), Column("ban"))
SCAN = View(COLUMNS, "toy", years=0.25, replicates=2, tab="assume", flip=("goodput", "load"))
LACKED = "slack"  # of which the table tells nothing


def test_a_scan_goes_over_what_the_worlds_leave(study):
    low, high = read_worlds("evidence").span("parameters.load")
    points = doubting.points(SCAN)
    assert points[0] == pytest.approx(low, rel=0.005) and points[-1] == pytest.approx(high, rel=0.005)
    assert len(points) == doubting.POINTS
    plausible = doubting.points(replace(SCAN, worlds="plausible"))
    assert (plausible[0], plausible[-1]) == (0.7, 1.2)
    other = replace(SCAN, flip=("goodput", LACKED))
    assert doubting.points(other) == doubting.points(replace(other, worlds="plausible"))


def test_which_worlds_is_said(study):
    mine, plausible = (doubting.ranges(replace(SCAN, worlds=kind)) for kind in ("", "plausible"))
    assert "middle 95%" in mine["said"] and "200 worlds that agree with the evidence" in mine["said"]
    assert plausible["said"] == "A scan goes over its whole plausible range."
    assert [one["value"] for one in mine["choices"]] == ["plausible", "evidence"] and mine["value"] == "evidence"
    (load,) = [row for row in doubting.rows(SCAN) if row["name"] == "load"]
    assert " to " in load["left"]
    assert not any(row["left"] for row in doubting.rows(replace(SCAN, worlds="plausible")))
    tried = list(doubting.scan(replace(SCAN, columns=(*COLUMNS[:1], Column("ban"))), Event()))
    told = scanning.told(SCAN, tried)
    assert len(told["rows"]) == doubting.POINTS and "whole plausible range" not in told["text"]
    assert sum("parameters.load=" in line for _, line in lines(SCAN)) == doubting.POINTS


def test_a_link_restores_the_choice(study):
    for kind in ("", "plausible", "evidence"):
        view = replace(SCAN, worlds=kind)
        assert read_link(spelling.query(view)) == view
    there = moves.moved(SCAN, {"do": "set", "key": "worlds", "value": "plausible"})
    assert there == replace(SCAN, worlds="plausible")  # what was scanned is scanned again


@pytest.mark.parametrize(
    ("kind", "said"),
    [("evidnce", "did you mean 'evidence'"), ("/etc/passwd", "worlds: '/etc/passwd'; expected one of"),
     ("evidence/worlds.csv", "expected one of plausible, evidence"), ("evidence", "is missing; expected what")],
)  # fmt: skip
def test_a_link_that_does_not_fit_gets_a_sentence(kind, said, study, monkeypatch):
    monkeypatch.setattr(worlds, "published", lambda: ("results/published/evidence/worlds.csv", None))
    with pytest.raises(InputError, match=said):
        read_link(f"view=assume&worlds={kind}")


def test_without_a_table_there_is_nothing_to_choose(monkeypatch):
    monkeypatch.setattr(worlds, "published", lambda: ("worlds.csv", None))
    assert [one["value"] for one in doubting.ranges(SCAN)["choices"]] == ["plausible"]
    points = doubting.points(SCAN)
    assert (points[0], points[-1]) == (0.7, 1.2)


def test_a_settled_assumption_is_scanned_over_its_whole_range(study):
    (study / "one.csv").write_text("weight,parameters.load\n1,0.9\n")
    view = replace(SCAN, worlds=str(study / "one.csv"))
    assert doubting.leaves(view, "load") is None and doubting.points(view)[-1] == 1.2
