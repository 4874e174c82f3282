"""An exercise as a group goes through it: the briefing, its policies side by side, what to try next."""

import pytest
from small import linked, soon


def test_an_exercise_is_read_opened_and_left(open_page):
    page = open_page("view=exercise")
    soon(page.locator("[data-exercise]")).to_have_count(7)
    page.locator('[data-exercise="rival_courts_the_states"]').click()
    page.wait_for_selector(".w-brief")
    linked(page, "exercise=rival_courts_the_states")
    page.locator("[data-open]").click()
    page.wait_for_selector("tr.watched")
    assert page.locator("tr.watched").first.get_attribute("data-metric") == "captured"
    linked(page, "parameters.courtship=0.3")
    soon(page.locator(".w-strip")).to_have_count(1)
    page.reload()
    page.wait_for_selector(".w-strip")
    page.get_by_role("button", name="Leave the exercise").click()
    page.wait_for_function("!document.querySelector('.w-strip')")
    linked(page, "exercise", there=False)
    linked(page, "parameters.courtship=0.3")


@pytest.mark.slow
def test_what_to_try_next_is_one_click(open_page):
    page = open_page("view=exercise&exercise=overloaded_centre")
    page.locator('[data-then="coordination.guidance=0.1"]').click()
    page.wait_for_selector("[data-policy]")
    linked(page, "guided_delegation:coordination.guidance=0.1")
    soon(page.locator('[data-lever="coordination.guidance/1"]')).to_have_value("0.1")


@pytest.mark.parametrize(
    "query", ["view=exercise&exercise=nobody", pytest.param("exercise=../../etc/passwd", marks=pytest.mark.slow)]
)
def test_an_unknown_exercise_gets_a_sentence(open_page, query):
    page = open_page(query)
    assert "expected one of" in page.get_by_role("alert").inner_text()
