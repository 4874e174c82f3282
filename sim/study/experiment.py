"""An experiment: a question and the whole design that answers it, on one page of yaml.

    question: What is asked, in a sentence.
    policies: [centralized, combined]                        each in every world, on the same seeds
    set: {delegation.level: [0, 0.3], oversight: alarm}      values and axes, as on the command line
    worlds: {design: lhs, n: 200, over: all, seed: 1}        assumptions drawn; over: all or a list. kind: plausible,
                                                             evidence or the path of a csv, as --worlds
    run: {years: 10, replicates: 20}                         or the name of a preset
    measures: [goodput, surfaced]                            the outcomes to draw

Only the question is required. Words given beside the experiment take the place of what it says of the same key.
"""

from dataclasses import dataclass, fields
from pathlib import Path

from sim.errors import InputError, nearest, shown, within
from sim.inputs.pages import at
from sim.model.limits import Run, suggest
from sim.model.metrics import NAMES
from sim.setup.design import Design
from sim.setup.factors import split_words
from sim.setup.named import names, read
from sim.setup.overrides import PRESET_GROUPS, check_key, check_preset, read_overrides
from sim.setup.parts import fault, line, listed, mapping
from sim.setup.sample import KINDS, Sample, check_sample

PARTS = ("question", "policies", "set", "worlds", "run", "measures")
WORLDS = ("design", "n", "over", "seed", "kind")


@dataclass
class Experiment:
    """words: key=value as on the command line. design: how worlds are drawn. measures: outcomes, if any are named."""

    name: str
    question: str
    words: list[str]
    design: Design
    measures: list[str]


def experiment_names() -> list[str]:
    return names("experiment")


def read_experiment(name: str) -> Experiment:
    """An experiment by name, or your own by the path of its yaml. Raises InputError."""
    return read("experiment", name, parse)


def parse(name: str, tree: object) -> Experiment:
    page = mapping("", tree, PARTS, ["question"])
    with at(page, "question"):
        question = line("question", page["question"])
    return Experiment(
        Path(name).stem,
        question,
        [*policies(page), *settings(page), *run(page)],
        Design() if "worlds" not in page else worlds(page),
        measures(page),
    )


def plain(key: str, value: object) -> str:
    """A value as it would be typed."""
    if isinstance(value, list) and value:
        return ",".join(plain(key, one) for one in value)
    if isinstance(value, (int, float, str)) and not isinstance(value, bool):
        return str(value)
    return fault(key, value, "a number, a word, or a list of them")


def sound(word: str) -> str:
    """A word key=value, if it would do on the command line of a sweep. Raises InputError."""
    _, others = split_words([word])
    read_overrides(others)
    return word


def policies(page: dict) -> list[str]:
    if "policies" not in page:
        return []
    with at(page, "policies"):
        return [f"policy={','.join(check_preset('policy', name) for name in listed('policies', page['policies']))}"]


def settings(page: dict) -> list[str]:
    words, elsewhere = [], {"policy": "policies", "run": "run"}
    with at(page, "set"):
        found = mapping("set", page.get("set", {}), None)
        for key, value in found.items():
            with at(found, key):
                if key in elsewhere:
                    raise InputError(f"set: {key} has a place of its own; expected it under {elsewhere[key]}")
                words.append(sound(f"{check_key(f'{key}=')}={plain(key, value)}"))
    return words


def run(page: dict) -> list[str]:
    found = page.get("run", {})
    with at(page, "run"):
        if isinstance(found, str):
            return [f"run={check_preset('run', found)}"]
        settled = mapping("run", found, [f.name for f in fields(Run)])
        return [sound(f"run.{key}={plain(f'run.{key}', value)}") for key, value in settled.items()]


def worlds(page: dict) -> Design:
    with at(page, "worlds"):
        found = mapping("worlds", page["worlds"], WORLDS)
        kind = found.get("design")
        if kind not in KINDS:
            raise InputError(f"worlds: design: {shown(kind)}; expected one of {', '.join(KINDS)}{nearest(kind, KINDS)}")
        sample = Sample(kind, whole("n", found.get("n")), whole("seed", found.get("seed", 1)))
        within("worlds: ", check_sample, sample)
        over = plain("worlds: over", found["over"]) if "over" in found else None
        chosen = line("worlds: kind", found["kind"]) if "kind" in found else None
    return Design(sample=":".join(map(str, sample)), over=over, worlds=chosen)


def whole(key: str, value: object) -> int:
    if isinstance(value, bool) or not isinstance(value, int):
        raise InputError(f"worlds: {key}: {shown(value)}; expected a whole number")
    return value


def measures(page: dict) -> list[str]:
    with at(page, "measures"):
        named = listed("measures", page["measures"]) if "measures" in page else []
        for name in named:
            if name not in NAMES or named.count(name) > 1:
                problem = "named twice" if name in NAMES else "not known"
                raise InputError(
                    f"measures: {shown(name)} is {problem}; expected names from paradip list metrics"
                    f"{suggest(name, NAMES)}"
                )
    return named


def take_experiment(overrides: list[str], design: Design) -> tuple[list[str], Design, Experiment | None]:
    """Words and design with those of the experiment that a word experiment=NAME names; what is typed comes first."""
    named = [word for word in overrides if word.partition("=")[0].strip() == "experiment"]
    if not named:
        return overrides, design, None
    if len(named) > 1:
        raise InputError("experiment: given twice; expected one")
    experiment = read_experiment(named[0].partition("=")[2].strip())
    typed = [word for word in overrides if word not in named]
    keys = {word.partition("=")[0].strip() for word in typed}
    presets_typed = keys & set(PRESET_GROUPS)
    kept = [word for word in experiment.words if not covered(word.partition("=")[0], keys, presets_typed)]
    if not (design.points or design.zip):
        said = experiment.design
        design = Design(None, False, *(a or b for a, b in zip(design[2:], said[2:], strict=True)))
    return [*kept, *typed], design, experiment


def covered(key: str, keys: set[str], presets_typed: set[str]) -> bool:
    """Whether what is typed decides this key; run=trial decides all of run."""
    return key in keys or (key.startswith("run.") and "run" in presets_typed)
