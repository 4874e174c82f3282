"""What a metric is: a name, its group in the table of outcomes, its unit, which way is better, and what it means."""

from typing import NamedTuple


class Metric(NamedTuple):
    """One outcome of a run. better: +1 more is better, -1 less is better, 0 neither."""

    name: str
    group: str
    unit: str
    better: int
    meaning: str


def describe(group: str, *table: tuple[str, str, int, str]) -> tuple[Metric, ...]:
    """The metrics of one group from lines of (name, unit, better, meaning)."""
    return tuple(Metric(name, group, unit, better, meaning) for name, unit, better, meaning in table)
