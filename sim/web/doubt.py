"""The part of a report on worlds: whether its conclusions hold where assumptions are others."""

from collections.abc import Sequence

from sim.figures.names import called
from sim.figures.worlds import said_of
from sim.study.over_worlds import JUDGED, Found
from sim.web.levers import spoken
from sim.web.page import table, text


def doubted(found: Found, policies: Sequence[str], n: int) -> list[str]:
    """Of each policy but the first, a table: the share of worlds of each kind in which it is better, and worse. n:
    worlds of each kind."""
    kinds = list(dict.fromkeys(kind for kind, _, _ in found))
    first, *others = policies
    drawn = "; and in as many ".join(f"worlds {said_of(kind).drawn}" for kind in kinds)
    return [
        (
            f"<p>{text(f'Every policy was also run in {n:,} {drawn}: one decade in each, with luck of its own. ')}"
            "Assumptions that were set for this comparison stay as they were set. Better and worse: by more than the "
            "smallest effect that matters; in the remaining worlds a policy is neither.</p>"
        ),
        *(table_of(found, kinds, first, other) for other in others),
        f'<p class="quiet">{text(said_of(kinds[0]).covers)}</p>',
    ]


def table_of(found: Found, kinds: list[str], first: str, other: str) -> str:
    header = ("outcome", *(f"{word}, {kind}" for kind in kinds for word in ("better", "worse")))
    rows = []
    for metric in JUDGED:
        over = [found[kind, other, metric.name] for kind in kinds]
        rows.append((called(metric.name), *(one.said(share) for one in over for share in (one.holds, one.reversed))))
    caption = f"{spoken(other)} against {spoken(first)}: share of worlds".capitalize()
    return table(caption, header, rows, tuple(range(1, len(header))))
