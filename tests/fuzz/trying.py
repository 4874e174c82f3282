"""One value, put in at one door, in a process that may be killed: what was said of it, or what a short run came to.

Run as a program it answers cases, one after another: each is a line of JSON on standard input, and so is its answer.
"""

import contextlib
import io
import json
import shutil
import sys
import tempfile
import traceback
from pathlib import Path

import yaml

YEARS, REPLICATES = 0.2, 1
SHORT = ["scenario=toy", f"run.years={YEARS}", f"run.replicates={REPLICATES}", "run.threads=1"]
DOORS = ("command", "page", "csv", "python", "model", "preset", "experiment")


def spelt(value) -> str:
    """As one would type it."""
    return value if isinstance(value, str) else json.dumps(value)


def by_main(words: list[str]) -> dict:
    """A command: its exit code and what it said, or the runs it saved."""
    from sim.commands.cli import main
    from sim.runs.results import load

    out = Path(tempfile.mkdtemp())
    said = io.StringIO()
    with contextlib.redirect_stdout(io.StringIO()), contextlib.redirect_stderr(said):
        code = main([*words, "--out", str(out)])
    try:
        return told(load(out)) if code == 0 else {"code": code, "said": said.getvalue()}
    finally:
        shutil.rmtree(out, ignore_errors=True)


def told(frame) -> dict:
    from sim.model.metrics import NAMES

    return {"code": 0, "said": "", "values": frame[NAMES].mean().to_dict()}


def by_python(call) -> dict:
    """A call: the line of its error, or the runs it gave."""
    from sim.errors import InputError

    try:
        return told(call())
    except InputError as fault:
        return {"code": 2, "said": f"paradip: {fault}\n"}


def command(key, value, folder):
    held = [word for word in SHORT if not word.startswith(f"{key}=")]
    return by_main(["run", *held, f"{key}={spelt(value)}"])


def page(key, value, folder):
    """A parameter on the page of a scenario."""
    (folder / "scenario.yaml").write_text(
        f"like: toy\nname: own\nparameters:\n  {key.partition('.')[2]}: {spelt(value)}\n", encoding="utf-8"
    )
    return by_main(["run", *SHORT[1:], f"scenario={folder}"])


def csv(key, value, folder):
    held = [word for word in SHORT if not word.startswith(f"{key}=")]
    (folder / "points.csv").write_text(f"{key}\n{spelt(value)}\n", encoding="utf-8")
    return by_main(["sweep", *held, "--points", str(folder / "points.csv")])


def python(key, value, folder):
    import sim

    settings = {"scenario": "toy", "run.years": YEARS, "run.replicates": REPLICATES, "run.threads": 1}
    return by_python(lambda: sim.run("centralized", **(settings | {key: value})))


def model(key, value, folder):
    """Mesa's own door: parameters and settings as they are, levers by a policy made by hand."""
    import pandas as pd

    import sim
    from sim.model.metrics import NAMES, measure

    def run():
        part, _, leaf = key.partition(".")
        settings = {"scenario": "toy", "years": YEARS, "collect": False}
        if part == "parameters":
            settings["parameters"] = {leaf: value}
        elif part == "run":
            settings[leaf] = value
        else:
            settings["policy"] = sim.Policy()
            setattr(getattr(settings["policy"], part), leaf, value)
        made = sim.DiplomacyModel(**settings)
        return pd.DataFrame([measure(made.run_for(made.given["weeks"]).world, made.fte)], columns=NAMES)

    return by_python(run)


def corner(levers, prices, folder):
    """Every lever of a policy at once: levers as JSON, prices by parameter."""
    import sim

    settings = {"scenario": "toy", "years": YEARS, "replicates": REPLICATES, "threads": 1, "parameters": prices}
    return by_python(lambda: sim.run("centralized", **settings, **json.loads(levers)))


def preset(key, value, folder):
    """A preset of a study."""
    group, _, leaf = key.partition(".")
    (folder / group).mkdir()
    (folder / group / "own.yaml").write_text(f"{leaf}: {spelt(value)}\n", encoding="utf-8")
    held = [word for word in SHORT if not word.startswith(f"{group}.")]
    return by_main(["run", *held, f"{group}=own", "--study", str(folder)])


def experiment(key, value, folder):
    tree = {"question": "Does it?", "run": {"years": YEARS, "replicates": REPLICATES}}
    tree["set"] = {"scenario": "toy", "run.seed": [1, 2]}
    text = yaml.safe_dump(tree) + f"  {key}: {spelt(value)}\n"  # `set` is the last key
    (folder / "own.yaml").write_text(text, encoding="utf-8")
    return by_main(["sweep", f"experiment={folder / 'own.yaml'}", "--metrics", "goodput"])


def fits(door: str, key: str) -> bool:
    """Whether a key can enter there at all."""
    part, _, leaf = key.partition(".")
    if door == "page":
        return part == "parameters"
    if door == "preset":
        return part != "parameters" and part != "run"
    if door == "model":
        return part != "run" or leaf in ("years", "dt", "seed")
    return not (door == "experiment" and part == "run")


def answer(door: str, key: str, value) -> dict:
    folder = Path(tempfile.mkdtemp())
    try:
        return globals()[door](key, value, folder)
    except BaseException:
        return {"code": -1, "said": traceback.format_exc()}
    finally:
        shutil.rmtree(folder, ignore_errors=True)


if __name__ == "__main__":
    for line in sys.stdin:
        print(json.dumps(answer(*json.loads(line))), flush=True)
