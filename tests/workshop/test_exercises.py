"""Ready-made exercises are read, run and reported; whatever is wrong with one's own is one plain line."""

import pytest
import yaml
from by_default import by_default
from page_reader import Page, asks_nobody

from sim.commands.cli import main
from sim.errors import InputError
from sim.inputs.folder import config_dir
from sim.model.limits import LIMITS
from sim.model.parameters import PARAMETERS
from sim.setup.columns import chosen_setups
from sim.study import ensemble
from sim.web.exercise import PARTS, command_lines, exercise_names, parse, read_exercise, take_exercise

NAMES = exercise_names()


def test_the_first_five_are_there():
    assert set(NAMES) >= {
        "overloaded_centre",
        "rival_courts_the_states",
        "reversal_after_an_election",
        "private_army_offers_help",
        "whole_of_government_on_a_budget",
    }


@pytest.mark.parametrize("name", by_default(["overloaded_centre"], NAMES))
def test_it_runs_at_tiny_size(name):
    words, exercise = take_exercise([f"exercise={name}", "run.years=0.25", "run.replicates=2"])
    setups = chosen_setups(words, ())
    comparison = ensemble.compare(setups)
    assert comparison.policies == exercise.policies
    assert set(exercise.measures) <= set(comparison.table["metric"])
    said = dict(word.split("=") for word in exercise.words)
    for key, value in said.items():
        if key.startswith("parameters."):
            assert all(s.parameters[key.partition(".")[2]] == float(value) for s in setups)
    assert all(s.run.years == 0.25 and s.run.replicates == 2 for s in setups)


@pytest.mark.parametrize("name", NAMES)
def test_it_stays_within_what_is_plausible(name):
    for word in read_exercise(name).words:
        key, _, value = word.partition("=")
        if key.startswith("parameters."):
            one = PARAMETERS[key.partition(".")[2]]
            assert one.low <= float(value) <= one.high and float(value) != one.default


@pytest.mark.parametrize("name", by_default(["overloaded_centre"], NAMES))
def test_what_to_try_next_can_be_tried(name):
    exercise = read_exercise(name)
    before = chosen_setups(take_exercise([f"exercise={name}"])[0], ())
    assert exercise.then and len(command_lines(exercise)) == 3 + len(exercise.then)
    for word in exercise.then:
        after = chosen_setups(take_exercise([f"exercise={name}", word])[0], ())
        assert after != before, word


@pytest.mark.parametrize("name", NAMES)
def test_the_page_says_all_of_it(name, capsys):
    assert main(["exercise", name]) == 0
    page = " ".join(capsys.readouterr().out.split())
    exercise = read_exercise(name)
    for part in (
        exercise.question,
        exercise.briefing,
        *exercise.watch,
        *exercise.questions,
        *exercise.sources,
        *command_lines(exercise).values(),
    ):
        assert " ".join(part.split()) in page
    assert len(exercise.questions) >= 5 and 150 <= len(exercise.briefing.split()) <= 400


@pytest.mark.parametrize("name", NAMES)
def test_it_is_written_for_officials(name):
    exercise = read_exercise(name)
    prose = " ".join([exercise.title, exercise.question, exercise.briefing, *exercise.watch, *exercise.questions])
    assert not [key for key in LIMITS if key in prose] and "_" not in prose
    assert any("Kennedy School Review" in source for source in exercise.sources)
    assert any("whole-of-government diplomacy" in source for source in exercise.sources)


def test_the_list_names_them(capsys):
    assert main(["exercise"]) == 0
    said = capsys.readouterr().out
    assert all(name in said for name in NAMES)


def test_the_report_brings_briefing_and_questions(tmp_path, capsys):
    out = tmp_path / "x.html"
    assert main(["report", "exercise=overloaded_centre", "run.years=0.25", "run.replicates=2", "-o", f"{out}"]) == 0
    page, exercise = Page(out.read_text()), read_exercise("overloaded_centre")
    asks_nobody(out.read_text())
    said = " ".join(page.text.split())
    for part in (exercise.question, *exercise.watch, *exercise.questions):
        assert part in said
    assert page.codes[0] == "paradip report exercise=overloaded_centre run.years=0.25 run.replicates=2 -o report.html"
    assert "To watch in this exercise" in said and "1.1" in said


def own(**changed) -> str:
    tree = yaml.safe_load((config_dir() / "exercise" / "overloaded_centre.yaml").read_text()) | changed
    return yaml.safe_dump({key: value for key, value in tree.items() if value is not None})


@pytest.mark.parametrize(
    ("changed", "named"),
    [
        ({"title": 3}, "title"),
        ({"question": None}, "question"),
        ({"policies": ["centralized"]}, "policies"),
        ({"policies": ["centralized", "centralized"]}, "policies"),
        ({"policies": ["centralized", "combind"]}, "did you mean 'combined'"),
        ({"policies": "centralized"}, "policies"),
        ({"set": {"parameters.laod": 1}}, "did you mean 'parameters.load'"),
        ({"set": {"policy": "ban"}}, "policy"),
        ({"run": "decad"}, "did you mean 'decade'"),
        ({"measures": ["godput"]}, "did you mean 'goodput'"),
        ({"briefing": " "}, "briefing"),
        ({"watch": "one"}, "watch"),
        ({"questions": [1]}, "questions"),
        ({"sources": []}, "sources"),
        ({"then": ["x"]}, "then"),
        ({"then": {"oversight=licensing": 3}}, "then"),
        ({"titel": "x"}, "did you mean 'title'"),
    ],
)
def test_what_is_wrong_is_named(changed, named, tmp_path):
    path = tmp_path / "mine.yaml"
    path.write_text(own(**changed))
    with pytest.raises(InputError) as fault:
        read_exercise(f"{path}")
    assert "exercise mine" in str(fault.value) and named in str(fault.value) and "\n" not in str(fault.value)


@pytest.mark.parametrize("text", ["{", "- a", "!!python/object/apply:os.system ['true']", "title: [" * 500, ""])
def test_what_is_no_page_is_refused(text, tmp_path):
    path = tmp_path / "mine.yaml"
    path.write_text(text)
    with pytest.raises(InputError):
        read_exercise(f"{path}")


def test_an_exercise_of_ones_own_is_escaped(tmp_path, capsys):
    bad = "<script>alert(1)</script><img src=x>"
    path, out = tmp_path / "mine.yaml", tmp_path / "x.html"
    path.write_text(own(title=bad, question=bad, briefing=bad, watch=[bad], questions=[bad], sources=[bad]))
    assert (
        main(["report", f"exercise={path}", "scenario=toy", "run.years=0.25", "run.replicates=2", "-o", f"{out}"]) == 0
    )
    page = Page(out.read_text())
    assert page.scripts == [] and "img" not in {tag for tag, _ in page.elements} and page.text.count(bad) >= 6


def test_parts_are_documented():
    import sim.web.exercise as module

    assert all(part in module.__doc__ for part in PARTS)
    assert parse("x", yaml.safe_load(own())).policies[0] == "status_quo"
