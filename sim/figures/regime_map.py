"""Which policy is best where: local information and coupling, first for all four policies, then for the centre and
delegation."""

import numpy as np
from matplotlib.colors import to_rgb
from matplotlib.patches import Rectangle

from sim.figures.curves import n_of, page
from sim.figures.legend import spell
from sim.figures.names import better_of, metric_name, unit_of
from sim.figures.panels import MARGIN
from sim.figures.style import COLOURS, DOUBLE, INK, MARKERS, SMALL, TEXT, HouseFigure, house, inches, wrap, write_at
from sim.model.units import number

X, Y = "parameters.local_precision", "parameters.tolerance"
DUEL = ["status_quo", "guided_delegation"]
OUTCOMES = ["goodput", "surfaced"]
LEFT, BETWEEN, CELL, CAPTION, HEAD, UNDER, VALUE = 0.66, 0.14, 0.3, 0.24, 0.4, 0.36, 7.0  # inches and points


def draw(table) -> HouseFigure:
    labels, policies = list(dict.fromkeys(table["label"])), list(dict.fromkeys(table["policy"]))
    rows, columns = sorted(table[Y].unique()), sorted(table[X].unique())
    note = (
        f"The United States of 2023; {n_of(table)}. The mark shows the winner, the number its lead over the next (in "
        "the unit above). Grey, with several marks: paired 95% intervals do not distinguish these. Local information: "
        "precision with which an actor sees its own conditions (the centre's is 0.6). Coupling: how near issues agreed "
        "with one counterpart must be not to contradict each other (sd); near is tight. In Alonso, Dessein and "
        "Matouschek (2008), delegation pays with local information and loses with the need to coordinate."
    )
    block = CAPTION + CELL * len(rows)
    with house():
        figure, top = page(
            finding(table, labels),
            note,
            HEAD + 2 * block + UNDER,
            [name.replace("_", " ") for name in policies],
            dashed=False,
        )
        each = (DOUBLE - LEFT - 0.06 - 3 * BETWEEN) / 4
        for k, (outcome, label) in enumerate((outcome, label) for outcome in OUTCOMES for label in labels):
            start = LEFT + k * (each + BETWEEN)
            if k % len(labels) == 0:
                name = metric_name(outcome)
                write_at(
                    figure,
                    start,
                    top + 0.06,
                    f"{name[0].upper()}{name[1:]} ({unit_of(outcome)})",
                    fontsize=TEXT,
                    fontweight="bold",
                )
            write_at(figure, start, top + HEAD - 0.06, wrap(label[0].upper() + label[1:], each, SMALL), va="bottom")
            for row, rivals in enumerate((policies, DUEL)):
                above = top + HEAD + row * block + CAPTION
                axes = inches(figure, start, above, each, CELL * len(rows), label=f"{outcome} {label}")
                for (x, y), part in table[(table["outcome"] == outcome) & (table["label"] == label)].groupby([X, Y]):
                    draw_cell(
                        axes,
                        columns.index(x),
                        rows.index(y),
                        part[part["policy"].isin(rivals)],
                        policies,
                        each / len(columns),
                    )
                axes.set_xlim(0, len(columns))
                axes.set_ylim(0, len(rows))
                axes.spines[:].set_visible(False)
                axes.tick_params(length=0)
                axes.set_xticks(np.arange(len(columns)) + 0.5, [spell(value) for value in columns] if row else [])
                axes.set_yticks(np.arange(len(rows)) + 0.5, [spell(value) for value in rows] if k == 0 else [])
                if k == 0:
                    words = "Among all four" if row == 0 else "The arrangement of 2023 against guided delegation"
                    write_at(figure, start, above - 0.04, words, va="bottom", style="italic")
                    write_at(
                        figure,
                        MARGIN,
                        above + CELL * len(rows) / 2,
                        "tight   coupling   loose",
                        rotation=90,
                        va="center",
                    )
        write_at(
            figure,
            LEFT + (DOUBLE - LEFT) / 2,
            top + HEAD + 2 * block + UNDER,
            f"precision of local information, 1/sd² ({X}); upward: {Y}",
            ha="center",
            va="bottom",
        )
    return figure


def standing(part):
    """(winners, lead): the policies that cannot be distinguished from the best one, the best first, and how far the
    next is behind.

    Between two policies, the paired difference to the arrangement of 2023 decides; among more, `behind` of the table.
    """
    if len(part) == 2:
        other = part[part["policy"] != DUEL[0]].iloc[0]
        ahead = other["mean"] * better_of(other["outcome"])
        winners = [other["policy"], DUEL[0]] if ahead > 0 else [DUEL[0], other["policy"]]
        return (winners if other["low"] <= 0 <= other["high"] else winners[:1]), abs(other["mean"])
    part = part.sort_values("behind")
    near = part[(part["behind"] == 0) | (part["behind"] <= part["behind_half"])]
    return list(near["policy"]), float(part["behind"].iloc[1])


def draw_cell(axes, column: int, row: int, part, policies: list[str], wide: float) -> None:
    winners, lead = standing(part)
    colour = COLOURS[policies.index(winners[0])] if len(winners) == 1 else "#999999"
    axes.add_patch(
        Rectangle(
            (column, row),
            1,
            1,
            facecolor=[1 - 0.35 * (1 - c) for c in to_rgb(colour)],
            edgecolor="white",
            linewidth=0.5,
        )
    )
    for k, name in enumerate(winners):
        axes.plot(
            column + 0.5 + (k - (len(winners) - 1) / 2) * 0.1 / wide,
            row + 0.7,
            marker=MARKERS[policies.index(name)],
            color=COLOURS[policies.index(name)],
            markersize=4.0,
            linestyle="none",
        )
    text = number(lead, 2)
    axes.text(
        column + 0.5,
        row + 0.26,
        text.replace("0.", ".", 1) if lead < 1 else text,
        fontsize=VALUE,
        color=INK,
        ha="center",
        va="center_baseline",
    )


def wins(table, outcome: str, label: str, rivals: list[str]) -> dict[str, float]:
    """Share of cells in which each policy alone is best."""
    part = table[(table["outcome"] == outcome) & (table["label"] == label) & table["policy"].isin(rivals)]
    found = [standing(cell)[0] for _, cell in part.groupby([X, Y])]
    return {name: sum(winners == [name] for winners in found) / len(found) for name in rivals}


def finding(table, labels: list[str]) -> str:
    """Which policy has the highest value, and where guided delegation has fewer incidents than the arrangement of
    2023."""
    policies, told, duel = list(dict.fromkeys(table["policy"])), [], []
    for label in labels:
        share = wins(table, "goodput", label, policies)
        name = max(share, key=share.__getitem__)
        told.append(
            f"{name.replace('_', ' ')} {'everywhere' if share[name] == 1 else f'in {share[name]:.0%} of cells'} "
            f"({label})"
        )
        duel.append(f"{wins(table, 'surfaced', label, DUEL)[DUEL[1]]:.0%} ({label})")
    return (
        f"Highest value: {', '.join(told)}. Guided delegation has fewer incidents than the arrangement of 2023 in "
        f"{' and '.join(duel)} of cells{drivers(table[table['policy'].eq(DUEL[1]) & table['outcome'].eq('surfaced')])}"
    )


def drivers(duel) -> str:
    """Where guided delegation is best, and whether its lead grows with the information of the actors."""
    won = duel[duel["high"] < 0]
    if won.empty or won[Y].nunique() == duel[Y].nunique():
        return ""
    lead = -won[won["label"] == won["label"].iloc[0]].groupby(X)["mean"].mean()
    coupling = "loose" if won[Y].mean() > np.mean(duel[Y].unique()) else "tight"
    more = ", and by more the better local information is" if len(lead) > 1 and lead.iloc[-1] > lead.iloc[0] else ""
    return f", where coupling is {coupling}{more}"
