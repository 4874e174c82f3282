"""`python -m experiments.early_signs`: by which reading could a government know in time that delegation fails?
Published in results/published/early_signs.

In worlds drawn over all assumptions, guided delegation begins after the first year. It fails where the decade ends with
more incidents, or with less value of honoured commitments, than under the arrangement of 2023 in the same world, by
more than the smallest effect that matters. A sign is how a reading has changed from the end of the first year to two
years later, as the centre then knows it. How well it tells is the area under its ROC curve,

    AUC = P(the sign is higher in a world where it fails than in one where it does not),    .5: it tells nothing

with the standard error of Hanley and McNeil (1982); below .5 it is the fall that tells, and the area is its.
"""

import math
from pathlib import Path

import numpy as np
import pandas as pd
from scipy.stats import rankdata

from experiments.early_signs.picture import draw
from experiments.publish import asked, publish
from sim.commands.output import write_figure
from sim.commands.progress import Progress
from sim.figures.worlds import said_of
from sim.inputs.scenario import load_scenario
from sim.inputs.worlds import name_of, tables_of
from sim.model.metrics import METRICS, NAMES, measure
from sim.model.metrics.smallest import smallest_effect
from sim.model.path import course
from sim.model.path.readings import READINGS, Seen
from sim.setup.config import Setup
from sim.study.claims.arms import Trial, setups_of

RESULTS = Path(__file__).parents[2] / "results" / "published" / "early_signs"
REFORM, STAY = "policy=phased_guided_delegation policy.phases.1.over=0", "policy=status_quo"
BEFORE, AFTER = 52, 156  # weeks: the reform begins, and two years later
FAILS = {"goodput": "less value", "surfaced": "more incidents"}
UNSEEN = ("party",)  # moves with elections alone


def decade(setup: Setup) -> tuple[np.ndarray, np.ndarray]:
    """Outcomes of one run, (len(METRICS),), and its weekly record."""
    run = setup.run
    made = course.prepare(load_scenario(setup.scenario), setup.policy, setup.parameters, run.years, run.dt)
    world, fte = course.finish(made, run.seed, 0)
    return measure(world, fte), world.series


def known(series: np.ndarray, week: int, name: str) -> float:
    return float(Seen(series, week, 1.0, {})[name])


def observed(n: int, worlds: str, told) -> pd.DataFrame:
    """A row a world: how each reading has changed, and in which ways the reform fails."""
    trial = Trial(n=n, replicates=1)
    drawn = trial.drawn(worlds)
    rows = []
    pairs = zip(setups_of(REFORM, trial, drawn), setups_of(STAY, trial, drawn), strict=True)
    for number, (reform, stay) in enumerate(pairs):
        (found, series), (without, _) = decade(reform), decade(stay)
        row = {
            name: known(series, AFTER, name) - known(series, BEFORE, name) for name in READINGS if name not in UNSEEN
        }
        for outcome, way in FAILS.items():
            metric, at = METRICS[NAMES.index(outcome)], NAMES.index(outcome)
            least = smallest_effect(metric.unit, float(without[at]))
            row[way] = metric.better * (found[at] - without[at]) < -least
        rows.append(row)
        told(number + 1, n)
    return pd.DataFrame(rows)


def area(sign: np.ndarray, fails: np.ndarray) -> tuple[float, float]:
    """AUC and its standard error: with Q1 = A/(2 - A), Q2 = 2A²/(1 + A), n worlds that fail and m that do not,
    se² = (A(1 - A) + (n - 1)(Q1 - A²) + (m - 1)(Q2 - A²))/(n m)."""
    n, m = int(fails.sum()), int((~fails).sum())
    if n == 0 or m == 0:
        return math.nan, math.nan
    a = (rankdata(sign)[fails].sum() - n * (n + 1) / 2) / (n * m)
    q1, q2 = a / (2 - a), 2 * a * a / (1 + a)
    return a, math.sqrt(max(a * (1 - a) + (n - 1) * (q1 - a * a) + (m - 1) * (q2 - a * a), 0.0) / (n * m))


def areas(table: pd.DataFrame) -> pd.DataFrame:
    """How well each reading tells each way of failing: reading, fails, direction (rise or fall), auc, low, high."""
    rows = []
    for way in FAILS.values():
        for name in READINGS:
            if name in table:
                defined = table[name].notna()
                a, error = area(table.loc[defined, name].to_numpy(), table.loc[defined, way].to_numpy(bool))
                best = max(a, 1 - a)
                low, high = best - 1.96 * error, min(best + 1.96 * error, 1.0)
                rows.append((name, way, "rise" if a >= 0.5 else "fall", best, low, high, int(defined.sum())))
    return pd.DataFrame(rows, columns=["reading", "fails", "direction", "auc", "low", "high", "worlds"])


def finding(found: pd.DataFrame) -> str:
    told = []
    for way in FAILS.values():
        best = found[found["fails"] == way].sort_values("auc").iloc[-1]
        sure = f"tells it best ({best['auc']:.2f})" if best["low"] > 0.5 else "tells nothing that is sure"
        told.append(f"where it ends with {way}, a {best['direction']} in {best['reading']} {sure}")
    said = "; ".join(told)
    return f"Two years into guided delegation, {said}"


def page(found: pd.DataFrame, table: pd.DataFrame, worlds: str) -> str:
    lines = ["| reading | fails with | sign | AUC | 95% from | to |", "|" + " --- |" * 6]
    lines += [
        f"| {row.reading} | {row.fails} | {row.direction} | {row.auc:.2f} | {row.low:.2f} | {row.high:.2f} |"
        for row in found.sort_values(["fails", "auc"], ascending=[True, False]).itertuples()
    ]
    shares = "; ".join(f"with {way} in {100 * table[way].mean():.0f}%" for way in FAILS.values())
    rows = "\n".join(lines)
    return f"""# Which early sign tells that delegation fails?

**{finding(found)}.**

![how well each reading tells](early_signs.svg)

`python -m experiments.early_signs --worlds {worlds}`: {len(table):,} worlds, {said_of(name_of(worlds)).drawn},
each with luck of its own; delegates bring their own staff. Guided delegation begins after one year, at the price of
half a year at nine tenths of the pace, and fails in the decade's total {shares} of these worlds. A sign is the change
of a reading in the first two years of it. AUC: the probability that the sign is stronger in a world where delegation
fails than in one where it does not; .5 is a coin. Several readings are compared, so the best of them owes something to
luck.

{rows}
"""


def main(n: int, worlds: str, folder: Path) -> None:
    with Progress("worlds") as progress:
        table = observed(n, worlds, progress)
    found = areas(table)
    folder.mkdir(parents=True, exist_ok=True)
    write_figure(folder, "early_signs", draw(found, finding(found), len(table), name_of(worlds)))
    tables = {"signs": found, "worlds": table}
    publish(folder, "early_signs", page(found, table, worlds), tables, n=n, worlds=worlds, tables=tables_of([worlds]))
    print(finding(found))


if __name__ == "__main__":
    said = asked("early_signs", "Which early sign tells that delegation fails?", RESULTS, "n", 500, least=20)
    main(said.n, said.worlds, said.out)
