"""The description of the model says what the code says: generated tables are current, and nothing is missing."""

import re
from pathlib import Path

import pytest

import sim
from sim.model import draws
from sim.model.limits import LEVERS
from sim.model.metrics import METRICS
from sim.model.parameters import PARAMETERS
from sim.study.publish import paper
from sim.tell import document

PACKAGE = Path(sim.__file__).parent
TEXT = document.ODD.read_text(encoding="utf-8")
BOTH = TEXT + document.README.read_text(encoding="utf-8") + paper.PAPER.read_text(encoding="utf-8")
RULES = sorted(path for path in (PACKAGE / "model" / "rules").glob("*.py") if path.stem != "__init__")
CHAPTERS = [
    "Purpose and patterns",
    "Entities, state variables, scales",
    "Process overview and scheduling",
    "Design concepts",
    "Initialization",
    "Input data",
    "Submodels",
]


def part(name):
    """What stands between the markers of one generated part."""
    found = re.findall(rf"<!-- generated: {name} -->\n(.*?)<!-- end -->", BOTH, re.DOTALL)
    assert len(found) == 1, f"{len(found)} parts are called {name}"
    return found[0]


@pytest.mark.parametrize("name", document.PARTS)
def test_generated_part_is_current(name):
    assert part(name) == document.PARTS[name](), "run: python -m sim.tell.document"


def test_a_stale_part_is_renewed_and_the_rest_left_alone():
    cell = f"| {PARAMETERS['arrival_rate'].default:g} |"
    stale = TEXT.replace(cell, "| 61.5 |", 1)
    assert stale != TEXT and document.renew(stale) == TEXT == document.renew(TEXT)


def test_chapters_follow_the_protocol():
    headings = re.findall(r"^## (\d+) (.+)$", TEXT, re.MULTILINE)
    assert [int(number) for number, _ in headings] == list(range(1, 15))
    assert [title for _, title in headings][:7] == CHAPTERS


@pytest.mark.parametrize("path", RULES, ids=lambda path: path.stem)
def test_every_file_of_rules_has_a_heading(path):
    submodels = TEXT.split("\n## 7 ")[1].split("\n## 8 ")[0]
    assert re.search(rf"^### {path.stem}$", submodels, re.MULTILINE)


def rows(name):
    return re.findall(r"^\|.*?`([\w.]+)`", part(name), re.MULTILINE)


def test_every_parameter_lever_and_outcome_appears():
    assert rows("parameters") == list(PARAMETERS)
    assert rows("levers") == list(LEVERS)
    assert rows("outcomes") == [metric.name for metric in METRICS]


def test_rows_have_as_many_cells_as_the_header():
    for name in document.PARTS:
        widths = {len(re.findall(r"(?<!\\)\|", line)) for line in part(name).splitlines() if line.startswith("|")}
        assert len(widths) == 1 or (name.startswith("paper_") and not widths), name


def test_every_lever_says_what_it_means():
    meanings = [line.split(" | ")[-1].rstrip(" |") for line in part("levers").splitlines()[2:]]
    assert len(meanings) == len(LEVERS) and all(meanings)


USED = sorted({name for path in RULES for name in re.findall(r"\bdraws\.([A-Z]\w*)", path.read_text(encoding="utf-8"))})


@pytest.mark.parametrize("name", USED)
def test_every_purpose_used_exists_and_is_described(name):
    assert isinstance(getattr(draws, name), int)
    concepts = TEXT.split("\n## 4 ")[1].split("\n## 5 ")[0]
    assert re.search(rf"\b{name}\b", concepts)


def test_no_purpose_is_described_that_does_not_exist():
    table = TEXT.split("| purposes (`sim/model/draws.py`)")[1].split("\n\n")[0]
    for cell in re.findall(r"^\| ([A-Z][A-Z_, ]+) \|", table, re.MULTILINE):
        for name in cell.split(", "):
            assert isinstance(getattr(draws, name, None), int), name


def test_names_in_the_text_are_names_in_the_code():
    """A parameter, lever or field in backquotes that the code does not know has been renamed or never was."""
    code = "\n".join(path.read_text(encoding="utf-8") for path in sorted(PACKAGE.rglob("*.py")))
    written = re.sub(r"<!-- generated.*?<!-- end -->", "", TEXT, flags=re.DOTALL)
    for name in set(re.findall(r"`([a-z]\w+)`", re.sub(r"```.*?```", "", written, flags=re.DOTALL))):
        folder = (PACKAGE.parent / "configs" / "scenario" / name).is_dir()
        assert folder or re.search(rf"\b{name}\b", code), name


def test_no_place_of_work_is_named():
    assert not re.search(r"/work\b|\.\./shared|/tmp\b", TEXT)
