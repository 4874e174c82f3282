"""From the yaml file of a figure to the table behind it.

One row per point and outcome: what was varied, `outcome`, `mean`, `low`, `high` (95%, over replicates), `n`. With a
reference, differences are taken world by world before they are averaged, and `reference` is the reference's own mean.
On request also `behind` and `behind_half`, and rows of quantiles (sim.study.publish.beside). Over time the table is
that of sim.study.over_time.
"""

from collections.abc import Callable

import numpy as np
import pandas as pd

from sim.errors import InputError, shown
from sim.figures.points import said
from sim.runs.intervals import interval
from sim.runs.plan import with_replicates
from sim.setup.design import Point, cross
from sim.setup.overrides import read_overrides
from sim.setup.paths import is_of_path
from sim.study import ensemble
from sim.study.over_time import Watch
from sim.study.publish.beside import BEHIND, behind_best, quantile_rows
from sim.study.publish.plate import Plate

Progress = Callable[[int, int], None]


def points_of(plate: Plate, replicates: int) -> list[Point]:
    """All points, in the order of the file; `label` is a separate column."""
    found = []
    for line in plate.runs:
        label, _, words = line.rpartition("|")
        made = cross([{}], read_overrides(words.split()))
        fixed = {one.key: one.values[0] for one in read_overrides(words.split())}
        for point in made:
            values = fixed | point.values | ({"label": label.partition("=")[2].strip()} if label else {})
            found.append(with_replicates(Point(values, point.setup), replicates))
    return found


def compute(plate: Plate, replicates: int, progress: Progress | None = None) -> pd.DataFrame:
    """Run all points on common worlds and average. Raises InputError if a run fails."""
    points = points_of(plate, replicates)
    if plate.over_time:
        return course(plate, points, progress)
    runs = ensemble.outcomes([point.setup for point in points], progress)
    keys = list(dict.fromkeys(key for point in points for key in point.values if key != "run.replicates"))
    behind = behind_best(plate, points, runs)
    rows: list[dict] = []
    for number, point in enumerate(points):
        part = runs[runs["setup"] == number]
        base = reference_of(plate, points, number)
        for outcome in plate.outcomes:
            values = part[outcome].to_numpy()
            level = {}
            if base is not None:
                other = runs.loc[runs["setup"] == base, outcome].to_numpy()
                values, level = values - other, {"reference": interval(other)[0]}
            mean, low, high = interval(values)
            row: dict = {
                **{key: point.values.get(key) for key in keys},
                "outcome": outcome,
                "mean": mean,
                "low": low,
                "high": high,
                "n": int(np.isfinite(values).sum()),
                **level,
            }
            rows.append(row | behind.get((number, outcome), {}))
            rows += [row | one for one in quantile_rows(values)] if outcome in plate.quantiles else []
    table = pd.DataFrame(rows)
    varied = [key for key in keys if table[key].nunique(dropna=False) > 1]
    levels = [*(["reference"] if plate.against else []), *(BEHIND if plate.best_of is not None else [])]
    quantile = ["quantile"] if plate.quantiles else []
    return table[[*varied, "outcome", *quantile, "mean", "low", "high", "n", *levels]]


def course(plate: Plate, points: list[Point], progress: Progress | None) -> pd.DataFrame:
    """The table of `sim.study.over_time`, each line of the page a policy."""
    setups, called = [point.setup for point in points], names_of(points)
    watch = Watch(plate.over_time, setups)
    for name in called:
        if called.count(name) > 1:
            raise InputError(f"figure {plate.id}: two lines are called {shown(name)}; expected label=... | that differ")
    ensemble.outcomes(setups, progress, watch=watch)
    return watch.table(setups, called)


def names_of(points: list[Point]) -> list[str]:
    """What each point is called: its label or policy, and what else varies."""
    keys = list(dict.fromkeys(key for point in points for key in point.values))
    varied = [key for key in keys if len({str(point.values.get(key)) for point in points}) > 1]
    found = []
    for point in points:
        label = point.values.get("label")
        rest = [key for key in varied if key not in ("label", "policy") and key in point.values]
        shared = [key for key in rest if label is None or sum(one.values.get("label") == label for one in points) > 1]
        name = str(label or point.setup.policy.name.partition("+")[0])
        found.append(", ".join([name, *(said(key, point.values[key]) for key in shared)]))
    return found


def reference_of(plate: Plate, points: list[Point], number: int) -> int | None:
    """The point this one is compared with: it has the reference's value, does not change in time, and otherwise agrees
    in what both have."""
    if plate.against is None:
        return None
    key, value = plate.against
    here = points[number].values
    found = [
        k
        for k, point in enumerate(points)
        if is_value(point.values.get(key), value) and not any(map(is_of_path, point.values))
    ]

    def alike(k: int) -> int:
        return sum(points[k].values.get(name) == here.get(name) for name in here if name != key)

    worlds = [
        k
        for k in found
        if all(
            points[k].values.get(name) == here.get(name)
            for name in here
            if name.startswith("parameters.") or name == "scenario"
        )
    ]
    if not worlds:
        raise InputError(
            f"figure {plate.id}: no point has {key}={value} in the world of another; expected the reference there"
        )
    return max(worlds, key=lambda k: (alike(k), -k))


def is_value(here: object, text: str) -> bool:
    """Whether a point's value is the one a file names; 0 and 0.0 are equal."""
    try:
        return float(here) == float(text) if isinstance(here, (int, float)) else str(here) == text
    except ValueError:
        return False
