"""The connection goes, or the workshop itself does: the page says so, and comes back with what was chosen."""

import re
import signal
import subprocess
import sys

import pytest
from small import READY, ROOT, SMALL, linked, soon

QUERY = f"{SMALL}&p=centralized&p=combined"
LOST = ".w-lost"


def pull(page, value: str) -> None:
    page.locator('[data-lever="delegation.level/0"]').fill(value)
    page.wait_for_selector(f'{READY}[data-link*="centralized:delegation.level={value}&"]')


def still_there(page, value: str) -> None:
    """What was chosen is on the screen and in the link, and the page goes on."""
    page.wait_for_selector(LOST, state="detached", timeout=60_000)
    page.wait_for_selector(f'{READY}[data-link*="centralized:delegation.level={value}&"]', timeout=60_000)
    soon(page.locator('[data-lever="delegation.level/0"]')).to_have_value(value)
    linked(page, f"delegation.level={value}")
    assert page.locator(LOST).count() == 0
    assert not page.locator(".w-page").evaluate("one => one.inert")
    page.locator('[data-key="run.seed"]').fill("9")
    page.locator('[data-key="run.seed"]').blur()
    page.wait_for_selector(f'{READY}[data-link*="run.seed=9"]')


def test_a_killed_socket_is_opened_again(open_page):
    page = open_page(QUERY, until=READY)
    pull(page, "0.35")
    assert page.evaluate("solara.debug.dropConnection()")
    page.wait_for_timeout(500)
    still_there(page, "0.35")


def test_without_a_network_it_says_so_and_comes_back(open_page, unheard):
    page = open_page(QUERY, until=READY)
    pull(page, "0.45")
    unheard.append("ERR_INTERNET_DISCONNECTED")
    unheard.append("WebSocket connection")
    page.context.set_offline(True)
    page.evaluate("solara.debug.dropConnection()")
    page.wait_for_selector(LOST)
    said = page.get_by_role("alert").inner_text()
    assert "connection" in said and "address bar" in said and "start it again" in said
    page.wait_for_timeout(4000)
    assert page.locator(LOST).count() == 1
    assert page.locator(".w-page").evaluate("one => one.inert"), "what is moved while nobody hears it would be lost"
    page.context.set_offline(False)
    page.wait_for_selector(LOST, state="detached", timeout=60_000)
    still_there(page, "0.45")


def start(port: int = 0) -> tuple[subprocess.Popen, int]:
    server = subprocess.Popen(
        [sys.executable, "-m", "sim.commands.cli", "workshop", "--port", f"{port}"],
        stdout=subprocess.PIPE,
        text=True,
        cwd=ROOT,
    )
    return server, int(re.search(r"http://127\.0\.0\.1:(\d+)", server.stdout.readline())[1])


@pytest.mark.parametrize(
    "end", [pytest.param(signal.SIGINT, marks=pytest.mark.slow), signal.SIGKILL], ids=["stopped", "killed"]
)
@pytest.mark.slow
def test_a_workshop_that_was_started_again_finds_the_page_as_it_was(chromium, end):
    pytest.importorskip("solara", reason="solara is not installed: pip install 'paradiplomacy[workshop]'")
    server, port = start()
    context = chromium.new_context()
    try:
        page = context.new_page()
        page.goto(f"http://127.0.0.1:{port}/?{QUERY}")
        page.wait_for_selector(READY)
        pull(page, "0.55")
        server.send_signal(end)
        server.wait(15)
        page.wait_for_selector(LOST)
        page.wait_for_timeout(3500)
        server, port = start(port)
        page.wait_for_selector(LOST, state="detached", timeout=60_000)
        still_there(page, "0.55")
    finally:
        context.close()
        server.send_signal(signal.SIGINT)
        server.wait(15)
