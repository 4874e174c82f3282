"""One record type per entity. A row is written by one agent only in each phase of a week.

Times are weeks since the start, `inf` for never; links are row numbers, -1 for none.
"""
from typing import NamedTuple

import numpy as np
from numba import config

# Where the official handling of an issue stands.
DUE, WAITING, IN_HAND, READY, TABLED, CONCLUDED, LAPSED = range(7)
# Which desk has it.
AT_ADVICE, AT_DRAFT, AT_CLEARANCE, AT_SIGNATURE, AT_ACTOR, AT_REVIEW = range(6)
# Who spoke for the country.
CENTRAL, MANDATE, JOINT, CONSULT, QUIET, FREELANCE, ROGUE, LICENSED = range(8)
CHANNELS = ("central", "mandate", "joint", "consult", "quiet", "freelance", "rogue", "licensed")
# What went wrong.
CONTRADICTION, OVERREACH, UNAUTHORISED, CAPTURE, PRIVATE_HARM, VITAL_LAPSE, CRISIS_LOST = range(1, 8)
KINDS = ("none", "contradiction", "overreach", "unauthorised", "capture", "private",
         "vital_lapse", "crisis_out_of_hand")

# Of a row of six cache lines the first is read every week that the issue is open; the world draws the first two.
ISSUE = np.dtype([
    ("stage", "i1"), ("desk", "i1"), ("route", "i1"), ("venture", "i1"), ("entry", "i1"), ("priority", "i1"),
    ("crisis", "i1"), ("on_table", "i1"), ("opened", "f8"), ("deadline", "f8"), ("restraint", "f8"),
    ("next_local", "i4"), ("next_queue", "i4"), ("next_table", "i4"), ("next_private", "i4"), ("joined", "f8"),
    ("uid", "i8"),
    ("rank", "f8"), ("vitality", "f8"), ("work", "f8"), ("omega", "f8"), ("clearances", "i8"), ("caution", "f8"),
    ("domain", "i2"), ("counterpart", "i2"), ("private", "i2"), ("holder", "i2"), ("locality", "i4"), ("parent", "i4"),
    # the official channel
    ("pending", "i8"), ("redrafts", "i4"), ("next_tray", "i4"), ("task", "f8"), ("waited", "f8"), ("started", "f8"),
    ("ready", "f8"), ("position", "f8"), ("returns", "f8"), ("tabled", "f8"), ("reluctance", "f8"),
    # how it ended
    ("closed", "f8"), ("agreed", "f8"), ("line", "f8"), ("gap", "f8"), ("next_due", "i4"), ("next_watch", "i4"),
    ("channel", "i1"), ("kept", "i1"), ("contradicts", "i1"), ("had_standing", "i1"), ("ruled", "i1"),
    ("incident", "i1"), ("voided", "i1"), ("watched", "i1"),
    # what went wrong with it
    ("severity", "f8"), ("detected", "f8"), ("remedied", "f8"), ("surfaces", "f8"), ("surfaced", "f8"),
    # an actor's own offer, and a private actor's
    ("venture_at", "f8"), ("venture_ready", "f8"), ("venture_position", "f8"),
    ("entry_at", "f8"), ("entry_ready", "f8"), ("entry_position", "f8"),
    ("next_alone", "i4"), ("next_entry", "i4"),
], align=True)

FEDERAL = np.dtype([
    # issues: drawn, next to open, rows in use, first row not yet opened of those born in the run
    ("docket", "i4"), ("next_open", "i4"), ("rows", "i4"), ("newest", "i4"), ("overflow", "i4"), ("born", "i4"),
    ("party", "f8"), ("publish_at", "f8"), ("election", "i4"), ("events", "i4"),
    ("lessons", "f8"), ("legitimacy", "f8"), ("slots", "f8"), ("office_free", "f8"), ("desk_free", "f8"),
    # counts so far
    ("open", "i4"), ("opened", "i4"), ("agreed", "i4"), ("lapsed", "i4"), ("surfaced", "i4"), ("rulings", "i4"),
], align=True)

DEPARTMENT = np.dtype([
    ("uid", "i8"), ("readiness", "f8"), ("skill", "f8"), ("teams", "f8"), ("clearance_teams", "f8"),
    ("busy", "f8"), ("tray", "i4"), ("cleared", "i4"),
], align=True)

SUBNATIONAL = np.dtype([
    ("uid", "i8"), ("teams", "f8"), ("skill", "f8"), ("trust", "f8"), ("aspiration", "f8"), ("urge", "f8"),
    ("liaison", "f8"), ("defence", "f8"), ("lean", "f8"), ("suspended", "f8"), ("drift", "f8"),
    ("able", "i4"), ("ventures", "i4"), ("ventures_max", "i4"), ("displaced", "i4"), ("captured", "i4"),
    ("home", "i4"), ("tray", "i4"), ("alone", "i4"), ("alone_tray", "i4"),
], align=True)

COUNTERPART = np.dtype([
    ("uid", "i8"), ("ideal", "f8"), ("alignment", "f8"), ("capability", "f8"), ("wealth", "f8"),
    ("kept", "f8"), ("broken", "f8"), ("mood", "f8"), ("ally", "i4"), ("rival", "i4"), ("target", "i4"),
    ("table", "i4"), ("concluded", "i4"),
], align=True)

PRIVATE = np.dtype([
    ("uid", "i8"), ("appetite", "f8"), ("agenda", "f8"), ("tail", "f8"), ("barred", "f8"),
    ("capacity", "i4"), ("active", "i4"), ("openings", "i4"), ("busy", "i4"), ("tray", "i4"),
], align=True)

DOMAIN = np.dtype([
    ("uid", "i8"), ("share", "f8"), ("window", "f8"), ("loading", "f8"),
    ("geopolitics", "f8"), ("local_sd", "f8"), ("line", "f8"), ("published", "f8"), ("common", "f8"),
    ("department", "i4"), ("reserved", "i4"), ("delegable", "i4"),
], align=True)

COMMITMENT = np.dtype([("position", "f8"), ("count", "f8"), ("ideal", "f8")], align=True)
STATION = np.dtype([("offset", "i4"), ("servers", "i4"), ("busy", "i4")], align=True)
QUEUE = np.dtype([("head", "i4"), ("tail", "i4"), ("length", "i4")], align=True)
TEAM = np.dtype([("free", "f8"), ("issue", "i4")], align=True)
EVENT = np.dtype([("time", "f8"), ("kind", "i4"), ("issue", "i4"), ("actor", "i4"), ("value", "f8")], align=True)

SERIES = np.dtype([(name, "f8") for name in (
    "time", "opened", "agreed", "lapsed", "open", "busy", "trust", "skill", "captured", "party", "legitimacy",
    "allies", "rivals", "readiness", "surfaced", "born", "rulings", "lessons")], align=True)

# What happened, as the log tells it.
(OPENED, ROUTED, MANDATED, DRAFTED, CLEARED, RETURNED_, RULED, OVERRULED, REVIEWED, SIGNED, OFFERED, WENT_ALONE,
 ENTERED, AGREED, WINDOW_CLOSED, TROUBLED, DETECTED, REMEDIED, SANCTIONED, SURFACED, BORN, ELECTED,
 CAPTURED, ADVISED) = range(24)
EVENTS = ("opened", "routed", "mandated", "drafted", "cleared", "returned", "ruled", "overruled", "reviewed",
          "signed", "offered", "went_alone", "entered", "agreed", "window_closed", "troubled",
          "detected", "remedied", "sanctioned", "surfaced", "born", "elected", "captured", "advised")


def rows(kind: np.dtype, n: int) -> np.ndarray:
    """n zeroed rows of a record type, from the start of a cache line on; under NUMBA_DISABLE_JIT a recarray, so that
    `row.field` works in Python."""
    raw = np.zeros(n * kind.itemsize + 64, np.uint8)
    skip = -raw.ctypes.data % 64
    made = raw[skip:skip + n * kind.itemsize].view(kind)
    return made.view(np.recarray) if config.DISABLE_JIT else made


class Tables(NamedTuple):
    """What issues are drawn from: cumulative weights, clearance chances, and vitality by rank.

    Shapes: domain (D,), counterpart (C,), locality (J,), each with a guide to where a search begins; private (D, P),
    clearance (D, M), vitality (D, points).
    """
    domain: np.ndarray
    domain_guide: np.ndarray
    counterpart: np.ndarray
    counterpart_guide: np.ndarray
    locality: np.ndarray
    locality_guide: np.ndarray
    private: np.ndarray
    clearance: np.ndarray
    vitality: np.ndarray


class World(NamedTuple):
    """Everything there is. Row records by entity; commitments (C*D,), preferences and base (J*D,); bins (64,): the
    post's pigeon-holes; due and watch (ticks + 1,): heads of the lists of windows and of troubled acts by tick."""
    given: np.ndarray
    issues: np.ndarray
    federal: np.ndarray
    departments: np.ndarray
    subnationals: np.ndarray
    counterparts: np.ndarray
    privates: np.ndarray
    domains: np.ndarray
    commitments: np.ndarray
    preferences: np.ndarray
    base: np.ndarray
    stations: np.ndarray
    queues: np.ndarray
    teams: np.ndarray
    bins: np.ndarray
    due: np.ndarray
    watch: np.ndarray
    events: np.ndarray
    series: np.ndarray
    tables: Tables
