"""The claims' view: what it says is what was published, what it opens is what a claim compares, and its links restore it."""

import json
import re
import shutil
import tomllib
from pathlib import Path
from threading import Event

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from small import SMALL

from sim.claims.arms import Trial, drawn_worlds, setups_of, words_under
from sim.claims.claim import read_claims
from sim.claims.judge import HOLDS, UNDEFINED, contrast
from sim.claims.runs import outcomes_of
from sim.errors import InputError
from sim.policy import levers
from sim.sweep.executors import open_pool
from sim.workshop.app import comparing, ledger_pictures, moves
from sim.workshop.app import ledger_story as tell
from sim.workshop.app import ledger_words as say
from sim.workshop.app import view as spelling
from sim.workshop.app.ledger import published, published_dir, read_ledger
from sim.workshop.app.ledger_try import commands, side_by_side
from sim.workshop.app.view import View
from sim.workshop.words import contrast_of
from sim.world.parameters import PARAMETERS

ROOT = Path(__file__).resolve().parents[2]
FOLDER = ROOT / "results" / "published" / "fig16_claims"
IDS = [f"h{k:02d}" for k in range(1, 40)]
TRIALS = [(entry.claim.id, one.staffing) for entry in published().entries.values() for one in entry.trials]
RULES = [(name, staffing) for name, staffing in TRIALS if any(one.staffing == staffing and one.rule for one in published().entries[name].trials)]


def found_of(name: str, staffing: str):
    return next(one for one in published().entries[name].trials if one.staffing == staffing)


# What was published


def test_all_rows_are_read_as_they_were_published():
    table, parts = (pd.read_csv(FOLDER / f"{name}.csv") for name in ("ledger", "parts"))
    assert published_dir() == FOLDER.parent and list(published().entries) == IDS and len(TRIALS) == len(table) == 60
    for row in table.itertuples():
        one = found_of(row.id, row.staffing)
        assert (one.shares.holds, one.shares.partly, one.shares.unclear, one.shares.reversed) == (row.holds, row.partly, row.unclear, row.reversed)
        assert (one.shares.n, one.shares.undefined, one.default, one.verdict) == (row.worlds, row.undefined, row.default, row.verdict)
        told = parts[(parts["id"] == row.id) & (parts["staffing"] == row.staffing)]
        assert [(p.effect.mean, p.effect.low, p.effect.high, p.effect.least) for p in one.parts] == list(told[["mean", "low", "high", "least"]].itertuples(index=False, name=None))


def swap(old: str, new: str, file: str = "ledger.csv"):
    def change(folder: Path) -> None:
        text = (folder / file).read_text(encoding="utf-8")
        assert old in text
        (folder / file).write_text(text.replace(old, new, 1), encoding="utf-8")

    return change


BROKEN = {
    "no table": lambda folder: (folder / "parts.csv").unlink(),
    "not text": lambda folder: (folder / "ledger.csv").write_bytes(b"\xff\xfe\x00id"),
    "empty": lambda folder: (folder / "ledger.csv").write_text(""),
    "a column away": swap("holds_se", "spread"),
    "a cell away": swap("h01,", ""),
    "no number": swap("0.0029296875", "few"),
    "a share above all": swap("0.0029296875", "1.2"),
    "shares that do not sum": swap("0.0029296875", "0.3"),
    "another verdict": swap("too small to matter in most worlds", "holds broadly"),
    "another rule": swap("load ≤ 1.09 and load > 0.788", "burden ≤ 1.09"),
    "another claim": swap("gets less than twice as much done", "gets more done"),
    "a claim away": swap("h01,", "h02,"),
    "a claim too many": swap("h39,", "h40,"),
    "a part away": swap("h05,kept", "h05,none", "parts.csv"),
    "another part": swap("doubled - centre", "centre - doubled", "parts.csv"),
    "a mean beside its interval": swap("311.985", "400", "parts.csv"),
    "another word for an effect": swap("cannot be told", "holds", "parts.csv"),
    "no sizes": swap('"trial"', '"trials"', "manifest.json"),
    "a scenario that is not": swap('"us_2023",\n  "worlds"', '"/etc",\n  "worlds"', "manifest.json"),
}


@pytest.mark.parametrize("change", BROKEN.values(), ids=BROKEN)
def test_a_broken_ledger_gets_one_sentence(tmp_path, change):
    folder = tmp_path / "copy"
    shutil.copytree(FOLDER, folder)
    assert len(read_ledger(folder).entries) == 39
    change(folder)
    with pytest.raises(InputError, match="expected") as said:
        read_ledger(folder)
    assert len(str(said.value)) < 500 and str(tmp_path) not in str(said.value)


def test_what_the_view_needs_travels_in_the_wheel():
    listed = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["tool"]["setuptools"]
    carried = {path for pattern in listed["package-data"]["sim.published"] for path in (ROOT / listed["package-dir"]["sim.published"]).glob(pattern)}
    named = {number for claim in read_claims([]) for number in map(int, re.findall(r"figure (\d+)", claim.note))}
    assert named == {7, 9}
    needed = [*(FOLDER / name for name in ("ledger.csv", "parts.csv", "manifest.json")), *(path for n in (16, *named) for path in ledger_pictures.files(n))]
    assert len(needed) == 6 and set(needed) <= carried and "sim.published" in listed["packages"]


# The list


def test_filters_partition_the_claims():
    ledger = published()

    def ids(**chosen):
        return [one.claim.id for one in tell.passing(ledger, View(**chosen))]

    assert ids() == IDS
    for key, known in (("article", say.ARTICLES), ("staffing", say.TURNED)):
        each = [ids(**{key: one}) for one in known]
        assert sorted(sum(each, [])) == IDS and all(each), key
    kinds = [(name, say.kind(found_of(name, staffing).verdict)) for name, staffing in TRIALS]
    for kind in say.KINDS:
        assert ids(verdict=kind) == sorted({name for name, one in kinds if one == kind})
    assert ids(verdict="reversed") == ["h05", "h23"]
    assert ids(verdict="reversed", article="whole") == ["h23"] and ids(verdict="reversed", staffing="turned") == ["h05"]
    for one in tell.filters(ledger, View()):
        for choice in one["choices"]:
            n = int(re.search(r"\((\d+)\)$", choice["text"])[1])
            assert n == len(ids(**{one["key"]: choice["value"]})) > 0


def test_staffing_turns_a_verdict_where_the_two_are_of_another_kind():
    table = pd.read_csv(FOLDER / "ledger.csv")
    table["kind"] = table["verdict"].str.replace(r"holds when .*", "holds when", regex=True).str.replace(r"(holds in part|reversed).*", r"\1", regex=True)
    for name, rows in table.groupby("id"):
        assert say.turned(published().entries[name]) == ("once" if len(rows) == 1 else "same" if rows["kind"].nunique() == 1 else "turned"), name


def test_a_search_finds_words_wherever_they_stand():
    def found(words):
        return [one.claim.id for one in tell.passing(published(), View(find=words))]

    assert found("WISCONSIN") == ["h13"] and found("mayors paris") == ["h18"] and found("no such word") == []
    assert found("h07") == ["h07"] and "h23" in found("rulings of the body")
    for claim in read_claims([]):
        assert claim.id in found(claim.claim[:60])


# One claim


@pytest.mark.parametrize("name", IDS)
def test_every_claim_tells_its_story_in_plain_words(name):
    entry = published().entries[name]
    story = tell.story(entry, published(), View())
    text = json.dumps({key: value for key, value in story.items() if key not in ("id", "kind", "note")} | {"try": story["try"]["text"]}, allow_nan=False, ensure_ascii=False)
    words = re.sub(r'"(kind|staffing|said)": "[a-z]*"', "", text)
    names = {one for one in PARAMETERS if "_" in one} | {part.outcome for part in entry.claim.parts if "_" in part.outcome}
    assert "parameters." not in words and "delegation." not in words and not [one for one in names if one in words]
    assert story["arms"] and all(arm["policy"] and arm["name"] for arm in story["arms"]) and len(story["parts"]) == len(entry.claim.parts)
    assert len(story["trials"]) == len(story["rules"]) == len(story["defaults"]) == len(entry.trials)
    for one, trial in zip(story["trials"], entry.trials, strict=True):
        assert sum(bar["width"] for bar in one["bars"]) == pytest.approx(100, abs=0.01)
        assert one["verdict"].startswith(say.KINDS[say.kind(trial.verdict)])


@pytest.mark.parametrize("name", IDS)
def test_an_interval_lies_where_its_words_say(name):
    """Right of the band: holds. Left: reversed. Within: too small. Over an edge of it: cannot be told."""
    for part in tell.story(published().entries[name], published(), View())["parts"]:
        for row in part["rows"]:
            low, mid, high, least = (row["whisker"][key] for key in ("low", "mid", "high", "least"))
            where = "holds" if low > least else "reversed" if high < -least else "too small to matter" if -least <= low and high <= least else "cannot be told"
            assert row["said"] == where and -1 <= low <= mid <= high <= 1


def test_what_a_part_expects_is_its_contrast():
    """Read back from the words: with numbers for the arms, the inequality has the sign of the contrast."""
    rng = np.random.default_rng(3)
    for claim in read_claims([]):
        values = dict(zip("ABCD", rng.normal(size=4), strict=True))
        for part in claim.parts:
            words = say.expected(claim, part)
            left, way, right = re.fullmatch(r"(.*) is (more|less) than (.*)", words).groups()
            sides = []
            for side in (left, right):
                step = re.fullmatch(r"the step from ([A-D]) to ([A-D])", side)
                sides.append(values[step[2]] - values[step[1]] if step else
                             sum((float(factor) if factor else 1.0) * values[arm] for factor, arm in re.findall(r"(?:([0-9.]+) × )?([A-D])", side)))
            direct = sum(weight * values[dict(zip(claim.arms, "ABCD", strict=False))[arm]] for arm, weight in part.weights.items())
            assert sides[0] - sides[1] == pytest.approx(direct) and way == ("more" if part.sign > 0 else "less"), (claim.id, words)


@pytest.mark.parametrize(("name", "staffing"), RULES)
def test_the_words_of_a_rule_are_those_of_the_table(name, staffing):
    """Thresholds and sides as the csv has them, a percentage as a hundredth."""
    words = found_of(name, staffing).rule.words
    lines = say.conditions(words)
    told = sorted((side, float(number.replace(",", "").replace("−", "-")) / (100 if cent else 1))
                  for line in lines for side, number, cent in re.findall(r"(above|at most) (−?[0-9.,]+)(%?)", line.partition(" (by default")[0]))
    wanted = sorted(("above" if one.split()[1] == ">" else "at most", float(one.split()[2])) for one in words.split(" and ")
                    if PARAMETERS[one.split()[0]].unit != "switch")
    assert [(side, pytest.approx(x)) for side, x in told] == wanted
    for one in words.split(" and "):
        key, side, _ = one.split()
        if PARAMETERS[key].unit == "switch":
            assert any(say.switched(key, side == ">") == line.partition(" (by default")[0].casefold() for line in lines)


def test_rules_sort_the_unseen_worlds_as_the_table_says():
    """The worlds are drawn again; thresholds of three digits may put a few of them on the other side."""
    rows, verdicts = drawn_worlds(Trial()), pd.read_csv(FOLDER / "worlds.csv", index_col=0)
    for name, staffing in RULES:
        one = found_of(name, staffing)
        worlds = verdicts[f"{name}_{staffing}"].to_numpy()
        known = worlds != UNDEFINED
        fits = np.ones(len(rows), bool)
        for key, ends in say.bounds(one.rule.words).items():
            values = np.array([row[f"parameters.{key}"] for row in rows])
            fits &= (values > ends.get(">", -np.inf)) & (values <= ends.get("≤", np.inf))
        fits, holds = fits[known][1::2], (worlds == HOLDS)[known][1::2]
        assert abs(fits.sum() - one.rule.n[0]) <= 6 and len(fits) == sum(one.rule.n), (name, staffing)
        assert abs(holds[fits].mean() - one.rule.inside) < 0.02 and abs(holds[~fits].mean() - one.rule.outside) < 0.02, (name, staffing)


# Trying one


@pytest.mark.parametrize("name", IDS)
def test_a_claim_is_opened_as_it_is_or_says_why_not(name):
    entry, ledger = published().entries[name], published()
    before = View(tab="claims", claim=name, scenario="toy", years=2.0, seed=9, replicates=30, parameters={"growth": 0.01})
    reachable = not any("parameters." in words for words in entry.claim.arms.values())
    for one in entry.trials:
        if not reachable:
            with pytest.raises(InputError, match="assumption") as said:
                side_by_side(entry.claim, one.staffing, ledger.trial, before)
            assert "_" not in str(said.value)
            continue
        view = side_by_side(entry.claim, one.staffing, ledger.trial, before)
        again = spelling.read(spelling.query(view))
        assert (again.columns, again.scenario, again.years, again.seed, again.parameters, again.tab) == (view.columns, "us_2023", 10.0, 1, {}, "compare")
        for mine, words in zip(spelling.setups(again), entry.claim.arms.values(), strict=True):
            theirs = setups_of(words_under(words, one.staffing), ledger.trial, [{}], 30)[0]
            assert levers(mine.policy) == levers(theirs.policy) and (mine.scenario, mine.parameters, mine.run) == (theirs.scenario, theirs.parameters, theirs.run)
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
    with open_pool("threads", 2) as pool:
        runs = {arm: outcomes_of(setups_of(words_under(words, "moved"), published().trial, [{}], 4), tmp_path, pool, lambda n: None)
                for arm, words in entry.claim.arms.items()}
    a, b = (setup.policy.name for setup in setups[:2])
    for part in entry.claim.parts[:3]:  # one - without
        assert part.weights == {"one": 1.0, "without": -1.0}
        assert contrast_of(table, part.outcome, a, b).difference == pytest.approx(contrast(part, runs).mean(), rel=1e-12)


@pytest.mark.parametrize("name", IDS)
def test_the_lines_that_try_a_claim_are_read_by_the_command(name):
    import argparse

    from sim.commands.claims import add_arguments, read_trial

    parser = argparse.ArgumentParser()
    add_arguments(parser)
    sizes = []
    for _, line in commands(published().entries[name].claim):
        given_ = parser.parse_args(line.split()[2:])
        assert given_.ids == [name]
        sizes.append(read_trial(given_))
    assert sizes[0] == published().trial and sizes[1].worlds < sizes[0].worlds


# Links


@settings(max_examples=60, deadline=None, derandomize=True)
@given(st.sampled_from(["", *IDS]), st.sampled_from(["", *say.KINDS]), st.sampled_from(["", *say.ARTICLES]), st.sampled_from(["", *say.TURNED]),
       st.text(st.characters(categories=["L", "N", "P", "S", "Zs"]), max_size=60).filter(str.isprintable))  # fmt: skip
def test_a_link_restores_the_claims(claim, verdict, article, staffing, find):
    view = View(tab="claims", claim=claim, verdict=verdict, article=article, staffing=staffing, find=find)
    assert spelling.read(spelling.query(view)) == view


@pytest.mark.parametrize("link", ["claim=h99", "claim=../../etc", "verdict=true", "article=times", "staffing=both", "find=" + "x" * 61, "find=%00", "find=%1b[2J"])
def test_a_bad_link_is_refused(link):
    with pytest.raises(InputError, match=f"^{link.partition('=')[0]}: .*expected") as said:
        spelling.read(f"view=claims&{link}")
    assert str(said.value).isprintable()


@settings(max_examples=60, deadline=None, derandomize=True)
@given(st.none() | st.integers() | st.text(max_size=80) | st.just("\ud800"), st.sampled_from(["claim", "verdict", "article", "staffing", "find"]))
def test_no_message_does_more_than_complain(value, key):
    try:
        after = moves.moved(View(tab="claims", scenario="toy"), {"do": "set", "key": key, "value": value})
    except InputError:
        return
    assert spelling.read(spelling.query(after)) == after


# With a browser


LISTED = ".w-progress[data-listed]"


def listed(page, n: int) -> None:
    page.wait_for_selector(f'.w-progress[data-listed="{n}"]')


def test_claims_are_listed_filtered_opened_and_tried(open_page):
    page = open_page(f"{SMALL}&view=claims", until=LISTED)
    listed(page, 39)
    assert page.locator(".w-settings").count() == 0
    five = page.locator('[data-claim="h05"]').inner_text()
    assert "holds 83%, unclear 3%, reversed 13%" in five and "If staff moves with the work" in five and "reversed broadly" in five
    page.locator('[data-filter="verdict"]').select_option("reversed")
    listed(page, 2)
    page.locator('[data-filter="find"]').fill("coordinating body")
    listed(page, 1)
    assert "1 of 39" in page.locator(LISTED).inner_text()
    page.locator('[data-claim="h23"] button').click()
    page.wait_for_selector('[data-open="h23"]')
    assert "claim=h23" in page.url and "verdict=reversed" in page.url
    told = page.locator(".w-claims").inner_text()
    page.reload()
    page.wait_for_selector('[data-open="h23"]')
    assert page.locator(".w-claims").inner_text() == told and page.evaluate("document.activeElement.id") == "w-claim"
    page.get_by_role("button", name="Back to all claims").click()
    listed(page, 1)
    assert page.locator('[data-filter="find"]').input_value() == "coordinating body"
    page.get_by_role("button", name="Show all").click()
    listed(page, 39)


def test_a_claim_is_tried_beside_its_arms(open_page):
    page = open_page("run.replicates=4&scenario=toy&view=claims&claim=h07", until='[data-open="h07"]')
    page.locator('[data-try="moved"]').click()
    page.wait_for_selector(".w-levers")
    assert page.locator("[data-policy]").count() == 3 and page.locator('[data-key="scenario"]').input_value() == "us_2023"
    assert [page.locator(f'[data-lever="oversight.liaison/{k}"]').input_value() for k in range(3)] == ["0", "1", "3"]
    assert {page.locator(f'[data-lever="delegation.staff/{k}"]').input_value() for k in range(3)} == {"moved"}
    page.wait_for_selector('.w-progress[data-done="4"]', timeout=120_000)
    page.get_by_role("button", name="Claims").click()
    page.wait_for_selector('[data-open="h07"]')


def test_a_claim_that_cannot_be_opened_says_so(open_page):
    page = open_page(f"{SMALL}&view=claims&claim=h16", until='[data-open="h16"]')
    assert page.locator("[data-try]").count() == 0 and "differ in an assumption" in page.locator('[data-why="shut"]').inner_text()
    assert "paradip claims h16" in page.locator(".w-one").inner_text()


def test_from_claim_to_claim_by_keyboard_and_a_picture(open_page):
    page = open_page(f"{SMALL}&view=claims&claim=h22", until='[data-open="h22"]')
    page.get_by_role("button", name="The next one").focus()
    page.keyboard.press("Enter")
    page.wait_for_selector('[data-open="h23"]')
    page.locator('[data-look="9"]').click()
    page.wait_for_function("(document.querySelector('.w-picture img') || {}).naturalWidth > 100")
    assert "coordinating body" in page.locator(".w-picture img").get_attribute("alt")
    assert page.locator("svg.w-interval").count() == 3 and "95% interval" in page.locator("svg.w-interval").first.get_attribute("aria-label")
    page.get_by_role("button", name="Back to all claims").click()
    page.wait_for_function("document.activeElement.closest('[data-claim]')?.dataset.claim === 'h23'")


def test_a_claim_that_is_not_there_gets_a_sentence(open_page):
    page = open_page(f"{SMALL}&view=claims&claim=h99")
    assert "claim: 'h99'" in page.get_by_role("alert").inner_text()


def test_claims_need_no_sideways_scrolling(open_page):
    page = open_page(f"{SMALL}&view=claims", until=LISTED, viewport={"width": 390, "height": 844})
    for name in ("", "h05", "h07", "h16", "h23"):
        if name:
            page.locator(f'[data-claim="{name}"] button').click()
            page.wait_for_selector(f'[data-open="{name}"]')
        widest = page.evaluate("Math.max(...[...document.querySelectorAll('.w-page *')].filter(e => !e.closest('.scroll, pre, svg, .w-hidden, .skip')).map(e => e.getBoundingClientRect().right))")
        assert widest <= 391, name
        if name:
            page.get_by_role("button", name="Back to all claims").click()
            page.wait_for_selector(LISTED)
