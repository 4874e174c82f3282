"""A workshop exercise: a page of briefing, the policies to compare, and what to discuss, on one page of yaml.

title: A few words.
question: What is asked, in a sentence.
policies: [status_quo, guided_delegation]          two to four; the others are held against the first
set: {parameters.load: 1.2}                         what else holds, as on the command line
run: {years: 10, replicates: 100}                   or the name of a preset
measures: [goodput, surfaced]                       the outcomes to watch
briefing: paragraphs, for people who do not know the simulator
watch, questions, sources: lists of sentences
then: {oversight=licensing: what the group may try next}
"""

import shlex
from dataclasses import dataclass

from sim.errors import InputError, shown
from sim.inputs.pages import at
from sim.setup.columns import is_column
from sim.setup.named import names, read
from sim.setup.overrides import PRESET_GROUPS, check_preset
from sim.setup.parts import line, listed, mapping, words
from sim.study.experiment import covered, measures, run, settings, sound

PARTS = ("title", "question", "policies", "set", "run", "measures", "briefing", "watch", "questions", "sources", "then")
FEWEST, MOST = 2, 4  # policies that fit on a page


@dataclass
class Exercise:
    """words: key=value as on the command line. then: further words, each with why. The rest is text."""

    name: str
    title: str
    question: str
    policies: list[str]
    words: list[str]
    measures: list[str]
    briefing: str
    watch: list[str]
    questions: list[str]
    sources: list[str]
    then: dict[str, str]


def exercise_names() -> list[str]:
    return names("exercise")


def read_exercise(name: str) -> Exercise:
    """An exercise by name, or your own by the path of its yaml. Raises InputError."""
    return read("exercise", name, parse)


def parse(name: str, page: object) -> Exercise:
    tree = mapping("", page, PARTS)
    with at(tree, "policies"):
        policies = [check_preset("policy", one) for one in listed("policies", tree.get("policies"))]
        if not FEWEST <= len(set(policies)) == len(policies) <= MOST:
            raise InputError(f"policies: {shown(', '.join(policies))}; expected {FEWEST} to {MOST}, each once")
    with at(tree, "then"):
        then = mapping("then", tree.get("then", {}), None)
        for key in then:
            with at(then, key):
                sound(key)
        then = {key: line(f"then: {key}", why) for key, why in then.items()}
    said = {}
    for part in ("title", "question", "briefing"):
        with at(tree, part):
            said[part] = words(part, tree.get(part))
    told = {}
    for part in ("watch", "questions", "sources"):
        with at(tree, part):
            told[part] = [line(part, one) for one in listed(part, tree.get(part))]
    return Exercise(
        name,
        line("title", said["title"]),
        line("question", said["question"]),
        policies,
        [*settings(tree), *run(tree)],
        measures(tree),
        said["briefing"],
        told["watch"],
        told["questions"],
        told["sources"],
        then,
    )


def take_exercise(typed: list[str]) -> tuple[list[str], Exercise | None]:
    """Words with those of the exercise that a word exercise=NAME names; of the same key, what is typed holds."""
    named = [word for word in typed if word.partition("=")[0].strip() == "exercise"]
    if not named:
        return typed, None
    if len(named) > 1:
        raise InputError("exercise: given twice; expected one")
    exercise = read_exercise(named[0].partition("=")[2].strip())
    rest = [word for word in typed if word not in named]
    plain = next(filter(is_column, rest), None)
    if plain is not None:
        raise InputError(
            f"{shown(plain)}: exercise {exercise.name} names its own policies; expected key=value beside it"
        )
    keys = {word.partition("=")[0].strip() for word in rest}
    kept = [word for word in exercise.words if not covered(word.partition("=")[0], keys, keys & set(PRESET_GROUPS))]
    return [*exercise.policies, *kept, *rest], exercise


def command_lines(exercise: Exercise) -> dict[str, str]:
    """What to type, by what it gives."""
    chosen = shlex.join([*exercise.policies, *exercise.words])
    report = f"paradip report exercise={shlex.quote(exercise.name)}"
    found = {
        "The report, to hand out": f"{report} -o {shlex.quote(exercise.name + '.html')}",
        "The same with few runs, in seconds": f"{report} run=trial -o trial.html",
        "The same numbers as a table": f"paradip compare {chosen}",
    }
    return found | {why: f"{report} {key} -o next.html" for key, why in exercise.then.items()}
