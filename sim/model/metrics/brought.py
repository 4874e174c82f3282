"""Metrics that a call from Python brings: functions of a finished world, by name."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from sim.errors import InputError, shown
from sim.model.catalogue import Metric


@dataclass(frozen=True)
class Brought:
    """As a file of this folder: METRICS, and `measure(world)` with a number for each."""

    METRICS: tuple[Metric, ...]
    functions: tuple[Callable[[Any], float], ...]

    def measure(self, world: Any) -> list[float]:
        return [self.number(*pair, world) for pair in zip(self.METRICS, self.functions, strict=True)]

    @staticmethod
    def number(metric: Metric, function: Callable[[Any], float], world: Any) -> float:
        made = function(world)
        try:
            return float(made)
        except (TypeError, ValueError):
            raise InputError(f"metric {metric.name}: {shown(made)}; expected a number") from None


def brought(metrics: Mapping[str | Metric, Callable[[Any], float]] | None) -> list[Brought]:
    """Of functions by name, or by a Metric that says more of them. Raises InputError."""
    if metrics is None or metrics == {}:
        return []
    if not isinstance(metrics, Mapping):
        raise InputError(f"metrics: {shown(metrics)}; expected functions of a world by name, such as {{'share': f}}")
    declared = []
    for name, function in metrics.items():
        if not callable(function):
            raise InputError(f"metric {shown(getattr(name, 'name', name))}: {shown(function)}; expected a function")
        words = " ".join((getattr(function, "__doc__", None) or "measured by a function of one's own").split())
        title = str(name).replace("_", " ")
        declared.append(name if isinstance(name, Metric) else Metric(name, "", 0, title, words, group="own"))
    return [Brought(tuple(declared), tuple(metrics.values()))]
