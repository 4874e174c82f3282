"""A policy that changes in the course of a run: what the page tells of it, and what of it can be moved."""

from pathlib import Path

import pandas as pd
from small import READY, SMALL, linked, soon

from sim.commands.cli import main
from sim.model.path.words import told
from sim.setup.config import setup_from

TWO = SMALL.replace("run.years=1", "run.years=2")
POLICY = "phased_guided_delegation"


def test_what_changes_is_told_and_can_be_moved(open_page, tmp_path):
    page = open_page(f"{TWO}&p=status_quo&p={POLICY}", until=READY)
    assert page.locator(".w-time").count() == 1, "nothing is told of a policy that stays as it is"
    for sentence in told(setup_from(POLICY, "toy", years=2).policy):
        soon(page.locator(".w-time")).to_contain_text(sentence)
    page.locator('[data-lever="policy.phases.1.year/1"]').fill("0.5")
    page.wait_for_selector(f'{READY}[data-link*="policy.phases.1.year=0.5"]')
    linked(page, "policy.phases.1.year=0.5")
    soon(page.locator(".w-time")).to_contain_text("From year 0.5 on")
    shown = page.locator('tr[data-metric="goodput"] td').nth(1).locator(".w-mean").inner_text()
    words = f"{POLICY}:policy.phases.1.year=0.5"
    command = ["status_quo", words, "scenario=toy", "run.years=2", "run.replicates=10", "--out", str(tmp_path)]
    assert main(["compare", *command]) == 0
    table = pd.read_csv(Path(tmp_path) / "comparison.csv").set_index("metric")
    assert float(shown.replace(",", "")) == float(f"{table.loc['goodput', f'{POLICY}+']:.3g}")
    page.get_by_role("button", name="Undo").click()
    linked(page, "policy.phases", there=False)


def test_a_date_past_the_run_is_a_sentence(open_page):
    page = open_page(f"{TWO}&p=status_quo&p={POLICY}", until=READY)
    page.locator('[data-key="run.years"]').select_option("1")
    soon(page.get_by_role("alert")).to_contain_text("when the run of 1 year is over")
    soon(page.locator('[data-key="run.years"]')).to_have_value("2")
