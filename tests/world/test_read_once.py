"""A scenario is read once to a command: tables that somebody edits meanwhile change nothing of what it makes."""

import json
import shutil

from sim.commands.cli import main
from sim.inputs.folder import config_dir
from sim.inputs.scenario import load_scenario, reading_once


def test_what_is_edited_meanwhile_is_for_the_next_command(tmp_path):
    folder = tmp_path / "mine"
    shutil.copytree(config_dir() / "scenario" / "toy", folder)
    table = folder / "subnationals.csv"
    with reading_once():
        first = load_scenario(folder)
        table.write_text(table.read_text().replace("north,North", "north,The North"))
        assert load_scenario(folder) is first and "The North" not in first.subnationals.names
        with reading_once():
            assert load_scenario(folder) is first
        assert load_scenario(folder) is first
    later = load_scenario(folder)
    assert later.digest != first.digest and "The North" in later.subnationals.names


def test_a_manifest_names_the_tables_that_were_read(tmp_path, monkeypatch):
    from sim.study import ensemble

    folder = tmp_path / "mine"
    shutil.copytree(config_dir() / "scenario" / "toy", folder)
    before, run = load_scenario(folder).digest, ensemble.run

    def edited_meanwhile(*arguments, **how):
        table = folder / "subnationals.csv"
        table.write_text(table.read_text().replace("north,North", "north,The North"))
        return run(*arguments, **how)

    monkeypatch.setattr(ensemble, "run", edited_meanwhile)
    words = ["run", f"scenario={folder}", "run.years=0.1", "run.replicates=2"]
    assert main([*words, "--out", str(tmp_path / "out")]) == 0
    assert json.loads((tmp_path / "out" / "manifest.json").read_text())["scenarios"] == {str(folder): before}
    assert load_scenario(folder).digest != before
