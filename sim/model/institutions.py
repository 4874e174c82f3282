"""How many institutions share the work of the centre: departments of a scenario merged, or divided.

fewer    the two with the least staff become one, again and again: it has their domains and their staff, asks for a
         clearance where either would, 1 - (1 - p)(1 - q), and for none in its own domains
more     of those with several domains the one with the most staff is divided in two halves as even as its domains
         allow, again and again: staff goes with the work of the domains, and so does the chance that a half, and no
         longer the whole, must clear what others do; in the domains of the other half it must clear with the mean
         chance of the scenario's table, over all pairs of a domain and a department that does not own it
Who is merged or divided keeps the place, the code, and with it the random draws, of its first department or half.
"""

import itertools
import math
from collections.abc import Iterable
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

import numpy as np

from sim.errors import InputError, shown
from sim.model.place import share

if TYPE_CHECKING:  # the tables of a scenario come from outside the model
    from sim.inputs.scenario import Scenario

KEY = "coordination.institutions"
WEIGHED = 12  # domains of which every division in two is tried; lighter ones go to the lighter side, one by one


@dataclass(frozen=True)
class Institution:
    """A row of departments, the rows of its domains, in order, the chance (D,) that it must clear an issue, and the
    shares (K,) of its staff that come from the departments of the tables."""

    code: str
    name: str
    staff: float
    source: str
    domains: tuple[int, ...]
    clears: np.ndarray
    comes_from: np.ndarray


def check(wanted: int, domains: int, scenario: str) -> None:
    """Raises InputError where there are fewer domains than institutions wanted."""
    if wanted > domains:
        raise InputError(
            f"{KEY}: {shown(wanted)}; expected at most {domains}, since each needs a domain of its own in {scenario}"
        )


def organised(scenario: "Scenario", wanted: int) -> "Scenario":
    """The scenario with so many departments; as it is with 0. Raises InputError."""
    check(wanted, len(scenario.domains), scenario.name)
    now = institutions(scenario)
    if wanted in (0, len(now)):
        return scenario
    work = scenario.domains["share"] * scenario.size
    others = len(scenario.domains) * (len(now) - 1)
    mean = math.fsum(np.asarray(scenario.clearance).ravel()) / others if others else 0.0
    while len(now) > wanted:
        now = merge(now)
    while len(now) < wanted:
        now = divide(now, work, scenario.domains.names, mean)
    owner = np.empty(len(scenario.domains), np.int64)
    for row, one in enumerate(now):
        owner[list(one.domains)] = row
    table = scenario.departments
    columns = {
        "code": np.array([one.code for one in now]),
        "name": np.array([one.name for one in now]),
        "staff_share": np.array([one.staff for one in now]),
        "source": np.array([one.source for one in now]),
    }
    return replace(
        scenario,
        departments=replace(table, columns=columns, lines=np.zeros(len(now), np.int64)),
        owner=owner,
        clearance=np.column_stack([one.clears for one in now]),
        composition=np.array([one.comes_from for one in now]),
    )


def institutions(scenario: "Scenario") -> list[Institution]:
    """As the scenario's tables have them."""
    table = scenario.departments
    cells = zip(table.codes, table.names, table["staff_share"].tolist(), table["source"].tolist(), strict=True)
    came = scenario.composition
    return [
        Institution(*row, tuple(np.flatnonzero(scenario.owner == k).tolist()), scenario.clearance[:, k], came[k])
        for k, row in enumerate(cells)
    ]


def merge(now: list[Institution]) -> list[Institution]:
    """One fewer: the two with the least staff, of equals the first ones, are one."""
    a, b = sorted(sorted(range(len(now)), key=lambda k: now[k].staff)[:2])
    one, other = now[a], now[b]
    domains = tuple(sorted(one.domains + other.domains))
    clears = 1.0 - (1.0 - one.clears) * (1.0 - other.clears)
    clears[list(domains)] = 0.0
    name = f"{one.name}{', ' if ' with ' in one.name else ' with '}{other.name.replace(' with ', ', ')}"
    staff = one.staff + other.staff
    part = one.staff / staff if staff > 0.0 else 0.5
    came = part * one.comes_from + (1.0 - part) * other.comes_from
    both = replace(one, name=name, staff=staff, domains=domains, clears=clears, comes_from=came)
    return [both if k == a else kept for k, kept in enumerate(now) if k != b]


def divide(now: list[Institution], work: np.ndarray, names: list[str], mean: float) -> list[Institution]:
    """One more: of those with several domains the one with the most staff, of equals the first, is two."""
    most = max((k for k, one in enumerate(now) if len(one.domains) > 1), key=lambda k: now[k].staff)
    one = now[most]
    second = halves(work[list(one.domains)].tolist())
    parts = [[d for d, away in zip(one.domains, second, strict=True) if away == side] for side in (False, True)]
    weights = share([math.fsum(work[part]) for part in parts])
    codes = {other.code for other in now}
    code = next(new for k in itertools.count(2) if (new := f"{one.code.partition('.')[0]}.{k}") not in codes)
    made = []
    for k, part in enumerate(parts):
        clears = weights[k] * one.clears
        clears[parts[1 - k]] = mean
        said = f"{one.name.partition(' (')[0]} ({'; '.join(names[d] for d in part)})"
        made.append(
            replace(
                one,
                code=code if k else one.code,
                name=said,
                staff=float(weights[k] * one.staff),
                domains=tuple(part),
                clears=clears,
            )
        )
    return [*now[:most], *made, *now[most + 1 :]]


def halves(work: list[float]) -> list[bool]:
    """Which of several domains belong to the second half, so that the halves have as much work as can be; the first
    domain is always in the first."""
    order = sorted(range(len(work)), key=lambda k: -work[k])
    heavy, light = order[:WEIGHED], order[WEIGHED:]

    def apart(away: Iterable[bool]) -> float:
        return abs(math.fsum(-work[k] if gone else work[k] for k, gone in zip(heavy, away, strict=True)))

    tried = ((False, *rest) for rest in itertools.product((False, True), repeat=len(heavy) - 1) if any(rest))
    side = dict(zip(heavy, min(tried, key=apart), strict=True))
    for k in light:
        first, second = (math.fsum(work[i] for i in side if side[i] == one) for one in (False, True))
        side[k] = second < first
    return [side[k] != side[0] for k in range(len(work))]
