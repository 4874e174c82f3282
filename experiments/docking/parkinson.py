"""Parkinson's law of committees: Klimek, Hanel and Thurner (2009).

N members hold one of two opinions with equal probability and talk along a small-world network (Watts and Strogatz
1998): a ring in which each talks to k neighbours, with each tie rewired with probability p. In random order, a member
adopts the other opinion if at least a share h of those it talks to hold it, until nobody would. Dissensus D is the
probability that both opinions remain. With k = 8, p = 0.1 and h = 0.6 a committee of up to nine is a complete graph,
where D has a closed form.

`python -m experiments.docking.parkinson`
"""

from math import comb

import numpy as np
from numba import njit

from experiments.docking.gallery import REFERENCE, alone, sheet
from experiments.docking.rows import EXACT, Row, direction, near
from sim.figures.style import COLOURS, DASHES, FAINT, MARKERS, SMALL, HouseFigure, house, inches

MODEL = "Klimek et al. 2009"
NEIGHBOURS, REWIRED = 8, 0.1
TENTHS = 6  # the threshold h in tenths, so that shares compare exactly
KNOWN = {7: 0.0, 8: 70 / 256, 9: 0.0, 10: 0.246094, 13: 0.418945}  # dissensus on the complete graph
INEFFICIENT = (19.9, 22.4)  # Parkinson's (1957) coefficient of inefficiency: members at which a committee fails
SIZES = tuple(range(3, 41))
RUNS = 10_000


def dissensus(n: int) -> float:
    """Complete graph: D = sum of C(n, a) / 2^n over splits a, n - a in which the larger side is below h (n - 1)."""
    return sum(comb(n, a) for a in range(1, n) if 10 * max(a, n - a) < TENTHS * (n - 1)) / 2**n


@njit(cache=True)
def network(n, k, p, rng):
    """Ties, (n, n): a ring of k neighbours, or everybody; each tie's far end moves with probability p if it can."""
    tied = np.zeros((n, n), np.bool_)
    for i in range(n):
        for step in range(1, k // 2 + 1):
            j = (i + step) % n
            if j != i:
                tied[i, j] = tied[j, i] = True
    for step in range(1, k // 2 + 1):
        for i in range(n):
            j = (i + step) % n
            if tied[i, j] and rng.random() < p and tied[i].sum() < n - 1:
                new = rng.integers(0, n)
                while new == i or tied[i, new]:
                    new = rng.integers(0, n)
                tied[i, j] = tied[j, i] = False
                tied[i, new] = tied[new, i] = True
    return tied


@njit(cache=True)
def divided(n, k, p, rng):
    """Whether both opinions remain when nobody would change any more."""
    tied = network(n, k, p, rng)
    opinion, order = rng.integers(0, 2, n), np.arange(n)
    changed = True
    while changed:
        changed = False
        for place in range(n - 1, -1, -1):  # a new order, shuffled during the loop (Fisher and Yates)
            other = rng.integers(0, place + 1)
            order[place], order[other] = order[other], order[place]
            member, against, ties = order[place], 0, 0
            for j in range(n):
                ties += tied[member, j]
                against += tied[member, j] and opinion[j] != opinion[member]
            if against > 0 and 10 * against >= TENTHS * ties:
                opinion[member] = 1 - opinion[member]
                changed = True
    return 0 < opinion.sum() < n


@njit(cache=True)
def repeat(n, k, p, runs, rng):
    """The share of runs that end divided."""
    count = 0
    for _ in range(runs):
        count += divided(n, k, p, rng)
    return count / runs


def error(share: float, runs: int = RUNS) -> float:
    return float(np.sqrt(share * (1.0 - share) / runs))


def wilson(share: float, runs: int = RUNS) -> tuple[float, float]:
    """The 95% interval of a share, which does not vanish at 0 and 1 (Wilson 1927)."""
    z2 = 1.96**2 / runs
    middle, half = (share + z2 / 2) / (1 + z2), np.sqrt(z2 * share * (1 - share) + z2**2 / 4) / (1 + z2)
    return middle - half, middle + half


def study() -> tuple[list[Row], HouseFigure]:
    small = {n: repeat(n, NEIGHBOURS, REWIRED, RUNS, np.random.default_rng(n)) for n in SIZES}
    rows = [
        near(MODEL, f"dissensus of {n}, all talking to all", EXACT, known, dissensus(n), tolerance=1e-6, digits=6)
        for n, known in KNOWN.items()
    ]
    for n in (8, 10, 13, 20):
        share = repeat(n, n, 0.0, RUNS, np.random.default_rng(100 + n))
        rows.append(
            near(
                MODEL,
                f"dissensus of {n}, all talking to all, played",
                EXACT,
                dissensus(n),
                share,
                error=error(dissensus(n)),
            )
        )
    rows.append(
        near(MODEL, "dissensus of 8 in a small world, played", EXACT, KNOWN[8], small[8], error=error(KNOWN[8]))
    )
    rows.append(
        direction(
            MODEL,
            "dissensus of 7, 8 and 9 in a small world",
            "eight stands out",
            ", ".join(f"{small[n]:.3f}" for n in (7, 8, 9)),
            small[8] > max(small[7], small[9]),
        )
    )
    around = [small[n] for n in (10, 15, 20, 25, 30)]
    rows.append(
        direction(
            MODEL,
            "dissensus of 10, 15, 20, 25 and 30 in a small world",
            "rises through twenty",
            ", ".join(f"{share:.3f}" for share in around),
            (np.diff(around) > 4 * error(0.5)).all(),
        )
    )
    return rows, draw(small)


def draw(small: dict[int, float]) -> HouseFigure:
    note = (
        f"Small world: k = {NEIGHBOURS}, p = {REWIRED}, h = {TENTHS / 10}; {RUNS:,} runs a size, 95% intervals. "
        "Diamonds: closed form where the two coincide. Of the curve of Klimek, Hanel and Thurner (2009) no table is at "
        "hand: what it is known for is a peak at eight and a rise through about twenty. Band: Parkinson (1957)."
    )
    figure = sheet(
        "A committee of eight often gets stuck where seven or nine agree; of twenty, every third does", note, 3.8
    )
    with house():
        axes = inches(figure, 0.6, 0.42, 6.2, 2.42)
        axes.axvspan(*INEFFICIENT, color=FAINT, linewidth=0, zorder=0)
        axes.text(INEFFICIENT[1] + 0.2, 0.03, "Parkinson's coefficient\nof inefficiency, 19.9 to 22.4", fontsize=SMALL)
        axes.plot(
            SIZES,
            [dissensus(n) for n in SIZES],
            color=COLOURS[1],
            linestyle=DASHES[2],
            marker=MARKERS[1],
            markersize=2.2,
            linewidth=0.8,
        )
        share = np.array(list(small.values()))
        low, high = np.array([wilson(x) for x in share]).T
        axes.errorbar(SIZES, share, (share - low, high - share), color=COLOURS[0], marker=MARKERS[0], markersize=3.2)
        coincide = [n for n in SIZES if n <= NEIGHBOURS + 1]
        axes.plot(coincide, [dissensus(n) for n in coincide], **REFERENCE)
        axes.text(38, 0.80, "small world", color=COLOURS[0], fontsize=SMALL, ha="right")
        axes.text(9.6, 0.49, "all talk to all, closed form", color=COLOURS[1], fontsize=SMALL)
        axes.set(xlim=(2.5, 40.5), ylim=(-0.02, 0.85), xlabel="members N", ylabel="dissensus D, share of runs")
    return figure


if __name__ == "__main__":
    raise SystemExit(alone("parkinson", study))
