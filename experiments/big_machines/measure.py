"""What is measured, each in a folder of its own: a sweep by one of the ways, with its kills; what `paradip resume`
takes to merge it again, and `paradip status` to look at it. The numbers are kept in a page beside the folder, so that
nothing is measured twice."""

import os
import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Any

from experiments.big_machines import audit, crowd, ways
from experiments.big_machines.crew import Crew, Failed
from sim.runs.files import make_folder, page, read_page, write_bytes
from sim.runs.ours import MANIFEST

GRID = ("policy=guided_delegation", "delegation.level=0.1,0.3,0.5,0.7,0.9", "coordination.guidance=0,0.3,0.6,0.9")
POINTS, TIMES, DECADES = 20, 5, 100  # of the grid; runs that are merged for each that is made; runs for each decade
SHORT, LONG = 0.5, 10.0  # years of a run
WAYS: dict[str, tuple[Callable[[Crew, ways.Sweep], ways.Done], float]] = {
    "undisturbed": (ways.undisturbed, SHORT),
    "dask": (ways.dask, SHORT),
    "slurm": (ways.slurm, SHORT),
    "decades": (ways.undisturbed, LONG),
}
PARTS = (*WAYS, "crowd")


def measured(place: Path, part: str, runs: int, workers: int, pause: float, scenario: str) -> dict[str, Any]:
    """What was measured of a part, now or before. Raises Failed."""
    kept, asked = place / f"{part}.json", {"runs": runs, "workers": workers, "pause": pause, "scenario": scenario}
    if kept.is_file() and (found := read_page(kept))["asked"] == asked:
        return found
    folder, said = place / part, place / f"{part}-said"
    for old in (folder, said):
        shutil.rmtree(old, ignore_errors=True)
        make_folder(old)
    if part == "crowd":
        if not (place / "slurm.json").is_file():
            raise Failed("crowd: made of the runs of slurm, which are not there; expected slurm before it")
        crowd.multiply(place / "slurm", folder, TIMES)
        found = {"runs": runs * TIMES}
    else:
        found = sweep(
            folder, said, part, runs if part != "decades" else max(runs // DECADES, POINTS), workers, pause, scenario
        )
    found |= {"asked": asked, "resume": timed(said, "resume", folder), "status": timed(said, "status", folder)}
    if found.get("digests", audit.digests(folder)) != audit.digests(folder):
        raise Failed(f"{folder}: merged again, the table has other bytes; expected the same")
    shutil.rmtree(said)
    write_bytes(kept, page(found))
    return found


def sweep(folder: Path, said: Path, part: str, runs: int, workers: int, pause: float, scenario: str) -> dict[str, Any]:
    """A sweep by one of the ways, checked; the folder is left without its manifest, so that it is merged again."""
    way, years = WAYS[part]
    words = [*GRID, f"scenario={scenario}", f"run.years={years:g}", f"run.replicates={runs // POINTS}"]
    with Crew(said) as crew:
        done = way(crew, ways.Sweep(words, folder, runs, workers, pause))
    audit.check(crew, folder, runs)
    (folder / MANIFEST).unlink()
    return {
        "runs": runs,
        "years": years,
        "workers": workers,
        "cores": os.cpu_count(),
        "words": words,
        "seconds": done.seconds,
        "used": spent(crew),
        "losses": [loss._asdict() for loss in done.losses],
        "bytes": audit.weigh(folder),
        "digests": audit.digests(folder),
    }


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
