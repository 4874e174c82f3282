"""All claims in one figure: the share of worlds in which each holds, holds in part, is reversed, or neither.

Takes a table of `sim.study.claims.ledger.table_of` and returns a Figure with a bar for each claim and staffing
convention; where other worlds were tried beside the first, a mark says in what share of these it holds.
"""

from collections.abc import Sequence

from matplotlib.lines import Line2D
from matplotlib.patches import Patch

from sim.figures.style import (
    BLUE,
    COLOURS,
    DOUBLE,
    FAINT,
    INK,
    SMALL,
    TITLE,
    VERMILION,
    HouseFigure,
    house,
    inches,
    wrap,
    write_at,
)
from sim.figures.worlds import said_of
from sim.inputs.worlds import PLAUSIBLE
from sim.runs.intervals import share_interval

ROW, TEXT_WIDE, BAR, MARGIN, TOP, LINE = 0.155, 3.9, 2.2, 0.1, 0.62, 0.135  # inches
SKY = COLOURS[5]
MARKS = ("D", "o", "s", "^")
WHO = {"none": "", "kept": "kept", "moved": "moved"}


def draw(table, worlds: Sequence[str] = (PLAUSIBLE,)) -> HouseFigure:
    """Bars sum to 1: holds (blue), in part (sky), neither (light), reversed (vermilion, hatched). worlds: names of the
    kinds tried, the first that of the bars."""
    marks = dict(zip(worlds[1:], MARKS, strict=False))
    rows, tops, top = list(table.itertuples()), [], 0.0
    texts: dict[str, str] = {}
    for name, part in table.groupby("id", sort=False):
        text = wrap(f"{name}  {part['claim'].iloc[0]}", TEXT_WIDE, SMALL)
        texts[str(name)] = text
        lines = max(text.count("\n") + 1, 1)
        height = max(len(part) * ROW, lines * 0.135) + 0.05
        tops += [top + k * ROW for k in range(len(part))]
        top += height
    with house():
        about = wrap(note(table, worlds), DOUBLE - 0.1, SMALL)
        figure = HouseFigure(DOUBLE + 0.1, TOP + top + 0.46 + LINE * (about.count("\n") + 1))
        axes = inches(figure, MARGIN + TEXT_WIDE + 0.55, TOP, BAR, top)
        for k, (row, at) in enumerate(zip(rows, tops, strict=True)):
            y = at + ROW / 2
            axes.barh(y, row.holds, height=ROW * 0.78, color=BLUE)
            axes.barh(y, row.partly, left=row.holds, height=ROW * 0.78, color=SKY)
            axes.barh(y, row.unclear, left=row.holds + row.partly, height=ROW * 0.78, color=FAINT)
            axes.barh(
                y,
                row.reversed,
                left=1.0 - row.reversed,
                height=ROW * 0.78,
                color=VERMILION,
                hatch="////",
                edgecolor="white",
                linewidth=0,
            )
            n = table[f"{worlds[0]}_effective"].iloc[k] if f"{worlds[0]}_effective" in table else row.worlds
            axes.plot(share_interval(row.holds, n), [y, y], color=INK, linewidth=0.8)
            for name, mark in marks.items():
                axes.plot(table[name].iloc[k], y, mark, color=INK, markerfacecolor="white", markersize=4, clip_on=False)
            write_at(figure, MARGIN + TEXT_WIDE + 0.5, TOP + y, WHO[row.staffing], ha="right", va="center", color=INK)
        seen = set()
        for row, at in zip(rows, tops, strict=True):
            if row.id not in seen:
                seen.add(row.id)
                write_at(figure, MARGIN, TOP + at + 0.01, texts[row.id], linespacing=1.05)
        axes.set_xlim(0.0, 1.0)
        axes.set_ylim(top, 0.0)
        axes.set_yticks([])
        axes.spines["left"].set_visible(False)
        axes.set_xticks([0.0, 0.25, 0.5, 0.75, 1.0], ["0", "25%", "50%", "75%", "100%"])
        axes.set_xlabel(f"share of {said_of(worlds[0]).worlds}", fontsize=SMALL)
        write_at(
            figure,
            MARGIN,
            0.06,
            wrap(title(table, worlds[0]), DOUBLE - 0.1, TITLE, "bold"),
            fontsize=TITLE,
            fontweight="bold",
        )
        figure.legend(
            handles=[
                Patch(color=BLUE, label="holds"),
                Patch(color=SKY, label="in part"),
                Patch(color=FAINT, label="neither"),
                Patch(facecolor=VERMILION, hatch="////", edgecolor="white", label="reversed"),
                *(
                    Line2D([], [], marker=mark, color=INK, markerfacecolor="white", linewidth=0, label=f"holds, {name}")
                    for name, mark in marks.items()
                ),
            ],
            loc="upper right",
            bbox_to_anchor=(1.0, 1.0 - 0.38 / figure.get_size_inches()[1]),
            ncols=4 + len(marks),
            fontsize=SMALL,
            handlelength=1.2,
            columnspacing=1.0,
            borderpad=0.0,
        )
        write_at(figure, MARGIN, TOP + top + 0.38, about)
    return figure


def title(table, worlds: str = PLAUSIBLE) -> str:
    """The finding, counted from the table."""
    n = len(table)
    broad, against = (int((table[side] >= 0.8).sum()) for side in ("holds", "reversed"))
    half = int((table["reversed"] >= 0.5).sum())
    return (
        f"{table['id'].nunique()} claims, {n} under both staffing conventions: {broad} hold in at "
        f"least 80% of {said_of(worlds).worlds}, {half} are reversed in most"
        + (f" ({against} in at least 80%)" if against else "")
    )


def note(table, worlds: Sequence[str]) -> str:
    n, said = int((table["worlds"] + table["undefined"]).max()), said_of(worlds[0])
    others = "".join(f" Mark: the share of {n:,} {said_of(name).worlds} in which it holds." for name in worlds[1:])
    return (
        f"n = {n:,} worlds {said.drawn}; black: 95% interval of the share that holds (it covers {said.short}).{others} "
        "kept: delegates bring their own staff; moved: staff moves from the centre with the work. A claim holds in a "
        "world if all of its parts do by more than the smallest effect of interest, in part if some do; it is reversed "
        "if none does and at least one goes the other way by as much."
    )
