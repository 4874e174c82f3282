"""From what was measured to what it costs: a row for each number, with the command that it belongs to.

A sweep of n runs that took C processor seconds in all, kills, starts and merging included, makes 3600 n/C runs a
core-hour. What a way adds to a run is (C - C₀)/n, where C₀ belongs to the undisturbed sweep of the same runs. With d
processor seconds a decade, a million decades take on k cores, one worker on each,

    t = 10⁶ (d + (C - C₀)/n)/k + merging      by SLURM's way
    t = max(that, 10⁶ c) + merging            by Dask's, where everything passes through one process that stores it

with c processor seconds a run of `paradip sweep` itself.
"""

from collections.abc import Iterator
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
    rows = [row for part in COMMANDS for row in of_sweep(part, found[part])]
    return pd.DataFrame([*rows, *of_folders(found), *of_a_million(found)], columns=list(COLUMNS))


def seconds(one: dict[str, Any]) -> float:
    """Processor seconds of all its processes."""
    return sum(used["seconds"] for used in one["used"].values())


def of_sweep(part: str, one: dict[str, Any]) -> Iterator[tuple]:
    runs, years, losses = one["runs"], one["years"], one["losses"]
    command = COMMANDS[part].format(**one)
    made = "decades" if years == 10 else "runs"
    yield part, f"{runs:,} {'decades' if years == 10 else 'runs'}", one["seconds"], "s", command
    yield part, f"{made} a core-hour", HOUR * runs / seconds(one), made, command
    for role, used in one["used"].items():
        yield part, f"peak memory: {role}", used["megabytes"], "MB", command
    if losses:
        lost, gaps = sum(loss["lost"] for loss in losses), [loss["gap"] for loss in losses if loss["gap"] is not None]
        yield part, "workers killed", len(losses), "workers", command
        yield part, "work done twice, a kill", lost / len(losses), "s of one worker", command
        yield part, "runs done twice in all, about", lost * runs / (one["workers"] * one["seconds"]), "runs", command
        if gaps:
            yield part, "until another worker stands in", sum(gaps) / len(gaps), "s", command


def of_folders(found: Found) -> Iterator[tuple]:
    """Bytes, merging and status."""
    for part in ("undisturbed", "dask", "slurm"):
        one = found[part]
        for kind, size in one["bytes"].items():
            yield part, f"bytes a run: {kind}", size / one["runs"], "bytes", COMMANDS[part].format(**one)
    for part in ("slurm", "crowd"):
        one = found[part]
        for command, what in (("resume", "merging"), ("status", "looking")):
            told, said = one[command], f"{what}, {one['runs']:,} runs"
            yield "folder", said, told["seconds"], "s", f"paradip {command} DIR"
            yield "folder", f"{said}: peak memory", told["megabytes"], "MB", f"paradip {command} DIR"


def of_a_million(found: Found) -> Iterator[tuple]:
    """Hours for a million decades."""
    decade, base = (seconds(found[part]) / found[part]["runs"] for part in ("decades", "undisturbed"))
    crowd = found["crowd"]
    merging = crowd["resume"]["seconds"] * MILLION / crowd["runs"]
    for part in ("slurm", "dask"):
        one = found[part]
        each, command = decade + seconds(one) / one["runs"] - base, COMMANDS[part].format(**one)
        single = one["used"]["sweep"]["seconds"] / one["runs"] if part == "dask" else 0.0
        yield part, "a million decades", MILLION * each / HOUR, "core-hours", command
        for cores in CORES:
            taken = max(MILLION * each / cores, MILLION * single) + merging
            yield part, f"a million decades on {cores} cores", taken / 60, "minutes", command
        if single:
            yield part, "cores that one sweep keeps busy", each / single, "cores", command
        size = sum(one["bytes"].values()) / one["runs"]
        yield part, "a million runs on disk", MILLION * size / 1e9, "GB", command
