"""The view of a sweep in a browser."""

import pytest
from small import linked, soon
from width import right_edge

pytestmark = pytest.mark.usefixtures("at_hand")


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
    page.wait_for_selector(
        '[data-link*="sweep.across=coordination.guidance"][data-link*="sweep.hold=delegation.form:joint"]'
    )
    linked(page, "sweep.hold=delegation.form:joint")
    cell = page.locator('[data-cell="2/1"]')
    shown, before = cell.inner_text(), chosen(page)
    page.reload()
    soon(cell).to_have_text(shown)
    assert chosen(page) == before
    cell.click()
    page.wait_for_selector('[data-policy="2"]')
    came = {"delegation.level": "0.6", "delegation.form": "joint", "coordination.guidance": "0.5"}
    for key, value in came.items():
        soon(page.locator(f'[data-lever="{key}/2"]')).to_have_value(value)
    page.wait_for_selector('.w-progress[data-done="3"][data-wanted="3"]')
    soon(page.locator('tr[data-metric="goodput"] td').nth(2).locator(".w-mean")).to_have_text(shown)
    assert "Policy C is the one from the sweep" in page.get_by_role("alert").inner_text()


@pytest.mark.slow
def test_a_mark_of_the_front_becomes_a_column(open_page):
    page = open_page("view=sweep&sweep=loads&p=ban&p=laissez_faire")
    page.locator('[data-show="front"]').click()
    page.locator('[data-look="up"]').select_option("legitimacy")
    page.wait_for_selector('[data-link*="sweep.up=legitimacy"]')
    linked(page, "sweep.up=legitimacy")
    soon(page.locator("[data-mark]")).to_have_count(4)
    assert page.locator(".spot.on").count() == page.locator("[data-front]").count() > 0
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
    linked(page, "run.seed=7", "parameters.load=0.8")


def test_a_bad_link_and_an_undrawable_sweep_get_a_sentence(open_page):
    page = open_page("view=sweep&sweep=%2Fetc")
    assert "found when the page started" in page.get_by_role("alert").inner_text()
    page = open_page("view=sweep&sweep=federations")
    page.wait_for_selector(".w-swept .w-said")
    assert "several federations" in page.locator(".w-swept .w-said").inner_text()


@pytest.mark.parametrize("show", ["map", "front"])
@pytest.mark.slow
def test_a_narrow_screen_needs_no_sideways_scrolling(open_page, show):
    page = open_page(
        f"view=sweep&sweep=levels&sweep.show={show}",
        until="[data-cell], [data-mark]",
        viewport={"width": 390, "height": 844},
    )
    assert right_edge(page) <= 391
