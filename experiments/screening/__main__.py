"""`python -m experiments.screening`: does every assumption matter somewhere? Each goes from the low to the high end of
its range in the same decades, under several policies, until an outcome moves by more than the smallest effect that
matters; published in results/published/screening. One that moves none is hardly worth its place in the table."""

from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

import pandas as pd

from experiments.publish import asked, publish
from experiments.screening.places import everywhere, places
from sim import run
from sim.commands.progress import Progress
from sim.figures.names import metric_name
from sim.model.metrics import METRICS
from sim.model.metrics.smallest import IN_WORDS, LESS, MORE, smallest_effect, verdict
from sim.model.parameters import PARAMETERS
from sim.model.units import number
from sim.runs.intervals import interval

RESULTS = Path(__file__).parents[2] / "results" / "published" / "screening"
MANY = 24  # decades where few have moved nothing


class Effect(NamedTuple):
    """What an assumption moves most: `ratio` is the nearer end of the 95% interval over the smallest effect."""

    parameter: str
    place: str
    outcome: str
    mean: float
    low: float
    high: float
    smallest: float
    ratio: float


def effects(name: str, place: str, low: pd.DataFrame, high: pd.DataFrame) -> Iterator[Effect]:
    """Every outcome that moves by more than the smallest effect that matters between two ends of an assumption."""
    for metric in METRICS:
        mean, a, b = interval(high[metric.name] - low[metric.name])
        least = smallest_effect(metric.unit, float(low[metric.name].mean()))
        if least > 0 and verdict(a, b, least) in (MORE, LESS):
            yield Effect(name, place, metric.name, mean, a, b, least, min(abs(a), abs(b)) / least)


def most(name: str, replicates: int) -> Effect | None:
    """What moves most at the first place where anything does; None if nothing does anywhere."""
    one = PARAMETERS[name]
    for place in places(name):
        said, policy, levers, parameters = place
        n = replicates if place in everywhere() else max(replicates, MANY)
        ends = [
            run(policy, replicates=n, parameters=parameters | {name: value}, **levers) for value in (one.low, one.high)
        ]
        if found := list(effects(name, said, *ends)):
            return max(found, key=lambda effect: effect.ratio)
    return None


def told(table: pd.DataFrame, silent: list[str], replicates: int) -> str:
    lines = ["| assumption | from | to | moves most | by | smallest that matters | under |", "|" + " --- |" * 7]
    for row in table.sort_values("ratio", kind="stable").itertuples():
        one = PARAMETERS[row.parameter]
        lines.append(
            f"| `{row.parameter}` | {number(one.low)} | {number(one.high)} | {metric_name(row.outcome)} | "
            f"{number(row.mean, 2)} ({number(row.low, 2)} to {number(row.high, 2)}) | {number(row.smallest, 2)} | "
            f"{row.place} |"
        )
    found = f"{len(table)} of {len(table) + len(silent)} assumptions move"
    rest = f" These move none: {', '.join(f'`{name}`' for name in silent)}." if silent else ""
    rows = "\n".join(lines)
    return f"""# Does every assumption matter somewhere?

**{found} an outcome by more than the smallest effect that matters.{rest}**

`python -m experiments.screening`: the United States of 2023, {replicates} decades ({MANY} where a policy of its own is
needed), each assumption from the low to the high end of its range in the same decades, all others at their defaults,
under the first policy where the whole 95% interval of an outcome lies beyond the smallest effect
({IN_WORDS}). Weakest first.

{rows}
"""


def main(replicates: int, folder: Path, names: list[str]) -> None:
    found, silent = [], []
    with Progress("assumptions") as progress:
        for k, name in enumerate(names):
            effect = most(name, replicates)
            if effect is None:
                silent.append(name)
            else:
                found.append(effect)
            progress(k + 1, len(names))
    table = pd.DataFrame(found, columns=Effect._fields)
    text = told(table, silent, replicates)
    publish(folder, "screening", text, {"screening": table}, replicates=replicates, silent=silent)
    print(f"{len(found)} of {len(names)} matter; not: {', '.join(silent) or 'none'}")


if __name__ == "__main__":
    said = asked("screening", "Does every assumption matter somewhere?", RESULTS, "replicates", 10)
    main(said.replicates, said.out, list(PARAMETERS))
