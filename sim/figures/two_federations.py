"""Two federations side by side: each policy compared with the arrangement of 2023, relative to its result there."""

from sim.figures.names import better_of, metric_name
from sim.figures.panels import DIRECTION, LINE, MARGIN
from sim.figures.style import (
    COLOURS,
    DOUBLE,
    FAINT,
    INK,
    MARKERS,
    SMALL,
    TEXT,
    TITLE,
    HouseFigure,
    house,
    inches,
    width_of,
    wrap,
    write_at,
)
from sim.model.units import number, plain
from sim.runs.intervals import COVERS

NAMES = {"us_2023": "United States", "canada_2023": "Canada"}
ROW, ACROSS, BETWEEN, HEAD, UNDER = 0.3, 3, 0.25, 0.4, 0.42  # inches, panels


def draw(table) -> HouseFigure:
    """One panel per outcome, one row per policy, one mark per federation."""
    table = table[table["policy"] != "status_quo"]
    policies, outcomes = list(dict.fromkeys(table["policy"])), list(dict.fromkeys(table["outcome"]))
    places = list(dict.fromkeys(table["scenario"]))
    with house():
        title = wrap(finding(table), DOUBLE - 2 * MARGIN, TITLE, "bold")
        about = wrap(note(table), DOUBLE - 2 * MARGIN, SMALL)
        labels = max(width_of(name.replace("_", " "), SMALL) for name in policies) + 0.15
        each = (DOUBLE - labels - 0.1 - (ACROSS - 1) * BETWEEN) / ACROSS
        top = 0.1 + 0.155 * (title.count("\n") + 1) + 0.25
        block = HEAD + ROW * len(policies) + UNDER
        down = -(-len(outcomes) // ACROSS)
        figure = HouseFigure(DOUBLE, top + down * block + LINE * (about.count("\n") + 1) + 0.12)
        write_at(figure, MARGIN, 0.07, title, fontsize=TITLE, fontweight="bold", gid="finding")
        for k, outcome in enumerate(outcomes):
            axes = inches(
                figure,
                labels + (k % ACROSS) * (each + BETWEEN),
                top + HEAD + (k // ACROSS) * block,
                each,
                ROW * len(policies),
            )
            panel(axes, table[table["outcome"] == outcome], policies, places, first=k % ACROSS == 0)
            write_head(axes, outcome, each)
        handles = [
            axes.plot(
                [],
                [],
                linestyle="none",
                marker=MARKERS[k],
                color=COLOURS[k],
                markersize=4,
                markerfacecolor=COLOURS[k] if k == 0 else "white",
                label=NAMES.get(place, place),
            )[0]
            for k, place in enumerate(places)
        ]
        figure.legend(
            handles=handles,
            loc="upper left",
            ncols=2,
            fontsize=SMALL,
            bbox_to_anchor=(MARGIN / DOUBLE, 1.0 - (top - 0.24) / figure.get_size_inches()[1]),
            borderpad=0.0,
        )
        write_at(figure, MARGIN, top + down * block + 0.04, about)
    return figure


def panel(axes, part, policies: list[str], places: list[str], first: bool) -> None:
    for k, place in enumerate(places):
        for row in part[part["scenario"] == place].itertuples():
            y = policies.index(row.policy) + (k - 0.5) * 0.3
            scale = 100.0 / abs(row.reference)
            axes.plot(
                [scale * row.low, scale * row.high], [y, y], color=COLOURS[k], linewidth=1.2, solid_capstyle="butt"
            )
            axes.plot(
                [scale * row.mean],
                [y],
                marker=MARKERS[k],
                color=COLOURS[k],
                markersize=4,
                linestyle="none",
                markerfacecolor=COLOURS[k] if k == 0 else "white",
            )
    axes.axvline(0.0, color=INK, linewidth=0.7)
    axes.set_ylim(len(policies) - 0.5, -0.5)
    axes.set_yticks(range(len(policies)), [name.replace("_", " ") for name in policies] if first else [])
    axes.tick_params(axis="y", length=0)
    axes.grid(axis="y", color=FAINT, linewidth=0.5)
    axes.spines["left"].set_visible(False)
    axes.xaxis.set_major_formatter(plain)
    axes.locator_params(axis="x", nbins=5)
    axes.margins(x=0.08)
    axes.set_xlabel("% of the arrangement of 2023", fontsize=SMALL)


def write_head(axes, outcome: str, each: float) -> None:
    name = metric_name(outcome)
    axes.set_title(wrap(name[0].upper() + name[1:], each + BETWEEN, TEXT), fontsize=TEXT, pad=12)
    axes.text(
        0.0,
        1.02,
        DIRECTION[better_of(outcome)],
        transform=axes.transAxes,
        fontsize=SMALL - 0.5,
        va="bottom",
        alpha=0.75,
    )


def carried(table) -> tuple[int, int, int]:
    """Contrasts distinguishable from zero with the same sign in both federations, with opposite signs, and all."""
    same = opposite = 0
    wide = table.assign(sign=((table["low"] > 0).astype(int) - (table["high"] < 0).astype(int)))
    signs = wide.pivot(index=["policy", "outcome"], columns="scenario", values="sign").to_numpy()
    for a, b in signs:
        same += a == b != 0
        opposite += a == -b != 0
    return int(same), int(opposite), len(signs)


def finding(table) -> str:
    same, opposite, n = carried(table)
    turned = (f"{opposite} are reversed" if opposite > 1 else "one is reversed") if opposite else "none is reversed"
    rest = n - same - opposite
    left = f"; {rest} {'is' if rest == 1 else 'are'} not distinguishable from zero in one or both" if rest else ""
    return f"{same} of {n} effects have the same sign in both federations and {turned}{left}"


def note(table) -> str:
    n = int(table["n"].max())
    gap = table[(table["outcome"] == "goodput") & (table["policy"] == "guided_delegation")].set_index("scenario")
    told = "; ".join(
        f"{NAMES.get(place, place)} {number(100 * row['mean'] / row['reference'], 2)}%" for place, row in gap.iterrows()
    )
    return (
        f"Differences from the arrangement of 2023 on common worlds, in percent of its own mean; n = {n} decades "
        "each, whiskers 95%. guided delegation moved: national staff moves with the work it loses. Value of honoured "
        f"commitments under guided delegation: {told}. Prices of levers are in absolute staff, so they weigh more on a "
        f"small federation. {COVERS}"
    )
