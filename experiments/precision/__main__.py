"""`python -m experiments.precision`: how many decades one decade is worth once its luck is taken off, and whether the
intervals then hold what they promise. Published in results/published/precision.

From a pool of decades under three policies n are taken at random, 2,000 times. One decade is worth

    mean width² of plain intervals / mean width² of those with the luck taken off

decades for a level under the arrangement of 2023 and for a difference to it. Coverage: how often the interval holds the
mean of the whole pool, with the luck of the pool taken off or not like that of the sample. Since n is a small part of
the pool, intervals are too wide for that mean by at most n/pool of their variance.
"""

from pathlib import Path

import numpy as np
import pandas as pd

from experiments.precision.picture import draw
from experiments.publish import asked, publish
from sim import compare
from sim.commands.output import write_figure
from sim.commands.progress import Progress
from sim.figures.names import metric_name
from sim.model.metrics import HEADLINES
from sim.runs.intervals import half_width
from sim.runs.luck import LEAST, NAMES, Table, find_penalties, less_luck

RESULTS = Path(__file__).parents[2] / "results" / "published" / "precision"
FIRST, *OTHERS = "status_quo", "whole_of_government", "guided_delegation"
SIZES, SHOWN = (20, 50, 100, 200), 100
SURE = ("fte_levers",)  # known before anything is run


def pool(decades: int, told) -> tuple[list[Table], list[str]]:
    """Outcomes and luck of each policy on the same decades, and which outcomes: those that vary under all."""
    runs = compare(FIRST, *OTHERS, replicates=decades, progress=told).runs
    by = [runs[runs["policy"] == name] for name in (FIRST, *OTHERS)]
    names = [name for name in HEADLINES if name not in SURE and all(part[name].nunique() > 1 for part in by)]
    return [(part[names].to_numpy(float), part[NAMES].to_numpy(float)) for part in by], names


def contrasts(outcomes: list[np.ndarray]) -> np.ndarray:
    """The levels of the first policy, and the differences of the others to it, (comparisons, n, outcomes)."""
    first, *others = outcomes
    return np.array([first, *(other - first for other in others)])


def tried(tables: list[Table], n: int, times: int, told) -> np.ndarray:
    """Half widths and whether the mean of the pool is within, plain and with the luck taken off,
    (times, 2 ways, 2 readings, comparisons, outcomes)."""
    chance, decades = np.random.default_rng([1, n]), len(tables[0][0])
    even = [less_luck(*table, find_penalties(tables)) for table in tables]
    truths = [contrasts(values).mean(axis=1) for values in ([outcomes for outcomes, _ in tables], even)]
    found = np.empty((times, 2, 2, *truths[0].shape))
    for k in range(times):
        rows = chance.choice(decades, n, replace=False)
        taken = [(outcomes[rows], luck[rows]) for outcomes, luck in tables]
        penalties = find_penalties(taken)
        for way, values in enumerate(([y for y, _ in taken], [less_luck(*table, penalties) for table in taken])):
            seen = contrasts(values)
            half = np.apply_along_axis(half_width, 1, seen)
            found[k, way] = half, np.abs(seen.mean(axis=1) - truths[way]) <= half
        told(k + 1, times)
    return found


def table_of(found: np.ndarray, names: list[str], n: int) -> pd.DataFrame:
    """A row a comparison and outcome: what a decade is worth and its 95% interval over the times, and how often the
    intervals held the mean."""
    squares, held = found[:, :, 0] ** 2, found[:, :, 1].mean(axis=0)
    plain, even = squares.mean(axis=0)
    worth = plain / even
    # of a ratio of means a/b, by the delta method: sd(x - r y)/(b √times)
    error = 1.96 * (squares[:, 0] - worth * squares[:, 1]).std(axis=0) / even / len(found) ** 0.5
    rows = []
    for k, comparison in enumerate((FIRST, *(f"{other} - {FIRST}" for other in OTHERS))):
        for j, outcome in enumerate(names):
            spread = error[k, j]
            mean = worth[k, j]
            rows.append((n, comparison, outcome, mean, mean - spread, mean + spread, held[0, k, j], held[1, k, j]))
    columns = ["decades", "comparison", "outcome", "worth", "low", "high", "coverage_plain", "coverage"]
    return pd.DataFrame(rows, columns=columns)


def said(comparison: str) -> str:
    return comparison.replace("_", " ").replace(" - ", " less ")


def finding(table: pd.DataFrame) -> str:
    """What a decade is worth in the median outcome, comparison by comparison."""
    medians = table[table["decades"] == SHOWN].groupby("comparison", sort=False)["worth"].median()
    told = ", ".join(f"{worth:.2f} ({said(str(name))})" for name, worth in medians.items())
    return f"In the median outcome, each of {SHOWN} decades with its luck taken off is worth so many plain ones: {told}"


def table_told(own: pd.DataFrame) -> str:
    """Of one comparison: what a decade is worth by outcome and number of decades, and coverage over these."""
    lines = ["| outcome | " + " | ".join(f"{n} decades" for n in SIZES) + " | coverage |"]
    lines.append("|" + " --- |" * (len(SIZES) + 2))
    for outcome, rows in own.groupby("outcome", sort=False):
        worth = " | ".join(f"{one:.2f}" for one in rows["worth"])
        low, high = 100 * rows["coverage"].min(), 100 * rows["coverage"].max()
        lines.append(f"| {metric_name(outcome)} | {worth} | {low:.1f} to {high:.1f}% |")
    medians = " | ".join(f"{own.loc[own['decades'] == n, 'worth'].median():.2f}" for n in SIZES)
    return "\n".join([*lines, f"| **median** | {medians} | |"])


def page(table: pd.DataFrame, decades: int, times: int) -> str:
    tables = "\n\n".join(
        f"## {said(name)}\n\n{table_told(own)}" for name, own in table.groupby("comparison", sort=False)
    )
    return f"""# How many decades is a decade worth?

**{finding(table)}.**

![what a decade is worth](precision.svg)

`python -m experiments.precision`: {decades:,} decades of the United States of 2023 under each policy, from which so
many are taken at random {times:,} times. Figures: by how much the mean square of the width of the 95% interval falls
when the luck of each run is taken off, which is what runs it saves. Under {LEAST} runs nothing is taken off. Coverage:
how often the interval holds the mean of all {decades:,}, from the least to the most over the numbers of decades.

{tables}
"""


def main(decades: int, times: int, folder: Path) -> None:
    with Progress("runs") as progress:
        tables, names = pool(decades, progress)
    parts = []
    for n in SIZES:
        with Progress(f"samples of {n}") as progress:
            parts.append(table_of(tried(tables, n, times, progress), names, n))
    table = pd.concat(parts, ignore_index=True)
    folder.mkdir(parents=True, exist_ok=True)
    shown = table[table["decades"] == SHOWN]
    write_figure(folder, "precision", draw(shown, finding(table), decades, times))
    publish(folder, "precision", page(table, decades, times), {"precision": table}, decades=decades, times=times)
    print(finding(table))


if __name__ == "__main__":
    given = asked(
        "precision",
        "How many decades is a decade worth once its luck is taken off?",
        RESULTS,
        "decades",
        2000,
        least=2 * max(SIZES),
        times=2000,
    )
    if given.times < 2:
        raise SystemExit("experiments.precision: --times: expected a whole number from 2 on")
    main(given.decades, int(given.times), given.out)
