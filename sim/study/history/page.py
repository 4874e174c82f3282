"""What history matching found, as a page: the finding first, then what is told, what is not, and what does not fit."""

from typing import TYPE_CHECKING

from sim.figures.history_fit import percent
from sim.figures.history_fit import title as finding
from sim.figures.history_marginals import title as told_of
from sim.model.units import number

if TYPE_CHECKING:
    from sim.study.history.match import History


def page_of(history: "History") -> str:
    return f"""# Which worlds agree with what is known

**{finding(history.table, history.waves.left.share)}.**

![readings before and after](fit.svg)

{drawn(history)}

## Wave by wave

![share of the box left, and what each target rules out](waves.svg)

{markdown(history.shares.assign(left=history.shares["left"].map(percent)).drop(columns="reached"))}
Each reading is emulated; how well, in every wave, is in `emulators.csv`: in the last, the share of the variance of
held-out worlds that is explained runs from {explained(history)}.

## What cannot be met

{unmet(history)}

## What the targets tell

**{told_of(history.marginals)}.**

![assumptions before and after](marginals.svg)

{markdown(most(history))}
All are in `marginals.csv`. Pairs of assumptions that go together in what is left (`pairs.csv`):
{pairs(history)}

No target touches the others: {untouched(history)}.

## Targets kept to test

{markdown(tests(history))}
`met`: share of the worlds left in which the reading is within three standard deviations of the figure.

## Files

{where(history)}`targets.csv`, `waves.csv`, `emulators.csv`,
`marginals.csv` and `pairs.csv` the tables above; `evidence.csv` the fit at default assumptions.
"""


TOO_FEW = "That is too few to try conclusions in, so they are not handed on."


def where(history: "History") -> str:
    return "`worlds.csv` has the worlds that are left, one a row, with their weights; " if history.enough else ""


def drawn(history: "History") -> str:
    n, sizes = len(history.weights), history.sizes
    few = "" if history.enough else f" {TOO_FEW}"
    return (
        f"`paradip evidence`: {len(history.waves.bench.factors)} assumptions, each over its plausible range; "
        f"{sizes.decades} decades of each world and policy, in the same luck for all worlds. What is left is told by "
        f"{n:,} worlds with weights, which are worth {history.effective:,.0f} of equal weight. Grey in the figure: "
        f"{sizes.worlds:,} plausible worlds, for targets kept to test {min(sizes.tested, sizes.worlds):,}.{few}"
    )


def explained(history: "History") -> str:
    last = history.emulators[history.emulators["wave"] == history.emulators["wave"].max()]
    return f"{number(float(last['explained'].min()), 2)} to {number(float(last['explained'].max()), 2)}"


def unmet(history: "History") -> str:
    """Targets set apart, those that are left implausible all the same, and those that are hardly ever defined."""
    lines = []
    for one in history.waves.apart:
        if one.against:
            lines.append(
                f"- `{one.target}` cannot be met together with {', '.join(f'`{name}`' for name in one.against)}: it "
                f"comes within {number(one.least, 2)} standard deviations, and most worlds near there miss these."
            )
        else:
            lines.append(
                f"- `{one.target}` is met by hardly any world: it comes within {number(one.least, 2)} standard "
                "deviations. Either the model is wrong, or the figure is of something else."
            )
    missed = history.table[(history.table["met"] < 0.5) & ~history.table["set_apart"]]
    lines += [f"- `{row.target}` is missed by most worlds that are left ({row.use})." for row in missed.itertuples()]
    lines += [f"- `{name}` is defined in too few worlds to rule any out." for name in history.waves.silent]
    return "\n".join(lines) or "Nothing: all targets for fit can be met together, and most worlds left meet the others."


def most(history: "History", n: int = 20):
    told = history.marginals[history.marginals["told"]]
    told = told.reindex(told["moved"].abs().sort_values(ascending=False, kind="stable").index)[:n]
    return told[["assumption", "from", "to", "default", "low", "median", "high", "by"]]


def pairs(history: "History", n: int = 10) -> str:
    said = [f"`{row.one}` and `{row.other}` ({row.correlation:+.2f})" for row in history.pairs.head(n).itertuples()]
    return f"{', '.join(said)}." if said else "none by more than chance."


def untouched(history: "History") -> str:
    names = history.marginals.loc[~history.marginals["told"], "assumption"]
    return ", ".join(f"`{name}`" for name in names) or "there are none"


def tests(history: "History"):
    kept = history.table[history.table["use"] == "test"]
    return kept[["target", "observed", "default", "before", "after_low", "after", "after_high", "met"]]


def markdown(table) -> str:
    rows = [[cell(value) for value in row] for row in table.itertuples(index=False)]
    lines = [[str(name).replace("_", " ") for name in table.columns], ["---"] * len(table.columns), *rows]
    return "".join("| " + " | ".join(line) + " |\n" for line in lines)


def cell(value: object) -> str:
    if isinstance(value, float):
        return number(value, 2) if value == value else ""
    return str(value)
