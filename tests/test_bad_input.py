"""Whatever does not fit: exit code 2, one line that names it and says what was expected, no traceback, nothing written.

The cases are generated from the levers, parameters and commands as they are declared, so a new lever is tried too.
"""

import os
import sys
import types
from importlib import import_module
from pathlib import Path

import pytest
from bad_command_lines import COMMAND_LINES

from sim.commands.cli import COMMANDS, main
from sim.errors import InputError
from sim.inputs.folder import config_dir
from sim.model.limits import LIMITS, SETTINGS
from sim.model.parameters import PARAMETERS
from sim.setup.overrides import PRESET_GROUPS, presets


@pytest.fixture(autouse=True)
def nothing_runs(monkeypatch, tmp_path):
    """The simulation is out of reach: whoever gets there has let something through."""

    def reached(*_, **__):
        raise AssertionError("bad input reached the simulation")

    fakes = {
        "sim.study.ensemble": {"run": reached, "compare": reached, "sweep": reached, "summarise": reached},
        "sim.runs.fill": {
            **dict.fromkeys(("fill", "provide"), reached),
            **dict.fromkeys(("How", "Filled", "Conclude"), types.SimpleNamespace),
            "Failing": InputError,
        },
        "sim.tell.explain": {"tell": reached},
    }
    for name, functions in fakes.items():
        fake = types.ModuleType(name)
        fake.__dict__.update(functions)
        monkeypatch.setitem(sys.modules, name, fake)
        package, _, leaf = name.rpartition(".")
        monkeypatch.setattr(import_module(package), leaf, fake, raising=False)
    monkeypatch.chdir(tmp_path)
    before = set(sys.modules)
    yield
    for name in {one for one in sys.modules if one.startswith("sim.")} - before:  # these have bound what is fake
        package, _, leaf = name.rpartition(".")
        del sys.modules[name]
        if hasattr(sys.modules.get(package), leaf):
            delattr(sys.modules[package], leaf)


def refuse(words, named, capsys, code=2):
    """Run it, and hold the answer against the promise."""
    before = sorted(Path.cwd().rglob("*"))
    assert main(list(words)) == code
    said = capsys.readouterr()
    assert said.err.startswith("paradip: ") and said.err.endswith("\n") and said.err.count("\n") == 1, said.err
    assert named.lower() in said.err.lower(), (named, said.err)
    assert "expected" in said.err or "not allowed" in said.err
    assert "Traceback" not in said.err + said.out
    assert said.out == ""
    assert sorted(Path.cwd().rglob("*")) == before
    return said.err


NOT_NUMBERS = (
    "x",
    "",
    "nan",
    "inf",
    "-inf",
    "1e400",
    "true",
    "null",
    "[1]",
    "{a: 1}",
    "'0.5'",
    "0.5.5",
    "0x1",
    "1,2",
    "int(",
    "0 5",
)


def bad_values():
    """(key, value, whether it is tried by default): every key against values outside its limits and three of what is no
    number, in rotation; levers and settings against all of it under `slow`, since one grammar reads them all."""
    for place, (key, limit) in enumerate(LIMITS.items()):
        late: tuple = ()
        if limit.kind in ("number", "integer"):
            wrong = [f"{limit.low - 1:.12g}", f"{limit.high * 2 + 1:.12g}"]
            wrong += [NOT_NUMBERS[(place + step) % len(NOT_NUMBERS)] for step in (0, 5, 11)]
            if key in SETTINGS or not key.startswith("parameters."):
                late = NOT_NUMBERS
        elif limit.kind == "choice":
            wrong = [
                "",
                "x",
                "1",
                "null",
                limit.choices[0] + "x",
                limit.choices[0].upper(),
                "[a]",
                f"{limit.choices[0]},x",
            ]
        else:
            wrong = ["", "a b", "a/b/\x01", "[a]", "{a: b}", "é" * 9, "x" * 5000, "'\n'", "a\tb"]
        if limit.kind == "integer":
            wrong += ["0.5", "1.0001"]
        for value in dict.fromkeys((*wrong, *late)):
            yield key, value, value in wrong


WORDS_FOR = {"run": [], "config": [], "compare": ["centralized", "ban"], "sweep": ["run.seed=1,2"], "explain": []}
VALUES = [  # every second one by default
    pytest.param(list(WORDS_FOR)[i % 5], key, value, marks=() if soon and i % 2 else pytest.mark.slow)
    for i, (key, value, soon) in enumerate(bad_values())
]


@pytest.mark.parametrize(("command", "key", "value"), VALUES, ids=lambda v: ascii(v)[:24])
def test_values(command, key, value, capsys):
    words = [word for word in WORDS_FOR[command] if word.partition("=")[0] != key]
    if command == "compare" and key == "name":
        command, words = "run", []
    if "," in value and command == "sweep":
        value += ",x"
    refuse([command, *words, f"{key}={value}"], key, capsys)


def misspelt():
    for key in [*LIMITS, *PRESET_GROUPS]:
        group, dot, leaf = key.partition(".")
        yield f"{group}.{leaf[:-1]}{leaf[-1]}x" if dot else key + "x", key


@pytest.mark.parametrize(
    ("wrong", "right"),
    [pytest.param(*pair, marks=pytest.mark.slow if k % 3 else ()) for k, pair in enumerate(misspelt())],
)
def test_misspelt_keys_get_the_nearest(wrong, right, capsys):
    said = refuse(["config", f"{wrong}=0.5"], wrong, capsys)
    assert "did you mean" in said


def test_misspelt_keys_get_the_right_one(capsys):
    for wrong, right in {
        "delegation.levl": "delegation.level", "level": "delegation.level", "growth": "parameters.growth",
        "oversight.alram": "oversight.alarm", "run.replicate": "run.replicates", "replicates": "run.replicates",
        "parameters.arival_rate": "parameters.arrival_rate", "scenrio": "scenario", "overisght": "oversight",
        "polcy": "policy",
    }.items():  # fmt: skip
        assert f"did you mean '{right}'?" in refuse(["run", f"{wrong}=0.1"], wrong, capsys)


@pytest.mark.parametrize("group", [*PRESET_GROUPS, "scenario"])
def test_misspelt_presets_get_the_nearest(group, capsys):
    for name in presets(group):
        if len(name) > 3:
            said = refuse(["run", f"{group}={name[:-1]}"], group, capsys)
            assert f"did you mean '{name}'?" in said or f"did you mean '{name[:-1]}" in said
    for value in (
        "",
        "null",
        "0.3",
        "true",
        "[none]",
        "{level: 1}",
        "NONE ",
        "none/none",
        "none.yaml",
        "./none",
        "../run/trial",
    ):
        refuse(["config", f"{group}={value}"], group, capsys)


def test_nearest_policy(capsys):
    assert "did you mean 'guided_delegation'?" in refuse(["run", "policy=guided"], "policy", capsys)
    assert "did you mean 'combined'?" in refuse(["compare", "centralized", "combind"], "combind", capsys)


@pytest.mark.parametrize(("words", "named"), COMMAND_LINES, ids=lambda v: ascii(v)[:40])
def test_command_lines(words, named, capsys):
    refuse(words, named, capsys)


def test_commands_are_all_tried():
    assert set(COMMANDS) == {words[0] for words, _ in COMMAND_LINES if words} & set(COMMANDS)
    assert len(VALUES) + len(list(misspelt())) + len(COMMAND_LINES) >= 500
    by_default = [one.values for one in VALUES if not one.marks]
    assert {key for _, key, _ in by_default} == set(LIMITS) >= {f"parameters.{name}" for name in PARAMETERS}
    assert {value for *_, value in by_default} >= set(NOT_NUMBERS)


@pytest.mark.parametrize("command", ["run", "compare", "sweep"])
def test_an_existing_file_is_no_folder(command, capsys, tmp_path):
    (tmp_path / "taken").write_text("mine")
    words = {"run": [], "compare": ["ban", "combined"], "sweep": ["run.seed=1,2"]}[command]
    refuse([command, *words, "--out", "taken"], "taken", capsys)
    refuse([command, *words, "--out", "taken/deeper"], "taken", capsys)
    assert (tmp_path / "taken").read_text() == "mine"


@pytest.mark.skipif(os.geteuid() == 0, reason="root may write anywhere")
def test_a_locked_folder(capsys, tmp_path):
    (tmp_path / "locked").mkdir(mode=0o500)
    refuse(["run", "--out", "locked/results"], "locked", capsys)


def test_a_broken_folder_of_ones_own(capsys, tmp_path):
    (tmp_path / "mine").mkdir()
    assert "scenario.yaml" in refuse(["run", "scenario=mine"], "mine", capsys)
    (tmp_path / "mine" / "scenario.yaml").write_text("!!python/object/apply:os.system ['touch owned']")
    for table in (config_dir() / "scenario" / "toy").glob("*.csv"):
        (tmp_path / "mine" / table.name).write_bytes(table.read_bytes())
    refuse(["run", "scenario=mine"], "scenario.yaml", capsys)
