"""What affects an outcome: the factors that matter most, with the intervals of their indices and the noise of the
seeds.

Takes a table of `sim.study.sensitivity` and returns a Figure: one panel for each outcome, one row for each factor.
Under morris the mean effect and its spread; under sobol the total and the first-order share of the variance.
"""

import math

from matplotlib.lines import Line2D

from sim.figures.names import metric_name, unit_of
from sim.figures.panels import LINE, MARGIN
from sim.figures.style import (
    BLUE,
    DOUBLE,
    FAINT,
    GREY,
    INK,
    SINGLE,
    SMALL,
    TEXT,
    VERMILION,
    HouseFigure,
    house,
    inches,
    width_of,
    wrap,
    write_at,
)
from sim.model.units import plain

MOST, ROW, LABEL_MOST = 12, 0.21, 1.7
HEAD, UNDER, BETWEEN = 0.3, 0.5, 0.3  # inches
DASHED = (0, (3, 2))
SYMBOL = {"mu_star": "\N{GREEK SMALL LETTER MU}*", "ST": "ST"}
# index, words in the legend, colour, marker, filled, shift of its row
LOOK: dict[str, tuple] = {
    "mu_star": ("\N{GREEK SMALL LETTER MU}*, mean effect of the whole range", BLUE, "o", True, -0.04),
    "sigma": ("\N{GREEK SMALL LETTER SIGMA}, how much that effect varies", VERMILION, "s", False, 0.04),
    "ST": ("in every combination (ST)", BLUE, "o", True, -0.04),
    "S1": ("alone (S1)", VERMILION, "s", False, 0.04),
}


def draw(table, difference: str = "", ranges: str = "") -> HouseFigure:
    """`difference`: whose outcome minus whose, in words, if the indices are of a difference between policies. `ranges`:
    what assumptions were varied over, if not their plausible ranges, after a comma."""
    outcomes = list(dict.fromkeys(table["outcome"]))
    shown = [name for name in LOOK if (table["index"] == name).any()]
    rows = {name: top_factors(table[table["outcome"] == name], shown[0]) for name in outcomes}
    across = min(len(outcomes), 2)
    with house():
        width = SINGLE if across == 1 else DOUBLE
        labels = (
            max(
                width_of(line, SMALL)
                for names in rows.values()
                for name in names
                for line in label_of(name).split("\n")
            )
            + 0.12
        )
        each = (width - MARGIN - across * labels - (across - 1) * BETWEEN - 0.1) / across
        height = max(sum(ROW + LINE * label_of(name).count("\n") * 0.6 for name in names) for names in rows.values())
        note = wrap(note_of(table, shown, difference, ranges), width - 2 * MARGIN, SMALL)
        legend = 0.2 + 0.16 * (len(shown) + 1 if across == 1 else 1)
        block = HEAD + height + UNDER
        down = math.ceil(len(outcomes) / across)
        figure = HouseFigure(width, legend + down * block + LINE * (note.count("\n") + 1) + 0.1)
        write_legend(figure, shown, across)
        for k, name in enumerate(outcomes):
            left = MARGIN + labels + (k % across) * (each + labels + BETWEEN)
            top = legend + HEAD + (k // across) * block
            axes = inches(figure, left, top, each, height, label=name)
            title = metric_name(name) + (", difference" if difference else "")
            write_at(
                figure,
                left - labels,
                top - 0.08,
                wrap(title[0].upper() + title[1:], each + labels, TEXT, "bold"),
                fontweight="bold",
                va="bottom",
                fontsize=TEXT,
            )
            fill(axes, table[table["outcome"] == name], rows[name], shown, height)
            axes.set_xlabel(
                "share of variance" if "ST" in shown else unit_of(name) or metric_name(name), fontsize=SMALL
            )
        write_at(figure, MARGIN, legend + down * block + 0.02, note)
    return figure


def top_factors(part, index: str) -> list[str]:
    """The factors of the largest indices, the largest first."""
    found = part[part["index"] == index].sort_values("value", ascending=False, kind="stable")
    return list(found["factor"][:MOST])


def label_of(key: str) -> str:
    """`parameters.load` -> load; levers and groups by their own key."""
    return wrap(key.removeprefix("parameters."), LABEL_MOST, SMALL)


def fill(axes, part, names: list[str], shown: list[str], height: float) -> None:
    step = height / max(len(names), 1)
    middle = [step * (k + 0.5) for k in range(len(names))]
    for index in shown:
        _, colour, marker, filled, shift = LOOK[index]
        found = part[part["index"] == index].set_index("factor").loc[names]
        for y, (value, low, high) in zip(middle, found[["value", "low", "high"]].to_numpy(), strict=True):
            axes.plot([low, high], [y + shift] * 2, color=colour, solid_capstyle="butt", gid="whisker", zorder=3)
            axes.plot(
                [value],
                [y + shift],
                color=colour,
                marker=marker,
                markersize=3.8,
                linestyle="none",
                zorder=4,
                markerfacecolor=colour if filled else "white",
            )
    levels = part[part["index"] == shown[0]].set_index("factor").loc[names, "noise"]
    for k, level in enumerate(levels):
        axes.plot(
            [level, level],
            [step * k, step * (k + 1)],
            color=GREY,
            linestyle=DASHED,
            linewidth=0.9,
            zorder=2,
            gid="noise",
        )
    axes.axvline(0.0, color=INK, linewidth=0.6, zorder=1)
    axes.set_ylim(height, 0.0)
    axes.set_yticks(middle, [label_of(name) for name in names])
    axes.tick_params(axis="y", length=0)
    axes.grid(axis="y", color=FAINT, linewidth=0.5)
    axes.set_axisbelow(True)
    axes.spines["left"].set_visible(False)
    axes.xaxis.set_major_formatter(plain)
    axes.locator_params(axis="x", nbins=5)


def write_legend(figure, shown: list[str], across: int) -> None:
    """A mark and its words, for each index and the noise; below one another in a single column, else side by side."""
    width, height = figure.get_size_inches()
    entries: list[tuple] = [
        (words, colour, marker, colour if filled else "white", "none")
        for words, colour, marker, filled, _ in (LOOK[index] for index in shown)
    ]
    entries.append((f"{SYMBOL[shown[0]]} of seed noise alone", GREY, "", "none", DASHED))
    left, down = MARGIN, 0.14
    for words, colour, marker, face, line in entries:
        ends = [left, left + 0.22] if line != "none" else [left + 0.08]
        figure.add_artist(
            Line2D(
                [x / width for x in ends],
                [1.0 - down / height] * len(ends),
                color=colour,
                linestyle=line,
                marker=marker,
                markersize=3.8,
                markerfacecolor=face,
                linewidth=0.9,
            )
        )
        write_at(figure, left + (0.28 if line != "none" else 0.18), down, words, va="center_baseline")
        if across == 1:
            down += 0.16
        else:
            left += width_of(words, SMALL) + 0.5


def note_of(table, shown: list[str], difference: str, ranges: str) -> str:
    """Below: the quantity, how many factors, the strongest interactions, the noise."""
    n_factors = table["factor"].nunique()
    parts = [f"{difference}." if difference else ""]
    parts.append(f"The {MOST} largest of {n_factors} factors{ranges}." if n_factors > MOST else "")
    parts.append(f"{n_factors} factors{ranges}." if ranges and n_factors <= MOST else "")
    parts.append("Whiskers: 95%, bootstrap over points.")
    pairs = table[(table["index"] == "S2") & (table["low"] > 0.0)].sort_values("value", ascending=False, kind="stable")
    told = [
        f"{label_of(pair.factor)} \N{MULTIPLICATION SIGN} {label_of(pair.other)} {plain(round(pair.value, 2))} "
        f"({metric_name(pair.outcome)})"
        for pair in pairs.head(3).itertuples()
    ]
    parts.append(f"Strongest interactions: {'; '.join(told)}." if told else "")
    noise = table.groupby("outcome", sort=False)["noise_share"].first()
    known = [
        f"{share:.{0 if share >= 0.1 else 1}%} ({metric_name(str(name))})"
        for name, share in noise.items()
        if math.isfinite(share)
    ]
    parts.append(
        f"Seed noise in the variance between points: {', '.join(known)}."
        if known
        else "One replicate per point: seed noise is unknown."
    )
    return " ".join(part for part in parts if part)
