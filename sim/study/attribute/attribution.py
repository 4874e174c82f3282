"""What an attribution has found: tables, sentences, and the figure of one outcome."""

from collections.abc import Sequence
from dataclasses import dataclass
from html import escape

import pandas as pd

from sim.errors import InputError, nearest, shown
from sim.figures.parts import told_pairs, told_parts
from sim.figures.waterfall import draw
from sim.model.metrics import HEADLINES
from sim.runs.intervals import COVERS


@dataclass(repr=False)
class Attribution:
    """table: one row an outcome and part of the difference, which add up to it. whole: one row an outcome, the mean of
    both policies and the difference. interactions: one row an outcome and pair of parts. players: keys that each part
    takes from the second policy, by part. policies: names of the two. by: group or lever. exact: whether every mixture
    was run, or orders were drawn."""

    table: pd.DataFrame
    whole: pd.DataFrame
    interactions: pd.DataFrame
    players: dict[str, tuple[str, ...]]
    policies: tuple[str, str]
    by: str
    exact: bool
    n_worlds: int

    def figure(self, metric: str):
        """From the first policy to the second, part by part, in one outcome: a matplotlib Figure."""
        if not isinstance(metric, str) or metric not in set(self.whole["metric"]):
            known = list(self.whole["metric"])
            raise InputError(f"figure: {shown(metric)}; expected an outcome of it{nearest(metric, known)}")
        return draw(self, metric)

    @property
    def sentences(self) -> list[str]:
        """What makes each outcome differ, then the pairs that do together what neither does alone. Nothing is said of
        what is too small to matter, or not clear."""
        return [
            said for tell in (told_parts, told_pairs) for name in self.whole["metric"] if (said := tell(self, name))
        ]

    def headlines(self, metrics: Sequence[str] = HEADLINES) -> pd.DataFrame:
        """Parts in columns, outcomes in rows, the difference last."""
        table = self.table[self.table["metric"].isin(metrics)]
        wide = table.pivot(index="metric", columns="part", values="difference")
        found = wide.reindex(index=list(dict.fromkeys(table["metric"])), columns=list(self.players))
        whole = self.whole.set_index("metric")
        return found.assign(together=whole["difference"], unit=whole["unit"])

    @property
    def title(self) -> str:
        first, second = self.policies
        how = "every mixture run" if self.exact else "orders drawn in each world"
        return f"From {first} to {second}, on {self.n_worlds:,} common worlds, {how}"

    def __repr__(self) -> str:
        said = "\n".join(self.sentences)
        return f"{self.title}\n\n{self.headlines().to_string(float_format='{:.4g}'.format)}\n\n{said}\n\n{COVERS}"

    def _repr_html_(self) -> str:
        table = self.headlines().to_html(float_format="{:.4g}".format)
        said = "".join(f"<li>{escape(one)}</li>" for one in self.sentences)
        return f"<p>{escape(self.title)}</p>{table}<ul>{said}</ul><p>{escape(COVERS)}</p>"
