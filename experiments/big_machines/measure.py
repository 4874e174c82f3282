"""What is measured, each in a folder of its own: a sweep by one of the ways, with its kills; what `paradip resume`
takes to merge it again, and `paradip status` to look at it. The numbers are kept in a page beside the folder, so that
nothing is measured twice."""

import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Any

from experiments.big_machines import audit, ways
from experiments.big_machines.crew import Crew, Failed
from experiments.big_machines.crowd import multiply
from sim.runs.files import make_folder, page, read_page, write_bytes
from sim.runs.ours import MANIFEST

GRID = ("policy=guided_delegation", "delegation.level=0.1,0.3,0.5,0.7,0.9", "coordination.guidance=0,0.3,0.6,0.9")
POINTS, TIMES = 20, 5  # of the grid; runs that are merged for each that is made
SHORT, LONG = 0.25, 10.0  # years of a run
FEWER = {"start": 10**9, "undisturbed": 50, "decades": 1000}  # runs by so many times; one a point at least
WAYS: dict[str, tuple[Callable[[Crew, ways.Sweep], ways.Done], float]] = {
    "start": (ways.undisturbed, SHORT),
    "undisturbed": (ways.undisturbed, SHORT),
    "dask": (ways.dask, SHORT),
    "slurm": (ways.slurm, SHORT),
    "decades": (ways.undisturbed, LONG),
}
PARTS = (*WAYS, "crowd")


def sweep_of(place: Path, part: str, runs: int, workers: int, pause: float, scenario: str) -> ways.Sweep:
    """What a part makes."""
    years = WAYS[part][1] if part in WAYS else SHORT
    replicates = max(runs // POINTS // FEWER.get(part, 1), 1)
    words = [*GRID, f"scenario={scenario}", f"run.years={years:g}", f"run.replicates={replicates}"]
    return ways.Sweep(words, place / part, replicates * POINTS, workers, pause)


def measured(place: Path, part: str, *how: Any) -> dict[str, Any]:
    """What was measured of a part, now or before. how: as for `sweep_of`. Raises Failed."""
    sweep, kept, said = sweep_of(place, part, *how), place / f"{part}.json", place / f"{part}-said"
    asked = {"words": sweep.words, "workers": sweep.workers, "pause": sweep.pause}
    if kept.is_file() and (found := read_page(kept))["asked"] == asked:
        return found
    for old in (sweep.folder, said):
        shutil.rmtree(old, ignore_errors=True)
        make_folder(old)
    found = {"asked": asked, **(made(sweep, said, part) if part in WAYS else multiplied(sweep, place / "slurm"))}
    found |= {command: timed(said, command, sweep.folder) for command in ("resume", "status")}
    if found["digests"] not in ({}, audit.digests(sweep.folder)):
        raise Failed(f"{sweep.folder}: merged again, the table has other bytes; expected the same")
    shutil.rmtree(said)
    write_bytes(kept, page(found))
    return found


def made(sweep: ways.Sweep, said: Path, part: str) -> dict[str, Any]:
    """A sweep by one of the ways, checked; the folder is left without its manifest, so that it is merged again."""
    way, years = WAYS[part]
    with Crew(said) as crew:
        done = way(crew, sweep)
    audit.check(crew, sweep.folder, sweep.runs)
    (sweep.folder / MANIFEST).unlink()
    return {
        "runs": sweep.runs,
        "years": years,
        "workers": sweep.workers,
        "seconds": done.seconds,
        "used": spent(crew),
        "losses": [loss._asdict() for loss in done.losses],
        "bytes": audit.weigh(sweep.folder),
        "digests": audit.digests(sweep.folder),
    }


def multiplied(sweep: ways.Sweep, source: Path) -> dict[str, Any]:
    """A folder of many more runs than were made, not merged yet."""
    if not source.with_suffix(".json").is_file():
        raise Failed("crowd: made of the runs of slurm, which are not there; expected slurm before it")
    multiply(source, sweep.folder, TIMES)
    return {"runs": sweep.runs * TIMES, "digests": {}}


def spent(crew: Crew) -> dict[str, dict[str, float]]:
    """By role: how many processes there were, processor seconds of all, and peak megabytes of the largest."""
    found: dict[str, dict[str, float]] = {}
    for used in crew.used.values():
        one = found.setdefault(used.role, {"processes": 0, "seconds": 0.0, "megabytes": 0.0})
        one["processes"] += 1
        one["seconds"] += used.seconds
        one["megabytes"] = max(one["megabytes"], used.megabytes)
    return found


def timed(said: Path, command: str, folder: Path) -> dict[str, float]:
    """Wall seconds of a command on a folder, and its peak megabytes."""
    with Crew(said) as crew:
        seconds = crew.watch(crew.start(command, "sim.commands.cli", command, folder))
    return {"seconds": seconds, "megabytes": max(used.megabytes for used in crew.used.values())}
