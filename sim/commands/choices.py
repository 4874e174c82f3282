"""What there is to choose from on a command line: gathered from the functions that list it, and kept in a file.

Gathering imports most of the program, which takes a second; what is kept can be read in no time, and holds for as long
as no file of the program, its presets, claims and figures has changed.
"""

import hashlib
import json
import os
import sys
from contextlib import suppress
from pathlib import Path

from sim.errors import InputError

APP = "sim.app"  # what is called by `python -m`
# The kinds of words that a parser's names stand for: of a word, or of an option or its value.
ANY = "any"  # nothing is known of it
METAVARS = {
    "key=value": ("key",),
    "POLICY or key=value": ("column",),
    "DIR or key=value": ("folder", "setting"),
    "POLICY": ("policy",),
    "SCENARIO": ("scenario", "folder"),
    "TOPIC": ("topic",),
    "CLAIM": ("claim",),
    "TARGET or key=value": ("target", "setting"),
    "FIGURE": ("figure",),
    "EXERCISE": ("exercise", "file"),
    "CASE": ("case",),
    "SHELL": ("shell",),
    "DIR": ("folder",),
    "FILE": ("file",),
    "OUTCOME:WIDTH": ("width",),
    "OUTCOME=NUMBER": ("amount",),
    "--metrics": ("metric",),
    "--for": ("metric",),
    "--over": ("factor",),
    "--format": ("format",),
    "--method": ("method",),
    "--worlds": ("worlds", "file"),
}
OF_COMMANDS: dict[str, dict] = {
    "sweep": {"key=value": ("axis",)},
    "optimize": {"--over": ("lever",)},
    **{name: {"--worlds": ("kinds", "file")} for name in ("claims", "report")},
}


def known(named: str = "") -> dict:
    """What there is to choose from, from the file where it is kept or as it is gathered. named: the study that the line
    names; else it is that of the working folder."""
    from sim.model.cache import usable

    study = named or ("." if os.path.isfile("paradip.yaml") else "")
    now = state(os.path.realpath(study) if os.path.isdir(study or "/nowhere") else "")
    home = os.environ.get("XDG_CACHE_HOME") or os.path.expanduser("~/.cache")
    try:
        file = usable(Path(os.path.realpath(home), "paradiplomacy")) / "completion.json"
    except OSError:
        return gather(named)
    try:
        kept = json.loads(file.read_bytes())
    except (OSError, ValueError):  # not there yet, or damaged
        kept = {}
    if kept.get("state") != now:
        from sim.runs.files import write

        kept = {"state": now, "table": gather(named)}
        with suppress(OSError, InputError):
            write(file, lambda part: part.write_text(json.dumps(kept)))
    return kept["table"]


def state(study: str = "") -> str:
    """Changes whenever a file of the program or of the study does, or another study is meant."""
    from sim.inputs.shipped import PACKAGE, shipped

    digest = hashlib.sha256(sys.version.encode())
    roots = [PACKAGE, shipped("configs"), shipped("experiments"), *([Path(study)] if study else [])]
    for root in roots:
        for folder, inside, files in os.walk(root):
            inside[:] = [name for name in inside if name[0] not in "._" and name != "results"]
            for file in sorted(files):
                if file.endswith((".py", ".yaml")):
                    found = os.stat(os.path.join(folder, file))
                    digest.update(f"{folder}/{file} {found.st_mtime_ns} {found.st_size}\n".encode())
    return digest.hexdigest()


def gather(named: str = "") -> dict:
    """names: what there is of each kind. keys, values: of overrides. commands: options with the kind of their value,
    and the kinds of words."""
    from sim.commands.cli import COMMANDS
    from sim.inputs.folder import scenario_names
    from sim.inputs.in_use import take_up
    from sim.model.limits import LIMITS
    from sim.model.policy import GROUPS
    from sim.setup.config import loader
    from sim.setup.overrides import ELSEWHERE, PRESET_GROUPS, presets

    with suppress(InputError):  # without a study that has a fault
        take_up(named or None)
    names, commands = listed(), {name: parts(name) for name in COMMANDS}
    values = {group: presets(group) for group in PRESET_GROUPS} | {"scenario": scenario_names()}
    values |= {key: list(limit.choices) for key, limit in LIMITS.items() if limit.kind == "choice"}
    values["run.cluster"] = ["threads", "processes", "local"]
    for key, command in ELSEWHERE.items():
        names[f"{key}="] = [f"{key}={name}" for name in names[key]]
        commands[command]["words"].append(f"{key}=")
    names["launcher"] = [f"hydra/launcher={name}" for name in loader().repository.get_group_options("hydra/launcher")]
    return {
        "names": names | {key: values[key] for key in ("policy", "scenario")},
        "keys": [*PRESET_GROUPS, *LIMITS],
        "groups": GROUPS,
        "values": values,
        "commands": commands | {APP: {"options": hydra_options(), "words": ["axis", "launcher"]}},
    }


def listed() -> dict[str, list[str]]:
    """Names by kind, each as its own list has them."""
    from sim.commands.completion import SHELLS
    from sim.commands.export import FORMATS
    from sim.commands.list import TOPICS
    from sim.commands.verify import case_names
    from sim.inputs.worlds import KINDS
    from sim.model.limits import SETTINGS
    from sim.model.metrics import METRICS
    from sim.setup.factors import ALL, factor_keys
    from sim.study.claims.claim import claim_ids
    from sim.study.evidence.page import target_names
    from sim.study.experiment import experiment_names
    from sim.study.publish.plate import plate_ids
    from sim.study.sensitivity.study import METHODS
    from sim.web.exercise import exercise_names

    metrics = [metric.name for metric in METRICS]
    return {
        "topic": list(TOPICS),
        "claim": claim_ids(),
        "target": target_names(),
        "figure": ["all", *plate_ids()],
        "exercise": exercise_names(),
        "experiment": experiment_names(),
        "case": case_names(),
        "shell": list(SHELLS),
        "metric": metrics,
        "width": [f"{name}:" for name in metrics],
        "amount": [f"{name}=" for name in metrics],
        "factor": [ALL, *(key.removeprefix("parameters.") for key in factor_keys())],
        "lever": [key for key in factor_keys() if not key.startswith("parameters.")],
        "format": list(FORMATS),
        "method": list(METHODS),
        "worlds": list(KINDS),
        "kinds": list(KINDS),
        "setting": [f"{key}=" for key in SETTINGS],
    }


def parts(name: str) -> dict:
    """Of a command: its options, each with the kind of its value, and the kinds of its words."""
    import argparse
    from importlib import import_module

    from sim.commands.cli import add_study

    parser = argparse.ArgumentParser()
    import_module(f"sim.commands.{name}").add_arguments(parser)
    add_study(parser)
    kinds = METAVARS | OF_COMMANDS.get(name, {})
    options: dict[str, list[str]] = {}
    words: list[str] = []
    for action in parser._actions:
        stated = kinds.get(action.option_strings[-1], ()) if action.option_strings else ()
        found = list(stated or kinds.get(str(action.metavar), ()))
        if not action.option_strings:
            words += found
        elif action.help != argparse.SUPPRESS:
            options |= dict.fromkeys(action.option_strings, [] if action.nargs == 0 else found or [ANY])
    return {"options": options, "words": words}


def hydra_options() -> dict[str, list[str]]:
    from hydra._internal.utils import get_args_parser

    options: dict[str, list[str]] = {}
    for action in get_args_parser()._actions:
        found = [] if action.nargs == 0 else ["folder"] if "dir" in action.dest else [ANY]
        options |= dict.fromkeys(action.option_strings, found)
    return options
