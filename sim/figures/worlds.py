"""Kinds of worlds in words, by their names in tables (sim.inputs.worlds)."""

from typing import NamedTuple

from sim.inputs.worlds import EVIDENCE, PLAUSIBLE
from sim.runs.intervals import COVERS_TABLE, COVERS_WORLDS


class Said(NamedTuple):
    """worlds: what they are called. drawn: how they were drawn. covers: what a 95% interval of a share of them covers;
    in few words: `short`."""

    worlds: str
    drawn: str
    covers: str
    short: str


def said_of(name: str) -> Said:
    if name == PLAUSIBLE:
        return Said(
            "plausible worlds",
            "sampled over the plausible range of every assumption",
            COVERS_WORLDS,
            "other worlds drawn from the same ranges, not whether the ranges are right",
        )
    called = "worlds that agree with the evidence" if name == EVIDENCE else f"worlds of the table {name}"
    return Said(
        called,
        f"drawn by weight from a table of {called}" if name == EVIDENCE else f"drawn by weight from the table {name}",
        COVERS_TABLE,
        "other draws from the same table, not whether the table is right",
    )
