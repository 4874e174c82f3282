"""A fault in a path is the same plain line at every door: words of a command, Python, a page of a study, a sweep."""

from pathlib import Path

import pytest

import sim
from sim.commands.cli import main
from sim.errors import InputError
from sim.inputs import in_use
from sim.model.policy import Coordination, Delegation, Policy
from sim.setup.config import resolve
from sim.web.app.link import read_link

SHORT = {"scenario": "toy", "years": 1, "replicates": 1, "threads": 1}
WORDS = ["scenario=toy", "run.years=1", "run.replicates=1", "run.threads=1"]
FAULTS = {  # keys and values, and what is said of them
    "lever": ({"phases.1.year": 0.5, "phases.1.delegation.levl": 0.5}, "did you mean 'policy.phases.1.delegation.lev"),
    "range": ({"phases.1.year": 0.5, "phases.1.delegation.level": 1.5}, "delegation.level: '1.5'; expected a number"),
    "year": ({"phases.1.delegation.level": 0.5}, "policy.phases.1.year is missing"),
    "late": ({"phases.1.year": 2, "phases.1.delegation.level": 0.5}, "policy.phases.1.year: 2, when the run of"),
    "preset": ({"phases.1.year": 0.5, "phases.1.delegation": "giuded"}, "did you mean 'guided'?"),
    "scope": ({"phases.1.year": 0.5, "phases.1.delegation.scope": "trad"}, "policy.phases.1.delegation.scope: 'trad'"),
    "reading": ({"rules.1.when": "backlgo", "rules.1.above": 3, "rules.1.revert": 2}, "did you mean 'backlog'?"),
    "bound": ({"rules.1.when": "backlog", "rules.1.set.oversight.alarm": 0.1}, "policy.rules.1: no bound"),
    "revert": ({"rules.1.when": "load", "rules.1.above": 0.5, "rules.1.revert": 2}, "policy.rules.1.revert: 2; exp"),
    "reform": ({"reform.dip": 1}, "policy.reform.dip: '1'; expected a number from 0 to 0.9, the nearest is 0.9"),
    "keep": ({"turnover.keep": "oversigt"}, "did you mean 'oversight'?"),
    "function": ({"rules.1.calls": "f"}, "policy.rules.1.calls: 'f'; expected a function"),
}  # fmt: skip


@pytest.fixture(autouse=True)
def empty_folder(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    yield
    in_use.ask_for(None)


def refused(capsys, *words) -> str:
    """The one line of a command that writes nothing."""
    before = sorted(Path.cwd().rglob("*"))
    assert main(list(words)) == 2
    said = capsys.readouterr()
    assert said.out == "" and said.err.startswith("paradip: ") and said.err.count("\n") == 1 and "expected" in said.err
    assert sorted(Path.cwd().rglob("*")) == before
    return said.err.removeprefix("paradip: ").rstrip()


@pytest.mark.parametrize("fault", FAULTS)
def test_words_and_python_say_the_same(fault, capsys):
    keys, expected = FAULTS[fault]
    words = [f"policy.{key}={value}" for key, value in keys.items()]
    line = refused(capsys, "run", *WORDS, *words)
    assert expected in line
    assert refused(capsys, "sweep", *WORDS, "delegation.level=0,0.1", *words) == line
    assert refused(capsys, "config", *WORDS, *words) == line
    for call in (
        lambda: sim.run(Policy(path=dict(keys)), **SHORT),
        lambda: sim.compare("ban", Policy(path=dict(keys)), **SHORT),
        lambda: sim.run("centralized", **{f"policy.{key}": value for key, value in keys.items()}, **SHORT),
        lambda: sim.DiplomacyModel("toy", Policy(path=dict(keys)), years=1),
    ):
        with pytest.raises(InputError) as found:
            call()
        assert str(found.value) == line


PAGES = {  # a page of a policy, and what is said of it, after the row
    "misspelt lever": ("phases:\n  - year: 1\n    delegation:\n      levl: .5\n", 5, "policy.phases.1.delegation.levl"),
    "misspelt key": ("phases:\n  - {yaer: 1, delegation: guided}\n", 3, "policy.phases.1.yaer: not known"),
    "preset": ("phases:\n  - year: 1\n    delegation: giuded\n", 4, "policy.phases.1.delegation: 'giuded'"),
    "no year": (
        "phases:\n  - {year: 1, delegation: guided}\n  - {over: 1, delegation: none}\n",
        4, "policy.phases.2.year is missing",
    ),
    "no lever": ("phases:\n  - {year: 1}\n", 3, "policy.phases.1: changes no lever"),
    "no reading": ("rules:\n  - {above: 1, set: {delegation: guided}}\n", 3, "policy.rules.1.when is missing"),
    "set and step": (
        "rules:\n  - {when: load, above: .5, set: {delegation: guided}, step: {delegation: {level: .1}}}\n",
        3, "policy.rules.1: delegation.level is set and stepped",
    ),
    "no list": ("phases: 3\n", 2, "phases: '3'; expected a list"),
    "a number among phases": ("phases: [3]\n", 2, "phases.1: '3'; expected keys with values"),
    "an empty phase": ("phases:\n  - {}\n", 2, "policy.phases.1.year is missing"),
    "groups to keep": ("turnover:\n  undo: 1\n  keep: [oversight, investmnt]\n", 4, "policy.turnover.keep: 'invest"),
    "reform": ("reform:\n  dip: .1\n  weeks: -1\n", 4, "policy.reform.weeks: '-1'"),
    "review": ("review: 0\n", 2, "policy.review: '0'"),
    "part": ("phase:\n  - {year: 1}\n", 2, "key 'phase': not known"),
}  # fmt: skip


def study(page: str) -> Path:
    folder = Path.cwd() / "own_study"
    (folder / "policies").mkdir(parents=True)
    (folder / "policies" / "own.yaml").write_text("about: A path.\n" + page)
    return folder


@pytest.mark.parametrize("fault", PAGES)
def test_a_page_of_a_study_says_the_row(fault, capsys):
    page, row, expected = PAGES[fault]
    line = refused(capsys, "run", *WORDS, "policy=own", "--study", str(study(page)))
    assert line.startswith(f"policies/own.yaml row {row}: {expected}"), line


def test_a_page_of_a_study_is_the_path_that_it_says(capsys):
    folder = study(
        "delegation: {level: 0.2}\nphases:\n  - {year: 0.5, delegation: guided, oversight: {alarm: 0.25}}\n"
        "rules:\n  - {when: load, above: 0.5, set: {delegation: {level: 0.1}}}\n"
        "turnover: {undo: 0.5, keep: [oversight, investment]}\n"
    )
    in_use.ask_for(folder)
    found = resolve(["policy=own", "policy.phases.1.year=0.75", *WORDS]).policy
    guided = resolve(["delegation=guided"]).policy.delegation
    assert found.delegation.level == 0.2 and found.path["phases.1.delegation.level"] == guided.level
    assert found.path["phases.1.year"] == 0.75 and found.path["phases.1.oversight.alarm"] == 0.25
    assert found.path["rules.1.set.delegation.level"] == 0.1 and found.path["turnover.keep"] == "oversight+investment"


def test_a_policy_that_leads_back_to_itself_is_refused(capsys):
    folder = study("phases:\n  - {year: 1, policy: own}\n")
    line = refused(capsys, "run", *WORDS, "policy=own", "--study", str(folder))
    assert line == "policy: own leads to own; expected paths that do not lead back"


def test_then_and_when_are_the_keys_that_they_stand_for():
    made = (
        Policy()
        .then(0.5, over=0.25, delegation=Delegation(level=0.5), coordination=Coordination(guidance=0.3))
        .when("load", above=0.5, lasting=4, since=0.25, every=8, most=2, set={"oversight.alarm": 0.1})
        .reforming(weeks=4, dip=0.1)
        .turning(undo=0.5, keep=["oversight", "investment"])
    )
    said = made.path
    assert (said["phases.1.year"], said["phases.1.over"], said["phases.1.delegation.level"]) == (0.5, 0.25, 0.5)
    assert said["phases.1.coordination.guidance"] == 0.3 and "phases.1.coordination.institutions" not in said
    assert [said[f"rules.1.{key}"] for key in ("when", "above", "for", "from", "every", "most")] == [
        "load", 0.5, 4, 0.25, 8, 2,
    ]  # fmt: skip
    assert (said["reform.weeks"], said["turnover.keep"]) == (4, "oversight+investment")
    assert Policy().path == {} and "in time: phases.1" in repr(made)


@pytest.mark.parametrize(
    ("made", "line"),
    [
        (lambda: Policy().when("load", above=0.5, set=3), "set: '3'; expected levers by key"),
        (lambda: sim.run(Policy().when("load", above=0.5, lasing=3, set={}), **SHORT), "policy.rules.1.lasing: not"),
        (lambda: sim.run(Policy().when(3, above=0.5, revert=2), **SHORT), "policy.rules.1.when: '3'; expected one of"),
        (lambda: sim.run(Policy().then("x", delegation="guided"), **SHORT), "policy.phases.1.year: 'x'; expected"),
        (lambda: sim.run(Policy().then(0.5, policy=Policy()), **SHORT), "policy.phases.1.policy: '<Policy"),
        (lambda: sim.run(Policy(path=3), **SHORT), "policy: path='3'; expected values by key"),
        (lambda: sim.run(Policy(path={3: 4}), **SHORT), "policy.3: not known"),
        (lambda: sim.run(Policy().then(0.5, delegation="guided").reforming(weeks=4, fte=1e5), **SHORT), "reform.fte"),
    ],
)  # fmt: skip
def test_what_python_alone_can_say(made, line):
    with pytest.raises(InputError) as fault:
        made()
    assert str(fault.value).startswith(line) and "expected" in str(fault.value)


@pytest.mark.parametrize(("key", "value"), [("phases.1.year", "99"), ("phases.1.over", "x"), ("turnover.undo", "2")])
def test_a_link_of_the_workshop_says_the_same(key, value):
    lines = []
    for door in (
        lambda: resolve(["policy=reform_undone", f"policy.{key}={value}"]),
        lambda: read_link(f"p=status_quo&p=reform_undone:policy.{key}={value}"),
    ):
        with pytest.raises(InputError) as fault:
            door()
        lines.append(str(fault.value).replace(f"'{value}'", value))
    assert lines[0] == lines[1]


def test_a_policy_for_python_takes_keys_of_its_path():
    found = sim.policy("reform_undone", **{"policy.turnover.undo": 0.5, "policy.phases.1.year": 2})
    assert (found.path["turnover.undo"], found.path["phases.1.year"]) == (0.5, 2.0)
    with pytest.raises(InputError, match="policy.turnover.undoo: not known.*did you mean 'policy.turnover.undo'"):
        sim.policy("reform_undone", **{"policy.turnover.undoo": 0.5})
