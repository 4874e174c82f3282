"""All claims in one figure: the share of plausible worlds in which each holds, holds in part, is reversed, or neither.

Takes a table of `sim.study.claims.ledger.table_of` and returns a Figure with a bar for each claim and staffing
convention.
"""

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
from sim.runs.intervals import share_interval

ROW, TEXT_WIDE, BAR, MARGIN, TOP, LINE = 0.155, 3.9, 2.2, 0.1, 0.62, 0.135  # inches
SKY = COLOURS[5]
WHO = {"none": "", "kept": "kept", "moved": "moved"}


def draw(table) -> HouseFigure:
    """Bars sum to 1: holds (blue), in part (sky), neither (light), reversed (vermilion, hatched)."""
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
        about = wrap(note(table), DOUBLE - 0.1, SMALL)
        figure = HouseFigure(DOUBLE + 0.1, TOP + top + 0.46 + LINE * (about.count("\n") + 1))
        axes = inches(figure, MARGIN + TEXT_WIDE + 0.55, TOP, BAR, top)
        for row, at in zip(rows, tops, strict=True):
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
            axes.plot(share_interval(row.holds, row.worlds), [y, y], color=INK, linewidth=0.8)
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
        axes.set_xlabel("share of plausible worlds", fontsize=SMALL)
        write_at(
            figure, MARGIN, 0.06, wrap(title(table), DOUBLE - 0.1, TITLE, "bold"), fontsize=TITLE, fontweight="bold"
        )
        figure.legend(
            handles=[
                Patch(color=BLUE, label="holds"),
                Patch(color=SKY, label="in part"),
                Patch(color=FAINT, label="neither"),
                Patch(facecolor=VERMILION, hatch="////", edgecolor="white", label="reversed"),
            ],
            loc="upper right",
            bbox_to_anchor=(1.0, 1.0 - 0.38 / figure.get_size_inches()[1]),
            ncols=4,
            fontsize=SMALL,
            handlelength=1.2,
            columnspacing=1.0,
            borderpad=0.0,
        )
        write_at(figure, MARGIN, TOP + top + 0.38, about)
    return figure


def title(table) -> str:
    """The finding, counted from the table."""
    n = len(table)
    broad, against = (int((table[side] >= 0.8).sum()) for side in ("holds", "reversed"))
    half = int((table["reversed"] >= 0.5).sum())
    return (
        f"{table['id'].nunique()} claims, {n} under both staffing conventions: {broad} hold in at "
        "least 80% of plausible "
        f"worlds, {half} are reversed in most" + (f" ({against} in at least 80%)" if against else "")
    )


def note(table) -> str:
    worlds = int((table["worlds"] + table["undefined"]).max())
    return (
        f"n = {worlds:,} worlds sampled over the plausible range of every assumption; black: 95% interval of the share "
        "that holds (it covers other worlds drawn from the same ranges, not whether the ranges are right). "
        "kept: delegates bring their own staff; moved: staff moves from the centre with the work. A claim holds in a "
        "world if all of its parts do by more than the smallest effect of interest, in part if some do; it is reversed "
        "if none does and at least one goes the other way by as much."
    )
