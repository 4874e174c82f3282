"""What the comparison figure shows, before it is drawn: which outcomes, how large, in which direction, and in a
sentence what moves most."""

import math
from typing import NamedTuple

from sim.figures.names import METRIC, named
from sim.model.metrics import HEADLINES
from sim.model.metrics.smallest import LESS, MORE, UNDEFINED, verdict
from sim.model.units import MINUS, number, numbers, spoken, with_unit

BETTER, WORSE, OTHER, UNKNOWN = "better", "worse", "different", "no interval"
LIMITS = (1, 2, 5, 10, 20, 50, 75, 100)


class Difference(NamedTuple):
    """One outcome of one policy minus that of the reference, in percent of the reference's mean; better is positive.

    nan where the outcome or its interval is not defined; shift is infinite where the reference's mean is zero. least:
    the smallest effect that matters, in the same percent. times: the difference as a multiple of it. means: of the
    reference and of the policy, in the outcome's unit. posts: where the outcome is staff, the difference in words.
    """

    metric: str
    verdict: str
    shift: float
    low: float
    high: float
    least: float
    times: float
    means: tuple[float, float]
    posts: str = ""


def read_difference(record, reference: str, policy: str) -> Difference:
    """From one row of the table. An outcome for which neither more nor less is better keeps its own direction."""
    difference, low, high = (record[f"{what}_{policy}"] for what in ("difference", "low", "high"))
    sign, scale, smallest = record["better"] or 1, abs(record[reference]), record["smallest"]
    shift, (low, high) = difference * sign, sorted((low * sign, high * sign))
    found = verdict(low, high, smallest)
    if found == UNDEFINED:
        found = UNKNOWN
    elif found in (MORE, LESS):
        found = OTHER if record["better"] == 0 else BETTER if found == MORE else WORSE
    metric, means = record["metric"], (record[reference], record[policy])
    if not math.isfinite(scale) or not math.isfinite(shift):
        return Difference(metric, UNKNOWN, math.nan, math.nan, math.nan, math.nan, math.nan, means)
    posts = staff(metric, difference) if record["unit"] == "FTE" else ""
    times = shift / smallest if smallest else 0.0
    if scale == 0.0:
        end = math.copysign(math.inf, shift) if shift else 0.0
        return Difference(metric, found, end, math.nan, math.nan, math.nan, times, means, posts)
    percent = [100.0 * x / scale for x in (shift, low, high, smallest)]
    return Difference(metric, found, percent[0], percent[1], percent[2], percent[3], times, means, posts)


def staff(metric: str, difference: float) -> str:
    """Staff that a policy takes more or less than the reference, in words: it is paid, and nobody wins by it."""
    size = number(abs(difference))
    if metric in METRIC and METRIC[metric].cost:
        return f"costs {size} FTE" if difference > 0 else f"saves {size} FTE" if difference else "costs the same"
    return f"{'+' if difference > 0 else MINUS}{size} FTE" if difference else "the same"


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

    Values beyond the axis become arrows; staff is written, not drawn.
    """
    drawn = [row for row in rows if math.isfinite(row.shift) and not row.posts]
    reach = sorted(max(abs(x) for x in (row.shift, row.low, row.high) if not math.isnan(x)) for row in drawn)
    within = [x for x in reach if x <= LIMITS[-1]]
    if not within:
        return float(LIMITS[-1])
    most, usual = within[-1], within[math.ceil(0.8 * len(within)) - 1]
    need = usual if most > 6.0 * usual > 0.0 else most
    return float(next(limit for limit in LIMITS if need <= limit))


def finding(found: dict[str, list[Difference]], reference: str) -> str:
    """The figure in a sentence: what moves most for the better and for the worse, in multiples of the smallest effects
    that matter, among outcomes of which it can be said that they do."""
    rows = [(row, policy) for policy, each in found.items() for row in each]
    if all(row.verdict == UNKNOWN for row, _ in rows):
        return f"{' and '.join(found)} compared with {reference}: too few worlds for an interval"
    head = f"{next(iter(found))} against {reference}" if len(found) == 1 else f"Against {reference}"
    sides = {side: [one for one in rows if one[0].verdict == side] for side in (BETTER, WORSE)}
    if not any(sides.values()):
        return f"{head}: nothing is clearly better or worse by as much as matters"
    told = []
    for side, moved in sides.items():
        row, policy = max(moved, key=lambda one: abs(one[0].times), default=(None, ""))
        under = f" under {policy}" if len(found) > 1 else ""
        told.append(f"most for the {side}, {moves(row)}{under}" if row else f"nothing is clearly {side}")
    return f"{head}: {'; '.join(told)}"


def moves(row: Difference) -> str:
    """Which way an outcome goes, with both means: routine issues are agreed sooner (3.31 against 5.22 weeks)."""
    first, mean = row.means
    unit = METRIC[row.metric].unit if row.metric in METRIC else ""
    more, less, _ = named(row.metric)
    words = more if mean > first else less
    before, after = numbers(spoken(unit).factor * first, [spoken(unit).factor * mean])
    return f"{words[0].lower()}{words[1:]} ({after} against {with_unit(before, unit)})"
