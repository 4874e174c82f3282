"""paradip new study: a folder that runs as it stands."""

import re

import pytest

from sim.commands.cli import main

COMMANDS = re.compile(r"^paradip (.*?)(?:\s+#.*)?$", re.M)


def test_it_writes_a_study_whose_pages_are_sound(tmp_path, capsys):
    folder = tmp_path / "a" / "mine"
    assert main(["new", "study", str(folder)]) == 0
    written = capsys.readouterr().out
    assert {"agents.py", "metrics.py", "paradip.yaml", "README.md", "policies/open_door.yaml"} <= set(written.split())
    assert main(["list", "study", "--study", str(folder)]) == 0
    for page in folder.rglob("*.yaml"):
        assert page.read_text().startswith("#"), f"{page.name} says nothing of itself"


def test_nothing_of_ones_own_is_written_over(tmp_path, capsys):
    (tmp_path / "notes.txt").write_text("mine")
    assert main(["new", "study", str(tmp_path)]) == 2
    assert "is not empty" in capsys.readouterr().err
    assert [path.name for path in tmp_path.iterdir()] == ["notes.txt"]


@pytest.mark.slow
def test_the_commands_of_its_readme_do_what_it_says(tmp_path, capsys, monkeypatch):
    folder = tmp_path / "mine"
    assert main(["new", "study", str(folder)]) == 0
    monkeypatch.chdir(folder)
    found = COMMANDS.findall((folder / "README.md").read_text())
    assert len(found) >= 4
    for words in found:
        assert main(words.split()) == 0, words
        assert "saved" in capsys.readouterr().out or words.startswith("list")
