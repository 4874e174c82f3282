"""Whatever does not fit: exit code 2, one line that names it and says what was expected, no traceback, nothing written.

The cases are generated from the levers, parameters and commands as they are declared, so a new lever is tried too.
"""

import os
import sys
import types
from pathlib import Path

import pytest

from sim.cli import COMMANDS, main
from sim.errors import InputError
from sim.limits import LIMITS, SETTINGS
from sim.overrides import PRESET_GROUPS, presets
from sim.world.parameters import PARAMETERS
from sim.world.scenario import config_dir


@pytest.fixture(autouse=True)
def nothing_runs(monkeypatch, tmp_path):
    """The simulation is out of reach: whoever gets there has let something through."""

    def reached(*_, **__):
        raise AssertionError("bad input reached the simulation")

    fakes = {
        "sim.ensemble": {"run": reached, "compare": reached, "sweep": reached, "summarise": reached},
        "sim.sweep.fill": {"fill": reached, "How": types.SimpleNamespace, "Failing": InputError, "Conclude": object},
        "sim.explain": {"tell": reached},
    }
    for name, functions in fakes.items():
        fake = types.ModuleType(name)
        fake.__dict__.update(functions)
        monkeypatch.setitem(sys.modules, name, fake)
        package, _, leaf = name.rpartition(".")
        monkeypatch.setattr(sys.modules[package], leaf, fake, raising=False)
    monkeypatch.chdir(tmp_path)


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
    """Every key against values outside its limits and a rotating choice of values that are no numbers."""
    for place, (key, limit) in enumerate(LIMITS.items()):
        if limit.kind in ("number", "integer"):
            wrong = [f"{limit.low - 1:.12g}", f"{limit.high * 2 + 1:.12g}"]
            wrong += [NOT_NUMBERS[(place + step) % len(NOT_NUMBERS)] for step in (0, 5, 11)]
            if key in SETTINGS or not key.startswith("parameters."):
                wrong += NOT_NUMBERS
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
        for value in dict.fromkeys(wrong):
            yield key, value


WORDS_FOR = {"run": [], "config": [], "compare": ["centralized", "ban"], "sweep": ["run.seed=1,2"], "explain": []}
VALUES = [(list(WORDS_FOR)[i % 5], key, value) for i, (key, value) in enumerate(bad_values())]


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


@pytest.mark.parametrize(("wrong", "right"), list(misspelt()))
def test_misspelt_keys_get_the_nearest(wrong, right, capsys):
    said = refuse(["config", f"{wrong}=0.5"], wrong, capsys)
    assert "did you mean" in said


def test_misspelt_keys_get_the_right_one(capsys):
    for wrong, right in {
        "delegation.levl": "delegation.level", "level": "delegation.level", "growth": "parameters.growth",
        "oversight.alram": "oversight.alarm", "run.replicate": "run.replicates", "replicates": "run.replicates",
        "parameters.arival_rate": "parameters.arrival_rate", "scenrio": "scenario", "overisght": "oversight", "polcy": "policy",
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


COMMAND_LINES = [
    ([], "no command"),
    (["rnu"], "rnu"),
    (["--sed"], "--sed"),
    (["run", "policy"], "policy"),
    (["run", "--ot", "x"], "--ot"),
    (["run", "--out"], "--out"),
    (["optimize", "--budget", "-1"], "--budget"),
    (["optimize", "--for", "goodput,surfacd"], "surfacd"),
    (["optimize", "--over", "growth"], "parameters.growth"),
    (["optimize", "--population", "2"], "--population"),
    (["claims", "h40"], "h40"),
    (["claims", "h05", "--worlds", "many"], "--worlds"),
    (["reproduce"], "no figure named"),
    (["reproduce", "fig8"], "fig8"),
    (["run", "--out", ""], "--out"),
    (["run", "--out", "a\0b"], "--out"),
    (["run", "--out", "/dev/null"], "--out"),
    (["run", "--out", "/dev/null/results"], "--out"),
    (["run", "--out", "x" * 5000], "--out"),
    (["run", "--out", "a/" + "x" * 300], "--out"),
    (["run", "-x"], "-x"),
    (["verify", "quues"], "quues"),
    (["verify", "--seed", "-1"], "--seed"),
    (["run", "run.seed=1", "run.seed=2"], "run.seed"),
    (["run", "policy=ban", "policy=combined"], "policy"),
    (["run", "run.seed=1,2"], "run.seed"),
    (["run", "run.seed=range(3)"], "run.seed"),
    (["run", "oversight=glob(*)"], "oversight"),
    (["run", "run.dt=0.3"], "run.dt"),
    (["run", "run.dt=4", "run.years=0.05"], "run.years"),
    (["run", "scenario=tyo"], "tyo"),
    (["run", "scenario=."], "scenario.yaml"),
    (["run", "scenario=toy", "delegation.scope=trad"], "delegation.scope"),
    (["run", "delegation.scope=all+all"], "delegation.scope"),
    (["run", "level 0.3"], "level 0.3"),
    (["run", "=0.3"], "key"),
    (["run", "="], "key"),
    (["run", "delegation.level==0.3"], "delegation.level"),
    (["run", "delegation.level:0.3"], "delegation.level"),
    (["run", "delegation.level.x=0.3"], "delegation.level.x"),
    (["run", "delegation..level=0.3"], "delegation..level"),
    (["run", "Delegation.level=0.3"], "Delegation.level"),
    (["run", "délégation.level=0.3"], "legation.level"),
    (["run", "parameters={growth: 1}"], "parameters"),
    (["run", "delegation.level=" + "[" * 3000], "delegation.level"),
    (["run", "delegation.level=" + "int(" * 3000], "delegation.level"),
    (["run", "delegation.level='unfinished"], "delegation.level"),
    (["compare", "centralized"], "centralized"),
    (["compare", "centralized", "centralized"], "centralized"),
    (["compare", "centralized", "nobody"], "nobody"),
    (["compare", "centralized", "nobody:delegation.level=0.5"], "nobody"),
    (["compare", "centralized", "ban:delegation.level=7"], "delegation.level"),
    (["compare", "centralized", "ban:delegation.levl=0.5"], "delegation.levl"),
    (["compare", "centralized", "ban:parameters.load=1"], "parameters.load"),
    (["compare", "centralized", "ban:"], "ban"),
    (["compare", "centralized", "ban:delegation.level=0.1", "ban:delegation.level=0.1"], "named twice"),
    (["compare", "centralized", "ban", "policy=ban"], "policy"),
    (["compare", "centralized", "ban", "name=x"], "name"),
    (["compare", "run.seed=1,2"], "run.seed"),
    (["compare", "../../etc/passwd", "ban"], "passwd"),
    (["compare", "--policies", "x"], "--policies"),
    (["sweep"], "sweep"),
    (["sweep", "delegation.level=0.3"], "sweep"),
    (["sweep", "delegation.level=0.3,0.3"], "delegation.level"),
    (["sweep", "delegation.level=0.3,x"], "delegation.level"),
    (["sweep", "delegation.level=0,2"], "delegation.level"),
    (["sweep", "delegation.level=interval(0,1)"], "delegation.level"),
    (["sweep", "delegation.level=range(0,1,0)"], "delegation.level"),
    (["sweep", "delegation.level=range(0,1,1e-12)"], "delegation.level"),
    (["sweep", "delegation.level=range(0,inf)"], "delegation.level"),
    (["sweep", "delegation.level=range(1,0)"], "delegation.level"),
    (["sweep", "delegation.level=range(a,b)"], "delegation.level"),
    (["sweep", "delegation.level=shuffle(0,1)"], "delegation.level"),
    (["sweep", "delegation.level=glob(*)"], "delegation.level"),
    (["sweep", "delegation.level=choice()"], "delegation.level"),
    (["sweep", "delegation.level=unknown(1,2)"], "delegation.level"),
    (["sweep", "oversight=glob(zz*)"], "oversight"),
    (["sweep", "oversight=none,alrm"], "oversight"),
    (["sweep", "run.seed=range(2000)", "parameters.growth=range(0,0.05,0.00001)"], "points"),
    (["sweep", "run.dt=1,0.3"], "run.dt"),
    (["sweep", "scenario=toy,nowhere"], "nowhere"),
    (["sweep", "run.seed=1,2", "--metrics", "godput"], "godput"),
    (["sweep", "run.seed=1,2", "--metrics", "goodput,goodput"], "goodput"),
    (["sweep", "run.seed=1,2", "--out", "/dev/null"], "--out"),
    (["sweep", "--design", "lhs:10"], "design"),
    (["sweep", "--design", "lhz:10", "--over", "all"], "lhz"),
    (["sweep", "--design", "lhs", "--over", "all"], "lhs"),
    (["sweep", "--design", "lhs:0", "--over", "all"], "lhs"),
    (["sweep", "--design", "sobol:100", "--over", "all"], "sobol"),
    (["sweep", "--design", "lhs:10", "--over", "laod"], "laod"),
    (["sweep", "--design", "lhs:10", "--over", "load", "parameters.load=1"], "parameters.load"),
    (["sweep", "--design", "lhs:10", "delegation.form=interval(0,1)"], "delegation.form"),
    (["sweep", "--design", "lhs:10", "delegation.level=interval(1,0)"], "delegation.level"),
    (["sweep", "--design", "lhs:10", "delegation.level=interval(0,2)"], "delegation.level"),
    (["sweep", "--design", "lhs:10", "delegation.level=interval(0,"], "delegation.level"),
    (["sweep", "--design", "lhs:10", "oversight=choice(none,alrm)"], "alrm"),
    (["sweep", "--design", "lhs:10", "oversight=choice(none,alarm)"], "design"),
    (["sweep", "--over", "all"], "--over"),
    (["sweep", "--zip", "run.seed=1,2"], "--zip"),
    (["sweep", "--zip", "run.seed=1,2", "oversight.alarm=0,0.5,1"], "oversight.alarm"),
    (["sweep", "--points", "nowhere.csv"], "nowhere.csv"),
    (["sweep", "--points", "a\0b"], "--points"),
    (["sweep", "--points", "x.csv", "--zip"], "--zip"),
    (["sweep", "experiment=robustnes"], "robustnes"),
    (["sweep", "experiment=../policy/ban"], "experiment"),
    (["sweep", "experiment=robustness", "experiment=robustness"], "experiment"),
    (["sweep", "experiment=robustness", "parameters.laod=1"], "laod"),
    (["sensitivity", "--method", "moris"], "moris"),
    (["sensitivity", "--method", "sobol", "--n", "100"], "--n"),
    (["sensitivity", "--n", "x"], "--n"),
    (["sensitivity", "--n", "1"], "--n"),
    (["sensitivity", "--against", "centralized"], "--against"),
    (["sensitivity", "--against", "nobody"], "nobody"),
    (["sensitivity", "--over", "policy", "--against", "ban"], "policy"),
    (["sensitivity", "--over", "laod"], "laod"),
    (["sensitivity", "--over", "load,load"], "parameters.load"),
    (["sensitivity", "--over", "load", "--method", "sobol"], "parameters.load"),
    (["sensitivity", "parameters.load=0.8,0.9"], "parameters.load"),
    (["sensitivity", "--metrics", "godput"], "godput"),
    (["sensitivity", "--seed", "-1"], "--seed"),
    (["export", "nowhere", "--format", "ema"], "nowhere"),
    (["export", ".", "--format", "ema"], "design.json"),
    (["export", ".", "--format", "emma"], "emma"),
    (["export", "."], "--format"),
    (["export"], "DIR"),
    (["report"], "report"),
    (["report", "centralized"], "report"),
    (["report", "centralized", "ban", "combined", "laissez_faire", "half_measures"], "report"),
    (["report", "centralized", "combind"], "combind"),
    (["report", "centralized", "ban", "policy=ban"], "policy"),
    (["report", "centralized", "ban", "run.years=0"], "run.years"),
    (["report", "centralized", "ban", "-o", ""], "--out"),
    (["report", "centralized", "ban", "-o", "report.pdf"], "--out"),
    (["report", "centralized", "ban", "-o", "/dev/null/report.html"], "--out"),
    (["report", "centralized", "ban", "-o", "x" * 300 + ".html"], "--out"),
    (["report", "centralized", "ban", "--ot", "x.html"], "--ot"),
    (["report", "exercise=overloaded_center"], "did you mean 'overloaded_centre'"),
    (["report", "exercise=overloaded_centre", "ban"], "ban"),
    (["report", "exercise=overloaded_centre", "exercise=overloaded_centre"], "exercise"),
    (["report", "exercise=../policy/ban"], "exercise"),
    (["report", "exercise=overloaded_centre", "parameters.laod=1"], "laod"),
    (["exercise", "overloaded_center"], "did you mean 'overloaded_centre'"),
    (["exercise", "overloaded_centre", "rival_courts_the_states"], "exercise"),
    (["exercise", "nowhere.yaml"], "nowhere.yaml"),
    (["workshop", "--port", "http"], "--port"),
    (["workshop", "--port", "70000"], "--port"),
    (["workshop", "--port", "-1"], "--port"),
    (["workshop", "--host", "example.org"], "--host"),
    (["workshop", "--host", "0.0.0.0"], "--host"),
    (["workshop", "run.years=5"], "run.years"),
    (["workshop", "--sweep", "nowhere"], "nowhere"),
    (["workshop", "--prot", "1"], "--prot"),
    (["explorer"], "DIR"),
    (["explorer", "nowhere"], "nowhere"),
    (["explorer", "."], "design.json"),
    (["explorer", ".", "--metrics", "godput"], "godput"),
    (["sweep", "run.seed=1,2", "--shard", "3"], "--shard"),
    (["sweep", "run.seed=1,2", "--shard", "3/2"], "--shard"),
    (["sweep", "run.seed=1,2", "--shard", "0/2"], "--shard"),
    (["sweep", "run.seed=1,2", "--shard", "1/٣"], "--shard"),
    (["sweep", "run.seed=1,2", "run.cluster=tcp://host"], "run.cluster"),
    (["sweep", "run.seed=1,2", "run.cluster=http://host:8786"], "run.cluster"),
    (["resume"], "resume"),
    (["resume", "nowhere"], "nowhere"),
    (["resume", "."], "design.json"),
    (["resume", ".", "run.seed=2"], "run.seed"),
    (["resume", ".", "run.replicates=1,2"], "run.replicates"),
    (["resume", ".", "run.replicates=x"], "run.replicates"),
    (["resume", ".", "--shard", "x/y"], "--shard"),
    (["resume", ".", "--metrics", "godput"], "godput"),
    (["resume", ".", "--out", "x"], "--out"),
    (["status"], "status"),
    (["status", "."], "design.json"),
    (["status", "nowhere"], "nowhere"),
    (["status", "/dev/null"], "/dev/null"),
    (["status", ".", "run.seed=1"], "run.seed"),
    (["explain", "--seed", "x"], "--seed"),
    (["explain", "--seed", "-1"], "--seed"),
    (["explain", "--seed", "1.5"], "--seed"),
    (["explain", "--seed", "4294967296"], "--seed"),
    (["explain", "--seed", "9" * 5000], "--seed"),
    (["explain", "--seed", "٣"], "--seed"),
    (["explain", "--seed", "1", "run.seed=2"], "--seed"),
    (["explain", "--replicate", "x"], "--replicate"),
    (["explain", "--issue", "x"], "--issue"),
    (["explain", "--incident", "0"], "--incident"),
    (["explain", "--issue", "1", "--incident", "1"], "--incident"),
    (["explain", "--actor", ""], "--actor"),
    (["explain", "ban", "combined", "centralized"], "policies"),
    (["explain", "--isue", "1"], "--isue"),
    (["list"], "list"),
    (["list", "polices"], "polices"),
    (["list", "policies", "oversight"], "list"),
    (["list", "../scenario"], "list"),
    (["benchmark", "--fast"], "--fast"),
    (["benchmark", "toy"], "toy"),
    (["config", "--out", "x"], "--out"),
    (["config", "run.seed=1,2"], "run.seed"),
]


@pytest.mark.parametrize(("words", "named"), COMMAND_LINES, ids=lambda v: ascii(v)[:40])
def test_command_lines(words, named, capsys):
    refuse(words, named, capsys)


def test_commands_are_all_tried():
    assert set(COMMANDS) == {words[0] for words, _ in COMMAND_LINES if words} & set(COMMANDS)
    assert len(VALUES) + len(list(misspelt())) + len(COMMAND_LINES) >= 500
    assert {key for _, key, _ in VALUES} >= {f"parameters.{name}" for name in PARAMETERS}


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
