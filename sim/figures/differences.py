"""What the comparison figure shows, before it is drawn: which outcomes, how large, in which direction, and in a
sentence."""

import math
from typing import NamedTuple

from sim.model.metrics import HEADLINES

BETTER, WORSE, OTHER, EVEN, UNKNOWN = "better", "worse", "different", "not distinguishable", "no interval"
LIMITS = (1, 2, 5, 10, 20, 50, 75, 100)


class Difference(NamedTuple):
    """One outcome of one policy minus that of the reference, in percent of the reference's mean; better is positive.

    nan where the outcome or its interval is not defined; shift is infinite where the reference's mean is zero.
    """

    verdict: str
    shift: float
    low: float
    high: float


def read_difference(record, reference: str, policy: str) -> Difference:
    """From one row of the table. An outcome for which neither more nor less is better keeps its own direction."""
    difference, low, high = (record[f"{what}_{policy}"] for what in ("difference", "low", "high"))
    sign, scale = record["better"] or 1, abs(record[reference])
    shift, (low, high) = difference * sign, sorted((low * sign, high * sign))
    if not (math.isfinite(low) and math.isfinite(high)):
        verdict = UNKNOWN
    elif low <= 0.0 <= high:
        verdict = EVEN
    elif record["better"] == 0:
        verdict = OTHER
    else:
        verdict = BETTER if low > 0.0 else WORSE
    if not math.isfinite(scale) or not math.isfinite(shift):
        return Difference(UNKNOWN, math.nan, math.nan, math.nan)
    if scale == 0.0:
        return Difference(verdict, math.copysign(math.inf, shift) if shift else 0.0, math.nan, math.nan)
    return Difference(verdict, *(100.0 * x / scale for x in (shift, low, high)))


def choose_outcomes(table, metrics=None) -> list:
    """Rows of the table: the metrics named, else the headlines, else the first of each group; groups stay together."""
    if metrics is None:
        judged = table[table["better"] != 0]
        metrics = [name for name in HEADLINES if name in set(table["metric"])] or list(
            (judged if len(judged) else table).groupby("group", sort=False)["metric"].first()
        )
    rows = table.set_index("metric", drop=False)
    for name in metrics:
        if name not in rows.index:
            raise ValueError(f"no outcome {name!r} in the table; expected some of {', '.join(rows.index)}")
    groups = list(dict.fromkeys(rows.loc[list(metrics), "group"]))
    return sorted((rows.loc[name] for name in metrics), key=lambda record: groups.index(record["group"]))


def axis_limit(rows: list[Difference]) -> float:
    """Percent at the ends of the axis: includes everything up to 100, unless a few values would compress the rest.

    Values beyond the axis become arrows.
    """
    reach = sorted(max(abs(x) for x in row[1:] if not math.isnan(x)) for row in rows if math.isfinite(row.shift))
    within = [x for x in reach if x <= LIMITS[-1]]
    if not within:
        return float(LIMITS[-1])
    most, usual = within[-1], within[math.ceil(0.8 * len(within)) - 1]
    need = usual if most > 6.0 * usual > 0.0 else most
    return float(next(limit for limit in LIMITS if need <= limit))


def tally(rows: list[Difference]) -> tuple[int, int]:
    """How many outcomes are better, how many worse."""
    return sum(row.verdict == BETTER for row in rows), sum(row.verdict == WORSE for row in rows)


def finding(found: dict[str, list[Difference]], reference: str) -> str:
    """The figure in a sentence."""
    if all(row.verdict == UNKNOWN for rows in found.values() for row in rows):
        return f"{' and '.join(found)} compared with {reference}: too few worlds for an interval"
    tallies = {policy: tally(rows) for policy, rows in found.items()}
    leader = max(found, key=lambda policy: (tallies[policy][0] - tallies[policy][1], tallies[policy][0]))
    better, worse = tallies[leader]
    count = f"on {better or 'none'} of {len(found[leader])} outcomes, worse on {worse or 'none'}"
    if len(found) == 1:
        return f"{leader}: better than {reference} {count}"
    equal = [policy for policy in found if tallies[policy] == tallies[leader]]
    if len(equal) == len(found):
        return f"{'Both' if len(found) == 2 else 'All'} policies: better than {reference} {count}"
    verb = "does" if len(equal) == 1 else "do"
    return f"Of {len(found)} policies compared with {reference}, {' and '.join(equal)} {verb} best: better {count}"
