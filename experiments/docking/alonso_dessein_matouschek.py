"""When does coordination require centralisation? Alonso, Dessein and Matouschek (2008).

Two divisions each make a decision d that should fit their own conditions and match the other's: division 1 loses (d1 -
theta1)^2 + delta (d1 - d2)^2. Only a division's manager knows its theta, which is uniform and symmetric. The manager
weights the own division by lambda (1/2 unbiased, 1 selfish) and the other by 1 - lambda. Either headquarters decides on
the managers' messages, or each manager decides on the own knowledge and the other's message. Losses are the mean of the
two, per variance of theta.

`python -m experiments.docking.alonso_dessein_matouschek`
"""

import numpy as np

from experiments.docking.gallery import REFERENCE, alone, sheet
from experiments.docking.rows import EXACT, PUBLISHED, Row, near
from sim.figures.style import COLOURS, DASHES, GREY, MARKERS, SMALL, HouseFigure, house, inches

MODEL = "Alonso et al. 2008"
REGIMES = ("central", "decentral")
ASYMPTOTE = 17 / 28  # below it decentralisation wins however much coordination matters
# Need for coordination above which headquarters should decide, by bias lambda; derived independently of this file.
FRONTIER = {0.62: 3.701066, 0.65: 1.149739, 0.7: 0.566639, 0.75: 0.393808, 0.8: 0.311312, 0.9: 0.231475, 1.0: 0.192568}
# Losses at two biases where delta = 1: centralised, decentralised.
WORKED = {0.75: (0.441379, 0.447994), 0.6: (0.421429, 0.419615)}
PLAYED = (0.55, 0.6, 0.65, 0.7, 0.75, 0.8)
DRAWS = 4_000_000


def bias(regime: str, lam: float, delta: float) -> float:
    """How strongly a manager's message is biased, per unit of theta: b_C and b_D."""
    if regime == "central":
        return (2 * lam - 1) * delta / (lam + delta)
    return (2 * lam - 1) * (lam + delta) / (lam * (1 - lam) + delta)


def unheard(b: float) -> float:
    """The share of the variance of theta that the finest message does not convey, S(b) = b / (3 + 4 b)."""
    return b / (3 + 4 * b)


def expected_loss(regime: str, lam: float, delta: float) -> float:
    """A + B S(b): the loss with perfect messages, and the loss from the variance not conveyed."""
    s = unheard(bias(regime, lam, delta))
    if regime == "central":
        a = 2 * delta / (1 + 4 * delta)
        return a + (1 - a) * s
    a = 2 * delta * (delta + lam**2) / (lam + 2 * delta) ** 2
    b = delta**2 * (4 * lam**3 + 6 * lam**2 * delta + 2 * delta**2 - lam**2) / ((lam + delta) * (lam + 2 * delta)) ** 2
    return a + b * s


def frontier(lam: float, low: float = 1e-6, high: float = 1e9) -> float:
    """The delta above which centralisation loses less, by bisection of its logarithm; infinite up to 17/28."""
    if lam <= ASYMPTOTE:
        return np.inf
    for _ in range(200):
        middle = np.sqrt(low * high)
        central = expected_loss("central", lam, middle) < expected_loss("decentral", lam, middle)
        low, high = (low, middle) if central else (middle, high)
    return low


def boundaries(b: float, least: float = 1e-9) -> np.ndarray:
    """Ends of the messages' intervals above zero, for theta up to 1: 1, x, x^2 ... with x + 1/x = 2 + 4 b."""
    x = 1 + 2 * b - 2 * np.sqrt(b * (1 + b))
    return x ** np.arange(int(np.log(least) / np.log(x)), -1, -1)


def heard(theta: np.ndarray, b: float) -> np.ndarray:
    """What the listener expects of theta: the middle of its interval, with its sign."""
    ends = np.concatenate(([0.0], boundaries(b)))
    middle = 0.5 * (ends[1:] + ends[:-1])
    return np.sign(theta) * middle[np.searchsorted(ends, np.abs(theta), side="left").clip(1) - 1]


def decisions(regime: str, lam: float, delta: float, theta: np.ndarray, told: np.ndarray) -> np.ndarray:
    """Both divisions' decisions, shape (2, draws), given what they know and what they were told."""
    other = told[::-1]
    if regime == "central":
        return ((1 + 2 * delta) * told + 2 * delta * other) / (1 + 4 * delta)
    expected = ((lam + delta) * other + delta * told) / (lam + 2 * delta)  # of the other's decision
    return (lam * theta + delta * expected) / (lam + delta)


def play(lam: float, delta: float, seed: int, draws: int = DRAWS) -> dict[str, tuple[float, float]]:
    """Mean loss and its standard error by regime, and of the difference, when managers send their finest messages."""
    rng = np.random.default_rng(seed)
    lost = {regime: np.empty(draws) for regime in REGIMES}
    for start in range(0, draws, 500_000):
        theta = rng.uniform(-1.0, 1.0, (2, min(500_000, draws - start)))  # of variance 1/3
        for regime in REGIMES:
            d = decisions(regime, lam, delta, theta, heard(theta, bias(regime, lam, delta)))
            each = 0.5 * ((d - theta) ** 2).sum(0) + delta * (d[0] - d[1]) ** 2
            lost[regime][start : start + each.size] = 3.0 * each
    lost["difference"] = lost["central"] - lost["decentral"]
    return {name: (float(x.mean()), float(x.std(ddof=1) / np.sqrt(draws))) for name, x in lost.items()}


def study() -> tuple[list[Row], HouseFigure]:
    rows = [
        near(
            MODEL,
            f"delta at which to centralise, lambda = {lam}",
            EXACT,
            delta,
            frontier(lam),
            tolerance=1e-6,
            digits=6,
        )
        for lam, delta in FRONTIER.items()
    ]
    first = next(
        lam
        for lam in np.arange(0.6, 0.62, 1e-5)
        if expected_loss("central", lam, 1e7) < expected_loss("decentral", lam, 1e7)
    )
    rows.append(
        near(
            MODEL,
            "lambda up to which no delta centralises, 17/28",
            PUBLISHED,
            ASYMPTOTE,
            first,
            tolerance=2e-5,
            digits=5,
        )
    )
    played = {lam: play(lam, 1.0, seed) for seed, lam in enumerate(PLAYED)}
    for lam, known in WORKED.items():
        for regime, value in zip(REGIMES, known, strict=True):
            where = f"loss, {regime}, lambda = {lam}, delta = 1"
            rows.append(near(MODEL, where, EXACT, value, expected_loss(regime, lam, 1.0), tolerance=1e-6, digits=6))
            rows.append(
                near(
                    MODEL,
                    f"{where}, played",
                    EXACT,
                    value,
                    played[lam][regime][0],
                    error=played[lam][regime][1],
                    digits=5,
                )
            )
        mean, error = played[lam]["difference"]
        rows.append(
            near(
                MODEL,
                f"central less decentral, lambda = {lam}, delta = 1, played",
                EXACT,
                known[0] - known[1],
                mean,
                error=error,
                digits=5,
            )
        )
    return rows, draw(played)


def draw(played: dict[float, dict[str, tuple[float, float]]]) -> HouseFigure:
    note = (
        "Lines: closed forms. Filled marks: the game played 4 million times at each point, 95% intervals smaller "
        "than the mark. Diamonds: reference values; dotted line: the published asymptote 17/28. Losses per division "
        "and variance of its conditions. Source: Alonso, Dessein and Matouschek (2008), divisions alike."
    )
    figure = sheet("Below λ = 17/28 managers do better than headquarters, however much coordination matters", note, 3.8)
    with house():
        axes = inches(figure, 0.58, 0.44, 3.3, 2.4)
        lams = np.linspace(ASYMPTOTE + 1e-4, 1.0, 600)
        edge = [frontier(lam) for lam in lams]
        axes.plot(lams, edge, color=COLOURS[0])
        axes.fill_between(lams, edge, 1e3, color=COLOURS[0], alpha=0.12, linewidth=0)
        axes.plot(list(FRONTIER), list(FRONTIER.values()), **REFERENCE)
        axes.axvline(ASYMPTOTE, color=GREY, linewidth=0.9, linestyle=DASHES[2])
        axes.text(ASYMPTOTE - 0.006, 30, "17/28", fontsize=SMALL, ha="right")
        axes.text(0.82, 5, "centralise", ha="center")
        axes.text(0.55, 0.7, "decentralise", ha="center", rotation=90, va="center")
        axes.text(0.72, 0.14, "decentralise", ha="center")
        axes.set(
            xlim=(0.5, 1.01),
            ylim=(0.1, 60),
            yscale="log",
            yticks=(0.1, 1, 10),
            yticklabels=("0.1", "1", "10"),
            ylabel="need for coordination δ",
        )
        line = inches(figure, 4.7, 0.44, 2.15, 2.4)
        lams = np.linspace(0.501, 0.81, 200)
        line.plot(
            lams,
            [1e3 * (expected_loss("central", lam, 1.0) - expected_loss("decentral", lam, 1.0)) for lam in lams],
            color=COLOURS[0],
        )
        for lam, found in played.items():
            mean, error = found["difference"]
            line.errorbar(lam, 1e3 * mean, 1.96e3 * error, color=COLOURS[0], marker=MARKERS[0], markersize=3.0)
        for lam, known in WORKED.items():
            line.plot(lam, 1e3 * (known[0] - known[1]), **REFERENCE)
        line.axhline(0.0, color=GREY, linewidth=0.6, zorder=0)
        line.text(0.655, 1.2, "managers do better", fontsize=SMALL)
        line.text(0.51, -2.0, "headquarters\ndoes better", fontsize=SMALL, va="top")
        line.set(
            xlim=(0.5, 0.82), ylim=(-12.5, 4), ylabel="loss, central less decentral, thousandths", title="where δ = 1"
        )
        for panel in (axes, line):
            panel.set_xlabel("weight on one's own division λ")
    return figure


if __name__ == "__main__":
    raise SystemExit(alone("alonso_dessein_matouschek", study))
