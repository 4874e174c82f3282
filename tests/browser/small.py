"""A comparison that takes a moment, where the project is, and how to wait for what an action on the page leads to: a
part of it, or its address, may follow a moment later than another."""

from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
SMALL = "scenario=toy&run.years=1&run.replicates=10"
READY = '.w-progress[data-done="10"]'
TOLD = "document.querySelector('.w-story pre')?.innerText.startsWith('Reading') === false"
LINKED = "([parts, there]) => parts.every(one => location.search.includes(one) === there)"


def soon(part):
    """Assertions of Playwright about a part of the page, which wait until they hold, 30 s at most."""
    from playwright.sync_api import expect

    expect.set_options(timeout=30_000)
    return expect(part)


def linked(page, *parts: str, there: bool = True) -> None:
    """Until the page's address has these parts, or none of them."""
    page.wait_for_function(LINKED, arg=[parts, there])
