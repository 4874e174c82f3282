"""Whatever does not fit: exit code 2, one line that names it and says what was expected, no traceback, nothing written.

The cases are generated from the levers, parameters and commands as they are declared, so a new lever is tried too.
"""

import ast
import errno
import json
import os
import sys
import types
from importlib import import_module
from pathlib import Path

import pandas
import pytest

import sim
from sim.cli import COMMANDS, main
from sim.limits import LIMITS, SETTINGS
from sim.overrides import PRESET_GROUPS, presets
from sim.world.parameters import PARAMETERS
from sim.world.scenario import config_dir

PACKAGE = Path(sim.__file__).parent


@pytest.fixture(autouse=True)
def nothing_runs(monkeypatch, tmp_path):
    """The simulation is out of reach: whoever gets there has let something through."""

    def reached(*_, **__):
        raise AssertionError("bad input reached the simulation")

    fakes = {
        "sim.ensemble": {"run": reached, "compare": reached, "sweep": reached, "summarise": reached},
        "sim.explain": {"tell": reached},
    }
    for name, functions in fakes.items():
        fake = types.ModuleType(name)
        fake.__dict__.update(functions)
        monkeypatch.setitem(sys.modules, name, fake)
        monkeypatch.setattr(sim, name.rpartition(".")[2], fake, raising=False)
    metric = types.SimpleNamespace(name="goodput", group="throughput", unit="1/week", better=1, meaning="")
    monkeypatch.setattr(import_module("sim.metrics"), "METRICS", [metric], raising=False)
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


NOT_NUMBERS = ("x", "", "nan", "inf", "-inf", "1e400", "true", "null", "[1]", "{a: 1}", "'0.5'", "0.5.5", "0x1", "1,2", "int(", "0 5")


def bad_values():
    """Every key against values outside its limits and a rotating choice of values that are no numbers."""
    for place, (key, limit) in enumerate(LIMITS.items()):
        if limit.kind in ("number", "integer"):
            wrong = [f"{limit.low - 1:.12g}", f"{limit.high * 2 + 1:.12g}"]
            wrong += [NOT_NUMBERS[(place + step) % len(NOT_NUMBERS)] for step in (0, 5, 11)]
            if key in SETTINGS or not key.startswith("parameters."):
                wrong += NOT_NUMBERS
        elif limit.kind == "choice":
            wrong = ["", "x", "1", "null", limit.choices[0] + "x", limit.choices[0].upper(), "[a]", f"{limit.choices[0]},x"]
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
    for value in ("", "null", "0.3", "true", "[none]", "{level: 1}", "NONE ", "none/none", "none.yaml", "./none", "../run/trial"):
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
    (["run", "--out", ""], "--out"),
    (["run", "--out", "a\0b"], "--out"),
    (["run", "--out", "/dev/null"], "--out"),
    (["run", "--out", "/dev/null/results"], "--out"),
    (["run", "--out", "x" * 5000], "--out"),
    (["run", "--out", "a/" + "x" * 300], "--out"),
    (["run", "-x"], "-x"),
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


def with_results(monkeypatch):
    frame = pandas.DataFrame({"seed": [1, 1], "replicate": [0, 1], "goodput": [1.0, 2.0]})
    summary = pandas.DataFrame({"mean": 1.5, "low": 1.0, "high": 2.0, "unit": "1/week", "group": "throughput"}, index=["goodput"])
    monkeypatch.setattr(sys.modules["sim.ensemble"], "run", lambda setup, progress=None: frame)
    monkeypatch.setattr(sys.modules["sim.ensemble"], "summarise", lambda frame: summary)


def test_good_input_is_saved_with_a_manifest(capsys, monkeypatch, tmp_path):
    with_results(monkeypatch)
    assert main(["run", "scenario=toy", "run=trial", "--out", "there"]) == 0
    assert "goodput" in capsys.readouterr().out
    names = sorted(path.name for path in (tmp_path / "there").iterdir())
    assert names == ["manifest.json", "runs.parquet", "summary.csv"]
    manifest = json.loads((tmp_path / "there" / "manifest.json").read_text())
    assert manifest["configurations"][0]["scenario"] == "toy"
    assert len(manifest["scenarios"]["toy"]) == 64
    assert os.environ.get("HOME", "/root") not in json.dumps(manifest)


@pytest.mark.parametrize(("number", "code"), [(errno.ENOSPC, 3), (errno.EDQUOT, 3), (errno.EIO, 2)])
def test_a_full_disk_leaves_nothing_half_written(number, code, capsys, monkeypatch, tmp_path):
    def fail(_):
        raise OSError(number, os.strerror(number))

    with_results(monkeypatch)
    monkeypatch.setattr(os, "fsync", fail)
    assert main(["run", "scenario=toy", "--out", "there"]) == code
    said = capsys.readouterr().err
    assert said.count("\n") == 1 and os.strerror(number) in said
    assert list((tmp_path / "there").iterdir()) == []


def test_an_interruption_has_its_own_code(capsys, monkeypatch):
    def interrupt(*_, **__):
        raise KeyboardInterrupt

    monkeypatch.setattr(sys.modules["sim.ensemble"], "run", interrupt)
    assert main(["run", "scenario=toy"]) == 130
    assert capsys.readouterr().err == "paradip: interrupted\n"


INJECTIONS = [
    "hydra.run.dir=x", "hydra/launcher=basic", "hydra.callbacks.x._target_=os.system", "+hydra.callbacks.x._target_=os.system",
    "hydra={}", "hydra.job.chdir=true", "hydra.searchpath=[file:///tmp]", "hydra/job_logging=none", "~hydra", "++hydra.verbose=true",
    "+a._target_=os.system", "++a=1", "+policy=ban", "~delegation", "~delegation.level", "~run.seed=1", "_target_=os.system",
    "delegation._target_=os.system", "+delegation._target_=os.system", "delegation={_target_: os.system}", "parameters._target_=x",
    "parameters={_target_: os.system, _args_: [touch owned]}", "delegation@foo=none", "delegation@_global_=none", "@=x", "a@b=c",
    "name=${oc.env:HOME}", "scenario=${oc.env:HOME}", "name='${oc.env:HOME}'", "scenario=\"${oc.env:HOME,x}\"", "name=${scenario}",
    "name=$HOME", "scenario=$HOME", "delegation.level=${oc.decode:1}", "delegation.level=${eval:1}", "oversight=${policy}",
    "delegation=../../etc/passwd", "policy=/etc/passwd", "policy=../scenario/toy/scenario", "oversight=file:///etc/passwd",
    "policy=pkg://os", "scenario=/etc/passwd", "scenario=/dev/zero", "scenario=/proc/self/environ", "name=../../x", "name=/etc/x",
    "name=`touch owned`", "name=$(touch owned)", "name=;touch owned", "delegation.scope=__import__('os').system('touch owned')",
    "delegation.level=__import__('os')", "delegation.level=json_str({})", "delegation.level=extend_list(1)", "defaults=[]",
    "delegation.__class__=x", "parameters.__dict__=x", "run.__init__=1", "policy.name=x", "schema=x", "config=x", "null=null",
]  # fmt: skip


@pytest.mark.parametrize("command", ["run", "compare", "sweep", "explain", "config"])
@pytest.mark.parametrize("text", INJECTIONS)
def test_injections(text, command, capsys, monkeypatch):
    monkeypatch.setattr(os, "system", lambda *_: pytest.fail("executed"))
    monkeypatch.setenv("HOME", "/a-secret-of-the-environment")
    said = refuse([command, *WORDS_FOR[command], text], "", capsys)
    assert "a-secret" not in said


def test_sixty_injections():
    assert len(set(INJECTIONS)) >= 60


FORBIDDEN = {"pickle", "cPickle", "dill", "cloudpickle", "joblib", "shelve", "marshal"}
UNSAFE = {"eval", "exec", "compile", "instantiate", "unsafe_load", "full_load", "load_all", "read_pickle", "popen"}


def unsafe_calls(tree):
    for node in ast.walk(tree):
        if isinstance(node, ast.Import | ast.ImportFrom):
            names = {alias.name for alias in node.names} | {getattr(node, "module", None) or ""}
            if FORBIDDEN & {name.split(".")[0] for name in names} or "instantiate" in names:
                yield node.lineno
        if isinstance(node, ast.Call):
            called = node.func.attr if isinstance(node.func, ast.Attribute) else getattr(node.func, "id", "")
            owner = getattr(getattr(node.func, "value", None), "id", "")
            allowed = called == "compile" and owner == "re"
            named = (owner, called) in (("yaml", "load"), ("os", "system"))
            keyed = any(word.arg in ("shell", "allow_pickle") for word in node.keywords)
            if (called in UNSAFE and not allowed) or named or keyed:
                yield node.lineno


@pytest.mark.parametrize("path", sorted(PACKAGE.rglob("*.py")), ids=lambda path: str(path.relative_to(PACKAGE)))
def test_nothing_supplied_can_be_run(path):
    assert list(unsafe_calls(ast.parse(path.read_text(encoding="utf-8")))) == []


def test_the_test_above_sees_what_it_looks_for():
    for bad in ("import pickle", "from hydra.utils import instantiate", "eval('1')", "yaml.load(x)", "os.system('x')", "np.load(x, allow_pickle=True)"):
        assert list(unsafe_calls(ast.parse(bad)))
