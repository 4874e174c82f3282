"""`python -m experiments.dominance`: does any preset win by arithmetic? Shares, ablation and the worlds in which
another is best, published in results/published/dominance. Runs are stored in results/dominance and never repeated."""

import math
import os
from pathlib import Path

from experiments.dominance.gallery import draw, finding
from experiments.dominance.study import Study, answer, spent
from experiments.publish import asked, publish
from sim.commands.output import write_figure
from sim.commands.progress import Progress
from sim.figures.worlds import said_of
from sim.inputs.worlds import name_of, tables_of
from sim.study.claims.arms import Trial

ROOT = Path(__file__).parents[2]
RESULTS = ROOT / "results" / "published" / "dominance"
BUDGET, WORLDS = 1500.0, 500


def said(cell: object) -> str:
    """A number with two decimals, nothing where there is none, other cells as they are."""
    if not isinstance(cell, float):
        return str(cell)
    return "" if math.isnan(cell) else f"{cell:.2f}"


def markdown(table) -> str:
    """A table for a page."""
    lines = [list(table.columns), ["---"] * len(table.columns), *table.itertuples(index=False)]
    return "".join("| " + " | ".join(map(said, line)) + " |\n" for line in lines)


def by_lever(ablation):
    """Each lever of each leader: in how many outcomes it helps or harms by more than the smallest effect, where most,
    and how often the leader is still best without it, on average over the outcomes."""
    rows = []
    for (staffing, leader, lever), part in ablation.groupby(["staffing", "leader", "lever"], sort=False):
        most = part.loc[part["brings"].abs().idxmax()]
        helps, harms = int((part["low"] > 1).sum()), int((part["high"] < -1).sum())
        if helps or harms:
            still = float(part["still_best"].mean())
            rows.append((staffing, leader, lever, helps, harms, most["outcome"], most["brings"], still))
    columns = ["staffing", "leader", "lever", "helps", "harms", "most on", "by", "still best"]
    return type(ablation)(rows, columns=columns).sort_values(["staffing", "still best"], kind="stable")


def told(shares, ablation, others, budget: float, n: int, worlds: str) -> str:
    """The page: what was asked, what was found, what the presets cost."""
    return f"""# Does any preset win by arithmetic?

**{finding(shares)}**

![share of worlds in which each preset is best](dominance.svg)

`python -m experiments.dominance --worlds {worlds}`: {n:,} worlds, {said_of(name_of(worlds)).drawn}, each with its
own luck; both staffing conventions. In each world the levers of a preset are scaled until they cost {budget:,.0f} FTE
at its prices. The arrangement of 2023, and a preset that cannot cost so much, stay as they are, and what they do not
spend stays at the desks: all have one headcount. Delegates' own staff is on top where it is kept. Regret is in smallest
effects that matter, of the arrangement of 2023 as it is (`shares.csv`). At default prices:

{markdown(spent(budget))}
## By which lever the leader leads

Each lever, and each group of levers, taken back to 2023, what it costs returned to the desks: the outcomes that it
helps and harms by more than the smallest effect, where it does most and by how many smallest effects, and the share of
worlds in which the leader is still best without it, mean over the outcomes. Levers that do neither are left out
(`ablation.csv` has all).

{markdown(by_lever(ablation))}
## Where another is best

Outcomes in which the leader is beaten in at least one world in twenty; `rule`: the assumptions that tell where, with
the share of held-out worlds inside and outside in which it is beaten.

{markdown(others)}
"""


def main(budget: float, n: int, worlds: str, threads: int, folder: Path, runs: Path) -> None:
    with Progress("decades of this arm") as progress:
        at = {"arm": "", "number": 0, "decades": 0}

        def done(arm: str, more: int) -> None:
            if arm != at["arm"]:
                at.update(arm=arm, number=at["number"] + 1, decades=0)
                progress.say(f"arm {at['number']}: {arm}")
            at["decades"] += more
            progress(at["decades"], n)

        trial = Trial(n=n, replicates=1, worlds=(worlds,))
        shares, ablation, others = answer(Study(trial, budget, runs, threads, done))
    folder.mkdir(parents=True, exist_ok=True)
    write_figure(folder, "dominance", draw(shares, budget, n, worlds))
    publish(
        folder,
        "dominance",
        told(shares, ablation, others, budget, n, worlds),
        {"shares": shares, "ablation": ablation, "elsewhere": others},
        finding=finding(shares),
        budget=budget,
        n=n,
        worlds=worlds,
        tables=tables_of([worlds]),
    )
    print(finding(shares))


if __name__ == "__main__":
    given = asked("dominance", "Does any preset win by arithmetic?", RESULTS, "n", WORLDS, budget=BUDGET)
    runs = ROOT / "results" / "dominance"
    main(given.budget, given.n, given.worlds, os.cpu_count() or 1, given.out, runs)
