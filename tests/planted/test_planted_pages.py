"""A new preset, figure, claim or exercise is one page of yaml: all that lists, runs, draws or tells finds it."""

import json
import re

import pandas as pd
import pytest
from planting import SHORT, line_of

PAGE = """
import json
from sim.web.app import exercises, exercise_page, panel
from sim.web.app.claims import pictures, story
from sim.web.app.claims.ledger import published
from sim.web.app.view import View

view, ledger = exercises.opened("who_is_listening"), published()
shown = [one for one in story.passing(ledger, View()) if one.claim.id == "h99"]
print(json.dumps({
    "policies": panel.policies(),
    "columns": panel.columns(view),
    "exercise": exercise_page.pages()["who_is_listening"],
    "claim": story.story(shown[0], ledger, View()),
    "filters": story.filters(ledger, View()),
    "found": [one.claim.id for one in story.passing(ledger, View(find="hotline raises"))],
    "address": pictures.address(99)[:26],
}))
"""
TESTED = """
from pathlib import Path
from sim.commands.claims import tell
from sim.study.claims.arms import Trial
from sim.study.claims.claim import read_claims
from sim.study.claims.ledger import try_claims

trial = Trial(scenario="toy", n=4, decades=2, years=0.02)
finding, = try_claims(read_claims(["h99"]), trial, Path("runs"), 1, lambda n, total: None)
print(tell(finding))
print("holds", finding.first.shares.holds, "of", finding.first.shares.n)
"""


@pytest.fixture(scope="module")
def published(paradip):
    """What is printed when the figure is published."""
    return paradip("reproduce", "fig99", "--publish")


def test_a_preset_is_listed_run_swept_and_explained(paradip, copy):
    about = "Guided delegation watched by the public"
    assert about in line_of(paradip("list", "policies"), "open_line")
    told = paradip("config", "policy=open_line")
    assert "name: open_line" in told and "  level: 0.7" in told and "  alarm: 0.9" in told
    paradip("compare", "laissez_faire", "open_line", *SHORT, "--out", "compared")
    assert "open_line" in (copy / "compared" / "comparison.svg").read_text(encoding="utf-8")
    paradip("sweep", "policy=laissez_faire,open_line", *SHORT, "--metrics", "questions", "--out", "both")
    assert set(pd.read_csv(copy / "both" / "sweep.csv")["policy"]) == {"laissez_faire", "open_line"}
    assert "open_line" in (copy / "both" / "sweep.svg").read_text(encoding="utf-8")
    assert "open_line" in paradip("explain", "open_line", *SHORT[:2])
    assert "did you mean 'open_line'?" in paradip("compare", "centralized", "open_lines", code=2)


def test_a_figure_is_listed_made_and_published(paradip, copy, published):
    assert "How many questions does a hotline bring" in line_of(paradip("list", "figures"), "fig99_hotline")
    assert re.search(r"^fig99_hotline +published +6", published, re.MULTILINE)
    folder = copy / "results" / "published" / "fig99_hotline"
    table = pd.read_csv(folder / "table.csv")
    assert table["oversight.hotline"].unique().tolist() == [0.0, 0.4, 0.8] and len(table) == 6
    picture = (folder / "figure.svg").read_text(encoding="utf-8")
    assert "Questions put to ministers" in picture and "hotline for citizens" in picture
    finding = json.loads((folder / "manifest.json").read_text(encoding="utf-8"))["finding"]
    gallery = (copy / "results" / "published" / "README.md").read_text(encoding="utf-8")
    assert "## fig99. How many questions does a hotline bring to ministers?" in gallery and f"**{finding}**" in gallery


@pytest.mark.slow
def test_a_published_figure_is_checked(paradip, published):
    assert re.search(r"fig99_hotline +pass +", paradip("reproduce", "fig99", "--out", "again"))


def test_a_claim_is_listed_and_checked(paradip, copy):
    page = copy / "experiments" / "claims" / "h99.yaml"
    whole = page.read_text(encoding="utf-8")
    assert "A hotline raises the number of questions" in line_of(paradip("list", "claims"), "h99")
    page.write_text(whole.replace("outcome: questions", "outcome: question"), encoding="utf-8")
    assert "claim h99 row 10: outcome 'question'" in line_of(
        paradip("list", "claims", code=2), "did you mean 'questions'?"
    )
    page.write_text(whole, encoding="utf-8")
    # The copy has new assumptions as well, and claims are judged over every one: the command asks for the reason.
    assert "expected the change and its reason" in paradip("claims", "h99", code=2)


@pytest.mark.slow
def test_a_claim_is_tested(paradip):
    told = paradip("-c", TESTED)
    assert "A hotline raises the number of questions" in told and "listening - deaf" in told
    assert "holds 0.0 of 4" in told  # nobody asks more because of a hotline that no rule reads


def test_an_exercise_is_listed_and_told(paradip):
    assert "An open line. Should a ministry" in line_of(paradip("list", "exercises"), "who_is_listening")
    assert paradip("list", "exercises") in paradip("exercise")
    told = paradip("exercise", "who_is_listening")
    assert "AN OPEN LINE" in told and "paradip report exercise=who_is_listening oversight.hotline=0.5" in told


def test_the_page_shows_them_all(paradip, published):
    pytest.importorskip("solara", reason="solara is not installed: pip install 'paradiplomacy[workshop]'")
    told = json.loads(paradip("-c", PAGE))
    assert {"value": "open_line", "text": "Open line"} in told["policies"]
    assert [one["title"] for one in told["columns"]] == ["Centralized", "Open line"]
    assert told["columns"][1]["about"].startswith("Guided delegation watched by the public")
    assert (told["exercise"]["title"], told["exercise"]["policies"]) == ("An open line", ["Centralized", "Open line"])
    claim = told["claim"]
    assert claim["heading"].startswith("99. A hotline raises") and told["found"] == ["h99"]
    assert [(one["verdict"], one["text"]) for one in claim["trials"]] == [
        ("not tested yet", "paradip claims h99 tests it")
    ]
    assert [(one["outcome"], one["rows"]) for one in claim["parts"]] == [("Questions put to ministers", [])]
    assert claim["arms"][1]["changes"] == ["hotline for citizens: 50%"] and not claim["try"]["buttons"]
    asked = "Figure 99. How many questions does a hotline bring to ministers?"
    assert claim["pictures"] == [{"number": 99, "title": asked}] and told["address"] == "data:image/svg+xml;base64,"
    choices = {one["key"]: [choice["text"] for choice in one["choices"]] for one in told["filters"]}
    assert all(texts[0].startswith("any (") for texts in choices.values()) and "other sources (1)" in choices["article"]
