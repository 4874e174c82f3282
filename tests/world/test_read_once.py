"""A scenario is read once to a command: tables that somebody edits meanwhile change nothing of what it makes."""

import shutil

from sim.scenarios.folder import config_dir
from sim.scenarios.scenario import load_scenario, reading_once


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
