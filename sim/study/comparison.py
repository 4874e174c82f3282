"""What a comparison of policies has found: a table, its runs, and how both are shown."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from html import escape

import pandas as pd

from sim.errors import InputError, nearest, shown
from sim.model.metrics import HEADLINES
from sim.runs.intervals import COVERS


@dataclass(repr=False)
class Comparison:
    """table: one row a metric; `smallest` is the smallest effect that matters, in its unit, `penalty` that with which
    luck was taken off (`sim.runs.luck`; nan: it was not). runs: one row a policy and replicate. evened: the same rows
    with the luck of each run taken off, from which the table is made. policies: their names, the first the reference.
    staffing: whose staff does the delegated work, in words,
    by policy that delegates any. moved: levers that are not where the preset has them after which a policy is called,
    by policy that has any. in_time: what a policy changes in the course of a run, in sentences. over_time: the table of
    `sim.study.over_time`, if it was asked for."""

    table: pd.DataFrame
    runs: pd.DataFrame
    evened: pd.DataFrame
    policies: list[str]
    staffing: dict[str, str]
    moved: dict[str, dict[str, float | str]]
    in_time: dict[str, list[str]] = field(default_factory=dict)
    over_time: pd.DataFrame | None = None

    def figure(self, metrics: Sequence[str] | None = None):
        """The comparison drawn, a matplotlib Figure; metrics: outcomes to draw, the main ones unless named."""
        from sim.figures.comparison import draw

        named = [metrics] if isinstance(metrics, str) else metrics
        for name in named if named is not None else ():
            if name not in set(self.table["metric"]):
                raise InputError(f"figure: {shown(name)}; expected an outcome{nearest(name, self.table['metric'])}")
        if named is not None and not len(named):
            raise InputError("figure: no outcome named; expected at least one, or None for the main ones")
        return draw(self, named)

    def figure_over_time(self):
        """How the decade unfolds under each policy. Raises InputError unless the comparison was made with it."""
        from sim.figures.over_time import draw

        if self.over_time is None:
            raise InputError("figure: nothing was kept over time; expected compare(..., over_time=True)")
        return draw(self.over_time)

    @property
    def headlines(self) -> pd.DataFrame:
        """The main outcomes alone, by metric."""
        table = self.table.set_index("metric")
        return table.loc[[name for name in HEADLINES if name in table.index]]

    @property
    def title(self) -> str:
        n_worlds = len(self.runs[["seed", "replicate"]].drop_duplicates())
        first, *others = self.policies
        return f"{', '.join(others)} held against {first}, on {n_worlds:,} common worlds"

    def shown(self) -> pd.DataFrame:
        """Means, differences with their intervals, which policy is better, and the smallest effect that matters, of the
        main outcomes."""
        columns = {name: self.headlines[name] for name in self.policies}
        for name in self.policies[1:]:
            part = self.headlines
            columns[f"difference, {name}"] = part[f"difference_{name}"]
            columns[f"95% from, {name}"], columns[f"to, {name}"] = part[f"low_{name}"], part[f"high_{name}"]
            columns[f"verdict, {name}"] = part[f"winner_{name}"]
        smallest = {"matters from": self.headlines["smallest"], "unit": self.headlines["unit"]}
        return pd.DataFrame(columns | smallest)

    def __repr__(self) -> str:
        return f"{self.title}\n\n{self.shown().to_string(float_format='{:.4g}'.format)}\n\n{COVERS}"

    def _repr_html_(self) -> str:
        table = self.shown().to_html(float_format="{:.4g}".format)
        return f"<p>{escape(self.title)}</p>{table}<p>{escape(COVERS)}</p>"
