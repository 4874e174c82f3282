"""Presets, overrides and types: what `resolve`, `setup_from` and `grid` make of words."""

import json
import subprocess
import sys
import time
from dataclasses import asdict
from pathlib import Path

import pytest
import yaml

from sim.commands.cli import main
from sim.errors import InputError
from sim.inputs.folder import config_dir
from sim.model.limits import LEVERS, LIMITS, checked
from sim.model.parameters import OFF, PARAMETERS
from sim.model.policy import GROUPS, Policy, levers, said
from sim.runs.plan import plan_setups
from sim.setup.config import Setup, policy_names, presets, resolve, setup_from
from sim.setup.design import grid
from sim.setup.overrides import PRESET_GROUPS
from sim.setup.presets import describe
from sim.setup.written import to_dict, to_yaml

ALL_PRESETS = [(group, name) for group in PRESET_GROUPS for name in presets(group)]
NAMED = [
    "centralized", "whole_of_government", "guided_delegation", "laissez_faire", "ban", "half_measures", "combined",
    "cooperative_coordinated", "cooperative_joint", "parallel_harmony", "parallel_disharmony",
]  # fmt: skip


SOME_PRESETS = [one for k, one in enumerate(ALL_PRESETS) if one[0] == "policy" or k % 3 == 0]


@pytest.mark.parametrize(
    ("group", "name"),
    [pytest.param(*one, marks=() if one in SOME_PRESETS else pytest.mark.slow) for one in ALL_PRESETS],
)
def test_every_preset_composes_and_says_what_it_stands_for(group, name):
    setup = resolve([f"{group}={name}"])
    assert isinstance(setup, Setup)
    assert len(describe(group, name)) > 40
    if group in GROUPS:
        assert asdict(getattr(setup.policy, group)) == on_page(group, name)


def on_page(group, name):
    """The levers of a group as the page of a preset states them; what it is silent about is off, or as in the preset
    that it begins with."""
    stated = yaml.safe_load(Path(config_dir(), group, f"{name}.yaml").read_text())
    del stated["about"]
    begins = stated.pop("defaults", None)
    off = on_page(group, begins[0]) if begins else asdict(getattr(Policy(), group))
    assert stated.keys() <= off.keys()
    return off | stated


def test_the_policies_of_the_literature_are_there():
    assert set(NAMED) <= set(policy_names())
    assert len(presets("oversight")) >= 9
    assert all(resolve([f"policy={name}"]).policy.name == name for name in policy_names())


def test_policies_differ_and_the_default_is_the_centre_alone():
    assert resolve().policy == Policy()
    found = [json.dumps(said(resolve([f"policy={name}"]).policy)) for name in policy_names()]
    assert len(set(found)) == len(found)


def test_every_preset_of_a_lever_group_serves_a_purpose_of_its_own():
    for group in GROUPS:
        found = [json.dumps(on_page(group, name)) for name in presets(group)]
        assert len(set(found)) == len(found), group


def test_every_lever_is_moved_by_some_preset_but_a_few():
    off, moved = levers(Policy()), set()
    for name in policy_names():
        moved |= {key for key, value in levers(resolve([f"policy={name}"]).policy).items() if value != off[key]}
    for group in GROUPS:
        for name in presets(group):
            moved |= {f"{group}.{key}" for key, value in on_page(group, name).items() if value != off[f"{group}.{key}"]}
    few = {"delegation.cap"} | {f"coordination.{one}" for one in ("escalation", "institutions", "joint", "exchange")}
    assert set(LEVERS) - moved <= few


def test_half_measures_add_about_a_fifth():
    names = ("status_quo", "guided_delegation", "half_measures")
    before, whole, half = (levers(resolve([f"policy={name}"]).policy) for name in names)
    for key in (
        "oversight.liaison",
        "coordination.guidance",
        "investment.training",
        "investment.grants",
        "delegation.office",
    ):
        assert 0.1 <= (half[key] - before[key]) / (whole[key] - before[key]) <= 0.3


@pytest.mark.parametrize("name", ["guided_delegation", "whole_of_government", "combined", "half_measures"])
def test_a_programme_adds_to_what_there_is(name):
    """The articles' programmes take no instrument away that there is in 2023; less of it only where it is a cost."""
    here, programme = (levers(resolve([f"policy={one}"]).policy) for one in ("status_quo", name))
    less = {key for key in here if isinstance(here[key], float) and programme[key] < here[key]}
    assert less <= {"coordination.blame", "investment.rotation"}


def test_a_value_beats_a_preset_and_a_preset_beats_a_policy_in_any_order():
    words = [
        "policy=guided_delegation",
        "delegation=joint",
        "delegation.level=0.5",
        "oversight=alarm",
        "oversight.alarm=0.4",
    ]
    one, other = resolve(words), resolve(words[::-1])
    assert one == other
    assert (one.policy.delegation.form, one.policy.delegation.level, one.policy.oversight.alarm) == ("joint", 0.5, 0.4)
    assert one.policy.oversight.sanction == resolve(["oversight=alarm"]).policy.oversight.sanction
    assert one.policy.coordination == resolve(["policy=guided_delegation"]).policy.coordination
    assert one.policy.name == "guided_delegation+"


def test_values_keep_the_types_they_were_declared_with():
    setup = resolve(
        ["delegation.level=1", "run.seed=7", "run.years=3", "run.replicates=1e2", "parameters.growth=0", "name=mine"]
    )
    assert [type(v) for v in (setup.policy.delegation.level, setup.run.years, setup.parameters["growth"])] == [
        float
    ] * 3
    assert (setup.run.seed, setup.run.replicates, setup.policy.name) == (7, 100, "mine")
    assert type(setup.run.replicates) is int
    assert {type(value) for key, value in levers(setup.policy).items() if LIMITS[key].kind == "number"} == {float}


def test_nothing_is_shared_between_setups():
    one = resolve(["policy=combined"])
    one.policy.oversight.alarm, one.run.seed, one.parameters["growth"] = 0.123, 99, 0.01
    other = resolve(["policy=combined"])
    assert (other.policy.oversight.alarm, other.run.seed, other.parameters) == (0.8, 1, {})


def test_yaml_tells_all_and_the_name_of_a_folder_leaves_out_threads():
    words = ["policy=combined", "parameters.growth=0.03", "scenario=toy"]
    setup = resolve(words)
    assert yaml.safe_load(to_yaml(setup)) == to_dict(setup)
    one, same, other = (
        plan_setups([resolve([*words, *more])]).code for more in ([], ["run.threads=1"], ["run.seed=2"])
    )
    assert one == same != other


def test_from_python_as_from_the_command_line():
    words = [
        "policy=guided_delegation",
        "delegation.level=0.5",
        "run.years=5",
        "parameters.growth=0.03",
        "scenario=toy",
    ]
    made = setup_from("guided_delegation", "toy", parameters={"growth": 0.03}, years=5, **{"delegation.level": 0.5})
    assert made == resolve(words)
    own = Policy(name="mine")
    own.oversight.alarm = 0.7
    assert setup_from(own, scenario="toy").policy == own
    for wrong in ({"policy": "guided"}, {"years": -1}, {"parameters": {"grwth": 1}}, {"scenario": "toi"}, {"yeers": 2}):
        with pytest.raises(InputError):
            setup_from(**wrong)
    own.oversight.alarm = 7
    with pytest.raises(InputError, match=r"oversight\.alarm: '7'"):
        setup_from(own)


def test_scope_takes_domains_of_the_scenario_at_hand():
    assert resolve(["scenario=toy", "delegation.scope=trade+climate"]).policy.delegation.scope == "trade+climate"
    with pytest.raises(InputError, match=r"delegation\.scope: 'trade'"):
        resolve(["delegation.scope=trade"])


def test_every_default_range_and_off_value_is_valid():
    for name, parameter in PARAMETERS.items():
        for value in (parameter.default, parameter.low, parameter.high, OFF.get(name, parameter.default)):
            assert checked(f"parameters.{name}", value) == value
    for key, value in levers(Policy()).items():
        assert checked(key, value) == value
    assert len(LIMITS) == len(LEVERS) + len(PARAMETERS) + 8


def test_grid_reads_hydras_grammar():
    points = grid(["delegation.level=range(0,0.31,0.1)", "policy=centralized,combined", "oversight.alarm=0.5"])
    assert [point.values for point in points[:3]] == [
        {"delegation.level": 0.0, "policy": "centralized"},
        {"delegation.level": 0.0, "policy": "combined"},
        {"delegation.level": 0.1, "policy": "centralized"},
    ]
    assert [point.values["delegation.level"] for point in points[::2]] == [0.0, 0.1, 0.2, 0.3]
    for point in points:
        assert point.setup == resolve(
            [*(f"{key}={value}" for key, value in point.values.items()), "oversight.alarm=0.5"]
        )
    assert len(grid(["investment=glob(*)"])) == len(presets("investment"))
    assert [point.values["run.seed"] for point in grid(["run.seed=range(3)"])] == [0, 1, 2]


def test_ten_thousand_points_are_quick():
    grid(["policy=combined", "delegation.level=0,1"])
    start = time.process_time()
    points = grid(["policy=combined", "delegation.level=range(0,1,0.01)", "oversight.alarm=range(0,1,0.01)"])
    assert len(points) == 10_000
    assert time.process_time() - start < 3  # 0.6 s where it was written


def test_help_needs_nothing_heavy():
    code = (
        "import sys, sim.commands.cli; sim.commands.cli.main(['--help']); "
        "print(sorted({'hydra', 'pandas', 'numba', 'matplotlib', 'mesa'} & set(sys.modules)))"
    )
    said = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True).stdout
    assert said.endswith("[]\n")
    assert "examples:" in said


@pytest.mark.parametrize("command", ["run", "compare", "sweep", "explain", "list", "config"])
def test_each_command_has_help_with_examples(command, capsys):
    assert main([command, "--help"]) == 0
    assert f"paradip {command}" in capsys.readouterr().out.partition("examples:")[2]


def test_examples_in_the_help_are_valid():
    import shlex
    from importlib import import_module

    from sim.commands.compare import STANDARD
    from sim.setup.columns import chosen_setups, is_column

    for command in ("run", "compare", "sweep", "config"):
        for line in import_module(f"sim.commands.{command}").EXAMPLES.splitlines()[1:]:
            words = [word for word in shlex.split(line.partition("--")[0])[2:] if "=" in word]
            if command == "compare":
                chosen_setups(shlex.split(line.partition("--")[0])[2:], STANDARD)
                words = [word for word in words if not is_column(word)]
            grid([*words, "run.seed=1,2"]) if command != "sweep" else grid(words)


def test_list_and_config_print(capsys):
    for topic in (
        "scenarios",
        "policies",
        "oversight",
        "delegation",
        "coordination",
        "investment",
        "run",
        "parameters",
    ):
        assert main(["list", topic]) == 0
    assert "guided_delegation" in capsys.readouterr().out
    assert main(["config", "policy=combined"]) == 0
    assert yaml.safe_load(capsys.readouterr().out)["coordination"]["body"] == "body"


def test_presets_hold_plain_values_only():
    for path in config_dir().rglob("*.yaml"):
        text = path.read_text(encoding="utf-8").partition("\nhydra:")[0]
        assert "${" not in text and "_target_" not in text, path
