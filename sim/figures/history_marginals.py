"""Assumptions about which the targets tell something, a row each: the plausible range, and where the worlds lie that
are left. Takes the marginals of a `sim.study.history.match.History` and returns a Figure."""

from matplotlib.lines import Line2D

from sim.figures.style import (
    BLUE,
    FAINT,
    SINGLE,
    SMALL,
    TITLE,
    VERMILION,
    HouseFigure,
    house,
    inches,
    width_of,
    wrap,
    write_at,
)
from sim.model.units import number

ROW, MARGIN, GAP, LINE, UNDER, HEAD = 0.19, 0.1, 0.12, 0.135, 0.42, 0.3  # inches
MOST = 30
PLOT = 2.6


def draw(marginals) -> HouseFigure:
    told = marginals[marginals["told"]]
    rows = list(told.reindex(told["moved"].abs().sort_values(ascending=False, kind="stable").index)[:MOST].itertuples())
    with house():
        labels = [row.assumption.replace("_", " ") for row in rows]
        ends = [(number(row[4], 2), number(row[5], 2)) for row in rows]
        wide = (
            MARGIN + max([width_of(f"{a}  {b[0]}", SMALL) for a, b in zip(labels, ends, strict=True)], default=1) + GAP
        )
        right = max([width_of(b[1], SMALL) for b in ends], default=0.2) + GAP
        width = max(SINGLE * 1.5, wide + PLOT + right + MARGIN)
        heading = wrap(title(marginals), width - 2 * MARGIN, TITLE, "bold")
        about = wrap(note(marginals), width - 2 * MARGIN, SMALL)
        top = 0.2 + 0.16 * (heading.count("\n") + 1) + HEAD
        height = ROW * max(len(rows), 1)
        figure = HouseFigure(width, top + height + UNDER + LINE * (about.count("\n") + 1) + MARGIN)
        axes = inches(figure, wide, top, width - wide - right - MARGIN, height)
        for k, row in enumerate(rows):
            y, low, high = k + 0.5, row[4], row[5]
            at = {name: (getattr(row, name) - low) / (high - low) for name in
                  ("default", "low", "quarter", "median", "three_quarters", "high")}  # fmt: skip
            axes.barh(y, 1.0, height=0.62, color=FAINT, zorder=1)
            axes.plot([at["low"], at["high"]], [y, y], color=BLUE, linewidth=1.2, solid_capstyle="butt", zorder=2)
            axes.plot(
                [at["quarter"], at["three_quarters"]], [y, y], color=BLUE, linewidth=4, solid_capstyle="butt", zorder=3
            )
            axes.plot([at["median"]], [y], marker="o", color=BLUE, markerfacecolor="white", markersize=4, zorder=4)
            axes.plot([at["default"]], [y], marker="|", color=VERMILION, markersize=9, markeredgewidth=1.6, zorder=5)
            write_at(figure, wide - GAP / 2, top + ROW * y, f"{labels[k]}  {ends[k][0]}", ha="right", va="center")
            write_at(figure, width - MARGIN - right + GAP / 2, top + ROW * y, ends[k][1], va="center")
        axes.set_xlim(-0.02, 1.02)
        axes.set_ylim(max(len(rows), 1), 0.0)
        axes.set_xticks([])
        axes.set_yticks([])
        for side in ("left", "bottom"):
            axes.spines[side].set_visible(False)
        axes.set_xlabel("plausible range of each assumption, from its low to its high end", fontsize=SMALL)
        write_at(figure, MARGIN, 0.06, heading, fontsize=TITLE, fontweight="bold")
        write_at(figure, MARGIN, top + height + UNDER, about)
        corner = MARGIN / width, 1.0 - (top - HEAD) / figure.get_size_inches()[1]
        figure.legend(
            handles=legend(), loc="upper left", bbox_to_anchor=corner, ncols=3, fontsize=SMALL, handlelength=1.4,
            columnspacing=1.0, borderpad=0.0,
        )  # fmt: skip
    return figure


def legend() -> list:
    return [
        Line2D([], [], color=BLUE, linewidth=1.2, label="95% of what is left"),
        Line2D([], [], color=BLUE, linewidth=4, marker="o", markerfacecolor="white", markersize=4, label="50%, median"),
        Line2D([], [], color=VERMILION, linestyle="none", marker="|", markersize=9, markeredgewidth=1.6,
               label="default"),
    ]  # fmt: skip


def title(marginals) -> str:
    told = int(marginals["told"].sum())
    return f"The targets tell something about {told} of {len(marginals)} assumptions, nothing about the others"


def note(marginals) -> str:
    told = int(marginals["told"].sum())
    some = f" The {MOST} that moved most are shown." if told > MOST else ""
    return (
        "Told: mean or width differs from that of the whole range by more than three standard errors. Ends of a range "
        f"in the unit of the assumption (paradip list parameters).{some} Source: paradip evidence."
    )
