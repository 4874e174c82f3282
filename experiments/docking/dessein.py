"""Delegation or communication: Dessein (2002), based on the game of Crawford and Sobel (1982).

A principal wants the decision to equal the state, which is uniform on [0, 1]. An agent who sees the state wants it
higher by the bias b. Both lose the square of the distance. The principal may decide after a message that costs nothing,
let the agent decide, let it decide up to a cap (Holmstrom 1984), or decide alone.

`python -m experiments.docking.dessein`
"""

import numpy as np

from experiments.docking.gallery import REFERENCE, alone, sheet
from experiments.docking.rows import EXACT, Row, direction, near
from sim.figures.style import COLOURS, DASHES, GREY, MARKERS, SMALL, HouseFigure, house, inches

MODEL = "Dessein 2002"
WAYS = ("communication", "delegation", "capped delegation", "no message")
# Expected losses by bias: communication, delegation, capped delegation; derived independently of this file.
KNOWN = {
    0.05: (0.0159259, 0.0025, 0.0023333),
    0.1: (0.0308333, 0.01, 0.0086667),
    0.2: (0.0608333, 0.04, 0.0293333),
    0.25: (0.0833333, 0.0625, 0.0416667),
}
SAID = {
    "communication": "decide on a message",
    "delegation": "delegate",
    "capped delegation": "delegate up to a cap",
    "no message": "decide alone",
}
THRESHOLD = 0.288675  # 1/sqrt(12): delegation loses b^2, a principal alone 1/12
PLAYED = (0.05, 0.1, 0.15, 0.2, 0.25, 0.27, 0.31, 0.35, 0.4)
NEAR = (0.284, 0.286, 0.288, 0.29, 0.292, 0.294)
DRAWS = 1_000_000
PARTLY_HEARD = ("communication", "capped delegation")  # the loss varies with the state, so there is something to draw


def messages(b: float) -> int:
    """How many messages can be distinguished: the largest N with 2 N (N - 1) b < 1."""
    n = 1
    while 2.0 * (n + 1) * n * b < 1.0:
        n += 1
    return n


def expected_loss(way: str, b: float) -> float:
    """Communication 1/(12 N^2) + b^2 (N^2 - 1)/3; delegation b^2; under the cap 1 - b, b^2 - 4 b^3/3 while b < 1/2."""
    if way == "communication":
        n = messages(b)
        return 1.0 / (12.0 * n * n) + b * b * (n * n - 1.0) / 3.0
    if way == "delegation":
        return b * b
    if way == "capped delegation" and b < 0.5:
        return b * b - 4.0 * b**3 / 3.0
    return 1.0 / 12.0


def threshold() -> float:
    """The bias at which keeping the decision is as good as delegating it, by bisection of the two losses."""
    low, high = 0.01, 0.5
    for _ in range(60):
        middle = 0.5 * (low + high)
        better = expected_loss("delegation", middle) < expected_loss("communication", middle)
        low, high = (middle, high) if better else (low, middle)
    return low


def answers(b: float) -> np.ndarray:
    """The principal's decision on each message: the middle of its interval, whose ends are i/N + 2 b i (i - N)."""
    n = messages(b)
    i = np.arange(n + 1)
    ends = i / n + 2.0 * b * i * (i - n)
    return 0.5 * (ends[1:] + ends[:-1])


def decide(way: str, b: float, states: np.ndarray) -> np.ndarray:
    """Decisions, one for each state, when the agent does what is best for itself."""
    if way == "communication":  # it sends the message whose answer is nearest to what it wants
        answer = answers(b)
        return answer[np.searchsorted(0.5 * (answer[1:] + answer[:-1]), states + b)]
    if way == "delegation":
        return states + b
    if way == "capped delegation":
        return np.minimum(states + b, max(1.0 - b, 0.5))
    return np.full_like(states, 0.5)


def play(b: float, seed: int, draws: int = DRAWS) -> dict[str, tuple[float, float]]:
    """Mean loss and its standard error, by way, on the same states."""
    states = np.random.default_rng(seed).random(draws)
    lost = {way: (decide(way, b, states) - states) ** 2 for way in WAYS}
    return {way: (float(x.mean()), float(x.std(ddof=1) / np.sqrt(draws))) for way, x in lost.items()}


def study() -> tuple[list[Row], HouseFigure]:
    rows = [
        near(MODEL, f"loss of {way}, b = {b}", EXACT, known, expected_loss(way, b), tolerance=1e-6, digits=7)
        for b, losses in KNOWN.items()
        for way, known in zip(WAYS, losses, strict=False)
    ]
    rows.append(
        near(MODEL, "bias at which to keep the decision", EXACT, THRESHOLD, threshold(), tolerance=1e-6, digits=6)
    )
    played = {b: play(b, seed) for seed, b in enumerate(PLAYED + NEAR)}
    rows += [
        near(MODEL, f"loss of {way}, b = {b}, played", EXACT, expected_loss(way, b), mean, error=error, digits=5)
        for b in (0.1, 0.2, 0.27, 0.31)
        for way, (mean, error) in played[b].items()
        if way in PARTLY_HEARD
    ]
    informed = [b for b in np.arange(0.001, 0.5, 0.001) if messages(b) > 1]
    worst = max(expected_loss("delegation", b) / expected_loss("communication", b) for b in informed)
    rows.append(
        direction(
            MODEL,
            "delegation against messages that inform (b < 1/4)",
            "delegation better throughout",
            f"loses at most {worst:.2f} times as much",
            worst < 1.0,
        )
    )
    return rows, draw(played)


def draw(played: dict[float, dict[str, tuple[float, float]]]) -> HouseFigure:
    note = (
        "Lines: closed forms. Filled marks: the game played a million times at each bias, 95% intervals (on the left "
        "smaller than the mark). Diamonds: reference values. Source: Dessein (2002), uniform states, squared losses; "
        "cap: Holmström (1984)."
    )
    figure = sheet("Handing the decision over beats listening until the agent's bias reaches 0.289", note, 3.8)
    with house():
        axes = inches(figure, 0.58, 0.44, 3.9, 2.4)
        biases = np.linspace(0.002, 0.42, 1000)
        for way, colour, dash, marker in zip(WAYS, COLOURS, DASHES, MARKERS, strict=False):
            axes.plot(biases, [expected_loss(way, b) for b in biases], color=colour, linestyle=dash)
            for b in PLAYED:
                axes.errorbar(
                    b, played[b][way][0], 1.96 * played[b][way][1], color=colour, marker=marker, markersize=3.4
                )
        for b, losses in KNOWN.items():
            axes.plot([b] * 3, losses, **REFERENCE)
        for way, x, y in (
            ("no message", 0.005, 0.0865),
            ("communication", 0.045, 0.055),
            ("delegation", 0.352, 0.118),
            ("capped delegation", 0.29, 0.041),
        ):
            axes.text(x, y, SAID[way], color=COLOURS[WAYS.index(way)], fontsize=SMALL)
        axes.set(xlim=(0, 0.42), ylim=(0, 0.13), ylabel="expected loss, squared widths of the state")
        close = inches(figure, 5.1, 0.44, 1.65, 2.4)
        biases = np.linspace(0.2832, 0.2948, 50)
        close.plot(
            biases,
            [1e3 * (b * b - expected_loss("communication", b)) for b in biases],
            color=COLOURS[1],
            linestyle=DASHES[1],
        )
        for b in NEAR:
            close.errorbar(
                b,
                1e3 * (played[b]["delegation"][0] - played[b]["communication"][0]),
                1.96e3 * played[b]["communication"][1],
                color=COLOURS[1],
                marker=MARKERS[1],
                markersize=2.6,
            )
        close.plot(THRESHOLD, 0.0, **REFERENCE)
        close.axhline(0.0, color=GREY, linewidth=0.6, zorder=0)
        close.text(0.2834, 0.25, "keep", fontsize=SMALL)
        close.text(0.2834, -0.25, "delegate", fontsize=SMALL, va="top")
        close.set(xlim=(0.283, 0.295), xticks=(0.285, 0.29, 0.295), ylabel="delegating less keeping, thousandths")
        for panel in (axes, close):
            panel.axvline(THRESHOLD, color=GREY, linewidth=0.6, zorder=0)
            panel.set_xlabel("bias of the agent b, widths of the state" if panel is axes else "bias b, near 1/√12")
    return figure


if __name__ == "__main__":
    raise SystemExit(alone("dessein", study))
