"""The rows and columns of the comparison figure: their places in inches and their texts."""

import math
from typing import NamedTuple

from sim.figures.names import metric_name
from sim.figures.style import SMALL, width_of, wrap
from sim.model.units import number, numbers, on_axis

ROW, HEADING, GAP, LINE = 0.178, 0.2, 0.05, 0.135  # inches
MARGIN, SPACE, LABEL_MOST = 0.06, 0.12, 2.45


class Row(NamedTuple):
    """One outcome: its words, the means of the reference and of the others as printed, its place."""

    label: str
    reference: str
    means: list[str]
    interval: str  # of the difference, in the outcome's own unit; only where there is room, beside a single policy
    middle: float  # inches below the top of the panel


class Column(NamedTuple):
    """Inches from the left edge: where a policy's panel begins and ends, and where its means end."""

    left: float
    right: float
    end: float


def arrange(records, reference: str, others: list[str]) -> tuple[list[Row], dict[str, float], float]:
    """Rows with their places, the places of the groups' headings, and the height of a panel."""
    rows: list[Row] = []
    headings: dict[str, float] = {}
    down = 0.02
    for record in records:
        if record["group"] not in headings:
            down += GAP if headings else 0.0
            headings[record["group"]] = down + 0.5 * HEADING
            down += HEADING
        unit = f" ({on_axis(record['unit'])})" if record["unit"] else ""
        direction = ", right is more" if record["better"] == 0 and record["unit"] != "FTE" else ""
        label = wrap(metric_name(record["metric"]) + unit + direction, LABEL_MOST)
        tall = ROW + LINE * label.count("\n")
        mean, *means = numbers(record[reference], [record[policy] for policy in others])
        interval = write_interval(record, others[0]) if len(others) == 1 else ""
        rows.append(Row(label, mean, means, interval, down + 0.5 * tall))
        down += tall
    return rows, headings, down + 0.04


def write_interval(record, policy: str) -> str:
    """+6.92 to +7.65, to two digits of the difference between the ends; a single number where every world differs by
    the same."""
    low, high = record[f"low_{policy}"], record[f"high_{policy}"]
    if not math.isfinite(low + high):
        return "no interval"
    if high - low <= 1e-9 * max(abs(low), abs(high)):
        return ("+" if high > 0 else "") + number(high)
    places = max(1 - math.floor(math.log10(high - low)), 0)
    return f"{low:+,.{places}f} to {high:+,.{places}f}".replace("-", "\N{MINUS SIGN}")


def divide(width: float, rows: list[Row], n: int) -> tuple[float, list[Column]]:
    """Where the reference's means end, and the columns of n policies."""
    labels = max(width_of(line) for row in rows for line in row.label.split("\n")) + 0.1
    values = max(width_of(text, SMALL) for row in rows for text in (row.reference, *row.means)) + 0.08
    beside = max(width_of(row.interval, SMALL) for row in rows)
    means = MARGIN + labels + max(values, 0.5)
    each = (width - MARGIN - means - 0.08 - (beside + 0.2 if beside else 0.0)) / n
    lefts = [means + 0.08 + k * each + SPACE for k in range(n)]
    return means, [Column(left, left + each - SPACE - values, left + each - SPACE) for left in lefts]
