"""Crises and routine issues: time until somebody acts, and until agreement, by policy."""

from typing import Any

from sim.figures.curves import n_of, page, value
from sim.figures.ranks import ROW, draw_rows
from sim.figures.style import DOUBLE, TEXT, HouseFigure, house, inches
from sim.model.units import number

LEGEND = ["crisis, median", "crisis, 90th percentile", "routine, median", "routine, 90th percentile"]
PANELS = (
    (
        "Until somebody acts",
        "weeks, log scale",
        ["crisis_first_response_p50", "crisis_first_response_p90", "first_act_p50", "first_act_p90"],
    ),
    (
        "Until agreement",
        "weeks",
        ["crisis_conclusion_p50", "crisis_conclusion_p90", "conclusion_p50", "conclusion_p90"],
    ),
    ("Crises settled in time", "share of crises that ended", ["crisis_in_time"]),
)
LEFT, BETWEEN, HEAD, UNDER = 1.78, 0.2, 0.26, 0.4  # inches


def draw(table) -> HouseFigure:
    names = list(dict.fromkeys(table["label"]))
    start = table.loc[table["outcome"] == "crisis_first_response_p50", "mean"]
    note = (
        f"The United States of 2023; {n_of(table)}, intervals 95%, often within the mark. All but guided delegation "
        "are the arrangement of 2023 with other coordination. To act is to put a team to work on a crisis, and to "
        "make an official offer on a routine issue. A crisis goes before everything else in every queue, so the "
        f"median start is at {number(start.min(), 2)} to {number(start.max(), 2)} weeks under every arrangement; what "
        "differs is how long settling takes. Times to agreement are of issues that are agreed."
    )
    with house():
        figure, top = page(finding(table, names), note, HEAD + ROW * len(names) + UNDER, LEGEND, dashed=False)
        each = (DOUBLE - LEFT - 0.12 - 2 * BETWEEN) / 3
        for k, (title, unit, outcomes) in enumerate(PANELS):
            axes = inches(figure, LEFT + k * (each + BETWEEN), top + HEAD, each, ROW * len(names), label=title)
            axes.set_title(title, fontsize=TEXT)
            if "log" in unit:
                axes.set_xscale("log")
            draw_rows(axes, table, "label", names, outcomes, [0, 1, 2, 3] if k < 2 else [4], k == 0)
            axes.minorticks_off()
            if unit == "weeks":
                axes.set_xlim(left=0)
            axes.set_xlabel(unit)
    return figure


def finding(table, names: list[str]) -> str:
    """The policy under which crises and routine issues end soonest and most crises end in time, compared with the
    first."""
    told: dict[str, Any] = {}
    for outcome in ("crisis_conclusion_p50", "crisis_in_time", "conclusion_p50"):
        part = table[table["outcome"] == outcome].sort_values("behind")
        near = part[(part["behind"] == 0) | (part["behind"] <= part["behind_half"])]["label"]
        gain = 1 - part["mean"].iloc[0] / value(table, outcome, label=names[0])["mean"]
        sooner = (
            f" ({number(100 * gain, 2)}% sooner{'' if told else f' than under {names[0]}'})"
            if names[0] not in set(near) and outcome != "crisis_in_time"
            else ""
        )
        told[outcome] = f"under {' or '.join(near)}{sooner}"
    return (
        f"Crises that are settled end soonest {told['crisis_conclusion_p50']}, most are settled in time "
        f"{told['crisis_in_time']}; routine issues end soonest {told['conclusion_p50']}"
    )
