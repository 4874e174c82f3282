"""Exploration and exploitation in organizational learning: March (1991), figure 1.

A reality has 30 dimensions, each 1 or -1. Fifty people believe 1, 0 or -1 about each; so does the organisation's code,
which starts at 0. In each period everybody acts on their beliefs, tossing a coin where they believe 0. Then beliefs
move one step towards the code with probability p1, where the code is not 0. Then the code moves towards the majority of
the actions of those who did better than it, with probability 1 - (1 - p2)^k, where k is the majority less the minority.
Two details are the corrections of Christensen (2015), without which the figure is not reproduced: beliefs move in
steps, and the superior group is identified by its actions. The run ends when nobody can learn any more. Knowledge is
the code's, correct less wrong, per dimension.

`python -m experiments.docking.march_1991`
"""

import numpy as np
from numba import njit

from experiments.docking.gallery import REFERENCE, alone, sheet
from experiments.docking.rows import PUBLISHED, Row, direction, near
from sim.figures.style import COLOURS, DASHES, MARKERS, SMALL, HouseFigure, house, inches

MODEL = "March 1991"
DIMENSIONS, PEOPLE = 30, 50
RUNS = 1_000
P1 = (0.1, 0.2, 0.3, 0.4, 0.5, 0.6, 0.7, 0.8, 0.9)
P2 = (0.1, 0.5, 0.9)
# Equilibrium knowledge at (p1, p2) in figure 1, as redrawn from 100,000 runs by M. Workiewicz (March_1991_Original).
FIGURE = {
    (0.1, 0.1): 0.864,
    (0.5, 0.1): 0.800,
    (0.9, 0.1): 0.8125,
    (0.1, 0.5): 0.954,
    (0.5, 0.5): 0.811,
    (0.9, 0.5): 0.740,
    (0.1, 0.9): 0.974,
    (0.5, 0.9): 0.840,
    (0.9, 0.9): 0.728,
}


@njit
def run(p1, p2, rng):
    """The code's knowledge, from -1 to 1, once nobody can learn."""
    reality = 2 * rng.integers(0, 2, DIMENSIONS) - 1
    beliefs = rng.integers(-1, 2, (PEOPLE, DIMENSIONS))
    code = np.zeros(DIMENSIONS, np.int64)
    action = np.zeros(DIMENSIONS, np.int64)
    while True:
        known = (code * reality).sum()
        votes = np.zeros(DIMENSIONS, np.int64)
        learning = False
        for person in range(PEOPLE):
            best = 0
            for m in range(DIMENSIONS):
                belief = beliefs[person, m]
                action[m] = belief if belief != 0 else 2 * (rng.random() < 0.5) - 1
                best += belief * reality[m] + (belief == 0)
                if code[m] != 0 and belief != code[m]:
                    learning = True
                    if rng.random() < p1:
                        beliefs[person, m] += code[m]
            if (action * reality).sum() > known:
                votes += action
            learning |= best > known  # somebody may still do better than the code
        if not learning:
            return known / DIMENSIONS
        for m in range(DIMENSIONS):
            if votes[m] * code[m] <= 0 and votes[m] != 0 and rng.random() < 1.0 - (1.0 - p2) ** abs(votes[m]):
                code[m] = np.sign(votes[m])


@njit
def repeat(p1, p2, runs, rng):
    return np.array([run(p1, p2, rng) for _ in range(runs)])


def study() -> tuple[list[Row], HouseFigure]:
    found = {}
    for seed, (p2, p1) in enumerate((p2, p1) for p2 in P2 for p1 in P1):
        known = repeat(p1, p2, RUNS, np.random.default_rng(seed))
        found[p1, p2] = float(known.mean()), float(known.std(ddof=1) / np.sqrt(RUNS))
    rows = [
        near(
            MODEL,
            f"knowledge, p1 = {p1}, p2 = {p2}",
            PUBLISHED,
            value,
            found[p1, p2][0],
            tolerance=0.01,
            error=found[p1, p2][1],
        )
        for (p1, p2), value in FIGURE.items()
    ]
    for p2 in P2[1:]:
        line = [found[p1, p2][0] for p1 in P1]
        rows.append(
            direction(
                MODEL,
                f"knowledge as people learn faster from the code, p2 = {p2}",
                "falls",
                f"from {line[0]:.3f} to {line[-1]:.3f}, {sum(np.diff(line) < 0)} of 8 steps down",
                (np.diff(line) < 0).all(),
            )
        )
    best = max(found, key=lambda point: found[point][0])
    rows.append(
        direction(
            MODEL, "most knowledge", "slow people, fast code", f"p1 = {best[0]}, p2 = {best[1]}", best == (0.1, 0.9)
        )
    )
    return rows, draw(found)


def draw(found: dict[tuple[float, float], tuple[float, float]]) -> HouseFigure:
    note = (
        f"Means of {RUNS:,} runs with 95% intervals; 30 dimensions, 50 people, nobody leaves, reality stands still. "
        "Diamonds: figure 1 of March (1991) as redrawn from 100,000 runs by M. Workiewicz (March_1991_Original), with "
        "the corrections of Christensen (2015)."
    )
    figure = sheet("An organisation learns most if its people are slow to believe what it says", note, 3.8)
    with house():
        axes = inches(figure, 0.6, 0.42, 5.0, 2.42)
        for p2, colour, dash, marker in zip(P2, COLOURS, DASHES, MARKERS, strict=False):
            mean, error = np.array([found[p1, p2] for p1 in P1]).T
            axes.errorbar(P1, mean, 1.96 * error, color=colour, linestyle=dash, marker=marker, markersize=3.4)
        axes.plot([p1 for p1, _ in FIGURE], list(FIGURE.values()), **REFERENCE)
        for (x, y), p2, colour in zip(((0.915, 0.8125), (0.915, 0.7455), (0.915, 0.722)), P2, COLOURS, strict=False):
            axes.text(x + 0.01, y, f"code learns at p2 = {p2}", color=colour, fontsize=SMALL, va="center")
        axes.set(
            xlim=(0.05, 0.92),
            ylim=(0.68, 1.0),
            xlabel="rate p1 at which people learn from the code",
            ylabel="knowledge of the code, correct less wrong",
        )
    return figure


if __name__ == "__main__":
    raise SystemExit(alone("march_1991", study))
