"""What a reform has gained by a date, and when it has paid for its dip."""

import numpy as np

from sim.figures.curves import begin, curve, entitle, n_of, rows, tick
from sim.figures.style import HouseFigure, house

KEY, BEGAN = "run.years", 1.0  # the reform begins after the first year
GAINS = {"goodput": ("value gained so far", 52.0), "surfaced": ("incidents added so far", 1.0)}


def draw(table) -> HouseFigure:
    """Differences from 2023 added up, one line for each way to reform; x: years since the reform began."""
    table = summed(table[table["label"].notna()])
    labels = list(dict.fromkeys(table["label"]))
    note = (
        f"Paired differences from the arrangement of 2023, added up since the start; {n_of(table)}, bands 95%; the"
        " United States. The reform begins after one year, and every change costs departments a tenth of their "
        "pace for half a year (assumed); delegates bring their own staff."
    )
    with house():
        figure, panels = begin(finding(table), note, len(GAINS), labels, "years since the reform began", most=2)
        for axes, (outcome, (name, _)) in zip(panels, GAINS.items(), strict=True):
            for place, label in enumerate(labels):
                curve(axes, rows(table, outcome, label=label), "since", place)
            entitle(axes, outcome, difference=True, name=name)
            axes.set_ylabel({"goodput": "points of vitality", "surfaced": "incidents"}[outcome])
            tick(axes, table["since"])
    return figure


def summed(table):
    """The same with totals in place of rates, and the years since the reform began."""
    table = table.assign(since=table[KEY] - BEGAN)
    scale = table[KEY] * table["outcome"].map({name: each for name, (_, each) in GAINS.items()})
    return table.assign(**{name: table[name] * scale for name in ("mean", "low", "high")})


def pays(part) -> float:
    """Years after which the total is surely above nothing and stays so; inf if it never is."""
    part = part.sort_values("since")
    sure = (part["low"] > 0).to_numpy()
    lasting = np.flatnonzero(~sure)
    first = 0 if not len(lasting) else int(lasting[-1]) + 1
    return float(part["since"].iloc[first]) if first < len(part) else float("inf")


def dips(part) -> bool:
    """Whether the total is surely below nothing at any date."""
    return bool((part["high"] < 0).any())


def finding(table) -> str:
    told = []
    for label in dict.fromkeys(table["label"]):
        part = rows(table, "goodput", label=label)
        after = pays(part)
        when = "does not pay within the decade" if after == float("inf") else f"has paid after {after:g} years"
        told.append(f"{label} {'dips and ' if dips(part) else ''}{when}")
    said = "; ".join(told)
    return said[0].upper() + said[1:]
