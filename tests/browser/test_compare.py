"""The page as a visitor meets it: open, move levers, read numbers, take them home, come back by a link."""

import shlex
import signal
from pathlib import Path

import pytest
from small import READY, SMALL, linked, soon
from width import right_edge

from sim.commands.cli import main


def mean(page, metric: str, column: int) -> str:
    return page.locator(f'tr[data-metric="{metric}"] td').nth(column).locator(".w-mean").inner_text()


def settled(page, *parts: str) -> None:
    """Until the numbers on the screen are those of a link with these parts, complete."""
    where = "".join(f'[data-link*="{part}"]' for part in parts)
    page.wait_for_selector(f"{READY}{where}")


def download(page, kind: str, folder: Path) -> Path:
    page.get_by_role("button", name="Take it home").click()
    page.wait_for_selector(READY)
    with page.expect_download() as waiting:
        page.locator(f'[data-file="{kind}"]').click()
    path = folder / waiting.value.suggested_filename
    waiting.value.save_as(path)
    return path


def shown_command(page) -> str:
    return page.locator(".w-commands").inner_text().strip()


def test_levers_move_the_numbers_and_the_link(open_page):
    page = open_page(until=READY)
    before, staff = mean(page, "subnational_trust", 1), page.locator('[data-staff="1"]').inner_text()
    page.locator('[data-lever="delegation.level/1"]').fill("0.8")
    settled(page, "delegation.level=0.8")
    assert mean(page, "subnational_trust", 1) != before
    page.locator('[data-lever="delegation.form/1"]').select_option("joint")
    settled(page, "delegation.form=joint")
    page.locator("summary", has_text="Oversight").click()
    page.locator('[data-lever="oversight.liaison/1"]').fill("4")
    settled(page, "oversight.liaison=4")
    soon(page.locator('[data-staff="1"]')).not_to_have_text(staff)
    linked(page, "delegation.level=0.8", "oversight.liaison=4")
    numbers = [mean(page, "throughput", k) for k in (0, 1)]
    page.reload()
    settled(page, "delegation.form=joint", "oversight.liaison=4")
    assert [mean(page, "throughput", k) for k in (0, 1)] == numbers
    soon(page.locator('[data-lever="delegation.level/1"]')).to_have_value("0.8")


@pytest.mark.slow
def test_a_slider_moves_with_the_keyboard_and_a_bad_value_changes_nothing(open_page):
    page = open_page(until=READY)
    page.locator('[data-lever="delegation.level/0"]').focus()
    page.keyboard.press("ArrowRight")
    settled(page, "status_quo:delegation.level=0.05")
    page.locator('[data-key="run.seed"]').fill("-3")
    page.locator('[data-key="run.seed"]').blur()
    assert "run.seed" in page.get_by_role("alert").inner_text()
    assert "run.seed" not in page.url


@pytest.mark.slow
def test_policies_are_chosen_added_and_removed(open_page):
    page = open_page(until=READY)
    page.locator('[data-policy="1"]').select_option("ban")
    settled(page, "p=ban")
    page.get_by_role("button", name="Add a policy").click()
    settled(page, "p=whole_of_government")
    soon(page.locator('tr[data-metric="throughput"] td')).to_have_count(3)
    page.get_by_role("button", name="Remove B").click()
    linked(page, "p=ban", there=False)


MOVED = ("centralized", "ban:delegation.level=0.6,oversight.alarm=0.5", "ban:delegation.form=joint")


@pytest.mark.parametrize(
    "policies",
    [pytest.param(("centralized", "combined", "ban"), marks=pytest.mark.slow), MOVED],
    ids=["presets", "moved"],
)
def test_the_command_line_gives_the_same_bytes(open_page, tmp_path, policies):
    page = open_page(
        "&".join([SMALL, "run.seed=7", *(f"p={one}" for one in policies), "parameters.load=1.1"]), until=READY
    )
    table = download(page, "csv", tmp_path)
    assert main([*shlex.split(shown_command(page))[1:], "--out", str(tmp_path / "again")]) == 0
    assert (tmp_path / "again" / "comparison.csv").read_bytes() == table.read_bytes()
    assert download(page, "png", tmp_path).read_bytes() == (tmp_path / "again" / "comparison.png").read_bytes()


@pytest.mark.slow
def test_another_outcome_is_shown_and_dropped(open_page):
    page = open_page(until=READY)
    page.locator("[data-also]").select_option("managers")
    page.locator('tr[data-metric="managers"]').wait_for()
    page.reload()
    page.locator('tr[data-metric="managers"]').wait_for()
    linked(page, "also=managers")
    page.locator('[data-drop="managers"]').click()
    page.locator('tr[data-metric="managers"]').wait_for(state="detached")
    linked(page, "also", there=False)


@pytest.mark.slow
def test_the_report_stands_alone(open_page, tmp_path):
    page = open_page(until=READY)
    text = download(page, "html", tmp_path).read_text(encoding="utf-8")
    assert (
        "<!DOCTYPE html>" in text
        and "default-src 'none'" in text
        and "paradip compare status_quo guided_delegation" in text
    )


@pytest.mark.parametrize(
    "query",
    [pytest.param("run.years=1e9", marks=pytest.mark.slow), "zz=%3Cscript%3Ealert(1)%3C/script%3E"],
    ids=["value", "key"],
)
def test_a_bad_link_gets_a_sentence(open_page, query):
    """What else does not fit is tried in test_view.py, where no page need be opened for it."""
    page = open_page(query)
    said = page.get_by_role("alert").inner_text()
    assert "expected" in said.lower() and query.partition("=")[0] in said
    body = page.locator("body").inner_text()
    assert "Traceback" not in body and "/sim/" not in body and ".py" not in body
    assert page.locator('[data-policy="0"]').input_value() == "status_quo"


def test_sessions_do_not_see_each_other(open_page):
    one, two = open_page(until=READY), open_page(f"{SMALL}&p=ban&p=combined", until=READY)
    one.locator('[data-lever="delegation.level/1"]').fill("0.9")
    settled(one, "delegation.level=0.9")
    two.wait_for_timeout(500)
    assert "0.9" not in two.url and two.locator('[data-policy="0"]').input_value() == "ban"
    assert two.locator('[data-lever="delegation.level/0"]').input_value() == "0"
    assert one.locator('[data-policy="0"]').input_value() == "status_quo"


@pytest.mark.slow
def test_narrow_screens_need_no_sideways_scrolling(open_page):
    page = open_page(until=READY, viewport={"width": 390, "height": 844})
    for tab in ("Compare", "Watch a decade", "Assumptions", "Take it home"):
        page.get_by_role("button", name=tab).click()
        page.wait_for_timeout(300)
        assert right_edge(page, "svg") <= 391, tab


def test_the_browsers_own_button_takes_a_step_back(open_page):
    page = open_page(f"{SMALL}&p=centralized&p=guided_delegation", until=READY)
    page.locator('[data-lever="delegation.level/1"]').fill("0.8")
    settled(page, "delegation.level=0.8")
    page.get_by_role("button", name="Exercises").click()
    linked(page, "view=exercise")
    page.locator('[data-exercise="rival_courts_the_states"]').click()
    linked(page, "exercise=rival_courts_the_states")
    page.locator("[data-open]").click()
    linked(page, "parameters.courtship=0.3")  # a step each: the address follows the page a moment later
    page.locator(".w-strip").wait_for()
    for _ in range(3):
        page.go_back()
    settled(page, "delegation.level=0.8")
    assert page.locator(".w-strip").count() == 0
    page.go_back()
    linked(page, "delegation.level", there=False)
    page.wait_for_function("document.querySelector('[data-lever=\"delegation.level/1\"]').value === '0.7'")
    page.go_forward()
    settled(page, "delegation.level=0.8")
    page.wait_for_function("document.querySelector('[data-lever=\"delegation.level/1\"]').value === '0.8'")
    page.locator('[data-lever="delegation.level/1"]').fill("0.6")
    settled(page, "delegation.level=0.6")
    page.go_back()
    settled(page, "delegation.level=0.8")


def test_a_workshop_that_answers_late_loses_no_step(open_page, workshop):
    page = open_page(f"{SMALL}&p=centralized&p=guided_delegation", until=READY)
    for level in ("0.8", "0.6", "0.4"):
        page.locator('[data-lever="delegation.level/1"]').fill(level)
        settled(page, f"delegation.level={level}")
    workshop.send_signal(signal.SIGSTOP)
    page.go_back()
    page.wait_for_timeout(4000)
    workshop.send_signal(signal.SIGCONT)
    page.go_back()
    settled(page, "delegation.level=0.8")
    page.go_forward()
    settled(page, "delegation.level=0.6")
    page.go_forward()
    settled(page, "delegation.level=0.4")


def test_a_step_back_to_a_link_that_leads_nowhere_changes_nothing(open_page):
    page = open_page(f"{SMALL}&p=centralized&p=guided_delegation", until=READY)
    linked(page, "p=guided_delegation")
    page.evaluate("history.pushState(null, '', '/?p=nobody'); history.pushState(null, '', '/?p=somebody')")
    page.go_back()
    linked(page, "p=guided_delegation")
    assert "nobody" in page.get_by_role("alert").inner_text()
    page.locator('[data-lever="delegation.level/1"]').fill("0.8")
    settled(page, "delegation.level=0.8")
    linked(page, "delegation.level=0.8")
    page.go_back()
    linked(page, "delegation.level", there=False)
    settled(page, "p=guided_delegation&")


@pytest.mark.slow
def test_time_leaves_no_steps_behind(open_page):
    page = open_page(f"{SMALL}&view=watch&p=centralized&p=laissez_faire", until='.w-progress[data-week="0"]')
    steps = page.evaluate("history.length")
    for week in (1, 2, 3):
        page.get_by_role("button", name="One week forward").click()
        linked(page, f"week={week}")
    assert page.evaluate("history.length") == steps
