"""The command lines under a view, run: they give the numbers that the view shows."""

import re
import shlex
from dataclasses import replace
from threading import Event

import pandas as pd
import pytest
from small import SMALL

from sim.commands.cli import main
from sim.web.app import doubting
from sim.web.app import view as spelling
from sim.web.app.lines import lines
from sim.web.app.view import TABS, Column, View
from sim.web.app.watching import Stage

PAIR = (Column("centralized"), Column("laissez_faire", {"oversight.alarm": 0.4}), Column("ban"))


def said(line: str, capsys) -> str:
    assert main(shlex.split(line)[1:]) == 0
    return capsys.readouterr().out


@pytest.mark.parametrize(("week", "beside"), [(0, 1), (30, 1), (52, 2)])
def test_a_week_on_the_stage_is_the_week_of_the_line(capsys, week, beside):
    view = View(PAIR, "toy", years=1, seed=5, tab="watch", world=3, week=week, beside=beside)
    told = said(lines(view)[0][1], capsys)
    both = [Stage(spelling.setups(view)[k], 3) for k in (0, beside)]
    for stage in both:
        stage.to(week, Event())
    pictures = [stage.picture() for stage in both]
    table = {
        name: [int(x.replace(",", "")) for x in numbers.split()]
        for name, numbers in re.findall(r"^([a-z ]+?)  +([\d, ]+)$", told, re.M)
    }
    shown = [dict(picture["numbers"]) for picture in pictures]
    alone = [one.pop("issues acted on alone in this step") for one in shown]
    assert table == {name: [one[name] for one in shown] for name in shown[0]}
    assert [
        int(x.replace(",", "")) for x in re.findall(r"Issues acted on alone in the week before: ([\d,]+)", told)
    ] == alone
    rows = r"^(Acting alone|Captured by a rival|Suspended or barred|Acts alone within the quarter, by network): (.+)\.$"
    assert re.findall(rows, told, re.M) == [one for picture in pictures for one in picture["conditions"]]
    assert (
        told.count("severity") == sum(len(picture["incidents"]) + picture["more"] for picture in pictures) or week == 52
    )


@pytest.mark.slow
def test_every_point_of_a_scan_has_its_line(tmp_path):
    view = View(PAIR, "toy", years=1, seed=5, tab="assume", parameters={"load": 1.1}, flip=("goodput", "growth"))
    found = list(doubting.scan(view, Event()))
    found_lines = lines(view)
    assert len(found_lines) == 2 + len(found) == 2 + doubting.POINTS
    assert len({re.sub(r"growth=\S+", "", line) for _, line in found_lines[2:]}) == 1  # they differ by the value alone
    for k in (0, doubting.POINTS // 2, -1):
        (value, contrasts), (_, line) = found[k], found_lines[2:][k]
        folder = tmp_path / f"{value}"
        assert main([*shlex.split(line)[1:], "--out", str(folder)]) == 0
        row = pd.read_csv(folder / "comparison.csv").set_index("metric").loc["goodput"]
        for one, name in zip(contrasts, view.names[1:], strict=True):
            assert (one.difference, one.low, one.high) == tuple(
                row[f"{what}_{name}"] for what in ("difference", "low", "high")
            )


def test_the_line_of_the_standard_assumptions_leaves_them_alone():
    view = View(PAIR, "toy", years=1, seed=5, tab="assume", parameters={"load": 1.1})
    mine, standard = (line for _, line in lines(view))
    assert mine == f"{standard} parameters.load=1.1"
    assert [line for _, line in lines(replace(view, parameters={}))] == [standard]


@pytest.mark.parametrize("tab", [tab for tab in TABS if tab != "sweep"])
def test_every_view_has_lines_that_the_program_knows(tab, capsys):
    """As they are parsed; what they print is compared above, and for Compare in test_compare.py."""
    from sim.commands.cli import read_arguments

    views = [
        View(PAIR, "toy", years=1, tab=tab),
        View(PAIR, "toy", tab=tab, exercise="overloaded_centre", claim="h07", actor="centre"),
    ]
    for view in views:
        for what, line in lines(view):
            name, *rest = shlex.split(line)[1:]
            assert what and read_arguments(name, rest)


def test_the_foot_of_a_view_says_its_link_and_line(open_page, capsys):
    page = open_page(
        f"{SMALL}&view=watch&p=centralized&p=laissez_faire&week=20&world=2", until='.w-progress[data-week="20"]'
    )
    page.locator(".w-foot summary").click()
    assert page.locator(".w-foot .w-link").inner_text() == page.url
    told = said(page.locator(".w-foot code").first.inner_text(), capsys)
    for stage, k in ((page.locator(".w-stage").nth(k), k) for k in (0, 1)):
        names, numbers = stage.locator("dt").all_inner_texts(), stage.locator("dd").all_inner_texts()
        for name, shown in list(zip(names, numbers, strict=True))[:5]:
            assert re.search(rf"^{name} .*$", told, re.M)[0].split()[-2 + k] == shown
