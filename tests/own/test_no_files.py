"""A pipe, a folder or a broken link where a study has a file is one line, at once; it is not passed over."""

import os

import pytest

import sim
from sim.commands.cli import main

NO_FILES = {
    "a pipe": (os.mkfifo, "not a regular file"),
    "a folder": (os.mkdir, "not a regular file"),
    "a broken link": (lambda path: os.symlink("nowhere", path), "a link to a file that is not there"),
}
PAGES = (
    "paradip.yaml",
    "agents.py",
    "metrics.py",
    "beside.py",
    "policies/x.yaml",
    "oversight/open_register.yaml",
    "experiments/x.yaml",
    "claims/register.yaml",
    "evidence/registered.yaml",
    "exercises/x.yaml",
    "figures/x.yaml",
    "figures/bars.py",
    "scenarios/coast/scenario.yaml",
    "scenarios/coast/domains.csv",
)


def put(path, kind):
    path.unlink(missing_ok=True)
    NO_FILES[kind][0](path)
    return NO_FILES[kind][1]


@pytest.mark.parametrize("kind", NO_FILES)
@pytest.mark.parametrize("page", PAGES)
def test_a_page_that_is_no_file(page, kind, coast, capsys):
    problem = put(coast / page, kind)
    assert main(["list", "policies", "--study", str(coast)]) == 2
    assert capsys.readouterr().err == f"paradip: {page}: {problem}; expected a file\n"


@pytest.mark.parametrize("kind", ["a pipe", "a broken link"])
@pytest.mark.parametrize("part", ["policies", "scenarios", "scenarios/there", "run", "figures"])
def test_a_folder_that_is_none(part, kind, coast, capsys):
    if (coast / part).is_dir():
        (coast / part).rename(coast / "before")
    put(coast / part, kind)
    assert main(["list", "policies", "--study", str(coast)]) == 2
    assert capsys.readouterr().err == f"paradip: {part}: not a folder; expected one\n"


def test_the_mark_of_the_working_folder_too(coast, capsys, monkeypatch):
    put(coast / "paradip.yaml", "a broken link")
    monkeypatch.chdir(coast)
    assert main(["list", "policies"]) == 2
    assert "paradip.yaml: a link to a file that is not there" in capsys.readouterr().err


def test_what_editors_and_systems_leave_is_no_page(coast, capsys):
    (coast / "policies" / ".#open_door.yaml").symlink_to("somebody@there.123")  # Emacs, while it is edited
    (coast / "policies" / "._open_door.yaml").write_bytes(b"\0\5\26\7")  # macOS, on a disk of another kind
    (coast / "scenarios" / ".ipynb_checkpoints").mkdir()
    (coast / "scenarios" / "README.md").write_text("Two countries.")
    (coast / "environment.yml").write_text("name: coast")
    assert main(["list", "policies", "--study", str(coast)]) == 0


@pytest.mark.parametrize("kind", NO_FILES)
def test_a_folder_of_tables_elsewhere(kind, coast):
    folder = coast / "scenarios" / "coast"
    problem = put(folder / "domains.csv", kind)
    with pytest.raises(sim.InputError, match=f"^domains.csv: {problem}; expected it in "):
        sim.load_scenario(folder)


@pytest.mark.parametrize("word", ["sweep experiment", "report exercise"])
def test_a_page_elsewhere_that_is_a_pipe(word, tmp_path, capsys):
    os.mkfifo(tmp_path / "x.yaml")
    assert main(f"{word}={tmp_path / 'x.yaml'}".split()) == 2
    assert "or the path of your own yaml file" in capsys.readouterr().err
