"""Policies on common worlds: for each outcome, how far each policy is from the first, and with what precision.

Differences are in percent of the first policy's mean, with the sign chosen so that better is to the right whatever the
outcome's own direction; the means are printed beside them. Takes a table and returns a Figure.
"""

import math

from matplotlib.lines import Line2D
from matplotlib.patches import Rectangle

from sim.figures.differences import (
    BETTER,
    OTHER,
    UNKNOWN,
    WORSE,
    Difference,
    axis_limit,
    choose_outcomes,
    finding,
    read_difference,
)
from sim.figures.names import lever_said
from sim.figures.rows import GAP, HEADING, LINE, MARGIN, Column, Row, arrange, divide
from sim.figures.style import (
    BLUE,
    DOUBLE,
    FAINT,
    GREY,
    INK,
    SMALL,
    TEXT,
    TITLE,
    TURNED,
    VERMILION,
    HouseFigure,
    house,
    inches,
    wrap,
    write_at,
)
from sim.model.metrics.smallest import IN_WORDS, SAME, SLIGHT, UNCLEAR
from sim.runs.intervals import COVERS

LOOK = {  # colour, marker, fill: what the colour says the marker says too
    BETTER: (BLUE, "o", BLUE),
    WORSE: (VERMILION, "s", VERMILION),
    OTHER: (INK, "D", INK),
    SLIGHT: (GREY, "o", GREY),
    SAME: (GREY, "o", GREY),
    UNCLEAR: (GREY, "o", "white"),
    UNKNOWN: (GREY, "x", GREY),
}
BOLD = {"fontweight": "bold", "fontsize": TEXT}
AXIS, BAND, SHADE = 0.47, 0.17, "#C6C6C6"  # inches below a panel; height and colour of what is too small to matter


def draw(comparison, metrics=None) -> HouseFigure:
    """One panel for each policy compared with the first, one row for each outcome."""
    reference, *others = comparison.policies
    records = choose_outcomes(comparison.table, metrics)
    found = {policy: [read_difference(record, reference, policy) for record in records] for policy in others}
    n_worlds = len(comparison.runs[["seed", "replicate"]].drop_duplicates())
    width, most = (DOUBLE, 3) if len(others) <= 3 else (TURNED, 5)
    lines = [others[k : k + most] for k in range(0, len(others), most)]
    with house():
        rows, headings, height = arrange(records, reference, others)
        means, columns = divide(width, rows, len(lines[0]))
        names = {policy: wrap(policy, columns[0].end - columns[0].left, weight="bold") for policy in others}
        raised = LINE if len(others) == 1 else 0.0  # above the heads of the numbers that stand beside a single panel
        head = LINE * (max(1, *(name.count("\n") for name in names.values())) + 1) + raised + 0.08
        title = wrap(finding(found, reference), width - 2 * MARGIN, TITLE, "bold")
        about = wrap(subtitle(n_worlds, reference), width - 2 * MARGIN, SMALL)
        changed = changes(getattr(comparison, "moved", {}))
        note = wrap(
            f"{footnote(found, reference, getattr(comparison, 'staffing', {}))} {changed}".strip(),
            width - 2 * MARGIN,
            SMALL,
        )
        under_title = 0.1 + 0.17 * (title.count("\n") + 1)
        down = under_title + LINE * (about.count("\n") + 1) + 0.1
        block = head + height + AXIS
        figure = HouseFigure(width, down + len(lines) * block + LINE * (note.count("\n") + 1) + 0.1)
        write_at(figure, MARGIN, 0.06, title, fontsize=TITLE, fontweight="bold")
        write_at(figure, MARGIN, under_title, about)
        limit = axis_limit([row for found_rows in found.values() for row in found_rows])
        for line in lines:
            top, shown = down + head, columns[: len(line)]
            end = width - MARGIN if len(others) == 1 else shown[-1].end
            write_labels(figure, top, rows, headings, means, end)
            heading = wrap(reference, means - MARGIN, SMALL) + "\nmean"
            write_at(figure, means, top - 0.05, heading, ha="right", va="bottom")
            for policy, column in zip(line, shown, strict=True):
                write_at(figure, column.left, top - 0.05 - raised, names[policy], va="bottom", **BOLD)
                write_means(figure, top, rows, others.index(policy), column, end)
                axes = inches(figure, column.left, top, column.right - column.left, height, label=policy)
                draw_panel(axes, found[policy], [row.middle for row in rows], limit)
            down += block
        write_at(figure, MARGIN, down, note)
    return figure


def write_labels(figure, top: float, rows: list[Row], headings: dict[str, float], means: float, end: float) -> None:
    """Groups, outcomes with their units, the reference's means, and a thin line between groups."""
    width, height = figure.get_size_inches()
    for k, (group, middle) in enumerate(headings.items()):
        write_at(figure, MARGIN, top + middle, group.capitalize(), va="center_baseline", **BOLD)
        if k:
            level = 1.0 - (top + middle - 0.5 * HEADING - 0.5 * GAP) / height
            ends = [MARGIN / width, end / width]
            figure.add_artist(Line2D(ends, [level, level], color=FAINT, linewidth=0.6, zorder=-1))
    for row in rows:
        level = "center" if "\n" in row.label else "center_baseline"
        write_at(figure, MARGIN + 0.08, top + row.middle, row.label, va=level, fontsize=TEXT)
        write_at(figure, means, top + row.middle, row.reference, ha="right", va="center_baseline")


def write_means(figure, top: float, rows: list[Row], k: int, column: Column, end: float) -> None:
    """The policy's own means and, if it is the only one, the intervals of its differences."""
    for row in rows:
        write_at(figure, column.end, top + row.middle, row.means[k], ha="right", va="center_baseline")
        write_at(figure, end, top + row.middle, row.interval, ha="right", va="center_baseline")
    if any(row.interval for row in rows):
        write_at(figure, column.end, top - 0.05, "mean", ha="right", va="bottom")
        write_at(figure, end, top - 0.05, "difference,\n95% interval", ha="right", va="bottom")


def draw_panel(axes, rows: list[Difference], middles: list[float], limit: float) -> None:
    """Dots and whiskers of one policy about the zero line."""
    width, height = axes.get_window_extent().size / axes.figure.dpi
    axes.patch.set_visible(False)
    axes.set(xlim=(-1.08 * limit, 1.08 * limit), ylim=(height, 0.0), yticks=[])
    axes.spines["left"].set_visible(False)
    axes.axvline(0.0, color=INK, linewidth=0.6, zorder=1)
    for row, middle in zip(rows, middles, strict=True):
        colour, marker, fill = LOOK[row.verdict]
        if math.isnan(row.shift) or row.posts:
            axes.text(
                0.0,
                middle,
                row.posts or "not defined",
                color=INK if row.posts else GREY,
                fontsize=SMALL,
                ha="center",
                va="center_baseline",
                bbox={"color": "white", "pad": 0.5},
            )
            continue
        if math.isfinite(row.least):
            wide = min(row.least, 1.08 * limit)
            band = Rectangle((-wide, middle - BAND / 2), 2 * wide, BAND, facecolor=SHADE, linewidth=0, zorder=0)
            axes.add_patch(band).set_gid("band")
        if abs(row.shift) > limit:
            draw_arrow(axes, row.shift, middle, limit, colour)
        else:
            if math.isfinite(row.low):
                ends = [min(max(x, -1.08 * limit), 1.08 * limit) for x in (row.low, row.high)]
                axes.plot(ends, [middle, middle], color=colour, solid_capstyle="butt", zorder=2, gid="whisker")
            axes.plot(
                [row.shift],
                [middle],
                marker=marker,
                color=colour,
                markerfacecolor=fill,
                markeredgewidth=0.9,
                markersize=3.6,
                zorder=3,
            )
    ticks = [-limit, 0.0, limit] if width < 1.5 else [-limit, -0.5 * limit, 0.0, 0.5 * limit, limit]
    axes.set_xticks(ticks, [f"{abs(x):g}%" if x else "0" for x in ticks])
    wide = width > 1.1
    for x, ha, colour, text in (
        (0.45, "right", VERMILION, "\N{LEFTWARDS ARROW} worse" if wide else "worse"),
        (0.55, "left", BLUE, "better \N{RIGHTWARDS ARROW}" if wide else "better"),
    ):
        axes.text(x, -0.22 / height, text, transform=axes.transAxes, ha=ha, va="top", fontsize=SMALL, color=colour)


def draw_arrow(axes, shift: float, middle: float, limit: float, colour: str) -> None:
    """A value beyond the axis: an arrow at its end and the percentage, or a note that the reference's mean is zero."""
    side, marker, ha = (1, ">", "right") if shift > 0 else (-1, "<", "left")
    axes.plot([side * 1.04 * limit], [middle], marker=marker, color=colour, markersize=4.0, clip_on=False)
    axes.annotate(
        f"{abs(shift):,.0f}%" if math.isfinite(shift) else "from 0",
        (side * 1.04 * limit, middle),
        (-side * 4.0, 0.0),
        textcoords="offset points",
        color=colour,
        ha=ha,
        va="center_baseline",
        fontsize=SMALL,
        bbox={"color": "white", "pad": 0.5},
    )


def subtitle(n_worlds: int, reference: str) -> str:
    """What is shown, and for how many worlds."""
    sample = f"paired over {n_worlds:,} common worlds, with 95% intervals" if n_worlds > 1 else "in 1 common world"
    return f"Difference from {reference} in percent of its mean, {sample}. Right is better."


def changes(moved: dict[str, dict[str, float | str]]) -> str:
    """What was changed in policies that are named after a preset but differ from it."""
    return " ".join(
        f"Changed in {policy}: {', '.join(lever_said(key, value) for key, value in levers.items())}."
        for policy, levers in moved.items()
    )


def footnote(found: dict[str, list[Difference]], reference: str, staffing: dict[str, str]) -> str:
    """Explanations for the reader, and whose staff does the delegated work."""
    rows = [row for rows in found.values() for row in rows]
    verdicts = {row.verdict for row in rows}
    said = {
        f"Grey band: too small to matter ({IN_WORDS}).": verdicts - {UNKNOWN},
        "Coloured: the interval lies wholly beyond it.": verdicts & {BETTER, WORSE},
        "Filled grey: too small to matter.": verdicts & {SLIGHT, SAME},
        "Hollow: inconclusive.": UNCLEAR in verdicts,
        "Right of each panel: the policy's own mean.": len(found) > 1,
        "Where no whisker shows, the interval is narrower than the marker.": verdicts - {UNKNOWN},
        "Cross: no interval.": any(row.verdict == UNKNOWN and not math.isnan(row.shift) for row in rows),
        f"From 0: the mean under {reference} is zero, so no percentage.": any(
            math.isinf(row.shift) and not row.posts for row in rows
        ),
        "Staff is what is paid: it is written, and nobody wins by it.": any(row.posts for row in rows),
        COVERS: verdicts - {UNKNOWN},
    }
    whose = "; ".join(f"{policy}: {words}" for policy, words in staffing.items())
    return " ".join(
        [*(sentence for sentence, holds in said.items() if holds), *([f"Staffing: {whose}."] if whose else [])]
    )
