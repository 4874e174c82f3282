"""The wheel, built here from what is here: all that the program reads travels inside it, and nothing else does."""

import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

from sim.inputs.study import WORLDS
from sim.study.claims.claim import read_claims
from sim.web.app.claims import pictures
from sim.web.app.claims.ledger import FOLDER

pytest.importorskip("hatchling", reason="hatchling is not installed: pip install -e '.[test]'")
ROOT = Path(__file__).resolve().parents[1]
BUILD = "import sys; from hatchling.build import build_wheel; build_wheel(sys.argv[1])"
TABLES = ("ledger.csv", "parts.csv", "worlds.csv", "manifest.json")
FOLDERS = {  # in the repository: in the package, and which files
    "sim": (".", "*"),
    "configs": ("configs", "*"),
    "examples": ("examples", "*"),
    "experiments/claims": ("experiments/claims", "*.yaml"),
    "experiments/evidence": ("experiments/evidence", "*.yaml"),
    "experiments/figures": ("experiments/figures", "*.yaml"),
}
WORDS = """
from sim.commands.cli import main
for words in (["list", "policies"], ["list", "scenarios"], ["reproduce", "--list"], ["exercise", "overloaded_centre"],
              ["config", "policy=combined"], ["--version"]):
    assert main(words) == 0, words
from sim.web.app.claims.ledger import published
from sim.study.claims.claim import read_claims
assert len(published().entries) == len(read_claims([]))
import sim
print(sim.__file__)
"""


@pytest.fixture(scope="module")
def wheel(tmp_path_factory):
    folder = tmp_path_factory.mktemp("wheel")
    subprocess.run([sys.executable, "-c", BUILD, str(folder)], cwd=ROOT, check=True, capture_output=True)
    (path,) = folder.glob("*.whl")
    return path


@pytest.fixture(scope="module")
def inside(wheel):
    return {name for name in zipfile.ZipFile(wheel).namelist() if ".dist-info/" not in name}


def test_code_configs_and_experiments_are_all_there_and_nothing_else_is(inside):
    named = {
        str(Path("sim", place, path.relative_to(ROOT / folder)))
        for folder, (place, pattern) in FOLDERS.items()
        for path in (ROOT / folder).rglob(pattern)
        if path.is_file() and "__pycache__" not in path.parts
    }
    assert {name for name in inside if not name.startswith("sim/published/")} == named
    assert {"sim/py.typed", "sim/model/ODD.md", "sim/web/page.css", "sim/configs/config.yaml"} <= named


def test_the_published_ledger_and_figures_are_there_without_the_runs_behind_them(inside):
    figures = {one["number"] for claim in read_claims([]) for one in pictures.pictures(claim)}
    needed = {str(path.relative_to(pictures.published_dir())) for n in (16, *figures) for path in pictures.files(n)}
    published = {name.removeprefix("sim/published/") for name in inside if name.startswith("sim/published/")}
    assert needed | {f"{FOLDER}/{name}" for name in TABLES} <= published
    others = published - {name for name in published if name.startswith(FOLDER)} - {WORLDS}
    assert {Path(name).suffix for name in others} == {".svg"}
    assert (WORLDS in published) == (pictures.published_dir() / WORLDS).is_file()


def test_it_works_far_from_its_source(wheel, tmp_path):
    zipfile.ZipFile(wheel).extractall(tmp_path / "site")
    said = subprocess.run(
        [sys.executable, "-c", f"import sys; sys.path.insert(0, '{tmp_path / 'site'}')\n{WORDS}"],
        cwd=tmp_path,
        capture_output=True,
        text=True,
        check=False,
    )
    assert said.returncode == 0, said.stderr
    assert said.stdout.splitlines()[-1] == str(tmp_path / "site" / "sim" / "__init__.py")
