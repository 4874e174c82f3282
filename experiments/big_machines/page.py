"""The same tables twice: on the page in results/published, and as a section of docs/howto/machines.md."""

from collections.abc import Iterable
from pathlib import Path

import pandas as pd

from sim.commands.output import write_text
from sim.commands.table import figure, wrapped

SECTION = ("<!-- generated: costs -->\n", "<!-- end -->")
BEGIN = """`python -m experiments.big_machines` made {runs:,} runs of {years:g} years of {scenario} on one machine \
({machine}), by {workers} Dask workers and by {workers} tasks of a job array, of which one was killed every {pause:g} \
s and another started in its place; and a few of these runs by threads, undisturbed. Both tables are the same to the \
byte and hold the outcomes of the undisturbed runs. Every run is there once, and no lock, no temporary file and no \
process was left."""
END = """A core is a processor as the system counts them, and a core-hour 3,600 seconds of it, used by whichever \
process; starts, what was done twice and merging are included, except by threads. Peak memory is that of the largest \
process of its kind; in merging, the file onto which outcomes are mapped counts too. What a kill cost is a mean over \
those on record: by Dask that of the scheduler, in a job array the folder's log. The larger folder holds each run \
several times over. The time of a million decades is calculated: one worker to a core, all of them busy, cores and \
disk as fast as here. What a way adds to a run is taken from the short runs, and a Dask sweep cannot be faster than \
the one process that stores its runs."""
TITLES = {"undisturbed": "threads", "dask": "Dask", "slurm": "job array"}


def markdown(header: Iterable[str], lines: Iterable[Iterable[str]]) -> str:
    header = list(header)
    return "".join(f"| {' | '.join(line)} |\n" for line in [header, ["---"] * len(header), *lines])


def of_sweeps(costs: pd.DataFrame) -> str:
    """A column for each way of doing the sweep, its command on top."""
    told = costs[costs["way"].isin(TITLES)]
    values = told.set_index(["what", "way"])["value"]
    lines = [["command", "", *(f"`{told[told['way'] == way]['command'].iloc[0]}`" for way in TITLES)]]
    for what, unit in told[["what", "unit"]].drop_duplicates().itertuples(index=False):
        found = [values.get((what, way)) for way in TITLES]
        lines.append([what, unit, *("" if value is None else figure(float(value)) for value in found)])
    return markdown(["what", "unit", *TITLES.values()], lines)


def of_folders(costs: pd.DataFrame) -> str:
    """What does not depend on the way, each with its command."""
    told = costs[~costs["way"].isin(TITLES)]
    lines = [[row.what, figure(float(row.value)), row.unit, f"`{row.command}`"] for row in told.itertuples()]
    return markdown(["what", "value", "unit", "command"], lines)


def section(costs: pd.DataFrame, facts: dict[str, object]) -> str:
    parts = (wrapped(BEGIN.format(**facts)) + "\n", of_sweeps(costs), of_folders(costs), wrapped(END) + "\n")
    return "\n".join(parts)


def readme(costs: pd.DataFrame, facts: dict[str, object]) -> str:
    return f"# What large sweeps cost\n\n{section(costs, facts)}"


def write_section(path: Path, costs: pd.DataFrame, facts: dict[str, object]) -> None:
    """Renew the section in a page of the documentation, between its marks."""
    head, _, rest = path.read_text(encoding="utf-8").partition(SECTION[0])
    end = rest.partition(SECTION[1])[2]
    write_text(path, f"{head}{SECTION[0]}{section(costs, facts)}{SECTION[1]}{end}")
