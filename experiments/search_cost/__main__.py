"""`python -m experiments.search_cost`: what the search of `paradip optimize` costs and finds, beside plain NSGA-II in
many worlds, published in results/published/search_cost. Runs are stored in results/search_cost and never repeated."""

from pathlib import Path

from experiments.publish import asked, publish
from experiments.search_cost.gallery import by_look, draw, finding
from experiments.search_cost.study import GUIDED, PLAIN, fronts, judged
from sim.commands.output import write_figure
from sim.commands.progress import Progress
from sim.commands.sweep import conclude
from sim.model.units import quantity

ROOT = Path(__file__).parents[2]
RESULTS = ROOT / "results" / "published" / "search_cost"
SEEDS, YEARS, WORLDS = 10, 1.0, 50


def told(table, presets: float, seeds: int, years: float, worlds: int) -> str:
    rows = "".join(
        f"| {row.way} | {row.policies:,.0f} | {row.decades:,.0f} | {row.front:.0f} | {row.hypervolume:.3f} | "
        f"{row.low:.3f} to {row.high:.3f} |\n"
        for row in by_look(table).itertuples()
    )
    return f"""# What the search of `paradip optimize` costs

**{finding(table)}**

![hypervolume by decades run](search_cost.svg)

`python -m experiments.search_cost --seeds {seeds} --years {years:g} --check {worlds}`: the default task of `paradip
optimize` (every lever, the budget of the dearest preset, three outcomes), but each of {quantity(years, "years")}
instead of ten, so that {seeds} searches of each kind take minutes. NSGA-II runs {PLAIN.looks[-1]} policies
in {PLAIN.worlds} worlds each, the guided search {GUIDED.looks[-1]} in {GUIDED.worlds}.
A front is the undominated of all policies tried so far. Its hypervolume
is the share that it beats of the box between the means of `centralized` and the best means that
any of them reaches, in {worlds} fresh worlds, the same for all. The presets within the budget beat {presets:.3f} of it.

| search | policies run | decades run | policies on the front | hypervolume | 95% interval |
| --- | --- | --- | --- | --- | --- |
{rows}
Means over {seeds} seeds; `fronts.csv` has each.
"""


def main(seeds: int, years: float, worlds: int, folder: Path, runs: Path, ways=(GUIDED, PLAIN)) -> None:
    found = []
    for seed in range(1, seeds + 1):
        for way in ways:
            with Progress(f"policies, {way.name}, seed {seed} of {seeds}") as progress:
                found += fronts(way, years, seed, runs / f"{way.name}_{seed}", progress, conclude)
    with Progress("policies judged") as progress:
        table, presets = judged(found, years, worlds, runs / "fresh", progress, conclude)
    folder.mkdir(parents=True, exist_ok=True)
    write_figure(folder, "search_cost", draw(table, presets, years, worlds))
    text = told(table, presets, seeds, years, worlds)
    publish(folder, "search_cost", text, {"fronts": table}, seeds=seeds, years=years, check=worlds)
    print(finding(table))


if __name__ == "__main__":
    given = asked(
        "search_cost",
        "What does the search of paradip optimize cost, and what does it find?",
        RESULTS,
        "seeds",
        SEEDS,
        years=YEARS,
        check=WORLDS,
    )
    main(given.seeds, given.years, int(given.check), given.out, ROOT / "results" / "search_cost")
