"""The workshop, started once as anybody would start it, and a browser. Where either is missing, tests are skipped."""

import os
import re
import shutil
import signal
import subprocess
import sys
from contextlib import contextmanager
from pathlib import Path

import pytest
from finished_sweeps import SWEEPS, TOY
from small import ROOT, SMALL

from sim.commands.cli import main
from sim.runs.work import ready
from sim.web.app.sweeps import found as finding
from sim.web.app.sweeps import sweep

CHROMIUM = next(filter(None, map(shutil.which, ("chromium", "chromium-browser", "google-chrome"))), None)
QUIET = ["--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking",
         "--disable-component-update", "--disable-sync"]  # fmt: skip


@pytest.fixture(scope="session")
def serve(tmp_path_factory):
    """serve(words of the command): the workshop's process, with `where` it is, while one is inside. cwd: where it is
    started. At the end it hears Ctrl-C, and has to end well."""
    pytest.importorskip("solara", reason="solara is not installed: pip install 'paradiplomacy[workshop]'")
    ready()  # what is compiled already is not told by the server

    @contextmanager
    def started(*words: str, cwd: Path = ROOT):
        said = tmp_path_factory.mktemp("workshop") / "errors"
        with said.open("w") as errors:
            server = subprocess.Popen(
                [sys.executable, "-m", "sim.commands.cli", "workshop", "--port", "0", *words],
                stdout=subprocess.PIPE,
                stderr=errors,
                text=True,
                cwd=cwd,
                env={**os.environ, "PYTHONPATH": str(ROOT)},
            )
            first = server.stdout.readline()
            found = re.search(r"http://127\.0\.0\.1:\d+", first)
            assert found, first + said.read_text()
            server.where = found[0]
            yield server
            server.send_signal(signal.SIGINT)
            assert server.wait(15) == 0
        assert said.read_text() == "", "the server complained"

    return started


@pytest.fixture(scope="session")
def workshop(serve):
    with serve() as server:
        yield server


@pytest.fixture(scope="session")
def address(workshop):
    return workshop.where


@pytest.fixture(scope="session")
def chromium():
    driver = pytest.importorskip("playwright.sync_api", reason="playwright is not installed: pip install playwright")
    if CHROMIUM is None:
        pytest.skip("no chromium here; expected one from the distribution's packages")
    with driver.sync_playwright() as play:
        browser = play.chromium.launch(executable_path=CHROMIUM, args=QUIET)
        yield browser
        browser.close()


@pytest.fixture
def unheard():
    """Complaints of the browser that a test provokes: words of them."""
    return []


def pages(chromium, address, unheard):
    """open_one(query): a page in a session of its own. No request may leave this machine, and no script may fail."""
    contexts, foreign, faults = [], [], []

    def open_one(query: str = SMALL, until: str = ".w-tabs", **settings):
        context = chromium.new_context(accept_downloads=True, **settings)
        contexts.append(context)
        page = context.new_page()
        page.set_default_timeout(30_000)
        page.on(
            "request",
            lambda asked: (
                None if asked.url.startswith((address, "data:", f"blob:{address}")) else foreign.append(asked.url)
            ),
        )
        page.on(
            "websocket",
            lambda asked: None if asked.url.startswith(address.replace("http", "ws")) else foreign.append(asked.url),
        )
        page.on("console", lambda line: faults.append(line.text) if line.type == "error" else None)
        page.on("pageerror", lambda fault: faults.append(str(fault)))
        page.goto(f"{address}/?{query}")
        page.wait_for_selector(until)
        return page

    yield open_one
    for context in contexts:
        context.close()
    assert foreign == [], "asked somebody else"
    assert [fault for fault in faults if not any(words in fault for words in unheard)] == [], "a script failed"


@pytest.fixture
def open_page(chromium, address, unheard):
    """A page for one test: `pages`."""
    yield from pages(chromium, address, unheard)


@pytest.fixture(scope="module")
def open_for_all(chromium, address):
    """Pages for tests that look and change nothing but what is in focus."""
    yield from pages(chromium, address, [])


@pytest.fixture(scope="module")
def folder(tmp_path_factory, blank_pictures):
    place = tmp_path_factory.mktemp("results")
    for name, words in SWEEPS.items():
        held = [word for word in TOY if not any(one.startswith(word.partition("=")[0] + "=") for one in words)]
        with blank_pictures():
            assert main(["sweep", *held, *words, "--out", str(place / name)]) == 0
    (place / "half").mkdir()
    (place / "half" / "design.json").write_bytes((place / "levels" / "design.json").read_bytes())
    return place


@pytest.fixture
def at_hand(folder):
    """As the command does when the page starts."""
    finding.found.clear()
    finding.found.update(finding.find(str(folder)))
    sweep.kept.cache_clear()
    yield
    finding.found.clear()
