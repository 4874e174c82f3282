"""The claims' view: what it opens is what a claim compares, its links restore it, and a visitor finds the way about."""

from dataclasses import replace
from threading import Event

import pytest
from by_default import by_default
from hypothesis import given, settings
from hypothesis import strategies as st
from small import SMALL, linked, soon
from width import right_edge

from sim.errors import InputError
from sim.model.metrics import HEADLINES
from sim.model.policy import levers
from sim.study.claims.arms import setups_of, words_under
from sim.study.claims.claim import claim_ids
from sim.study.claims.judge import contrast
from sim.study.claims.runs import outcomes_of
from sim.web.app import comparing, moves
from sim.web.app import view as spelling
from sim.web.app.claims import story as tell
from sim.web.app.claims import words as say
from sim.web.app.claims.ledger import published
from sim.web.app.claims.trying import commands, side_by_side
from sim.web.app.link import read_link
from sim.web.app.view import View
from sim.web.words import contrast_of

IDS = claim_ids()


@pytest.mark.parametrize("name", by_default(IDS[::3], IDS))
def test_a_claim_is_opened_as_it_is_or_says_why_not(name):
    entry, ledger = published().entries[name], published()
    before = View(
        tab="claims", claim=name, scenario="toy", years=2.0, seed=9, replicates=30, parameters={"growth": 0.01}
    )
    assumed = [
        tuple(word for word in words.split() if word.startswith("parameters.")) for words in entry.claim.arms.values()
    ]
    reachable = len(set(assumed)) == 1
    for one in entry.trials:
        if not reachable:
            with pytest.raises(InputError, match="assumption") as said:
                side_by_side(entry.claim, one.staffing, ledger.trial, before)
            assert "_" not in str(said.value)
            continue
        view = side_by_side(entry.claim, one.staffing, ledger.trial, before)
        again = read_link(spelling.query(view))
        assert (again.columns, again.scenario, again.years, again.seed, again.tab) == (
            view.columns,
            "us_2023",
            10.0,
            1,
            "compare",
        )
        assert len(again.parameters) == len(assumed[0])
        assert {part.outcome for part in entry.claim.parts} <= {*HEADLINES, *again.also} and len(again.also) == len(
            view.also
        )
        for mine, words in zip(spelling.setups(again), entry.claim.arms.values(), strict=True):
            theirs = setups_of(words_under(words, one.staffing), replace(ledger.trial, decades=30))[0]
            assert levers(mine.policy) == levers(theirs.policy) and (mine.scenario, mine.parameters, mine.run) == (
                theirs.scenario,
                theirs.parameters,
                theirs.run,
            )
    told = tell.trying(entry, ledger, before)
    assert [one["staffing"] for one in told["buttons"]] == ([one.staffing for one in entry.trials] if reachable else [])
    assert reachable or "cannot be opened in Compare" in told["text"]


def test_what_is_opened_gives_the_difference_of_the_claim(tmp_path):
    """First look of the page; the claim's own contrast in the same worlds."""
    entry = published().entries["h07"]
    setups = spelling.setups(side_by_side(entry.claim, "moved", published().trial, View(replicates=10)))
    look = next(comparing.progressive(setups, Event()))
    assert look.shape[1] == 4
    table = comparing.comparison_of(setups, look).table
    runs = {
        arm: outcomes_of(
            setups_of(words_under(words, "moved"), replace(published().trial, decades=4)), tmp_path, 2, lambda n: None
        )
        for arm, words in entry.claim.arms.items()
    }
    a, b = (setup.policy.name for setup in setups[:2])
    for part in entry.claim.parts[:3]:  # one - without
        assert part.weights == {"one": 1.0, "without": -1.0}
        assert contrast_of(table, part.outcome, a, b).difference == pytest.approx(
            contrast(part, runs).mean(), rel=1e-12
        )


@pytest.mark.parametrize("name", IDS)
def test_the_lines_that_try_a_claim_are_read_by_the_command(name):
    import argparse

    from sim.commands.claims import add_arguments, read_trial

    parser = argparse.ArgumentParser()
    add_arguments(parser)
    sizes = []
    for _, line in commands(name):
        given_ = parser.parse_args(line.split()[2:])
        assert given_.ids == [name]
        sizes.append(read_trial(given_))
    assert sizes[0] == published().trial and sizes[1].n < sizes[0].n


# Links


@settings(max_examples=60, deadline=None, derandomize=True)
@given(
    st.sampled_from(["", *IDS]),
    st.sampled_from(["", *say.KINDS]),
    st.sampled_from(["", *say.ARTICLES]),
    st.sampled_from(["", *say.TURNED]),
    st.text(st.characters(categories=["L", "N", "P", "S", "Zs"]), max_size=60).filter(str.isprintable),
)
def test_a_link_restores_the_claims(claim, verdict, article, staffing, find):
    view = View(tab="claims", claim=claim, verdict=verdict, article=article, staffing=staffing, find=find)
    assert read_link(spelling.query(view)) == view


@pytest.mark.parametrize(
    "link",
    [
        "claim=h99",
        "claim=../../etc",
        "verdict=true",
        "article=times",
        "staffing=both",
        "find=" + "x" * 61,
        "find=%00",
        "find=%1b[2J",
        "also=nothing",
        "also=goodput",
        "also=queue_wait,queue_wait",
        "also=queue_wait,captured,vertical,delivered,inc_capture",
    ],
)
def test_a_bad_link_is_refused(link):
    with pytest.raises(InputError, match=f"^{link.partition('=')[0]}: .*expected") as said:
        read_link(f"view=claims&{link}")
    assert str(said.value).isprintable()


@settings(max_examples=60, deadline=None, derandomize=True)
@given(
    st.none() | st.integers() | st.text(max_size=80) | st.just("\ud800"),
    st.sampled_from(["claim", "verdict", "article", "staffing", "find"]),
)
def test_no_message_does_more_than_complain(value, key):
    try:
        after = moves.moved(View(tab="claims", scenario="toy"), {"do": "set", "key": key, "value": value})
    except InputError:
        return
    assert read_link(spelling.query(after)) == after


# With a browser


LISTED = ".w-progress[data-listed]"


def listed(page, n: int) -> None:
    page.wait_for_selector(f'.w-progress[data-listed="{n}"]')


def test_claims_are_listed_filtered_opened_and_tried(open_page):
    page = open_page(f"{SMALL}&view=claims", until=LISTED)
    listed(page, len(IDS))
    assert page.locator(".w-settings").count() == 0
    five = page.locator('[data-claim="h05"]').inner_text()
    kept = published().entries["h05"].trials[0].shares
    for word, share in (("holds", kept.holds), ("neither", kept.unclear), ("reversed", kept.reversed)):
        assert f"{word} {kept.said(share)}" in five
    assert "staff moves from the centre with the work" in five and "reversed broadly" in five
    some = published().entries["h30"].trials[0].shares
    note = f"of {some.n} worlds; not defined in {some.undefined} more"
    assert note in page.locator('[data-claim="h30"] .quiet').last.inner_text()
    page.locator('[data-filter="verdict"]').select_option("reversed")
    listed(page, len(tell.passing(published(), View(verdict="reversed"))))
    page.locator('[data-filter="find"]').fill("grave consequences")
    listed(page, 1)
    soon(page.locator(LISTED)).to_contain_text(f"1 of {len(IDS)}")
    page.locator('[data-claim="h17"] button').click()
    page.wait_for_selector('[data-open="h17"]')
    linked(page, "claim=h17", "verdict=reversed")
    told = page.locator(".w-claims").inner_text()
    page.reload()
    page.wait_for_selector('[data-open="h17"]')
    assert page.locator(".w-claims").inner_text() == told and page.evaluate("document.activeElement.id") == "w-claim"
    page.get_by_role("button", name="Back to all claims").click()
    listed(page, 1)
    soon(page.locator('[data-filter="find"]')).to_have_value("grave consequences")
    page.get_by_role("button", name="Show all").click()
    listed(page, len(IDS))


@pytest.mark.slow
def test_a_claim_is_tried_beside_its_arms(open_page):
    page = open_page("run.replicates=4&scenario=toy&view=claims&claim=h07", until='[data-open="h07"]')
    page.locator('[data-try="moved"]').click()
    page.wait_for_selector(".w-levers")
    soon(page.locator("[data-policy]")).to_have_count(3)
    soon(page.locator('[data-key="scenario"]')).to_have_value("us_2023")
    assert [page.locator(f'[data-lever="oversight.liaison/{k}"]').input_value() for k in range(3)] == ["0", "1", "3"]
    assert {page.locator(f'[data-lever="delegation.staff/{k}"]').input_value() for k in range(3)} == {"moved"}
    page.wait_for_selector('.w-progress[data-done="4"]', timeout=120_000)
    page.get_by_role("button", name="Claims").click()
    page.wait_for_selector('[data-open="h07"]')


@pytest.mark.slow
def test_what_a_claim_measures_is_compared_and_stays_so(open_page):
    page = open_page("run.replicates=4&view=claims&claim=h05", until='[data-open="h05"]')
    page.locator('[data-try="kept"]').click()
    page.wait_for_selector('.w-progress[data-done="4"]', timeout=120_000)
    told = page.locator('tr[data-metric="central_wait"]').inner_text()
    assert "Wait for a team" in told
    linked(page, "also=central_wait")
    page.reload()
    page.wait_for_selector('.w-progress[data-done="4"]', timeout=120_000)
    soon(page.locator('tr[data-metric="central_wait"]')).to_have_text(told, use_inner_text=True)


def test_a_claim_that_cannot_be_opened_says_so(open_page):
    page = open_page(f"{SMALL}&view=claims&claim=h16", until='[data-open="h16"]')
    assert (
        page.locator("[data-try]").count() == 0
        and "differ in an assumption" in page.locator('[data-why="shut"]').inner_text()
    )
    page.locator(".w-foot summary").click()
    soon(page.locator(".w-foot")).to_contain_text("paradip claims h16")


@pytest.mark.slow
def test_from_claim_to_claim_by_keyboard_and_a_picture(open_page):
    page = open_page(f"{SMALL}&view=claims&claim=h22", until='[data-open="h22"]')
    page.get_by_role("button", name="Next claim").focus()
    page.keyboard.press("Enter")
    page.wait_for_selector('[data-open="h23"]')
    page.locator('[data-look="9"]').click()
    page.wait_for_function("(document.querySelector('.w-picture img') || {}).naturalWidth > 100")
    assert "coordinating body" in page.locator(".w-picture img").get_attribute("alt")
    assert page.locator("svg.w-interval").count() == 3 and "95% interval" in page.locator(
        "svg.w-interval"
    ).first.get_attribute("aria-label")
    page.get_by_role("button", name="Back to all claims").click()
    page.wait_for_function("document.activeElement.closest('[data-claim]')?.dataset.claim === 'h23'")


@pytest.mark.slow
def test_a_claim_that_is_not_there_gets_a_sentence(open_page):
    page = open_page(f"{SMALL}&view=claims&claim=h99")
    assert "claim: 'h99'" in page.get_by_role("alert").inner_text()


@pytest.mark.slow
def test_claims_need_no_sideways_scrolling(open_page):
    page = open_page(f"{SMALL}&view=claims", until=LISTED, viewport={"width": 390, "height": 844})
    for name in ("", "h05", "h07", "h16", "h23"):
        if name:
            page.locator(f'[data-claim="{name}"] button').click()
            page.wait_for_selector(f'[data-open="{name}"]')
        assert right_edge(page, "svg") <= 391, name
        if name:
            page.get_by_role("button", name="Back to all claims").click()
            page.wait_for_selector(LISTED)
