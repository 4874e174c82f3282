"""Networks of states and cities: which domains each is about, and who belongs to it.

Both tables may be left out, and are taken from the scenario that `like` names only together with its domains and its
subnational actors: who brings actors of one's own brings their networks, or has none.
"""

from collections.abc import Mapping
from pathlib import Path

import numpy as np

from sim.errors import nearest, shown
from sim.inputs.folder import find_file
from sim.inputs.tables import Column, Table, find_positions, frozen, read_table

CODE, TEXT = Column("code"), Column("text")
TABLES = {
    "networks": {"code": CODE, "name": TEXT, "domains": TEXT, "source": TEXT},
    "members": {"network": CODE, "member": CODE, "source": TEXT},
}
OF = ("domains", "subnationals")  # whose codes they name


def find_files(folder: Path, pages: Mapping[Path, bytes], places: Mapping[str, Path]) -> dict[str, Path]:
    """Where the two files lie, for the folders of `pages` in their order; those that lie nowhere are left out."""
    chain = list(pages)
    near = chain[: 1 + min(chain.index(places[table].parent) for table in OF)]
    found = {table: find_file(folder, f"{table}.csv", near) for table in TABLES}
    return {table: place for table, place in found.items() if place.is_symlink() or place.exists()}


def nobody(table: str) -> Table:
    """What a file that is not there would say."""
    return read_table(f"{table}.csv", ",".join(TABLES[table]).encode(), TABLES[table], True)


def read_covers(networks: Table, domains: Table) -> np.ndarray:
    """Which domains each network is about, bool [network, domain]."""
    covers = np.zeros((len(networks), len(domains)), dtype=bool)
    codes = domains.codes
    for row, listed in enumerate(networks["domains"]):
        for code in str(listed).split("+"):
            if code not in codes:
                expected = f"codes of domains.csv joined by +{nearest(code, codes)}"
                raise networks.refusal(row, "domains", f"{shown(code)} is unknown", expected)
            if covers[row, codes.index(code)]:
                raise networks.refusal(row, "domains", f"{code} stands twice", "every domain once")
            covers[row, codes.index(code)] = True
    return frozen(covers)


def read_members(members: Table, networks: Table, actors: Table) -> np.ndarray:
    """Network and actor of each membership, int64 [membership, 2], by actor, then by network."""
    pairs = np.column_stack([find_positions(members, "network", networks), find_positions(members, "member", actors)])
    order = np.lexsort(pairs.T)
    for row in np.flatnonzero((pairs[order][1:] == pairs[order][:-1]).all(axis=1)):
        first, second = sorted(order[row : row + 2].tolist())
        problem = f"{members['member'][second]} stands in row {members.lines[first]} too"
        raise members.refusal(second, "member", problem, "every member of a network once")
    return frozen(pairs[order])
