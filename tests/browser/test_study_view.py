"""The page with a study open: what is the study's own is offered beside the rest, and works like it."""

import shutil

import pytest
from small import READY, linked, soon

from sim.inputs.shipped import shipped


@pytest.fixture(scope="module")
def coast(tmp_path_factory):
    folder = tmp_path_factory.mktemp("studies") / "coast"
    return shutil.copytree(shipped("examples") / "study", folder, ignore=shutil.ignore_patterns("__pycache__"))


@pytest.fixture(scope="module")
def address(serve, coast, tmp_path_factory):
    before = {file: file.read_bytes() for file in coast.rglob("*.*")}
    with serve("--study", str(coast), cwd=tmp_path_factory.mktemp("elsewhere")) as found:
        yield found.where
    files = {file for file in coast.rglob("*.*") if "__pycache__" not in file.parts}
    assert {file: file.read_bytes() for file in files} == before, "a page changes nothing in a study"


def test_what_is_ones_own_is_offered_compared_and_tried(open_page, coast):
    page = open_page("scenario=toy&run.years=1&run.replicates=10", until=READY)
    page.locator('[data-policy="1"]').select_option("open_door")
    page.locator('[data-key="scenario"]').select_option("coast")
    page.wait_for_selector(f'{READY}[data-link*="p=open_door"][data-link*="scenario=coast"]')
    page.locator("[data-also]").select_option("alone_share")
    page.locator('tr[data-metric="alone_share"] .w-difference').wait_for()
    page.get_by_role("button", name="Take it home").click()
    soon(page.locator(".w-commands")).to_contain_text(f"scenario=coast run.years=1 run.replicates=10 --study {coast}")
    page.get_by_role("button", name="Exercises").click()
    page.locator('[data-exercise="coast_meeting"]').click()
    soon(page.locator(".w-brief")).to_contain_text("Status quo, Guided delegation, Open door")
    page.locator('[data-then="oversight=patrol"]').click()
    soon(page.locator("tr.watched")).to_have_count(3)
    linked(page, "exercise=coast_meeting", "p=open_door:oversight.", "scenario=coast")
    page.get_by_role("button", name="Claims").click()
    page.locator('[data-claim="register"] .w-open').click()
    soon(page.locator("#w-claim")).to_have_text("A public register lowers the number of incidents that become public.")
    soon(page.locator(".w-trial")).to_contain_text(f"paradip claims register --study {coast} tests it")
