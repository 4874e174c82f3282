"""The incidents of a world by number: those that surfaced, the gravest first."""

import numpy as np

from sim.errors import InputError
from sim.tell.explain import words
from sim.tell.explain.decade import Decade


def ranked(decade: Decade) -> np.ndarray:
    """Rows of the issues whose problem surfaced, by severity; the earlier comes first among equals."""
    rows = np.flatnonzero(np.isfinite(decade.issues.surfaced))
    return rows[np.lexsort((rows, decade.issues.surfaced[rows], -decade.issues.severity[rows]))]


def number_of(decade: Decade) -> dict[int, int]:
    """The number of each incident, by row."""
    return {int(i): n for n, i in enumerate(ranked(decade), 1)}


def find(decade: Decade, number: int) -> int:
    """The row of the incident with this number."""
    rows = ranked(decade)
    if not len(rows):
        raise InputError(
            f"incident {number}: none surfaced under {decade.name} in this world; expected --issue or --actor"
        )
    if not 1 <= number <= len(rows):
        raise InputError(
            f"incident {number}: no such incident under {decade.name}; expected 1..{len(rows)}, the gravest first"
        )
    return int(rows[number - 1])


def line(decade: Decade, number: int, i: int) -> str:
    """One incident in a list."""
    issue = decade.issues[i]
    what = f"{words.KIND[issue.incident]}, severity {issue.severity:.2f}"
    handled = issue.channel >= 0
    doer = f"handled {decade.how(i, issue.channel)}" if handled else f"from {decade.actor(issue.locality)}"
    return (
        f"{number}. {decade.day(issue.surfaced)}: {what}; "
        f"{decade.domain(issue.domain)} with {decade.country(issue.counterpart)}, {doer} (issue {i})"
    )


def listing(decade: Decade, rows, most: int) -> str:
    """The gravest of these incidents, with their numbers."""
    numbers = number_of(decade)
    chosen = sorted(rows, key=lambda i: numbers[int(i)])[:most]
    return "\n".join(words.paragraph(line(decade, numbers[int(i)], int(i)), "  ") for i in chosen)
