"""Outcomes: what a finished world has come to, one file per group. `METRICS` is the list, `measure` the numbers."""
from sim.metrics.metric import Metric
from sim.metrics.reading import METRICS, measure

__all__ = ["METRICS", "Metric", "measure"]
