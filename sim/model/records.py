"""One record type per entity. A row is written by one agent only in each phase of a week.

Times are weeks since the start, `inf` for never; links are row numbers, -1 for none.
"""

from functools import cache
from operator import itemgetter
from typing import Any

import numpy as np
from numba import config

from sim.model import acts


def record(*fields: tuple[str, str]) -> np.dtype:
    """A record type from (type, names) in the order in which they lie in memory."""
    return np.dtype([(name, kind) for kind, names in fields for name in names.split()], align=True)


# Where the official handling of an issue stands.
DUE, WAITING, IN_HAND, READY, TABLED, CONCLUDED, LAPSED, UNSEEN = range(8)
# Which desk has it.
AT_ADVICE, AT_DRAFT, AT_CLEARANCE, AT_SIGNATURE, AT_ACTOR, AT_REVIEW, AT_CONSENT, AT_POST = range(8)
# What a matter takes by its nature.
MEMORANDUM, COMPACT, TREATY = range(3)
CLASSES = ("memorandum", "compact", "treaty")
# What is dated in a scenario: more issues, fewer staff for good or for a while, a line that turns.
SURGE, CUT, SHUTDOWN, REVERSAL = range(4)
DATED_KINDS = ("surge", "cut", "shutdown", "reversal")
# Who voided an act.
BY_SANCTION, BY_COURT = 1, 2
# What kind of crisis: one that arose by itself, one that trouble led to, an international crisis of months; 0: none.
FLARE_UP, SPAWNED, GRAVE = 1, 2, 3
# Who spoke for the country.
CENTRAL, MANDATE, JOINT, CONSULT, QUIET, FREELANCE, ROGUE, LICENSED = range(8)
CHANNELS = tuple(one.name for one in acts.CHANNELS)
# Whose word it is, as counterparts remember it, and of each channel whose.
CENTRE, LOCALS, FIRMS = range(3)
SPEAKERS = ("the centre", "states and cities", "private actors")
# What went wrong with an act, and what was left undone.
CONTRADICTION, MISJUDGED, OVERREACH, UNAUTHORISED, CAPTURE, PRIVATE_HARM, VITAL_LAPSE, CRISIS_LOST = range(1, 9)
KINDS = (*(one.name for one in (acts.NOTHING, *acts.INCIDENTS)), *(one.metric for one in acts.OMISSIONS))

# Of a row of six cache lines the first is read every week that the issue is open; the world draws the first two.
ISSUE = record(
    ("i1", "stage desk route venture entry priority crisis on_table"),
    ("f8", "opened deadline restraint"),
    ("i4", "next_local next_queue next_table next_private"),
    ("f8", "joined"),
    ("i8", "uid"),
    ("f8", "rank vitality work omega"),
    ("i8", "clearances"),
    ("f8", "caution"),
    ("i2", "domain counterpart private holder"),
    ("i4", "locality parent"),
    # the official channel
    ("i8", "pending"),
    ("i4", "redrafts next_tray"),
    ("f8", "task waited started ready position faithful returns tabled reluctance"),
    # how it ended
    ("f8", "closed agreed line gap"),
    ("i4", "next_due next_watch"),
    ("i1", "channel kept contradicts had_standing ruled incident voided watched opportunity act_class"),
    ("f4", "rift"),
    # what went wrong with it; when it would come to notice and through which instrument, in time or not
    ("f8", "severity found detected remedied surfaces surfaced"),
    # an actor's own offer, and a private actor's
    ("f8", "venture_at venture_ready venture_position entry_at entry_ready entry_position"),
    ("i4", "next_alone next_entry found_by"),
    ("i1", "twin"),  # whether the partner is a city or province of the counterpart
)

FEDERAL = record(
    # issues: drawn, next to open, rows in use, first row not yet opened of those born in the run
    ("i4", "docket next_open rows newest overflow born"),
    ("f8", "party publish_at"),
    ("i8", "events"),
    ("f8", "lessons legitimacy slots office_free desk_free"),
    # teams of the centre, relative to the start, as its last budget has it
    ("f8", "means"),
    # counts so far
    ("i4", "election open opened agreed lapsed surfaced missed rulings"),
    # totals so far: acts found faulty, weeks from opening to agreement, severity surfaced; the gravest of the tick
    ("f8", "detected took harm gravest"),
    # the week of the last switch of policy, and what was spent before it, in FTE-weeks
    ("f8", "since spent_levers spent_front spent_managers spent_supply spent_brought"),
)

DEPARTMENT = record(("i8", "uid"), ("f8", "readiness skill teams clearance_teams busy"), ("i4", "tray cleared"))

SUBNATIONAL = record(
    ("i8", "uid"),
    ("f8", "teams solo skill trust aspiration urge liaison defence lean suspended drift"),
    # what each way has paid so far, and the chance that it now acts quietly if it acts alone
    ("f8", "learnt_official learnt_quiet learnt_open stealth"),
    ("i4", "able ventures ventures_max displaced captured home tray alone alone_tray joined networks"),
)

COUNTERPART = record(
    ("i8", "uid"),
    # `freed`, `counted`: the latest that a hand of the post was found free; when those in its hands were last counted
    ("f8", "ideal alignment capability wealth kept broken mood freed counted"),
    # `arrived`: what has come to the post and is in no line yet; `hands`: what it has taken up, the latest first;
    # `held`: how many of these were in hand when counted; `dossier`: where what a rival has learnt begins, -1: nothing
    ("i4", "ally rival table concluded capacity arrived hands held dossier"),
)

PRIVATE = record(
    ("i8", "uid"), ("f8", "appetite agenda tail barred"), ("i4", "capacity patron active openings busy tray")
)

DOMAIN = record(
    ("i8", "uid"),
    ("f8", "share size talks treaty compact window loading geopolitics local_sd line published common house"),
    ("i4", "department reserved delegable subnational"),
)

NETWORK = record(("f8", "heat"), ("i4", "size"))
MEMBER = record(("f8", "heat"), ("i4", "network actor begun"))
DATED = record(("i8", "uid"), ("f8", "week until size side"), ("i4", "kind where"))
COMMITMENT = record(("f8", "position count ideal"))
# kept and broken by one kind of speaker; what that now adds to the readiness to agree with it
REPUTATION = record(("f8", "kept broken credit"))
STATION = record(("i4", "offset servers busy"))
QUEUE = record(("i4", "head tail length"))
TEAM = record(("f8", "free"), ("i4", "issue"))
EVENT = record(("f8", "time"), ("i4", "kind issue actor"), ("f8", "value"))

# Issues are drawn by the block, one purpose after the other, so that the processor draws several at a time; meanwhile
# their draws lie here, what decides when and where they arise first.
BLOCK = 64
DECK = np.dtype(
    [
        (name, "f8", (BLOCK,))
        for name in "when domain counterpart locality "
        "act_class partner rank work window shock restraint notice clearance".split()
    ]
)

SERIES = record(
    ("f8", "time opened agreed lapsed open busy trust skill captured party legitimacy"),
    ("f8", "allies rivals readiness surfaced missed detected born rulings lessons means took harm gravest"),
)

# What happened, as the log tells it.
(
    OPENED,
    ROUTED,
    MANDATED,
    DRAFTED,
    CLEARED,
    RETURNED_,
    RULED,
    OVERRULED,
    REVIEWED,
    SIGNED,
    OFFERED,
    WENT_ALONE,
    ENTERED,
    AGREED,
    WINDOW_CLOSED,
    TROUBLED,
    DETECTED,
    REMEDIED,
    SANCTIONED,
    SURFACED,
    BORN,
    ELECTED,
    CAPTURED,
    ADVISED,
    SWITCHED,
    MISSED,
    CONSENT_ASKED,
    CONSENT_GIVEN,
    CONSENT_REFUSED,
    VOIDED,
    BUDGETED,
    POSTED,
    LINE_TURNED,
) = range(33)
EVENTS = (
    "opened",
    "routed",
    "mandated",
    "drafted",
    "cleared",
    "returned",
    "ruled",
    "overruled",
    "reviewed",
    "signed",
    "offered",
    "went_alone",
    "entered",
    "agreed",
    "window_closed",
    "troubled",
    "detected",
    "remedied",
    "sanctioned",
    "surfaced",
    "born",
    "elected",
    "captured",
    "advised",
    "switched",
    "missed",
    "consent_asked",
    "consent_given",
    "consent_refused",
    "voided",
    "budgeted",
    "posted",
    "line_turned",
)


@cache
def with_attributes(kind: np.dtype) -> np.dtype:
    """The type of the same rows with their fields as attributes in Python. A recarray offers that too, but searches for
    the field at every use."""

    def field(name: str) -> property:
        def write(row, value) -> None:
            row[name] = value

        return property(itemgetter(name), write)

    return np.dtype((type("Row", (np.void,), {name: field(name) for name in kind.names or ()}), kind))


def rows(kind: np.dtype, n: int) -> np.ndarray:
    """n zeroed rows of a record type, from the start of a cache line on."""
    raw = np.zeros(n * kind.itemsize + 64, np.uint8)
    skip = -raw.ctypes.data % 64
    return readable(raw[skip : skip + n * kind.itemsize].view(kind))


def readable(table: np.ndarray) -> np.ndarray:
    """The same table, ready for the rules. With NUMBA_DISABLE_JIT they run as Python, where the fields of a row must be
    attributes."""
    return table.view(with_attributes(table.dtype)) if config.DISABLE_JIT and table.dtype.names else table


def single(table: np.ndarray) -> Any:
    """The row of a table of one, its fields to be read and written as attributes."""
    return table.view(with_attributes(table.dtype))[0]
