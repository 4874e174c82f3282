"""From what was measured to what it costs: a row for each number, with the command that it belongs to.

With C processor seconds of all processes for n runs, and S for a sweep of hardly any run, which starts, merges and
draws, d = (C - S)/n is what a run costs by threads, undisturbed. What a way adds to a run, with starts, kills and
merging, is a = C/n - d of the same short runs. With the d of a decade, a million decades take on k cores, one worker on
each,

    t = 10⁶ (d + a)/k + merging               by SLURM's way
    t = max(10⁶ (d + a)/k, 10⁶ c) + merging   by Dask's, where everything passes through one process that stores it

with c processor seconds a run of `paradip sweep` itself.
"""

import math
from collections.abc import Iterable, Iterator
from typing import Any

import pandas as pd

HOUR, MILLION = 3600.0, 1_000_000
CORES = (8, 64, 512)
COLUMNS = ("way", "what", "value", "unit", "command")
COMMANDS = {
    "undisturbed": "paradip sweep",
    "dask": "paradip sweep run.cluster=tcp://head:8786",
    "slurm": "paradip sweep --shard k/{workers} --wait",
    "decades": "paradip sweep run.years=10",
}
Found = dict[str, dict[str, Any]]


def costs(found: Found) -> pd.DataFrame:
    """(way, what, value, unit, command), from what was measured of each part."""
    rows = [row for part in ("undisturbed", "dask", "slurm") for row in of_sweep(part, found)]
    return pd.DataFrame([*rows, *of_decades(found), *of_folders(found), *of_a_million(found)], columns=list(COLUMNS))


def seconds(one: dict[str, Any]) -> float:
    """Processor seconds of all its processes."""
    return sum(used["seconds"] for used in one["used"].values())


def each(found: Found, part: str) -> float:
    """Processor seconds of a run by threads, without starting."""
    return (seconds(found[part]) - seconds(found["start"])) / found[part]["runs"]


def of_sweep(part: str, found: Found) -> Iterator[tuple]:
    """Of the undisturbed sweep, which is small, starting is left out."""
    one = found[part]
    runs, years, losses = one["runs"], one["years"], one["losses"]
    cost = each(found, part) if part == "undisturbed" else seconds(one) / runs
    command = COMMANDS[part].format(**one)
    yield part, f"runs of {years:g} years", runs, "", command
    yield part, "on the clock", one["seconds"], "s", command
    yield part, "runs a core-hour", HOUR / cost, "runs", command
    for role, used in one["used"].items():
        yield part, f"peak memory: {role}", used["megabytes"], "MB", command
    if losses:
        lost, gap = (mean(loss[what] for loss in losses) for what in ("lost", "gap"))
        yield part, "workers killed", len(losses), "workers", command
        yield part, "of them, on record", sum(loss["lost"] is not None for loss in losses), "workers", command
        yield part, "work done twice, a kill", lost, "s of one worker", command
        share = len(losses) * lost / (one["workers"] * one["seconds"])
        yield part, "runs done twice in all, about", runs * share, "runs", command
        yield part, "until another worker stands in", gap, "s", command


def of_decades(found: Found) -> Iterator[tuple]:
    """Starting, and what a decade costs besides."""
    yield "folder", "starting, merging, drawing", seconds(found["start"]), "processor s", COMMANDS["undisturbed"]
    runs, command = found["decades"]["runs"], COMMANDS["decades"]
    yield "folder", f"a decade, of {runs:,}", 1e3 * each(found, "decades"), "processor ms", command
    yield "folder", "decades a core-hour", HOUR / each(found, "decades"), "decades", command


def mean(values: Iterable[float | None]) -> float:
    """Of those that are known; nan of none."""
    known = [value for value in values if value is not None]
    return sum(known) / len(known) if known else math.nan


def of_folders(found: Found) -> Iterator[tuple]:
    """Bytes, merging and status."""
    for part in ("dask", "slurm"):
        one = found[part]
        for kind, size in one["bytes"].items():
            yield part, f"bytes a run: {kind}", size / one["runs"], "bytes", COMMANDS[part].format(**one)
    for part in ("slurm", "crowd"):
        one = found[part]
        for command, what in (("resume", "merging"), ("status", "status")):
            told, said = one[command], f"{what}, {one['runs']:,} runs"
            yield "folder", said, told["seconds"], "s", f"paradip {command} DIR"
            yield "folder", f"{said}: peak memory", told["megabytes"], "MB", f"paradip {command} DIR"


def of_a_million(found: Found) -> Iterator[tuple]:
    """Hours for a million decades."""
    decade, base = (each(found, part) for part in ("decades", "undisturbed"))
    crowd = found["crowd"]
    merging = crowd["resume"]["seconds"] * MILLION / crowd["runs"]
    for part in ("slurm", "dask"):
        one = found[part]
        cost, command = decade + seconds(one) / one["runs"] - base, COMMANDS[part].format(**one)
        single = one["used"]["sweep"]["seconds"] / one["runs"] if part == "dask" else 0.0
        yield part, "a million decades", MILLION * cost / HOUR, "core-hours", command
        for cores in CORES:
            taken = max(MILLION * cost / cores, MILLION * single) + merging
            yield part, f"a million decades on {cores} cores", taken / 60, "minutes", command
        if single:
            yield part, "cores that one sweep keeps busy", cost / single, "cores", command
        size = sum(one["bytes"].values()) / one["runs"]
        yield part, "a million runs on disk", MILLION * size / 1e9, "GB", command
