"""A comparison as rows for the screen: each outcome as a range, how it differs from the first policy, in words."""

import math
from collections.abc import Sequence

from sim.figures.names import METRIC, better_of, called
from sim.model.metrics import HEADLINES
from sim.model.metrics.smallest import IN_WORDS
from sim.model.units import number, signed
from sim.runs.intervals import COVERS, interval
from sim.runs.luck import LEAST
from sim.study.comparison import Comparison
from sim.web.app.panel import title
from sim.web.summary import headline, summary
from sim.web.words import apart, contrast_of, scale, unit

READING = (
    "Ranges are 95% intervals over the decades. Every policy faces the same decades, so each line under a number is "
    "the difference to A, decade by decade; right of the stroke is better. A policy is called better or worse only if "
    f"the line lies wholly outside the grey band of what is too small to matter ({IN_WORDS}). From {LEAST} decades on "
    f"the luck of each is taken off where that narrows a range. {COVERS}"
)


def span(low: float, high: float, sign=number) -> str:
    return f"{sign(low)} to {sign(high)}" if math.isfinite(low) else "no range"


def difference(comparison: Comparison, metric: str, other: str) -> dict:
    """The paired difference, and where a whisker runs: from -1 to 1, right is better (more, where neither is)."""
    found, k = contrast_of(comparison.table, metric, comparison.policies[0], other), scale(metric)
    words, kind = apart(found)
    return {
        "text": signed(k * found.difference),
        "span": span(k * found.low, k * found.high, signed),
        "words": words,
        "kind": kind,
        "ends": [found.low, found.difference, found.high] if found.defined else None,
        "least": found.smallest,
    }


def row(comparison: Comparison, metric: str) -> dict:
    k, means = scale(metric), []
    n_worlds = len(comparison.evened) // len(comparison.policies)
    for values in comparison.evened[metric].to_numpy().reshape(-1, n_worlds):  # policy by policy, as many of each
        mean, low, high = interval(values)
        means.append({"text": number(k * mean), "span": span(k * low, k * high)})
    differences = [difference(comparison, metric, other) for other in comparison.policies[1:]]
    ends = [abs(x) for one in differences if one["ends"] for x in one["ends"]]
    most = max(ends, default=0.0)
    turn = -1.0 if better_of(metric) < 0 else 1.0
    for one in differences:
        one["ends"] = sorted(turn * x / most for x in one["ends"]) if one["ends"] and most else None
        one["least"] = min(one["least"] / most, 1.0) if one["ends"] else 0.0
    return {
        "metric": metric,
        "name": called(metric),
        "unit": unit(metric),
        "about": METRIC[metric].meaning,
        "means": means,
        "differences": differences,
    }


def rows(comparison: Comparison, watched: Sequence[str] = ()) -> list[dict]:
    """The headlines, after what an exercise watches."""
    return [
        row(comparison, metric) | {"watched": metric in watched} for metric in dict.fromkeys((*watched, *HEADLINES))
    ]


def others(shown: list[dict]) -> list[dict]:
    """Outcomes that could be shown beside these, by name."""
    there = {row["metric"] for row in shown}
    return sorted(
        ({"value": name, "text": called(name)} for name in METRIC if name not in there), key=lambda one: one["text"]
    )


def told(comparison: Comparison) -> list[dict]:
    """What changed and through what, in sentences, policy by policy."""
    found = []
    for other in comparison.policies[1:]:
        parts = [{"title": heading, "lines": lines} for heading, lines in summary(comparison, other)]
        found.append({"title": title(other), "lead": headline(comparison, other), "parts": parts})
    return found
