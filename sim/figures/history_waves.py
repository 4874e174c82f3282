"""Wave by wave: the share of the box of plausible worlds that is left, and what each target rules out. Takes the shares
and the emulators of a `sim.study.history.match.History` and returns a Figure."""

import numpy as np
from matplotlib.ticker import FuncFormatter, LogLocator, NullFormatter

from sim.figures.history_fit import percent
from sim.figures.style import BLUE, DOUBLE, INK, SMALL, TITLE, HouseFigure, house, inches, width_of, wrap, write_at

ROW, MARGIN, GAP, LINE, UNDER = 0.2, 0.1, 0.12, 0.135, 0.48  # inches
LEFT = 2.2  # of the panel of shares


def draw(shares, emulators) -> HouseFigure:
    table = emulators.pivot(index="target", columns="wave", values="rules_out")
    table = table.loc[list(dict.fromkeys(emulators["target"]))]
    with house():
        heading = wrap(title(shares), DOUBLE - 2 * MARGIN, TITLE, "bold")
        about = wrap(NOTE, DOUBLE - 2 * MARGIN, SMALL)
        top, height = 0.5 + 0.16 * (heading.count("\n") + 1), ROW * max(len(table), 6)
        figure = HouseFigure(DOUBLE, top + height + UNDER + LINE * (about.count("\n") + 1) + MARGIN)
        axes = inches(figure, 0.55, top, LEFT - 0.3, height)
        waves, left = shares["wave"].to_numpy(), shares["left"].to_numpy()
        axes.plot([0, *waves], [1.0, *np.where(left > 0, left, np.nan)], color=BLUE, marker="o", markersize=4)
        axes.set_yscale("log")
        axes.set_ylim(10.0 ** np.floor(np.log10(min(left[left > 0], default=0.1) * 0.999)), 1.3)
        axes.yaxis.set_major_locator(LogLocator(numticks=8))
        axes.yaxis.set_major_formatter(FuncFormatter(lambda share, _: percent(share)))
        axes.yaxis.set_minor_formatter(NullFormatter())
        axes.set_xlim(-0.2, waves[-1] + 0.2)
        axes.set_xticks([0, *waves])
        axes.set_xlabel("wave", fontsize=SMALL)
        axes.set_title("share of the box left", fontsize=SMALL, loc="left")
        names = [name.replace("_", " ") for name in table.index]
        wide = 0.55 + LEFT + max(width_of(name, SMALL) for name in names) + GAP
        grid = inches(figure, wide, top, DOUBLE - wide - MARGIN, height)
        values = table.to_numpy()
        grid.imshow(np.nan_to_num(values), aspect="auto", cmap="Blues", vmin=0.0, vmax=1.0)
        for (k, j), value in np.ndenumerate(values):
            if np.isfinite(value):
                grid.text(j, k, f"{100 * value:.0f}", fontsize=SMALL, ha="center", va="center",
                          color="white" if value > 0.6 else INK)  # fmt: skip
        grid.set_yticks(range(len(names)), names, fontsize=SMALL)
        grid.set_xticks(range(values.shape[1]), table.columns)
        grid.tick_params(length=0)
        grid.set_xlabel("wave", fontsize=SMALL)
        grid.set_title("% of the wave's worlds that a target rules out", fontsize=SMALL, loc="left")
        write_at(figure, MARGIN, 0.06, heading, fontsize=TITLE, fontweight="bold")
        write_at(figure, MARGIN, top + height + UNDER, about)
    return figure


def title(shares) -> str:
    apart = " ".join(shares["set_apart"]).split()
    left = percent(float(shares["left"].iloc[-1]))
    found = f"After {len(shares)} waves {left} of the plausible worlds are left"
    return found + (f", with {' and '.join(apart)} set apart" if apart else "")


NOTE = (
    "Left: by emulators, the first wave by the second-worst implausibility of a world, those after it by the worst. "
    "Right: as the worlds of each wave were run, which were drawn from what was left before it. Where a target is set "
    "apart, what it had ruled out comes back. Source: paradip evidence."
)
