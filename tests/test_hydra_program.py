"""`python -m sim.app` takes the words of `paradip`, understands the same by them, and refuses them in the same line."""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest
import yaml
from bad_command_lines import COMMAND_LINES
from by_default import by_default

from sim import app
from sim.commands.cli import dispatch, main
from sim.errors import InputError
from sim.inputs.folder import config_dir
from sim.setup.config import resolve
from sim.setup.design import grid
from sim.setup.written import to_dict

PATH_FAULTS = [
    ("policy=reform_undone", "policy.phases.1.yeer=2"),
    ("policy=reform_undone", "policy.phases.2.year=2"),
    ("policy=reform_undone", "policy.phases.1.year=20"),
    ("policy.rules.1.when=backlogs",),
]
QUIET = [f"hydra/{log}_logging=disabled" for log in ("job", "hydra")] + ["hydra.output_subdir=null"]
WORDS = [  # several with two blanks between them
    "parameters.load=1.1",
    "parameters.growth=1e-3  run.seed=0  run.replicates=20.0",
    "policy=guided_delegation  delegation.level=.5  oversight.liaison=1e0",
    "policy=combined  oversight=patrol  run=trial",
    "run=trial  run.years=0.5  run.dt=0.25",
    "name=010  policy=ban",
    "name=1e3",
    "name=true  delegation.level=-0.0",
    "name=x.y+z  delegation.scope=subnational",
    "scenario=toy  coordination.body=body  delegation.form=joint  delegation.staff=moved",
    "scenario=./my_land",
    "scenario='./my land'  oversight='alarm'",
    "run.cluster=tcp://head-node:8786",
    "policy=reform_undone  policy.phases.1.year=2  delegation.level=.1",
    "policy=reform_undone  policy.phases.1.policy=laissez_faire  policy.phases.1.oversight.alarm=.25",
    "policy.rules.1.when=backlog  policy.rules.1.above=400  policy.rules.1.step.delegation.level=.1  policy.review=26",
    "policy=tighten_after_a_scandal  policy.turnover.keep=oversight+investment  policy.turnover.undo=.5",
]
REFUSED = [
    tuple(words[1:])
    for words, _ in COMMAND_LINES
    if words[:1] == ["run"] and len(words) > 1 and not any(word.startswith("-") or len(word) > 99 for word in words)
]
REFUSED += [
    *PATH_FAULTS,
    ("parameters.load = 0.9",),
    ("run.replicates=010",),
    ("+parameters.load=1",),
    ("run.seed='5'",),
]


@pytest.fixture(autouse=True)
def somewhere_else(monkeypatch, tmp_path):
    """Hydra changes what the process shares; the resolver that the program clears is put back."""
    from omegaconf.basecontainer import BaseContainer

    monkeypatch.setattr(sys, "argv", ["app"])
    monkeypatch.setattr(BaseContainer, "_resolvers", dict(BaseContainer._resolvers))
    monkeypatch.chdir(tmp_path)
    for name in ("my land", "my_land"):
        (tmp_path / name).symlink_to(config_dir() / "scenario/toy")


@pytest.fixture
def setups(monkeypatch):
    """What would be run, instead of running it."""
    found: list = []

    def run(setup):
        found.append(setup)
        raise InputError("not run")

    monkeypatch.setattr("sim.study.ensemble.run", run)
    return found


def same(setup) -> dict:
    """A Setup, with the path of its scenario from the root."""
    page = to_dict(setup)
    return page | {
        "scenario": str(Path(page["scenario"]).resolve()) if Path(page["scenario"]).is_dir() else page["scenario"]
    }


@pytest.mark.parametrize("line", by_default([WORDS[1], WORDS[2], WORDS[11], WORDS[14]], WORDS))
def test_the_same_words_mean_the_same(line, setups, capsys):
    words = line.split("  ")
    with pytest.raises(InputError, match="not run"):
        app.perform([*words, *QUIET, "hydra.run.dir=out"])
    assert main(["config", *words]) == 0
    shown = yaml.safe_load(capsys.readouterr().out)
    assert same(setups[0]) == same(resolve(words))
    assert {**same(setups[0]), "scenario": ""} == {**shown, "scenario": ""}


def test_what_hydra_stored_can_be_said_again(setups):
    """It calls a path `path`, since `policy` is a preset to it."""
    for key in ("policy", "path"):
        with pytest.raises(InputError, match="not run"):
            app.perform(["policy=reform_undone", f"{key}.phases.1.year=2", *QUIET, "hydra.run.dir=out"])
    assert same(setups[0]) == same(setups[1])


def refusal(words, do, capsys) -> str:
    assert main(list(words), do=do) == 2
    return capsys.readouterr().err


@pytest.mark.parametrize("words", REFUSED, ids=lambda words: " ".join(words)[:40])
def test_the_same_line_refuses_them(words, capsys, tmp_path):
    before = sorted(tmp_path.rglob("*"))
    line = refusal(words, app.perform, capsys)
    assert line == refusal(["config", *words], dispatch, capsys) and line.count("\n") == 1
    assert sorted(tmp_path.rglob("*")) == before


@pytest.mark.parametrize(
    ("words", "said"),
    {
        "hydra/launcher=jobib": "hydra/launcher: 'jobib'; expected one of basic",
        "hydra.rnu.dir=x": "hydra.rnu: not known; expected one of .*, did you mean 'run'?",
        "--mutlirun": "--mutlirun: not an option of sim.app; expected .*, did you mean '--multirun'?",
        "--cfg jbo": "--cfg/-c: invalid choice: 'jbo'",
        "--cfg job -m": "Only one of --run, --multirun, --cfg",
        "-sc query=bash": "shell: 'query=bash'; expected one of bash, zsh, fish",
        "-m hydra.run.dir=a,b": "Sweeping over Hydra's configuration is not supported",
        "-m scenario=toy,tyo": "scenario 'tyo': not found; expected one of .*, did you mean 'toy'?",
        "-m oversight=none,alrm": "oversight: 'alrm'; expected one of .*, did you mean 'alarm'?",
    }.items(),
    ids=lambda one: one if " " not in one else None,
)
def test_what_hydra_itself_does_not_take_is_one_line(words, said, capsys):
    assert main(words.split(), do=app.perform) == 2
    line = capsys.readouterr().err
    assert line.startswith("paradip: ") and line.count("\n") == 1 and "Traceback" not in line
    assert all(part in line for part in said.split(".*")), line


@pytest.mark.parametrize(
    "axes",
    by_default(
        ["delegation.level=range(0.1,0.4,0.2)"],
        [
            "delegation.level=range(0.1,0.4,0.2)",
            "oversight=glob(al*) parameters.load=1e0,1.1,9e-1",
            "scenario=toy,my_land",
            "policy=reform_undone,half_measures_for_ever policy.phases.1.year=range(1,3)",
            "policy=reform_undone policy.phases.1.policy=laissez_faire,guided_delegation",
        ],
    ),
)
def test_a_multirun_has_the_points_of_a_sweep(axes, setups, capsys):
    words = [*axes.split(), "name=010"]
    assert main(["-m", *words, *QUIET, "hydra.sweep.dir=out"], do=app.perform) == app.SOME_FAILED
    assert [same(one) for one in setups] == [same(point.setup) for point in grid(words)]
    assert len(setups) >= 2


FAILING = ["scenario=toy", "run.years=0.2", "run.replicates=1", "run.dt=0.3,2", "hydra.sweep.dir=out"]


def hold(code: int, out: str, err: str) -> None:
    """The answer against the promise."""
    assert code == app.SOME_FAILED, err
    job = "job 0 (scenario=toy run.years=0.2 run.replicates=1 run.dt=0.3)"
    fault = "run.dt: '0.3'; expected weeks that divide a year of 52, such as 0.25, 0.5, 1, 2 or 4"
    assert [line for line in err.splitlines() if line.startswith("paradip")] == [f"paradip: {job} failed: {fault}"]
    assert "Traceback" not in err + out
    assert [line for line in out.splitlines() if line.startswith("saved")] == [f"saved in out{os.sep}1"]
    assert [Path("out", f"{number}", "manifest.json").exists() for number in range(2)] == [False, True]


@pytest.mark.parametrize("batch", by_default(["null"], ["null", "1"]))
def test_a_job_that_fails_does_not_end_the_others(batch, capsys):
    words = ["-m", *FAILING, *QUIET, f"hydra.sweeper.max_batch_size={batch}"]
    hold(main(words, do=app.perform), *capsys.readouterr())


@pytest.mark.slow
@pytest.mark.parametrize("launcher", ["basic", "joblib"])
def test_a_job_that_fails_in_another_process_does_not_end_the_others(launcher):
    if launcher == "joblib":
        pytest.importorskip("hydra_plugins.hydra_joblib_launcher")
    words = [sys.executable, "-m", "sim.app", "-m", *FAILING, f"hydra/launcher={launcher}"]
    done = subprocess.run(words, capture_output=True, text=True, timeout=300, check=False)
    hold(done.returncode, done.stdout, done.stderr)


def test_the_manifest_of_a_job_is_what_config_shows(tmp_path, capsys):
    words = ["scenario=toy", "run=trial", "run.replicates=1", "policy=guided_delegation", "parameters.load=1.1"]
    assert main([*words, *QUIET, "hydra.run.dir=out"], do=app.perform) == 0
    assert capsys.readouterr().out.endswith("\nsaved in out\n")
    assert main(["config", *words]) == 0
    manifest = json.loads((tmp_path / "out/manifest.json").read_text())
    assert manifest["configurations"] == [yaml.safe_load(capsys.readouterr().out)]


def test_the_help_can_be_read_and_names_what_is_there(capsys):
    assert main(["--help"], do=app.perform) == 0
    said = capsys.readouterr().out
    assert said.startswith("usage: python -m sim.app") and "paradip list" in said
    assert len(said.splitlines()) < 30
