"""Private actors: the harm they do as the centre's load rises, by licence, and how heavy the tail of severity is."""

import numpy as np
from matplotlib.lines import Line2D

from sim.figures.curves import begin, curve, entitle, n_of, tick, value
from sim.figures.style import COLOURS, DASHES, INK, MARKERS, SMALL, TEXT, HouseFigure, house
from sim.model.units import number, plain

LICENCE, LOAD, TAIL = "oversight.licence", "parameters.load", "parameters.tail"


def draw(table) -> HouseFigure:
    means, licences = table[table["quantile"].isna()], sorted(table[LICENCE].unique())
    load = means[(means["label"] == "load") & (means["outcome"] == "inc_private")]
    quantiles = table[table["quantile"].notna() & (table["label"] == "tail")]
    names = [
        f"{licence:.0%} of private actors licensed" if licence else "no private actor licensed" for licence in licences
    ]
    note = (
        f"The arrangement of 2023 but for licences, the United States; {n_of(load)}, bands 95% (right: between "
        "order statistics, as far as the sample has them). Private actors take up what the centre "
        "leaves in its backlog. Right: "
        "in what share of decades the worst incident of any kind was more severe than that (1: about one vital "
        "lapse; harm by private actors is Pareto, at most 1,000). Tail: factor on the Pareto exponent "
        "(parameters.tail); lower is heavier."
    )
    with house():
        figure, (left, right) = begin(
            finding(load, quantiles), note, 2, names, "load of the centre at the start (parameters.load)", most=2
        )
        for place, licence in enumerate(licences):
            curve(left, load[load[LICENCE] == licence], LOAD, place)
        entitle(left, "inc_private")
        left.set_title("Incidents of harm by private actors", fontsize=TEXT, pad=12)
        tick(left, load[LOAD])
        survival(right, quantiles, licences)
    return figure


def survival(axes, table, licences: list[float]) -> None:
    """Colours as on the left, a dash and a marker for each tail."""
    tails = sorted(table[TAIL].unique())
    for (licence, tail), part in table.groupby([LICENCE, TAIL]):
        colour, style = COLOURS[licences.index(licence)], tails.index(tail)
        part = part.sort_values("quantile")
        beyond = 1 - part["quantile"]
        axes.fill_betweenx(
            beyond, part["low"], part["high"], where=part["high"].notna(), color=colour, alpha=0.12, linewidth=0
        )
        axes.plot(part["mean"], beyond, color=colour, linestyle=DASHES[style], marker=MARKERS[style], markersize=3.2)
    axes.set_xscale("log")
    axes.set_yscale("log")
    axes.set_title("The worst incident of a decade, log scales", fontsize=TEXT, pad=12)
    axes.text(
        0.0,
        1.02,
        "lower and further left is better",
        transform=axes.transAxes,
        fontsize=SMALL - 0.5,
        color=INK,
        alpha=0.75,
        va="bottom",
    )
    axes.set_xlabel("severity", fontsize=SMALL)
    axes.set_ylabel("share of decades beyond", fontsize=SMALL)
    axes.minorticks_off()
    least, most = table["mean"].min(), table["mean"].max()
    axes.set_xticks([x for x in (1, 2, 5, 10, 20, 50, 100, 200, 500, 1000) if 0.8 * least < x < 1.25 * most])
    axes.set_yticks([0.02, 0.05, 0.1, 0.2, 0.5, 1])
    axes.set_ylim(0.016, 1.1)
    for axis in (axes.xaxis, axes.yaxis):
        axis.set_major_formatter(plain)
    handles = [
        Line2D([], [], color=INK, linestyle=DASHES[k], marker=MARKERS[k], markersize=3.2, label=f"tail × {tail:g}")
        for k, tail in enumerate(tails)
    ]
    axes.legend(handles=handles, loc="upper right", handlelength=3.0, borderaxespad=0.0)


def finding(load, quantiles) -> str:
    """The effect of the strictest licensing on the number and, at the heaviest tail, on the level that one decade in
    five exceeds."""
    none, most = float(load[LICENCE].min()), float(load[LICENCE].max())
    cut = [
        value(load, "inc_private", oversight__licence=most, parameters__load=x)["mean"]
        / value(load, "inc_private", oversight__licence=none, parameters__load=x)["mean"]
        - 1
        for x in (1.0, load[LOAD].max())
    ]
    heavy = quantiles[
        np.isclose(quantiles[TAIL], quantiles[TAIL].min()) & np.isclose(quantiles["quantile"], 0.8)
    ].set_index(LICENCE)
    change = "cuts" if max(cut) < 0 else "raises" if min(cut) > 0 else "changes"
    sizes = sorted(number(100 * abs(x), 2) for x in cut)
    amount = f"{sizes[0]}%" if sizes[0] == sizes[1] else f"{sizes[0]} to {sizes[1]}%"
    with_it, without = heavy.loc[most], heavy.loc[none]
    tail = (
        "thins the tail"
        if with_it["high"] < without["low"]
        else "thickens the tail"
        if with_it["low"] > without["high"]
        else "does not measurably change the tail"
    )
    return (
        f"Licensing {most:.0%} of private actors {change} their harm by {amount} in a full centre and {tail}: where it "
        f"is heaviest, one decade in five has an incident beyond {number(with_it['mean'], 2)}, without licences beyond "
        f"{number(without['mean'], 2)}"
    )
