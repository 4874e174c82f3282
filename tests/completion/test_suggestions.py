"""What `paradip completion` suggests is there, is accepted where it is suggested, and comes at once, in real shells."""

from importlib import import_module

import pytest

from sim.commands import choices
from sim.commands.cli import COMMANDS, Parser, add_study
from sim.commands.completion import SHELLS, answer, fitting, split
from sim.commands.list import TOPICS
from sim.commands.sweep import chosen_metrics
from sim.commands.verify import choose
from sim.model.limits import LIMITS, SETTINGS
from sim.model.metrics import METRICS
from sim.runs.until import read_until
from sim.setup.columns import chosen_columns
from sim.setup.factors import full_key
from sim.setup.overrides import PRESET_GROUPS, check_key, presets, read_override
from sim.study.claims.claim import claim_ids, read_claims
from sim.study.experiment import take_experiment
from sim.study.publish.plate import plate_ids, read_plates
from sim.web.exercise import read_exercise, take_exercise


@pytest.fixture(scope="module")
def table():
    return choices.gather()


@pytest.fixture(scope="module")
def suggest(table):
    def suggest(line: str) -> list[str]:
        return fitting(split(line)[0], table)

    return suggest


def test_every_value_suggested_for_a_key_is_accepted(suggest):
    chosen = {key for key, limit in LIMITS.items() if limit.kind == "choice"} | {*PRESET_GROUPS, "run.cluster"}
    for key in [*PRESET_GROUPS, *LIMITS]:
        words = suggest(f"run {key}=")
        assert all(read_override(word).key == key for word in words)
        assert bool(words) == (key in chosen or key == "scenario"), key
    assert suggest("run policy=") == [f"policy={name}" for name in presets("policy")]


def test_every_key_can_be_reached_from_nothing(suggest):
    found, begun = set(), [""]
    while begun:
        words = suggest(f"config {begun.pop()}")
        found |= {word for word in words if word.endswith("=")}
        begun += [word for word in words if word.endswith(".")]
    assert found == {f"{key}=" for key in [*PRESET_GROUPS, *LIMITS]}
    assert all(check_key(word) for word in found)
    assert len(suggest("run ")) < 30  # to be read at one look


@pytest.mark.parametrize("command", ["compare", "report", "explain"])
def test_policies_and_what_is_changed_of_them(command, suggest):
    begun = ["", "guided_delegation:", "ban:delegation.", "ban:delegation.form=", "ban:oversight=al"]
    begun += ["combined:delegation.level=0.5,", "combined:delegation.level=0.5,oversight.pa"]
    words = [word for part in begun for word in suggest(f"{command} {part}")]
    whole = [word for word in words if not word.endswith(("=", ".", ":"))]
    assert set(presets("policy")) < set(whole)
    for word in whole:
        if not word.startswith("exercise="):
            assert chosen_columns([word], ())
    assert not {"policy=", "name="} & set(words)
    assert {"ban:delegation.form=", "combined:delegation.level=0.5,oversight.patrol="} <= set(words)


def test_values_of_an_axis_follow_each_other(suggest):
    words = suggest("sweep oversight=none,al")
    assert words == ["oversight=none,alarm", "oversight=none,alarm_with_liaisons"]
    assert all(read_override(word).swept for word in words)
    assert "oversight=none,none" not in suggest("sweep oversight=none,")
    assert suggest("run oversight=none,al") == []


def test_names_of_each_kind(suggest):
    assert suggest("list ") == list(TOPICS)
    assert suggest("claims ") == [one.id for one in read_claims([])] == claim_ids()
    assert suggest("reproduce ") == ["all", *plate_ids()] and all(read_plates([word]) for word in plate_ids())
    assert all(choose([word]) for word in suggest("verify "))
    assert {read_exercise(word).name for word in suggest("exercise o")} == {"overloaded_centre"}
    for word in suggest("sweep experiment="):
        assert take_experiment([word], import_module("sim.setup.design").Design())[2]
    assert all(take_exercise([word])[1] for word in suggest("report exercise="))
    assert suggest("claims --scenario to") == ["toy"] and suggest("run scenario=to") == ["scenario=toy"]
    assert suggest("completion ") == list(SHELLS)


def test_lists_with_commas_between(suggest):
    names = [metric.name for metric in METRICS]
    for line in ("sweep --metrics ", "optimize --for "):
        assert suggest(line) == names
        assert suggest(f"{line}goodput,") == [f"goodput,{name}" for name in names if name != "goodput"]
    assert all(chosen_metrics(word) for word in suggest("sweep --metrics goodput,lat"))
    assert all(read_until(f"{word}1%", 100) for word in suggest("run --until "))
    assert all(full_key(word) for word in suggest("sweep --over ")[1:]) and suggest("sweep --over ")[0] == "all"
    assert "load" in suggest("sweep --over ") and "load" not in suggest("optimize --over ")


@pytest.mark.parametrize("command", COMMANDS)
def test_options_are_those_of_the_parser(command, suggest):
    parser = Parser(prog=command)
    import_module(f"sim.commands.{command}").add_arguments(parser)
    add_study(parser)
    words = suggest(f"{command} -")
    assert set(words) == set(parser._option_string_actions) - {"--line", "--breaks"}
    for word in words:  # nothing is suggested for a number, and for a flag whatever may stand alone
        action = parser._option_string_actions[word]
        assert action.nargs == 0 or action.metavar in ("DIR", "FILE") or suggest(f"{command} {word} zzz") == []


def test_folders_and_files(suggest, monkeypatch, tmp_path):
    monkeypatch.chdir(tmp_path)
    for name in ("one two", "other", ".hidden"):
        (tmp_path / name).mkdir()
    (tmp_path / "points.csv").touch()
    assert suggest("sweep --out ") == ["one two/", "other/"]
    assert suggest("sweep --out .h") == [".hidden/"]
    assert suggest("sweep --points ") == ["one two/", "other/", "points.csv"]
    assert suggest(f"run scenario={tmp_path}/ot") == [f"scenario={tmp_path}/other/"]
    assert suggest("run --out 'one t") == suggest("run --out one\\ t") == ["one two/"]
    assert suggest("sweep --out nowhere/") == []


def test_bash_begins_a_new_word_at_some_letters():
    breaks = " \t\n\"'><=;|&(:"
    assert answer("paradip run policy=comb", breaks) == ["combined"]
    assert answer("paradip run policy=comb") == ["policy=combined"]
    assert answer("paradip run 'policy=comb", breaks) == ["policy=combined"]
    assert answer("paradip compare ban:delegation.staff=m", breaks) == ["moved"]
    assert answer("paradip compare ban:delegation.st", breaks) == ["delegation.staff="]
    assert answer("A=1 /some/where/paradip run pol", breaks) == ["policy="]
    assert answer("cat policy=", breaks) == answer("paradip nothing ", breaks) == answer("", breaks) == []


def test_the_hydra_program_takes_the_same_words(suggest):
    assert suggest("sim.app delegation.") == suggest("run delegation.")
    assert suggest("sim.app oversight=none,ala")[0] == "oversight=none,alarm"
    assert {"--multirun", "--cfg"} <= set(suggest("sim.app --"))
    assert suggest("sim.app hy")[0] == "hydra/launcher=basic"
    assert answer("python3 -m sim.app policy=comb") == ["policy=combined"]


def test_settings_of_a_resumed_sweep(suggest):
    assert set(suggest("resume run")) == {f"{key}=" for key in SETTINGS}
