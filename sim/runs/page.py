"""design.json: a plan on disk. What all points share stands once; each point says what it sets besides."""

from dataclasses import fields, replace
from pathlib import Path

from sim.errors import InputError
from sim.model.metrics import METRICS
from sim.model.policy import levers
from sim.model.version import MODEL_VERSION
from sim.runs.files import Damaged, page, read_page, write_bytes
from sim.runs.plan import Plan, make_plan
from sim.runs.until import read_until
from sim.setup.config import Setup, assign, check_together
from sim.setup.design import Point
from sim.setup.limits import Run, checked

NAME = "design.json"
DECIDES = [f.name for f in fields(Run) if f.name not in ("threads", "cluster")]  # not how the work is done


def flat(setup: Setup) -> dict:
    """Everything that decides the result, by its full key."""
    return {
        "scenario": setup.scenario,
        "name": setup.policy.name,
        **{f"run.{name}": getattr(setup.run, name) for name in DECIDES},
        **{f"parameters.{name}": value for name, value in setup.parameters.items()},
        **levers(setup.policy),
    }


def to_tree(plan: Plan) -> dict:
    every = [flat(point.setup) for point in plan.points]
    common = {key: value for key, value in every[0].items() if all(one.get(key) == value for one in every)}
    return {
        "model_version": MODEL_VERSION,
        "scenarios": plan.digests,
        "keys": plan.keys,
        "measures": [metric.name for metric in METRICS],
        "drawn": plan.drawn,
        "series": plan.series,
        "log": plan.log,
        "until": plan.until and {"text": plan.until.text, "most": plan.until.most},
        "common": common,
        "points": [
            {
                "address": address,
                "values": point.values,
                "sets": {key: value for key, value in one.items() if key not in common},
            }
            for address, point, one in zip(plan.addresses, plan.points, every, strict=True)
        ],
    }


def write_plan(folder: Path, plan: Plan, owner: str = "") -> None:
    content = page(to_tree(plan))
    path = folder / NAME
    if not path.is_file() or path.read_bytes() != content:
        write_bytes(path, content, owner)


def read_plan(folder: Path) -> Plan:
    """The plan of a folder. Raises InputError: no sweep there, a damaged page, another model or other tables."""
    path = folder / NAME
    try:
        tree = read_page(path)
        if not {"model_version", "common", "points"} <= tree.keys():
            raise Damaged(f"{path}: another page stands in its place; expected it as it was written")
    except (FileNotFoundError, NotADirectoryError):
        raise InputError(f"{folder}: no {NAME} in it; expected the folder of a sweep") from None
    except Damaged as fault:
        raise Damaged(
            f"{fault}: give the sweep's command again with --out {folder}, and what is done is kept"
        ) from None
    if tree["model_version"] != MODEL_VERSION:
        raise InputError(
            f"{path}: made by version {tree['model_version']} of the model, this is {MODEL_VERSION}; "
            "expected the same version, or another folder"
        )
    base = assign(Setup(), {key: checked(key, value) for key, value in tree["common"].items()})
    points = []
    for one in tree["points"]:
        setup = assign(
            base, {"name": base.policy.name} | {key: checked(key, value) for key, value in one["sets"].items()}
        )
        values = {key: one["values"][key] for key in tree["keys"] if key in one["values"]}
        points.append(Point(values, check_together(setup)))
    plan = replace(
        make_plan(points, tree["drawn"], tree["series"], tree["log"]),
        keys=tree["keys"],
        until=read_until(**tree["until"]) if tree["until"] else None,
    )
    for name, digest in tree["scenarios"].items():
        if plan.digests.get(name) != digest:
            raise InputError(
                f"{path}: the tables of scenario {name} have changed since; expected them as they were, or "
                "another folder"
            )
    if plan.addresses != [one["address"] for one in tree["points"]]:
        raise InputError(f"{path}: its points no longer mean what they did; expected the version that wrote it")
    return plan
