"""A decade watched, and assumptions doubted."""

import pytest
from small import SMALL, TOLD, linked, soon


def week(page, n: int) -> None:
    page.wait_for_selector(f'.w-progress[data-week="{n}"]')


def test_time_goes_on_under_both_policies(open_page):
    page = open_page(f"{SMALL}&view=watch&p=centralized&p=laissez_faire")
    week(page, 0)
    page.get_by_role("button", name="One week forward").click()
    week(page, 1)
    page.get_by_role("button", name="One quarter forward").click()
    week(page, 14)
    soon(page.locator(".w-stage")).to_have_count(2)
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


@pytest.mark.slow
def test_an_actor_tells_its_story(open_page):
    page = open_page(f"{SMALL}&view=watch&p=centralized&p=laissez_faire")
    week(page, 0)
    options = page.locator("[data-actor] option").all()
    code = options[-1].get_attribute("value")
    page.locator("[data-actor]").select_option(code)
    page.wait_for_function(TOLD)
    assert options[-1].inner_text().split()[0] in page.locator(".w-story pre").inner_text()
    linked(page, f"actor={code}")


def test_an_assumption_moves_and_is_scanned(open_page):
    page = open_page(f"{SMALL}&view=assume&p=centralized&p=guided_delegation")
    page.locator('[data-assume="load"]').fill("1.2")
    page.wait_for_selector(".w-turns .lead")
    soon(page.locator(".w-turns .lead").first).to_contain_text("reversed by your assumptions")
    linked(page, "parameters.load=1.2")
    page.locator('[data-scan="metric"]').select_option("goodput")
    page.locator('[data-scan="parameter"]').select_option("window")
    page.locator('[data-scan="go"]').click()
    page.wait_for_function("/sign/.test(document.querySelector('.w-flip').innerText)")
    soon(page.locator(".w-assume tbody tr")).to_have_count(7)
    found = page.locator(".w-flip").inner_text()
    linked(page, "flip=goodput,window")
    page.reload()
    page.wait_for_selector(".w-flip")
    page.wait_for_function("/sign/.test(document.querySelector('.w-flip').innerText)")
    assert page.locator(".w-flip").inner_text() == found, "the link has it"
    cell = page.locator(".w-assume tbody tr").nth(5).locator("td").first.inner_text()
    page.locator("[data-point]").nth(5).click()
    settled = page.locator('tr[data-metric="goodput"] .w-difference')
    settled.wait_for()
    page.wait_for_selector('.w-progress[data-done="20"]')
    soon(settled).to_contain_text(cell.split(" (")[0])
    linked(page, "parameters.window=")


@pytest.mark.slow
def test_what_is_put_on_the_table_stays_in_the_link(open_page):
    page = open_page(f"{SMALL}&view=assume&p=centralized&p=guided_delegation")
    page.locator("[data-doubts]").select_option("pooled")
    page.locator('[data-assume="pooled"]').wait_for()
    page.reload()
    page.locator('[data-assume="pooled"]').wait_for()
    linked(page, "doubts=pooled")
    page.get_by_role("button", name="Remove").click()
    page.locator('[data-assume="pooled"]').wait_for(state="detached")
    linked(page, "doubts", there=False)


def test_a_scan_is_of_the_numbers_it_was_asked_of():
    """Whatever else decides the numbers is moved: the scan is dropped. What decides none leaves it."""
    from sim.web.app import moves
    from sim.web.app.view import View

    view = View(scenario="toy", years=1, tab="assume", flip=("goodput", "load"))
    for message in (
        {"do": "assume", "key": "growth", "value": 0.03},
        {"do": "lever", "k": 1, "key": "delegation.level", "value": 0.9},
        {"do": "add"},
        {"do": "set", "key": "run.seed", "value": "9"},
    ):
        assert moves.moved(view, message).flip == (), message
    for message in (
        {"do": "set", "key": "view", "value": "compare"},
        {"do": "set", "key": "doubts", "value": "window"},
    ):
        assert moves.moved(view, message).flip == view.flip, message


def test_who_acts_alone_is_told_in_words_and_in_number():
    """Whoever is in the picture is in the list, and as many as the number says; shapes follow the same records."""
    from sim.web.app import view as spelling
    from sim.web.app.view import Column, View
    from sim.web.app.watching import Stage

    stage, seen = Stage(spelling.setups(View((Column("centralized"), Column("laissez_faire")), years=2))[0], 1), set()
    for _ in range(104):
        stage.step(1)
        world, conditions = stage.model.world, dict(stage.picture()["conditions"])
        alone, won = world.subnationals["ventures"] > 0, world.subnationals["captured"] > 0
        names = conditions["Acting alone"]
        told = (
            0
            if names == "nobody"
            else int(names.split(" and ")[1].split()[0]) + 3
            if " and " in names and names.endswith("more")
            else names.count(", ") + 1
        )
        assert told == alone.sum() == dict(stage.picture()["numbers"])["acting alone now"]
        states = [state for _, state in stage.sizes()][1 + len(world.departments) :][: len(alone)]
        assert all((state == 2) == bool(w) for state, w in zip(states, won, strict=True))
        seen |= set(states)
    assert {0, 1, 2} <= seen


def test_matters_move_from_where_they_arose_to_whom_they_are_given():
    """Each given to somebody in the week, towards who works on it; what is handed over comes from the department."""
    from sim.model.records import JOINT, MANDATE, ROUTED
    from sim.web.app import view as spelling
    from sim.web.app.view import Column, View
    from sim.web.app.watching import Stage

    stage, back = Stage(spelling.setups(View((Column("centralized"), Column("guided_delegation")), years=0.5))[1], 0), 0
    for _ in range(10):
        stage.step(1)
        w, picture = stage.model.world, stage.picture()
        events = w.events[stage.seen : int(w.federal["events"][0])]
        rows = events["issue"][events["kind"] == ROUTED]
        assert len(picture["papers"]) == len(rows) > 0
        for (one, other), i in zip(picture["papers"], rows, strict=True):
            issue, n = w.issues[i], len(w.departments)
            home, office = 1 + n + int(issue["locality"]), 1 + int(w.domains["department"][issue["domain"]])
            handed = int(issue["route"]) in (MANDATE, JOINT)
            assert (one, other) == ((office, home) if handed else (home, office))
            back += handed
    assert back > 0


@pytest.mark.slow
def test_what_moves_stands_still_where_less_motion_is_wanted(open_page):
    for wanted in ("no-preference", "reduce"):
        page = open_page(
            f"{SMALL}&view=watch&p=centralized&p=laissez_faire",
            until='.w-progress[data-week="0"]',
            reduced_motion=wanted,
        )
        page.get_by_role("button", name="One week forward").click()
        week(page, 1)
        assert page.locator(".moving circle").count() > 0
        assert page.locator(".moving").first.evaluate("one => getComputedStyle(one).display") == (
            "none" if wanted == "reduce" else "inline"
        )
