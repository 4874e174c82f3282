"""A row for each measurement, and the two rules of the experiment: programs are compared only once their outputs are
equal, and a missed target is a row like any other."""

import csv
import gc
import importlib
import io
import math
import time
from collections.abc import Callable
from importlib.metadata import version
from typing import NamedTuple

import numpy as np

from sim.commands.table import aligned, figure


class Row(NamedTuple):
    """`at`: the size it was measured at, if a part measures several. met: yes, no, or a dash if there is no target."""

    part: str
    what: str
    at: str
    value: float
    unit: str
    target: str
    met: str
    note: str


class Differs(Exception):
    """Two programs that should give the same results do not, so nothing is timed."""


def row(
    part: str,
    what: str,
    value: float,
    unit: str,
    at: object = "",
    least: float = -math.inf,
    most: float = math.inf,
    note: str = "",
) -> Row:
    """A row, compared with the target, a minimum or a maximum."""
    target = f"at least {least:g}" if least > -math.inf else f"at most {most:g}" if most < math.inf else ""
    met = "—" if not target else "yes" if least <= value <= most else "no"
    return Row(part, what, f"{at:,}" if isinstance(at, int) else str(at), float(value), unit, target, met, note)


def skipped(part: str, why: str) -> Row:
    """If a program to compare with is missing, its row says so and the run continues."""
    return row(part, "left out", math.nan, "", note=why)


def peer(name: str):
    """The module of a program to compare with, or None if it is not installed."""
    try:
        return importlib.import_module(name)
    except ImportError:
        return None


def of_version(package: str) -> str:
    return f"{package} {version(package)}"


def same(what: str, one, other) -> None:
    """Raises Differs unless two arrays are the same bits; two missing values of one kind are."""
    a, b = np.ascontiguousarray(one), np.ascontiguousarray(other)
    if a.shape != b.shape or a.dtype != b.dtype or a.tobytes() != b.tobytes():
        raise Differs(f"{what}: not the same bits")


def within(what: str, found: float, error: float, known: float) -> None:
    """Raises Differs unless an estimate is within 4 standard errors of the known value."""
    if not abs(found - known) <= 4.0 * error:
        raise Differs(f"{what}: {found:.5g} with a standard error of {error:.2g}; expected {known:.5g}")


def best(acts: dict[str, Callable[[], object]], times: int) -> dict[str, float]:
    """CPU seconds of this process for each action, the minimum over so many turns. Actions take turns, so that other
    load on the machine affects all of them equally."""
    taken = dict.fromkeys(acts, math.inf)
    for _ in range(times):
        for name, act in acts.items():
            gc.collect()
            began = time.process_time()
            act()
            taken[name] = min(taken[name], time.process_time() - began)
    return taken


def as_text(rows: list[Row]) -> str:
    """Columns for a terminal; the notes are below, where there is room."""
    notes = list(dict.fromkeys(f"{r.part}: {r.note}" for r in rows if r.note))
    return aligned(list(Row._fields[:-1]), [list(r[:-1]) for r in rows]) + "\n\n" + "\n".join(notes)


def as_csv(rows: list[Row]) -> str:
    file = io.StringIO()
    csv.writer(file, lineterminator="\n").writerows([Row._fields, *((*r[:3], f"{r.value:.6g}", *r[4:]) for r in rows)])
    return file.getvalue()


def as_markdown(rows: list[Row]) -> str:
    shown = [[*r[:3], figure(r.value), *r[4:7]] for r in rows]
    lines = ["| " + " | ".join(map(str, line)) + " |" for line in [Row._fields[:-1], *shown]]
    notes = list(dict.fromkeys(f"- {r.part}: {r.note}" for r in rows if r.note))
    return "\n".join([lines[0], "|" + " --- |" * 7, *lines[1:], "", *notes]) + "\n"


def finish(rows: list[Row]) -> str:
    """Targets and results in one line, and a line for each target missed."""
    missed = [r for r in rows if r.met == "no"]
    aimed = sum(r.met != "—" for r in rows)
    return f"{aimed - len(missed)} of {aimed} targets met." + "".join(
        f"\nMissed: {r.part}, {r.what}{f' at {r.at}' if r.at else ''}: {r.value:.4g}, {r.target}" for r in missed
    )
