"""A study folder: what it holds is known to every command, in Python and on the page, and is part of every key."""

import json
import os
import shutil
import subprocess
import sys
from types import ModuleType

import pandas as pd
import pytest

import sim
from sim.commands.cli import main
from sim.errors import InputError
from sim.inputs import in_use
from sim.inputs.own_code import load_code
from sim.inputs.study import FOLDERS
from sim.model.metrics import METRICS, NAMES, SHIPPED
from sim.runs.rules import rules_now
from sim.setup.config import resolve

SHORT = ["run.years=0.1", "run.replicates=2", "run.threads=1"]


def said(capsys, *words, code=0) -> str:
    assert main(list(words)) == code, words
    printed = capsys.readouterr()
    return printed.err if code else printed.out


def test_all_that_it_holds_is_listed_and_checked(coast, capsys):
    told = said(capsys, "list", "study", "--study", str(coast))
    for name in (
        "policy open_door", "oversight open_register", "scenario coast", "experiment patience", "claim register",
        "target registered",        "exercise coast_meeting", "figure registers", "agent Patient", "metric alone_share",
    ):  # fmt: skip
        assert name in told
    assert "Registers and patience on the coast" in told


@pytest.mark.parametrize(
    ("words", "named"),
    [
        (["list", "policies"], "open_door"),
        (["list", "oversight"], "open_register"),
        (["list", "scenarios"], "A small country on a busy coast"),
        (["list", "experiments"], "patience"),
        (["list", "claims"], "A public register lowers"),
        (["list", "targets"], "registered"),
        (["list", "exercises"], "coast_meeting"),
        (["list", "figures"], "registers"),
        (["list", "metrics"], "alone_share"),
        (["config", "policy=open_door", "oversight=open_register", "scenario=coast"], "registry: 0.8"),
        (["config", "agents.north=Patient", "scenario=coast"], "north: Patient"),
        (["exercise", "coast_meeting"], "OPEN OR CLOSED DOORS"),
        (["reproduce", "--list"], "registers"),
    ],
)
def test_every_command_knows_it(words, named, coast, capsys):
    assert named in said(capsys, *words, "--study", str(coast))
    main(words)
    assert named not in capsys.readouterr().out


def test_in_its_own_folder_it_need_not_be_named(coast, capsys, monkeypatch):
    monkeypatch.chdir(coast)
    assert "open_door" in said(capsys, "list", "policies")
    monkeypatch.chdir(coast.parent)
    assert "open_door" not in said(capsys, "list", "policies")


def test_command_lines_that_are_told_name_it_where_they_must(coast, capsys, monkeypatch):
    told = said(capsys, "exercise", "coast_meeting", "--study", str(coast))
    assert told.count("paradip ") == told.count(f" --study {coast}") >= 3
    monkeypatch.chdir(coast)
    assert "--study" not in said(capsys, "exercise", "coast_meeting")


def test_a_policy_is_what_its_page_says(coast):
    in_use.ask_for(coast)
    made = sim.policy("open_door")
    guided = sim.policy("guided_delegation")
    assert made.name == "open_door" and made.delegation == guided.delegation
    assert (made.oversight.alarm, made.oversight.registry, made.oversight.liaison) == (0.6, 0.8, 0.0)
    assert (made.coordination.guidance, made.coordination.transparency) == (0.5, 0.3)


def test_runs_have_its_metrics_and_its_manifest_the_digest(coast, tmp_path, capsys):
    out = tmp_path / "out"
    said(capsys, "run", "policy=open_door", "scenario=coast", *SHORT, "--study", str(coast), "--out", str(out))
    frame = pd.read_parquet(out / "runs.parquet")
    assert frame["alone_share"].between(0, 1).all() and (frame["policy"] == "open_door").all()
    manifest = json.loads((out / "manifest.json").read_text())
    assert manifest["studies"] == {"Registers and patience on the coast": in_use.digests().popitem()[1]}
    assert manifest["versions"]["rules"] == rules_now()


def test_a_study_put_away_leaves_nothing_behind(coast):
    before = rules_now()
    in_use.ask_for(coast)
    assert NAMES[-1] == "alone_share" and len(METRICS) == len(SHIPPED) + 1 and rules_now() != before
    in_use.ask_for(None)
    assert tuple(METRICS) == SHIPPED and rules_now() == before
    with pytest.raises(InputError, match="scenario 'coast': not found"):
        sim.load_scenario("coast")


def test_only_code_that_decides_a_number_is_part_of_the_key(coast):
    def key():
        in_use.ask_for(coast)
        return rules_now(), in_use.digests()

    first = key()
    (coast / "claims" / "register.yaml").unlink()
    (coast / "figures" / "bars.py").write_text("def draw(table):\n    return None\n")
    second = key()
    assert second[0] == first[0] and second[1] != first[1]
    with (coast / "agents.py").open("a") as file:
        file.write("\nLATE = 1\n")
    third = key()
    assert third[0] != first[0] and third[1] != second[1]


def test_old_runs_are_not_mixed_with_those_of_another_agent(coast, tmp_path, capsys):
    out, words = tmp_path / "out", ["agents.north=none,Patient", "scenario=coast", *SHORT]
    said(capsys, "sweep", *words, "--study", str(coast), "--out", str(out))
    assert "no study is in use" in said(capsys, "status", str(out)).replace("\n          ", " ")
    assert "expected the same study" in said(capsys, "resume", str(out), code=2)
    said(capsys, "resume", str(out), "run.replicates=3", "--study", str(coast))
    (coast / "agents.py").write_text((coast / "agents.py").read_text().replace(">= 26", ">= 2"))
    assert "made by other rules" in said(capsys, "resume", str(out), "--study", str(coast), code=2)
    said(capsys, "resume", str(out), "--renew", "--study", str(coast))
    assert len(sim.load(out)) == 6


@pytest.mark.slow
def test_the_same_bytes_in_two_processes_and_after_a_stop(coast, tmp_path, capsys):
    words = ["experiment=patience", "run.years=0.2", "run.threads=2", "--study", str(coast)]
    said(capsys, "sweep", *words, "--out", str(tmp_path / "a"))
    said(capsys, "sweep", *words, "run.cluster=processes", "--out", str(tmp_path / "b"))
    half = [word for word in words if not word.startswith("run.threads")]
    said(capsys, "sweep", *half, "--shard", "1/2", "--out", str(tmp_path / "c"))
    said(capsys, "resume", str(tmp_path / "c"), "--study", str(coast))
    first, *others = [(tmp_path / name / "sweep.parquet").read_bytes() for name in "abc"]
    assert all(one == first for one in others)


def test_a_metric_cannot_take_the_name_of_another(coast):
    text = (coast / "metrics.py").read_text()
    for name, named in (("goodput", "known already"), ("Alone", "small letters"), ("seed", "known already")):
        (coast / "metrics.py").write_text(text.replace('"alone_share"', f'"{name}"'))
        with pytest.raises(InputError, match=named):
            in_use.ask_for(coast)
        assert tuple(METRICS) == SHIPPED


def test_a_package_brings_a_study_by_its_entry_point(coast, tmp_path):
    """In a process of its own, since what is installed is looked up once."""
    site = tmp_path / "site"
    shutil.copytree(coast, site / "coastal")
    (site / "coastal" / "__init__.py").write_text("raise RuntimeError('not imported for its pages')\n")
    for file in ("agents.py", "metrics.py"):
        (site / "coastal" / file).unlink()
    about = site / "coastal-1.0.dist-info"
    about.mkdir()
    (about / "METADATA").write_text("Metadata-Version: 2.1\nName: coastal\nVersion: 1.0\n")
    (about / "entry_points.txt").write_text("[paradiplomacy.studies]\ncoast = coastal\n")
    done = subprocess.run(
        [sys.executable, "-m", "sim.commands.cli", "list", "policies"],
        env=os.environ | {"PYTHONPATH": f"{site}{os.pathsep}{os.getcwd()}"},
        cwd=tmp_path,
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0 and "open_door" in done.stdout, done.stderr


def test_a_drawing_of_ones_own(coast, tmp_path, capsys, monkeypatch):
    monkeypatch.chdir(coast)
    page = coast / "figures" / "registers.yaml"
    page.write_text(page.read_text().replace("runs:", "figure: bars\nruns:").replace("run.years=2", "run.years=0.1"))
    line = said(capsys, "reproduce", "registers", "--publish", code=2)
    assert "figures/registers.yaml row 4: figure: 'bars'" in line
    for fault, named in (
        ("1 / 0", " row 2: ZeroDivisionError: division by zero"),
        ("return 3", ": TypeError: draw returned int"),
    ):
        (coast / "figures" / "bars.py").write_text(f"def draw(table):\n    {fault}\n")
        assert f"figures/bars.py{named}" in said(capsys, "reproduce", "registers", "--publish", code=2)
    (coast / "figures" / "bars.py").write_text(
        "from sim.figures.points import draw as points\n\n\ndef draw(table):\n    return points(table)\n"
    )
    said(capsys, "reproduce", "registers", "--publish")
    assert (coast / "results" / "published" / "registers" / "figure.png").stat().st_size > 10_000
    assert "pass" in said(capsys, "reproduce", "registers", "--quick")


def test_every_folder_of_a_study_is_one_that_is_read(coast):
    """A page of each kind, by its folder alone."""
    pages = {
        "delegation": ("level: 0.2", lambda setup: setup.policy.delegation.level, 0.2),
        "coordination": ("sharing: 0.4", lambda setup: setup.policy.coordination.sharing, 0.4),
        "investment": ("archives: 0.3", lambda setup: setup.policy.investment.archives, 0.3),
        "run": ("replicates: 7", lambda setup: setup.run.replicates, 7),
    }
    for kind, (line, _, _) in pages.items():
        (coast / FOLDERS[kind]).mkdir()
        (coast / FOLDERS[kind] / "own.yaml").write_text(f"about: One of our own.\n{line}\n")
    in_use.ask_for(coast)
    setup = resolve([f"{kind}=own" for kind in pages])
    assert {kind: read(setup) for kind, (_, read, _) in pages.items()} == {
        kind: value for kind, (_, _, value) in pages.items()
    }


def with_weeks(folder, weeks):
    """The study with a file beside its agents.py, which takes a number from it."""
    (folder / "rates.py").write_text(f"WEEKS = {weeks}\n")
    agents = (folder / "agents.py").read_text()
    if "rates" not in agents:
        (folder / "agents.py").write_text(agents.replace("class Patient", "from rates import WEEKS\n\n\nclass Patient"))


def weeks_of(folder):
    in_use.ask_for(folder)
    return load_code(in_use.studies()[-1], "agents.py").WEEKS


def test_files_beside_agents_are_each_studys_own_and_as_they_stand(coast, tmp_path, monkeypatch):
    other = tmp_path / "other"
    shutil.copytree(coast, other)
    (other / "paradip.yaml").write_text("title: Another\n")
    for folder, weeks in ((coast, 5), (other, 9), (coast, 6), (coast, 7)):  # edited within a second, to the same size
        with_weeks(folder, weeks)
        assert weeks_of(folder) == weeks and "rates" not in sys.modules
    monkeypatch.setitem(sys.modules, "rates", theirs := ModuleType("rates"))  # of whoever calls
    with_weeks(coast, 8)
    assert weeks_of(coast) == 8 and sys.modules["rates"] is theirs


def test_a_file_from_a_folder_in_a_study_is_refused_each_time(coast, monkeypatch):
    monkeypatch.syspath_prepend(str(coast))  # as in a script that lies there
    (coast / "deep").mkdir()
    (coast / "deep" / "__init__.py").write_text("")
    (coast / "agents.py").write_text("import deep\n")
    in_use.ask_for(coast)
    for _ in range(2):
        sys.modules.pop("deep", None)
        with pytest.raises(InputError, match=r"agents.py: imports deep/__init__.py; expected a file beside it"):
            load_code(in_use.studies()[-1], "agents.py")


def test_an_environment_in_a_study_and_a_program_beside_it_are_left_alone(coast, monkeypatch):
    """../.venv/bin/paradip begins with the study's folder too, letter by letter."""
    site = coast / "venv" / "lib" / "site-packages"
    site.mkdir(parents=True)
    (site / "installed.py").write_text("HERE = 1\n")
    monkeypatch.syspath_prepend(str(site))
    monkeypatch.setattr(sys.modules["__main__"], "__file__", f"{coast}/../.venv/bin/paradip", raising=False)
    (coast / "agents.py").write_text("import installed\n" + (coast / "agents.py").read_text())
    before = set(sys.modules)
    in_use.ask_for(coast)
    assert load_code(in_use.studies()[-1], "agents.py").installed.HERE == 1
    assert before <= set(sys.modules) and "installed" in sys.modules
    del sys.modules["installed"]


@pytest.mark.slow
def test_in_its_own_folder_it_is_used_from_the_first_call_on(coast):
    code = (
        "import sim; print(sim.load_scenario('coast').title);"
        "print(sim.DiplomacyModel('coast', 'open_door', years=0.1, agents={'north': 'Patient'}).run_for(2))"
    )
    done = subprocess.run([sys.executable, "-c", code], cwd=coast, capture_output=True, text=True, check=False)
    assert "busy coast" in done.stdout and "week 2 of 6" in done.stdout, done.stderr


def test_it_is_found_again_from_another_folder(coast, monkeypatch):
    monkeypatch.chdir(coast.parent)
    sim.use_study("coast")
    monkeypatch.chdir(coast.parent.parent)
    assert "open_door" in sim.policies().index


@pytest.mark.slow
def test_the_hydra_program_and_completion_know_it(coast, tmp_path):
    def ask(*words) -> str:
        done = subprocess.run([sys.executable, "-m", *words], cwd=tmp_path, capture_output=True, text=True, check=True)
        return done.stdout

    short = ["scenario=coast", "run.years=0.1", "run.replicates=2", "agents.north=Patient"]
    told = ask("sim.app", "--study", str(coast), "policy=open_door", *short)
    assert "alone_share" in told and "saved in" in told
    told = ask("sim.app", "--study", str(coast), "-m", "policy=open_door,ban", *short)
    assert told.count("alone_share") == 2
    line = f"paradip compare --study {coast} open"
    assert ask("sim.commands.cli", "completion", "--line", line).split() == ["open_door"]
    assert ask("sim.commands.cli", "completion", "--line", "paradip compare open").split() == []
