"""Dated events of a world in words: what began, how much it took or brought, and how long it lasted."""

import math

import numpy as np

from sim.model.records import CUT, REVERSAL, SHUTDOWN, SURGE
from sim.tell.explain import words
from sim.tell.explain.decade import Decade

Entry = tuple[float, str]


def happened(decade: Decade) -> list[int]:
    """Rows of the events that began within the run, in order of time."""
    events = decade.world.dated
    found = np.flatnonzero((events["size"] > 0.0) & (events["week"] < decade.given.weeks))
    return found[np.argsort(events["week"][found], kind="stable")].tolist()


def lasting(decade: Decade, e: int) -> str:
    event = decade.world.dated[e]
    return words.weeks(event["until"] - event["week"]) if math.isfinite(event["until"]) else ""


def surge_of(decade: Decade, i: int) -> str:
    """That an issue came with a surge."""
    e = int(decade.surge[i])
    return f" It came with the surge that began on {decade.day(decade.world.dated['week'][e])}." if e >= 0 else ""


def told(decade: Decade, e: int) -> Entry:
    """One event, as it begins."""
    event, last = decade.world.dated[e], lasting(decade, e)
    week, kind, where = float(event["week"]), int(event["kind"]), int(event["where"])
    share = words.percent(float(event["size"]))
    if kind in (CUT, SHUTDOWN):
        what = "A shutdown" if kind == SHUTDOWN else "A cut"
        who = "the departments" if where < 0 else words.named(decade.tables.departments.names[where])
        were, their = ("were", "their") if "epartments" in who else ("was", "its")
        span = f"for {last}" if last else "from then on"
        return week, f"{what}: {span} {who} {were} without {share} of {their} staff."
    domain = "every domain" if where < 0 else decade.domain(where)
    if kind == SURGE:
        more = words.many(int((decade.surge == e).sum()), "issue")
        return week, f"A surge: for {last} issues of {domain} arose {share} more often, {more} more in all."
    line = "the national lines turned" if where < 0 else f"the national line in {domain} turned"
    span = f"for {last}" if last else "for good"
    whole = "to" if event["size"] >= 1.0 else f"{share} of the way to"
    party = decade.party(-governed(decade, week))
    return week, f"A reversal: {span} {line} {whole} that of {party}, which did not govern."


def governed(decade: Decade, week: float) -> float:
    """Which party governed as a week ended."""
    return float(decade.world.series["party"][decade.tick(week)])


def turns(decade: Decade) -> list[Entry]:
    """Every dated event of the run."""
    return [told(decade, e) for e in happened(decade)]


def of_department(decade: Decade, d: int) -> str:
    """What befell a department: cuts and shutdowns where its staff comes from, surges and reversals in its domains; ""
    for nothing."""
    owner, came, found = decade.world.domains["department"], decade.world.composition[d], []
    for e in happened(decade):
        event = decade.world.dated[e]
        in_domain = event["kind"] in (SURGE, REVERSAL)
        mine = event["where"] < 0 or (owner[event["where"]] == d if in_domain else came[event["where"]] > 0)
        if mine:
            week, text = told(decade, e)
            found.append(f"{decade.day(week)}: {words.lower(text.rstrip('.'))}")
    return f"What befell it. {words.upper('; '.join(found))}." if found else ""
