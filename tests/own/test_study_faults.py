"""What is wrong in a study is one line with file, row, key and the nearest valid name."""

import shutil

import pytest

import sim
from sim.commands.cli import main

SHORT = ["run.years=0.1", "run.replicates=2", "run.threads=1"]


def said(capsys, *words) -> str:
    assert main(list(words)) == 2, words
    return capsys.readouterr().err


FAULTS = {  # a file, what it holds, and what is said of it
    "a misspelt lever in a preset": (
        "oversight/open_register.yaml", "about: x\nalram: 0.6\n", "oversight/open_register.yaml row 2: key 'alram'",
        "did you mean 'alarm'?",
    ),
    "a misspelt lever in a policy": (
        "policies/open_door.yaml", "coordination:\n  guidanse: 0.5\n", "policies/open_door.yaml row 2: key 'guidanse'",
        "did you mean 'guidance'?",
    ),
    "a misspelt preset in a policy": (
        "policies/open_door.yaml", "defaults:\n  - override /delegation: giuded\n",
        "policies/open_door.yaml row 2: delegation: 'giuded'", "did you mean 'guided'?",
    ),
    "a group that is none": (
        "policies/open_door.yaml", "defaults:\n  - override /oversigt: ban\n", "policies/open_door.yaml row 2: def",
        "did you mean 'oversight'?",
    ),
    "a key given twice": (
        "policies/open_door.yaml", "about: x\nabout: y\n", "policies/open_door.yaml row 2: key 'about'", "once",
    ),
    "a list where a number belongs": (
        "oversight/open_register.yaml", "alarm: [0.6]\n", "open_register.yaml row 1: oversight.alarm: '[0.6]'",
        "a number from 0 to 1",
    ),
    "a number out of its range": (
        "oversight/open_register.yaml", "alarm: 6\n", "row 1: oversight.alarm: '6'", "the nearest is 1",
    ),
    "no mapping": ("oversight/open_register.yaml", "- alarm\n", "oversight/open_register.yaml:", "keys with values"),
    "another name": ("policies/open_door.yaml", "name: door\n", "policies/open_door.yaml row 1: name", "open_door"),
}  # fmt: skip


@pytest.mark.parametrize("fault", FAULTS)
def test_a_fault_in_a_preset_has_file_row_key_and_nearest(fault, coast, capsys):
    file, content, place, hint = FAULTS[fault]
    (coast / file).write_text(content)
    line = said(capsys, "config", "policy=open_door", "oversight=open_register", "--study", str(coast))
    assert place in line and hint in line and line.count("\n") == 1


OTHERS = {
    "experiments/patience.yaml": ("goodput, surfaced", "godput, surfaced", "experiments/patience.yaml row 9: measures"),
    "experiments/patience.yaml, a value": (
        "run: {years: 1,",
        "run: {years: -4,",
        "experiments/patience.yaml row 8: run.years: '-4'",
    ),
    "experiments/patience.yaml, a class": (
        "[none, Patient]",
        "[none, Patent]",
        "experiments/patience.yaml row 7: agents.SubnationalActor: agent 'Patent'",
    ),
    "exercises/coast_meeting.yaml, what may be next": (
        "oversight=patrol:",
        "oversight=patroll:",
        "exercises/coast_meeting.yaml row 20: oversight: 'patroll'",
    ),
    "exercises/coast_meeting.yaml": ("title:", "titel:", "exercises/coast_meeting.yaml row 2: key 'titel'"),
    "claims/register.yaml": ("expected: below", "expected: less", "claims/register.yaml row 11: expected 'less'"),
    "evidence/registered.yaml": ("use: test", "use: tset", "evidence/registered.yaml row 17: use: 'tset'"),
    "claims/register.yaml, one arm that is several": (
        "guided_delegation oversight=none",
        "guided_delegation oversight=none,ban",
        "claims/register.yaml row 8: arm delegated: oversight: several values",
    ),
    "claims/register.yaml, a lever that is multiplied": (
        "guided_delegation oversight=none",
        "guided_delegation delegation.level*=2",
        "claims/register.yaml row 8: 'delegation.level*=2': only assumptions are multiplied",
    ),
    "figures/registers.yaml": ("replicates: 20", "replicates: [2]", "figures/registers.yaml row 7: replicates: '[2]'"),
    "scenarios/coast/scenario.yaml": (
        "load: 1.1",
        "laod: 1.1",
        "scenarios/coast/scenario.yaml row 7: key parameters.laod: not known",
    ),
    "scenarios/coast/scenario.yaml, a value": (
        "freelance_rate: 0.06",
        "freelance_rate: -1",
        "scenarios/coast/scenario.yaml row 8: key parameters.freelance_rate: '-1'",
    ),
    "scenarios/coast/scenario.yaml, a key": (
        "title:",
        "titel:",
        "scenarios/coast/scenario.yaml row 5: unknown key 'titel'; expected name, title",
    ),
    "scenarios/coast/scenario.yaml, a model": (
        "like: toy",
        "like: tyo",
        "scenarios/coast/scenario.yaml row 3: key like: 'tyo'",
    ),
    "scenarios/coast/scenario.yaml, a part": (
        "name: coast",
        "centre: {name: X, ideal: 9, headcount: 1}",
        "scenarios/coast/scenario.yaml row 4: key centre.ideal: 9 is too large",
    ),
    "scenarios/coast/scenario.yaml, together": (
        "load: 1.1",
        "excitation: 0.9\n  spawn: 0.4",
        "scenarios/coast/scenario.yaml: key parameters.excitation=0.9",
    ),
    "paradip.yaml": ("title:", "titel:", "paradip.yaml row 3: 'titel'"),
    "agents.py": ("class Patient", "clas Patient", "agents.py row 10: SyntaxError"),
    "metrics.py": ("from sim.model", "from sim.modle", "metrics.py row 7: ModuleNotFoundError"),
}


@pytest.mark.parametrize("file", OTHERS)
def test_a_fault_in_any_other_file_too(file, coast, capsys):
    old, new, named = OTHERS[file]
    file = file.partition(",")[0]
    text = (coast / file).read_text()
    assert old in text
    (coast / file).write_text(text.replace(old, new))
    for command in (["list", "study"], ["workshop", "--sweep", "nowhere"]):  # which else would say that it is not there
        line = said(capsys, *command, "--study", str(coast))
        assert named in line and line.count("\n") == 1


TABLES = {
    "a semicolon csv": (lambda text: text.replace(",", ";"), "expected"),
    "a blank trailing column": (lambda text: text.replace("\n", ",\n"), "expected"),
    "a cell left blank": (lambda text: text.replace("south,South,", "south,,"), "row"),
}


@pytest.mark.parametrize("fault", TABLES)
def test_a_fault_in_a_table_has_file_and_row(fault, coast, capsys):
    change, named = TABLES[fault]
    table = coast / "scenarios" / "coast" / "subnationals.csv"
    shutil.copy(sim.load_scenario("toy").folder / table.name, table)
    before = table.read_text()
    table.write_text(change(before))
    assert table.read_text() != before
    line = said(capsys, "run", "scenario=coast", *SHORT, "--study", str(coast))
    assert "scenarios/coast/subnationals.csv row" in line and named in line and line.count("\n") == 1


def test_a_fault_in_what_a_country_is_like_is_told_of_its_own_page(coast, capsys):
    page = coast / "scenarios" / "coast" / "scenario.yaml"
    (coast / "scenarios" / "bay").mkdir()
    (coast / "scenarios" / "bay" / "scenario.yaml").write_text("like: coast\nname: bay\nparameters: {load: 1}\n")
    page.write_text(page.read_text().replace("load: 1.1", "load: much"))
    line = said(capsys, "run", "scenario=bay", *SHORT, "--study", str(coast))
    assert "scenarios/coast/scenario.yaml row 7: key parameters.load: 'much'" in line


STRAYS = {
    "a folder that is none": (lambda folder: folder / "nowhere", None, "is not a folder"),
    "a folder without any": (lambda folder: folder / "claims", None, "holds no part of a study"),
    "a folder nearly called like one": (lambda folder: folder, "policys", "did you mean 'policies'?"),
}


@pytest.mark.parametrize("case", STRAYS)
def test_what_is_no_study(case, coast, capsys):
    place, stray, named = STRAYS[case]
    if stray:
        (coast / stray).mkdir()
    line = said(capsys, "list", "policies", "--study", str(place(coast)))
    assert named in line and line.count("\n") == 1


def test_other_files_may_lie_beside_it(coast, capsys):
    for name in ("try.py", "helpers.py", "notes.md", "data.csv", "run.sh", "config.yaml"):
        (coast / name).write_text("")
    for name in ("results", "notebooks", ".git", "data"):
        (coast / name).mkdir()
    assert main(["list", "policies", "--study", str(coast)]) == 0
    for name in ("metric.py", "agent.py"):
        (coast / name).write_text("")
        assert "is no part of a study, did you mean" in said(capsys, "list", "policies", "--study", str(coast))
        (coast / name).unlink()


ODD_NAMES = ("null", "2030", "a,b", "x=y", "my plan", "Öffnung", "all")


def test_a_module_with_a_fault_is_not_half_there(coast, capsys):
    text = (coast / "agents.py").read_text()
    misspelt = "def go_alone(self, i): return 0"
    for line, said_of_it in (
        ("trust = 3", "agents.py row"),
        ("import sys; sys.exit()", "agents.py row"),
        (misspelt, "Patient.go_alone: never called"),
    ):
        (coast / "agents.py").write_text(text.replace('    """Acts alone', f'    {line}\n    """Acts alone'))
        for _ in range(2):
            assert said_of_it in said(capsys, "run", "agents.north=Patient", "scenario=coast", "--study", str(coast))


@pytest.mark.parametrize("name", ODD_NAMES)
def test_names_are_words(name, coast, capsys):
    shutil.copy(coast / "policies" / "open_door.yaml", coast / "policies" / f"{name}.yaml")
    assert "expected small letters" in said(capsys, "list", "policies", "--study", str(coast))


def test_an_agent_of_nobody_is_told_before_anything_is_written(coast, tmp_path, capsys):
    for key, named in (("nort", "did you mean 'north'"), ("NEU", "a subclass of Counterpart")):
        words = ["scenario=coast", f"agents.{key}=none,Patient", *SHORT, "--study", str(coast)]
        assert named in said(capsys, "sweep", *words, "--out", str(tmp_path / "out"))
        assert not (tmp_path / "out").exists()


def test_a_story_of_agents_of_ones_own_is_refused(coast, capsys):
    words = ["open_door", "scenario=coast", "agents.north=Patient", "run.years=0.1", "--study", str(coast)]
    assert "agents: a story can be told of the built-in rules only" in said(capsys, "explain", *words)


def test_names_of_the_program_cannot_be_taken(coast, capsys):
    shutil.copy(coast / "policies" / "open_door.yaml", coast / "policies" / "combined.yaml")
    line = said(capsys, "list", "policies", "--study", str(coast))
    assert "policies: 'combined': comes with the program" in line
    (coast / "policies" / "combined.yaml").rename(coast / "policies" / "open.yml")
    assert "policies/open.yml: expected open.yaml" in said(capsys, "list", "policies", "--study", str(coast))
