"""What a rule of a policy may watch: what the centre could know of its own affairs, and how late it knows it.

A reading is made of the weekly record. Of what is hidden it sees what was found or came out: incidents that surfaced,
faults that were detected. A rate is that of the past year, and of the weeks that there were before one is over:
    52 (total now - total then)/(weeks between),    not defined in the first quarter
"""

from collections.abc import Callable, Mapping
from types import MappingProxyType
from typing import NamedTuple

import numpy as np

from sim.errors import InputError, nearest, shown

QUARTER, YEAR = 13.0, 52.0  # weeks


class Reading(NamedTuple):
    """noun: what it is called in a sentence. delay: weeks until it is known. low, high: what it can be. of(series, dt):
    its value at the end of each tick, (ticks,); NaN where it is not defined. first: weeks until it is defined. better:
    1 where more is better, -1 where less is, 0 where neither."""

    name: str
    unit: str
    noun: str
    meaning: str
    delay: float
    low: float
    high: float
    of: Callable[[np.ndarray, float], np.ndarray]
    first: float = 0.0
    better: int = 0


def column(name: str) -> Callable[[np.ndarray, float], np.ndarray]:
    return lambda series, dt: series[name]


def past(totals: np.ndarray, dt: float) -> tuple[np.ndarray, np.ndarray]:
    """What was added to a total in the past year, and in how many weeks, (ticks,) each; NaN in the first quarter."""
    ticks = np.arange(1, len(totals) + 1)
    back = np.minimum(ticks, round(YEAR / dt))
    before = np.concatenate([np.zeros(1), totals])[ticks - back]
    weeks = back * dt
    return np.where(weeks >= QUARTER - 1e-9, totals - before, np.nan), weeks


def rate(name: str) -> Callable[[np.ndarray, float], np.ndarray]:
    def of(series: np.ndarray, dt: float) -> np.ndarray:
        added, weeks = past(series[name], dt)
        return YEAR * added / weeks

    return of


def wait(series: np.ndarray, dt: float) -> np.ndarray:
    """Weeks from opening to agreement, a mean over what was agreed in the past year."""
    took, agreed = past(series["took"], dt)[0], past(series["agreed"], dt)[0]
    return np.divide(took, agreed, out=np.full(len(took), np.nan), where=agreed > 0)


def gravest(series: np.ndarray, dt: float) -> np.ndarray:
    """The highest severity of the past quarter."""
    found = series["gravest"]
    window = max(round(QUARTER / dt), 1)
    padded = np.concatenate([np.zeros(window - 1), found])
    return np.lib.stride_tricks.sliding_window_view(padded, window).max(axis=1)


ANY = np.inf
# fmt: off
READINGS: Mapping[str, Reading] = {
    one.name: one
    for one in (
        Reading("backlog", "issues", "the number of open issues", "issues that are open", 4, 0, ANY, column("open"),
                better=-1),
        Reading("load", "share", "the share of departments' teams that are busy", "departments' teams that are busy",
                4, 0, 1, column("busy")),
        Reading("wait", "weeks", "the time to agreement", "from opening to agreement, in the past year", 4, 0, ANY,
                wait, QUARTER, -1),
        Reading("agreements", "per year", "the number of agreements", "agreements in force", 4, 0, ANY, rate("agreed"),
                QUARTER, 1),
        Reading("lapses", "per year", "the number of lapsed issues", "issues that lapsed", 4, 0, ANY, rate("lapsed"),
                QUARTER, -1),
        Reading("omissions", "per year", "the number of vital issues and crises left to lapse",
                "vital issues and crises that were left to lapse", 4, 0, ANY, rate("missed"), QUARTER, -1),
        Reading("incidents", "per year", "the number of incidents", "incidents that surfaced", 1, 0, ANY,
                rate("surfaced"), QUARTER, -1),
        Reading("harm", "severity/year", "the severity of all incidents together",
                "severity of the incidents that surfaced", 1, 0, ANY, rate("harm"), QUARTER, -1),
        Reading("gravest", "severity", "the severity of the gravest incident of the quarter",
                "the gravest incident to surface in the past quarter", 1, 0, ANY, gravest, better=-1),
        Reading("detected", "per year", "the number of faults found", "faults found before or after they surfaced",
                1, 0, ANY, rate("detected"), QUARTER),
        Reading("legitimacy", "[0,1]", "the centre's legitimacy", "public standing of the centre", 4, 0, 1,
                column("legitimacy"), better=1),
        Reading("trust", "[0,1]", "the trust of states and cities", "subnational actors' trust in the centre, a mean",
                13, 0, 1, column("trust"), better=1),
        Reading("allies", "[0,1]", "the belief of allies in the centre's word",
                "what allies believe of the centre's word, a mean", 13, 0, 1, column("allies"), better=1),
        Reading("party", "±1", "the party in government", "the party in government", 0, -1, 1, column("party")),
    )
}
# fmt: on


def reading(name: str) -> Reading:
    """The reading of that name. Raises InputError where there is none."""
    if name not in READINGS:
        known = f"{', '.join(READINGS)}{nearest(str(name), READINGS)}"
        raise InputError(f"reading {shown(name)}: not known; expected one of {known}")
    return READINGS[name]


class Seen:
    """What the centre knows at a week of one world, readings by name: `seen["backlog"]`. `seen.week` is the week,
    `seen.levers` are the levers in force by key. Nothing of the world can be changed through it."""

    def __init__(self, series: np.ndarray, ticks: int, dt: float, levers: Mapping[str, float | str]):
        self._series, self._dt = series[:ticks], dt
        self.week, self.levers = ticks * dt, MappingProxyType(levers)

    def weekly(self, name: str, delay: float | None = None) -> np.ndarray:
        """Every value that is known by now, one a tick; delay: weeks, as is usual for it unless given. Raises
        InputError where there is no such reading."""
        one = reading(name)
        late = round((one.delay if delay is None else delay) / self._dt)
        known = self._series[: max(len(self._series) - late, 0)]
        return np.array(one.of(known, self._dt), float) if len(known) else np.empty(0)

    def __getitem__(self, name: str) -> float:
        """The latest value that is known; NaN if none is yet."""
        values = self.weekly(name)
        return float(values[-1]) if len(values) else np.nan

    def lasting(self, name: str, weeks: float, delay: float | None = None) -> np.ndarray:
        """The values of the past `weeks` weeks, the latest alone for 0; empty where fewer are known."""
        values, n = self.weekly(name, delay), max(round(weeks / self._dt), 1)
        return values[-n:] if len(values) >= n else np.empty(0)
