"""The command line that makes a finished sweep again: the words it was made with, or every key with its values,
crossed, if that gives the same points."""

import math
import shlex
from dataclasses import fields
from pathlib import Path

from sim.errors import InputError
from sim.model.limits import Run
from sim.runs.plan import Plan, make_plan
from sim.runs.store import read_log
from sim.setup.config import Setup
from sim.setup.design import Design, points_of
from sim.study.experiment import take_experiment
from sim.web.app.view import View, column_of, spelt

HERE = ("threads", "cluster")  # who does the work decides no number
MOST = 40  # points that are given a line each where no one line makes them all


def lines(plan: Plan, folder: Path) -> tuple[tuple[str, str], ...]:
    """The one line, or one for each point."""
    whole = line(plan, folder)
    return (("The same sweep", whole),) if whole else tuple(runs(plan))


def line(plan: Plan, folder: Path) -> str:
    """ "" where none does, as for a sweep that grew, or that reads a file."""
    asked = [
        [str(word) for word in event["asked"]]
        for event in read_log(folder)
        if event["event"] == "begin" and isinstance(event.get("asked"), list)
    ]
    crossed = math.prod(len({*one.listed()}) for one in plan.points.told.values()) == len(plan.points)
    for words in [*asked[:1], *[written(plan)] * crossed]:
        if makes(words, plan):
            return shlex.join(["paradip", "sweep", *words])
    return ""


def runs(plan: Plan) -> list[tuple[str, str]]:
    """A line for each point, the first of them: what it is, and what gives its numbers."""
    return [
        (
            ", ".join(f"{key} {value}" for key, value in point.values.items()),
            shlex.join(["paradip", "run", *words_of(point.setup)]),
        )
        for point in plan.points[:MOST]
    ]


def makes(words: list[str], plan: Plan) -> bool:
    """Whether `paradip sweep` with these words has the same points. Not asked of words that name a file."""
    options = {name: value for name, _, value in (word[2:].partition("=") for word in words if word.startswith("--"))}
    rest = [word for word in words if not word.startswith("--")]
    if not options.keys() <= {"design", "over", "worlds", "zip"} or any(
        word.startswith("experiment=") and "." in word for word in rest
    ):
        return False
    try:
        texts, design, _ = take_experiment(
            rest, Design(None, "zip" in options, *(options.get(name) for name in ("design", "over", "worlds")))
        )
        again = make_plan(points_of(texts, design))
    except InputError:
        return False
    return (plan.addresses, [*plan.points.replicates], told(plan)) == (
        again.addresses,
        [*again.points.replicates],
        told(again),
    )


def told(plan: Plan) -> dict[str, list]:
    return {key: one.listed() for key, one in plan.points.told.items()}


def written(plan: Plan) -> list[str]:
    """What the first point holds, but for what was swept."""
    held = [
        word
        for word in words_of(plan.points[0].setup)
        if (key := word.partition("=")[0]) not in plan.keys and key.partition(".")[0] not in plan.keys
    ]
    return held + [
        f"{key}={','.join(dict.fromkeys(map(spelt, one.listed())))}" for key, one in plan.points.told.items()
    ]


def words_of(first: Setup) -> list[str]:
    """A configuration as on the command line."""
    column = column_of(first.policy)
    held: dict = {
        "policy": column.preset,
        **column.levers,
        **{f"parameters.{name}": value for name, value in first.parameters.items()},
        **{f"agents.{code}": kind for code, kind in first.agents.items()},
    }
    held |= {
        f"run.{one.name}": value
        for one in fields(Run)
        if one.name not in HERE and (value := getattr(first.run, one.name)) != one.default
    }
    held |= {"scenario": first.scenario} if first.scenario != View.scenario else {}
    return [f"{key}={spelt(value)}" for key, value in held.items()]
