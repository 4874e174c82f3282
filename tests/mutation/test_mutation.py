"""The harness itself: what was planted can still be planted, the generator makes valid and distinct mutants of every
rule, verdicts and scores are what they say. (The trials are run by hand: see README.md.)"""

import ast
import csv
import math
import threading
from collections import Counter
from dataclasses import replace
from pathlib import Path

import pytest
from general import sample
from mutant import ROOT, apply, make
from operators import generate
from planted import page
from plants import PLANTS
from scores import EQUIVALENT, Ledger, judgement, score, scores_page, wilson
from trial import Bench, Memory, Verdict, judge, other_numbers
from witness import may_kill
from workshop import Workshop, callers, touched

RULES = sorted(
    path.relative_to(ROOT).as_posix() for path in ROOT.glob("sim/model/rules/*.py") if path.read_text().strip()
)
MADE = ("sim/model/week.py", "sim/model/instruments/__init__.py")  # what is put together out of rules


@pytest.fixture(scope="module")
def mutants():
    return [mutant for file in RULES for mutant in generate(file, (ROOT / file).read_text())]


@pytest.mark.parametrize("plant", PLANTS, ids=lambda plant: plant.mechanism)
def test_what_was_planted_can_be_planted_today(plant):
    text = (ROOT / plant.file).read_text()
    mutated = apply(plant.mutant(text), text)
    assert ast.dump(ast.parse(mutated)) != ast.dump(ast.parse(text))


def test_every_draw_can_be_moved_today():
    text = (ROOT / "sim/model/draws.py").read_text()
    assert ast.dump(ast.parse(apply(other_numbers(text), text))) != ast.dump(ast.parse(text))
    with pytest.raises(ValueError, match="occurs 0 times"):
        other_numbers("")


def test_plants_are_spread_over_the_model():
    files = Counter(plant.file for plant in PLANTS)
    assert set(RULES) | {"sim/model/week.py", "sim/model/draws.py", "sim/model/start.py", "sim/model/place.py"} <= set(
        files
    )
    assert len(PLANTS) >= 30 and sum(file.startswith("sim/model/metrics/") for file in files) >= 5
    assert len({plant.mechanism for plant in PLANTS}) == len(PLANTS)


def test_a_plant_that_rots_is_refused():
    with pytest.raises(ValueError, match="occurs 0 times; expected once"):
        replaced = PLANTS[0]._replace(old="what is not there")
        replaced.mutant((ROOT / replaced.file).read_text())


def test_every_rule_has_mutants_all_valid_and_distinct(mutants):
    texts = {file: (ROOT / file).read_text() for file in RULES}
    functions = {
        (file, node.name)
        for file, text in texts.items()
        for node in ast.parse(text).body
        if isinstance(node, ast.FunctionDef)
    }
    assert {(mutant.file, mutant.function) for mutant in mutants} == functions
    assert len({mutant.key for mutant in mutants}) == len(mutants) > 1500
    assert len({(mutant.file, mutant.start, mutant.old, mutant.new) for mutant in mutants}) == len(mutants)
    for mutant in mutants:
        assert apply(mutant, texts[mutant.file]) != texts[mutant.file]
    assert {mutant.wrong for mutant in mutants} == {
        "arithmetic",
        "boundary",
        "constant",
        "drop",
        "equality",
        "extremum",
        "logic",
        "negate",
        "purpose",
    }
    for mutant in mutants[::40]:
        compile(apply(mutant, texts[mutant.file]), mutant.file, "exec")


SOURCE = '''"""1 + 1"""
@rule
def grow(given, x: int = 3, *, y=0):
    """x < y"""
    if x < 0 and not y:  # a < b
        return -1
    x += min(y, 2) * (
        x - 0.5)
    if draws.uniform(given, draws.TASK, x, 0, 1) < y:
        u = draws.uniform(given, draws.PLACE, x, 0, 0)
    if y >= u or given.shape[0] == y:
        raise ValueError(f"{x + 1}")
    return x if y else -y
'''


def test_operators_by_example():
    """What each makes of a small function, and what it leaves alone."""
    found = Counter(
        (mutant.wrong, mutant.old.split("\n")[0], mutant.new.strip()) for mutant in generate("one.py", SOURCE)
    )
    assert found == Counter(
        [
            ("boundary", "<", "<="),
            ("constant", "0", "1"),
            ("logic", "and", "or"),
            ("logic", "not", ""),
            ("negate", "x < 0 and not y", "(not (x < 0 and not y))"),
            ("drop", "return -1", "pass"),
            ("constant", "-1", "0"),
            ("arithmetic", "+=", "-="),
            ("extremum", "min", "max"),
            ("constant", "2", "3"),
            ("arithmetic", "*", "/"),
            ("arithmetic", "-", "+"),
            ("constant", "0.5", "1.5"),
            ("drop", "x += min(y, 2) * (", "pass"),
            (
                "negate",
                "draws.uniform(given, draws.TASK, x, 0, 1) < y",
                "(not (draws.uniform(given, draws.TASK, x, 0, 1) < y))",
            ),
            ("purpose", "draws.TASK", "draws.PLACE"),
            ("drop", "u = draws.uniform(given, draws.PLACE, x, 0, 0)", "pass"),
            ("purpose", "draws.PLACE", "draws.TASK"),
            ("logic", "or", "and"),
            ("equality", "==", "!="),
            ("negate", "y >= u or given.shape[0] == y", "(not (y >= u or given.shape[0] == y))"),
            ("negate", "y", "(not (y))"),
            ("arithmetic", "-", ""),
        ]
    )


def test_lines_below_a_mutant_keep_their_numbers():
    for mutant in generate("one.py", SOURCE):
        assert apply(mutant, SOURCE).count("\n") == SOURCE.count("\n") and mutant.function == "grow"


def test_a_key_stays_while_its_function_does():
    keys = {mutant.key for mutant in generate("one.py", SOURCE)}
    assert {mutant.key for mutant in generate("one.py", "import math\n\n" + SOURCE)} == keys
    assert not {mutant.key for mutant in generate("one.py", SOURCE.replace("0.5", "0.25"))} & keys


def test_a_sample_is_stratified_and_seeded(mutants):
    chosen = sample(mutants, 200, seed=1)
    assert abs(len(chosen) - 200) <= len(RULES)
    assert {(m.file, m.function) for m in chosen} == {(m.file, m.function) for m in mutants}
    assert chosen == sample(mutants, 200, seed=1) != sample(mutants, 200, seed=2)


def test_verdicts():
    begins, passed = {"begins": "t::a"}, {"passed": "t::a", "seconds": 1.0}
    failed = {"failed": "t::b", "seconds": 1.0, "invalid": False}
    assert judge([begins, passed], 0, False) == Verdict("survived")
    assert judge([begins, passed, failed], 1, False) == Verdict("killed", "t::b")
    assert judge([failed | {"invalid": True}], 1, False) == Verdict("invalid", "t::b")
    assert judge([begins], -9, True) == Verdict("timeout", "t::a")
    assert judge([begins], -11, False) == Verdict("killed", "t::a (crash, signal 11)")
    with pytest.raises(RuntimeError):
        judge([], 3, False)


def test_who_may_kill():
    assert may_kill("tests/rules/test_docket.py::test_growth")
    for name in (
        "tests/mutation/test_mutation.py::test_a",
        "tests/golden/test_worlds.py::test_a",
        "tests/rules/test_docket.py::test_baseline_of_a_decade",
        "tests/test_odd.py::test_a",
    ):
        assert not may_kill(name)


def test_likely_killers_go_first():
    memory = Memory(
        seconds={
            "tests/rules/test_one.py::test_a": 1.0,
            "tests/test_b.py::test_b": 1.0,
            "tests/test_c.py::test_c[1]": 0.5,
            "tests/test_c.py::test_c[2]": 0.5,
        }
    )
    mutant = make("sim/model/rules/one.py", SOURCE, SOURCE.index("x < 0"), "x < 0", "x > 0", "planted")
    assert next(iter(memory.rank(mutant))) == "tests/rules/test_one.py::test_a"
    assert next(iter(memory.rank(mutant, "test_b"))) == "tests/test_b.py::test_b"
    memory.learn(mutant, "tests/test_c.py::test_c[2]")
    assert next(iter(memory.rank(mutant))) == "tests/test_c.py::test_c"


def test_what_a_mistake_touches():
    calls = callers([(ROOT / file).read_text() for file in [*RULES, *MADE]])
    reached = touched("trust", calls)
    assert {"trust", "take_stock", "meet", "record", "run"} <= reached and "route" not in reached
    assert "run" in touched("age_actor", calls) and {"race", "receive", "run"} <= touched("find", calls)
    assert touched("mark", calls) >= {"draw_docket", "begin", "give_birth", "surface", "come_due", "run"}


def row(verdict, n=0, file="sim/model/rules/a.py"):
    return {
        "key": f"{verdict}{n}",
        "file": file,
        "line": "3",
        "function": "f",
        "wrong": "drop",
        "before": "a",
        "after": "b",
        "verdict": verdict,
        "test": "t",
        "seconds": "1",
    }


def test_scores(monkeypatch):
    rows = [row("killed", n) for n in range(6)] + [row("timeout"), row("invalid"), row("survived"), row("survived", 1)]
    known = {("sim/model/rules/a.py", "f", "a", "b"): "why"}
    assert score(rows, {})["caught"] == 7 / 9 and score(rows, known)["caught_but_equivalent"] == 1.0
    assert math.isnan(score(rows[-1:], known)["caught_but_equivalent"]) and "nan" not in scores_page(rows[-1:])
    assert judgement(rows[-1], known) == "why" and judgement(rows[-1], {}) == ""
    assert wilson(50, 100) == pytest.approx((0.4038, 0.5962), abs=1e-4)
    assert "77.8%" in scores_page(rows) and "a test is missing" in scores_page(rows)
    assert "1 of 2 were noticed" in page([row("killed"), row("survived")]) and "SURVIVED" in page([row("survived")])


def test_a_ledger_resumes(tmp_path):
    ledger = Ledger(tmp_path / "made" / "ledger.csv")
    one, two = (make("one.py", SOURCE, SOURCE.index(old), old, "9", "constant") for old in ("0.5", "-1"))
    assert ledger.keep({one.key, two.key}) == {}
    for mutant, verdict in ((one, "survived"), (two, "killed"), (one, "killed")):
        ledger.add(mutant, Verdict(verdict, "t::a", 12.3))
    assert {key: done["verdict"] for key, done in ledger.rows().items()} == {one.key: "killed", two.key: "killed"}
    assert list(ledger.keep({two.key})) == [two.key] == list(ledger.rows())
    assert (ledger.rows()[two.key]["before"], ledger.rows()[two.key]["after"]) == ("return -1", "return 9")


def test_what_is_called_equivalent_is_still_there(mutants):
    """And a reason is given for each."""
    known = {(mutant.file, mutant.function, mutant.before, mutant.after) for mutant in mutants}
    with EQUIVALENT.open(newline="") as file:
        for line in csv.DictReader(file):
            assert (line["file"], line["function"], line["before"], line["after"]) in known, line
            assert len(line["why"].split()) > 3


TREE = {
    "pyproject.toml": "[tool.pytest.ini_options]\ntestpaths = ['tests']\n",
    "sim/__init__.py": "",
    "sim/one.py": "def twice(x):\n    return x + x\n",
    "tests/test_one.py": "from sim.one import twice\n\n\ndef test_twice():\n    assert twice(3) == 6\n\n\n"
    "def test_text():\n    assert 'comment' not in open('sim/one.py').read()\n",
}


def test_a_trial(tmp_path):
    """A mistake is noticed where a test looks; a test of the text is left out; the tree is whole again afterwards."""
    for name, text in TREE.items():
        (tmp_path / "source" / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / "source" / name).write_text(text)
    bench = Bench(Workshop(tmp_path / "work", tmp_path / "source"), 60.0, threading.Event(), [])
    seconds, failing = bench.control()
    assert list(seconds) == ["tests/test_one.py::test_twice"] and failing == ["tests/test_one.py::test_text"]
    memory, text = Memory(seconds, failing), TREE["sim/one.py"]
    whole = Path(bench.shop.tree / "sim/one.py").read_text()
    verdict = bench.hold(make("sim/one.py", text, text.index("x + x"), "x + x", "x - x", "arithmetic"), memory)
    assert replace(verdict, seconds=0.0) == Verdict("killed", "tests/test_one.py::test_twice")
    assert Path(bench.shop.tree / "sim/one.py").read_text() == whole
