"""The site is built, which runs the commands of its pages, and asks no other host for anything. Notebooks run."""

import re
import subprocess
import sys
from html.parser import HTMLParser
from pathlib import Path

import pytest

from sim.commands.cli import COMMANDS

pytest.importorskip("mkdocs", reason="mkdocs is not installed: pip install -e '.[docs]'")
ROOT = Path(__file__).resolve().parents[1]
DOCS = ROOT / "docs"
NOTEBOOKS = sorted(path.stem for path in (DOCS / "notebooks").glob("*.ipynb"))
OUTSIDE = re.compile(r"\s*(https?:)?//", re.IGNORECASE)
IN_STYLE = re.compile(r"""(?:url\(|@import)\s*["']?((?:https?:)?//[^"')\s]+)""", re.IGNORECASE)
IN_SCRIPT = re.compile(
    r"""(?:\bsrc|\bhref|fetch|open|importScripts|import)\b[^;\n]{0,40}?["'`]((?:https?:)?//[^"'`]+)"""
)


class Loaded(HTMLParser):
    """What a page loads by itself; links that a reader may follow are none of it."""

    def __init__(self):
        super().__init__()
        self.found = []

    def handle_starttag(self, tag, attrs):
        given = dict(attrs)
        names = ("src", "srcset", "data", "poster", *(("href", "xlink:href") if tag != "a" else ()))
        self.found += [given[name] for name in names if name in given]
        self.found += IN_STYLE.findall(given.get("style") or "")


def outside(path: Path) -> list[str]:
    """What this file of a site loads from other hosts."""
    text = path.read_text(encoding="utf-8")
    if path.suffix in (".html", ".svg"):
        page = Loaded()
        page.feed(text)
        inside = re.findall(r"<style.*?</style>", text, re.DOTALL), re.findall(r"<script.*?</script>", text, re.DOTALL)
        return [
            *(one for one in page.found if OUTSIDE.match(one or "")),
            *IN_STYLE.findall("".join(inside[0])),
            *IN_SCRIPT.findall("".join(inside[1])),
        ]
    return (IN_STYLE if path.suffix == ".css" else IN_SCRIPT).findall(text)


def build(folder: Path) -> None:
    words = [sys.executable, "-m", "mkdocs", "build", "--strict", "--quiet", "--site-dir", str(folder)]
    built = subprocess.run(words, cwd=ROOT, capture_output=True, text=True, check=False)
    assert built.returncode == 0, built.stderr


def test_the_site_is_built_with_what_its_commands_print_and_asks_nothing_of_another_host(tmp_path):
    """One test, since a build takes ten seconds and every worker would have its own."""
    build(tmp_path)
    pages = {f"{path.relative_to(DOCS).with_suffix('')}.html" for path in DOCS.rglob("*.md")}
    pages |= {f"notebooks/{name}.html" for name in NOTEBOOKS} | {"gallery/index.html"}
    assert {page for page in pages if not (tmp_path / page).is_file()} == set()
    text = (tmp_path / "tutorial.html").read_text(encoding="utf-8")
    assert [
        one for one in ("saved in first", "In short:", "complete", "status_quo quiet_door") if one not in text
    ] == []
    assert "<!-- table" not in (tmp_path / "data.html").read_text(encoding="utf-8")
    files = [path for path in tmp_path.rglob("*") if path.suffix in (".html", ".css", ".js", ".svg")]
    assert len(files) > 20
    assert {str(path.relative_to(tmp_path)): found for path in files if (found := outside(path))} == {}


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("a.html", '<script src="https://cdn.org/a.js"></script>'),
        ("a.html", '<img alt="" src="//cdn.org/a.png">'),
        ("a.html", "<style>@import 'https://fonts.org/a.css';</style>"),
        ("a.css", "p { background: url(https://cdn.org/a.png) }"),
        ("a.js", 'fetch("https://cdn.org/a.json")'),
        ("a.js", 's.src = "//cdn.org/a.js"'),
    ],
)
def test_a_request_would_be_noticed(name, text, tmp_path):
    (tmp_path / name).write_text(text)
    assert outside(tmp_path / name)


def test_commands_within_a_sentence_exist():
    pages = "\n".join(path.read_text(encoding="utf-8") for path in DOCS.rglob("*.md"))
    assert set(re.findall(r"`paradip (\w+)", pages)) <= set(COMMANDS)


@pytest.mark.parametrize("name", NOTEBOOKS)
def test_a_notebook_runs_in_an_empty_folder(name, tmp_path, monkeypatch):
    nbformat, nbclient, _ = map(pytest.importorskip, ("nbformat", "nbclient", "ipykernel"))
    monkeypatch.setenv("PYTHONPATH", str(ROOT))
    book = nbformat.read(DOCS / "notebooks" / f"{name}.ipynb", as_version=4)
    assert not any(cell.get("outputs") for cell in book.cells)
    place = {"metadata": {"path": str(tmp_path)}}
    nbclient.NotebookClient(book, timeout=60, kernel_name="python3", resources=place).execute()
