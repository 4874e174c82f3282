"""The figure: speed-ups and their targets, the cost of a step of an agent, the gain from a second core, and how cost
grows."""

from matplotlib.ticker import NullLocator

from experiments.performance.rows import Row
from sim.figures.style import (
    COLOURS,
    DASHES,
    DOUBLE,
    GREY,
    INK,
    MARKERS,
    SMALL,
    TITLE,
    HouseFigure,
    house,
    inches,
    wrap,
    write_at,
)

MARGIN = 0.08  # inches
TARGET = dict(linestyle="none", marker="D", markersize=6.0, markerfacecolor="none", markeredgecolor=INK, zorder=5)
HERE = dict(linestyle="none", marker=MARKERS[0], markersize=5.0, color=COLOURS[0], zorder=4)
FACTORS = ("drivers", "queue", "rule", "points")  # parts whose ratios are in the upper panel


def number(text: str) -> float:
    """The number at the end of a target or a size."""
    return float(text.split()[-1].replace(",", ""))


def log_axis(axis, values) -> None:
    """Ticks at these values, in plain numbers, and nowhere else."""
    axis.set_ticks(values, [f"{value:,.0f}" for value in values])
    axis.set_minor_locator(NullLocator())


def factors(rows: list[Row]) -> list[Row]:
    """How many times more expensive the others are, each stated once."""
    return [r for r in rows if r.part in FACTORS and r.unit == "times" and "customers a second" not in r.what]


def label(r: Row) -> str:
    what = (
        r.what.replace("seconds to the same precision, ", "")
        .replace(" / here", "")
        .replace(" / compiled", "")
        .replace(" / engine", "")
    )
    about = {
        "drivers": "a decade",
        "queue": "M/M/10 to the same precision",
        "rule": f"a step of {r.at} agents",
        "points": "a point of a sweep",
    }[r.part]
    return f"{about}: {what}"


def draw_factors(axes, found: list[Row]) -> None:
    for y, r in enumerate(reversed(found)):
        axes.plot([1.0, r.value], [y, y], color=GREY, linewidth=0.6, zorder=1)
        axes.plot(r.value, y, **HERE)
        right = max(r.value, number(r.target) if r.target else 0.0)
        axes.annotate(f"{r.value:,.0f}", (right, y), (6, 0), textcoords="offset points", va="center", fontsize=SMALL)
        if r.target:
            axes.plot(number(r.target), y, **TARGET)
    axes.set(
        xscale="log",
        xlim=(1.0, 4.0 * max(r.value for r in found)),
        ylim=(-0.7, len(found) - 0.3),
        xlabel="times the cost of this simulator (diamond: at least so many were aimed at)",
    )
    log_axis(axes.xaxis, [10**k for k in range(5) if 10**k < 4.0 * max(r.value for r in found)])
    axes.set_yticks(range(len(found)), [label(r) for r in reversed(found)])
    axes.tick_params(axis="y", length=0)


def draw_steps(axes, rows: list[Row]) -> None:
    found = [r for r in rows if r.part == "rule" and r.unit == "ns a step"]
    for k, name in enumerate(dict.fromkeys(r.what for r in found)):
        mine = [r for r in found if r.what == name]
        axes.plot(
            [number(r.at) for r in mine],
            [r.value for r in mine],
            color=COLOURS[k],
            marker=MARKERS[k],
            linestyle=DASHES[k],
            label=name,
        )
    axes.set(xscale="log", yscale="log", xlabel="agents", ylabel="ns a step of one agent", title="A trivial rule")
    axes.set_ylim(1.0, 1000.0)
    log_axis(axes.xaxis, list(dict.fromkeys(number(r.at) for r in found)))
    log_axis(axes.yaxis, [1, 10, 100, 1000])
    axes.legend(loc="lower right", bbox_to_anchor=(1.0, 0.4))


def draw_cores(axes, rows: list[Row]) -> None:
    found = [r for r in rows if r.part == "cores" and r.what.endswith("/ one thread")]
    limit = [r.value for r in rows if r.part == "cores" and "limit" in r.what]
    for x, r in enumerate(found):
        axes.plot(x, r.value, **HERE)
        axes.plot(x, number(r.target), **TARGET)
    axes.axhline(limit[0], color=GREY, linestyle=DASHES[1], linewidth=0.9)
    axes.text(len(found) - 0.55, 0.06, "dashed: the machine's limit", fontsize=SMALL, ha="right", color=GREY)
    axes.set_xticks(
        range(len(found)), [r.what.removeprefix("two ").partition(" / ")[0].replace(" ", "\n") for r in found]
    )
    axes.set(
        xlim=(-0.5, len(found) - 0.5), ylim=(0.0, 2.3), ylabel="times the speed of one thread", title="A second core"
    )


def draw_growth(axes, rows: list[Row]) -> None:
    found = [r for r in rows if r.part == "growth" and r.unit == "s"]
    for k, name in enumerate(dict.fromkeys(r.what for r in found)):
        mine = [r for r in found if r.what == name]
        sizes = [number(r.at) / number(mine[0].at) for r in mine]
        axes.plot(
            sizes,
            [r.value / mine[0].value for r in mine],
            color=COLOURS[k],
            marker=MARKERS[k],
            linestyle=DASHES[k],
            label=name.removeprefix("a run by "),
        )
    most = max(number(r.at) / number(found[0].at) for r in found if r.what == found[0].what)
    axes.plot([1.0, most], [1.0, most], color=GREY, linewidth=0.6, zorder=0)
    axes.set(
        xscale="log",
        yscale="log",
        xlabel="times the smallest size",
        ylabel="times its cost",
        title="Growth (grey: in proportion)",
    )
    doublings = [2**k for k in range(12) if 2**k <= most]
    log_axis(axes.xaxis, doublings if most < 20 else doublings[::2])
    log_axis(axes.yaxis, doublings if most < 20 else doublings[::2])
    axes.legend(loc="upper left")


def draw(rows: list[Row], machine: str) -> HouseFigure:
    """The parts that were run; a panel whose part was not run is left out."""
    found = [r for r in factors(rows) if r.value > 0.0]  # none without a number
    high = 0.17 * len(found) + 0.1 if found else 0.0
    top = 0.42 if found else 0.3
    second = top + high + 0.85 if found else top
    lower = {"rule": draw_steps, "cores": draw_cores, "growth": draw_growth}
    lower = {part: panel for part, panel in lower.items() if any(r.part == part and r.unit for r in rows)}
    note = wrap(
        f"{machine}. Outputs of all were found equal before anything was timed. "
        "Source: python -m experiments.performance.",
        DOUBLE - 2 * MARGIN,
        SMALL,
    )
    height = second + (2.15 if lower else 0.0) + 0.13 * (note.count("\n") + 1) + 0.1
    with house():
        figure = HouseFigure(DOUBLE, height)
        title = "What the same work costs"
        if found:
            title = (
                f"The same work takes other programs {min(r.value for r in found):,.0f} to "
                f"{max(r.value for r in found):,.0f} times as long"
            )
        write_at(figure, MARGIN, MARGIN, title, fontsize=TITLE, fontweight="bold")
        if found:
            draw_factors(inches(figure, 2.75, top, DOUBLE - 2.85, high), found)
        for k, panel in enumerate(lower.values()):
            panel(inches(figure, 0.62 + 2.32 * k, second, 1.65, 1.55), rows)
        figure.text(MARGIN / DOUBLE, MARGIN / height, note, va="bottom", fontsize=SMALL, color=GREY)
    return figure
