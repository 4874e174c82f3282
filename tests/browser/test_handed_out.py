"""The pages that are handed out, opened as files: the explorer of a sweep, and the report. They load nothing."""

import re

import numpy as np
import pandas as pd
import pytest
from contrast import lowest

from sim.commands.cli import main
from sim.figures.comparison import draw
from sim.figures.names import METRIC
from sim.model.metrics.smallest import smallest_effect
from sim.runs.intervals import interval
from sim.study.ensemble import Comparison, compare, contrast
from sim.web import report
from sim.web.words import scale

LEVELS, STAFF, METRICS = [0.0, 0.15, 0.6], ["kept", "moved"], ["goodput", "completion", "surfaced"]
SAID = {"0%": 0.0, "15%": 0.15, "60%": 0.6}


@pytest.fixture(scope="module")
def sweep(tmp_path_factory):
    made = tmp_path_factory.mktemp("sweep") / "s"
    words = [
        "scenario=toy",
        "policy=laissez_faire",
        "delegation.level=0,0.15,0.6",
        "delegation.staff=kept,moved",
        "run.years=1",
        "run.replicates=6",
    ]
    assert main(["sweep", *words, "--metrics", ",".join(METRICS), "--out", f"{made}"]) == 0
    assert main(["explorer", f"{made}", "-o", f"{made / 'x.html'}"]) == 0
    return made


@pytest.fixture(scope="module")
def handed_out(tmp_path_factory):
    path = tmp_path_factory.mktemp("report") / "r.html"
    assert (
        main(
            [
                "report",
                "centralized",
                "guided_delegation",
                "scenario=toy",
                "run.years=1",
                "run.replicates=6",
                "-o",
                f"{path}",
            ]
        )
        == 0
    )
    return path


@pytest.fixture
def open_file(chromium):
    """open_file(path): the page in a browser. It may ask for nothing but itself, and no script may fail."""
    contexts, asked, faults = [], [], []

    def open_one(path, **settings):
        contexts.append(chromium.new_context(**settings))
        page = contexts[-1].new_page()
        page.set_default_timeout(20_000)
        page.on("request", lambda one: None if one.url == path.as_uri() else asked.append(one.url))
        page.on("pageerror", lambda fault: faults.append(str(fault)))
        page.on("console", lambda line: faults.append(line.text) if line.type == "error" else None)
        page.goto(path.as_uri())
        return page

    yield open_one
    for context in contexts:
        context.close()
    assert asked == [] and faults == []


def value(words: str) -> float:
    return float(re.sub(r"[^\d.\-]", "", words.replace("\u2212", "-")))


def shown(page) -> list[list[str]]:
    return page.evaluate(
        "[...document.querySelectorAll('#point tbody tr')].map(row => [...row.children].map(cell => cell.textContent))"
    )


def near(words: str, expected: float) -> bool:
    """As printed, with three digits."""
    return abs(value(words) - expected) <= 0.006 * abs(expected) + 1e-12


def test_numbers_are_those_of_the_table_at_every_point(sweep, open_file):
    page, runs, seen = open_file(sweep / "x.html"), pd.read_csv(sweep / "sweep.csv"), 0
    for k, level in enumerate(LEVELS):
        page.locator("#axis0").fill(f"{k}")
        for j, staff in enumerate(STAFF):
            page.locator("#axis1").select_option(f"{j}")
            here = runs[np.isclose(runs["delegation.level"], level) & (runs["delegation.staff"] == staff)]
            assert len(here) == 6 and SAID[page.locator("#said0").inner_text()] == level
            for row, metric in zip(shown(page), METRICS, strict=True):
                mean, low, high = (scale(metric) * x for x in interval(here[metric]))
                assert near(row[1], mean), (level, staff, metric, row)
                assert all(near(one, end) for one, end in zip(row[2].split(" to "), (low, high), strict=True)), row
                seen += 1
    print(f"{seen} means and intervals as in sweep.csv")
    assert seen == 18


def test_controls_stop_at_what_was_run_and_need_no_mouse(sweep, open_file):
    page, runs = open_file(sweep / "x.html"), pd.read_csv(sweep / "sweep.csv")
    control = page.locator("#axis0")
    control.focus()
    said = []
    for key in ("Home", "ArrowRight", "ArrowRight", "ArrowRight", "ArrowLeft", "End"):
        page.keyboard.press(key)
        said.append(SAID[page.locator("#said0").inner_text()])
    assert said == [0.0, 0.15, 0.6, 0.6, 0.15, 0.6]
    assert control.get_attribute("aria-valuetext") == "60%"
    control.evaluate("one => { one.value = 0.7; one.dispatchEvent(new Event('input')); }")
    assert SAID[page.locator("#said0").inner_text()] == 0.15, "between two points it goes to the nearer"
    page.keyboard.press("Home")
    assert page.locator("#unpin").is_disabled() and page.locator("#show").is_disabled()
    page.locator("#pin").focus()
    page.keyboard.press("Enter")
    assert page.locator("#pin").evaluate("one => getComputedStyle(one).outlineStyle") == "solid"
    control.focus()
    page.keyboard.press("End")
    wide = runs[runs["delegation.staff"] == "kept"].pivot(
        index=["seed", "replicate"], columns="delegation.level", values="goodput"
    )
    mean, low, high = interval(wide[0.6] - wide[0.0])
    row = shown(page)[0]
    assert near(row[3], mean) and all(
        near(one, end) for one, end in zip(row[4].split(" to "), (low, high), strict=True)
    ), row
    assert "Against the pinned point" in page.locator("#here").inner_text()
    page.locator("#show").select_option("1")
    assert page.locator("#chart text.pinned").count() == 1
    page.locator("#unpin").focus()
    page.keyboard.press("Space")
    assert page.locator("#unpin").is_disabled() and page.evaluate("document.activeElement.id") == "pin"
    assert shown(page)[0][3] == "\u2013"


def test_verdicts_of_the_page_are_those_of_a_comparison(sweep, open_file):
    """Against every point in turn, pinned: what its script says of each outcome is what `contrast` does."""
    page, runs, seen = open_file(sweep / "x.html"), pd.read_csv(sweep / "sweep.csv"), set()
    points = [(level, staff) for level in LEVELS for staff in STAFF]
    values = {
        (level, staff): part.sort_values("replicate")
        for (level, staff), part in runs.groupby(["delegation.level", "delegation.staff"])
    }

    def go(point):
        page.locator("#axis0").fill(f"{LEVELS.index(point[0])}")
        page.locator("#axis1").select_option(f"{STAFF.index(point[1])}")

    for a in points:
        go(a)
        page.locator("#pin").click()
        for b in (point for point in points if point != a):
            go(b)
            for row, metric in zip(shown(page), METRICS, strict=True):
                winner = contrast(
                    METRIC[metric], *(values[at][metric].to_numpy() for at in (a, b)), ("worse", "better")
                )[3]
                assert row[6] == {"higher": "more", "lower": "less"}.get(winner, winner), (a, b, metric, row)
                least = scale(metric) * smallest_effect(METRIC[metric].unit, values[a][metric].mean())
                assert value(row[5]) == pytest.approx(least, rel=0.051), row  # of two digits
                seen.add(winner)
    assert len(seen) >= 4, seen


def test_a_cell_of_the_map_moves_the_controls(sweep, open_file):
    page = open_file(sweep / "x.html", viewport={"width": 1200, "height": 1000})
    page.locator('#chart [data-index="5"] text').click()
    assert page.locator("#said0").inner_text() == "60%" and page.locator("#axis1").input_value() == "1"


@pytest.mark.parametrize("theme", ["light", "dark"])
@pytest.mark.parametrize("width", [390, 1440])
def test_the_explorer_is_readable(sweep, open_file, theme, width):
    page = open_file(sweep / "x.html", viewport={"width": width, "height": 900}, color_scheme=theme)
    page.locator("#axis0").fill("2")
    page.locator("#pin").click()
    page.locator("#axis0").fill("0")
    for show in ("0", "1"):
        page.locator("#show").select_option(show)
        ratio, where, n = lowest(page)
        print(f"{theme}, {width} px: {n} texts, contrast at least {ratio:.2f}")
        assert ratio >= 4.5, where
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    clipped = page.evaluate(
        "[...document.querySelectorAll('#chart text')].filter(one => one.getBoundingClientRect().left < "
        "document.querySelector('#chart svg').getBoundingClientRect().left - 1).map(one => one.textContent)"
    )
    assert clipped == []


@pytest.mark.parametrize("theme", ["light", "dark"])
@pytest.mark.parametrize("width", [390, 1440])
def test_the_report_is_readable(handed_out, open_file, theme, width):
    """The figure is drawn within it, dark on a white sheet in both themes."""
    page = open_file(handed_out, viewport={"width": width, "height": 900}, color_scheme=theme)
    assert page.locator("figure svg").count() == 1 and page.locator("img, link, script").count() == 0
    box = page.locator("figure svg").bounding_box()
    assert box["width"] > 300 and box["height"] > 300
    sheet = page.locator("figure .sheet").evaluate("one => getComputedStyle(one).backgroundColor")
    ink = page.locator("figure svg #text_1 [style*=fill], figure svg #text_1[style*=fill]").first.evaluate(
        "one => getComputedStyle(one).fill"
    )
    assert (sheet, ink) == ("rgb(255, 255, 255)", "rgb(34, 34, 34)")
    ratio, where, n = lowest(page)
    print(f"{theme}, {width} px: {n} texts, contrast at least {ratio:.2f}")
    assert ratio >= 4.5, where
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    assert "_" not in page.locator("figure svg").get_attribute("aria-label")


def test_policies_in_the_reports_figure_are_called_as_they_are_said():
    from sim.setup.config import resolve

    setups = [
        resolve([f"policy={name}", f"name={name}", "scenario=toy", "run.years=1", "run.replicates=4"])
        for name in ("centralized", "guided_delegation", "laissez_faire")
    ]
    found: Comparison = compare(setups)
    said = report.in_words(found)
    figure = draw(said)
    words = [one.get_text() for one in figure.findobj(lambda one: hasattr(one, "get_text"))]
    assert any("guided delegation" in one for one in words) and not [one for one in words if "_" in one]
    for name, spoken in zip(found.policies, said.policies, strict=True):
        pd.testing.assert_series_equal(found.table[name], said.table[spoken], check_names=False)
    assert found.policies[1] == "guided_delegation", "the comparison itself is left alone"
