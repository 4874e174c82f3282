"""An actor's decade: a table by year, what happened to it, its incidents, its most informative issues."""

from typing import Any

import numpy as np

from sim.tell.explain import abroad, firms, incident, narrative, offices, subnational, words
from sim.tell.explain.decade import Decade
from sim.tell.explain.people import CENTRE, COUNTERPART, DEPARTMENT, PRIVATE, SUBNATIONAL, Person, same

# Each has `concerns` (which issues concern it), `narrate` (tables and paragraphs) and `totals` (numbers).
TELLERS: dict[int, Any] = {
    CENTRE: offices.Centre,
    DEPARTMENT: offices.Department,
    SUBNATIONAL: subnational.Subnational,
    COUNTERPART: abroad.Counterpart,
    PRIVATE: firms.Firm,
}
MOST = 5


def telling(decade: Decade, rows: np.ndarray) -> list[int]:
    """The most informative issues: grave problems first, then acting alone, then vitality; in order of time."""
    table = decade.issues[rows]
    alone = 0.5 * (table.venture > 0) + 0.5 * (table.entry > 0)
    score = table.severity * (table.incident > 0) + alone + 0.2 * table.vitality
    return sorted(rows[np.lexsort((rows, -score))][:MOST].tolist(), key=lambda i: decade.issues[i].opened)


def narrate(decade: Decade, person: Person) -> str:
    teller = TELLERS[person.kind](decade, person.row)
    rows = np.flatnonzero(teller.concerns)
    blocks = list(teller.narrate())
    guilty = getattr(teller, "trouble", teller.concerns)  # a private actor answers for its own acts only
    gravest = [i for i in incident.ranked(decade) if guilty[i]]
    if gravest:
        blocks += [
            (f"The gravest of {words.many(len(gravest), 'incident')} on its issues, numbered as for --incident:"),
            incident.listing(decade, gravest, MOST),
        ]
    if len(rows):
        blocks.append(f"The most informative of its {len(rows):,} issues:")
        blocks += [words.paragraph(narrative.digest(decade, i), "  ") for i in telling(decade, rows)]
    return "\n\n".join(blocks)


def compare(decades: list[Decade], person: Person) -> str:
    """The same numbers under each policy, and the difference."""
    totals = [TELLERS[person.kind](decade, same(decade, person).row).totals() for decade in decades]
    body = []
    for label, mine in totals[0].items():
        theirs = totals[1][label]
        whole = isinstance(mine, int)
        shown = [f"{x:,}" if whole else f"{x:.2f}" for x in (mine, theirs)]
        body.append([label, *shown, f"{theirs - mine:+,}" if whole else f"{theirs - mine:+.2f}"])
    return words.table(["", *(decade.name for decade in decades), "difference"], body)
