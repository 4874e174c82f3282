"""Outcomes: what a finished world has come to, one file per group. `METRICS` is the list, `measure` the numbers."""

from sim.model.catalogue import Metric
from sim.model.metrics.reading import METRIC, METRICS, NAMES, SHIPPED, add_metrics, counted, measure

# What a table or a figure shows when no outcomes are named.
HEADLINES = (
    "throughput",
    "goodput",
    "completion",
    "line_gap",
    "answer_gap",
    "contradiction_rate",
    "vital_lapses",
    "crises_lost",
    "surfaced",
    "surfaced_per_100",
    "severity",
    "latent",
    "conclusion_p50",
    "crisis_conclusion_p90",
    "credibility_allies",
    "legitimacy",
    "subnational_trust",
    "fte_levers",
    "fte_brought",
    "fte_per_resolved",
)
__all__ = ["HEADLINES", "METRIC", "METRICS", "NAMES", "SHIPPED", "Metric", "add_metrics", "counted", "measure"]
