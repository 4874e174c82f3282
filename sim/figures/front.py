"""The front: value and incidents of every policy at equal headcount, and value and its spread over decades."""

import math

import numpy as np
from matplotlib import colormaps
from matplotlib.cm import ScalarMappable
from matplotlib.colors import Normalize
from matplotlib.lines import Line2D

from sim.figures.curves import n_of, page
from sim.figures.names import metric_name, unit_of
from sim.figures.panels import MARGIN
from sim.figures.pareto import boundary, deviation, errors, places
from sim.figures.placing import name_marks
from sim.figures.style import DOUBLE, FAINT, GREY, INK, SMALL, TEXT, HouseFigure, house, inches, width_of, write_at
from sim.model.units import number, plain

SHAPES, FRONTS = (
    ("o", "s", "^"),
    ("-", (0, (4, 2))),
)  # nothing delegated, own staff, staff moves; the last two have a front each
LEFT, HEIGHT, WIDE, NARROW, BAR, HEAD, UNDER = 0.5, 3.1, 3.6, 1.5, 0.09, 0.5, 0.52  # inches
TICKS = (10, 20, 30, 50, 70, 100, 150, 200, 300, 500, 700, 1000, 2000)
DUEL = ("status_quo", "guided_delegation")


def draw(table) -> HouseFigure:
    wide = table.pivot_table(
        index=["label", "policy"], columns="outcome", values=["mean", "low", "high", "n"], sort=False
    )
    labels = list(dict.fromkeys(table["label"]))
    shade = Normalize(wide["mean"]["contradiction_rate"].min(), wide["mean"]["contradiction_rate"].max())
    incidents, worth = (wide["mean"][outcome].to_numpy(float) for outcome in ("surfaced", "goodput"))
    sd, half = deviation(wide, "goodput")
    once = [policy.replace("_", " ") if label != labels[2] else "" for label, policy in wide.index]
    duel = wide.index.get_level_values("policy").isin(DUEL)
    note = (
        f"Every policy has the same national headcount; the United States of 2023; {n_of(table)}, crosses 95% "
        "intervals. A thin line links a policy to the same one where staff moves. Black: the front, which no "
        "arrangement beats in both, where delegates bring their own staff (solid) and where staff moves (dashed), "
        "those that delegate nothing in both. Right: the standard deviation between decades, policies not named in "
        f"pale; a careful evaluator wants to be up and to the left. {spread(wide, labels)}"
    )
    with house():
        figure, top = page(finding(wide, labels), note, HEAD + HEIGHT + UNDER, [])
        write_shapes(figure, labels, top + 0.08)
        left = inches(figure, LEFT, top + HEAD, WIDE, HEIGHT, label="front")
        right = inches(figure, DOUBLE - 0.1 - NARROW, top + HEAD, NARROW, HEIGHT, label="spread")
        draw_marks(left, wide, shade, labels, incidents, errors(wide, "surfaced"), duel | True, 1.0)
        draw_marks(right, wide, shade, labels, sd, np.array([half, half]), ~duel, 0.25)
        draw_marks(right, wide, shade, labels, sd, np.array([half, half]), duel, 1.0)
        left.set_xscale("log")
        left.minorticks_off()
        left.set_xticks([x for x in TICKS if incidents.min() * 0.8 < x < incidents.max() * 1.2])
        left.xaxis.set_major_formatter(plain)
        left.margins(x=0.1, y=0.07)
        right.margins(x=0.12)
        right.set_ylim(left.get_ylim())
        for k, label in enumerate(labels[1:]):
            boundary(left, incidents, worth, places(wide, labels, label), FRONTS[k])
        for policy in dict.fromkeys(wide.index.get_level_values("policy")):
            pair = wide.index.get_level_values("policy") == policy
            left.plot(incidents[pair], worth[pair], color=GREY, linewidth=0.5, zorder=1)
        name_marks(left, incidents, worth, once)
        name_marks(right, sd[duel], worth[duel], [policy.replace("_", " ") for _, policy in wide.index[duel]])
        for axes, title, label in (
            (
                left,
                "Value and incidents",
                f"{metric_name('surfaced')}, {unit_of('surfaced')}, log scale (less is better)",
            ),
            (right, "Value and its spread", f"standard deviation between\ndecades, {unit_of('goodput')}"),
        ):
            axes.set_title(title, fontsize=TEXT)
            axes.set_xlabel(label, fontsize=SMALL)
        left.set_ylabel(f"{metric_name('goodput')}, {unit_of('goodput')} (more is better)", fontsize=SMALL)
        bar = figure.colorbar(
            ScalarMappable(shade, colormaps["cividis_r"]),
            cax=inches(figure, LEFT + WIDE + 0.22, top + HEAD, BAR, HEIGHT, label="scale"),
        )
        bar.outline.set_visible(False)
        bar.ax.yaxis.set_major_formatter(plain)
        bar.set_label(f"{metric_name('contradiction_rate')}, {unit_of('contradiction_rate')}", fontsize=SMALL)
    return figure


def write_shapes(figure, labels: list[str], top: float) -> None:
    width, height = figure.get_size_inches()
    left = MARGIN
    for shape, label in zip(SHAPES, labels, strict=True):
        figure.add_artist(
            Line2D(
                [(left + 0.06) / width],
                [1 - top / height],
                marker=shape,
                color="white",
                markeredgecolor=INK,
                markersize=5,
            )
        )
        write_at(figure, left + 0.18, top, label, va="center_baseline")
        left += width_of(label, SMALL) + 0.5


def draw_marks(axes, wide, shade, labels: list[str], x, reach, who, alpha: float) -> None:
    """A cross and a mark for each policy in `who`, value on the vertical axis."""
    y, up, colour = (
        wide["mean"]["goodput"].to_numpy(float),
        errors(wide, "goodput"),
        wide["mean"]["contradiction_rate"].to_numpy(float),
    )
    axes.errorbar(
        x[who],
        y[who],
        xerr=reach[:, who],
        yerr=up[:, who],
        linestyle="none",
        ecolor=GREY,
        elinewidth=0.7,
        zorder=3,
        alpha=alpha,
    )
    for shape, label in zip(SHAPES, labels, strict=True):
        here = who & (wide.index.get_level_values("label") == label)
        axes.scatter(
            x[here],
            y[here],
            c=colour[here],
            norm=shade,
            cmap="cividis_r",
            marker=shape,
            s=26,
            edgecolor=INK,
            linewidth=0.6,
            zorder=4,
            alpha=alpha,
        )
    axes.grid(color=FAINT, linewidth=0.4)
    axes.set_axisbelow(True)


def spread(wide, labels: list[str]) -> str:
    """The spread of incidents under guided delegation compared with the arrangement of 2023, in words."""
    sd = dict(zip(wide.index, deviation(wide, "severity")[0], strict=True))
    ratios = [number(sd[(label, DUEL[1])] / sd[(labels[0], DUEL[0])], 2) for label in labels[1:]]
    return (
        f"Guided delegation has {' and '.join(ratios)} times the spread that 2023 has of the yearly severity of "
        f"incidents ({', '.join(labels[1:])})."
    )


def finding(wide, labels: list[str]) -> str:
    """Which policies are on each front, and how guided delegation changes value and its spread compared with that
    of 2023."""
    sd, half = (dict(zip(wide.index, values, strict=True)) for values in deviation(wide, "goodput"))
    mean = dict(zip(wide.index, wide["mean"]["goodput"], strict=True))
    reach = dict(zip(wide.index, errors(wide, "goodput")[1], strict=True))
    base, told, fronts = (labels[0], DUEL[0]), [], []
    for label in labels[1:]:
        here = (label, DUEL[1])
        worth, wider = (
            way(number_of[here] - number_of[base], math.hypot(noise[here], noise[base]))
            for number_of, noise in ((mean, reach), (sd, half))
        )
        told.append((worth, wider))
        on = [policy.replace("_", " ") for _, policy in wide.index[places(wide, labels, label)]]
        fronts.append(f"{', '.join(on)} where {label}")
    changes = [f"{worth} value with {wider} spread" for worth, wider in told]
    if told[0] == told[1]:
        change = f"{changes[0]} either way"
    else:
        change = f"{changes[0]} in the first case, {changes[1]} in the second"
    return f"On the front: {'; '.join(fronts)}. Against the arrangement of 2023, guided delegation brings {change}"


def way(difference: float, noise: float) -> str:
    return "the same" if abs(difference) <= noise else "more" if difference > 0 else "less"
