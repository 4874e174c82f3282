"""A decade watched, and assumptions doubted."""

from small import SMALL


def week(page, n: int) -> None:
    page.wait_for_selector(f'.w-progress[data-week="{n}"]')


def test_time_goes_on_under_both_policies(open_page):
    page = open_page(f"{SMALL}&view=watch&p=centralized&p=laissez_faire")
    week(page, 0)
    page.get_by_role("button", name="One week on").click()
    week(page, 1)
    page.get_by_role("button", name="A quarter on").click()
    week(page, 14)
    assert page.locator(".w-stage").count() == 2
    numbers = [int(text.replace(",", "")) for text in page.locator(".w-stage >> nth=0 >> dd").all_inner_texts()]
    assert numbers[1] > 0, "nothing was agreed in a quarter"
    page.get_by_role("button", name="Play").click()
    page.wait_for_function("Number(document.querySelector('.w-progress').dataset.week) >= 17")
    page.get_by_role("button", name="Pause").click()
    page.wait_for_timeout(800)
    stopped = page.locator(".w-progress").get_attribute("data-week")
    page.wait_for_timeout(800)
    assert page.locator(".w-progress").get_attribute("data-week") == stopped
    page.reload()
    week(page, int(stopped))
    page.get_by_role("button", name="From the start").click()
    week(page, 0)


def test_an_actor_tells_its_story(open_page):
    page = open_page(f"{SMALL}&view=watch&p=centralized&p=laissez_faire")
    week(page, 0)
    options = page.locator("[data-actor] option").all()
    code = options[-1].get_attribute("value")
    page.locator("[data-actor]").select_option(code)
    page.wait_for_function("document.querySelector('.w-story pre') && !document.querySelector('.w-story pre').innerText.startsWith('Reading')")
    assert options[-1].inner_text().split()[0] in page.locator(".w-story pre").inner_text()
    assert f"actor={code}" in page.url


def test_an_assumption_moves_and_is_scanned(open_page):
    page = open_page(f"{SMALL}&view=assume&p=centralized&p=guided_delegation")
    page.locator('[data-assume="load"]').fill("1.2")
    page.wait_for_selector(".w-turns .lead")
    assert "parameters.load=1.2" in page.url and "turned round by your assumptions" in page.locator(".w-turns .lead").first.inner_text()
    page.locator('[data-scan="metric"]').select_option("goodput")
    page.locator('[data-scan="parameter"]').select_option("growth")
    page.locator('[data-scan="go"]').click()
    page.wait_for_function("/sign/.test(document.querySelector('.w-flip').innerText)")
    assert page.locator(".w-assume tbody tr").count() == 7
