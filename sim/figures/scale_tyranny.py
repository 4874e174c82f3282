"""The tyranny of scale: output per head of centres of different sizes, compared with the textbook of hierarchies."""

import math

import numpy as np

from sim.figures.curves import apart, begin, entitle, family, n_of, rows, value
from sim.figures.style import COLOURS, DASHES, MARKERS, SMALL, TEXT, HouseFigure, house
from sim.model.parameters import PARAMETERS
from sim.model.units import number, plain

KEY, SPAN, KEPT = "parameters.headcount", "parameters.span", "parameters.attenuation"
OUTCOMES = ("per_1000_fte", "answer_gap")
SUPPORT = PARAMETERS["support"].default
ALPHA, MINUS = "\N{GREEK SMALL LETTER ALPHA}", "\N{MINUS SIGN}"
OF_TITLE = 7.0  # the span that the title reports


def front(headcount, span: float):
    """Front-line officers F of N staff, F + (F - 1)/(s - 1) + r F = N, with no lever on."""
    return (headcount + 1.0 / (span - 1.0)) / (1.0 + 1.0 / (span - 1.0) + SUPPORT)


def managers(headcount, span: float):
    """(F - 1)/(s - 1), in thousands."""
    return (front(headcount, span) - 1.0) / (span - 1.0) / 1000.0


def retained(headcount, span: float, kept: float):
    """α^(n-1), n = ceil(log_s F) + 1 levels (Williamson 1967)."""
    return kept ** np.ceil(np.log(front(headcount, span)) / math.log(span) - 1e-9)


def draw(table) -> HouseFigure:
    """Two outcomes over the size of the centre with Williamson's line; below, the textbook relation itself."""
    labels, sizes = list(dict.fromkeys(table["label"])), np.sort(table[KEY].unique())
    fine = np.geomspace(sizes[0], sizes[-1], 2000)
    note = (
        f"The United States of 2023, the centre alone and no other actor; {n_of(table)}, bands 95%. Business grows "
        "with the staff: issues take the same work and the load offered to its teams is the same at every size, and "
        "clearance desks have slack; posts abroad do not grow (parameters.post_strain), and fill up. Thin: issues "
        f"agreed a head if output kept {ALPHA} of its value at each of n levels, as in Williamson (1967), from the "
        "smallest centre on. Below: F front-line officers at span s need "
        f"(F {MINUS} 1)/(s {MINUS} 1) managers, nearly the same share at every size; a signal to the top keeps {ALPHA} "
        f"to the power n {MINUS} 1. Claim: the Kennedy School Review (2023), on the staff that it takes to manage and "
        "supply each diplomat."
    )
    with house():
        figure, panels = begin(
            finding(table, sizes), note, 4, labels, "staff of the centre, FTE (parameters.headcount)", most=2
        )
        for axes, outcome in zip(panels, OUTCOMES, strict=False):
            family(axes, table, outcome, KEY, "label", labels)
            entitle(axes, outcome)
        for place, label in enumerate(labels):
            first = rows(table, OUTCOMES[0], label=label).sort_values(KEY).iloc[0]
            span, kept = first[SPAN], first[KEPT]
            panels[0].plot(
                fine,
                first["mean"] * retained(fine, span, kept) / retained(sizes[0], span, kept),
                color=COLOURS[place],
                linewidth=0.8,
            )
            for axes, line in zip(panels[2:], (managers(fine, span), retained(fine, span, kept)), strict=True):
                axes.plot(fine, line, linestyle=DASHES[place], color=COLOURS[place], linewidth=1.0)
            for axes, line in zip(panels[2:], (managers(sizes, span), retained(sizes, span, kept)), strict=True):
                axes.plot(sizes, line, linestyle="none", marker=MARKERS[place], markersize=3.4, color=COLOURS[place])
        for axes, title, unit in zip(
            panels[2:],
            ("Managers, by the textbook", "Signal that reaches the top, by the textbook"),
            ("thousand FTE", "share"),
            strict=True,
        ):
            axes.set_title(title, fontsize=TEXT)
            axes.set_ylabel(unit, fontsize=SMALL)
        panels[2].set_yscale("log")
        for axes in panels:
            axes.set_xscale("log")
            axes.minorticks_off()
            axes.yaxis.set_major_formatter(plain)
            tick_sizes(axes, sizes)
    return figure


def tick_sizes(axes, sizes) -> None:
    axes.set_xticks(sizes, [plain(size) for size in sizes])


def finding(table, sizes) -> str:
    """The largest centre compared with the smallest, per head and in its answers."""
    low, high = sorted(table[KEPT].unique())[0], sorted(table[KEPT].unique())[-1]
    sign, percent = against_smallest(table, OUTCOMES[0], high, sizes)
    done = {1: f"{percent}% more", -1: f"{percent}% less", 0: "measurably as much"}[sign]
    return (
        f"A centre of {sizes[-1] / sizes[0]:g} times the staff, given as many times the business, gets {done} done a "
        f"head; its distance from right answers {away(table, high, sizes)} where each level keeps {high:.0%} of a "
        f"signal, {away(table, low, sizes)} where it keeps {low:.0%}"
    )


def away(table, kept: float, sizes) -> str:
    sign, percent = against_smallest(table, OUTCOMES[1], kept, sizes)
    return {1: f"grows by {percent}%", -1: f"shrinks by {percent}%", 0: "does not measurably change"}[sign]


def against_smallest(table, outcome: str, kept: float, sizes) -> tuple[int, str]:
    """The sign of the largest minus the smallest centre, and the difference in percent."""
    a, b = (
        value(table, outcome, **{SPAN: OF_TITLE, KEPT: float(kept), KEY: float(size)}) for size in (sizes[0], sizes[-1])
    )
    return apart(b, a), number(100.0 * abs(b["mean"] / a["mean"] - 1.0), 2)
