"""How long a visitor of the workshop page waits: for a first comparison of fifty decades under two policies, after a
change of a lever, and for a return to an earlier comparison. Measures the page's computations without a browser, by the
wall clock.

The table after the change must equal that of `sim.study.ensemble.compare`.
"""

import math
import time
from threading import Event

from experiments.performance.rows import Differs, Row, row
from sim.study.ensemble import compare
from sim.web.app import comparing, outcomes
from sim.web.app import view as spelling
from sim.web.app.view import Column, View

PART = "page"
LEVELS = (0.35, 0.4, 0.45, 0.5, 0.55)


def waits(view: View) -> tuple[float, float]:
    """Seconds until the first numbers could be shown, and until the last sentence."""
    began, first = time.perf_counter(), math.nan
    setups = spelling.setups(view)
    for found in comparing.progressive(setups, Event()):
        comparison = comparing.comparison_of(setups, found)
        outcomes.rows(comparison)
        first = time.perf_counter() - began if math.isnan(first) else first
    outcomes.told(comparison)
    return first, time.perf_counter() - began


def study(replicates: int = 50, scenario: str = "us_2023", years: float = 10.0) -> list[Row]:
    start = View(scenario=scenario, years=years, replicates=replicates)
    waits(View(scenario=scenario, years=0.25, replicates=2, seed=2))  # everything is loaded and compiled
    opened = waits(start)
    pulled = [start.with_column(1, Column("guided_delegation", {"delegation.level": level})) for level in LEVELS]
    moves = [waits(view) for view in pulled]
    back = min(waits(start)[1] for _ in LEVELS)
    setups = spelling.setups(pulled[0])
    *_, found = comparing.progressive(setups, Event())
    if not comparing.comparison_of(setups, found).table.equals(compare(setups).table):
        raise Differs("the page's comparison and the command's: not the same table")
    note = (
        f"{replicates} decades of {years:g} years of {scenario} under two policies; a lever pulled: the worst of "
        f"{len(moves)}, the other column being known"
    )
    return [
        row(PART, "first numbers of a first comparison", opened[0], "s", note=note),
        row(PART, "a first comparison, whole", opened[1], "s", note=note),
        row(PART, "first numbers after a lever was pulled", max(first for first, _ in moves), "s", note=note),
        row(PART, "a lever pulled, whole", max(whole for _, whole in moves), "s", most=1.0, note=note),
        row(PART, "back to what was there", back, "s", note=note),
    ]
