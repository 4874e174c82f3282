"""Everybody can use the page: by keyboard, with a screen reader, in either theme, at either size, with less motion."""

import os
from functools import cache, partial
from importlib.util import find_spec
from itertools import pairwise
from pathlib import Path

import pytest
from contrast import lowest
from small import READY, SMALL, TOLD, linked, soon

VIEWS = {
    "compare": f"{SMALL}&p=centralized&p=combined&p=ban",
    "watch": f"{SMALL}&view=watch&p=centralized&p=laissez_faire&week=20&actor=centre",
    "assume": f"{SMALL}&view=assume&parameters.load=1.2",
    "home": f"{SMALL}&view=home",
    "sweep": f"{SMALL}&view=sweep",
    "exercises": "view=exercise",
    "exercise": "view=exercise&exercise=overloaded_centre",
    "claims": "view=claims",
    "claim": "view=claims&claim=h07",
}
BUSY = ("compare", "watch", "sweep", "claim")  # what has most on it
PAGES = [pytest.param(view, marks=[pytest.mark.slow] * (view not in BUSY)) for view in VIEWS]
THERE = {
    "compare": ".w-lead",
    "watch": '.w-progress[data-week="20"]',
    "assume": ".w-turns .lead",
    "home": READY,
    "sweep": ".w-swept",
    "exercises": ".w-cards",
    "exercise": ".w-brief",
    "claims": ".w-claims",
    "claim": ".w-one",
}
# The file of axe-core: what AXE names, such as that of a newer one from npm; else the one that comes with a package of
# the extra.
PACKAGE = find_spec("axe_playwright_python")
BROUGHT = Path(PACKAGE.origin).with_name("axe.min.js") if PACKAGE else Path()
AXE = next((path for path in (Path(os.environ.get("AXE", "")), BROUGHT) if path.is_file()), None)
SCREENS = [
    (1440, "light"),
    (390, "dark"),
    *(pytest.param(*screen, marks=pytest.mark.slow) for screen in ((1440, "dark"), (390, "light"))),
]
PRESSED = ", ".join(f".w-page {one}" for one in ("a", "button", "select", "input", "summary", '[tabindex="0"]'))
TABBED = """() => { const one = document.activeElement, style = getComputedStyle(one);
  const name = one.getAttribute('aria-label') || one.innerText || one.labels?.[0]?.innerText || '';
  return [one.tagName, name.slice(0, 30), style.outlineStyle !== 'none' && parseFloat(style.outlineWidth) >= 2,
          one.getBoundingClientRect().width > 0]; }"""


@pytest.fixture(scope="module")
def shown(open_for_all):
    """shown(view, width, theme): its page, opened once for all sizes and themes; only the focus may have moved."""
    page_of = cache(partial(opened, open_for_all))

    def shown(view: str, width: int = 1440, theme: str = "light"):
        page = page_of(view)
        page.set_viewport_size({"width": width, "height": 900})
        if page.evaluate("matchMedia('(prefers-color-scheme: dark)').matches") != (theme == "dark"):
            page.emulate_media(color_scheme=theme)
            page.wait_for_timeout(400)  # colours of some parts fade over
        return page

    return shown


def opened(open_page, view: str):
    page = open_page(VIEWS[view], until=THERE[view])
    if view == "watch":
        page.wait_for_function(TOLD)
    return page


@pytest.mark.parametrize("view", PAGES)
def test_all_that_can_be_pressed_is_reached_and_seen(shown, view):
    """Tab goes through every control that is not off, in the order of the page, and each shows where it is."""
    page = shown(view)
    wanted = page.evaluate(
        """all => [...document.querySelectorAll(all)].filter(one => !one.disabled && one.checkVisibility()
        && !one.closest('details:not([open]) > :not(summary)')).length""",
        PRESSED,
    )
    seen = []
    for _ in range(wanted):
        page.keyboard.press("Tab")
        seen.append(page.evaluate(TABBED))
    assert all(name and outlined and there for tag, name, outlined, there in seen if tag != "BODY"), [
        one for one in seen if not all(one[1:])
    ]
    assert len({(tag, name) for tag, name, *_ in seen}) > 5


@pytest.mark.skipif(
    AXE is None, reason="axe-core is not installed: pip install 'paradiplomacy[browser]', or AXE=its file"
)
@pytest.mark.parametrize(("width", "theme"), SCREENS)
@pytest.mark.parametrize("view", PAGES)
def test_axe_finds_nothing(shown, view, width, theme):
    page = shown(view, width, theme)
    page.evaluate(AXE.read_text(encoding="utf-8"))
    found = page.evaluate("axe.run(document, {resultTypes: ['violations']})")["violations"]
    assert [(one["id"], [node["html"][:120] for node in one["nodes"]]) for one in found] == []


@pytest.mark.parametrize(("width", "theme"), SCREENS)
@pytest.mark.parametrize("view", PAGES)
def test_text_stands_out(shown, view, width, theme):
    """4.5 to 1, whatever lies behind; and nothing is so small that a back row could not read it."""
    page = shown(view, width, theme)
    page.evaluate("document.querySelectorAll('details').forEach(one => { one.open = true; })")
    ratio, where, n = lowest(page)
    print(f"{view}, {theme}, {width} px: {n} texts, contrast at least {ratio:.2f}")
    assert ratio >= 4.5, where
    assert page.evaluate("getComputedStyle(document.documentElement).lang || document.documentElement.lang") == "en"
    assert "user-scalable" not in page.locator("meta[name=viewport]").get_attribute("content")


@pytest.mark.parametrize("view", PAGES)
def test_headings_are_in_order_and_landmarks_are_named(shown, view):
    page = shown(view)
    levels = page.evaluate("[...document.querySelectorAll('h1, h2, h3, h4')].map(one => Number(one.tagName[1]))")
    assert levels[0] == 1 and levels.count(1) == 1 and all(b <= a + 1 for a, b in pairwise(levels)), levels
    assert page.locator("main").count() == 1 and page.get_by_role("navigation", name="Views").count() == 1
    regions = page.evaluate("""[...document.querySelectorAll('section, [role=region]')].map(one =>
        one.getAttribute('aria-label') || document.getElementById(one.getAttribute('aria-labelledby')).innerText)""")
    assert len(set(regions)) == len(regions) and all(regions), regions


def test_the_skip_link_skips(open_page):
    page = open_page(until=READY)
    page.keyboard.press("Tab")
    assert page.evaluate(TABBED)[1:] == ["Skip to the content", True, True]
    page.keyboard.press("Enter")
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.innerText") == "Add a policy", "the first thing below the settings"
    assert "#" not in page.url


def test_a_decade_is_watched_without_a_mouse(open_page):
    page = open_page(f"{SMALL}&view=watch&p=centralized&p=laissez_faire&p=ban", until='.w-progress[data-week="0"]')
    page.get_by_role("button", name="One week forward").focus()
    page.keyboard.press("Enter")
    page.wait_for_selector('.w-progress[data-week="1"]')
    soon(page.locator(".w-watch [role=status]")).to_contain_text("Week 1,")
    page.get_by_label("Story of").focus()
    page.keyboard.press("ArrowDown")
    page.wait_for_selector(".w-story h2")
    page.get_by_label("Beside A").focus()
    page.keyboard.press("ArrowDown")
    linked(page, "beside=C")
    soon(page.locator("figcaption").nth(1)).to_contain_text("Ban")
    page.reload()
    page.wait_for_selector('.w-progress[data-week="1"]')
    soon(page.get_by_label("Beside A")).to_have_value("C")
    soon(page.locator("figcaption").nth(1)).to_contain_text("Ban")


@pytest.mark.slow
def test_what_is_said_aloud_is_little(open_page):
    """While worlds come in by fours and tens, a screen reader hears of the last of them alone."""
    page = open_page(
        f"{SMALL}&run.replicates=200".replace("run.replicates=10&", ""), until='.w-progress[data-done="200"]'
    )
    page.evaluate("""() => { window.heard = []; const one = document.querySelector('.w-outcomes [role=status]');
        const all = {childList: true, characterData: true, subtree: true};
        new MutationObserver(() => window.heard.push(one.innerText)).observe(one, all); }""")
    page.locator('[data-lever="delegation.level/0"]').fill("0.5")
    page.wait_for_selector('.w-progress[data-done="200"][data-link*="status_quo:delegation.level=0.5"]')
    page.wait_for_timeout(300)
    assert [words for words in page.evaluate("window.heard") if words] == ["200 worlds, the same for every policy"]


@pytest.mark.slow
def test_less_motion_where_less_is_wanted(open_page):
    page = open_page(until=READY, reduced_motion="reduce")
    moving = page.evaluate("""() => {
        const dot = document.createElement('span'); dot.className = 'w-dot';
        document.querySelector('.w-progress').append(dot);
        const moves = s => s.animationName !== 'none' || parseFloat(s.transitionDuration) > 0;
        return [...document.querySelectorAll('*')].filter(one => moves(getComputedStyle(one))).length; }""")
    assert moving == 0


@pytest.mark.parametrize("scenario", ["us_2023", pytest.param("canada_2023", marks=pytest.mark.slow)])
@pytest.mark.slow
def test_names_on_the_stage_do_not_cover_anybody(open_page, scenario):
    """At the start, where everybody is as large as the day's papers make them; in a room, names are as tall as text."""
    page = open_page(
        f"scenario={scenario}&run.years=1&run.replicates=2&view=watch&p=centralized&p=laissez_faire&week=30",
        until='.w-progress[data-week="30"]',
        viewport={"width": 1440, "height": 1000},
    )
    covered = page.evaluate("""() => {
      const box = one => [one.getBoundingClientRect(), one.textContent];
      const boxes = which => [...document.querySelectorAll(which)].map(box);
      const names = boxes('.w-stage svg text.name:not(.centre)');
      const all = boxes('.w-stage .node:not(.centre) path').concat(names);
      const beside = (a, b) => a.left < b.right - 1 && b.left < a.right - 1;
      const meet = (a, b) => beside(a, b) && a.top < b.bottom - 4 && b.top < a.bottom - 4;
      const found = [];
      for (const [a, name] of names) for (const [b, other] of all)
        if (a !== b && name !== other && meet(a, b)) found.push(name + '/' + other);
      return [names.length, found]; }""")
    assert covered[0] > 20 and covered[1] == [], covered[1][:8]
    tall = page.evaluate(
        "[...document.querySelectorAll('.w-stage svg text.home, .w-stage svg text.abroad')].map(one => "
        "parseFloat(getComputedStyle(one).fontSize) * one.ownerSVGElement.getBoundingClientRect().width / 1000)"
    )
    print(f"{scenario}: names {min(tall):.1f} to {max(tall):.1f} px tall")
    assert sorted(tall)[len(tall) // 4] >= 16.5
