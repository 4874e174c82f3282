"""The doors through which the goldens look at the program: its one command, and the few names inside that give a
finished world, the table of a published figure and the generated parts of the documents.

Whoever moves or renames a module mends this file; the goldens stay as they are.
"""

import contextlib
import io
import os
from collections.abc import Mapping
from dataclasses import replace
from importlib import import_module
from pathlib import Path
from unittest import mock

import numpy as np

ROOT = Path(__file__).parents[2]
DRAWN_FROM = ("domain_cdf", "counterpart_cdf", "locality_cdf", "private_cdf", "clearance", "vitality")
WIDTH = "100"  # of the terminal that texts are written for


def command():
    """The command: words in, exit code out."""
    return import_module("sim.commands.cli").main


def said(words: list[str], folder: Path) -> str:
    """What the command prints when it is run in a folder. Raises RuntimeError unless it goes through."""
    printed, complaint = io.StringIO(), io.StringIO()
    with (
        contextlib.chdir(folder),
        mock.patch.dict(os.environ, COLUMNS=WIDTH),
        contextlib.redirect_stdout(printed),
        contextlib.redirect_stderr(complaint),
    ):
        try:
            code = command()(words)
        except SystemExit as end:  # argparse, after it has helped
            code = end.code
    if code:
        raise RuntimeError(f"{' '.join(words)}: ended with {code}: {complaint.getvalue()}")
    return printed.getvalue()


def world(line: str) -> dict[str, Mapping[str, np.ndarray]]:
    """The finished world that a line of overrides makes, by the compiled driver, log and outcomes included: its tables
    by name, each with its columns by name, as many rows as were used."""
    from sim.inputs.scenario import load_scenario
    from sim.model import start
    from sim.model.metrics import METRICS, measure
    from sim.setup.config import resolve

    setup = resolve(line.split())
    template = start.prepare(
        load_scenario(setup.scenario), setup.policy, setup.parameters, setup.run.years, setup.run.dt, log=True
    )
    done = start.finish(start.begin(template, setup.run.seed))
    used = {"issues": int(done.federal["rows"][0]), "events": int(done.federal["events"][0])}
    tables: dict[str, Mapping[str, np.ndarray]] = {}
    for name, table in vars(done).items():
        rows = table[: used.get(name)]
        tables[name] = {field: rows[field] for field in rows.dtype.names} if rows.dtype.names else {name: rows}
    # as they were called when the goldens were first pinned
    tables["drawn_from"] = {name.removesuffix("_cdf"): getattr(done, name) for name in DRAWN_FROM}
    tables["given"] = {**tables["given"], **tables["regime"], **tables["clock"]}
    tables["given"] |= shutdown(done)
    tables["base"] = {"base": done.first_preferences}
    tables["counterparts"] = {**tables["counterparts"], "target": done.courts.reshape(len(done.counterparts), -1)[:, 0]}
    tables["cost"] = {lever: np.array([fte]) for lever, fte in template.fte.items()}
    outcomes = measure(done, template.fte)
    return tables | {"outcomes": {metric.name: outcomes[k : k + 1] for k, metric in enumerate(METRICS)}}


def shutdown(done) -> dict[str, np.ndarray]:
    """What were three parameters: week, length and share of a shutdown of all departments, in effect or not."""
    found = [event for event in done.dated if event["kind"] == 2]
    week, until, size = found[0][["week", "until", "size"]] if found else (312.0, 317.0, 0.0)
    parts = {"week": week, "weeks": until - week, "share": size}
    return {f"shutdown_{name}": np.array([value], float) for name, value in parts.items()}


def plates() -> list:
    """The published figures that are computed from a page of runs."""
    from sim.study.publish.plate import read_plates

    return [plate for plate in read_plates(["all"]) if not plate.command]


def plate_table(plate, folder: Path, replicates: int, years: float | None = None) -> bytes:
    """The csv behind a published figure with so few replicates, and, if `years` is given and nothing in it has a date,
    of shorter worlds."""
    from sim.commands.output import write_csv
    from sim.study.publish.compute import compute, points_of

    changes = any(point.setup.policy.path for point in points_of(plate, 1))
    dated = changes or any("run.years=" in line for line in plate.runs)
    if years is not None and not dated:
        plate = replace(plate, runs=tuple(f"{line} run.years={years:g}" for line in plate.runs))
    write_csv(folder / "table.csv", compute(plate, replicates), index=False)
    return (folder / "table.csv").read_bytes()


def documented(name: str) -> str:
    """A part of the documents that the code writes itself."""
    from sim.tell.document import PARTS

    return PARTS[name]()


def model_version() -> int:
    from sim.model.version import MODEL_VERSION

    return MODEL_VERSION
