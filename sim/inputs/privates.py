"""Private actors: where each is active, and the foreign patron behind it, if any."""

from collections.abc import Mapping, Sequence
from pathlib import Path

import numpy as np

from sim.errors import nearest, shown
from sim.inputs.tables import Table, find_positions, frozen


def read_reach(privates: Table, domains: Table) -> np.ndarray:
    reach = np.zeros((len(privates), len(domains)), dtype=bool)
    codes = domains.codes
    for row, listed in enumerate(privates["domains"]):
        for code in str(listed).split(";"):
            if code.strip() not in codes:
                expected = f"codes of domains.csv with ';' between{nearest(code, codes)}"
                raise privates.refusal(row, "domains", f"{shown(code)} is unknown", expected)
            reach[row, codes.index(code.strip())] = True
    return frozen(reach)


def find_patrons(privates: Table, counterparts: Table, chain: Sequence[Path], places: Mapping[str, Path]) -> np.ndarray:
    """The counterpart behind each, int64 [private], -1 for none. Who brings counterparts of one's own to the private
    actors of another scenario has those patrons of theirs that are among them; `chain`: folders, the nearest first."""
    if chain.index(places["counterparts"].parent) >= chain.index(places["privates"].parent):
        return frozen(find_positions(privates, "patron", counterparts))
    position = {code: row for row, code in enumerate(counterparts.codes)}
    return frozen(np.array([position.get(code, -1) for code in privates["patron"].tolist()], dtype=np.int64))
