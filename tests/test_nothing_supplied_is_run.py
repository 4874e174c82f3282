"""No file of the package can run, load or build what a user supplies, but for the Python of a study: read off the
source."""

import ast
from pathlib import Path

import pytest

import sim

PACKAGE = Path(sim.__file__).parent
FORBIDDEN = {"pickle", "cPickle", "dill", "cloudpickle", "joblib", "shelve", "marshal"}
# What may be built and run, and out of what.
OWN = {
    "model/schedule.py": "a week, out of the names of the phases that week.py declares",
    "runs/ahead.py": "the rules of those phases",
    "inputs/own_code.py": "agents.py and metrics.py of the study that is in use, by --study or in its own folder",
    "runs/travel.py": "nothing: whether a class can be sent to a process is tried by writing it",
}
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
            maker = getattr(getattr(getattr(node.func, "value", None), "func", None), "id", "")
            allowed = (owner, called) == ("re", "compile") or (maker, called) == (
                "Evaluator",
                "eval",
            )  # pymoo's, of numbers
            named = (owner, called) in (("yaml", "load"), ("os", "system"))
            keyed = any(word.arg in ("shell", "allow_pickle") for word in node.keywords)
            if (called in UNSAFE and not allowed) or named or keyed:
                yield node.lineno


@pytest.mark.parametrize("path", sorted(PACKAGE.rglob("*.py")), ids=lambda path: str(path.relative_to(PACKAGE)))
def test_nothing_supplied_can_be_run(path):
    found = set(unsafe_calls(ast.parse(path.read_text(encoding="utf-8"))))
    assert len(found) == (path.relative_to(PACKAGE).as_posix() in OWN)


def test_the_test_above_sees_what_it_looks_for():
    for bad in (
        "import pickle",
        "from hydra.utils import instantiate",
        "eval('1')",
        "yaml.load(x)",
        "os.system('x')",
        "np.load(x, allow_pickle=True)",
    ):
        assert list(unsafe_calls(ast.parse(bad)))
