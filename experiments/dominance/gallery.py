"""The figure: in what share of worlds each preset is best, by outcome, under both staffing conventions."""

import pandas as pd

from sim.figures.names import metric_name
from sim.figures.style import DOUBLE, INK, SMALL, TITLE, HouseFigure, house, inches, wrap, write_at
from sim.figures.worlds import said_of
from sim.inputs.worlds import name_of

MARGIN, ROW, LEFT, HEAD = 0.08, 0.19, 1.85, 1.35  # inches
WAYS = {"kept": "delegates bring their own staff", "moved": "staff moves with the work"}


def finding(shares: pd.DataFrame) -> str:
    """Who leads under each convention, and in how many outcomes."""
    told, whole = [], len(shares["outcome"].unique())
    for staffing, way in WAYS.items():
        mine = shares[shares["staffing"] == staffing]
        most = mine.loc[mine.groupby("outcome", sort=False)["best"].idxmax()]
        name = most["policy"].value_counts().index[0]
        told.append(
            f"{name.replace('_', ' ')} in {int((most['policy'] == name).sum())} of {whole} outcomes where {way}"
        )
    return f"At one budget, best in the most worlds: {', '.join(told)}"


def draw(shares: pd.DataFrame, budget: float, n: int, worlds: str) -> HouseFigure:
    outcomes, names = list(dict.fromkeys(shares["outcome"])), list(dict.fromkeys(shares["policy"]))
    title = wrap(finding(shares), DOUBLE - 2 * MARGIN, TITLE, "bold")
    drawn = said_of(name_of(worlds)).drawn
    note = wrap(
        f"Per cent of {n:,} worlds, {drawn}, in which a preset is best; boxed: the least mean regret. Levers are "
        f"scaled until they cost {budget:,.0f} FTE at the prices of the world; the arrangement of 2023, and presets "
        f"that cannot cost so much, stay as they are. Source: python -m experiments.dominance --worlds {worlds}.",
        DOUBLE - 2 * MARGIN,
        SMALL,
    )
    top = 0.12 + 0.15 * (title.count("\n") + 1) + HEAD
    high = ROW * len(outcomes)
    height = top + high + 0.14 * (note.count("\n") + 1) + 0.32
    each = (DOUBLE - LEFT - MARGIN - 0.15) / 2
    with house():
        figure = HouseFigure(DOUBLE, height)
        write_at(figure, MARGIN, MARGIN, title, fontsize=TITLE, fontweight="bold", gid="finding")
        for k, (staffing, way) in enumerate(WAYS.items()):
            mine = shares[shares["staffing"] == staffing]
            best = mine.pivot(index="outcome", columns="policy", values="best").loc[outcomes, names]
            calm = mine.pivot(index="outcome", columns="policy", values="least_regret").loc[outcomes, names]
            axes = inches(figure, LEFT + k * (each + 0.15), top, each, high, label=way)
            axes.imshow(best.to_numpy(), cmap="Greys", vmin=0.0, vmax=1.2, aspect="auto")
            for row in range(len(outcomes)):
                for column in range(len(names)):
                    value = best.iloc[row, column]
                    ink = "white" if value > 0.6 else INK
                    boxed = dict(boxstyle="square,pad=0.15", fill=False, edgecolor=ink, linewidth=0.8)
                    axes.text(
                        column, row, f"{100.0 * value:.0f}", ha="center", va="center", fontsize=SMALL,
                        color=ink, bbox=boxed if calm.iloc[row, column] else None,
                    )  # fmt: skip
            axes.set_xticks(range(len(names)), [name.replace("_", " ") for name in names], rotation=90)
            axes.xaxis.tick_top()
            axes.set_yticks(range(len(outcomes)), [metric_name(name) for name in outcomes] if k == 0 else [])
            axes.tick_params(length=0)
            axes.set_xlabel(way, fontsize=SMALL)
            for side in axes.spines.values():
                side.set_visible(False)
        write_at(figure, MARGIN, top + high + 0.25, note)
    return figure
