"""Dated events of a scenario: what its table may hold, and where each happens."""

import numpy as np

from sim.errors import nearest, shown
from sim.inputs.tables import TINY, Column, Table, frozen
from sim.model.place import uid
from sim.model.records import DATED_KINDS
from sim.model.rules.arrivals import SURGES

ALL = "all"
LATEST = 100_000  # weeks; what comes after the run does not happen in it
TABLE = {
    "code": Column("code"),
    "week": Column("number", 0, LATEST),
    "weeks": Column("number", 0, LATEST, empty=0.0),
    "kind": Column("text", choices=DATED_KINDS),
    "where": Column("code"),
    "size": Column("number", TINY, 100),
    "source": Column("text"),
}
IN_A_DOMAIN, PASSING = ("surge", "reversal"), ("surge", "shutdown")


def check(events: Table) -> None:
    """A surge and a shutdown end; of staff and of the way to another line there is no more than all."""
    check_addresses(events)
    for row, kind in enumerate(events["kind"]):
        if kind in PASSING and not events["weeks"][row] > 0:
            raise events.refusal(row, "weeks", f"a {kind} without an end", "a number > 0")
        if kind != "surge" and events["size"][row] > 1:
            what = "of the way to the other line" if kind == "reversal" else "of staff"
            raise events.refusal(row, "size", f"{events['size'][row]:g} is too large", f"at most 1, a share {what}")


def check_addresses(events: Table) -> None:
    """Issues of a surge have identities from a place that follows from its code; no two surges share one."""
    taken: dict[int, str] = {}
    for row, (code, kind) in enumerate(zip(events.codes, events["kind"], strict=True)):
        if kind == "surge" and taken.setdefault(uid("event", code) % SURGES, code) != code:
            problem = f"{code} has the address of {taken[uid('event', code) % SURGES]}"
            raise events.refusal(row, "code", problem, "another code for one of them")


def find_places(events: Table, domains: Table, departments: Table) -> np.ndarray:
    """Row number of the domain or department where each event happens; -1 for all of them."""
    places = []
    for row, (kind, code) in enumerate(zip(events["kind"], events["where"], strict=True)):
        table = domains if kind in IN_A_DOMAIN else departments
        if code != ALL and code not in table.codes:
            expected = f"{ALL} or, for a {kind}, a code of {table.file}{nearest(code, [*table.codes, ALL])}"
            raise events.refusal(row, "where", f"{shown(str(code))} is unknown", expected)
        places.append(-1 if code == ALL else table.codes.index(code))
    return frozen(np.array(places, dtype=np.int64))
